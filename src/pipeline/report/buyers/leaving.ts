import { CALENDAR, type Here, isToWork, placeAtStart, placeIn } from './named-places.ts'

/** Words that leave a person's own place; those that do it to somebody else (`replaced Joe Hall`) need the passive. */
const LEAVES =
  /\b(?:depart(?:s|ed|ing|ure)?|left|leaves|leaving|resign(?:s|ed|ing|ation)?|retir(?:es|ed|ing|ement)|quits?|exit(?:s|ed|ing)|vacat(?:es|ed|ing)|step(?:s|ped|ping)? (?:down|aside)|(?:to|will|would|shall|['’]ll|won['’]t|(?:will|would) not) (?:[a-z]{2,12}ly |soon |also )?(?:be )?(?:retire|leave(?! of)|resign|depart|exit|vacate)|last day(?! (?:of|for|to)\b(?! (?:work|service|employment|his|her|their)\b))|(?:was|is|been|being|gets?|got) (?:[a-z]{2,12}ly )?(?:dismissed|terminated|fired|let go|ousted|removed|replaced|succeeded)|(?:dismissed|terminated|fired|ousted|removed|replaced|let go)(?=\s*$)|(?:fired|ousted|removed|replaced) as|(?:replaced|succeeded|fired|ousted|dismissed|removed) by|passed away|died|no longer(?! (?:requires?|needs?|offers?|uses?|accepts?|allows?|supports?|able|necessary|available)\b))/gi
/** These may have an object that is no job: `exits contract talks`. */
const LEAVES_SOMETHING = /(?:left|leav(?:e|es|ing)|exit(?:s|ed|ing)?|vacat(?:e|es|ed|ing)|quits?|depart(?:s|ed|ing)?)$/i
const NO_OBJECT =
  /^\s*(?:$|[^\p{L}\p{N}\s]|(?:and|but|after|amid|as|at|because|before|behind|by|due|during|early|effective|end|following|from|immediately|in|later|next|now|on|over|soon|suddenly|abruptly|unexpectedly|this|last|today|tomorrow|under|when|while|with|without|within|to (?:become|join|lead|pursue|take|work|serve|run|head|be|retire|spend)|for (?:another|other|a new|personal|health|family|medical))\b)/iu
const A_JOB =
  /^ (?:the |his |her |their |its |our |this )?(?:[a-z-]{2,20} ){0,2}?(?:job|post|position|role|seat|office|district|city|county|town|village|university|college|agency|department|board|schools|school system|administration|helm|profession|organization|education)\b(?! (?:contracts?|talks|meetings?|negotiations|deal|agreement|program|bus|hall)\b)/i
const NOUN = /(?:departure|resignation|retirement)$/i
const NOT_OWN = /^(?:s? of\b| (?:plans?|benefits?|system|part(?:y|ies)|incentives?|fund|board|accounts?|savings)\b)/i
const OF_ANOTHER_BEFORE = /(?:[\p{L}.]['’]s?|\baccept(?:s|ed|ing)?(?: the| an?)?) (?:[a-z-]{2,20} )?$/iu
/** What somebody says of, or does for, another person who leaves. */
const OF_ANOTHER_PERSON =
  /\b(?:(?:[Ss]ays|[Ss]aid|[Aa]nnounce[sd]|[Cc]onfirm(?:s|ed)|[Rr]eport(?:s|ed))\b.*\p{Lu}[\p{L}'’-]+ (?:\p{Lu}\.? )?\p{Lu}[\p{L}'’-]+ (?:(?:is|was|has|plans|intends) )?$|(?:[Tt]hank(?:s|ed)|[Hh]onou?r(?:s|ed)|[Pp]raise[sd]|[Rr]ecogni[sz]e[sd])\b[^,]*$)|^: .*\p{Lu}[\p{L}'’-]+ \p{Lu}[\p{L}'’-]+ $/u
/** A seat beside the job: `resigns from Chamber of Commerce board`. */
const A_SEAT =
  /^ from (?:(?!after|amid|as|before|following|over|when)[\p{L}.'’&-]+ ){0,6}?(?:board|committee|chamber|council|commission|association|alliance|panel|coalition)\b/iu
const TAKES =
  /\b(?:tak(?:es|en|ing)|took|accept(?:s|ed|ing)?|land(?:s|ed)) (?:a|an|another) (?:[a-z]{2,15} ){0,2}?(?:position|job|role|post|offer)\b/i
const GOES_TO =
  /\b(?:mov(?:e|es|ed|ing)|head(?:s|ed|ing)|transfer(?:s|red|ring)?|go(?:es|ing|ne)?|went|switch(?:es|ed|ing)?) (?:on |over )?to\b/i
/** A place somebody goes to for a day, or went to as a student. */
const VISITS = /^(?:go|went)/i
const VISIT_BEHIND =
  /^[^,.]{0,60}?\b(?:for an?|to (?!(?:lead|serve|head|run|become|oversee|take|join|be)\b)[a-z]+|conference|meetings?|visit|event|summit|tour)\b/i
/** Directly before a verb: it did not happen. */
export const NOT =
  /(?:\b(?:not|never|nor|no (?:plans?|intention|intent)|den(?:y|ies|ied|ying)|rul(?:es|ed) out)|n['’]t)\b[^,;]{0,25}$/i

/** Where the first leaving is told, Infinity without any; one that is denied is none, nor is one of another body. */
export function leavingIn(clause: string, here: Here): { at: number; isDenied: boolean } {
  let isDenied = false
  for (const found of clause.matchAll(LEAVES)) {
    const before = clause.slice(0, found.index)
    const rest = clause.slice(found.index + found[0].length)
    const isNot = /n['’]t | not /i.test(found[0]) || NOT.test(before)
    if (isNot && !/^no longer/i.test(found[0])) isDenied = true
    else if (isOwnJob(found[0], { before, rest, here })) return { at: found.index, isDenied: false }
  }
  const move = movingIn(clause, here)
  return { at: move, isDenied: isDenied && move === Infinity }
}

/** Whether it is this person's own place here that is left: not another's, not a meeting's, not another body's. */
function isOwnJob(said: string, { before, rest, here }: { before: string; rest: string; here: Here }): boolean {
  if (NOUN.test(said)) {
    const isOthers = before.trim().length > 2 && OF_ANOTHER_BEFORE.test(before)
    return !isOthers && !NOT_OWN.test(rest) && !isOfAnother(rest, here)
  }
  if (isOfAnother(rest, here) || A_SEAT.test(rest) || OF_ANOTHER_PERSON.test(before)) return false
  if (!LEAVES_SOMETHING.test(said) || NO_OBJECT.test(rest) || A_JOB.test(rest)) return true
  if (rest.startsWith(' for ')) return placeAtStart(rest.slice(4), here) === 'elsewhere'
  return CALENDAR.test(rest.trim()) || placeAtStart(rest, here) === 'here'
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
  const to = clause.slice(goes.index + goes[0].length)
  if (VISIT_BEHIND.test(to) || (VISITS.test(goes[0]) && !hasWork(to))) return Infinity
  return placeAtStart(to, here) === 'elsewhere' ? goes.index : Infinity
}

function hasWork(to: string): boolean {
  return [...to.slice(0, 80).matchAll(/,? (?:as|to) /g)].some(({ index }) => isToWork(to.slice(index)))
}
