import type { Day, Instant } from '../../pipeline/report/types.ts'

/** What other teams' tables write where they have nothing. */
const NOTHING = new Set(['', 'null', 'none', 'n/a', 'na', 'nan', 'undefined', '-', '--'])
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const TRUE = new Set(['true', 't', 'yes', 'y', '1'])

/**
 * Text without control characters (Postgres refuses NUL) and broken surrogates, trimmed and cut to `max` characters.
 * Line breaks and entities stay. Null for nothing and for the usual words for nothing.
 */
export function toText(value: unknown, max: number): string | null {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (typeof value !== 'string') return null
  const cut = value.length > max * 2 ? value.slice(0, max * 2) : value
  const clean = cut.replace(/(?![\t\n\r])\p{Cc}/gu, '').trim()
  return NOTHING.has(clean.toLowerCase()) ? null : clean.slice(0, max).trimEnd().toWellFormed()
}

/**
 * A calendar day from ISO (`2026-03-27`, with or without a time), US (`3/27/26`, `1/1/99`), written months
 * (`Mar 27, 2026`, `27 March 2026`) and epoch seconds or milliseconds. A time with a zone counts in UTC; two-digit
 * years below 70 are of this century. Null for what is no day; old days stay, the cleaning judges them.
 */
export function toDay(value: unknown): Day | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString().slice(0, 10)
  if (typeof value === 'number') return epochToInstant(value)?.slice(0, 10) ?? null
  const text = toText(value, 60)
  if (text === null) return null
  if (/^\d{9,13}(?:\.\d+)?$/.test(text)) return epochToInstant(Number(text))?.slice(0, 10) ?? null
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[T ])/.exec(text)
  if (iso) return /[T ].*(?:Z|[+-]\d{2}(?::?\d{2})?)$/i.test(text) ? zonedDay(text) : dayFrom(iso[1], iso[2], iso[3])
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (compact) return dayFrom(compact[1], compact[2], compact[3])
  const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:$|[ ,T])/.exec(text)
  if (slashed) {
    const [, first, second, year] = slashed
    // US order unless the first number cannot be a month.
    return Number(first) > 12 ? dayFrom(year, second, first) : dayFrom(year, first, second)
  }
  return writtenDay(text)
}

/** A moment in UTC; a day alone is its first moment. Null for what is none. */
export function toInstant(value: unknown): Instant | null {
  if (typeof value === 'number') return epochToInstant(value)
  const text = toText(value, 60)
  if (text === null) return null
  if (/^\d{9,13}(?:\.\d+)?$/.test(text)) return epochToInstant(Number(text))
  if (/^\d{4}-\d{2}-\d{2}[T ]\d/.test(text)) return zonedInstant(text)
  const day = toDay(text)
  return day === null ? null : `${day}T00:00:00.000Z`
}

/** A number from `12.5`, `"12.50"` or `"1,200"`; null otherwise. */
export function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  const text = toText(value, 40)?.replaceAll(',', '').replace(/%$/, '')
  return text && /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : null
}

const SCALES: Record<string, number> = { k: 1e3, thousand: 1e3, m: 1e6, mm: 1e6, million: 1e6, b: 1e9, billion: 1e9 }

/** Dollars from `184500`, `"$184,500/yr"`, `"USD 1.9M"`, `"$3.4 million"`; of a range the first. Never negative. */
export function toDollars(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : null
  const text = toText(value, 60)
  const found =
    text && /^(?:usd|us\$|\$)?\s*(\d[\d,]{0,20}(?:\.\d{1,6})?)\s*(k|mm?|b|thousand|million|billion)?\b/i.exec(text)
  if (!found) return null
  const amount = Number(found[1]?.replaceAll(',', '')) * (SCALES[found[2]?.toLowerCase() ?? ''] ?? 1)
  return Number.isFinite(amount) ? Math.round(amount * 100) / 100 : null
}

export function toFlag(value: unknown): boolean {
  return value === true || value === 1 || (typeof value === 'string' && TRUE.has(value.trim().toLowerCase()))
}

/** An http or https address, or null: anything else (`javascript:`, a file path) must never become a link. */
export function toWebAddress(value: unknown): string | null {
  const text = toText(value, 2000)
  if (text === null || /\s/.test(text)) return null
  const full = /^www\./i.test(text) ? `https://${text}` : text
  if (!URL.canParse(full)) return null
  const url = new URL(full)
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname.includes('.') ? url.href : null
}

/** Lower-case host of a domain, an address or a mail; null when it does not look like a domain. */
export function toDomainKey(value: unknown): string | null {
  const text = toText(value, 300)?.toLowerCase()
  if (!text) return null
  const host = text
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/[/?#].*$/s, '')
    .replace(/^.*@/s, '')
    .replace(/:\d+$/, '')
    .replace(/^www\./, '')
    .replace(/\.$/, '')
  return /^(?=.{4,253}$)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+$/u.test(host) ? host : null
}

function epochToInstant(value: number): Instant | null {
  // Below 1973 in seconds a number is more likely a count or a spreadsheet serial than a moment.
  if (!Number.isFinite(value) || value < 1e8) return null
  const date = new Date(value < 1e11 ? value * 1000 : value)
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 ? null : date.toISOString()
}

function zonedInstant(text: string): Instant | null {
  const zone = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/i.exec(text.slice(11))?.[0] ?? 'Z'
  const clock = text.slice(11, text.length - (/(?:Z|[+-]\d{2}(?::?\d{2})?)$/i.test(text.slice(11)) ? zone.length : 0))
  const offset = /^[+-]\d{2}$/.test(zone) ? `${zone}:00` : zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')
  const date = new Date(`${text.slice(0, 10)}T${clock.trim()}${offset.toUpperCase()}`)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}

function zonedDay(text: string): Day | null {
  return zonedInstant(text)?.slice(0, 10) ?? null
}

function writtenDay(text: string): Day | null {
  const found =
    /^(?<month>[a-z]{3,9})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4})\b/i.exec(text) ??
    /^(?<day>\d{1,2})(?:st|nd|rd|th)? (?<month>[a-z]{3,9})\.?,? (?<year>\d{4})\b/i.exec(text)
  const month = MONTHS.indexOf(found?.groups?.['month']?.slice(0, 3).toLowerCase() ?? '') + 1
  return month === 0 ? null : dayFrom(found?.groups?.['year'], String(month), found?.groups?.['day'])
}

function dayFrom(year: string | undefined, month: string | undefined, day: string | undefined): Day | null {
  if (!year || !month || !day) return null
  const full = year.length === 2 ? String(Number(year) + (Number(year) < 70 ? 2000 : 1900)) : year
  const text = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null
}
