import type { Day } from '../types.ts'
import { at, type Token } from './tokens.ts'

/** What a text says about time. Months are 1 to 12; a missing part is null. */
export type When =
  | {
      kind: 'calendar'
      year: number | null
      month: number | null
      day: number | null
      part: 'early' | 'mid' | 'late' | null
      /** 0 is Sunday. */
      weekday: number | null
    }
  /** Any day from `from` to `to`, both included. */
  | { kind: 'span'; from: Day; to: Day }
  /** Something compared by its name only: `fy2027`, `q2 2026`, `summer 2026`, `2026-27`. */
  | { kind: 'label'; label: string }
  /** Minutes after midnight. */
  | { kind: 'clock'; minutes: number }
  /** Relative to a moment nobody can tell: never true. */
  | { kind: 'unclear' }

/** What stood at one place of a text, and the index of the token after it. */
export type DateRead = { whens: When[]; next: number; isRelative?: boolean }

const MONTHS = 'january february march april may june july august september october november december'.split(' ')
const DAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ')

/** 1 to 12 for a month's name or usual short form, else null. */
export function monthOf(word: string): number | null {
  if (word.length < 3 || word.length > 9) return null
  const index = MONTHS.findIndex((month) => month === word || (word.length === 3 && month.startsWith(word)))
  if (index >= 0) return index + 1
  return word === 'sept' ? 9 : null
}

/** 0 (Sunday) to 6 for a weekday's full name, or with `isShortToo` its short form; else null. */
export function weekdayOf(word: string, isShortToo = false): number | null {
  if (word.length < 3) return null
  const index = DAYS.findIndex((day) => day === word || (isShortToo && word.length <= 5 && day.startsWith(word)))
  return index < 0 ? null : index
}

export function yearOf(token: Token): number | null {
  return token.kind === 'number' && /^(?:19|20|21)\d\d$/.test(token.text) ? Number(token.text) : null
}

export function calendar(parts: { year?: number | null; month?: number | null; day?: number | null }): When {
  return {
    kind: 'calendar',
    year: parts.year ?? null,
    month: parts.month ?? null,
    day: parts.day ?? null,
    part: null,
    weekday: null,
  }
}

/** The UTC day of a moment. */
export function dayOf(moment: Date): Day {
  return moment.toISOString().slice(0, 10)
}

/** A bare number of one or two digits from 1 to `max`. */
export function isSmall(token: Token, max: number): boolean {
  return token.kind === 'number' && /^\d{1,2}$/.test(token.text) && Number(token.text) >= 1 && Number(token.text) <= max
}

/** One of `signs`, written without a space before it. */
export function isGluedSign(token: Token, signs: string): boolean {
  return token.kind === 'sign' && token.isGlued && signs.includes(token.text)
}

/** The year that may follow a date (`, 2026` or `of 2026`), and the index after it. */
export function yearTail(tokens: readonly Token[], index: number): { year: number | null; next: number } {
  const start = /^(?:,|of)$/.test(at(tokens, index).lower) ? index + 1 : index
  const year = yearOf(at(tokens, start))
  return year === null ? { year: null, next: index } : { year, next: start + 1 }
}
