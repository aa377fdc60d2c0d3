import type { BuyerRecord } from '../../ports.ts'
import { stateName } from '../claims/us-states.ts'
import { plainText, sentencesOf } from '../signals/plain-text.ts'
import type { BuyerSnapshot } from '../types.ts'
import { guideSentences, isUsable } from './guide-sentences.ts'

/** Labels whose value is a way to reach somebody: no sentence needs it. */
const UNSAID = new Set(['Phone'])
/** Labels in the spelling of the buyers' country, because that is what a sentence to them uses. */
const ALSO: Record<string, string> = { Enrolment: 'Enrollment', 'Enrolment trend': 'Enrollment trend' }

/**
 * Everything of a buyer's record that a sentence about it may be proven by, one fact a line, the shortest facts first.
 * No e-mail and no phone of anybody is in it: these lines also go to a model.
 */
export function buyerEvidenceLines(record: BuyerRecord, snapshot: BuyerSnapshot): string[] {
  const { procurement, propensity, aiAdoption } = record
  const prose = [procurement.scoreSummary, propensity.summary, aiAdoption.summary, record.enrollmentTrend]
  const lines = [
    ...placeLines(record),
    ...(snapshot.size ? [labelled(snapshot.size.label, snapshot.size.value)] : []),
    ...budgetLines(snapshot),
    ...snapshot.facts.filter(({ label }) => !UNSAID.has(label)).map(({ label, value }) => labelled(label, value)),
    ...guideSentences(procurement.guide),
    ...prose.flatMap((text) => sentencesOf(plainText(text))),
  ]
  return [...new Set(lines.map((line) => line.trim()))].filter((line) => line.length > 0 && isProof(line))
}

/** Short facts have no least length; everything else is held to the rule of sentences. */
function isProof(line: string): boolean {
  return isUsable(line.padEnd(8))
}

function placeLines(record: BuyerRecord): string[] {
  const type = record.type?.replaceAll('_', ' ').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2') ?? null
  const state = record.state === null ? null : (stateName(record.state) ?? record.state)
  const names = [record.name, record.commonName].flatMap((name) => plainText(name, 300) || [])
  const place = [record.city, state].filter((part) => part !== null).join(', ')
  return [
    ...new Set(names),
    ...(type ? [type.trim()] : []),
    ...(place ? [place] : []),
    ...(record.county ? [`${plainText(record.county, 100)} County`.replace(/county county$/i, 'County')] : []),
  ]
}

function budgetLines({ budgetUsd, budgetYear, budgetConfidence }: BuyerSnapshot): string[] {
  if (budgetUsd === null) return []
  const year = budgetYear === null ? '' : ` for fiscal year ${budgetYear}`
  const sure = budgetConfidence === null ? '' : ` (${budgetConfidence})`
  return [`Budget: $${budgetUsd.toLocaleString('en-US')}${year}${sure}`]
}

function labelled(label: string, value: string): string {
  return `${ALSO[label] ?? label}: ${plainText(value)}`
}
