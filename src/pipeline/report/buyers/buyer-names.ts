import { stateCode } from '../signals/places.ts'

/** Whole words that are written short in names of public bodies. Ambiguous ones (`CUSD`, `MPS`) are left as they are. */
const LONG_FORMS: Record<string, string> = {
  usd: 'unified school district',
  isd: 'independent school district',
  cisd: 'consolidated independent school district',
  univ: 'university',
  dept: 'department',
  dist: 'district',
  sch: 'school',
  elem: 'elementary',
  twp: 'township',
  mt: 'mount',
  ft: 'fort',
  gov: 'government',
  govt: 'government',
}
/** Written short at the end of a name only: `Marlow Co.`, `Tidewater CC`. */
const LAST_FORMS: Record<string, string> = {
  co: 'county',
  cc: 'community college',
  sd: 'school district',
  pd: 'police department',
  unified: 'unified school district',
}
const BODY = '(?:city|county|town|village|borough|township|parish|state)'

/** A name without the place behind it: `Marlow County, OH` is `Marlow County` in `OH`. */
function splitPlace(name: string): { name: string; state: string | null } {
  const found = /^(.{2,}?)(?:,\s*([\p{L}. ]{2,20})|\s*\(([\p{L}. ]{2,20})\))\s*$/u.exec(name.trim())
  const state = stateCode((found?.[2] ?? found?.[3] ?? '').replaceAll('.', ''))
  return state === null || found === null ? { name: name.trim(), state: null } : { name: found[1] ?? '', state }
}

/** Two letters of the state that a name or a field gives, the field first; null when neither does. */
export function stateOfBuyer(name: string | null, state: string | null): string | null {
  return stateCode(state) ?? (name === null ? null : splitPlace(name).state)
}

/**
 * The ways one official name may be written, as one lower-case form each, the surest first; empty for a name without
 * letters. `USD` is Unified School District, `County of X` is `X County`, `X, City of` is `City of X`, `St.` is Saint;
 * `School District`, `Public Schools` and `Schools` mean the same, `Unified`, `Independent` and `Elementary` do not.
 * A city's plain name (`Alder`, type City) is `City of Alder`, which `Alder City` may be too, as its second form.
 */
export function nameForms(name: string | null, type: string | null): string[] {
  if (name === null) return []
  const words = longWords(wordsOf(splitPlace(name).name))
  const text = turnedRound(words.join(' ').replace(/^the /, ''))
  if (text === '') return []
  const isCity = /^(?:city|municipality)\b/i.test(type ?? '')
  const body = new RegExp(`\\b${BODY}\\b`)
  if (isCity && !body.test(text)) return [`city of ${text}`]
  const cityOf = /^(.+) city$/.exec(text)
  return isCity && cityOf ? [text, `city of ${cityOf[1] ?? ''}`] : [text]
}

/** True for a name that is letters only and no name: `MUSD`. Several bodies go by the same letters. */
export function isAbbreviation(name: string): boolean {
  return /^[A-Z][A-Z.]{1,7}$/.test(splitPlace(name).name)
}

function wordsOf(name: string): string[] {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(new RegExp(`^(.+), (${BODY}) of$`), '$2 of $1')
    .replace(/&/g, ' and ')
    .replace(/['’.]/g, '')
    .replace(/\b(?:no|number|#) ?(?=\d)/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

function longWords(words: readonly string[]): string[] {
  return words.map((word, index) => {
    const isLast = index === words.length - 1
    if (isLast && index > 0 && Object.hasOwn(LAST_FORMS, word)) return LAST_FORMS[word] ?? word
    if ((word === 'st' || word === 'ste') && !isLast) return word === 'st' ? 'saint' : 'sainte'
    return (Object.hasOwn(LONG_FORMS, word) ? LONG_FORMS[word] : undefined) ?? word
  })
}

function turnedRound(text: string): string {
  return text
    .replace(/^(county|parish) of (.+)$/, '$2 $1')
    .replace(/^((?:[a-z]+ )?school district) of (.+)$/, '$2 $1')
    .replace(/ (county|parish|city) government$/, ' $1')
    .replace(/^(city|town|village) of (.+) government$/, '$1 of $2')
    .replace(/ unified district\b/, ' unified school district')
    .replace(
      / (?:public school district|public schools|public school system|school system|schools)$/,
      ' school district',
    )
    .trim()
}
