import type { BuyerBrief, BuyerRecord } from '../../pipeline/ports.ts'
import { toStateCode } from './states.ts'
import { toAmount, toCount, toFileLink, toLink, toPictureLink, toScore, toText, toTexts } from './values.ts'

/** Fields of a buyer under the keys of `extraData`, however the backend spells them. */
export type BuyerFields = Record<string, unknown>

/** Types that say what a buyer is; other tags (`Local`, `Municipal`, `UndergraduateInstitution`) say how. */
const TYPES = new Set(
  `StateAgency PoliceDepartment FireDepartment Library City County HigherEducation School SchoolDistrict SpecialDistrict
  State IndigenousGovernment Federal Other`.split(/\s+/),
)

/** The type among the comma tags of a search, or the only word there is. */
export function toBuyerType(value: unknown): string | null {
  const words = toTexts(value)
  return words.find((word) => TYPES.has(word)) ?? words[0] ?? null
}

/**
 * False for what this house does not sell to: the searches mix in federal bodies and, in the published API, other
 * countries'. With a state, false also for a buyer known to be elsewhere.
 */
export function isWanted(
  buyer: BuyerBrief,
  { tags, countryCode, state }: { tags: readonly string[]; countryCode: string | null; state: string | null },
): boolean {
  if (buyer.type === 'Federal' || tags.includes('Federal')) return false
  if (countryCode !== null && !/^USA?$/i.test(countryCode)) return false
  return state === null || buyer.state === null || buyer.state === toStateCode(state)
}

/** Keys of a map with a small first letter, as `extraData` has them; `BuyerField` has a capital one. */
export function withSmallKeys(map: Record<string, unknown>): BuyerFields {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [`${key[0]?.toLowerCase()}${key.slice(1)}`, value]),
  )
}

/**
 * A buyer's record; null without a name. A field that is absent or unreadable is null, so agencies are sparse. `origin`:
 * where the source keeps its files.
 */
export function toBuyerRecord(id: string, fields: BuyerFields, origin: string): BuyerRecord | null {
  const name = toText(fields['name'], 300) ?? toText(fields['commonName'], 300)
  if (name === null) return null
  return {
    id,
    name,
    type: toBuyerType(fields['type']),
    state: toStateCode(fields['stateCode']) ?? toStateCode(fields['stateName']),
    city: toText(fields['city'], 120),
    website: toLink(fields['url']),
    parentName: toText(fields['parentName'], 300),
    commonName: toText(fields['commonName'], 300),
    county: toText(fields['county'], 120),
    countryCode: toText(fields['countryCode'], 3),
    phone: toText(fields['mainPhoneNumber'], 60),
    logoUrl: toPictureLink(fields['logoPath'], origin),
    emailDomains: toTexts(fields['emailDomains']).flatMap(toDomain),
    ...sizeOf(fields),
    fiscalYearStart: toMonthDay(fields['fiscalYearStartDate']),
    budget: toBudget(fields),
    ...judgementsOf(fields),
    systems: toSystems(fields),
    recordUrl: toFileLink(fields['starbridgeUrl']),
  }
}

function sizeOf(fields: BuyerFields) {
  return {
    population: toCount(fields['population']),
    enrollment: toCount(fields['totalEnrollment']) ?? toCount(fields['schoolDistrictTotalStudents']),
    enrollmentTrend: toWords(fields['enrollmentTrend']),
    employees: toCount(fields['employeeFte']),
  }
}

function judgementsOf(fields: BuyerFields) {
  return {
    procurement: {
      score: toScore(fields['procurementHellScore']),
      scoreSummary: toText(fields['procurementHellSummary'], 8_000),
      guide: toText(fields['angelProcurementSummary'], 20_000),
    },
    propensity: {
      score: toScore(fields['propensityToSpendScore']),
      summary: toText(fields['propensityToSpendSummary'], 8_000) ?? toWords(fields['propensityToSpend']),
    },
    aiAdoption: { score: toScore(fields['aiAdoptionScore']), summary: toText(fields['aiAdoptionSummary'], 8_000) },
  }
}

function toBudget(fields: BuyerFields): BuyerRecord['budget'] {
  const amountUsd = toAmount(fields['budgetAmount'])
  if (amountUsd === null || amountUsd === 0) return null
  const year = toAmount(fields['budgetLatestYear'])
  const confidence = toText(fields['budgetConfidence'], 40)?.toLowerCase()
  return {
    amountUsd,
    year: year !== null && year >= 1990 && year <= 2100 ? Math.round(year) : null,
    confidence: confidence === 'verified' || confidence === 'inferred' ? confidence : null,
    sourceUrl: toFileLink(fields['budgetUrl']),
  }
}

function toSystems(fields: BuyerFields): BuyerRecord['systems'] {
  const lms = toTexts(fields['lmsArray'])
  return [
    ...toTexts(fields['sis']).map((value) => ({ label: 'Student information system', value })),
    ...(lms.length > 0 ? lms : toTexts(fields['lms'])).map((value) => ({ label: 'Learning management system', value })),
  ]
}

/** `StronglyDecreasing` and `Strongly Decreasing` as `Strongly decreasing`. */
function toWords(value: unknown): string | null {
  const text = toText(value, 2_000)
  if (text === null || /[.,;]/.test(text)) return text
  const words = text.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
  return `${words[0]?.toUpperCase()}${words.slice(1)}`
}

function toDomain(text: string): string[] {
  const domain = text.toLowerCase().replace(/^.*@/, '')
  return /^[a-z\d-]+(?:\.[a-z\d-]+)+$/.test(domain) ? [domain] : []
}

function toMonthDay(value: unknown): string | null {
  const [, month, day] = /^(\d{1,2})[/-](\d{1,2})$/.exec(toText(value, 10) ?? '') ?? []
  if (!month || !day || Number(month) > 12 || Number(month) < 1 || Number(day) > 31 || Number(day) < 1) return null
  return `${month.padStart(2, '0')}/${day.padStart(2, '0')}`
}
