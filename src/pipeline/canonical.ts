import { createHash } from 'node:crypto'

/** JSON with sorted keys and without `undefined`, so that equal content has one text. Dates become ISO strings. */
export function canonicalJson(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined)
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`
  }
  return JSON.stringify(value ?? null)
}

/** SHA-256 of the canonical JSON, in hex. */
export function contentHash(value: unknown): string {
  return textHash(canonicalJson(value))
}

/** SHA-256 of text that is already canonical, such as the JSON of rows that one parser always builds alike. In hex. */
export function textHash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
