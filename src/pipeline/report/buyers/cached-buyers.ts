import { contentHash } from '../../canonical.ts'
import type { LookedUp, Lookups } from '../../lookups.ts'
import type {
  Answered,
  Asked,
  BuyerBrief,
  BuyerContact,
  BuyerLogos,
  BuyerOpportunity,
  BuyerRecord,
  BuyerSource,
} from '../../ports.ts'
import type { Day } from '../types.ts'

const HOUR_MS = 3_600_000

/** How long answers about buyers are kept, in hours (docs/buyers.md). A name or id that is not known is asked again soon. */
const FRESH_HOURS = { search: 168, record: 72, contacts: 24, opportunities: 6, logo: 720, nothing: 1 }

/** Who asks: its abort ends the waiting, and `isFresh` asks although something is kept. */
export type Asking = { abort: AbortSignal; isInsisted: boolean }

/** Facts of buyers through the cache; each answer says when it was fetched. */
export type Buyers = {
  search(query: { name: string; state: string | null }, asking: Asking): Promise<LookedUp<BuyerBrief[]>>
  record(buyerId: string, asking: Asking): Promise<LookedUp<BuyerRecord | null>>
  contacts(buyerId: string, asking: Asking): Promise<LookedUp<{ total: number; contacts: BuyerContact[] } | null>>
  opportunities(
    query: { buyerId: string; text: string; since: Day },
    asking: Asking,
  ): Promise<LookedUp<BuyerOpportunity[] | null>>
  /** The picture at this address as a `data:` URI; null when it is none that a page can show. */
  logo(url: string, asking: Asking): Promise<LookedUp<string | null>>
}

/** `origin` tells sources apart, so that another one's answers are never served as this one's. */
export function createCachedBuyers(
  { source, logos, origin }: { source: BuyerSource; logos: BuyerLogos; origin: string },
  lookups: Lookups,
): Buyers {
  const get = <T>(
    kind: keyof Omit<typeof FRESH_HOURS, 'nothing'>,
    { query, asking, ask }: { query: unknown; asking: Asking; ask: (asked: Asked) => Promise<Answered<T>> },
  ) =>
    lookups.get<T>({
      service: 'starbridge',
      key: `starbridge:${kind}:2:${origin}:${contentHash(query)}`,
      freshMs: (value) => FRESH_HOURS[isNothing(value) ? 'nothing' : kind] * HOUR_MS,
      ask,
      ...asking,
    })
  return {
    search: (query, asking) => get('search', { query, asking, ask: (asked) => source.search(query, asked) }),
    record: (query, asking) => get('record', { query, asking, ask: (asked) => source.record(query, asked) }),
    contacts: (query, asking) => get('contacts', { query, asking, ask: (asked) => source.contacts(query, asked) }),
    opportunities: (query, asking) =>
      get('opportunities', { query, asking, ask: (asked) => source.opportunities(query, asked) }),
    logo: (query, asking) =>
      get('logo', { query, asking, ask: async () => ({ value: await logos(query), etag: null }) }),
  }
}

function isNothing(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0)
}
