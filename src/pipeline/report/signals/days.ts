import type { Day } from '../types.ts'

const DAY_MS = 86_400_000
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** The calendar day in UTC of a moment. */
function utcDay(moment: Date): Day {
  return moment.toISOString().slice(0, 10)
}

/** Whole calendar days in UTC from the day of `now` to `day`: 0 today, negative in the past; null for what is no day. */
export function daysFrom(now: Date, day: Day | null): number | null {
  if (day === null || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return null
  const days = (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${utcDay(now)}T00:00:00Z`)) / DAY_MS
  return Number.isNaN(days) ? null : days
}

/** `6 Feb 2026`. */
export function shortDay(day: Day): string {
  return `${Number(day.slice(8, 10))} ${MONTHS[Number(day.slice(5, 7)) - 1] ?? ''} ${day.slice(0, 4)}`
}

/** `1 day`, `24 days`. */
export function dayCount(days: number): string {
  return days === 1 ? '1 day' : `${days} days`
}

/** `$250,000`, `$1.9M`: short, and exact when it can be both. */
export function shortDollars(amount: number): string {
  const millions = Math.round(amount / 1e5) / 10
  if (amount >= 1e6 && millions * 1e6 === amount) return `$${millions.toLocaleString('en-US')}M`
  return `$${Math.round(amount).toLocaleString('en-US')}`
}
