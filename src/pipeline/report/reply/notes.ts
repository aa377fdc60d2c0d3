import type { Note, NoteKind } from '../types.ts'
import { PLACE_NAME, STATE_CODE } from './places.ts'
import { cutAtWord } from './sentences.ts'
import { offeredTimes } from './times.ts'

/** A rule for one kind of note: one of `any` occurs in the sentence, and none of `unless` does. */
type NoteRule = { kind: NoteKind; any: readonly RegExp[]; unless?: readonly RegExp[] }

const MAX_NOTE = 200
const PER_KIND = 2
const ASKS = String.raw`\b(?:send|share|forward|email|e-mail|shoot|get|give|provide|attach|include|see|have|review|need|want|put together|prepare|bring|pass|drop|fire|package|love|is there|do you have|prefer|expecting|promised|waiting)\b`
const FORMATS = String.raw`(?:one[- ]?pagers?|1[- ]?pagers?|two[- ]?pagers?|decks?|slides?|slide deck|pdfs?|pricing|price (?:list|sheet)|rate card|quotes?|proposals?|case stud(?:y|ies)|brochures?|samples?|examples?|spreadsheets?|excel|csv|list of|full list|data ?sheets?|white ?papers?|white-?papers?|overview|summary|flyer|references|sow|w-?9|capabilities statement|screenshots?|recording|video|loom|contract copy|bullet points|breakdown|export|bundle|packet|executive summary)`

const RULES: readonly NoteRule[] = [
  {
    kind: 'demo_asked',
    any: [
      /\b(?:demo|demos|demonstration|d[ée]mo|demostraci[oó]n|walk[- ]?through|test drive|screen ?share|vorf[üu]hrung)\b/iu,
      /\bwalk (?:me|us|our team|my team|the team) through\b/iu,
      /\bshow (?:me|us|my team|our team) (?:how|what|the (?:platform|product|tool|software|system))/iu,
      /\bsee (?:it|this|the (?:platform|product|tool|software|system)|how it works|how this works|what it looks like)\b[^.?!]{0,30}\b(?:in action|live|works|looks like)\b/iu,
      /\b(?:live|product) (?:look|tour|presentation)\b/iu,
    ],
    unless: [
      /\b(?:no|not|without|skip|don'?t|before|instead of|rather than)\b[^.,;]{0,25}\b(?:demo|walk[- ]?through)/iu,
      /\bdemo(?:graphics|s? (?:is|are) not)/iu,
    ],
  },
  {
    kind: 'will_forward',
    any: [
      /\b(?:loop(?:ing|ed)?|bring(?:ing)?|pull(?:ing)?|rop(?:e|ing)) (?:in|into)\b/iu,
      /\b(?:loop|bring|pull|get|rope|add|include|invite|have) (?:my|our|in|the|him|her|them)\b[^.?!]{0,40}\b(?:in|into|on|onboard|cto|ceo|cfo|cio|coo|team|boss|vp|director|manager|partner|colleague|sales|lead|head)\b/iu,
      /\b(?:loop|bring|pull)(?:ing|ed)? [\p{L}' ]{2,40} in\b/iu,
      /\b(?:cc|cc'?ing|cc'?ed|cc'?d|copying|copied|adding|added|including|tagging|inviting)\b[^.?!]{0,12}\b(?:my|our|in|on|here|the|\p{Lu}\p{L}+)\b/u,
      /\b(?:cc'?ing|cc'?d|copying|adding|looping)\b/iu,
      /\b(?:forward(?:ed|ing)?|pass(?:ed|ing)?|shar(?:e|ed|ing)|sen[dt](?:ing)?|show(?:n|ing)?|present(?:ing)?|tak(?:e|ing)|bring(?:ing)?|circulat(?:e|ed|ing)|rout(?:e|ed|ing)|socializ(?:e|ing)|discuss(?:ing)?|review(?:ing)?|float(?:ed|ing)?)\b[^.?!;]{0,50}\b(?:to|with|by|around|among|past|along to) (?:my|our|the|a|some|his|her) (?:\p{L}+ ){0,3}(?:team|cto|ceo|cfo|cio|coo|cro|boss|manager|director|vp|colleagues?|partners?|board|leadership|sales|head|lead|president|owner|group|department|committee|supervisor|superintendent|management|stakeholders|people|guys|folks|rep|reps|exec|execs|executives|founder|cofounder|co-founder|staff)\b/iu,
      /\b(?:run|running|ran) (?:it|this|that) (?:by|past|up)\b/iu,
      /\bpass(?:ed|ing)? (?:it|this|that|along)\b[^.?!]{0,10}\balong\b|\bpass(?:ing)? (?:it|this|that) on\b|\bforward(?:ed|ing)? (?:it|this|that) (?:on|internally|around)\b/iu,
      /\b(?:forward|share|circulate|discuss|review)(?:ing|ed)? (?:it |this |that )?internally\b|\binternal(?:ly)? with\b/iu,
    ],
    unless: [/\b(?:don'?t|do not|please don'?t|never|not) (?:forward|share|loop|cc|pass)/iu],
  },
  {
    kind: 'urgency',
    any: [
      /\b(?:asap|a\.s\.a\.p|urgent|urgently|urgency|time[- ]sensitive|right away|immediately|as soon as (?:possible|you can)|rush|quick turnaround|sooner (?:the|is) better|tight (?:timeline|deadline|turnaround)|on a deadline|pronto|cuanto antes|urgente|so bald wie m[öo]glich|dringend|rapidement|au plus vite|d[èe]s que possible)\b/iu,
      /\b(?:deadline|due|closes|closing|expires|expiring|submit|submission|bids? (?:are )?due)\b[^.?!]{0,40}(?:\d|\b(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|today|tomorrow|tonight|week|month|soon|days?|end of)\p{L}*)/iu,
      /\b(?:by|before|no later than) (?:the )?(?:end of (?:the )?(?:day|week|month|today|business|year|quarter)|eod|eow|eom|cob|close of business|today|tonight|tomorrow|(?:this|next) (?:week|month|\p{L}+day)|(?:our|the|my|next) (?:\p{L}+ )?(?:board|rfp|bid|meeting|budget|deadline|session|renewal)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|tues|wed|thu|thur|thurs|fri)\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)\p{L}*|\d{1,2}[/.]\d{1,2}|the \d{1,2}(?:st|nd|rd|th))/iu,
      /\b(?:today|tonight|this week|this afternoon|this morning|within (?:the )?(?:next )?(?:\d{1,2}|two|three|few|a few|couple)(?: of)? (?:hours|days)|in the next (?:\d{1,2}|two|few|couple)(?: of)? (?:hours|days)|esta semana|diese woche|cette semaine|heute|hoy)\b/iu,
      /\b(?:moving|move|need to move|have to move|decide|deciding|decision) (?:fast|quickly|soon|this (?:week|month))\b/iu,
    ],
    unless: [
      /\b(?:no|not|isn'?t|nothing|without any?) (?:rush|hurry|urgent|urgency|that urgent|super urgent|particularly urgent|immediately|immediate)/iu,
      /\b(?:free|available|around|open)\b[^.?!]{0,60}\b(?:before|by)\b/iu,
      /\b(?:free|available|availability|open|works|slammed|busy|swamped|out|away|traveling|travelling|later) (?:\p{L}+ ){0,3}(?:this week|today|this afternoon|this morning)|\b(?:this week|today|this afternoon|this morning) (?:works|or next|is fine|at|after|before|is open|would work|between)/iu,
    ],
  },
  {
    kind: 'packaging',
    any: [
      new RegExp(String.raw`${ASKS}[^.?!]{0,60}\b${FORMATS}(?![\p{L}-])`, 'iu'),
      /(?<![\p{L}\d-])(?:\d{1,3}|all|those|these|top (?:\d{1,2}|five|ten)|five|ten|twelve|few|couple of) (?:\p{L}+ ){0,2}(?:signals|opportunities|leads|rfps|bids|accounts|districts|triggers|insights)\b/iu,
      /\b(?:signals|list|report|examples|opportunities) (?:that )?(?:you|your email|your note) (?:mentioned|promised|referenced|offered|talked about)\b/iu,
      new RegExp(
        String.raw`\b(?:in|as|into) (?:a |an )?(?:pdf|excel|csv|spreadsheet|google sheet|word|slides?|one[- ]pager|writing|table)\b`,
        'iu',
      ),
      new RegExp(
        String.raw`^\W{0,3}(?:any |the |your |a |and |also |pricing\b|one[- ]?pager\b)[^.?!]{0,30}${FORMATS}[^.?!]{0,30}\?`,
        'iu',
      ),
    ],
    unless: [
      /\b(?:no|not|don'?t need|without|skip) (?:a |an |any |the |more )?(?:deck|pdf|one-pager|brochure|slides?|proposal)/iu,
    ],
  },
]

const TERRITORY_WORDS =
  /\b(?:only|just|primarily|mainly|mostly|exclusively|focus(?:ed|ing|es)?|territor(?:y|ies)|regions?|regional|cover(?:s|ed|ing|age)?|serv(?:e|es|ing)|sell(?:s|ing)?|operat(?:e|es|ing)|licensed|work(?:s|ing)? (?:in|with|across)|footprint|statewide|limited to|limit|anything (?:in|for|from|on|outside)|signals|districts?|cit(?:y|ies)|count(?:y|ies)|schools?|agenc(?:y|ies)|buyers|accounts|data (?:for|in|on)|opportunities|leads|bids|rfps|markets?|states?|outside(?: of)?|expand(?:ing)?|vendemos|vendons|verkaufen|verkauft)\b/iu
const OWN_TERRITORY =
  /\b(?:my|our|his|her|their) (?:\p{L}+ ){0,2}(?:territor(?:y|ies)|regions?|footprint|patch|coverage area)\b|\bterritory (?:is|are|covers)\b|\b(?:which|what) (?:states|regions|territories|areas)\b|\b(?:west|east|north|south) of the \p{Lu}/iu
const SELF_PLACE =
  /\b(?:i'?ll be|i am|i'?m|we'?ll be|traveling|travelling|visiting|flying|conference|based|headquartered|located|office is) (?:\p{L}+ ){0,3}(?:in|to|at)\b/iu

/** CT, MT and PT after an hour are time zones. */
const CLOCK_ZONE = /\d\s?(?:am|pm|a\.m\.|p\.m\.)?\s?(?:[ECMP]T|[ECMP][SD]T)\b/giu

/** What changes the rep's next step, each with the words of the reply that say so. At most two of a kind. */
export function notesOf(sentences: string[]): Note[] {
  const notes: Note[] = []
  const add = (kind: NoteKind, text: string) => {
    const same = notes.filter((note) => note.kind === kind)
    if (same.length < PER_KIND && !same.some((note) => note.text === text)) notes.push({ kind, text })
  }
  for (const sentence of sentences) {
    for (const rule of RULES) if (matches(rule, sentence)) add(rule.kind, cutAtWord(sentence, MAX_NOTE))
    const times = offeredTimes(sentence)
    if (times !== null) add('times_offered', cutAtWord(times, MAX_NOTE))
    if (isTerritory(sentence)) add('territory', cutAtWord(sentence, MAX_NOTE))
  }
  return notes
}

function matches(rule: NoteRule, sentence: string): boolean {
  const text = sentence.slice(0, 600).replaceAll('’', "'")
  return rule.any.some((pattern) => pattern.test(text)) && !(rule.unless ?? []).some((pattern) => pattern.test(text))
}

function isTerritory(sentence: string): boolean {
  const text = sentence.slice(0, 600)
  if (OWN_TERRITORY.test(text)) return true
  const untimed = text.replace(CLOCK_ZONE, ' ')
  const isPlace = PLACE_NAME.test(text) || (STATE_CODE.test(untimed) && text !== text.toUpperCase())
  if (!isPlace) return false
  return TERRITORY_WORDS.test(text)
    ? !(SELF_PLACE.test(text) && !/\b(?:only|sell|cover|territory)\b/iu.test(text))
    : text.split(' ').length <= 6
}
