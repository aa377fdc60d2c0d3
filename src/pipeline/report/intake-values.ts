import type { Instant, Tier } from './types.ts'

const EXTRA_KEYS = 50
const EXTRA_BYTES = 20_000
const EXTRA_DEPTH = 8
/** Direction overrides let a name show as another one; a byte-order mark and zero-width spaces show as nothing. */
const DECEIVING = /[\u202a-\u202e\u2066-\u2069\u200b\ufeff]/gu
const MONTH_DAY = /(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}/i
const WITH_ZONE = /(?:Z|[+-]\d{2}:?\d{2}|(?:GMT|UTC|[ECMP][SD]T))(?:\s*\([^()]{0,40}\))?$/i
const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/
const FIRST = Date.UTC(2000, 0, 1)
const LAST = Date.UTC(2100, 0, 1)

/** Text as we keep it: trimmed, well-formed, no control characters; newlines become spaces unless kept. */
export function toLine(value: string, options: { keepNewlines?: boolean } = {}): string {
  const lines = value
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(DECEIVING, '')
  const clean = lines.replace(/[^\P{Cc}\n]/gu, '')
  return (options.keepNewlines ? clean : clean.replace(/\s+/gu, ' ')).trim()
}

/** A whole number from 0 to `max`, as a number or as digits (`"2"`, `"2.0"`); undefined for anything else. */
export function toWholeNumber(value: unknown, max: number): number | undefined {
  const digits = typeof value === 'string' && /^\+?\d{1,9}(?:\.0{1,9})?$/.test(value.trim()) ? Number(value) : value
  return typeof digits === 'number' && Number.isInteger(digits) && digits >= 0 && digits <= max ? digits : undefined
}

/** 1, 2 or 3, also as `"2"`, `"T2"`, `"tier 2"`; undefined for anything else. */
export function toTier(value: unknown): Tier | undefined {
  const digits = typeof value === 'string' ? value.trim().replace(/^(?:tier|t)[\s_-]{0,3}/i, '') : value
  const tier = toWholeNumber(digits, 3)
  return tier === 1 || tier === 2 || tier === 3 ? tier : undefined
}

/** A boolean, also as text; undefined for anything else. */
export function toFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  const word = typeof value === 'string' ? value.trim().toLowerCase() : ''
  return word === 'true' ? true : word === 'false' ? false : undefined
}

/**
 * A moment from ISO 8601, RFC 2822, a spelled date, or an epoch in seconds or milliseconds. Without a zone it is UTC.
 * Null when it cannot be read or lies outside 2000 to 2100.
 */
export function toInstant(value: unknown): Instant | null {
  const text = typeof value === 'string' ? value.trim() : ''
  const epoch = typeof value === 'number' ? value : /^\d{9,14}(?:\.\d{1,9})?$/.test(text) ? Number(text) : null
  const ms = epoch === null ? parseDate(text) : epoch < 1e11 ? epoch * 1000 : epoch
  return Number.isFinite(ms) && ms >= FIRST && ms < LAST ? new Date(ms).toISOString() : null
}

function parseDate(text: string): number {
  if (text.length > 80 || !/\d{4}/.test(text) || !MONTH_DAY.test(text)) return Number.NaN
  if (WITH_ZONE.test(text) || DATE_ONLY.test(text)) return Date.parse(text)
  const iso = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text)
  return Date.parse(iso ? `${text.replace(' ', 'T')}Z` : `${text} UTC`)
}

/** The fields we do not know, made safe to store: at most 50 keys, 20 kB of JSON, 8 levels; the rest is dropped. */
export function boundedExtra(entries: [string, unknown][]): Record<string, unknown> {
  const kept: [string, unknown][] = []
  let bytes = 2
  for (const [key, value] of entries) {
    if (kept.length >= EXTRA_KEYS) break
    const name = toLine(key)
    if (name === '' || name.length > 200 || name === '__proto__') continue
    const clean = storable(value, EXTRA_DEPTH)
    const size = Buffer.byteLength(`${JSON.stringify(name)}:${JSON.stringify(clean)},`)
    if (bytes + size > EXTRA_BYTES) continue
    bytes += size
    kept.push([name, clean])
  }
  return Object.fromEntries(kept)
}

/** A copy without NUL and lone surrogates, which a JSON column refuses, and without endless depth. */
function storable(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '')
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'boolean' || value === null) return value
  if (typeof value !== 'object' || depth === 0) return null
  if (Array.isArray(value)) return value.map((item) => storable(item, depth - 1))
  const entries = Object.entries(value).filter(([key]) => key !== '__proto__')
  return Object.fromEntries(
    entries.map(([key, item]) => [key.toWellFormed().replaceAll('\0', ''), storable(item, depth - 1)]),
  )
}

/** What came, in words: `a list`, `the text "abc"`, `the number 7`. At most 60 characters of it are repeated. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string') return `the text "${toLine(value.slice(0, 200)).slice(0, 60).toWellFormed()}"`
  return typeof value === 'number' ? `the number ${value}` : `the value ${JSON.stringify(value)}`
}
