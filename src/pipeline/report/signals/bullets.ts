import type { Signal } from '../types.ts'
import { dayCount, daysFrom, shortDay, shortDollars } from './days.ts'
import { cutAtWord, plainText, sentencesOf } from './plain-text.ts'
import { isContractAmendment, stateOf } from './state.ts'

const MOST_CHARACTERS = 240
/** A sentence may run this far past the room before it is cut inside instead of left out. */
const LEAST_USEFUL = 60

/**
 * Present-tense words of a thing one can still bid on: false of what is closed. Names that hold `open`, such as Open
 * Data or open enrolment, say nothing of a status.
 */
const LIVE =
  /\b(?:open(?:s|ed|ing)?(?![ -](?:data|source|spaces?|house|educational|access|enroll?ments?|records|government|education|standards?|air|meetings?|ai)\b)|due|accepting|currently|now|active(?:ly)?|closing|closes|deadline|upcoming|soon|remains?|invit(?:es|ed|ing))\b/i
/** Counts of days in a text were true on the day it was written and on no other. */
const RELATIVE =
  /\b(?:in|within) (?:the )?(?:next )?(?:\d{1,4}|one|two|three|four|five|six|ten|thirty|sixty|ninety) (?:more )?(?:business )?(?:days?|weeks?|months?)\b|\b(?:\d{1,4}|one|two|three) (?:days?|weeks?|months?) (?:left|remaining|away|from now)\b/i
const EXPIRY = /\bexpir\w{1,8}\b/i

/**
 * A signal in its own words, as one bullet of one or two sentences and at most 240 characters; what is longer ends at a
 * sentence, else at a word with `…`. The date comes first and is ours: text about days left is stale, so those sentences
 * go. What is closed at `now` starts with `Closed …:` and never says open or due; an amendment never says expiring.
 * `countdown: false` leaves out the days left, for text that is read again later; `isDatedBeside` leaves out the date of
 * what is open, for places that show it beside the bullet.
 */
export function ruleBullet(
  signal: Signal,
  now: Date,
  options: { countdown?: boolean; isDatedBeside?: boolean } = {},
): string {
  const isClosed = signal.state === 'closed' || stateOf(signal, now) === 'closed'
  const prefix = isClosed
    ? closedPrefix(signal, now)
    : livePrefix(signal, { now, countdown: options.countdown ?? true, isDated: !options.isDatedBeside })
  const facts = factsOf(signal)
  const room = MOST_CHARACTERS - prefix.length
  const body = bodyOf(signal, { isClosed, room })
  const missing = facts.filter((fact) =>
    fact.startsWith('$') ? !/\$ ?\d/.test(body) : !body.toLowerCase().includes(fact.toLowerCase()),
  )
  const tail = missing.length > 0 && !body.endsWith('…') ? ` (${missing.join(', ')})` : ''
  const full = tail && body.length + tail.length <= room ? withTail(body, tail) : body
  return cutAtWord(`${prefix}${prefix === '' ? upperFirst(full) : full}`, MOST_CHARACTERS)
}

/** As a report shows it: read on other days than it is made, with state and date beside it. */
export const reportBullet = (signal: Signal, now: Date): string =>
  ruleBullet(signal, now, { countdown: false, isDatedBeside: true })

function closedPrefix(signal: Signal, now: Date): string {
  const what = isContractAmendment(signal) ? ', contract amendment' : ''
  const isPast = (daysFrom(now, signal.deadline) ?? 0) < 0
  return isPast && signal.deadline !== null ? `Closed ${shortDay(signal.deadline)}${what}: ` : `Closed${what}: `
}

/** What the date of an open signal is, by type. */
const DATE_WORDS: Record<string, string> = {
  rfp_posted: 'Due',
  vendor_evaluation: 'Due',
  contract_expiration: 'Contract ends',
  compliance_mandate: 'In force from',
}

function livePrefix(signal: Signal, when: { now: Date; countdown: boolean; isDated: boolean }): string {
  if (isContractAmendment(signal)) return 'Contract amendment: '
  if (!when.isDated || stateOf(signal, when.now) !== 'open' || signal.deadline === null) return ''
  const days = daysFrom(when.now, signal.deadline) ?? 0
  const left = days === 0 ? ' (last day)' : ` (${dayCount(days)} left)`
  const isNear = when.countdown && days <= 365
  return `${DATE_WORDS[signal.type] ?? 'Deadline'} ${shortDay(signal.deadline)}${isNear ? left : ''}: `
}

/** Amount and vendor from their own columns, for texts that leave them out. */
function factsOf(signal: Signal): string[] {
  const facts: string[] = []
  if (signal.amountUsd !== null && signal.amountUsd > 0) facts.push(shortDollars(signal.amountUsd))
  if (signal.vendor !== null && signal.type !== 'rfp_posted') facts.push(plainText(signal.vendor, 80))
  return facts
}

function bodyOf(signal: Signal, limits: { isClosed: boolean; room: number }): string {
  const isFalse = falseTextOf(signal, limits.isClosed)
  const title = trueTitle(plainText(signal.title, 600), isFalse)
  const sentences = sentencesOf(plainText(signal.summary)).filter((sentence) => !isFalse(sentence))
  const [first] = sentences
  if (first === undefined) return cutAtWord(title || 'Details are in the source.', limits.room)
  const opening = title !== '' && !isSaidIn(title, sentences.slice(0, 2).join(' ')) ? [ended(title)] : []
  const chosen = [...opening]
  for (const sentence of sentences.slice(0, 2 - opening.length)) {
    const used = chosen.reduce((sum, text) => sum + text.length + 1, 0)
    if (used + sentence.length <= limits.room) chosen.push(sentence)
    else {
      if (chosen.length === 0 || (chosen === opening && limits.room - used >= LEAST_USEFUL))
        chosen.push(cutAtWord(sentence, limits.room - used))
      break
    }
  }
  return chosen.join(' ')
}

type IsFalse = (text: string) => boolean

function falseTextOf(signal: Signal, isClosed: boolean): IsFalse {
  const isAmendment = signal.isAmendment
  return (text) => {
    if (RELATIVE.test(text)) return true
    if (isAmendment && EXPIRY.test(text)) return true
    return isClosed && LIVE.test(text)
  }
}

/** A title is a name and cannot be left out when nothing else remains, so only its false words go. */
function trueTitle(title: string, isFalse: IsFalse): string {
  if (!isFalse(title)) return title
  const cleaned = title
    .replace(new RegExp(RELATIVE.source, 'gi'), '')
    .replace(new RegExp(EXPIRY.source, 'gi'), 'end')
    .replace(/\bdue to\b/gi, 'because of')
    .replace(new RegExp(LIVE.source, 'gi'), '')
  return upperFirst(cleaned.replace(/\s+/g, ' ').replace(/^[\s:,;–—-]+|[\s:,;–—-]+$/g, ''))
}

/** True when most words of a title already stand in the text. */
function isSaidIn(title: string, text: string): boolean {
  const wordsOf = (of: string) => of.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? []
  const said = new Set(wordsOf(text))
  const words = wordsOf(title)
  return words.length > 0 && words.filter((word) => said.has(word)).length >= words.length * 0.6
}

function withTail(body: string, tail: string): string {
  return /[.]$/.test(body) ? `${body.slice(0, -1)}${tail}.` : `${body}${tail}`
}

function ended(title: string): string {
  return /[.!?…]$/.test(title) ? title : `${title}.`
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
