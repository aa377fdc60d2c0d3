/** Times a prospect offers, copied as written with their time zone words: "Tue 2pm ET or Wed morning". */

const DAY = String.raw`(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon\b(?=\.?,?\s?(?:\d|at|or|and|after|before|around|morning|afternoon|evening|the|works?|is|through|to|[-–/,&]|$))\.?|(?:tue|tues|wed|weds|thu|thur|thurs|fri)\b\.?|tomorrow|tmrw|lunes|martes|mi[ée]rcoles|jueves|viernes|mañana|lundi|mardi|mercredi|jeudi|vendredi|demain|montag|dienstag|mittwoch|donnerstag|freitag|morgen\b|segunda(?:-feira)?|terça(?:-feira)?|quarta(?:-feira)?|quinta(?:-feira)?|sexta(?:-feira)?|amanhã|luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|domani|maandag|dinsdag|woensdag|donderdag|vrijdag)`
const MONTH = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?`
const DATE = String.raw`(?:${MONTH}\s\d{1,2}(?:st|nd|rd|th)?\b|\b\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?${MONTH}|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|the\s\d{1,2}(?:st|nd|rd|th)\b)`
const AMPM = String.raw`(?:am|pm|a\.m\.|p\.m\.|[ap])(?![a-zà-ÿ\d])`
const CLOCK = String.raw`(?:\b\d{1,2}(?::\d{2})?\s?(?:-|–|to|and|or|/)\s?\d{1,2}(?::\d{2})?\s?${AMPM}|\b\d{1,2}(?::\d{2})?\s?(?:${AMPM}|uhr\b|h\d{0,2}(?![a-zà-ÿ\d]))|\b\d{1,2}:\d{2}\b|\bnoon\b|\bmidday\b|\bmorning|\bafternoon|\bevening|\blunch|\b(?:alle|a las|às|à|um|om)\s\d{1,2}\b)`
const BARE_HOUR = String.raw`\b(?:at|after|around|before|between|from|@)\s?\d{1,2}(?:\s?(?:-|–|to|and)\s?\d{1,2})?(?![\d%,.:]*\d)(?!\s(?:signals|districts|people|users|years|minutes|min|states|days|weeks|months|employees|of))\b`
const SPAN = String.raw`(?:next week|this week|later this week|early next week|any ?time|whenever|mornings|afternoons|end of (?:the )?week|week of|first thing|semana que viene|próxima semana|nächste woche|la semaine prochaine|settimana prossima|volgende week)`
const ZONE = String.raw`(?:\(?\b(?:ET|EST|EDT|CT|CST|CDT|MT|MST|MDT|PT|PST|PDT|AKST|HST|GMT|UTC|CET|CEST|BST|et|est|edt|cst|cdt|mst|mdt|pst|pdt|pt|ct|eastern|central|mountain|pacific|Eastern|Central|Mountain|Pacific)\b(?:\s(?:time|Time|standard time|Standard Time))?\)?)`

/** One time word or date, by what it says: a day, an hour, or a stretch such as "next week". */
const PIECE = new RegExp(
  String.raw`(?<![a-zà-ÿ])(?:(?<day>${DATE}|${DAY})|(?<clock>${CLOCK}|${BARE_HOUR})|(?<span>${SPAN}))`,
  'gi',
)
const ZONE_AFTER = new RegExp(String.raw`^[\s,]{0,2}${ZONE}`, 'u')
/** A link to a page where a time is picked, by the services people use and by what such addresses say. */
const LINK =
  /\b(?:calendly|savvycal|chilipiper|youcanbook|bookwithme|doodle)\b\S{0,200}|\bhttps?:\/\/(?:cal|meet|meetings?|book|booking|bookings|calendar|schedule|agenda|chat)\.\S{3,200}|\bhttps?:\/\/[\w.-]{2,80}\/\S{0,80}(?:calendar|meeting|booking|schedule|\bbook|\/meet|\d{2}-?min|intro-call|appointment)|\b(?:on|my|use|here is|here's) (?:my )?calend(?:ar|ly)\b|\b(?:calendar|scheduling|booking) link\b|\b(?:grab|pick|choose|book) (?:a|any|some|whatever|whichever) (?:[a-z]+ )?(?:slot|time|spot)\b/i
const MEETING =
  /\b(?:free|available|availability|avail|open(?:ing|ings)?|works?|working|can do|could do|could we|can we|how about|what about|lets|let's|let us|talk|chat|call|meet(?:ing)?|connect|slots?|window|schedule|calendar|speak|zoom|teams|hop|jump|demo|prefer(?:ably|red)?|good|best|ideal(?:ly)?|ring|reach me|catch up|anytime|any time|suits?|flexible|disponibles?|disponível|libre|livre|libero|libera|frei|passt|zeit|geht|posible|puedo|possiamo|podemos|könnten|pourrait|peut-on|on for|then|up for|book|invite|touch base|around|in person|coffee|lunch|stop by|swing by|ping me)\b/i
/** Right before a day on which something of theirs happens: no offer. */
const EVENT_BEFORE =
  /\b(?:by|due|deadline|no later than|closes?|closing|ends?|expires?|submit(?:ted)?|until|till|til|through|thru|since|last|every|each|our|board|council|committee|commission|votes?|rfps?|bids?|read|got|saw|received|met|spoke|talked|was|were|had|heard|proposal|trade show|conference|session|kickoff|goes in|offsite|fiscal year|planning|training|surgery|vacation|holiday|need (?:it|this|that|them|something)|(?:get|send|see|have|want) [^.?!,;]{2,30} (?:by|before))\b[^.?!,;]{0,40}$/i
/** Right before a day on which the writer is not there. */
const BUSY_BEFORE =
  /\b(?:out|away|off|ooo|busy|booked|slammed|traveling|travelling|swamped|unavailable|not (?:free|available|around|in)|can'?t (?:do|make|talk)|back|return(?:ing)?|on (?:vacation|leave|pto)|until|till|til)\b[^.?!;]{0,30}$/i
/** What joins a day to the one before it: "Thursday and Friday", "Mon - Wed", "Tuesday at". */
const JOINT = /^[\s,]{0,2}(?:and|or|to|through|thru|at|-|–)?\s?$/i
const CONTRAST = /\b(?:but|however)\b/i
const DEADLINE = /\b(?:deadline|due|rfp|board|council|bid)\b/i
const FIRM =
  /\b(?:free|available|availability|works|can do|could do|how about|what about|let'?s|call me|talk|chat|meet|slot|open|book|demo|geht|passt)\b/i
const EXCEPTION =
  /\b(?:except|but not|not|can'?t|cannot|unavailable|anything but|any day but|other than|busy|booked|slammed)\b/i
const REFUSED = /\b(?:not (?:required|needed|necessary)|no need|no (?:call|demo|meeting))\b/i
const GREETED_BEFORE = /\bgood $/i
const MAX_SENTENCE = 500
const SHORT = 6
const REACH = 60

type Piece = { at: number; end: number; is: 'day' | 'clock' | 'span' }

/** The words of a sentence that offer a time, from its first time word to its last; null when it offers none. */
export function offeredTimes(raw: string): string | null {
  const sentence = raw.slice(0, MAX_SENTENCE)
  if (LINK.test(sentence)) return sentence
  const offered = REFUSED.test(sentence) ? [] : offeredPieces(sentence)
  const has = (is: Piece['is']) => offered.some((piece) => piece.is === is)
  if (offered.length === 0) return null
  const isFirm = FIRM.test(sentence)
  const isShort = sentence.split(' ').length <= SHORT
  const isOffer = MEETING.test(sentence) || (has('day') && (has('clock') || isShort))
  if (!isOffer || (!has('day') && !has('clock') && !isFirm)) return null
  return EXCEPTION.test(sentence) ? sentence : spanOf(sentence, offered)
}

/** The time words of a sentence without those of deadlines, events and absences. */
function offeredPieces(sentence: string): Piece[] {
  const skipsEvents = !FIRM.test(sentence) || DEADLINE.test(sentence)
  const offered: Piece[] = []
  let last: Piece | null = null
  let isLastTheirs = false
  for (const piece of piecesOf(sentence)) {
    const before = sentence.slice(Math.max(0, last?.end ?? 0, piece.at - REACH), piece.at)
    const since = before.slice(Math.max(0, before.search(CONTRAST)))
    const isJoined: boolean = last !== null && isLastTheirs && JOINT.test(before)
    const isTheirs: boolean = isJoined || GREETED_BEFORE.test(since) || isTakenBy(since, piece, skipsEvents)
    if (!isTheirs) offered.push(piece)
    last = piece
    isLastTheirs = isTheirs
  }
  return offered
}

function isTakenBy(before: string, piece: Piece, skipsEvents: boolean): boolean {
  return (skipsEvents && EVENT_BEFORE.test(before)) || (piece.is !== 'clock' && BUSY_BEFORE.test(before))
}

function piecesOf(sentence: string): Piece[] {
  return [...sentence.matchAll(PIECE)].map((match) => ({
    at: match.index,
    end: match.index + match[0].length,
    is: match.groups?.['day'] !== undefined ? 'day' : match.groups?.['clock'] !== undefined ? 'clock' : 'span',
  }))
}

/** From the first offered time to the last, with the time zone behind it, as it stands in the sentence. */
function spanOf(sentence: string, offered: readonly Piece[]): string {
  const end = offered.at(-1)?.end ?? sentence.length
  const zone = ZONE_AFTER.exec(sentence.slice(end))?.[0] ?? ''
  return sentence.slice(offered[0]?.at ?? 0, end + zone.length).trim()
}
