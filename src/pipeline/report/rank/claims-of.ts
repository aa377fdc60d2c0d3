import { type ClaimContext, gateClaims, type RefusedClaim } from '../claims/gate.ts'
import type { Claim } from '../types.ts'
import type { AcceptedRanking } from './prompt.ts'

/** Which part of a report a sentence is: of the ranking, or of the pitch to the featured buyer. */
export type ClaimPart =
  | 'bullet'
  | 'why'
  | 'why_they_care'
  | 'archetype'
  | 'intro'
  | 'point'
  | 'pitch'
  | 'lead'
  | 'script'

/** A sentence a model wrote. `key` is short and unique in its answer (`c1`), `signalId` null when it is on no single one. */
export type RankedClaim = Claim & { key: string; part: ClaimPart; signalId: string | null }

/** Every sentence of a ranking that says anything. A `why` that repeats its bullet is none. */
export function claimsOf(ranking: AcceptedRanking): RankedClaim[] {
  const claims: Omit<RankedClaim, 'key'>[] = ranking.ranked.flatMap(({ signal, bullet, why }) => [
    { part: 'bullet' as const, signalId: signal.id, text: bullet, evidence: [signal.id] },
    { part: 'why' as const, signalId: signal.id, text: why === bullet ? '' : why, evidence: [signal.id] },
  ])
  if (ranking.whyTheyCare !== null) claims.push({ part: 'why_they_care', signalId: null, ...ranking.whyTheyCare })
  return claims.filter((claim) => claim.text !== '').map((claim, index) => ({ ...claim, key: `c${index + 1}` }))
}

/** Every sentence of a ranking, sorted by the gate. */
export type GatedRanking = { written: RankedClaim[]; kept: RankedClaim[]; refused: RefusedClaim<RankedClaim>[] }

/** Checks every sentence of a ranking; no refused ones means that no rewrite is needed. */
export function gateRanking(ranking: AcceptedRanking, context: ClaimContext): GatedRanking {
  const written = claimsOf(ranking)
  return { written, ...gateClaims(written, context) }
}
