import { textHash } from '../../canonical.ts'
import { empty, type Step } from '../../step.ts'
import { chooseBuyers, toOtherBuyer } from '../buyers/choose-buyers.ts'
import type { WantedBuyer } from '../buyers/match-buyer.ts'
import { rankBuyers } from '../buyers/score-buyers.ts'
import type { OtherBuyer, Signal } from '../types.ts'

/** The featured buyer as signals name it, with the ids of its signals, best first. */
export type FeaturedBuyer = WantedBuyer & { signalIds: string[]; score: number | null; reason: string | null }

export type BuyersChosen = { featured: FeaturedBuyer | null; others: OtherBuyer[] }

type Input = {
  all: Signal[]
  product: string | null
  replyText: string | null
  /** The seller's own account: it is the buyer where no signal names one. */
  account: { name: string | null; domain: string }
  today: string
}

/** Chooses the featured buyer and up to four others by the documented score (docs/buyers.md). */
export const chooseBuyersStep: Step<Input, BuyersChosen> = {
  name: 'choose-buyers',
  version: 1,
  keyOf: ({ all, ...rest }) => [
    textHash(JSON.stringify(all.map(({ id, state, alreadySent, score }) => [id, state, alreadySent, score]))),
    rest,
  ],
  work({ all, product, replyText, account }, { now }) {
    const { featured, reason, others } = chooseBuyers(rankBuyers(all, { now, product, replyText }))
    const shown = others.flatMap((buyer) => toOtherBuyer(buyer) ?? [])
    if (featured) {
      const { id, name, type, state, score } = featured
      const signalIds = featured.signals.map((signal) => signal.id)
      const website = siteOf(featured.signals)
      return { featured: { id, name, type, state, website, signalIds, score, reason }, others: shown }
    }
    const isNameless = all.every((signal) => signal.buyerId === null && signal.buyerName === null)
    if (!isNameless || account.name === null) return empty({ featured: null, others: shown })
    const ids = all.map((signal) => signal.id)
    const why = 'No signal names a buyer: the account itself is the buyer.'
    const own = { id: null, name: account.name, type: null, state: null, website: account.domain }
    return { featured: { ...own, signalIds: ids, score: null, reason: why }, others: [] }
  },
}

/** The one site that all of a buyer's sources stand on; of a platform that serves many it matches nobody's own. */
function siteOf(signals: readonly Signal[]): string | null {
  const sites = new Set(signals.flatMap(({ sourceUrl }) => (sourceUrl ? [hostOf(sourceUrl)] : [])))
  const [only] = sites
  return sites.size === 1 ? (only ?? null) : null
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname : null
}
