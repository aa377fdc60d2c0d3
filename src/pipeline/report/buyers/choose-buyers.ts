import { plainText } from '../signals/plain-text.ts'
import type { OtherBuyer } from '../types.ts'
import type { ScoredBuyer } from './scored-buyer.ts'

export type ChosenBuyers = {
  featured: ScoredBuyer | null
  /** Why this one, fit to show; null without one. */
  reason: string | null
  /** At most four, best first. */
  others: ScoredBuyer[]
}

const ENOUGH_SIGNALS = 2
const MOST_OTHERS = 4
/** What a buyer loses for each shown one of its state, and of its type: scores within a tenth count as near. */
const REPEATED = 0.05

/**
 * The featured buyer and up to four others, of buyers best first. Featured is the best with two relevant signals that
 * are not closed, else the best with any that is not, else the best. Others are spread over states and types: who repeats
 * the state or the type of one already shown loses 0.05 each. Federal bodies are never chosen, nor are nameless ones.
 */
export function chooseBuyers(scored: readonly ScoredBuyer[]): ChosenBuyers {
  const able = scored.filter((buyer) => !buyer.isFederal)
  const rankOf = (buyer: ScoredBuyer) => (buyer.relevant >= ENOUGH_SIGNALS ? 0 : isLive(buyer) ? 1 : 2)
  const featured = able.toSorted((a, b) => rankOf(a) - rankOf(b))[0] ?? null
  const others: ScoredBuyer[] = []
  const left = able.filter((buyer) => buyer !== featured && buyer.name !== null)
  while (others.length < MOST_OTHERS && left.length > 0) {
    const shown = featured === null ? others : [featured, ...others]
    const next = left.reduce((best, buyer) => (spreadScore(buyer, shown) > spreadScore(best, shown) ? buyer : best))
    others.push(next)
    left.splice(left.indexOf(next), 1)
  }
  return { featured, reason: featured && reasonOf(featured), others }
}

/** What is shown of a buyer beside the featured one; null without a name. */
export function toOtherBuyer(buyer: ScoredBuyer): OtherBuyer | null {
  if (buyer.name === null) return null
  const [best] = buyer.signals
  return {
    id: buyer.id,
    name: buyer.name,
    type: buyer.type,
    state: buyer.state,
    signals: buyer.signals.length,
    open: buyer.open,
    headline: plainText(best?.title ?? best?.summary ?? null, 160) || null,
    signalId: best?.id ?? null,
  }
}

function isLive(buyer: ScoredBuyer): boolean {
  return buyer.signals.some((signal) => signal.state !== 'closed')
}

/** The earlier one wins a tie, because the list is in a total order. */
function spreadScore(buyer: ScoredBuyer, shown: readonly ScoredBuyer[]): number {
  const sameState = buyer.state !== null && shown.some(({ state }) => state === buyer.state)
  const sameType = buyer.type !== null && shown.some(({ type }) => type === buyer.type)
  return buyer.score - (sameState ? REPEATED : 0) - (sameType ? REPEATED : 0)
}

function reasonOf(buyer: ScoredBuyer): string {
  return `Featured for ${buyer.reasons.slice(0, 3).join('; ') || 'its one signal'}.`
}
