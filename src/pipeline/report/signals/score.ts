import type { RawSignal } from '../types.ts'
import {
  clamp,
  type Dated,
  dollarsOf,
  recencyOf,
  soundnessOf,
  specificityOf,
  typeWorth,
  urgencyOf,
} from './components.ts'
import type { Fit } from './relevance.ts'
import { type Emphasis, type Met, meets, type Wish } from './wishes.ts'

/**
 * The rule that orders signals. Every component is 0 to 1; the weights sum to 1. Source: the taxonomy of the desk
 * (recency and urgency high; specificity, dollars and relevance medium; type to break ties), with relevance raised,
 * because an open tender for something else is not a lead.
 */
export const WEIGHTS = {
  relevance: 0.25,
  urgency: 0.22,
  recency: 0.15,
  type: 0.15,
  specificity: 0.1,
  dollars: 0.08,
  table: 0.05,
} as const

/** How much each text says about what is wanted; shared out over those that have a bearing. */
export const TEXT_WEIGHTS = { product: 0.5, reply: 0.35, campaign: 0.15 } as const

/** What is left of the sum for a signal that fits nothing of product and reply, and where only a campaign's name tells. */
const OFF_TOPIC_SHARE = 0.4
const OFF_CAMPAIGN_SHARE = 0.75
/** An operator asked for the angle, so what meets it fully is treated as this much on the subject. */
const ANGLE_EXCUSE = 0.9
/** What is left for a signal that meets nothing of an angle, or of what reply, product and campaign's name ask for. */
const MISSED_SHARE = { angle: 0.3, reply: 0.72, product: 0.86, campaign: 0.88 } as const

/** What is left of what an angle asks to leave aside: `not Texas`. */
const EXCLUDED_SHARE = 0.1

/** The score's bands: unseen before sent, and closed last, whatever the sum says. Each sum is put inside its band. */
const BANDS = {
  unseen: [0.25, 1],
  sent: [0.1, 0.25],
  closed: [0.04, 0.1],
  closedSent: [0, 0.04],
} as const

type Component = keyof typeof WEIGHTS

/** One signal's measures before the sum. Fits are null where the text has no bearing on any signal. */
export type Measured = {
  dated: Dated
  alreadySent: boolean
  fits: { product: Fit | null; reply: Fit | null; campaign: Fit | null; angle: Fit | null }
  /** `relevance_score` of the table scaled to 0 to 1, or null. */
  table: number | null
}

export type Wishes = { angle: Wish; reply: Wish; product: Wish; campaign: Wish }

export type Scored = { score: number; parts: Record<Component, number>; angle: Met | null }

/**
 * score = band( sum of weight × component, × off-topic share, × missed shares of angle, reply, product and campaign,
 * × soundness ).
 * An angle's emphasis doubles the weight of urgency, recency or dollars before the sum is scaled back to 1.
 */
export function scoreOf(measured: Measured, wishes: Wishes): Scored {
  const { dated, fits } = measured
  const relevance = relevanceOf(fits)
  const parts: Record<Component, number> = {
    relevance: relevance ?? 0.5,
    urgency: urgencyOf(dated),
    recency: recencyOf(dated),
    type: typeWorth(dated.signal),
    specificity: specificityOf(dated),
    dollars: dollarsOf(dated),
    table: measured.table ?? 0.5,
  }
  const weights = weightsFor(wishes.angle.emphasis)
  const sum = (Object.keys(WEIGHTS) as Component[]).reduce((total, part) => total + weights[part] * parts[part], 0)
  const angle = angleMeets(wishes.angle, dated.signal, fits.angle)
  const onSubject = Math.max(relevance ?? 1, ANGLE_EXCUSE * (angle?.share ?? 0))
  const offTopic = fits.product || fits.reply ? OFF_TOPIC_SHARE : OFF_CAMPAIGN_SHARE
  const onTopic = share(onSubject, offTopic)
  const wished = (['reply', 'product', 'campaign'] as const).reduce(
    (left, text) => left * share(meets(wishes[text], dated.signal)?.share, MISSED_SHARE[text]),
    angle?.isExcluded ? EXCLUDED_SHARE : share(angle?.share, MISSED_SHARE.angle),
  )
  return { score: banded(clamp(sum * onTopic * wished * soundnessOf(dated)), measured), parts, angle }
}

/** `relevance_score` of tables comes as 0 to 1, 0 to 10 or 0 to 100; the largest of the set tells which. */
export function tableScale(signals: readonly RawSignal[]): number {
  const most = signals.reduce((most, signal) => Math.max(most, signal.relevanceScore ?? 0), 0)
  if (most <= 1) return 1
  return most <= 10 ? 10 : 100
}

function relevanceOf(fits: Measured['fits']): number | null {
  let sum = 0
  let weight = 0
  for (const text of ['product', 'reply', 'campaign'] as const) {
    const fit = fits[text]
    if (fit === null) continue
    sum += fit.fit * TEXT_WEIGHTS[text]
    weight += TEXT_WEIGHTS[text]
  }
  return weight === 0 ? null : sum / weight
}

/** The angle's understood parts and its remaining words count alike. */
function angleMeets(wish: Wish, signal: RawSignal, words: Fit | null): Met | null {
  const understood = meets(wish, signal)
  if (words === null || understood?.isExcluded) return understood
  const share = understood === null ? words.fit : (understood.share + words.fit) / 2
  return { share, isExcluded: false }
}

function weightsFor(emphasis: ReadonlySet<Emphasis>): Record<Component, number> {
  const doubled = Object.entries(WEIGHTS).map(
    ([part, weight]) => [part, emphasis.has(part as Emphasis) ? weight * 2 : weight] as const,
  )
  const total = doubled.reduce((sum, [, weight]) => sum + weight, 0)
  return Object.fromEntries(doubled.map(([part, weight]) => [part, weight / total])) as Record<Component, number>
}

function share(met: number | undefined, missed: number): number {
  return met === undefined ? 1 : missed + (1 - missed) * met
}

function banded(sum: number, { dated, alreadySent }: Measured): number {
  const isClosed = dated.state === 'closed'
  const [low, high] = isClosed ? BANDS[alreadySent ? 'closedSent' : 'closed'] : BANDS[alreadySent ? 'sent' : 'unseen']
  return Math.round((low + (high - low) * sum) * 10_000) / 10_000
}
