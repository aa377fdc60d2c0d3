import { type Evidence, evidenceOf } from '../../../src/pipeline/report/claims/evidence.ts'
import type { ClaimContext } from '../../../src/pipeline/report/claims/gate.ts'
import type { Signal } from '../../../src/pipeline/report/types.ts'

export const NOW = new Date('2026-03-02T09:00:00Z')
const DAY_MS = 86_400_000

/** A signal with the state and days left that cleaning would give it on 2 March 2026. */
export function signalOf(parts: Partial<Signal> & { id: string }): Signal {
  const deadline = parts.deadline ?? null
  const daysLeft = deadline === null ? null : Math.round((Date.parse(deadline) - Date.parse('2026-03-02')) / DAY_MS)
  return {
    domain: 'brightpath-labs.example',
    type: 'board_mention',
    title: null,
    summary: null,
    buyerId: null,
    buyerName: null,
    buyerType: null,
    buyerState: null,
    eventDate: null,
    deadline,
    detectedAt: null,
    status: null,
    amountUsd: null,
    vendor: null,
    isAmendment: false,
    sourceTitle: null,
    sourceUrl: null,
    sourceRef: null,
    relevanceScore: null,
    daysLeft,
    alreadySent: false,
    score: 0.5,
    reasons: [],
    ...parts,
    state: parts.state ?? stateOf({ ...parts, daysLeft }),
  }
}

/** A plan's end, a conference's day and an amendment's date are nothing one can still act on. */
function stateOf(signal: Partial<Signal>): Signal['state'] {
  const days = signal.daysLeft ?? null
  if (days === null) return 'unknown'
  if (days < 0) return 'closed'
  return /^(?:strategic_plan|conference)$/.test(signal.type ?? '') || signal.isAmendment === true ? 'unknown' : 'open'
}

const cedar = { buyerName: 'Cedar Hollow USD', buyerType: 'SchoolDistrict', buyerState: 'AZ' }
const marlow = { buyerName: 'Marlow County', buyerType: 'County', buyerState: 'OH' }
const tidewater = { buyerName: 'Tidewater Community College', buyerType: 'HigherEducation', buyerState: 'VA' }
const alder = { buyerName: 'Alder City', buyerType: 'City', buyerState: 'WA' }
const pine = { buyerName: 'Pine Ridge ISD', buyerType: 'SchoolDistrict', buyerState: 'TX' }
const lakeshore = { buyerName: 'Lakeshore University', buyerType: 'HigherEducation', buyerState: 'MI' }

export const SIGNALS: Signal[] = [
  signalOf({
    id: 'rfp-open',
    type: 'rfp_posted',
    ...cedar,
    title: 'Student Advising Platform',
    summary:
      'Cedar Hollow USD requests proposals for a student advising platform for 12 schools and about 9,400 students. Questions are due by 5 p.m. on March 13. The contract runs three years with two one-year renewals.',
    eventDate: '2026-02-18',
    deadline: '2026-03-27',
    sourceTitle: 'RFP 26-114 Student Advising Platform',
    sourceUrl: 'https://bids.cedarhollow.example/rfp-26-114',
  }),
  signalOf({
    id: 'rfp-closed',
    type: 'rfp_posted',
    ...marlow,
    title: 'Case Management Software',
    summary: 'Marlow County is accepting proposals for case management software until February 6, 2026.',
    eventDate: '2026-01-05',
    deadline: '2026-02-06',
  }),
  signalOf({
    id: 'contract',
    type: 'contract_expiration',
    ...tidewater,
    title: 'CRM contract',
    summary: 'The Northgate CRM contract, $184,500 per year, ends on May 31, 2026.',
    deadline: '2026-05-31',
    amountUsd: 184_500,
    vendor: 'Northgate CRM',
  }),
  signalOf({
    id: 'amendment',
    type: 'contract_expiration',
    ...alder,
    title: 'Contract amendment no. 3: permitting software',
    summary: 'Amendment 3 adds $22,000 for inspection modules to the Civicworks agreement through April 10, 2026.',
    deadline: '2026-04-10',
    amountUsd: 22_000,
    vendor: 'Civicworks',
    isAmendment: true,
  }),
  signalOf({
    id: 'minutes',
    type: 'board_mention',
    ...cedar,
    title: 'Absenteeism task force',
    summary:
      'The board heard that chronic absenteeism rose to 31% and named a task force called Every Day Counts. Superintendent Maria Lopez said that the district has not selected a vendor. Trustee Alan Reyes asked for a report by April 14.',
    eventDate: '2026-02-10',
    sourceTitle: 'Board minutes 2026-02-10',
    sourceUrl: 'https://cedarhollow.example/minutes/2026-02-10.pdf',
  }),
  signalOf({
    id: 'vague',
    type: 'board_mention',
    ...alder,
    title: 'Permitting backlog',
    summary: 'The council discussed the permitting backlog and did not approve the staffing request.',
    eventDate: '2026-02-24',
  }),
  signalOf({
    id: 'plan',
    type: 'strategic_plan',
    ...tidewater,
    title: 'Strategic plan 2026-2030',
    summary: 'The 2026-2030 strategic plan has five pillars, among them Career-Connected Campus.',
    deadline: '2030-12-31',
  }),
  signalOf({
    id: 'budget',
    type: 'budget_event',
    ...marlow,
    title: 'FY27 budget proposal',
    summary: 'The FY27 proposal sets $3.4M for digital services. Commissioners vote on March 16.',
    eventDate: '2026-02-20',
    deadline: '2026-03-16',
    amountUsd: 3_400_000,
  }),
  signalOf({
    id: 'po',
    type: 'purchase_order',
    ...lakeshore,
    title: 'Purchase order to Quillworks',
    summary: 'Lakeshore University bought 250 tutoring licences from competitor Quillworks.',
    eventDate: '2026-01-22',
    amountUsd: 61_250,
    vendor: 'Quillworks',
  }),
  signalOf({
    id: 'cio',
    type: 'leadership_change',
    ...lakeshore,
    title: 'New chief information officer',
    summary: 'A new chief information officer started on February 1, 2026.',
    eventDate: '2026-02-01',
  }),
  signalOf({
    id: 'grant',
    type: 'grant_funding',
    ...pine,
    title: 'State learning-recovery grant',
    summary:
      'Pine Ridge ISD received a $1.9M state learning-recovery grant to be spent by September 30, 2026. It covers 7 of 15 campuses.',
    deadline: '2026-09-30',
    amountUsd: 1_900_000,
  }),
  signalOf({
    id: 'conference',
    type: 'conference',
    ...cedar,
    title: 'Western EdTech Summit',
    summary: 'The CTO of Cedar Hollow USD speaks at the Western EdTech Summit on April 21-23, 2026.',
    eventDate: '2026-04-21',
    deadline: '2026-04-23',
  }),
  signalOf({
    id: 'left',
    type: 'job_change',
    ...alder,
    title: 'Procurement manager departed',
    summary: 'The procurement manager of Alder City departed on February 20, 2026.',
    eventDate: '2026-02-20',
  }),
  signalOf({
    id: 'vendor',
    type: 'vendor_presence',
    ...marlow,
    title: 'OpenDocket seen on the county site',
    summary: 'The county site loads OpenDocket scripts.',
    vendor: 'OpenDocket',
  }),
  signalOf({
    id: 'foia',
    type: 'foia_response',
    buyerName: 'Department of Workforce',
    buyerType: 'StateAgency',
    buyerState: 'NM',
    title: 'Price sheet',
    summary:
      'The price sheet lists $410K over 3 years for up to 1,200 users. Contact: records@workforce.example or (505) 555-0142.',
    eventDate: '2026-01-30',
    amountUsd: 410_000,
  }),
  signalOf({
    id: 'mandate',
    type: 'compliance_mandate',
    ...pine,
    title: 'State attendance reporting rule',
    summary:
      'A state rule requires daily attendance reporting, effective July 1, 2026. The district plans to replace its reporting tool.',
    deadline: '2026-07-01',
  }),
  signalOf({
    id: 'stale',
    type: 'rfp_posted',
    buyerName: 'Spring Valley School District 65',
    buyerType: 'SchoolDistrict',
    buyerState: 'IL',
    title: 'Bus routing software',
    summary: 'Spring Valley School District 65 seeks bus routing software for 48 buses. Award expected in June 2026.',
    eventDate: '2026-02-11',
    deadline: null,
  }),
]

/** The fixture of that id; throws on a wrong one. */
export function signalById(id: string): Signal {
  const signal = SIGNALS.find((each) => each.id === id)
  if (signal === undefined) throw new Error(`no fixture ${id}`)
  return signal
}

export const EVIDENCE: ReadonlyMap<string, Evidence> = new Map(SIGNALS.map((each) => [each.id, evidenceOf(each)]))

export const CONTEXT: ClaimContext = {
  evidence: EVIDENCE,
  now: NOW,
  allowedNames: ['BrightPath Labs', 'BrightPath Advise 360'],
}
