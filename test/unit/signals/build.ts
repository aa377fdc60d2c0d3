import { parseSignalRows } from '../../../src/clients/signals/schema.ts'
import { type JudgeFacts, judgeSignals } from '../../../src/pipeline/report/signals/judge.ts'
import type { RawSignal, Signal } from '../../../src/pipeline/report/types.ts'

export const NOW = new Date('2026-03-02T15:00:00Z')

/** A raw signal of `brightpath-labs.example`; `fields` set what a test is about. */
export function rawSignal(fields: Partial<RawSignal> & { id: string }): RawSignal {
  return {
    domain: 'brightpath-labs.example',
    type: 'board_mention',
    title: `Title of ${fields.id}`,
    summary: null,
    buyerId: null,
    buyerName: 'Cedar Hollow USD',
    buyerType: 'SchoolDistrict',
    buyerState: 'AZ',
    eventDate: '2026-02-10',
    deadline: null,
    detectedAt: null,
    status: null,
    amountUsd: null,
    vendor: null,
    isAmendment: false,
    sourceTitle: null,
    sourceUrl: null,
    sourceRef: null,
    relevanceScore: null,
    ...fields,
  }
}

export function judge(raw: RawSignal[], facts: Partial<JudgeFacts> = {}): ReturnType<typeof judgeSignals> {
  const nothing = { product: null, replyText: null, campaign: null, angle: null, sentIds: new Set<string>() }
  return judgeSignals(raw, { now: NOW, ...nothing, ...facts })
}

/** One signal judged alone. */
export function judged(fields: Partial<RawSignal>): Signal {
  const [signal] = judge([rawSignal({ id: 'one', ...fields })]).signals
  if (!signal) throw new Error('the signal was left out')
  return signal
}

export function idsOf(signals: readonly Signal[]): string[] {
  return signals.map((signal) => signal.id)
}

/** The twenty shapes of the domain notes, as rows of the table. */
export function twentyShapes(): RawSignal[] {
  const rows = [
    row('1', 'rfp_posted', CEDAR, 'Student Advising Platform', {
      event_date: '2026-02-18',
      deadline: '2026-03-27',
      status: 'Future',
      summary: 'The district seeks a student advising platform for 12 schools with caseload notes and early alerts.',
    }),
    row('2', 'rfp_posted', MARLOW, 'Online Advising and Scheduling Software', {
      event_date: '2026-01-05',
      deadline: '2026-02-06',
      status: 'Past',
      summary: 'Proposals for advising software are due February 6, 2026.',
    }),
    row('3', 'rfp_posted', null, 'Student Information Services', { event_date: '1/1/99' }),
    row('4', 'contract_expiration', TIDEWATER, 'Student CRM subscription', {
      vendor: 'Northgate CRM',
      amount_usd: '184500.00',
      deadline: '2026-05-31',
      event_date: '2023-06-01',
      summary: 'Three-year student CRM and advising subscription with Northgate CRM ends on May 31, 2026.',
    }),
    row('5', 'contract_expiration', ALDER, 'Amendment 3 to permit software contract', {
      is_amendment: 'true',
      deadline: '2026-04-10',
      amount_usd: 22000,
      summary: 'Contract expiring April 10 is amended to add two licences.',
    }),
    row('6', 'contract_expiration', PINE, 'Counseling software agreement', { event_date: null }),
    row('7', 'board_mention', CEDAR, 'Board minutes, 10 February', {
      event_date: '2026-02-10',
      source_url: 'https://cedarhollow.example/minutes.pdf',
      summary:
        'The board created an absenteeism task force under the “Every Day Counts” initiative and asked staff for advising options by May.',
    }),
    row('8', 'board_mention', ALDER, 'Council work session', {
      event_date: '2026-02-03',
      summary: `Various topics were discussed. ${'The council heard general updates on parks and roads. '.repeat(30)}`,
    }),
    row('9', 'strategic_plan', TIDEWATER, 'Strategic plan 2026-2030', {
      event_date: '2026-01-15',
      deadline: '2030-12-31',
      summary: 'The plan names the pillar “Career-Connected Campus” with advising redesign as a first goal.',
    }),
    row('10', 'budget_event', MARLOW, 'FY27 budget proposal', {
      event_date: '2026-02-20',
      deadline: '2026-03-16',
      amount_usd: 3_400_000,
      summary: 'The FY27 proposal sets aside $3.4M for digital services. The vote is on March 16.',
    }),
    row('11', 'purchase_order', LAKESHORE, 'Order to Quillworks', {
      event_date: '2026-01-22',
      amount_usd: 61250,
      vendor: 'Quillworks',
      summary: 'Purchase of advising licences from Quillworks.',
    }),
    row('12', 'purchase_order', PINE, 'Laptops', { event_date: '2021-08-14', summary: '' }),
    row('13', 'leadership_change', LAKESHORE, 'New chief information officer', {
      event_date: '2026-02-01',
      summary: 'A new chief information officer started on February 1.',
    }),
    row('14', 'grant_funding', PINE, 'Learning recovery grant', {
      event_date: '2026-01-30',
      deadline: '2026-09-30',
      amount_usd: 1_900_000,
      summary: 'State learning-recovery grant of $1.9M, to be spent by September 30.',
    }),
    row('15', 'conference', CEDAR, 'CTO speaks at a conference', { event_date: '2026-04-21' }),
    row('16', 'job_change', ALDER, 'Procurement manager departed', { event_date: '2026-02-20' }),
    row('17', 'vendor_presence', MARLOW, 'Competitor seen on the site', {
      summary: 'Detected with confidence 0.62.',
      event_date: '2026-02-12',
    }),
    row(
      '18',
      'foia_response',
      { buyer_name: 'State Dept of Workforce', buyer_type: 'StateAgency', buyer_state: 'NM' },
      'Price sheet',
      { amount_usd: 410000, summary: 'Price sheet for $410K over 3 years.', event_date: '2026-01-10' },
    ),
    row('19', 'compliance_mandate', PINE, 'State reporting rule', {
      deadline: '2026-07-01',
      event_date: '2026-02-01',
      summary: 'A state rule on advising and graduation reporting takes effect July 1.',
    }),
  ]
  return parseSignalRows([...rows, { ...rows[6], id: '7' }])
}

const CEDAR = { buyer_name: 'Cedar Hollow USD', buyer_type: 'SchoolDistrict', buyer_state: 'AZ' }
const MARLOW = { buyer_name: 'Marlow County', buyer_type: 'County', buyer_state: 'OH' }
const TIDEWATER = { buyer_name: 'Tidewater Community College', buyer_type: 'HigherEducation', buyer_state: 'VA' }
const ALDER = { buyer_name: 'Alder City', buyer_type: 'City', buyer_state: 'WA' }
const PINE = { buyer_name: 'Pine Ridge ISD', buyer_type: 'SchoolDistrict', buyer_state: 'TX' }
const LAKESHORE = { buyer_name: 'Lakeshore University', buyer_type: 'HigherEducation', buyer_state: 'MI' }

function row(id: string, type: string, buyer: object | null, title: string, fields: object): Record<string, unknown> {
  return { id, domain: 'brightpath-labs.example', signal_type: type, title, ...buyer, ...fields }
}
