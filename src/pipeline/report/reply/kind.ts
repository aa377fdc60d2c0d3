import type { NoteKind, ReplyKind } from '../types.ts'
import { findHits, type Hit } from './cue-matcher.ts'
import type { CueTopic } from './cues/topics.ts'
import { AUTOMATIC_SUBJECTS, CUES, EXEMPT_CUES, INSTRUCTION_CUES, MACHINE_SUBJECTS } from './cues.ts'
import { harmlessSpans, isNegated, overlapsAny } from './negation.ts'
import { clauseStart, isContrast, isSeparator, type PlainWords } from './plain-words.ts'
import type { Named } from './referral.ts'

/** What the cues of a text add up to, and which of them counted. */
export type Judgement = {
  kind: ReplyKind
  totals: Readonly<Record<CueTopic, number>>
  /** What each sentence spoke for, by number. */
  hits: TopicHit[]
}

export type TopicHit = Hit<CueTopic>

export type KindInput = {
  sentences: string[]
  plain: PlainWords
  /** Sentences of `instructionsIn`: they count for nothing. */
  instructions: ReadonlySet<number>
  subject: string | null
  /** Who is named, and how much speaks for that person being the one to ask; null when nobody is. */
  referral: Named | null
  noted: ReadonlySet<NoteKind>
}

type Spoken = { plain: PlainWords; harmless: readonly Hit<string>[]; all: readonly TopicHit[] }

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
  machine: 0,
  instruction: 0,
}
/** Sums that hint at a kind, make it likely, settle it. */
const HINTED = 1.5
const LIKELY = 2
const SURE = 3
const MACHINE_SURE = 4
const FIRM_REFUSAL = 4
/** A clause before "but" weighs less than what comes after it. */
const BEFORE_CONTRAST = 0.4
const AFTER_CONTRAST = 1.3
/** Mockery that a plain request follows was only an opening, and a refusal was of something else. */
const MOCK_BEFORE_REQUEST = 0.3
const REFUSAL_BEFORE_REQUEST = 0.5
const REQUEST = 3
const SUBORDINATE = new Set(['though', 'although'])
/** A person who is away and still asks for something writes one line of each; a machine writes several of absence. */
const WANT_OVER_AWAY = 1.5
/** Somebody said to be the one to ask makes a hint at somebody else a hand-over; with an address the more so. */
const CLEARLY_NAMED = 6
const CLEAR_HANDOFF = 3
const NAMED_WEIGHT = 3
const ADDRESS_WEIGHT = 1.5
const SUBJECT_WEIGHT = 6
/** A question is a wish for an answer, and so is telling us how, where, how soon and with whom. */
const QUESTION = 1.5
const QUESTION_MARK = /[\p{L}\d]\s[^?]{0,300}\?/u
const NOTED = 1.5
const OFFERED_TIMES = 2

/** Numbers of the sentences that address a program instead of us: they count for nothing and are not shown. */
export function instructionsIn(plain: PlainWords): ReadonlySet<number> {
  return new Set(withoutExempt(plain, findHits(plain, INSTRUCTION_CUES)).map((hit) => hit.sentence))
}

function withoutExempt(plain: PlainWords, hits: TopicHit[]): TopicHit[] {
  if (hits.length === 0) return hits
  const exempt = findHits(plain, EXEMPT_CUES)
  const isExempt = (hit: TopicHit) =>
    exempt.some((span) => span.topic === hit.topic && span.at < hit.end && hit.at < span.end)
  return hits.filter((hit) => !isExempt(hit))
}

/** Adds up the cues and decides. The order of the decisions is the order of harm: a wish to be left alone comes first. */
export function judgeKind(input: KindInput): Judgement {
  const { plain, sentences, instructions } = input
  const found = withoutExempt(plain, findHits(plain, CUES))
  const harmless = harmlessSpans(plain)
  const mocked = new Set(found.filter((hit) => hit.topic === 'mock').map((hit) => hit.sentence))
  const spoken = withoutOverlaps(found, plain.words.length).filter((hit) => !instructions.has(hit.sentence))
  const hits = spoken
    .filter((hit) => hit.topic !== 'want' || !mocked.has(hit.sentence))
    .filter((hit) => hit.topic !== 'refuse' || !overlapsAny(hit, harmless))
    .map((hit, _, all) => weighed({ plain, harmless, all }, hit))
    .filter((hit) => hit.weight > 0)
  const totals = totalsOf(hits)
  if (isFollowedByRequest(hits, 'mock')) totals.mock *= MOCK_BEFORE_REQUEST
  if (isFollowedByRequest(hits, 'refuse')) totals.refuse *= REFUSAL_BEFORE_REQUEST
  if (startsWithOneOf(input.subject, AUTOMATIC_SUBJECTS)) totals.away += SUBJECT_WEIGHT
  if (startsWithOneOf(input.subject, MACHINE_SUBJECTS)) totals.machine += SUBJECT_WEIGHT
  if (!isOnlyHintedAt(hits)) totals.handoff += namedWeight(input.referral, totals.handoff)
  if (input.noted.size > (input.noted.has('times_offered') ? 1 : 0)) totals.want += NOTED
  if (input.noted.has('times_offered')) totals.want += OFFERED_TIMES
  if (sentences.some((text) => QUESTION_MARK.test(text))) totals.want += QUESTION
  return { kind: decide(totals, input.referral !== null), totals, hits }
}

/** A colleague is named in passing, and something is asked of us: "Copying Sam. Please send us the list." */
function isOnlyHintedAt(hits: readonly TopicHit[]): boolean {
  const isAsked = hits.some((hit) => hit.topic === 'want' && hit.weight >= REQUEST)
  return isAsked && hits.every((hit) => hit.topic !== 'handoff' || hit.weight < CLEAR_HANDOFF)
}

function namedWeight(named: Named | null, handoff: number): number {
  if (named === null || named.name === null) return 0
  const isClear = named.score >= CLEARLY_NAMED
  return (named.email !== null && (isClear || handoff > 0) ? ADDRESS_WEIGHT : 0) + (isClear ? NAMED_WEIGHT : 0)
}

function decide(totals: Record<CueTopic, number>, hasReferral: boolean): ReplyKind {
  const { want, stop, gone, away, later, doubt, machine } = totals
  if (machine >= MACHINE_SURE && machine > away) return 'unclear'
  if (stop >= SURE && stop >= want) return 'unsubscribe'
  if (gone >= SURE) return kindOfGone(totals, hasReferral)
  if (away >= SURE && away > want * WANT_OVER_AWAY) return 'out_of_office'
  if (isHandedOver(totals, hasReferral)) return 'referral'
  const refuse = totals.refuse + totals.mock
  if (refuse >= LIKELY && refuse > Math.max(want, doubt))
    return later >= HINTED && refuse < FIRM_REFUSAL ? 'unclear' : 'not_interested'
  return want >= HINTED && want > doubt ? 'positive' : 'unclear'
}

/** Somebody who left is a referral when a successor is named, an absence when a machine says so. */
function kindOfGone({ handoff, away }: Record<CueTopic, number>, hasReferral: boolean): ReplyKind {
  if (hasReferral || handoff >= LIKELY) return 'referral'
  return away >= SURE ? 'out_of_office' : 'unclear'
}

function isHandedOver({ handoff, want, refuse, mock }: Record<CueTopic, number>, hasReferral: boolean): boolean {
  return handoff >= SURE && handoff >= want && (hasReferral || handoff > refuse + mock)
}

function totalsOf(hits: TopicHit[]): Record<CueTopic, number> {
  const totals = { ...NOTHING }
  for (const hit of hits) totals[hit.topic] += hit.weight
  return totals
}

function isFollowedByRequest(hits: readonly TopicHit[], topic: CueTopic): boolean {
  const last = hits.findLast((hit) => hit.topic === topic)?.sentence ?? Number.POSITIVE_INFINITY
  return hits.some((hit) => hit.topic === 'want' && hit.weight >= REQUEST && hit.sentence > last)
}

/**
 * Where cues of one topic cover the same words, the strongest speaks alone. A wish inside anything stronger is silent
 * ("not interested"), and a hand-over inside a stronger wish ("please call me").
 */
function withoutOverlaps(hits: TopicHit[], length: number): TopicHit[] {
  const strongestFirst = hits.toSorted((a, b) => b.weight - a.weight || b.end - b.at - (a.end - a.at))
  const covered = new Map<CueTopic | 'serious', Uint8Array>()
  const isCovered = (by: CueTopic | 'serious', { at, end }: TopicHit) => covered.get(by)?.subarray(at, end).includes(1)
  const cover = (by: CueTopic | 'serious', { at, end }: TopicHit) => {
    const marks = covered.get(by) ?? new Uint8Array(length)
    covered.set(by, marks.fill(1, at, end))
  }
  return strongestFirst
    .filter((hit) => {
      const silencedBy = hit.topic === 'want' ? 'serious' : hit.topic === 'handoff' ? 'want' : hit.topic
      if (isCovered(hit.topic, hit) || isCovered(silencedBy, hit)) return false
      cover(hit.topic, hit)
      if (hit.topic !== 'want' && hit.topic !== 'away') cover('serious', hit)
      return true
    })
    .toSorted((a, b) => a.at - b.at)
}

/** The cue with the weight its place gives it: after "but" more, before it less, after "not" turned round. */
function weighed(spoken: Spoken, hit: TopicHit): TopicHit {
  const factor = contrastFactor(spoken, hit)
  if (!isNegatable(hit) || !isNegated(spoken.plain, spoken.harmless, hit))
    return { ...hit, weight: hit.weight * factor }
  if (hit.topic !== 'want') return { ...hit, weight: 0 }
  const isInterest = INTEREST.test(spoken.plain.words.slice(hit.at, hit.end).join(' '))
  return { ...hit, topic: 'refuse', weight: factor * (isInterest ? hit.weight : 1) }
}

/** Cues that carry their own "not" or "no" cannot be turned round by it. */
function isNegatable(hit: TopicHit): boolean {
  return hit.topic === 'want' || hit.topic === 'stop' || hit.topic === 'away' || hit.topic === 'later'
}

/** "Interested, but …" weakens the interest only when what follows speaks for something else. */
function contrastFactor({ plain, all }: Spoken, hit: TopicHit): number {
  const from = plain.starts[hit.sentence] ?? 0
  const to = plain.starts[hit.sentence + 1] ?? plain.words.length
  const isOpposedBetween = (start: number, end: number) =>
    all.some((other) => other.at >= start && other.at < end && other.topic !== hit.topic)
  if (SUBORDINATE.has(plain.words[clauseStart(plain.words, hit.at)] ?? '')) return BEFORE_CONTRAST
  const turn = lastContrast(plain.words, from, to)
  if (turn >= 0) {
    if (hit.at >= turn) return AFTER_CONTRAST
    return isOpposedBetween(turn, to) ? BEFORE_CONTRAST : 1
  }
  const next = plain.words[to] ?? ''
  const nextEnd = plain.starts[hit.sentence + 2] ?? plain.words.length
  const turnsNext = isContrast(next) && !SUBORDINATE.has(next)
  return turnsNext && isOpposedBetween(to, nextEnd) ? BEFORE_CONTRAST : 1
}

/** Where the last clause of a sentence begins that opens with "but" or its like, not its first; -1 without one. */
function lastContrast(words: readonly string[], from: number, to: number): number {
  for (let at = to - 1; at > from; at -= 1) {
    const word = words[at] ?? ''
    if (isContrast(word) && !SUBORDINATE.has(word) && isSeparator(words[at - 1] ?? '')) return at
  }
  return -1
}

function startsWithOneOf(subject: string | null, starts: readonly string[]): boolean {
  const start = (subject ?? '').slice(0, 200).toLowerCase().trim()
  return starts.some((words) => start.startsWith(words))
}
