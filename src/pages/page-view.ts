import type { Contact, Day, DecisionMaker, Instant, ReportDocument, ReportSignal } from '../pipeline/report/types.ts'
import { dayOf, isDay } from './words.ts'

/** `internal` is the team's page, `shareable` the one that is mailed to the prospect. */
export type ViewOptions = {
  view: 'internal' | 'shareable'
  /** True lets the shareable view show the decision maker and the contacts. Default false. */
  dmInSharedPage?: boolean
  /** When the page is read. States and days left are judged at this moment; default: the run's own now. */
  now?: Instant
}

/** What stands in place of a contact detail that a sentence happened to carry. */
export const WITHHELD = '[on request]'

/**
 * The document as one reader may see it: the only place where something is taken away. The shareable view loses the
 * decision maker, the contacts, the talk track, notes and scores before anything is rendered, and a contact's name,
 * mail and phone are replaced wherever a sentence or an address mentions them. Throws on a shape it does not know.
 */
export function forReader(document: ReportDocument, options: ViewOptions): ReportDocument {
  if (document.shape !== 1)
    throw new Error(`A page can show report documents of shape 1, not ${String(document.shape)}`)
  const judged = judgedAt(document, dayOf(options.now ?? document.madeAt))
  if (options.view === 'internal') return judged
  const allowed = options.dmInSharedPage === true
  const open: ReportDocument = {
    ...judged,
    prospect: { ...judged.prospect, name: null, title: null },
    tierReason: '',
    rankingNote: null,
    angle: null,
    dm: allowed && judged.dm ? { ...judged.dm, confidence: 0, reason: '' } : null,
    contacts: allowed ? judged.contacts : [],
    gameplan: judged.gameplan && { ...judged.gameplan, primary: null, secondary: [], script: null },
    notes: [],
    droppedClaims: 0,
    signals: judged.signals.map((signal) => ({ ...signal, score: 0, reasons: [] })),
  }
  return allowed ? open : withhold(open, secretsOf(document))
}

/** A page is read days after its run: a deadline that has passed since then is closed, and the count of open ones follows. */
function judgedAt(document: ReportDocument, today: Day | null): ReportDocument {
  const made = dayOf(document.madeAt)
  const elapsed = made && today ? Math.max(0, (Date.parse(today) - Date.parse(made)) / 86_400_000) : 0
  const signals = document.signals.map((signal) => laterBy(signal, elapsed))
  const flipped = signals.filter((signal, index) => signal.state !== document.signals[index]?.state).length
  const counts = { ...document.counts, open: Math.max(0, document.counts.open - flipped) }
  return { ...document, signals, counts }
}

function laterBy(signal: ReportSignal, elapsed: number): ReportSignal {
  if (signal.deadline === null || !isDay(signal.deadline) || signal.daysLeft === null) return signal
  const daysLeft = signal.daysLeft - elapsed
  const passed = daysLeft < 0 && signal.state === 'open'
  return { ...signal, daysLeft, state: passed ? 'closed' : signal.state }
}

/** Patterns of every name, mail and phone that belongs to a contact, linear in time. */
function secretsOf(document: ReportDocument): RegExp[] {
  const publicNames = `${document.title} ${document.buyer?.name ?? ''}`.toLowerCase()
  const people: (DecisionMaker | Contact)[] = [...(document.dm ? [document.dm] : []), ...document.contacts]
  return people.slice(0, 200).flatMap((person) => {
    const name = person.name.trim()
    const phones: (string | null)[] = [person.phone, 'directPhone' in person ? person.directPhone : null]
    return [
      isFullName(name) && !publicNames.includes(name.toLowerCase()) ? wordPattern(name) : null,
      person.email && person.email.trim().length >= 4 ? wordPattern(person.email.trim()) : null,
      ...phones.map(phonePattern),
    ].filter((pattern) => pattern !== null)
  })
}

/** A single Latin word, such as `Unknown`, is too likely to be an ordinary word of some sentence. */
function isFullName(name: string): boolean {
  return name.length >= 4 ? /\s/.test(name) || NOT_LATIN.test(name) : name.length >= 2 && NOT_LATIN.test(name)
}

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

const NOT_LATIN = /(?!\p{Script=Latin})\p{L}/u

function wordPattern(text: string): RegExp {
  const words = text.slice(0, 300).split(/\s+/).map(literal)
  if (NOT_LATIN.test(text)) return new RegExp(words.join('\\s{0,3}'), 'giu')
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.join('\\s{1,3}')}(?![\\p{L}\\p{N}])`, 'giu')
}

/** The same number in any way of writing it, with or without the country code 1; the extension is left aside. */
function phonePattern(phone: string | null): RegExp | null {
  const digits = (phone ?? '')
    .split(/[a-z#;,]/i, 1)
    .join('')
    .replace(/\D/g, '')
    .replace(/^1(?=\d{10}$)/, '')
  if (digits.length < 7 || digits.length > 15) return null
  return new RegExp(`(?<!\\d)(?:\\+?1[\\s.()-]{0,3})?\\(?${digits.split('').join('[\\s.()/-]{0,3}')}(?!\\d)`, 'g')
}

function withhold<Value>(value: Value, secrets: RegExp[]): Value {
  return secrets.length === 0 ? value : (mapped(value, secrets) as Value)
}

/** Fields that code reads and nobody is shown: never rewritten, or a contact called `open` could hide a signal. */
const CODED = new Set([
  'id',
  'type',
  'state',
  'kind',
  'ranking',
  'evidence',
  'deadline',
  'eventDate',
  'madeAt',
  'domain',
])

function mapped(value: unknown, secrets: RegExp[]): unknown {
  if (typeof value === 'string') return secrets.reduce((text, secret) => text.replace(secret, WITHHELD), value)
  if (Array.isArray(value)) return value.map((item) => mapped(item, secrets))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, CODED.has(key) ? item : mapped(item, secrets)]),
  )
}
