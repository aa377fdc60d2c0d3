import { STATES } from '../../../us-states.ts'

/** Codes that are also words people write in capitals, so they count only where a state is expected. */
const WORD_CODES = new Set([
  'HI',
  'ID',
  'IN',
  'LA',
  'MA',
  'ME',
  'OH',
  'OK',
  'OR',
  'PA',
  'AL',
  'CO',
  'DE',
  'MS',
  'MD',
  'MO',
  'CT',
  'VA',
  'IT',
])

const REGIONS: Record<string, string> = {
  'new england': 'CT ME MA NH RI VT',
  midwest: 'IL IN IA KS MI MN MO NE ND OH SD WI',
  southeast: 'AL FL GA KY MS NC SC TN VA WV',
  southwest: 'AZ NM OK TX',
  northeast: 'CT ME MA NH NJ NY PA RI VT',
  'pacific northwest': 'OR WA ID',
  'west coast': 'CA OR WA',
  'mid-atlantic': 'DE MD NJ NY PA VA DC WV',
  'tri-state': 'NY NJ CT',
}

export type Place = { code: string; at: number; said: string }

const BY_NAME = new Map(Object.entries(STATES).map(([code, name]) => [name.toLowerCase(), code]))
const CODES = new Set(BY_NAME.values())
const NAMES = [...BY_NAME.keys()].sort((a, b) => b.length - a.length)
const NAME_PATTERN = new RegExp(`\\b(?:${[...NAMES, ...Object.keys(REGIONS)].join('|')})\\b`, 'gi')

/** The two-letter code of a state given as code or name; null for anything else. */
export function stateCode(text: string | null): string | null {
  const word = text?.trim() ?? ''
  if (CODES.has(word.toUpperCase())) return word.toUpperCase()
  return BY_NAME.get(word.toLowerCase()) ?? null
}

/**
 * States a text names, with their place in it: full names, regions, and codes in capitals. In free prose codes that are
 * also words and codes of an address (`Austin, TX 78701`) do not count; in a short instruction every code does.
 */
export function placesIn(text: string, isInstruction: boolean): Place[] {
  const places: Place[] = []
  for (const found of text.matchAll(NAME_PATTERN)) {
    const said = found[0].toLowerCase()
    const codes = BY_NAME.get(said) ?? REGIONS[said] ?? ''
    // "Washington State" names the state; "Washington, DC" does not.
    if (
      said === 'washington' &&
      /^,? d\.?c\b/i.test(text.slice(found.index + said.length, found.index + said.length + 6))
    )
      continue
    for (const code of codes.split(' ')) places.push({ code, at: found.index, said: found[0] })
  }
  for (const found of text.matchAll(/(?:^|[^\p{L}\p{N}])([A-Z]{2})(?![\p{L}\p{N}])/gu)) {
    const code = found[1] ?? ''
    const at = found.index + found[0].length - 2
    if (!CODES.has(code)) continue
    const isAddress = /,\s*$/.test(text.slice(Math.max(0, at - 3), at)) || /^\s+\d{5}/.test(text.slice(at + 2, at + 9))
    if (isInstruction || !(isAddress || WORD_CODES.has(code))) places.push({ code, at, said: code })
  }
  return places
}
