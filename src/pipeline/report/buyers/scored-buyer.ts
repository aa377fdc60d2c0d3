import type { BuyerGroup } from './group-buyers.ts'

/** What orders buyers; the weights sum to 1. Source: the desk's specification of buyer scoring. */
export const BUYER_WEIGHTS = { count: 0.25, recency: 0.25, urgency: 0.2, dollars: 0.15, relevance: 0.15 } as const

export type BuyerPart = keyof typeof BUYER_WEIGHTS

/** A buyer with its distinct signals, best first, and why it stands where it stands. */
export type ScoredBuyer = BuyerGroup & {
  /** Each 0 to 1, after the batch's best was made 1. */
  parts: Record<BuyerPart, number>
  /** 0 to 1. */
  score: number
  open: number
  /** Signals that are not closed and fit what the prospect sells or asked for. */
  relevant: number
  /** Not closed and not yet sent to this prospect. */
  fresh: number
  /** The newest day that has come, null without one. */
  newest: string | null
  isFederal: boolean
  /** Strongest first, each a short phrase fit to show. */
  reasons: string[]
}
