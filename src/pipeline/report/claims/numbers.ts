import { type Bound, boundAround, isFair } from './bounds.ts'
import { readOrdinal, readValue } from './number-words.ts'
import type { ClaimProblem } from './problems.ts'
import { at, type Token, textOf } from './tokens.ts'
import { isSameUnit, isTimeUnit, labelBefore, singleUnit, unitAfter } from './units.ts'

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

/** Every number of a text that no other reader has taken. `taken` marks token indexes. */
export function readNumbers(text: string, tokens: readonly Token[], taken: readonly boolean[]): NumberMention[] {
  const mentions: NumberMention[] = []
  for (let index = 0; index < tokens.length; index++) {
    if (taken[index] === true) continue
    const ordinal = readOrdinal(tokens, index)
    const read = ordinal ?? readValue(tokens, index)
    if (read === null) continue
    const span = { first: index, last: read.next - 1 }
    const unit = ordinal === null ? (unitAfter(tokens, read.next) ?? singleUnit(tokens, read)) : null
    const bound =
      unit !== null && isTimeUnit(unit) && /^(?:over|around|about)$/.test(at(tokens, index - 1).lower)
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

/** In `10 to 12 schools` and `7 of 15 schools` the first number counts what the second counts. */
function shareUnits(mentions: NumberMention[], tokens: readonly Token[]): NumberMention[] {
  return mentions.map((mention, order) => {
    const next = mentions[order + 1]
    if (mention.unit !== null || next === undefined || next.first !== mention.last + 2) return mention
    return /^(?:-|to|or|and|of)$/.test(at(tokens, mention.last + 1).lower) ? { ...mention, unit: next.unit } : mention
  })
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
