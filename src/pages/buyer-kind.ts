import { plain } from './html.ts'
import { spaced } from './words.ts'

/** A kind of buyer in a word, with the sign that stands before it; null where no sign is usual. */
export type BuyerKind = { emoji: string | null; label: string }

/** The source's own types, their letters alone. */
const KINDS: Record<string, BuyerKind> = {
  schooldistrict: { emoji: '🏫', label: 'School district' },
  school: { emoji: '🏫', label: 'School' },
  highereducation: { emoji: '🏛️', label: 'Higher education' },
  stateagency: { emoji: '🏛️', label: 'State agency' },
  state: { emoji: '🏛️', label: 'State government' },
  city: { emoji: '🏙️', label: 'City' },
  county: { emoji: '🏢', label: 'County' },
  policedepartment: { emoji: '👮', label: 'Police department' },
  firedepartment: { emoji: '🚒', label: 'Fire department' },
  library: { emoji: '📚', label: 'Library' },
  specialdistrict: { emoji: null, label: 'Special district' },
  indigenousgovernment: { emoji: null, label: 'Indigenous government' },
  federal: { emoji: null, label: 'Federal agency' },
}

/** A type as its source says it, one or several with commas between, in words; an unknown one as it came. Null for none. */
export function buyerKind(type: string | null): BuyerKind | null {
  const words = plain(type ?? '', 60)
  const known = words.split(/[,;|]/).flatMap((word) => {
    const key = word.replace(/[^a-z]/gi, '').toLowerCase()
    return Object.hasOwn(KINDS, key) ? [KINDS[key]] : []
  })[0]
  const label = spaced(words, 60)
  return known ?? (label === '' ? null : { emoji: null, label })
}
