/** Times a prospect offers, copied as written with their time zone words: "Tue 2pm ET or Wed morning". */

const DAY = String.raw`(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon\b(?=\.?,?\s?(?:\d|at|or|and|after|before|around|morning|afternoon|evening|the|works?|is|through|to|[-–/,&]|$))\.?|(?:tue|tues|wed|weds|thu|thur|thurs|fri)\b\.?|tomorrow|tmrw|lunes|martes|mi[ée]rcoles|jueves|viernes|mañana|lundi|mardi|mercredi|jeudi|vendredi|demain|montag|dienstag|mittwoch|donnerstag|freitag|morgen\b|segunda(?:-feira)?|terça(?:-feira)?|quarta(?:-feira)?|quinta(?:-feira)?|sexta(?:-feira)?|amanhã|luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|domani|maandag|dinsdag|woensdag|donderdag|vrijdag)`
const MONTH = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?`
const DATE = String.raw`(?:${MONTH}\s\d{1,2}(?:st|nd|rd|th)?\b|\b\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?${MONTH}|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|the\s\d{1,2}(?:st|nd|rd|th)\b)`
const AMPM = String.raw`(?:am|pm|a\.m\.|p\.m\.|[ap])(?![a-zà-ÿ\d])`
const CLOCK = String.raw`(?:\b\d{1,2}(?::\d{2})?\s?(?:-|–|to|and|or|/)\s?\d{1,2}(?::\d{2})?\s?${AMPM}|\b\d{1,2}(?::\d{2})?\s?(?:${AMPM}|uhr\b|h\d{0,2}(?![a-zà-ÿ\d]))|\b\d{1,2}:\d{2}\b|\bnoon\b|\bmidday\b|\bmorning|\bafternoon|\bevening|\blunch|\b(?:alle|a las|às|à|um|om)\s\d{1,2}\b)`
const BARE_HOUR = String.raw`\b(?:at|after|around|before|between|from|@)\s?\d{1,2}(?:\s?(?:-|–|to|and)\s?\d{1,2})?(?![\d%,.:]*\d)(?!\s(?:signals|districts|people|users|years|minutes|min|states|days|weeks|months|employees|of))\b`
const SPAN = String.raw`(?:next week|this week|later this week|early next week|any ?time|whenever|mornings|afternoons|end of (?:the )?week|week of|first thing|semana que viene|próxima semana|nächste woche|la semaine prochaine|settimana prossima|volgende week)`
const ZONE = String.raw`(?:\(?\b(?:ET|EST|EDT|CT|CST|CDT|MT|MST|MDT|PT|PST|PDT|AKST|HST|GMT|UTC|CET|CEST|BST|et|est|edt|cst|cdt|mst|mdt|pst|pdt|pt|ct|eastern|central|mountain|pacific|Eastern|Central|Mountain|Pacific)\b(?:\s(?:time|Time|standard time|Standard Time))?\)?)`

const HAS_DAY = new RegExp(String.raw`(?<![a-zà-ÿ])(?:${DAY}|${DATE})`, 'i')
const HAS_CLOCK = new RegExp(`(?:${CLOCK}|${BARE_HOUR})`, 'i')
const HAS_SPAN = new RegExp(String.raw`(?<![a-zà-ÿ])${SPAN}`, 'i')
const PIECE = new RegExp(String.raw`(?<![a-zà-ÿ])(?:${DAY}|${DATE}|${CLOCK}|${BARE_HOUR}|${SPAN})`, 'gi')
const ZONE_AFTER = new RegExp(String.raw`^[\s,]{0,2}${ZONE}`, 'u')
/** A link to a page where a time is picked, by the services people use and by what such addresses say. */
const LINK =
  /\b(?:calendly|savvycal|chilipiper|youcanbook|bookwithme|doodle)\b\S{0,200}|\bhttps?:\/\/(?:cal|meet|meetings?|book|booking|bookings|calendar|schedule|agenda|chat)\.\S{3,200}|\b(?:https?:\/\/|www\.)?[\w.-]{2,80}\.\w{2,12}\/\S{0,80}(?:calendar|meeting|booking|schedule|book-|\/book|\/meet|\d{2}-?min|intro-call|appointments?)\S{0,80}|\b(?:on|my|use|here is|here's) (?:my )?calend(?:ar|ly)\b|\b(?:calendar|scheduling|booking) link\b|\b(?:grab|pick|choose|book) (?:a|any|some|whatever|whichever) (?:[a-zà-ÿ]+ )?(?:slot|time|spot)\b/i
const MEETING =
  /\b(?:free|available|availability|avail|open(?:ing|ings)?|works?|working|can do|could do|could we|can we|how about|what about|lets|let's|let us|talk|chat|call|meet(?:ing)?|connect|slots?|window|schedule|calendar|speak|zoom|teams|hop|jump|demo|prefer(?:ably|red)?|good|best|ideal(?:ly)?|ring|reach me|catch up|anytime|any time|suits?|flexible|disponibles?|disponível|libre|livre|libero|libera|frei|passt|zeit|geht|posible|puedo|possiamo|podemos|könnten|pourrait|peut-on|on for|then|up for|book|invite|touch base|around|in person|stop by|swing by|ping me)\b/i
/** What happens on a day of theirs: those days are no offer. */
const EVENT = String.raw`(?:by|due|deadline|no later than|closes?|closing|ends?|expires?|submit(?:ted)?|until|till|til|through|thru|since|last|every|each|our|(?:board|council|committee|commission|vote|votes|rfp|bid|proposal|trade show|conference|session|kickoff|offsite|fiscal year|planning|training|surgery|vacation|holiday)(?:\s[a-zà-ÿ]{1,14}){0,4}|need (?:it|this|that|them|something)|(?:get|send|see|have|want) (?:me |us |you )?(?:it|this|that|them|these|the [a-zà-ÿ]{1,12})(?:\s[a-zà-ÿ]{1,12}){0,2} (?:by|before))`
const EVENT_TIME = new RegExp(
  String.raw`\b${EVENT}\b[^.?!,;]{0,24}?(?<![a-zà-ÿ])(?:${DAY}|${DATE}|${SPAN}|eod|end of)(?:[^.?!,;]{0,3}(?:and|or|to|-|–|at)?\s?(?:${DAY}|${DATE}|${CLOCK}|${BARE_HOUR}))?`,
  'gi',
)
const BUSY = String.raw`\b(?:out|away|off|ooo|busy|booked|slammed|traveling|travelling|swamped|unavailable|not (?:free|available|around|in)|can'?t (?:do|make|talk)|back|return(?:ing)?|on (?:vacation|leave|pto))\b[^.?!;]{0,30}?(?<![a-zà-ÿ])(?:${DAY}|${DATE}|${SPAN})(?:(?:\s?(?:and|or|to|-|–|,|through)\s?)(?:${DAY}|${DATE})){0,3}`
const GOOD_DAY = /\bgood (?:morning|afternoon|evening)\b/gi
const HAS_BUSY = new RegExp(BUSY, 'i')
const BUSY_TIME = new RegExp(BUSY, 'gi')
const FIRM =
  /\b(?:free|available|availability|works|can do|could do|how about|what about|let'?s|call me|talk|chat|meet|slot|open|book|demo|geht|passt)\b/i
const EXCEPTION =
  /\b(?:except|but not|not|can'?t|cannot|unavailable|anything but|any day but|other than|busy|booked|slammed)\b/i
const REFUSED = /\b(?:not (?:required|needed|necessary)|no need|no (?:call|demo|meeting))\b/i
const MAX_SENTENCE = 500
const SHORT = 6

/** The words of a sentence that offer a time, from its first time word to its last; null when it offers none. */
export function offeredTimes(raw: string): string | null {
  const sentence = presentPart(raw.slice(0, MAX_SENTENCE))
  if (LINK.test(sentence)) return sentence
  if (REFUSED.test(sentence)) return null
  const theirs = withoutOtherTimes(sentence)
  const hasDay = HAS_DAY.test(theirs)
  const hasClock = HAS_CLOCK.test(theirs)
  if (!hasDay && !hasClock && !HAS_SPAN.test(theirs)) return null
  const isShort = sentence.split(' ').length <= SHORT
  const isOffer = MEETING.test(sentence) || (hasDay && hasClock) || (hasDay && isShort)
  if (!isOffer || (!hasDay && !hasClock && !FIRM.test(sentence))) return null
  return EXCEPTION.test(sentence) ? sentence : spanOf(sentence, theirs)
}

/** "Out Friday but free Monday": only what comes after the absence is an offer. */
function presentPart(sentence: string): string {
  const but = sentence.search(/\b(?:but|however)\b/i)
  return but > 0 && HAS_BUSY.test(sentence.slice(0, but)) ? sentence.slice(but) : sentence
}

/** The sentence with the times of deadlines, events and absences blanked, letter for letter. */
function withoutOtherTimes(sentence: string): string {
  const blank = (words: string): string => ' '.repeat(words.length)
  const free = sentence.replace(GOOD_DAY, blank).replace(BUSY_TIME, blank)
  return FIRM.test(sentence) && !/\b(?:deadline|due|rfp|board|council|bid)\b/i.test(sentence)
    ? free
    : free.replace(EVENT_TIME, blank)
}

/** From the first offered time to the last, as it stands in `sentence`; `theirs` is the same text with holes. */
function spanOf(sentence: string, theirs: string): string {
  const pieces = [...theirs.matchAll(PIECE)]
  const first = pieces[0]
  const last = pieces.at(-1)
  if (first === undefined || last === undefined) return sentence
  const end = last.index + last[0].length
  const zone = ZONE_AFTER.exec(sentence.slice(end))?.[0] ?? ''
  return sentence.slice(first.index, end + zone.length).trim()
}
