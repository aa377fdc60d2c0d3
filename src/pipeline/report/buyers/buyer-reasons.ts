import { dayCount, shortDay, shortDollars } from '../signals/days.ts'
import { BUYER_WEIGHTS, type BuyerPart, type ScoredBuyer } from './scored-buyer.ts'

/** Why a buyer stands where it stands, strongest first, each a short phrase fit to show: `3 signals, 2 of them open`. */
export function buyerReasons(buyer: Omit<ScoredBuyer, 'reasons'>, isFitKnown: boolean): string[] {
  const texts: Record<BuyerPart, string | null> = {
    count: countText(buyer),
    recency: buyer.newest === null ? null : `newest event ${shortDay(buyer.newest)}`,
    urgency: urgencyText(buyer),
    dollars: dollarsText(buyer),
    relevance: isFitKnown && buyer.relevant > 0 ? fitText(buyer.relevant) : null,
  }
  const weight = (part: BuyerPart) => BUYER_WEIGHTS[part] * buyer.parts[part]
  return (['count', 'urgency', 'relevance', 'recency', 'dollars'] as const)
    .filter((part) => texts[part] !== null && weight(part) > 0)
    .sort((a, b) => weight(b) - weight(a))
    .flatMap((part) => texts[part] ?? [])
}

function countText({ signals, open }: Pick<ScoredBuyer, 'signals' | 'open'>): string {
  const count = signals.length === 1 ? '1 signal' : `${signals.length} signals`
  if (open === 0) return count
  return open === signals.length ? `${count}, open` : `${count}, ${open} of them open`
}

function urgencyText({ signals }: Pick<ScoredBuyer, 'signals'>): string | null {
  const days = signals.flatMap(({ state, daysLeft }) => (state === 'open' && daysLeft !== null ? [daysLeft] : []))
  if (days.length === 0) return null
  const nearest = Math.min(...days)
  return nearest === 0 ? 'nearest deadline today' : `nearest deadline in ${dayCount(nearest)}`
}

function dollarsText({ signals }: Pick<ScoredBuyer, 'signals'>): string | null {
  const most = Math.max(0, ...signals.map(({ amountUsd }) => amountUsd ?? 0))
  return most > 0 ? `${shortDollars(most)} named` : null
}

function fitText(relevant: number): string {
  return relevant === 1
    ? '1 signal fits what was asked or is sold'
    : `${relevant} signals fit what was asked or is sold`
}
