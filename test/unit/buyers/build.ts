import type { BuyerBrief, BuyerContact, BuyerRecord } from '../../../src/pipeline/ports.ts'
import type { ContactFacts } from '../../../src/pipeline/report/buyers/rank-contacts.ts'
import type { Signal } from '../../../src/pipeline/report/types.ts'
import { judged, NOW } from '../signals/build.ts'

const template = judged({})

/** A judged signal; `fields` set what a test is about. */
export function signal(id: string, fields: Partial<Signal> = {}): Signal {
  return { ...template, id, title: `Title of ${id}`, score: 0.5, ...fields }
}

export function brief(id: string, fields: Partial<BuyerBrief> = {}): BuyerBrief {
  return {
    id,
    name: 'Cedar Hollow Unified School District',
    type: 'SchoolDistrict',
    state: 'AZ',
    city: null,
    website: null,
    parentName: null,
    logoUrl: null,
    ...fields,
  }
}

/** A record with nothing in it but its name. */
export function record(fields: Partial<BuyerRecord> = {}): BuyerRecord {
  return {
    ...brief('buyer-cedar'),
    commonName: null,
    county: null,
    countryCode: 'US',
    phone: null,
    emailDomains: [],
    population: null,
    enrollment: null,
    enrollmentTrend: null,
    employees: null,
    fiscalYearStart: null,
    budget: null,
    procurement: { score: null, scoreSummary: null, guide: null },
    propensity: { score: null, summary: null },
    aiAdoption: { score: null, summary: null },
    systems: [],
    recordUrl: null,
    ...fields,
  }
}

/** A person who works there, with a verified address and a phone. */
export function contact(id: string, fields: Partial<BuyerContact> = {}): BuyerContact {
  return {
    id,
    name: `Person ${id.toUpperCase()}`,
    firstName: null,
    lastName: null,
    title: 'Teacher',
    normalizedTitles: [],
    email: `${id}@cedarhollow.example`,
    phone: '555-0100',
    directPhone: null,
    linkedInUrl: null,
    worksAtBuyer: true,
    emailVerified: true,
    emailCheckedAt: '2026-01-15T00:00:00Z',
    source: 'WebAgent',
    updatedAt: '2026-01-15T00:00:00Z',
    ...fields,
  }
}

/** The facts of a school district that may buy advising software. */
export function contactFacts(contacts: BuyerContact[], fields: Partial<ContactFacts> = {}): ContactFacts {
  return {
    contacts,
    product: 'student advising software',
    signals: [signal('rfp', { type: 'rfp_posted', title: 'Student Advising Platform' })],
    buyer: {
      name: 'Cedar Hollow Unified School District',
      type: 'SchoolDistrict',
      website: 'https://www.cedarhollow.example',
      emailDomains: [],
    },
    now: NOW,
    ...fields,
  }
}
