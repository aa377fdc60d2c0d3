import { shortDay } from '../signals/days.ts'
import { plainText, sentencesOf } from '../signals/plain-text.ts'
import type { Day, Signal } from '../types.ts'
import { readTitle, type TitleReading } from './titles.ts'

/** Somebody at a buyer, as far as a departure needs it. `seenAt` is when the source last saw them there. */
export type Holder = { id: string; name: string; reading: TitleReading; seenAt: Day | null }

const PEOPLE = new Set(['job_change', 'leadership_change'])

const LEAVES =
  /\b(?:depart(?:s|ed|ing|ure)?|left|leav(?:es|ing)|resign(?:s|ed|ing|ation)?|retir(?:es|ed|ing|ement)|step(?:s|ped|ping)? (?:down|aside)|(?:was |is |been )?(?:dismissed|terminated|fired|let go|ousted|removed|replaced|succeeded)|passed away|died|no longer)\b/i
const ARRIVES =
  /\b(?:appoint(?:s|ed|ment)?|named|nam(?:es|ing)|hir(?:es|ed|ing)|promot(?:es|ed|ion)|start(?:s|ed|ing)?|beg(?:an|ins)|joins?|joined|takes? over|took over|succeed(?:s|ing)|replac(?:es|ing)|elected|selected|chosen|sworn in|becomes?|became|welcom(?:es|ed))\b/i
/** Directly before a name or a role: this one goes. */
const GONE_BEFORE =
  /\b(?:replac(?:es|ing|ed)(?! by)|succeed(?:s|ing|ed)(?! by)|(?:departure|resignation|retirement|exit|dismissal|loss|death) of|former|outgoing|departing|retiring|in place of|farewell to|takes? over from|took over from|vacated by|left by)\b[^.;]{0,50}$/i
/** Directly before a name: this one comes. */
const COMES_BEFORE =
  /\b(?:replaced by|succeeded by|succeeds? as|appoint(?:s|ed)|nam(?:es|ed|ing)|hir(?:es|ed|ing)|promot(?:es|ed|ing)|welcom(?:es|ed|ing)|elect(?:s|ed)|select(?:s|ed)|new|incoming)\b[^.;]{0,40}$/i
const VACANT = /\b(?:vacan(?:t|cy)|unfilled|open position|search for a new|seeks a new)\b/i
/** Directly before a role: somebody new has it. */
const NAMED_TO =
  /\b(?:named|appointed|hired|promoted|elected|selected|becomes|became|starts?|started|joins?|joined)(?: as| to)?(?: the| its| their)?(?: new| next| interim)? $/i
const ROLE =
  /\b(?:[\p{L}&-]{1,30} ){0,5}?(?:chief (?:[\p{L}&-]{1,30} ){1,3}officer|(?:police|fire) chief|chief of (?:police|staff)|director|manager|officer|superintendent|administrator|coordinator|supervisor|president|provost|chancellor|dean|registrar|clerk|treasurer|controller|comptroller|engineer|librarian|mayor|sheriff|CIO|CTO|CFO|COO|CISO|CEO)\b(?: (?:of|for) (?:[\p{L}&-]{1,30} ?){1,4})?/giu
const A_PERSON = /^[\s,]*\p{Lu}[\p{L}'’-]+ (?:\p{Lu}\.? )?\p{Lu}[\p{L}'’-]+/u
const A_PERSON_BEFORE = /\p{Lu}[\p{Ll}'’-]+ (?:\p{Lu}\.? )?\p{Lu}[\p{Ll}'’-]+,? (?:the |as |is |was |as the )?$/u

/**
 * Who is not at a buyer (any more) according to its job-change and leadership-change signals, and why, by holder id: by
 * name (`Al Reyes retired`, `succeeds Al Reyes`), by a role that nobody in particular left (`Procurement manager
 * departed`), or because somebody new has the role since a day after which this holder was not seen. The newest signal
 * that speaks of a holder decides, and the person who comes is never the one who went.
 */
export function departuresOf(holders: readonly Holder[], signals: readonly Signal[]): Map<string, string> {
  const left = new Map<string, string>()
  const settled = new Set<string>()
  for (const signal of signals.filter(({ type }) => PEOPLE.has(type)).sort(newestFirst)) {
    const texts = [plainText(signal.title, 300), ...sentencesOf(plainText(signal.summary, 3000))]
    const byName = new Map(holders.map((holder) => [holder.id, nameFate(texts, holder.name)]))
    const isLeaverNamed = [...byName.values()].includes('goes')
    for (const holder of holders) {
      if (settled.has(holder.id)) continue
      const named = byName.get(holder.id) ?? null
      const fate = named ?? roleFate(texts, { holder, isLeaverNamed, day: signal.eventDate })
      if (fate === null) continue
      settled.add(holder.id)
      const why = named === null ? ROLE_WORDS[fate] : fate === 'goes' ? 'is reported as leaving' : null
      if (why !== null) left.set(holder.id, `${why} in ${sourceOf(signal)}`)
    }
  }
  return left
}

const ROLE_WORDS = {
  goes: 'holds a role that is reported as left',
  comes: 'holds a role that is reported to have somebody new',
} as const

function sourceOf({ type, eventDate }: Signal): string {
  const day = eventDate === null ? '' : ` of ${shortDay(eventDate)}`
  return `a ${type === 'job_change' ? 'job-change' : 'leadership-change'} signal${day}`
}

function nameFate(texts: readonly string[], name: string): Fate {
  const fates = texts.map((text) => fateByName(text, name))
  return fates.includes('comes') ? 'comes' : fates.includes('goes') ? 'goes' : null
}

/** A role that a named person left is not left by whoever else holds it, and a new holder is no news of who came since. */
function roleFate(
  texts: readonly string[],
  { holder, isLeaverNamed, day }: { holder: Holder; isLeaverNamed: boolean; day: Day | null },
): Fate {
  const fates = texts.map((text) => fateByRole(text, holder.reading))
  if (fates.includes('goes') && !isLeaverNamed) return 'goes'
  const isOlder = day === null || holder.seenAt === null || holder.seenAt < day
  return fates.includes('comes') && isOlder ? 'comes' : null
}

type Fate = 'goes' | 'comes' | null

function fateByName(text: string, name: string): Fate {
  const at = findName(text, name)
  if (at === null) return null
  const before = text.slice(Math.max(0, at.start - 120), at.start)
  const after = text.slice(at.end).split(/[;.](?: |$)/)[0] ?? ''
  if (COMES_BEFORE.test(before) && !GONE_BEFORE.test(before)) return 'comes'
  const leaves = LEAVES.exec(after)?.index ?? Infinity
  const arrives = ARRIVES.exec(after)?.index ?? Infinity
  if (arrives < leaves && arrives < 60 && !/\bformer\b[^.;]{0,30}$/i.test(before)) return 'comes'
  if (GONE_BEFORE.test(before)) return 'goes'
  return leaves < 80 ? 'goes' : null
}

/** A role that is named without a person: what is said of it is said of whoever holds it. */
function fateByRole(text: string, holder: TitleReading): Fate {
  for (const found of text.matchAll(ROLE)) {
    if (!isSameRole(readTitle(found[0].replace(/^(?:new|the|a|an|its|their|former|outgoing|next) /gi, '')), holder))
      continue
    const before = text.slice(Math.max(0, found.index - 120), found.index)
    const after = text.slice(found.index + found[0].length)
    if (NAMED_TO.test(before)) return 'comes'
    if (A_PERSON.test(after) || A_PERSON_BEFORE.test(before)) continue
    if (/\b(?:new|incoming)\b/i.test(found[0]) || /\b(?:new|incoming)\s+$/i.test(before)) return 'comes'
    const near = after.slice(0, 80)
    if (LEAVES.test(near) || GONE_BEFORE.test(before) || /^(?:former|outgoing)\b/i.test(found[0])) return 'goes'
    if (VACANT.test(near) || VACANT.test(before.slice(-40))) return 'goes'
    if (ARRIVES.test(near)) return 'comes'
  }
  return null
}

function isSameRole(role: TitleReading, holder: TitleReading): boolean {
  const [area] = role.areas
  return area !== undefined && role.rank === holder.rank && holder.areas.includes(area) && sharesHead(role, holder)
}

/** `director of technology` is not every director whose area touches technology: a telling word is shared too. */
function sharesHead(role: TitleReading, holder: TitleReading): boolean {
  if (role.rank === 'head') return true
  const words = new Set(holder.words.split(' '))
  const telling = role.words.split(' ').filter((word) => word.length > 3 && !RANK_WORDS.has(word))
  return telling.length > 0 && telling.every((word) => words.has(word))
}

const RANK_WORDS = new Set('director manager officer chief interim acting deputy assistant associate senior'.split(' '))

/** First and last name in this order, at most a middle name between them; titles and suffixes do not count. */
function findName(text: string, name: string): { start: number; end: number } | null {
  const parts = name
    .replace(/,? (?:jr|sr|ii|iii|iv|ph\.?d|ed\.?d|mba|cpa)\.?\b/gi, '')
    .replace(/^(?:dr|mr|mrs|ms|mx|hon)\.? /i, '')
    .split(/\s+/)
    .filter((part) => part.length > 1)
  const [first, last] = [parts[0], parts.at(-1)]
  if (first === undefined || last === undefined || parts.length < 2) return null
  const pattern = new RegExp(`(?<!\\p{L})${escaped(first)}(?: [\\p{L}.'’-]{1,20})? ${escaped(last)}(?!\\p{L})`, 'iu')
  const found = pattern.exec(text)
  return found ? { start: found.index, end: found.index + found[0].length } : null
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function newestFirst(a: Signal, b: Signal): number {
  const [one, other] = [a.eventDate ?? '', b.eventDate ?? '']
  if (one === other) return a.id < b.id ? -1 : 1
  return one < other ? 1 : -1
}
