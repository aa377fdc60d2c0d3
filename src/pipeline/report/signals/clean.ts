import type { LeftOut, RawSignal } from '../types.ts'
import { plainText, saysSomething } from './plain-text.ts'

const FIRST_DAY = '2000-01-01'

/** A row that stays, with the ids of every row it stands for (its own first). */
export type Cleaned = { signal: RawSignal; ids: string[] }

/**
 * Leaves out what a report must not show, in this order: an empty title and summary; an event or deadline before 2000;
 * a purchase over two years old; a second row with the same id; the same event under another id (same buyer, same
 * title, same day); and rows without a buyer when any row that stays has one. Of duplicates the fuller row stays.
 */
export function cleanSignals(raw: readonly RawSignal[], now: Date): { kept: Cleaned[]; leftOut: LeftOut[] } {
  const leftOut: LeftOut[] = []
  const sound: RawSignal[] = []
  for (const signal of raw) {
    const reason = unsoundness(signal, now)
    if (reason) leftOut.push({ id: signal.id, reason })
    else sound.push(signal)
  }
  const distinct = mergeBy(
    mergeBy(
      sound.map((signal) => ({ signal, ids: [signal.id] })),
      idKey,
      leftOut,
    ),
    eventKey,
    leftOut,
  )
  if (!distinct.some(({ signal }) => hasBuyer(signal))) return { kept: distinct, leftOut }
  const kept: Cleaned[] = []
  for (const row of distinct)
    if (hasBuyer(row.signal)) kept.push(row)
    else leftOut.push({ id: row.signal.id, reason: 'no_buyer' })
  return { kept, leftOut }
}

function unsoundness(signal: RawSignal, now: Date): LeftOut['reason'] | null {
  if (!saysSomething(signal.title) && !saysSomething(signal.summary)) return 'empty'
  if (isBefore(signal.eventDate, FIRST_DAY) || isBefore(signal.deadline, FIRST_DAY)) return 'absurd_date'
  if (signal.type === 'purchase_order' && isBefore(signal.eventDate, twoYearsBefore(now))) return 'stale_purchase'
  return null
}

function isBefore(day: string | null, limit: string): boolean {
  return day !== null && day < limit
}

function twoYearsBefore(now: Date): string {
  const date = new Date(now)
  date.setUTCFullYear(date.getUTCFullYear() - 2)
  return date.toISOString().slice(0, 10)
}

function hasBuyer(signal: RawSignal): boolean {
  return saysSomething(signal.buyerName) || saysSomething(signal.buyerId)
}

function idKey({ signal }: Cleaned): string {
  return signal.id
}

/** Null when there is no title to compare. */
function eventKey({ signal }: Cleaned): string | null {
  const title = words(signal.title)
  return title === '' ? null : [words(signal.buyerName ?? signal.buyerId), title, signal.eventDate ?? ''].join('\n')
}

function words(text: string | null): string {
  return plainText(text, 1000)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

function mergeBy(rows: Cleaned[], keyOf: (row: Cleaned) => string | null, leftOut: LeftOut[]): Cleaned[] {
  const byKey = new Map<string, Cleaned>()
  for (const [index, row] of rows.entries()) {
    const key = keyOf(row) ?? `\n${index}`
    const before = byKey.get(key)
    if (!before) {
      byKey.set(key, row)
      continue
    }
    const [best, other] = isBetter(row.signal, before.signal) ? [row, before] : [before, row]
    byKey.set(key, { signal: best.signal, ids: [...new Set([...best.ids, ...other.ids])] })
    leftOut.push({ id: other.signal.id, reason: 'duplicate' })
  }
  return [...byKey.values()]
}

/** Fuller, then seen later, then the smaller id, then the one that sorts first: any order of rows gives the same choice. */
function isBetter(one: RawSignal, other: RawSignal): boolean {
  const more = fullness(one) - fullness(other)
  if (more !== 0) return more > 0
  const [late, before] = [one.detectedAt ?? '', other.detectedAt ?? '']
  if (late !== before) return late > before
  return one.id === other.id ? JSON.stringify(one) < JSON.stringify(other) : one.id < other.id
}

function fullness(signal: RawSignal): number {
  return Object.values(signal).filter((value) => value !== null && value !== '').length
}
