import { textHash } from '../canonical.ts'
import type { BuyerFindings } from './buyers/findings.ts'
import type { PreparedReport } from './desk-store.ts'
import { leadWithBest } from './rank/compose.ts'
import type { Ranked } from './steps/rank-and-write.ts'
import type { WrittenPitch } from './steps/write-pitch.ts'
import type { Signal } from './types.ts'

/** A report that was made ahead of the reply: its words may serve it, its facts are read and judged anew. */
export type Prepared = Pick<PreparedReport, 'document' | 'madeAt' | 'seal' | 'claims'>

/**
 * What the words of a report were written for and checked against, as hashes: of the ranking, and of the pitch. A report's
 * claims are those of the ranking first, then the pitch's.
 */
export type WordsSeal = {
  ranking: string
  pitch: string | null
  /** How many of the report's claims, and of its dropped sentences, are the ranking's; the others are the pitch's. */
  rankingClaims: number
  rankingDropped: number
}

/** Words older than this are written anew, whatever the signals say: two weeks. */
export const PREPARED_FOR_MS = 14 * 24 * 3_600_000

/** Everything of the signals that a sentence can say, with the product it is said for. */
export function sealOfRanking(all: readonly Signal[], product: string | null): string {
  return textHash(JSON.stringify([product, all.map(contentOf).sort()]))
}

/** The same for the pitch: the buyer's signals, its record, and whom it is written to. */
export function sealOfPitch(facts: {
  product: string | null
  signals: readonly Signal[]
  record: readonly string[]
  dmId: string | null
  dmTitle: string | null
}): string {
  const { product, signals, record, dmId, dmTitle } = facts
  return textHash(JSON.stringify([product, signals.map(contentOf).sort(), record, dmId, dmTitle]))
}

/** A signal without what is of this reply alone: its score, its reasons, what was sent, and the days that pass. */
function contentOf({ score: _score, reasons: _reasons, alreadySent: _sent, daysLeft: _days, ...content }: Signal) {
  return JSON.stringify(content)
}

/**
 * The ranking of a prepared report over today's signals, or null when it must be written anew: the product is another
 * one, anything that a sentence could say has changed, or all it shows was sent while something unseen is there.
 */
export function rankPrepared(
  { document, seal, claims }: Prepared,
  all: readonly Signal[],
  product: string | null,
): Ranked | null {
  if (document.ranking !== 'claude' || seal?.ranking !== sealOfRanking(all, product)) return null
  const byId = new Map(all.map((signal) => [signal.id, signal]))
  const chosen = document.signals.flatMap(({ id, bullet, whyItMatters }) => {
    const signal = byId.get(id)
    return signal ? [{ signal, bullet, whyItMatters }] : []
  })
  const unseen = chosen.filter(({ signal }) => isNews(signal))
  if (unseen.length === 0 && all.some(isNews)) return null
  const rest = chosen.filter(({ signal }) => !isNews(signal))
  return {
    chosen: leadWithBest([...unseen, ...rest]),
    whyTheyCare: document.whyTheyCare,
    ranking: document.ranking,
    rankingNote: document.rankingNote,
    droppedClaims: seal.rankingDropped,
    claims: claims.slice(0, seal.rankingClaims),
  }
}

const isNews = ({ state, alreadySent }: Signal) => state !== 'closed' && !alreadySent

/** The pitch of a prepared report, while everything it was checked against is the same; else null. */
export function preparedPitch(
  { document, seal, claims }: Prepared,
  { snapshot }: Pick<BuyerFindings, 'snapshot'>,
  presentSeal: string,
): WrittenPitch | null {
  const { relevance, gameplan, buyer } = document
  if (!relevance || !gameplan || !buyer || buyer.name !== snapshot?.name || seal?.pitch !== presentSeal) return null
  return {
    pitch: { relevance, pitch: gameplan.pitch, lead: gameplan.lead, script: gameplan.script },
    note: null,
    droppedClaims: document.droppedClaims - seal.rankingDropped,
    claims: claims.slice(seal.rankingClaims),
  }
}
