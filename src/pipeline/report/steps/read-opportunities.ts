import type { BuyerOpportunity } from '../../ports.ts'
import { empty, type Step, skipped } from '../../step.ts'
import type { Buyers } from '../buyers/cached-buyers.ts'

type Input = { buyerId: string; product: string | null; today: string; freshness: string | null }

/** How long a report waits for it, in milliseconds; an answer that comes later is kept for the next version. */
const PATIENCE_MS = 300
/** How far back a buyer's own record is looked at, in days. */
const WINDOW_DAYS = 365

/** More of the buyer's own record on the seller's product: an addition that no report waits long for. */
export function readOpportunitiesStep(buyers: Buyers): Step<Input, BuyerOpportunity[]> {
  return {
    name: 'read-opportunities',
    version: 1,
    async work({ buyerId, product, today, freshness }, { abort }) {
      if (!product) return skipped([], 'The product is not known')
      const since = new Date(Date.parse(today) - WINDOW_DAYS * 86_400_000).toISOString().slice(0, 10)
      const late = AbortSignal.timeout(PATIENCE_MS)
      const asking = { abort: AbortSignal.any([abort, late]), isInsisted: freshness !== null }
      try {
        const { value } = await buyers.opportunities({ buyerId, text: product, since }, asking)
        if (!value) return skipped([], 'No source of opportunities is configured')
        return value.length === 0 ? empty([]) : value
      } catch (error) {
        if (!late.aborted || abort.aborted) throw error
        return skipped([], 'Not there yet; it is kept for the next version')
      }
    },
    fallback: () => [],
  }
}
