import type { BuyerFindings } from './buyers/findings.ts'
import type { PreparedReport } from './desk-store.ts'
import type { Pitch } from './pitch/pitch.ts'
import { leadWithBest } from './rank/compose.ts'
import type { Ranked } from './steps/rank-and-write.ts'
import type { Signal } from './types.ts'

/** A report that was made ahead of the reply: its words may serve it, its facts are read and judged anew. */
export type Prepared = Pick<PreparedReport, 'document' | 'madeAt' | 'signalIds'>

/** Words older than this are written anew, whatever the signals say: two weeks. */
export const PREPARED_FOR_MS = 14 * 24 * 3_600_000

/**
 * The ranking of a prepared report over today's signals, or null when it must be written anew: something was added or
 * is gone, or one that it shows has another state, deadline or amount than the words were checked against.
 */
export function rankPrepared({ document, signalIds }: Prepared, all: readonly Signal[]): Ranked | null {
  if (document.ranking !== 'claude' || !isSameSet(signalIds, all)) return null
  const byId = new Map(all.map((signal) => [signal.id, signal]))
  const chosen = document.signals.map((shown) => {
    const signal = byId.get(shown.id)
    const isSame =
      signal?.state === shown.state && signal.deadline === shown.deadline && signal.amountUsd === shown.amountUsd
    return isSame ? { signal, bullet: shown.bullet, whyItMatters: shown.whyItMatters } : null
  })
  if (chosen.some((each) => each === null)) return null
  return {
    chosen: leadWithBest(chosen.filter((each) => each !== null)),
    whyTheyCare: document.whyTheyCare,
    ranking: document.ranking,
    rankingNote: document.rankingNote,
    droppedClaims: document.droppedClaims,
    claims: [],
  }
}

function isSameSet(ids: readonly string[], all: readonly Signal[]): boolean {
  const known = new Set(ids)
  return known.size === all.length && all.every(({ id }) => known.has(id))
}

/** The pitch of a prepared report, while it is of the same buyer and the same decision maker; else null. */
export function preparedPitch(
  { document }: Prepared,
  { snapshot, dm }: Pick<BuyerFindings, 'snapshot' | 'dm'>,
): Pitch | null {
  const { relevance, gameplan, buyer } = document
  if (!relevance || !gameplan || !buyer || !snapshot) return null
  if (buyer.name !== snapshot.name || document.dm?.contactId !== dm?.contactId) return null
  return { relevance, pitch: gameplan.pitch, lead: gameplan.lead, script: gameplan.script }
}
