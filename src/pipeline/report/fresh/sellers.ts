import { ExternalError, sentenceOf } from '../../../errors.ts'
import type { Logger } from '../../../log.ts'
import type { SignalSource } from '../../ports.ts'
import type { Domain, RawSignal } from '../types.ts'

/** Enough for every seller seen, as in a report. */
const MOST_SIGNALS = 2_000
/** Sellers looked at in one tick; the rest follows a minute later. */
export const SELLERS_A_TICK = 20
/** So many sellers that cannot be read, and none that can, are an outage. */
const MOST_FAILURES = 3

export type SellersRead<Item> = {
  seen: { rows: RawSignal[]; items: Item[] }[]
  /** Of sellers that could not be read while others could: their turn comes again with their next slot. */
  unread: Item[]
  /** True when sellers are left for the next tick. */
  hasMore: boolean
}

export type SellersWish<Item> = {
  /** The source itself, past what is kept of earlier reads. */
  source: Pick<SignalSource, 'signalsOf'>
  items: Item[]
  log: Logger
  abort: AbortSignal
}

/** Reads the signals of each seller once for everything that waits for them. An outage leaves all to the next tick. */
export async function readSellers<Item extends { domain: Domain }>(
  wish: SellersWish<Item>,
): Promise<SellersRead<Item>> {
  const { source, log, abort } = wish
  const sellers = [...Map.groupBy(wish.items, ({ domain }) => domain)]
  const seen: SellersRead<Item>['seen'] = []
  const unread: Item[] = []
  let failures = 0
  for (const [domain, items] of sellers.slice(0, SELLERS_A_TICK)) {
    abort.throwIfAborted()
    try {
      seen.push({ rows: await source.signalsOf(domain, MOST_SIGNALS, abort), items })
    } catch (error) {
      if (!(error instanceof ExternalError)) throw error
      log.warn({ domain, reason: sentenceOf(error) }, 'Signals cannot be looked at now')
      failures += 1
      unread.push(...items)
      if (failures >= MOST_FAILURES && seen.length === 0) break
    }
  }
  const isOutage = failures > 0 && seen.length === 0
  return { seen, unread: isOutage ? [] : unread, hasMore: isOutage || sellers.length > SELLERS_A_TICK }
}
