import { clamp, datedOf, dollarsOf, urgencyOf } from '../signals/components.ts'
import { daysFrom } from '../signals/days.ts'
import { createCorpus, fitOf } from '../signals/relevance.ts'
import { TEXT_WEIGHTS } from '../signals/score.ts'
import { createTopicIndex } from '../signals/topics.ts'
import { ownWords } from '../signals/wishes.ts'
import type { Signal } from '../types.ts'
import { buyerReasons } from './buyer-reasons.ts'
import { type BuyerGroup, compareText, groupByBuyer } from './group-buyers.ts'
import { BUYER_WEIGHTS, type BuyerPart, type ScoredBuyer } from './scored-buyer.ts'

/** A constant table, read once. */
const TOPICS = createTopicIndex()

/** What the order depends on besides the signals. `now` is the run's recorded now. */
export type BuyerFacts = { now: Date; product: string | null; replyText: string | null }

/** From here on a signal fits what the prospect sells. */
const RELEVANT = 0.35
/** What is left of a signal that is over, and of one this prospect has seen. */
const CLOSED_SHARE = 0.25
const SENT_SHARE = 0.5
/** So many live signals are as good as more. */
const FULL_COUNT = 8
/** The batch's best becomes 1, but nothing below this: of two small measures neither is a large one. */
const LEAST_SCALE = 0.2

/**
 * Buyers of judged signals, best first: score = sum of weight × part, each part 0 to 1 and divided by the largest of
 * the batch. A signal brings each part times its worth (1; 0.25 when closed; half of that when already sent).
 * count: log2(1 + worth of all) / log2(1 + 8). recency: 1 − age / 365 days of the newest event, by its own day and
 * never by when it was found. urgency: the most pressing open deadline. dollars: the largest amount, $5,000 to $5M on
 * a logarithm. relevance: the best fit to product and reply. The same signals in any order, or twice, give the same.
 */
export function rankBuyers(signals: readonly Signal[], facts: BuyerFacts): ScoredBuyer[] {
  const groups = groupByBuyer(signals)
  const fits = fitsOf(
    groups.flatMap((group) => group.signals),
    facts,
  )
  const raws = groups.map((group) => ({ group, raw: rawParts(group, fits, facts.now) }))
  const best = (part: BuyerPart) => raws.reduce((most, { raw }) => Math.max(most, raw[part]), LEAST_SCALE)
  const scales: Record<BuyerPart, number> = {
    count: best('count'),
    recency: best('recency'),
    urgency: best('urgency'),
    dollars: best('dollars'),
    relevance: best('relevance'),
  }
  return raws
    .map(({ group, raw }) => {
      const parts = { ...raw }
      for (const part of partNames) parts[part] = raw[part] / scales[part]
      return toScored(group, { parts, fits, now: facts.now })
    })
    .sort(compareBuyers)
}

const partNames: readonly BuyerPart[] = ['count', 'recency', 'urgency', 'dollars', 'relevance']

/** Fit of every signal to product and reply, by id; null where neither has a bearing on any. */
type Fits = ReadonlyMap<string, number> | null

function fitsOf(signals: readonly Signal[], { product, replyText }: BuyerFacts): Fits {
  const corpus = createCorpus(signals, TOPICS)
  const texts = [
    { fits: fitOf(product, corpus, TOPICS), weight: TEXT_WEIGHTS.product },
    { fits: fitOf(ownWords(replyText ?? ''), corpus, TOPICS), weight: TEXT_WEIGHTS.reply },
  ].filter(({ fits }) => fits !== null)
  if (texts.length === 0) return null
  const total = texts.reduce((sum, { weight }) => sum + weight, 0)
  return new Map(
    signals.map(({ id }, index) => [
      id,
      texts.reduce((sum, { fits, weight }) => sum + (fits?.[index]?.fit ?? 0) * weight, 0) / total,
    ]),
  )
}

function rawParts({ signals }: BuyerGroup, fits: Fits, now: Date): Record<BuyerPart, number> {
  const most = (measure: (signal: Signal) => number) =>
    signals.reduce((most, signal) => Math.max(most, measure(signal)), 0)
  const dated = (signal: Signal) => datedOf(signal, signal.state, now)
  const all = signals.reduce((sum, signal) => sum + worthOf(signal), 0)
  return {
    count: clamp(Math.log2(1 + all) / Math.log2(1 + FULL_COUNT)),
    recency: most((signal) => worthOf(signal) * freshnessOf(signal, now)),
    urgency: most((signal) => worthOf(signal) * urgencyOf(dated(signal))),
    dollars: most((signal) => worthOf(signal) * dollarsOf(dated(signal))),
    relevance: most((signal) => worthOf(signal) * (fits?.get(signal.id) ?? 0.5)),
  }
}

function worthOf(signal: Signal): number {
  return (signal.state === 'closed' ? CLOSED_SHARE : 1) * (signal.alreadySent ? SENT_SHARE : 1)
}

/** Days ahead count as today up to 90 days, then half; no event day counts nothing. */
function freshnessOf(signal: Signal, now: Date): number {
  const days = daysFrom(now, signal.eventDate)
  if (days === null) return 0
  if (days > 0) return days <= 90 ? 1 : 0.5
  return clamp(1 + days / 365)
}

function toScored(
  group: BuyerGroup,
  { parts, fits, now }: { parts: Record<BuyerPart, number>; fits: Fits; now: Date },
): ScoredBuyer {
  const live = group.signals.filter((signal) => signal.state !== 'closed')
  const sum = partNames.reduce((total, part) => total + BUYER_WEIGHTS[part] * parts[part], 0)
  const come = group.signals.flatMap(({ eventDate }) => ((daysFrom(now, eventDate) ?? 1) <= 0 ? (eventDate ?? []) : []))
  const scored = {
    ...group,
    parts,
    score: Math.round(sum * 10_000) / 10_000,
    open: live.filter((signal) => signal.state === 'open').length,
    relevant: live.filter((signal) => fits === null || (fits.get(signal.id) ?? 0) >= RELEVANT).length,
    fresh: live.filter((signal) => !signal.alreadySent).length,
    newest: come.reduce<string | null>((last, day) => (last === null || day > last ? day : last), null),
    isFederal: isFederal(group),
  }
  return { ...scored, reasons: buyerReasons(scored, fits !== null) }
}

const US_BODY =
  /^(?:u\.? ?s\.?|united states) (?:department|army|navy|air force|coast guard|forest service|geological|postal|customs|marshals|census|fish and wildlife|environmental|small business|general services|courts?|house|senate)\b|^federal (?:bureau|aviation|emergency|highway|transit|reserve|communications|trade|deposit)\b|^(?:internal revenue service|general services administration|national (?:park service|institutes? of health|aeronautics))\b/i

/** By type; by name only where no type says otherwise (`Federal Way` is a city). */
function isFederal({ type, name }: BuyerGroup): boolean {
  return type?.trim() ? /\bfederal\b/i.test(type) : US_BODY.test(name ?? '')
}

/** Best first; equals by relevant, open and all signals, the newer event, name, state and key: a total order. */
function compareBuyers(a: ScoredBuyer, b: ScoredBuyer): number {
  return (
    b.score - a.score ||
    b.relevant - a.relevant ||
    b.open - a.open ||
    b.signals.length - a.signals.length ||
    compareText(b.newest ?? '', a.newest ?? '') ||
    compareText(a.name ?? '', b.name ?? '') ||
    compareText(a.state ?? '', b.state ?? '') ||
    compareText(a.key, b.key)
  )
}
