import { isAbbreviation, nameForms } from './buyer-names.ts'
import { readTitle } from './titles.ts'

/** The buyer whose people a text speaks of. */
export type Here = { name: string | null; type: string | null }

/** Whether a text places somebody at this buyer or at another body; null where it names no place, or none to be sure of. */
export type Place = 'here' | 'elsewhere' | null

const BODY =
  '(?:unified school district|independent school district|community college|public schools|(?:city |county )?schools|school district|school system|district|usd|isd|cisd|cusd|city|county|town|village|township|borough|parish|university|college|inc|llc|corp|corporation|company|technologies|group)'
const CAP = "\\p{Lu}[\\p{L}\\p{N}.'’&-]*"
/** `Mesa USD`, `Mesa school district`, `City of Alder`: at least one word of its own beside what kind of body it is. */
const BODIES = new RegExp(
  `\\b(?:(?:City|County|Town|Village|Borough|University|State|College) of ${CAP}(?: ${CAP}){0,2}|(?:${CAP} ){1,4}?(?:[Uu]nified |[Cc]ounty |[Cc]ity )?(?:(?i:${BODY}))\\b(?: (?:[Ss]chools|[Dd]istrict))?)`,
  'gu',
)
/** Whatever is named directly after these may be a place: `at Mesa`, `joins Acme`. */
const AT = new RegExp(`\\b(?:at|with|join|joins|joined|joining) (?:the )?(${CAP}(?: ${CAP}){0,3})`, 'gu')
/** A name that says it is a body; of any other only what stands behind it tells: `joins Mesa as superintendent`. */
const SAYS_BODY = new RegExp(`\\b(?:${BODY}|authority|agency)\\b`, 'i')
const TO_WORK =
  /^,? (?:in [a-z]+ )?(?:as (?!(?:he|she|they|it|we|part|guests?|speakers?|keynote|panelists?|members?|well)\b)|(?:and )?to (?:lead|serve|head|run|become|oversee)\b)/i
const HERE = /\b(?:the|our|this) (?:school )?(?:district|city|county|town|village|university|college|agency)\b(?! of)/i
const ELSEWHERE =
  /\b(?:(?:another|(?:a|an) (?:neighbou?ring|nearby|different|larger|smaller|rival|private|out-of-state)|the private) (?:[a-z-]{1,20} ){0,2}?(?:district|city|county|town|university|college|agency|state|school|company|firm|employer|sector)|elsewhere|(?:a|an) (?:[a-z-]{1,20} )?(?:company|firm|vendor|start-?up|consultancy))\b/i
/** A part of a body, or a group of people: it says nothing of where. */
const PART =
  /^(?:board|council|cabinet|committee|staff|team|faculty|department|division|office)\b|\b(?:elementary|middle|high|academy|school|campus|library|center|department|division|office|board|council|committee)$/i
const DAY_WORD =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|spring|summer|fall|winter|today|tomorrow)'
/** A text that begins with a day, a month or a season: `July 1`. */
export const CALENDAR = new RegExp(`^${DAY_WORD}(?![\\p{L}\\p{N}])`, 'iu')
/** The day behind a name: `Alder July`, `Pine Ridge Monday`. */
const DAY_BEHIND = new RegExp(`(?: ${DAY_WORD}[.,]?(?: \\d+)?)+$`, 'i')
const COMPANY = /\b(?:inc|llc|corp|corporation|company|technologies|group)$/i
/** What kind of body it is, not which. */
const GENERIC = new Set(
  'unified independent consolidated school schools district public city county town village township borough parish university college community state department system of the and for government'.split(
    ' ',
  ),
)

/** Where a text places the person it speaks of: here when this buyer is named at all. Reads at most 300 characters. */
export function placeIn(text: string, here: Here): Place {
  const read = text.slice(0, 300)
  const places = placesIn(read, here)
  if (places.includes('here')) return 'here'
  if (places.includes('elsewhere') || ELSEWHERE.test(read)) return 'elsewhere'
  // `the district` may be any, so a name goes before it.
  return HERE.test(read) ? 'here' : null
}

/** The same of a text that begins with the place itself, as after `moved to`. */
export function placeAtStart(text: string, here: Here): Place {
  const found = new RegExp(`^ (?:the )?(${CAP}(?: ${CAP}){0,3})`, 'u').exec(text)
  const name = found?.[1] ?? ''
  if (found === null || withoutRoles(name) === '') return placeIn(text.slice(0, 60), here)
  return sureOf({ name, place: placeOf(name, here), after: text.slice(found[0].length) })
}

/** True when a text goes on with the work somebody comes for: ` as superintendent`, ` to lead its schools`. */
export function isToWork(after: string): boolean {
  return TO_WORK.test(after)
}

function placesIn(text: string, here: Here): Place[] {
  const bodies = [...text.matchAll(BODIES)].map(([name]) => placeOf(name, here))
  const others = [...text.matchAll(AT)].map((found) => {
    const name = found[1] ?? ''
    return sureOf({ name, place: placeOf(name, here), after: text.slice(found.index + found[0].length) })
  })
  return [...bodies, ...others]
}

/** `joins Governor Abbott` names no body: elsewhere is only what says it is one, or where somebody goes to work. */
function sureOf({ name, place, after }: { name: string; place: Place; after: string }): Place {
  const isSure = place !== 'elsewhere' || isAbbreviation(name) || SAYS_BODY.test(name) || isToWork(after)
  return isSure ? place : null
}

function placeOf(said: string, here: Here): Place {
  const name = withoutRoles(
    said
      .replace(/['’]s\b/g, '')
      .replace(DAY_BEHIND, '')
      .replace(/[.,]+$/, ''),
  )
  if (name === '' || PART.test(name) || CALENDAR.test(name)) return null
  const [theirs, ours] = [ownWords(name), ownWords(here.name)]
  if (isAbbreviation(name)) return isInitials(name, here) ? 'here' : name.length > 2 ? 'elsewhere' : null
  if (theirs.length === 0 || ours.length === 0) return null
  if (!theirs.every((word) => ours.includes(word))) return isPartOfHere(name, here) ? 'here' : 'elsewhere'
  return kindOf(name) === null || kindOf(name) === kindOf(here.name) ? 'here' : null
}

/** `Alder Public Works` is a part of City of Alder; `Alder Springs USD` and `Mesa Verde City` are other bodies. */
function isPartOfHere(name: string, here: Here): boolean {
  const [form = ''] = nameForms(name, null)
  if (nameForms(here.name, here.type).some((own) => form.startsWith(`${own} `))) return true
  const theirs = ownWords(name)
  return kindOf(name) === null && !COMPANY.test(name) && ownWords(here.name).every((word) => theirs.includes(word))
}

/** `CTO Mesa USD` is Mesa USD; `Deputy City` and `Finance` are no place. */
function withoutRoles(name: string): string {
  const words = name.split(' ')
  const first = words.findIndex((word) => !isRoleWord(word))
  return first < 0 ? '' : words.slice(first).join(' ')
}

function isRoleWord(word: string): boolean {
  const { areas, rank } = readTitle(word)
  return (
    areas.length > 0 || rank !== 'staff' || /^(?:chief|deputy|assistant|interim|acting|new|former|next)$/i.test(word)
  )
}

function ownWords(name: string | null): string[] {
  const [form = ''] = nameForms(name, null)
  return form.split(' ').filter((word) => word !== '' && !GENERIC.has(word))
}

function kindOf(name: string | null): string | null {
  const [form = ''] = nameForms(name, null)
  return /\b(?:school|university|college|county|city|town|village|township|borough|parish)\b/.exec(form)?.[0] ?? null
}

/** `PRISD` is Pine Ridge Independent School District. */
function isInitials(name: string, here: Here): boolean {
  const [form = ''] = nameForms(here.name, here.type)
  const initials = form.split(' ').map((word) => word.charAt(0))
  return initials.join('') === name.toLowerCase().replaceAll('.', '')
}
