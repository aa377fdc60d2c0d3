import type { Day } from '../types.ts'
import type { Token } from './tokens.ts'

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
