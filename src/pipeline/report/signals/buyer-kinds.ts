export type BuyerKind = 'k12' | 'higher_ed' | 'city' | 'county' | 'state' | 'police' | 'fire' | 'library' | 'special'

/** Words that name a kind of buyer, in a type, a name or a wish. Read in this order; the first that fits wins for a buyer. */
const PATTERNS: readonly (readonly [BuyerKind, RegExp])[] = [
  ['higher_ed', /\b(?:higher[ -]?ed(?:ucation)?|colleges?|universit(?:y|ies)|campus(?:es)?|polytechnic)\b/i],
  ['k12', /\b(?:k[ -]?12|school ?districts?|schools?|isds?|usds?|unified|charter|education service center)\b/i],
  ['police', /\b(?:police|sheriffs?|law enforcement|public safety)\b/i],
  ['fire', /\bfire (?:departments?|districts?|rescue)\b/i],
  ['library', /\b(?:library|libraries)\b/i],
  ['special', /\b(?:special ?districts?|water districts?|utilit(?:y|ies)|transit|port authority|authorit(?:y|ies))\b/i],
  ['county', /\b(?:county|counties|parish(?:es)?|local governments?|municipalities)\b/i],
  ['city', /\b(?:city|cities|municipal(?:ity|ities)?|towns?|villages?|boroughs?|local governments?)\b/i],
  ['state', /\b(?:state ?agenc(?:y|ies)|state governments?|state departments?|statewide agenc(?:y|ies))\b/i],
]

/** The kind of a buyer from its type (`SchoolDistrict`, `City`), else from its name (`Pine Ridge ISD`). */
export function buyerKind(type: string | null, name: string | null): BuyerKind | null {
  const spaced = type?.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/_/g, ' ') ?? ''
  const ofType = /^state\b/i.test(spaced) ? 'state' : firstKind(spaced)
  return ofType ?? firstKind(name ?? '') ?? (/\bstate\b/i.test(name ?? '') ? 'state' : null)
}

/** Every kind a text names, with its place; `district` alone means schools only in a short instruction. */
export function buyerKindsIn(text: string, isInstruction: boolean): { kind: BuyerKind; at: number }[] {
  const found = PATTERNS.flatMap(([kind, pattern]) => {
    const match = pattern.exec(text)
    return match ? [{ kind, at: match.index }] : []
  })
  const district = isInstruction && found.length === 0 ? /\bdistricts?\b/i.exec(text) : null
  return district ? [{ kind: 'k12', at: district.index }] : found
}

function firstKind(text: string): BuyerKind | null {
  return PATTERNS.find(([, pattern]) => pattern.test(text))?.[0] ?? null
}
