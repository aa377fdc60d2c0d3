import { readValue } from './number-words.ts'
import type { ClaimProblem } from './problems.ts'
import { at, type Token, textOf } from './tokens.ts'

/** A time told as so much left from now, such as `in 24 days` or `three weeks left`. */
export type Countdown = { found: string; first: number; last: number; days: number | null }

const UNIT = /^(?:day|week|month|year|hour|business)s?$/
const LEFT =
  /^(?:left|remaining|remain|remains|away|out|until|till|before)$|^to (?:go|respond|submit|bid|apply|act|reply|prepare|decide)$|^from (?:now|today)$/

/**
 * Countdowns of a claim. Only code knows how many days are left, so each must agree with what code computed. A period
 * that hangs on something else (`within 30 days of award`) is an ordinary number.
 */
export function readCountdowns(text: string, tokens: readonly Token[], taken: readonly boolean[]): Countdown[] {
  const countdowns: Countdown[] = []
  for (let index = 0; index < tokens.length; index++) {
    if (taken[index] === true) continue
    const isOne = /^an?$/.test(at(tokens, index).lower)
    const read = isOne ? { value: 1, next: index + 1 } : readValue(tokens, index)
    if (read === null) continue
    const end = countdownEnd(tokens, { first: index, next: read.next })
    if (end !== null) {
      const unit = at(tokens, end.unit).lower
      const days = /^days?$/.test(unit) ? read.value : /^weeks?$/.test(unit) ? read.value * 7 : null
      const span = { first: index, last: end.last }
      countdowns.push({ ...span, found: textOf(text, tokens, span), days })
      index = end.last
    } else if (!isOne) index = read.next - 1
  }
  return countdowns
}

function countdownEnd(
  tokens: readonly Token[],
  read: { first: number; next: number },
): { unit: number; last: number } | null {
  let unit = read.next
  let isMore = false
  while (/^(?:more|short|full|-|calendar|working|business)$/.test(at(tokens, unit).lower)) {
    isMore ||= at(tokens, unit).lower === 'more'
    unit++
  }
  if (!UNIT.test(at(tokens, unit).lower)) return null
  const [one, two] = [at(tokens, unit + 1).lower, at(tokens, unit + 2).lower]
  if (LEFT.test(one)) return { unit, last: unit + 1 }
  if (LEFT.test(`${one} ${two}`)) return { unit, last: unit + 2 }
  const lead = at(tokens, read.first - 1).lower
  const isHung = /^(?:of|after|following|prior)$/.test(one) || (one === 'from' && two !== 'now')
  if (/^(?:in|within)$/.test(lead) && !isHung) return { unit, last: unit }
  return isMore || lead === 'another' ? { unit, last: unit } : null
}

/** A countdown is right only when it is exactly the computed days left of a cited signal. */
export function checkCountdowns(claim: readonly Countdown[], daysLeft: readonly (number | null)[]): ClaimProblem[] {
  const known = daysLeft.find((days) => days !== null) ?? null
  return claim
    .filter((countdown) => countdown.days === null || !daysLeft.includes(countdown.days))
    .map(({ found }) => ({ kind: 'days_left' as const, found, expected: known === null ? null : `${known} days left` }))
}
