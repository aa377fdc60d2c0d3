import { leavingIn, NOT } from './leaving.ts'
import { type Here, type Place, placeIn } from './named-places.ts'

/** What a sentence says of somebody: that they go, or that they come or stay; null when neither. */
export type Fate = 'goes' | 'comes' | null

/** `year` is that of the signal; an arrival of an earlier one is history. */
export type FateFacts = { here: Here; year: number | null }

const ARRIVES =
  /\b(?:appoint(?:s|ed|ment)?|named|nam(?:es|ing)|hir(?:es|ed|ing)|promot(?:es|ed|ion)|start(?:s|ed|ing)?|beg(?:an|ins)|joins?|joined|takes? over|took over|succeed(?:s|ing)|replac(?:es|ing)|to (?:replace|succeed|lead)|elected|selected|chosen|tapped|sworn in|becomes?|became|welcom(?:es|ed)|(?:accept(?:s|ed)?|tak(?:es|en)|took) the (?:position|job|role|post)|is now(?! (?:retired|gone|leaving|departing|vacant|no longer)))\b/gi
/** Directly before a name or a role: this one goes. */
const GONE_BEFORE =
  /\b(?:(?:replac(?:es|ing|ed)|succeed(?:s|ing|ed))(?! by)\b[^.;,]{0,50}|(?:(?:departure|resignation|retirement|exit|dismissal|loss|death) of|former|outgoing|departing|retiring|in place of|farewell to|takes? over from|took over from|vacated by|left by)\b[^.;]{0,50})$/i
/** Directly before a name: this one comes. */
const COMES_BEFORE =
  /\b(?:replaced by|succeeded by|succeeds? as|appoint(?:s|ed)|nam(?:es|ed|ing)|hir(?:es|ed|ing)|promot(?:es|ed|ing)|welcom(?:es|ed|ing)|elect(?:s|ed)|select(?:s|ed)|new|incoming)\b[^.;]{0,40}$/i
/** Nobody goes: what was offered, or handed in, came to nothing. */
const STAYS =
  /\b(?:(?:declin|reject|refus)(?:es|ed|ing) (?:the |an? |his |her |their |that |its |another )?(?:[a-z]{2,15} ){0,2}?(?:offer|position|job|post|role|appointment|resignation)|turn(?:s|ed) (?:it |them )?down|(?:withdr[ae]w[ns]?|rescind(?:s|ed)|took back) (?:his|her|their|the|from)|(?:decided|chose|chosen|agreed|elected) to (?:stay|remain)|(?:will|to) (?:stay|remain)(?! until| through))\b/i
/** Where somebody was before, or another person's story. */
const ASIDE = /,? \b(?:after|following|from|formerly|previously|former|where|who|whom|replac\w+|succeed\w+)\b.*$/is
/** An honour or a seat beside the job moves nobody. */
const BESIDE =
  /\b(?:finalists?|semifinalists?|candidates?|nominees?|of the year|award|hall of fame|(?:advisory )?board of|committee|task force|commission|trustee|association)\b/i

const SEAT =
  /\b(?:board|panel|program|council|alliance|coalition|chamber|fellowship|cohort|conference|summit|team)s?\b(?! (?:director|manager|coordinator|officer|administrator|supervisor|secretary|lead)\b)/i
const TO_A_SEAT = /^ to (?!(?:lead|head|run|serve|be|oversee|replace|succeed)\b|the (?:position|post|role|job)\b)/i

/** The part of a text after a name that still speaks of that name. */
export function clauseAfter(text: string): string {
  return text.slice(0, 240).split(/[;.](?: |$)/)[0] ?? ''
}

/** What is said of the person between `before` and `after`. */
export function fateBetween(before: string, after: string, facts: FateFacts): Fate {
  const clause = clauseAfter(after)
  if (STAYS.test(clause)) return 'comes'
  const gone = goneBefore(before, facts.here)
  const comes = COMES_BEFORE.exec(before)
  if (comes && !gone)
    return placeOfHire(before, { at: comes.index, clause, here: facts.here }) === 'elsewhere' ? 'goes' : 'comes'
  const leave = leavingIn(clause, facts.here)
  const arrival = arrivalIn(clause, facts)
  if (arrival && arrival.at < leave.at && arrival.at < 60) {
    if (arrival.place === 'elsewhere') return 'goes'
    if (arrival.place === 'here' || !/\bformer\b/i.test(gone ?? '')) return 'comes'
  }
  if (gone !== null || leave.at < 80) return 'goes'
  return leave.isDenied ? 'comes' : null
}

/** Words that tell of a leaving directly before somebody; null without any, or when it was another body that was left. */
export function goneBefore(before: string, here: Here): string | null {
  const found = GONE_BEFORE.exec(before)?.[0] ?? null
  return found !== null && /^(?:former|outgoing)/i.test(found) && placeIn(found, here) === 'elsewhere' ? null : found
}

/** The first arrival, and where; one of an earlier year, or one that did not happen, is none. */
export function arrivalIn(clause: string, { here, year }: FateFacts): { at: number; place: Place } | null {
  for (const found of clause.matchAll(ARRIVES)) {
    const rest = clause.slice(found.index + found[0].length)
    if (NOT.test(clause.slice(0, found.index)) || isHistory(rest, year)) continue
    const told = rest.slice(0, 140).replace(ASIDE, '')
    return { at: found.index, place: isBeside(found[0], told) ? null : placeIn(`${found[0]}${told}`, here) }
  }
  return null
}

/** `joins Texas School Alliance board`, `named to Harvard University program`. */
function isBeside(verb: string, told: string): boolean {
  const [seat = ''] = told.split(/,|\b(?:as|by|after|says|said)\b/)
  return BESIDE.test(told) || SEAT.test(seat) || (/^named$/i.test(verb) && TO_A_SEAT.test(told))
}

/** Where a body that names somebody is: its own name before, or the place of the role after. */
function placeOfHire(before: string, { at, clause, here }: { at: number; clause: string; here: Here }): Place {
  const subject = before.slice(0, at).replace(/\b(?:former|formerly|from)\b.*$/i, '')
  const between = before.slice(at).replace(/\b(?:former|formerly|from)\b.*$/i, '')
  const role = clause
    .replace(/^, [^,]{1,80},/, '')
    .replace(/^ (?:of|from) [^,]*? as /i, ' as ')
    .replace(ASIDE, '')
  return placeIn(`${subject}; ${between}; ${role}`, here)
}

function isHistory(rest: string, year: number | null): boolean {
  const told = /\b(?:in|since) (?:[a-z]{3,9} )?((?:19|20)\d\d)\b/i.exec(rest.slice(0, 80))?.[1]
  return told !== undefined && (year === null || Number(told) < year)
}
