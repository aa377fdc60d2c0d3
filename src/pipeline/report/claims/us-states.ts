import { STATES, TERRITORIES } from '../../../us-states.ts'

/** Of the territories only the one whose code is no word or number that a text may hold. */
const NAME_BY_CODE: ReadonlyMap<string, string> = new Map(Object.entries({ ...STATES, PR: TERRITORIES['PR'] ?? '' }))
const CODE_BY_NAME: ReadonlyMap<string, string> = new Map(
  [...NAME_BY_CODE].map(([code, name]) => [name.toLowerCase(), code]),
)

/** Two-letter code of a United States state given by code or name, any case; null for anything else. */
export function stateCode(state: string): string | null {
  const upper = state.trim().toUpperCase()
  return NAME_BY_CODE.has(upper) ? upper : (CODE_BY_NAME.get(state.trim().toLowerCase()) ?? null)
}

/** `Arizona` for `AZ`; null for what is no code. */
export function stateName(code: string): string | null {
  return NAME_BY_CODE.get(code) ?? null
}
