import { z } from 'zod'
import type { Day, Instant } from '../../pipeline/report/types.ts'

/** Text without control characters, trimmed and cut; null for nothing. */
export function toText(value: unknown, max = 500): string | null {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return null
  const clean = value.replace(/(?![\t\n\r])\p{Cc}/gu, '').trim()
  return clean === '' ? null : clean.slice(0, max).trimEnd().toWellFormed()
}

/** A number from `139802`, `"139802"`, `"139,802"` or `"$5,900,000"`; null for anything else, and below zero. */
export function toAmount(value: unknown): number | null {
  const text =
    typeof value === 'string'
      ? value
          .trim()
          .replace(/^\$\s*/, '')
          .replaceAll(',', '')
      : ''
  const found = typeof value === 'number' ? value : /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(found) && found >= 0 ? found : null
}

/** A score of 1 to 100; null for anything else. */
export function toScore(value: unknown): number | null {
  const score = toAmount(value)
  return score !== null && score >= 1 && score <= 100 ? Math.round(score) : null
}

/** A head count, rounded; zero says that nobody counted. */
export function toCount(value: unknown): number | null {
  const count = toAmount(value)
  return count === null || count < 0.5 ? null : Math.round(count)
}

export function toFlag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  return value === 'true' ? true : value === 'false' ? false : null
}

/** Texts from a list, a text with commas, or a single one, each once. */
export function toTexts(value: unknown): string[] {
  const parts = Array.isArray(value) ? value : typeof value === 'string' ? value.split(/[,;]/) : []
  return [...new Set(parts.flatMap((part) => toText(part, 300) ?? []))]
}

/** An http or https address; one without its scheme is given https. Null for anything else, such as a bare path. */
export function toLink(value: unknown): string | null {
  const text = toText(value, 2000)
  if (text === null || /\s/.test(text) || text.startsWith('/')) return null
  const full = /^[a-z][a-z\d+.-]*:/i.test(text) ? text : `https://${text}`
  if (!URL.canParse(full)) return null
  const { protocol, hostname, href } = new URL(full)
  return /^https?:$/.test(protocol) && hostname.includes('.') ? href : null
}

/** As `toLink`, and never a guess: what has no scheme is a path of the source's own storage. */
export function toFileLink(value: unknown): string | null {
  return /^https?:\/\//i.test(toText(value, 2000) ?? '') ? toLink(value) : null
}

/**
 * The address of a picture: an https one as it is, a path as one of `origin`, where the source keeps its files. Null for
 * anything else.
 */
export function toPictureLink(value: unknown, origin: string): string | null {
  const text = toText(value, 2000)
  if (text === null || /\s/.test(text) || !URL.canParse(text, `${origin}/`)) return null
  const url = new URL(text, `${origin}/`)
  return url.protocol === 'https:' || url.origin === origin ? url.href : null
}

/** The day of an ISO date or moment, in UTC; null for a day that no calendar has. */
export function toDay(value: unknown): Day | null {
  const text = toText(value, 40)
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return toInstant(value)?.slice(0, 10) ?? null
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null
}

/** A moment of an ISO text; one without a zone counts in UTC. */
export function toInstant(value: unknown): Instant | null {
  const text = toText(value, 40)
  if (text === null || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return null
  const date = new Date(/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}

/** Starbridge's own ids are UUIDs; other teams' ids of buyers need not be. */
export const isUuid = (id: string) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)

/** A field that cannot fail: what cannot be read costs itself and never its row. */
export const field = <T>(read: (value: unknown) => T) => z.unknown().optional().transform(read)

/** Every row that has what it cannot do without; each id once, the first one stays. */
export function readRows<Row extends { id: string }>(rows: readonly unknown[], schema: z.ZodType<Row | null>): Row[] {
  const read = rows.flatMap((row) => schema.safeParse(row).data ?? [])
  return [...new Map(read.toReversed().map((row) => [row.id, row])).values()].toReversed()
}
