/** What Postgres refuses inside a JSON text: the NUL character, and half of a surrogate pair. */
const REFUSED = /\\u0000|\\ud[89a-f][0-9a-f]{2}/i

/**
 * A value as JSON that jsonb takes. Text of strangers and models may hold what Postgres cannot store; without this one
 * such character would fail a whole run. The second pass is paid for only by what needs it.
 */
export function toJsonb(value: unknown): string {
  const text = JSON.stringify(value)
  return REFUSED.test(text) ? JSON.stringify(value, clean) : text
}

function clean(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value
}
