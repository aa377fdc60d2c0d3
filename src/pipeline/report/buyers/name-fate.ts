import { type Here, type Place, placeAtStart, placeIn } from './named-places.ts'

/** What a sentence says of somebody: that they go, or that they come or stay; null when neither. */
export type Fate = 'goes' | 'comes' | null

/** `year` is that of the signal; an arrival of an earlier one is history. */
export type FateFacts = { here: Here; year: number | null }

const LEAVES =
  /\b(?:depart(?:s|ed|ing|ure)?|left|leaves|leaving|resign(?:s|ed|ing|ation)?|retir(?:es|ed|ing|ement)|quits?|exit(?:s|ed|ing)|vacat(?:es|ed|ing)|step(?:s|ped|ping)? (?:down|aside)|(?:to|will|would|shall|['’]ll|won['’]t|(?:will|would) not) (?:[a-z]{2,12}ly |soon |also )?(?:be )?(?:retire|leave(?! of)|resign|depart|exit|vacate)|last day|(?:was |is |been )?(?:dismissed|terminated|fired|let go|ousted|removed|replaced|succeeded)|passed away|died|no longer)\b/gi
const ARRIVES =
  /\b(?:appoint(?:s|ed|ment)?|named|nam(?:es|ing)|hir(?:es|ed|ing)|promot(?:es|ed|ion)|start(?:s|ed|ing)?|beg(?:an|ins)|joins?|joined|takes? over|took over|succeed(?:s|ing)|replac(?:es|ing)|to (?:replace|succeed|lead)|elected|selected|chosen|tapped|sworn in|becomes?|became|welcom(?:es|ed)|(?:accept(?:s|ed)?|tak(?:es|en)|took) the (?:position|job|role|post)|is now(?! (?:retired|gone|leaving|departing|vacant|no longer)))\b/gi
const TAKES =
  /\b(?:tak(?:es|en|ing)|took|accept(?:s|ed|ing)?|land(?:s|ed)) (?:a|an|another) (?:[a-z]{2,15} ){0,2}?(?:position|job|role|post|offer)\b/i
const GOES_TO =
  /\b(?:mov(?:e|es|ed|ing)|head(?:s|ed|ing)|transfer(?:s|red|ring)?|go(?:es|ing|ne)?|went|switch(?:es|ed|ing)?) (?:on |over )?to\b/i
/** Directly before a name or a role: this one goes. */
const GONE_BEFORE =
  /\b(?:replac(?:es|ing|ed)(?! by)|succeed(?:s|ing|ed)(?! by)|(?:departure|resignation|retirement|exit|dismissal|loss|death) of|former|outgoing|departing|retiring|in place of|farewell to|takes? over from|took over from|vacated by|left by)\b[^.;]{0,50}$/i
/** Directly before a name: this one comes. */
const COMES_BEFORE =
  /\b(?:replaced by|succeeded by|succeeds? as|appoint(?:s|ed)|nam(?:es|ed|ing)|hir(?:es|ed|ing)|promot(?:es|ed|ing)|welcom(?:es|ed|ing)|elect(?:s|ed)|select(?:s|ed)|new|incoming)\b[^.;]{0,40}$/i
/** Nobody goes: what was offered, or handed in, came to nothing. */
const STAYS =
  /\b(?:(?:declin|reject|refus)(?:es|ed|ing) (?:the |an? |his |her |their |that |its |another )?(?:[a-z]{2,15} ){0,2}?(?:offer|position|job|post|role|appointment|resignation)|turn(?:s|ed) (?:it |them )?down|(?:withdr[ae]w[ns]?|rescind(?:s|ed)|took back) (?:his|her|their|the|from)|(?:decided|chose|chosen|agreed|elected) to (?:stay|remain)|(?:will|to) (?:stay|remain)(?! until| through))\b/i
const NOT =
  /(?:\b(?:not|never|nor|no (?:plans?|intention|intent)|den(?:y|ies|ied|ying)|rul(?:es|ed) out)|n['’]t)\b[^,;]{0,25}$/i
/** Where somebody was before, or another person's story. */
const ASIDE = /,? \b(?:after|following|from|formerly|previously|former|where|who|whom|replac\w+|succeed\w+)\b.*$/is
/** An honour or a seat beside the job moves nobody. */
const BESIDE =
  /\b(?:finalists?|semifinalists?|candidates?|nominees?|of the year|award|hall of fame|(?:advisory )?board of|committee|task force|commission|trustee|association)\b/i

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

/** Where the first leaving is told, Infinity without any; one that is denied is none, nor is one of another body. */
export function leavingIn(clause: string, here: Here): { at: number; isDenied: boolean } {
  let isDenied = false
  for (const found of clause.matchAll(LEAVES)) {
    const rest = clause.slice(found.index + found[0].length)
    const isNot = /n['’]t | not /i.test(found[0]) || NOT.test(clause.slice(0, found.index))
    if (isNot && !/^no longer/i.test(found[0])) isDenied = true
    else if (!isOfAnother(rest, here)) return { at: found.index, isDenied: false }
  }
  const move = movingIn(clause, here)
  return { at: move, isDenied: isDenied && move === Infinity }
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
    return { at: found.index, place: BESIDE.test(told) ? null : placeIn(`${found[0]}${told}`, here) }
  }
  return null
}

/** `left Mesa USD` is no leaving of this buyer; `left for Mesa USD` is. */
function isOfAnother(rest: string, here: Here): boolean {
  const left = rest.slice(0, 80).split(/\b(?:for|to|after|when|and|but|with)\b|,/)[0] ?? ''
  return placeIn(left, here) === 'elsewhere'
}

/** A position taken, or a move, to another body. */
function movingIn(clause: string, here: Here): number {
  const takes = TAKES.exec(clause)
  if (takes && !NOT.test(clause.slice(0, takes.index))) {
    const rest = clause.slice(takes.index + takes[0].length, takes.index + takes[0].length + 100)
    const place = placeIn(rest, here)
    // Without a place it is elsewhere, but `a position as director` may as well be here.
    if (place === 'elsewhere' || (place === null && !/^ (?:as|of|in)\b/i.test(rest))) return takes.index
  }
  const goes = GOES_TO.exec(clause)
  if (!goes || NOT.test(clause.slice(0, goes.index))) return Infinity
  return placeAtStart(clause.slice(goes.index + goes[0].length), here) === 'elsewhere' ? goes.index : Infinity
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
