import { type Bound, boundAround, isFair } from './bounds.ts'
import type { ClaimProblem } from './problems.ts'
import { at, endsClause, singular, type Token, textOf } from './tokens.ts'

/** A number as it stands in a text, in digits or words. */
export type NumberMention = {
  found: string
  first: number
  last: number
  value: number
  /** Kept as written when it is no plain number (`2.4.1`); then `value` is not a number. */
  raw: string
  bound: Bound
  /** What it counts, singular: `school` in `12 rural schools`, `year` in `three-year`. */
  unit: string | null
  /** What it numbers, singular: `phase` in `Phase 2`, `enrolment` in `Enrolment: 12,400`. */
  label: string | null
  isOrdinal: boolean
}

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const ORDINALS = 'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ')
const SCALES: ReadonlyMap<string, number> = new Map<string, number>(
  Object.entries({
    hundred: 100,
    thousand: 1e3,
    million: 1e6,
    billion: 1e9,
    trillion: 1e12,
    dozen: 12,
    k: 1e3,
    m: 1e6,
    mm: 1e6,
    mn: 1e6,
    mil: 1e6,
    b: 1e9,
    bn: 1e9,
    grand: 1e3,
  }),
)
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

/** The value of a group of digits; not a number when the commas or dots are not those of one number. */
export function digitsValue(text: string): number {
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text)) return Number(text.replaceAll(',', ''))
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN
}

/** The number that starts at `index`, in digits or words, with its scale (`1.9 million`, `250k`, `two dozen`). */
export function readValue(tokens: readonly Token[], index: number): { value: number; next: number } | null {
  const token = at(tokens, index)
  if (token.kind === 'number') return withScale(tokens, { value: digitsValue(token.text), next: index + 1 }, true)
  if (token.kind !== 'word') return null
  if ((token.lower === 'a' || token.lower === 'half') && scaleIn(tokens, index) !== null) {
    const value = token.lower === 'half' ? 0.5 : 1
    const next = token.lower === 'half' && /^an?$/.test(at(tokens, index + 1).lower) ? index + 2 : index + 1
    return withScale(tokens, { value, next }, false)
  }
  return readWords(tokens, index)
}

function scaleIn(tokens: readonly Token[], index: number): number | null {
  const one = at(tokens, index + 1).lower
  const word = /^an?$/.test(one) && at(tokens, index).lower === 'half' ? at(tokens, index + 2).lower : one
  return word.length > 3 && SCALES.has(word) ? (SCALES.get(word) ?? null) : null
}

function readWords(tokens: readonly Token[], index: number): { value: number; next: number } | null {
  let sum: { total: number; current: number } | null = null
  let position = index
  for (;;) {
    const added = addWord(sum, at(tokens, position).lower)
    if (added === null) break
    sum = added
    position++
    const joint = at(tokens, position)
    const after = at(tokens, position + 1).lower
    const isAnd = joint.lower === 'and'
    const isJoint = isAnd || (joint.text === '-' && joint.isGlued)
    if (isJoint && continuesNumber(after, isAnd) && addWord(sum, after) !== null) position++
  }
  return sum === null ? null : { value: sum.total + sum.current, next: position }
}

/** The sum after one more number word; null when the word cannot follow (`five six` are two numbers). */
function addWord(
  sum: { total: number; current: number } | null,
  word: string,
): { total: number; current: number } | null {
  const { total, current } = sum ?? { total: 0, current: 0 }
  const isFree = sum === null || (current % 100 === 0 && (current > 0 || total > 0))
  const small = SMALL.indexOf(word)
  const followsTens = small > 0 && small < 10 && current % 10 === 0 && current % 100 >= 20
  if (small >= 0 && (isFree || followsTens)) return { total, current: current + small }
  const tens = TENS.indexOf(word)
  if (tens >= 0 && isFree) return { total, current: current + (tens + 2) * 10 }
  const scale = word.length > 3 ? SCALES.get(word) : undefined
  if (scale === undefined || sum === null) return null
  return scale <= 100 ? { total, current: current * scale } : { total: total + current * scale, current: 0 }
}

/** After `and` only the rest of a hundred follows (`two hundred and fifty`); after a hyphen ones follow tens. */
function continuesNumber(word: string, isAnd: boolean): boolean {
  return SMALL.includes(word) || (isAnd && TENS.includes(word))
}

function withScale(
  tokens: readonly Token[],
  read: { value: number; next: number },
  isDigits: boolean,
): { value: number; next: number } {
  let { value, next } = read
  for (let turn = 0; turn < 2; turn++) {
    const token = at(tokens, next)
    const isShort = token.lower.length <= 3
    if (
      token.kind !== 'word' ||
      !SCALES.has(token.lower) ||
      (isShort && !(isDigits && (token.isGlued || /^(?:M|MM|BN)$/.test(token.text))))
    )
      break
    value = Math.round(value * (SCALES.get(token.lower) ?? 1) * 1e6) / 1e6
    next++
  }
  return { value, next }
}

/** Every number of a text that no other reader has taken. `taken` marks token indexes. */
export function readNumbers(text: string, tokens: readonly Token[], taken: readonly boolean[]): NumberMention[] {
  const mentions: NumberMention[] = []
  for (let index = 0; index < tokens.length; index++) {
    if (taken[index] === true) continue
    const ordinal = readOrdinal(tokens, index)
    const read = ordinal ?? readValue(tokens, index)
    if (read === null) continue
    const span = { first: index, last: read.next - 1 }
    const unit = ordinal === null ? unitAfter(tokens, read.next) : null
    const bound =
      unit !== null && TIME_UNIT.test(unit) && /^(?:over|around|about)$/.test(at(tokens, index - 1).lower)
        ? 'exact'
        : boundAround(tokens, span)
    mentions.push({
      ...span,
      found: textOf(text, tokens, span),
      value: read.value,
      raw: at(tokens, index).lower,
      bound,
      unit,
      label: labelBefore(tokens, index),
      isOrdinal: ordinal !== null,
    })
    index = read.next - 1
  }
  return shareUnits(mentions, tokens)
}

function readOrdinal(tokens: readonly Token[], index: number): { value: number; next: number } | null {
  const token = at(tokens, index)
  const after = at(tokens, index + 1)
  if (token.kind === 'number' && after.isGlued && /^(?:st|nd|rd|th)$/.test(after.lower))
    return { value: digitsValue(token.text), next: index + 2 }
  const value = ORDINALS.indexOf(token.lower)
  return value < 0 ? null : { value, next: index + 1 }
}

/** The counted noun within the next five words: the first plural, or a unit of time, or the word after a hyphen. */
function unitAfter(tokens: readonly Token[], index: number): string | null {
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

function isFollowedByObject(next: Token): boolean {
  return next.kind === 'number' || /^(?:a|an|the|its|their|all|about|some|up)$/.test(next.lower)
}

const STOPS_UNIT =
  /^(?:and|or|to|in|on|at|by|for|from|with|without|per|until|before|after|since|between|among|a|an|each|every|will|would|may|can|are|were|be|been|that|which|who|than|then|but|so|if|when|while|it|they)$/

function isPlural(word: string): boolean {
  if (PLURAL_WITHOUT_S.test(word)) return true
  return word.length > 3 && word.endsWith('s') && !/(?:ss|us|is)$/.test(word)
}

function labelBefore(tokens: readonly Token[], index: number): string | null {
  let position = index - 1
  // `RFP 24-117` and `RFP #117`: the label stands before the signs and the numbers that belong to it.
  while (
    /^[-#:/.]$/.test(at(tokens, position).text) ||
    (at(tokens, position).kind === 'number' && at(tokens, position + 1).text === '-')
  )
    position--
  const token = at(tokens, position)
  if (token.kind !== 'word' || endsClause(token)) return null
  const isNamed = /^\p{Lu}/u.test(token.text) && !token.opensSentence && position === index - 1
  return LABEL.test(token.lower) || isNamed || at(tokens, position + 1).text === '#' ? singular(token.lower) : null
}

/** In `10 to 12 schools` and `7 of 15 schools` the first number counts what the second counts. */
function shareUnits(mentions: NumberMention[], tokens: readonly Token[]): NumberMention[] {
  return mentions.map((mention, order) => {
    const next = mentions[order + 1]
    if (mention.unit !== null || next === undefined || next.first !== mention.last + 2) return mention
    return /^(?:-|to|or|and|of)$/.test(at(tokens, mention.last + 1).lower) ? { ...mention, unit: next.unit } : mention
  })
}

/** Whether two nouns count the same thing. */
export function isSameUnit(left: string, right: string): boolean {
  return left === right || SYNONYMS.some((group) => group.includes(left) && group.includes(right))
}

/** Every number of the claim must be in the evidence with the same value, the same bound and the same counted noun. */
export function checkNumbers(claim: readonly NumberMention[], proof: readonly NumberMention[]): ClaimProblem[] {
  const problems: ClaimProblem[] = []
  for (const mention of claim) {
    const same = proof.filter((other) => isSameNumber(mention, other))
    if (same.some((other) => isSameThing(mention, other))) continue
    const other = same[0]
    if (other !== undefined) problems.push({ kind: 'unit', found: withUnit(mention), expected: withUnit(other) })
    else problems.push({ kind: 'number', found: withUnit(mention), expected: sameUnitValue(mention, proof) })
  }
  return problems
}

function isSameNumber(claim: NumberMention, proof: NumberMention): boolean {
  if (claim.isOrdinal !== proof.isOrdinal) return false
  if (Number.isNaN(claim.value)) return claim.raw === proof.raw
  return isFair(claim, proof)
}

function isSameThing(claim: NumberMention, proof: NumberMention): boolean {
  if (claim.label !== null && claim.label === proof.label) return true
  const said = claim.unit ?? claim.label
  const known = [proof.unit, proof.label].filter((word) => word !== null)
  return said === null || known.length === 0 || known.some((word) => isSameUnit(said, word))
}

function withUnit(mention: NumberMention): string {
  const isHeld = mention.unit === null || mention.found.toLowerCase().includes(mention.unit)
  return isHeld ? mention.found : `${mention.found} (${mention.unit})`
}

function sameUnitValue(mention: NumberMention, proof: readonly NumberMention[]): string | null {
  const unit = mention.unit
  const other = proof.find((candidate) => unit !== null && candidate.unit !== null && isSameUnit(unit, candidate.unit))
  return other === undefined ? null : withUnit(other)
}
