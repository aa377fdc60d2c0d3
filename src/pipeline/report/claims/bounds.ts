import { at, type Token } from './tokens.ts'

/** How a number is meant: exactly, as a round figure, or as a limit. */
export type Bound = 'exact' | 'about' | 'over' | 'under'

export type Bounded = { value: number; bound: Bound }

const ONE_WORD: ReadonlyMap<string, Bound> = new Map<string, Bound>(
  Object.entries({
    about: 'about',
    around: 'about',
    approximately: 'about',
    roughly: 'about',
    some: 'about',
    circa: 'about',
    '~': 'about',
    over: 'over',
    above: 'over',
    exceeding: 'over',
    exceeds: 'over',
    '>': 'over',
    nearly: 'under',
    almost: 'under',
    under: 'under',
    below: 'under',
  }),
)

const TWO_WORDS: ReadonlyMap<string, Bound> = new Map<string, Bound>(
  Object.entries({
    'more than': 'over',
    'greater than': 'over',
    'at least': 'over',
    'minimum of': 'over',
    'less than': 'under',
    'fewer than': 'under',
    'up to': 'under',
    'at most': 'under',
    'maximum of': 'under',
    'close to': 'about',
  }),
)

/** The bound written before the token at `first`, or as a plus sign after the one at `last`. */
export function boundAround(tokens: readonly Token[], span: { first: number; last: number }): Bound {
  const one = at(tokens, span.first - 1).lower
  const two = `${at(tokens, span.first - 2).lower} ${one}`
  if (TWO_WORDS.has(two)) {
    const bound = TWO_WORDS.get(two) ?? 'exact'
    if (!/^(?:no|not)$/.test(at(tokens, span.first - 3).lower)) return bound
    return bound === 'over' ? 'under' : 'over'
  }
  if (one === 'as' && at(tokens, span.first - 2).lower === 'much') return 'under'
  if (ONE_WORD.has(one)) return ONE_WORD.get(one) ?? 'exact'
  const after = at(tokens, span.last + 1)
  return after.text === '+' && after.isGlued ? 'over' : 'exact'
}

/**
 * Whether a number may be said, given one in the evidence. The same bound needs the same value. From an exact value a
 * marked round figure is fair: at most two significant digits, on the stated side, within 5 % of the figure (10 % for
 * "over" and "under"). A bound of the evidence is never dropped.
 */
export function isFair(claim: Bounded, proof: Bounded): boolean {
  if (claim.bound === proof.bound) return claim.value === proof.value
  if (proof.bound !== 'exact') return claim.bound === 'about' && proof.bound === 'over' && claim.value === proof.value
  const gap = proof.value - claim.value
  if (gap === 0) return claim.bound === 'exact' || claim.bound === 'about'
  if (claim.bound === 'exact' || !isRound(claim.value)) return false
  const isNear = (parts: number): boolean => Math.abs(gap) * parts <= Math.abs(claim.value)
  if (claim.bound === 'about') return isNear(20)
  return isNear(10) && (claim.bound === 'over' ? gap > 0 : gap < 0)
}

/** At most two significant digits. */
function isRound(value: number): boolean {
  return /^\d(?:\.\d)?e/.test(Math.abs(value).toExponential())
}
