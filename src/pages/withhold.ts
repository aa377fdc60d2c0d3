import type { Contact, DecisionMaker, ReportDocument } from '../pipeline/report/types.ts'
import { visible } from './html.ts'
import { isDay } from './words.ts'

/** What stands in place of a contact detail that a sentence happened to carry. */
export const WITHHELD = '[on request]'

/** Patterns of every name, mail and phone that belongs to a contact, linear in time. */
export function secretsOf(document: ReportDocument): RegExp[] {
  const publicNames = visible(`${document.title} | ${document.buyer?.name ?? ''}`).normalize('NFC')
  const people: (DecisionMaker | Contact)[] = [...(document.dm ? [document.dm] : []), ...document.contacts]
  return people.slice(0, 200).flatMap((person) => {
    const email = clean(person.email ?? '')
    const phones: (string | null)[] = [person.phone, 'directPhone' in person ? person.directPhone : null]
    return [
      ...namePatterns(clean(person.name)).filter((pattern) => publicNames.search(pattern) === -1),
      email.length >= 4 ? wordPattern(email) : null,
      ...phones.map(phonePattern),
    ].filter((pattern) => pattern !== null)
  })
}

/** The same value with every secret in its texts replaced, however deep. */
export function withhold<Value>(value: Value, secrets: RegExp[]): Value {
  return secrets.length === 0 ? value : (mapped(value, secrets) as Value)
}

const clean = (text: string) => visible(text.slice(0, 300)).normalize('NFC').trim()

const TITLES = 'dr|mr|mrs|ms|mx|miss|prof|professor|rev|hon|sheriff|chief|mayor|judge|superintendent|director'
const LEADING_TITLE = new RegExp(`^(?:${TITLES})\\.?\\s+`, 'i')
const TRAILING_DEGREE = /,.*$|\s+(?:jr|sr|ii|iii|iv|ph\.?d|ed\.?d|mba|m\.?ed)\.?$/i

/**
 * A full name as it stands, without its title and degree, with or without a middle name, the other way round, and the
 * last name after a title. A single Latin word, such as `Unknown`, is too likely to be an ordinary word of some sentence.
 */
function namePatterns(name: string): RegExp[] {
  if (NOT_LATIN.test(name)) return name.length >= 2 ? [wordPattern(name)] : []
  if (name.length < 4 || !/\s/.test(name)) return []
  const bare = name.replace(LEADING_TITLE, '').replace(TRAILING_DEGREE, '').trim()
  const words = bare.split(/\s+/)
  const [first = '', last = ''] = [words[0], words.at(-1)].map((word) => literal(word ?? ''))
  if (words.length < 2) return [wordPattern(name)]
  const between = "(?:\\s{1,3}\\p{L}[\\p{L}.'’-]{0,19})?\\s{1,3}"
  return [
    wordPattern(name),
    whole(`${first}${between}${last}`),
    whole(`${last},\\s{0,3}${first}`),
    titled(last),
  ].filter((pattern) => pattern !== null)
}

const titled = (last: string) => (last.length < 3 ? null : whole(`(?:${TITLES})\\.?\\s{1,3}${last}`))

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

const NOT_LATIN = /(?!\p{Script=Latin})\p{L}/u

function wordPattern(text: string): RegExp {
  const words = text.slice(0, 300).split(/\s+/).map(literal)
  if (NOT_LATIN.test(text)) return new RegExp(words.join('\\s{0,3}'), 'giu')
  return whole(words.join('\\s{1,3}').replaceAll('@', '(?:@|%40)'))
}

const whole = (pattern: string) => new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'giu')

/** The same number in any way of writing it, with or without the country code 1; the extension is left aside. */
function phonePattern(phone: string | null): RegExp | null {
  const digits = (phone ?? '')
    .split(/[a-z#;,]/i, 1)
    .join('')
    .replace(/\D/g, '')
    .replace(/^1(?=\d{10}$)/, '')
  if (digits.length < 7 || digits.length > 15) return null
  const apart = '[\\s.()/\\-\\u2010-\\u2015]{0,3}'
  return new RegExp(`(?<!\\d)(?:\\+?1[\\s.()-]{0,3})?\\(?${digits.split('').join(apart)}(?!\\d)`, 'g')
}

/** Fields that code reads and nobody is shown: never rewritten, or two signals could become one. */
const CODED = new Set(['id', 'buyerId', 'signalId', 'contactId', 'evidence', 'kind', 'ranking', 'madeAt'])
const STATES = new Set(['open', 'closed', 'unknown'])

function mapped(value: unknown, secrets: RegExp[]): unknown {
  if (typeof value === 'string') return replaced(value, secrets)
  if (Array.isArray(value)) return value.map((item) => mapped(item, secrets))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, CODED.has(key) ? item : mapped(item, secrets)]),
  )
}

/** What code reads as a day or a state stays; the rest is cleaned first, or a sign nobody sees would part a name. */
function replaced(text: string, secrets: RegExp[]): string {
  if (STATES.has(text) || isDay(text)) return text
  return secrets.reduce((rest, secret) => rest.replace(secret, WITHHELD), visible(text).normalize('NFC'))
}
