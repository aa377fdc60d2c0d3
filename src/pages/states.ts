import { STATES, TERRITORIES } from '../us-states.ts'
import { plain } from './html.ts'

const NAMES: Readonly<Record<string, string>> = { ...STATES, ...TERRITORIES }

/** A state's name for its code, so that nobody has to know the code; anything else is shown as it came. */
export function stateName(state: string): string {
  const code = state.trim().toUpperCase()
  return Object.hasOwn(NAMES, code) ? (NAMES[code] ?? state) : plain(state, 60)
}
