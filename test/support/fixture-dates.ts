/**
 * Fixtures carry tokens instead of dates, so that a deadline in 30 days is one whenever they are read. Offsets are in
 * days from now, signed; only `instant` takes a fraction.
 * `{{day:+30}}` → `2026-04-01`, `{{instant:-0.5}}` → `2026-03-02T03:00:00.000Z`, `{{long:+30}}` → `April 1, 2026`,
 * `{{month:+30}}` → `April 2026`, `{{year:+30}}` → `2026`.
 */
const DAY_MS = 86_400_000
const TOKEN = /\{\{([^{}]*)\}\}/g

const inEnglish = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...options })
const LONG = inEnglish({ year: 'numeric', month: 'long', day: 'numeric' })
const MONTH = inEnglish({ year: 'numeric', month: 'long' })

function fillOne(token: string, now: Date): string {
  const parts = /^(day|instant|long|month|year):([+-]\d{1,5}(?:\.\d{1,6})?)$/.exec(token)
  const kind = parts?.[1]
  const offset = Number(parts?.[2])
  if (kind === undefined || (kind !== 'instant' && !Number.isInteger(offset))) {
    throw new Error(`unknown date token {{${token}}}; expected for example {{day:+30}} or {{instant:-0.5}}`)
  }
  const at = new Date(now.getTime() + offset * DAY_MS)
  if (kind === 'instant') return at.toISOString()
  if (kind === 'day') return at.toISOString().slice(0, 10)
  if (kind === 'year') return String(at.getUTCFullYear())
  return (kind === 'long' ? LONG : MONTH).format(at)
}

/**
 * Replaces every date token of a fixture's text, before it is parsed.
 * @throws on a token that is not one of the above, so that a misspelt one never reaches a test as text.
 */
export function fillDates(text: string, now: Date): string {
  return text.replaceAll(TOKEN, (_, token: string) => fillOne(token, now))
}
