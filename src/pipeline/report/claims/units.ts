import { at, endsClause, singular, type Token } from './tokens.ts'

const SKIPPED_BEFORE_UNIT =
  /^(?:of|the|its|their|our|his|her|new|more|additional|other|different|full|whole|calendar|consecutive)$/
const NO_UNIT =
  /^(?:is|was|has|does|as|this|its|his|us|yes|plus|minus|less|unless|across|towards|always|perhaps|thus|versus|vs|these|those|needs|says|shows|wants|means|plans|seeks|includes|remains|stands|starts|begins|ends|closes|expires|votes|meets)$/
const PLURAL_WITHOUT_S = /^(?:people|children|men|women|staff|faculty|personnel|police|percent|fte)$/
const TIME_UNIT =
  /^(?:second|minute|min|hour|hr|day|week|wk|month|mo|quarter|year|yr|decade|mile|mi|acre|semester|term)s?$/
const LABEL =
  /^(?:lot|phase|section|item|no|number|grade|page|district|ward|measure|bill|resolution|room|prop|proposition|title|tier|level|policy|ordinance|agenda|enrolment|enrollment|population|headcount|score|region|zone|bldg|building|rfp|rfi|rfq|bid|contract)s?$/
const SYNONYMS: readonly (readonly string[])[] = [
  ['student', 'pupil', 'learner', 'enrolment', 'enrollment'],
  ['staff', 'employee', 'worker', 'personnel', 'headcount', 'fte'],
  ['resident', 'people', 'population', 'inhabitant'],
  ['proposal', 'bid', 'response', 'submission'],
  ['licence', 'license'],
  ['year', 'yr'],
  ['month', 'mo'],
  ['week', 'wk'],
  ['hour', 'hr'],
  ['minute', 'min'],
  ['mile', 'mi'],
  ['second', 'sec'],
]

/** The counted noun within the next five words: the first plural, or a unit of time, or the word after a hyphen. */
export function unitAfter(tokens: readonly Token[], index: number): string | null {
  const joint = at(tokens, index)
  const isHyphenated = joint.text === '-' && joint.isGlued && at(tokens, index + 1).isGlued
  if (isHyphenated && at(tokens, index + 1).kind === 'word') return singular(at(tokens, index + 1).lower)
  let seen = 0
  for (let position = index; seen < 5; position++) {
    const token = at(tokens, position)
    if (token.text === '-' && token.isGlued) continue
    if (token.kind !== 'word') return null
    if (SKIPPED_BEFORE_UNIT.test(token.lower)) continue
    if (NO_UNIT.test(token.lower) || STOPS_UNIT.test(token.lower)) return null
    // `the 1.9 million grant covers 7 campuses`: an s-word before a number or an article is the verb.
    if (seen > 0 && isFollowedByObject(at(tokens, position + 1))) return null
    if (TIME_UNIT.test(token.lower) || isPlural(token.lower)) return singular(token.lower)
    seen++
  }
  return null
}

/** `one vendor`: after one the noun is singular, and the next word is taken for it. */
export function singleUnit(tokens: readonly Token[], read: { value: number; next: number }): string | null {
  const next = at(tokens, read.next)
  const isNoun = next.kind === 'word' && !NO_UNIT.test(next.lower) && !STOPS_UNIT.test(next.lower)
  return read.value === 1 && isNoun && !SKIPPED_BEFORE_UNIT.test(next.lower) ? next.lower : null
}

function isFollowedByObject(next: Token): boolean {
  return next.kind === 'number' || /^(?:a|an|the|its|their|all|about|some|up)$/.test(next.lower)
}

const STOPS_UNIT =
  /^(?:and|or|to|in|on|at|by|for|from|with|without|per|until|before|after|since|between|among|a|an|each|every|will|would|may|can|are|were|be|been|that|which|who|than|then|but|so|if|when|while|it|they)$/

function isPlural(word: string): boolean {
  if (PLURAL_WITHOUT_S.test(word)) return true
  return word.length > 3 && word.endsWith('s') && !/(?:ss|us|is)$/.test(word)
}

/** The noun that a number belongs to as its label: `Phase 2`, `Enrolment: 12,400`. */
export function labelBefore(tokens: readonly Token[], index: number): string | null {
  let position = index - 1
  // `RFP 24-117` and `RFP #117`: the label stands before the signs and the numbers that belong to it.
  while (
    index - position < 8 &&
    (/^[-#:/.]$/.test(at(tokens, position).text) ||
      (at(tokens, position).kind === 'number' && at(tokens, position + 1).text === '-'))
  )
    position--
  const token = at(tokens, position)
  if (token.kind !== 'word' || endsClause(token)) return null
  const isNamed = /^\p{Lu}/u.test(token.text) && !token.opensSentence && position === index - 1
  return LABEL.test(token.lower) || isNamed || at(tokens, position + 1).text === '#' ? singular(token.lower) : null
}

/** Whether a noun is a unit of time or measure, which `one` always counts. */
export function isTimeUnit(unit: string): boolean {
  return TIME_UNIT.test(unit)
}

/** Whether two nouns count the same thing. */
export function isSameUnit(left: string, right: string): boolean {
  return left === right || SYNONYMS.some((group) => group.includes(left) && group.includes(right))
}
