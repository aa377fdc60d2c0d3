import { type Contact, readContacts } from './contacts.ts'
import { type DateMention, readDates } from './dates.ts'
import { type Countdown, readCountdowns } from './days-left.ts'
import { type AmountMention, type PercentMention, readAmounts, readPercents } from './money.ts'
import { type NumberMention, readNumbers } from './numbers.ts'
import { at, normalise, stem, type Token, tokenise } from './tokens.ts'

/** Everything checkable that one text says. */
export type Reading = {
  text: string
  tokens: readonly Token[]
  /** Tokens that belong to an address, a date, an amount or a protected phrase. */
  taken: readonly boolean[]
  contacts: readonly Contact[]
  dates: readonly DateMention[]
  countdowns: readonly Countdown[]
  amounts: readonly AmountMention[]
  percents: readonly PercentMention[]
  numbers: readonly NumberMention[]
  /** Lower-case words, and their stems. */
  words: ReadonlySet<string>
  stems: ReadonlySet<string>
}

/**
 * Reads a text once, in an order in which no two readers take the same token: addresses, countdowns (claims only: in
 * evidence they were written on another day), dates, percentages, amounts, numbers. `protect` marks phrases, such as
 * a buyer's own name, whose words are nothing but a name.
 */
export function readText(
  raw: string,
  now: Date,
  options: { isClaim: boolean; protect?: (tokens: readonly Token[]) => { first: number; last: number }[] },
): Reading {
  const text = normalise(raw)
  const tokens = tokenise(text)
  const taken: boolean[] = Array.from({ length: tokens.length }, () => false)
  const take = (spans: readonly { first: number; last: number }[]): void => {
    for (const span of spans) for (let index = span.first; index <= span.last; index++) taken[index] = true
  }
  const contacts = readContacts(text)
  take(contactSpans(contacts, tokens))
  take(options.protect?.(tokens) ?? [])
  const countdowns = options.isClaim ? readCountdowns(text, tokens, taken) : []
  take(countdowns)
  const dates = readDates({ text, tokens, taken }, now)
  take(dates)
  const percents = readPercents(text, tokens, taken)
  take(percents)
  const amounts = readAmounts(text, tokens, taken)
  take(amounts)
  const numbers = readNumbers(text, tokens, taken)
  take(numbers.filter((number) => at(tokens, number.first).kind === 'word'))
  const words = new Set(tokens.filter((token) => token.kind === 'word').map((token) => token.lower))
  const stems = new Set([...words].map(stem))
  return { text, tokens, taken, contacts, dates, countdowns, amounts, percents, numbers, words, stems }
}

function contactSpans(contacts: readonly Contact[], tokens: readonly Token[]): { first: number; last: number }[] {
  return contacts.map((contact) => {
    const first = tokens.findIndex((token) => token.end > contact.start)
    const after = tokens.findIndex((token) => token.start >= contact.end)
    return { first, last: (after < 0 ? tokens.length : after) - 1 }
  })
}
