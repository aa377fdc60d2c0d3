import type { Day, Instant, ReportSignal } from '../pipeline/report/types.ts'
import { plain } from './html.ts'

/** A type of signal in words: `short` is the label, `long` explains an abbreviation in it. */
export type TypeLabel = { short: string; long: string | null }

const TYPE_LABELS: Record<string, TypeLabel> = {
  rfp_posted: { short: 'RFP', long: 'Request for proposals' },
  contract_expiration: { short: 'Contract ending', long: null },
  budget_event: { short: 'Budget', long: null },
  board_mention: { short: 'Board meeting', long: null },
  leadership_change: { short: 'New leadership', long: null },
  grant_funding: { short: 'Grant', long: null },
  purchase_order: { short: 'Purchase', long: null },
  conference: { short: 'Conference', long: null },
  strategic_plan: { short: 'Strategic plan', long: null },
  foia_response: { short: 'Records request', long: null },
  vendor_evaluation: { short: 'Vendor evaluation', long: null },
  compliance_mandate: { short: 'Mandate', long: null },
  enrollment_change: { short: 'Enrolment change', long: null },
  job_change: { short: 'Job change', long: null },
  vendor_presence: { short: 'Vendor in place', long: null },
}

/**
 * The label of a signal's type; an unknown word is shown as it came, spaced. A contract that is neither open nor closed
 * is an amendment or has no end date: its label claims no ending.
 */
export function typeLabel(type: string, state: ReportSignal['state']): TypeLabel {
  if (type === 'contract_expiration' && state === 'unknown') return { short: 'Contract', long: null }
  const known = Object.hasOwn(TYPE_LABELS, type) ? TYPE_LABELS[type] : undefined
  return known ?? { short: spaced(type, 40) || 'Signal', long: null }
}

/** How an open deadline of this type is put: a contract ends, a tender is due. */
const DEADLINE_WORDS: Record<string, string> = {
  rfp_posted: 'due',
  vendor_evaluation: 'due',
  contract_expiration: 'ends',
  grant_funding: 'spend by',
  compliance_mandate: 'in force',
}

/** How a date is put that nobody has to act by. */
const DATE_WORDS: Record<string, string> = { conference: 'Takes place', strategic_plan: 'Runs to' }

/** Beyond this many days a horizon is a date and not a countdown. */
const COUNTDOWN_DAYS = 365
/** From this many days down an open signal is marked as soon. */
const SOON_DAYS = 30

/**
 * A signal's status in words, each part optional. `countdown` is `24 days left`; `dated` is the day it speaks of, with
 * the word that belongs before it, `''` where the label itself leads to the day.
 */
export type StatusWords = {
  state: ReportSignal['state']
  label: string
  countdown: string | null
  soon: boolean
  dated: { word: string; day: Day } | null
}

type Dated = Pick<ReportSignal, 'type' | 'state' | 'deadline' | 'eventDate' | 'daysLeft'>

/**
 * Never says open of a past deadline: `state` was judged in the run's now, and judged again when the page is read. A copy
 * is not: what was open on `copiedOn` is said of that day, and nothing is counted down.
 */
export function statusWords(signal: Dated, copiedOn: Day | null = null): StatusWords {
  const status = statusNow(signal)
  if (copiedOn === null || status.state !== 'open') return status
  return { ...status, label: `Open on ${longDate(copiedOn)}`, countdown: null, soon: false }
}

function statusNow(signal: Dated): StatusWords {
  const { type, state, deadline, daysLeft } = signal
  const base = { state, countdown: null, soon: false }
  if (deadline === null || !isDay(deadline)) return { ...base, ...withoutDeadline(signal) }
  if (state === 'closed') {
    const label = type === 'contract_expiration' ? 'Ended' : 'Closed'
    const isBefore = daysLeft !== null && daysLeft >= 0
    return isBefore ? { ...base, label: 'Closed', dated: null } : { ...base, label, dated: { word: '', day: deadline } }
  }
  if (state === 'unknown')
    return { ...base, label: DATE_WORDS[type] ?? 'Date on file', dated: { word: '', day: deadline } }
  const counts = daysLeft !== null && daysLeft >= 0 && daysLeft <= COUNTDOWN_DAYS
  return {
    ...base,
    label: 'Open',
    countdown: counts ? daysLeftWords(daysLeft) : null,
    soon: counts && daysLeft <= SOON_DAYS,
    dated: { word: DEADLINE_WORDS[type] ?? 'by', day: deadline },
  }
}

function withoutDeadline({ state, eventDate }: Dated): Pick<StatusWords, 'label' | 'dated'> {
  const dated = eventDate !== null && isDay(eventDate) ? { word: 'dated', day: eventDate } : null
  if (state !== 'unknown') return { label: state === 'open' ? 'Open' : 'Closed', dated }
  return { label: dated ? 'No deadline' : 'No date given', dated }
}

/** The same status as one line: `Open · 24 days left · due 27 Mar 2026`. */
export function statusLine({ label, countdown, dated }: StatusWords): string {
  if (dated?.word === '') return `${label} ${shortDate(dated.day)}`
  return [label, countdown, dated && `${dated.word} ${shortDate(dated.day)}`].filter(Boolean).join(' · ')
}

/** The same status for a copy, its days in full: `Open on 2 March 2026, due 27 March 2026`. */
export function copiedStatusLine({ label, dated }: StatusWords): string {
  if (dated === null) return label
  return dated.word === '' ? `${label} ${longDate(dated.day)}` : `${label}, ${dated.word} ${longDate(dated.day)}`
}

function daysLeftWords(days: number): string {
  if (days === 0) return 'last day'
  return days === 1 ? '1 day left' : `${days} days left`
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** True for a calendar day `YYYY-MM-DD` that exists. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** The calendar day in UTC of a moment; null when it is none. */
export function dayOf(moment: Instant): Day | null {
  const date = new Date(moment)
  return Number.isNaN(date.getTime()) ? null : date.toISOString().slice(0, 10)
}

/** `27 March 2026`; text that is no day is shown as it came. */
export function longDate(day: Day): string {
  const parts = datePartsOf(day)
  return parts ? `${parts.day} ${parts.month} ${parts.year}` : plain(day, 40)
}

/** `27 Mar 2026`. */
export function shortDate(day: Day): string {
  const parts = datePartsOf(day)
  return parts ? `${parts.day} ${parts.month.slice(0, 3)} ${parts.year}` : plain(day, 40)
}

/** `March 2026`. */
export function monthYear(day: Day): string {
  const parts = datePartsOf(day)
  return parts ? `${parts.month} ${parts.year}` : plain(day, 40)
}

function datePartsOf(day: Day): { day: number; month: string; year: string } | null {
  if (!isDay(day)) return null
  const month = MONTHS[Number(day.slice(5, 7)) - 1]
  return month === undefined ? null : { day: Number(day.slice(8, 10)), month, year: day.slice(0, 4) }
}

/** Dollars with separators, cents only when there are some: `$184,500`. Null for what is no amount. */
export function money(amountUsd: number | null): string | null {
  if (amountUsd === null || !Number.isFinite(amountUsd) || Math.abs(amountUsd) > 1e15) return null
  const digits = Number.isInteger(amountUsd) ? 0 : 2
  const amount = Math.abs(amountUsd).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: 2,
  })
  return `${amountUsd < 0 ? '-' : ''}$${amount}`
}

/** `1 buyer`, `3 buyers`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`
}

/** `SchoolDistrict` and `school_district` both become `School district`. */
export function spaced(word: string, limit: number): string {
  const words = plain(word, limit)
    .replace(/_+/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .trim()
  const lower = words.replace(/\b[A-Z][a-z]+\b/g, (part) => part.toLowerCase())
  return lower.charAt(0).toUpperCase() + lower.slice(1)
}
