import type {
  Day,
  Instant,
  NoteKind,
  ReplyKind,
  ReportDocument,
  ReportSignal,
  VersionChange,
} from '../pipeline/report/types.ts'
import { clip } from './escape.ts'

const TYPE_WORDS: Record<string, string> = {
  rfp_posted: 'RFP',
  contract_expiration: 'Contract ending',
  budget_event: 'Budget',
  board_mention: 'Board meeting',
  leadership_change: 'New leadership',
  grant_funding: 'Grant',
  purchase_order: 'Purchase',
  conference: 'Conference',
  strategic_plan: 'Strategic plan',
  foia_response: 'Records request',
  vendor_evaluation: 'Vendor evaluation',
  compliance_mandate: 'Mandate',
  enrollment_change: 'Enrolment change',
  job_change: 'Job change',
  vendor_presence: 'Vendor in place',
}

/** What a signal type is called in a message. A type nobody told us of is shown in its own words. */
export function typeWord(type: string): string {
  const known = Object.hasOwn(TYPE_WORDS, type) ? TYPE_WORDS[type] : undefined
  return known ?? (clip(type.replaceAll('_', ' '), 40) || 'Signal')
}

const NOTE_WORDS: Record<NoteKind, string> = {
  demo_asked: 'Demo asked',
  times_offered: 'Times offered',
  territory: 'Territory',
  will_forward: 'Will forward it',
  urgency: 'Urgent',
  packaging: 'Expects',
}

export function noteWord(kind: NoteKind): string {
  return NOTE_WORDS[kind]
}

const KIND_WORDS: Record<ReplyKind, string> = {
  positive: 'a positive reply',
  out_of_office: 'an out-of-office reply',
  unsubscribe: 'an unsubscribe request',
  referral: 'a referral to somebody else',
  not_interested: 'a "not interested" reply',
  unclear: 'an unclear reply',
}

/** The kind of a reply with its article, fit for the middle of a sentence. */
export function kindWords(kind: ReplyKind): string {
  return KIND_WORDS[kind]
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * A calendar day as `27 Mar`, with its year unless that is the year of `now` (`''`: always). Null when the text is no
 * day: then it is untrusted words and is not shown as a date.
 */
export function dayWords(day: Day | null, now: Instant): string | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)/.exec(day ?? '') ?? []
  const name = MONTHS[Number(month) - 1]
  if (year === undefined || name === undefined) return null
  const words = `${Number(date)} ${name}`
  return now.startsWith(`${year}-`) ? words : `${words} ${year}`
}

/** `1 day`, `3 days`. */
export function count(howMany: number, one: string, many = `${one}s`): string {
  return `${howMany.toLocaleString('en-US')} ${howMany === 1 ? one : many}`
}

/** What the state of a signal is told from; a signal has it before and after it came into a report. */
export type Dated = Pick<ReportSignal, 'type' | 'state' | 'deadline' | 'daysLeft' | 'eventDate'>

/** Where a signal stands, in words: `due 27 Mar, 24 days left`, `closed 3 Mar`, `open, no deadline given`. */
export function stateWords(signal: Dated, now: Instant): string {
  const day = dayWords(signal.deadline, now)
  if (day === null) return stateWithoutDeadline(signal, now)
  const isContract = signal.type === 'contract_expiration'
  const left = signal.daysLeft
  if (signal.state === 'closed')
    return left !== null && left >= 0 ? 'closed' : `${isContract ? 'ended' : 'closed'} ${day}`
  const verb = isContract ? 'ends' : 'due'
  if (left === null || left < 0) return `${verb} ${day}`
  return left === 0 ? `${verb} today, ${day}` : `${verb} ${day}, ${count(left, 'day')} left`
}

function stateWithoutDeadline(signal: Dated, now: Instant): string {
  if (signal.state === 'closed') return 'closed'
  if (signal.state === 'open') return 'open, no deadline given'
  const dated = dayWords(signal.eventDate, now)
  return dated === null ? 'no date given' : `dated ${dated}`
}

/** A length of time from seconds: `45 s`, `4 min`, `3 h 5 min`, `2 days`. */
export function elapsedWords(seconds: number): string {
  if (seconds < 60) return `${seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return `${Math.round(hours / 24)} days`
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}

/** Seconds from one moment to a later one, or null when either is no moment or they are the wrong way round. */
export function secondsBetween(from: Instant | null, to: Instant): number | null {
  if (from === null) return null
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null
}

/** How sure we are of a decision maker, in words. `confidence` is 0 to 1. */
export function confidenceWords(confidence: number): string {
  if (confidence >= 0.75) return 'strong match'
  return confidence >= 0.5 ? 'fair match' : 'weak match, check first'
}

/** Whole calendar days in UTC from the day of `now` to `day`; null when either is none. */
function daysUntil(day: Day | null, now: Instant): number | null {
  const days = (Date.parse(`${day?.slice(0, 10)}T00:00:00Z`) - Date.parse(`${now.slice(0, 10)}T00:00:00Z`)) / 86_400_000
  return Number.isFinite(days) ? days : null
}

/**
 * The signal as it stands at `now`, which may be days after it was judged: days left are counted anew, and what has
 * ended since is closed. What was closed already stays as it was judged.
 */
export function asOf(signal: ReportSignal, now: Instant): ReportSignal {
  const daysLeft = daysUntil(signal.deadline, now)
  if (signal.state === 'closed' || signal.daysLeft === null || daysLeft === null) return signal
  return { ...signal, daysLeft, state: daysLeft < 0 ? 'closed' : signal.state }
}

/** ` on 2 Mar` when the report was made on another day than `now`: what it counted is of that day. */
export function sinceMade({ madeAt }: Pick<ReportDocument, 'madeAt'>, now: Instant): string {
  const day = daysUntil(madeAt, now) === 0 ? null : dayWords(madeAt, now)
  return day === null ? '' : ` on ${day}`
}

/**
 * `8 signals, 5 open, at 4 buyers in 3 states`. The figures are of the day the report was made, more signals than it
 * shows, so that on a later day the open ones carry that day: `5 open on 2 Mar`.
 */
export function countsWords(document: Pick<ReportDocument, 'counts' | 'madeAt'>, now: Instant): string {
  const { counts } = document
  const open = `${counts.open} open${sinceMade(document, now)}`
  const where = counts.buyers > 0 ? `, at ${count(counts.buyers, 'buyer')}` : ''
  const states = counts.buyers > 0 && counts.states > 0 ? ` in ${count(counts.states, 'state')}` : ''
  return `${count(counts.signals, 'signal')}, ${open}${where}${states}`
}

/** `2 new, 1 gone, 1 changed, 3 moved`; `same signals` when nothing changed. */
export function changeWords(change: VersionChange): string {
  const parts = [
    change.added > 0 ? `${change.added} new` : null,
    change.removed > 0 ? `${change.removed} gone` : null,
    change.changed ? `${change.changed} changed` : null,
    change.moved > 0 ? `${change.moved} moved` : null,
  ].filter((part) => part !== null)
  return parts.length > 0 ? parts.join(', ') : 'same signals'
}

const dollars = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  notation: 'compact',
  maximumFractionDigits: 1,
})

/** `$1.2M`. */
export function amountWords(usd: number): string {
  return dollars.format(usd)
}
