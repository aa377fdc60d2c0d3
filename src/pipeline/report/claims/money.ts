import { type Bound, boundAround, isFair } from './bounds.ts'
import { readValue } from './number-words.ts'
import type { NumberMention } from './numbers.ts'
import type { ClaimProblem } from './problems.ts'
import { at, type Token, textOf } from './tokens.ts'

/** An amount of money. `value` is in whole units of `currency`. */
export type AmountMention = {
  found: string
  first: number
  last: number
  value: number
  currency: string
  /** `year`, `month`, `week`, `day`, `student`, … where the text says what it is paid per. */
  per: string | null
  bound: Bound
}

/** A share in percent. */
export type PercentMention = {
  found: string
  first: number
  last: number
  value: number
  bound: Bound
  /** `rose to 31%` tells where it stands, `rose 31%` and `rose by 31%` how far it went; null when neither is said. */
  tells: 'level' | 'change' | null
}

const SIGNS: ReadonlyMap<string, string> = new Map<string, string>(
  Object.entries({ $: 'usd', '€': 'eur', '£': 'gbp', '¥': 'jpy' }),
)
const WORDS: ReadonlyMap<string, string> = new Map<string, string>(
  Object.entries({
    dollar: 'usd',
    dollars: 'usd',
    usd: 'usd',
    bucks: 'usd',
    euro: 'eur',
    euros: 'eur',
    eur: 'eur',
    pounds: 'gbp',
    gbp: 'gbp',
  }),
)
const PER: ReadonlyMap<string, string> = new Map<string, string>(
  Object.entries({
    yr: 'year',
    year: 'year',
    yearly: 'year',
    annual: 'year',
    annually: 'year',
    annum: 'year',
    mo: 'month',
    month: 'month',
    monthly: 'month',
    week: 'week',
    weekly: 'week',
    day: 'day',
    daily: 'day',
  }),
)

/** Every amount of a text, `$1.2-1.5M` as two of them. */
export function readAmounts(text: string, tokens: readonly Token[], taken: readonly boolean[]): AmountMention[] {
  const amounts: AmountMention[] = []
  for (let index = 0; index < tokens.length; index++) {
    if (taken[index] === true) continue
    const read = readAmount(tokens, index)
    if (read === null) continue
    const span = { first: index, last: read.next - 1 }
    amounts.push(...rangeStart(tokens, index, read), {
      ...span,
      found: textOf(text, tokens, span),
      value: read.value,
      currency: read.currency,
      per: perAround(tokens, span),
      bound: boundAround(tokens, span),
    })
    index = read.next - 1
  }
  return amounts
}

type AmountRead = { value: number; currency: string; next: number; start: number | null }

function readAmount(tokens: readonly Token[], index: number): AmountRead | null {
  const token = at(tokens, index)
  const isUs = /^us$/i.test(token.text) && at(tokens, index + 1).text === '$'
  const sign = SIGNS.get(isUs ? '$' : token.text)
  // In `Cedar Hollow USD 12 schools` the letters end a name.
  const isCode =
    token.kind === 'word' && at(tokens, index + 1).kind === 'number' && !/^\p{Lu}/u.test(at(tokens, index - 1).text)
  const lead = sign ?? (isCode ? WORDS.get(token.lower) : undefined)
  if (lead !== undefined) {
    const read = readValue(tokens, index + (isUs ? 2 : 1))
    if (read === null || Number.isNaN(read.value)) return null
    return { ...rangeEnd(tokens, read), currency: lead }
  }
  const read = readValue(tokens, index)
  if (read === null || Number.isNaN(read.value)) return null
  // `three-million-dollar` and `1.9 million dollars`
  const joint = at(tokens, read.next).text === '-' && at(tokens, read.next).isGlued ? 1 : 0
  const word = at(tokens, read.next + joint).lower
  if (word === 'us' && WORDS.has(at(tokens, read.next + joint + 1).lower))
    return { ...read, next: read.next + joint + 2, currency: 'usd', start: null }
  const currency = WORDS.has(word) ? WORDS.get(word) : undefined
  if (currency === undefined)
    return at(tokens, read.next - 1).lower === 'grand' ? { ...read, currency: 'usd', start: null } : null
  return { ...read, next: read.next + joint + 1, currency, start: null }
}

/** `$1.2-1.5M`: after a glued dash another number gives the end of the range, and its scale counts for both. */
function rangeEnd(
  tokens: readonly Token[],
  read: { value: number; next: number },
): { value: number; next: number; start: number | null } {
  const dash = at(tokens, read.next)
  const second = at(tokens, read.next + 1).text === '$' ? read.next + 2 : read.next + 1
  const end = dash.text === '-' && dash.isGlued ? readValue(tokens, second) : null
  if (end === null || Number.isNaN(end.value) || at(tokens, second).kind !== 'number') return { ...read, start: null }
  const bare = Number(at(tokens, second).text.replaceAll(',', ''))
  const scale = read.value < bare && end.value > bare ? end.value / bare : 1
  return { value: end.value, next: end.next, start: read.value * scale }
}

function rangeStart(tokens: readonly Token[], index: number, read: AmountRead): AmountMention[] {
  if (read.start === null) return []
  const found = `${at(tokens, index).text}${at(tokens, index + 1).text}`
  return [
    { found, first: index, last: index + 1, value: read.start, currency: read.currency, per: null, bound: 'exact' },
  ]
}

function perAround(tokens: readonly Token[], span: { first: number; last: number }): string | null {
  const next = at(tokens, span.last + 1)
  if (next.text === '/' || /^(?:per|a|an|each|every)$/.test(next.lower)) {
    const word = at(tokens, span.last + 2).lower
    if (PER.has(word)) return PER.get(word) ?? null
    if (next.text === '/' || next.lower === 'per') return word
  }
  const isTotal =
    /^(?:total|altogether)$/.test(next.lower) || (next.lower === 'in' && at(tokens, span.last + 2).lower === 'total')
  if (isTotal) return 'total'
  if (/^(?:annually|yearly|monthly|weekly|daily)$/.test(next.lower)) return PER.get(next.lower) ?? null
  for (let back = 1; back <= 4; back++) {
    const word = at(tokens, span.first - back)
    if (word.kind === 'break' || /^[.;,]$/.test(word.text)) return null
    if (/^(?:annual|annually|yearly|monthly|weekly|daily)$/.test(word.lower)) return PER.get(word.lower) ?? null
  }
  return null
}

/** Every percentage of a text: `45%`, `45 percent`, `forty-five per cent`, `3 percentage points`. */
export function readPercents(text: string, tokens: readonly Token[], taken: readonly boolean[]): PercentMention[] {
  const percents: PercentMention[] = []
  for (let index = 0; index < tokens.length; index++) {
    if (taken[index] === true) continue
    const read = readValue(tokens, index)
    if (read === null) continue
    const sign = at(tokens, read.next)
    const isTwo = sign.lower === 'per' && at(tokens, read.next + 1).lower === 'cent'
    if (sign.text === '%' || /^(?:percent|percentage|pct)$/.test(sign.lower) || isTwo) {
      const span = { first: index, last: read.next + (isTwo ? 1 : 0) }
      const bound = boundAround(tokens, span)
      percents.push({
        ...span,
        found: textOf(text, tokens, span),
        value: read.value,
        bound,
        tells: tellsAt(tokens, index),
      })
    }
    index = read.next - 1
  }
  return percents
}

function tellsAt(tokens: readonly Token[], index: number): PercentMention['tells'] {
  const before = at(tokens, index - 1).lower
  if (/^(?:to|at|reached|is|stands)$/.test(before)) return 'level'
  return /^(?:by|rose|rises|risen|grew|grows|grown|increased|increases|fell|falls|fallen|dropped|drops|declined|declines|decreased|cut|up|down)$/.test(
    before,
  )
    ? 'change'
    : null
}

/** Every amount of the claim must be in the evidence: same currency, equal or fairly rounded value, same period. */
export function checkAmounts(claim: readonly AmountMention[], proof: readonly AmountMention[]): ClaimProblem[] {
  const problems: ClaimProblem[] = []
  for (const amount of claim) {
    const same = proof.filter((other) => other.currency === amount.currency && isFair(amount, other))
    if (
      same.some(
        (other) => amount.per === null || other.per === amount.per || (amount.per === 'total' && other.per === null),
      )
    )
      continue
    const other = same[0]
    if (other !== undefined)
      problems.push({
        kind: 'unit',
        found: `${amount.found} per ${amount.per ?? ''}`,
        expected: other.per === null ? other.found : `${other.found} per ${other.per}`,
      })
    else problems.push({ kind: 'amount', found: amount.found, expected: proof[0]?.found ?? null })
  }
  return problems
}

/** Every percentage of the claim must be in the evidence. */
export function checkPercents(claim: readonly PercentMention[], proof: readonly PercentMention[]): ClaimProblem[] {
  return claim
    .filter(
      (percent) =>
        !proof.some(
          (other) =>
            isFair(percent, other) && (percent.tells === null || other.tells === null || percent.tells === other.tells),
        ),
    )
    .map((percent) => ({ kind: 'percent' as const, found: percent.found, expected: proof[0]?.found ?? null }))
}

const MONEY_NOUN = /^(?:grant|contract|budget|fund|award|deal|bond|order|purchase|investment|allocation|agreement)$/

/** `the 1.9 million grant`: a bare number that the evidence has as an amount, counting nothing or a kind of money. */
export function isBareAmount(number: NumberMention, amounts: readonly AmountMention[]): boolean {
  if (number.isOrdinal || number.value < 1000 || (number.unit !== null && !MONEY_NOUN.test(number.unit))) return false
  return amounts.some((amount) => isFair(number, amount))
}
