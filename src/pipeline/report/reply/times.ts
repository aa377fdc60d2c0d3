/** Times a prospect offers, copied as written with their time zone words: "Tue 2pm ET or Wed morning". */

const DAY = String.raw`(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri)\b\.?|tomorrow|lunes|martes|mi[ée]rcoles|jueves|viernes|mañana|lundi|mardi|mercredi|jeudi|vendredi|demain|montag|dienstag|mittwoch|donnerstag|freitag|morgen|segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira)`
const MONTH = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`
const DATE = String.raw`(?:${MONTH}\s\d{1,2}(?:st|nd|rd|th)?\b|\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?${MONTH}|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|the\s\d{1,2}(?:st|nd|rd|th)\b)`
const CLOCK = String.raw`(?:\b\d{1,2}(?::\d{2})?\s?(?:-|–|to|and|or|/)\s?\d{1,2}(?::\d{2})?\s?(?:am|pm|a\.m\.|p\.m\.)|\b\d{1,2}(?::\d{2})?\s?(?:am|pm|a\.m\.|p\.m\.|uhr|h\d{0,2})(?![\p{L}\d])|\b\d{1,2}:\d{2}\b|\bnoon\b|\bmidday\b|\bmorning|\bafternoon|\bevening|\blunch)`
const BARE_HOUR = String.raw`\b(?:at|after|around|before|between|from|@)\s?\d{1,2}(?:\s?(?:-|–|to|and)\s?\d{1,2})?(?![\d%,.:]*\d)(?!\s(?:signals|districts|people|users|years|minutes|min|states|days|weeks|months|employees|of))\b`
const SPAN = String.raw`(?:next week|this week|later this week|early next week|any ?time|whenever|mornings|afternoons|end of (?:the )?week|week of|semana que viene|nächste woche|la semaine prochaine)`
const ZONE = String.raw`(?:\(?\b(?:ET|EST|EDT|CT|CST|CDT|MT|MST|MDT|PT|PST|PDT|AKST|HST|GMT|UTC|CET|CEST|BST|et|est|edt|cst|cdt|mst|mdt|pst|pdt|pt|ct|eastern|central|mountain|pacific|Eastern|Central|Mountain|Pacific)\b(?:\s(?:time|Time|standard time|Standard Time))?\)?)`

const HAS_DAY = new RegExp(String.raw`(?<!\p{L})(?:${DAY}|${DATE})`, 'iu')
const HAS_CLOCK = new RegExp(`(?:${CLOCK}|${BARE_HOUR})`, 'iu')
const HAS_SPAN = new RegExp(String.raw`(?<!\p{L})${SPAN}`, 'iu')
const PIECE = new RegExp(String.raw`(?<!\p{L})(?:${DAY}|${DATE}|${CLOCK}|${BARE_HOUR}|${SPAN})`, 'giu')
const ZONE_AFTER = new RegExp(String.raw`^[\s,]{0,2}${ZONE}`, 'u')
const LINK =
  /\b(?:calendly\.com|cal\.com|savvycal\.com|chilipiper\.com|meetings\.hubspot\.com|hubspot\.com\/meetings|calendar\.app\.google|bookwithme|doodle\.com|youcanbook\.me)\S{0,200}|\b(?:on|my|use|here is|here's) (?:my )?calend(?:ar|ly)\b/iu
const MEETING =
  /\b(?:free|available|availability|avail|open(?:ing|ings)?|works?|working|can do|could do|could we|can we|do|how about|what about|lets|let's|let us|talk|chat|call|meet(?:ing)?|connect|slots?|window|schedule|calendar|speak|zoom|teams|hop|jump|demo|prefer(?:ably|red)?|good|best|ideal(?:ly)?|ring|reach me|catch up|try|anytime|any time|either|suits?|flexible|disponibles?|libre|frei|passt|zeit|geht|posible|puedo|on for|then|up for|book|invite|touch base|connect)\b/iu
const DEADLINE = new RegExp(
  String.raw`\b(?:by|due|deadline|no later than|closes?|closing|ends?|expires?|submit(?:ted)?|until|through|board (?:meets|meeting)|need (?:it|this|that|them|something))\b[^.?!,;]{0,30}(?:${DAY}|${DATE}|eod|end of)`,
  'iu',
)
const ABSENT = /\b(?:out of (?:the )?office|ooo|on vacation|on leave|return(?:ing)?|back (?:in|on|at)|away)\b/iu
const FIRM =
  /\b(?:free|available|availability|works|can do|could do|how about|what about|let'?s|call me|talk|chat|meet|slot|open|book|demo)\b/iu
const EXCEPTION =
  /\b(?:except|but not|not|can'?t|cannot|unavailable|anything but|any day but|other than|busy|booked|slammed)\b/iu
const MAX_SENTENCE = 500

/** The words of a sentence that offer a time, from its first time word to its last; null when it offers none. */
export function offeredTimes(raw: string): string | null {
  const sentence = presentPart(raw.slice(0, MAX_SENTENCE))
  if (LINK.test(sentence)) return sentence
  const hasDay = HAS_DAY.test(sentence)
  const hasClock = HAS_CLOCK.test(sentence)
  if (!hasDay && !hasClock && !HAS_SPAN.test(sentence)) return null
  if ((DEADLINE.test(sentence) || ABSENT.test(sentence)) && !FIRM.test(sentence)) return null
  const isShort = sentence.split(' ').length <= 6
  const isOffer = MEETING.test(sentence) || (hasDay && hasClock) || (hasDay && isShort)
  if (!isOffer || (!hasDay && !hasClock && !FIRM.test(sentence))) return null
  return EXCEPTION.test(sentence) ? sentence : spanOf(sentence)
}

/** "Out Friday but free Monday": only what comes after the absence is an offer. */
function presentPart(sentence: string): string {
  const but = sentence.search(/\b(?:but|however)\b/iu)
  return but > 0 && ABSENT.test(sentence.slice(0, but)) ? sentence.slice(but) : sentence
}

function spanOf(sentence: string): string {
  const pieces = [...sentence.matchAll(PIECE)]
  const first = pieces[0]
  const last = pieces.at(-1)
  if (first === undefined || last === undefined) return sentence
  const end = last.index + last[0].length
  const zone = ZONE_AFTER.exec(sentence.slice(end))?.[0] ?? ''
  return sentence.slice(first.index, end + zone.length).trim()
}
