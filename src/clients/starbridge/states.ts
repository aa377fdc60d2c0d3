import { STATES, TERRITORIES } from '../../us-states.ts'

/** The shorter name of the Virgin Islands has no dots, which an enumeration has none of either. */
const NAMES: Readonly<Record<string, string>> = { ...STATES, ...TERRITORIES, VI: 'Virgin Islands' }

const letters = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '')
const CODES = new Map(Object.entries(NAMES).map(([code, name]) => [letters(name), code]))

/** Two capital letters from a code, `US-AZ` (ISO 3166-2), a name or an enumeration's name; null for anything else. */
export function toStateCode(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const text = value.trim().replace(/^US-/i, '')
  if (/^[a-z]{2}$/i.test(text)) return text.toUpperCase()
  return CODES.get(letters(text)) ?? null
}

/**
 * A state as the published API's enumeration names it: `California`, and without spaces `NewYork`. Only the form of one
 * word is documented; a value the API does not know is ignored there, so answers are filtered by state as well.
 */
export function toStateEnum(code: string): string | null {
  const name = NAMES[code.toUpperCase()]
  return name ? name.replace(/(?:^|\s)(\w)/g, (_, first: string) => first.toUpperCase()) : null
}
