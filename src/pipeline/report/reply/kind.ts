import type { Referral, ReplyKind } from '../types.ts'
import { type CueTopic, findHits, type Hit } from './cue-matcher.ts'
import { AUTOMATIC_SUBJECTS, CUES, HARMLESS_NEGATIONS, NEGATORS } from './cues.ts'
import { isContrast, type PlainWords, plainWordsOf } from './plain-words.ts'

/** What the cues of a text add up to, and which of them counted. */
export type Judgement = {
  kind: ReplyKind
  totals: Readonly<Record<CueTopic, number>>
  /** What each sentence spoke for, by number. */
  hits: Hit[]
  /** Sentences that address a program instead of us: they count for nothing and are not shown. */
  instructions: ReadonlySet<number>
}

export type KindInput = { sentences: string[]; subject: string | null; referral: Referral | null; offersTimes: boolean }

type Spoken = { plain: PlainWords; harmless: readonly Hit[]; all: readonly Hit[] }

/** "Not interested" refuses; "don't send a deck" only asks for something else. */
const INTEREST = /interest|keen|intrigued|looking|open to|worth/u
const NOTHING: Readonly<Record<CueTopic, number>> = {
  want: 0,
  refuse: 0,
  stop: 0,
  away: 0,
  gone: 0,
  handoff: 0,
  later: 0,
  doubt: 0,
  mock: 0,
  instruction: 0,
}
/** A clause before "but" weighs less than what comes after it. */
const BEFORE_CONTRAST = 0.4
const AFTER_CONTRAST = 1.3
const SUBORDINATE = new Set(['though', 'although'])
/** A person who is away and still asks for something writes one line of each; a machine writes several of absence. */
const WANT_OVER_AWAY = 1.5
/** A name with an address makes a hint at somebody else a hand-over. */
const NAMED_WITH_ADDRESS = 2
/** How many words before a cue a negator still reaches it. */
const NEGATOR_REACH = 4
const AUTOMATIC_SUBJECT_WEIGHT = 6

/** Adds up the cues and decides. The order of the decisions is the order of harm: a wish to be left alone comes first. */
export function judgeKind(input: KindInput): Judgement {
  const plain = plainWordsOf(input.sentences)
  const found = findHits(plain, CUES)
  const harmless = findHits(plain, HARMLESS_NEGATIONS)
  const instructions = new Set(found.filter((hit) => hit.topic === 'instruction').map((hit) => hit.sentence))
  const mocked = new Set(found.filter((hit) => hit.topic === 'mock').map((hit) => hit.sentence))
  const spoken = withoutOverlaps(found).filter((hit) => !instructions.has(hit.sentence))
  const hits = spoken
    .filter((hit) => hit.topic !== 'want' || !mocked.has(hit.sentence))
    .filter((hit) => hit.topic !== 'refuse' || !isInside(hit.at, harmless))
    .map((hit, _, all) => weighed({ plain, harmless, all }, hit))
    .filter((hit) => hit.weight > 0)
  const totals = totalsOf(hits)
  if (isAutomaticSubject(input.subject)) totals.away += AUTOMATIC_SUBJECT_WEIGHT
  if (totals.handoff > 0 && input.referral?.email && input.referral.name) totals.handoff += NAMED_WITH_ADDRESS
  if (input.offersTimes && totals.want > 0) totals.want += 1.5
  if (input.offersTimes && totals.want === 0) totals.want = 2
  return { kind: decide(totals, input.referral !== null), totals, hits, instructions }
}

function decide(totals: Record<CueTopic, number>, hasReferral: boolean): ReplyKind {
  const { want, stop, gone, away, handoff, later, doubt } = totals
  const refuse = totals.refuse + totals.mock
  if (stop >= 3 && stop >= want) return 'unsubscribe'
  if (gone >= 3) return hasReferral || handoff >= 2 ? 'referral' : away >= 3 ? 'out_of_office' : 'unclear'
  if (away >= 3 && away > want * WANT_OVER_AWAY) return 'out_of_office'
  if (handoff >= 3 && handoff >= want && (hasReferral || handoff > refuse)) return 'referral'
  if (refuse >= 2 && refuse > want) return later >= 1.5 && refuse < 4 ? 'unclear' : 'not_interested'
  return want >= 1.5 && want > doubt ? 'positive' : 'unclear'
}

function totalsOf(hits: Hit[]): Record<CueTopic, number> {
  const totals = { ...NOTHING }
  for (const hit of hits) totals[hit.topic] += hit.weight
  return totals
}

/** Where cues of one topic cover the same words, the strongest speaks alone; a refusal silences a wish inside it. */
function withoutOverlaps(hits: Hit[]): Hit[] {
  const strongestFirst = hits.toSorted((a, b) => b.weight - a.weight || b.end - b.at - (a.end - a.at))
  const kept: Hit[] = []
  for (const hit of strongestFirst) {
    const isCovered = kept.some(
      (other) => other.at < hit.end && hit.at < other.end && (other.topic === hit.topic || silences(other, hit)),
    )
    if (!isCovered) kept.push(hit)
  }
  return kept
}

function silences(stronger: Hit, weaker: Hit): boolean {
  return weaker.topic === 'want' && stronger.topic !== 'away' && stronger.weight >= weaker.weight
}

/** The cue with the weight its place gives it: after "but" more, before it less, after "not" turned round. */
function weighed(spoken: Spoken, hit: Hit): Hit {
  const factor = contrastFactor(spoken, hit)
  if (!isNegatable(hit) || !isNegated(spoken, hit)) return { ...hit, weight: hit.weight * factor }
  if (hit.topic !== 'want') return { ...hit, weight: 0 }
  const isInterest = INTEREST.test(spoken.plain.text.slice(hit.at, hit.end))
  return { ...hit, topic: 'refuse', weight: factor * (isInterest ? hit.weight : 1) }
}

/** Cues that carry their own "not" or "no" cannot be turned round by it. */
function isNegatable(hit: Hit): boolean {
  return hit.topic === 'want' || hit.topic === 'stop' || hit.topic === 'away' || hit.topic === 'later'
}

/** A negator among the last words before the cue, in its clause and not part of a harmless phrase such as "no problem". */
function isNegated({ plain, harmless }: Spoken, hit: Hit): boolean {
  const clause = clauseStart(plain.text, hit.at)
  let at = hit.at
  for (let words = 0; words < NEGATOR_REACH && at > clause + 1; words += 1) {
    const from = Math.max(clause, plain.text.lastIndexOf(' ', at - 2)) + 1
    if (!isInside(from, harmless) && NEGATORS.has(plain.text.slice(from, at - 1))) return true
    at = from
  }
  return false
}

function isInside(at: number, spans: readonly Hit[]): boolean {
  return spans.some((span) => span.at <= at && at < span.end)
}

function clauseStart(text: string, at: number): number {
  return Math.max(text.lastIndexOf('|', at - 1), text.lastIndexOf('‖', at - 1)) + 1
}

/** "Interested, but …" weakens the interest only when what follows speaks for something else. */
function contrastFactor({ plain, all }: Spoken, hit: Hit): number {
  const from = plain.starts[hit.sentence] ?? 0
  const to = plain.starts[hit.sentence + 1] ?? plain.text.length
  const isOpposedBetween = (start: number, end: number) =>
    all.some((other) => other.at >= start && other.at < end && other.topic !== hit.topic)
  if (SUBORDINATE.has(wordAfter(plain.text, clauseStart(plain.text, hit.at)))) return BEFORE_CONTRAST
  const turn = lastContrast(plain.text.slice(from, to))
  if (turn >= 0) {
    if (hit.at >= from + turn) return AFTER_CONTRAST
    return isOpposedBetween(from + turn, to) ? BEFORE_CONTRAST : 1
  }
  const next = wordAfter(plain.text, to)
  const nextEnd = plain.starts[hit.sentence + 2] ?? plain.text.length
  const turnsNext = isContrast(next) && !SUBORDINATE.has(next)
  return turnsNext && isOpposedBetween(to, nextEnd) ? BEFORE_CONTRAST : 1
}

/** Where the last clause that begins with "but" or its like starts in a sentence; -1 when there is none. */
function lastContrast(sentence: string): number {
  let bar = sentence.lastIndexOf('|')
  while (bar >= 0) {
    const word = wordAfter(sentence, bar + 1)
    if (isContrast(word) && !SUBORDINATE.has(word)) return bar
    bar = bar === 0 ? -1 : sentence.lastIndexOf('|', bar - 1)
  }
  return -1
}

function wordAfter(text: string, at: number): string {
  const start = text.charAt(at) === ' ' ? at + 1 : at
  const end = text.indexOf(' ', start)
  return text.slice(start, end < 0 ? undefined : end)
}

function isAutomaticSubject(subject: string | null): boolean {
  const start = (subject ?? '').slice(0, 200).toLowerCase().trim()
  return AUTOMATIC_SUBJECTS.some((words) => start.startsWith(words))
}
