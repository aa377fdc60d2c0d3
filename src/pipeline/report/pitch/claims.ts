import { type Evidence, evidenceOf, textEvidence } from '../claims/evidence.ts'
import { type ClaimContext, gateClaims, type RefusedClaim } from '../claims/gate.ts'
import { explainProblems } from '../claims/problems.ts'
import type { CheckedClaim } from '../desk-store.ts'
import type { RankedClaim } from '../rank/claims-of.ts'
import { applyRewrites, type Rewrite } from '../rank/rewrite.ts'
import type { Claim, Signal } from '../types.ts'
import { BUYER_EVIDENCE, DM_REFERENCE, MAX_PITCH_SIGNALS, type PitchAnswer, type PitchInput } from './prompt.ts'

/** What the sentences of a pitch are checked against: the buyer's signals, its record, the decision maker's title. */
export function pitchContext(input: PitchInput, allowedNames: readonly string[]): ClaimContext {
  const proofs: Evidence[] = [
    ...input.signals.slice(0, MAX_PITCH_SIGNALS).map(evidenceOf),
    textEvidence(BUYER_EVIDENCE, input.buyerName, input.record),
    textEvidence(DM_REFERENCE, input.buyerName, input.dmTitle === null ? [] : [input.dmTitle]),
  ]
  return { evidence: new Map(proofs.map((proof) => [proof.id, proof])), now: input.now, allowedNames }
}

const PLACEHOLDER = /\{\s*dm1\s*\}/gi

/** Every sentence of the answer with its evidence by real id. The person stands as their title until code names them. */
export function pitchClaims(answer: PitchAnswer, input: PitchInput): RankedClaim[] {
  const parts: [RankedClaim['part'], PitchAnswer['intro']][] = [
    ['archetype', { text: answer.archetype, evidence_ids: aliases(input.signals).concat(BUYER_EVIDENCE) }],
    ['intro', answer.intro],
    ...answer.points.slice(0, 4).map((point) => ['point', point] as [RankedClaim['part'], PitchAnswer['intro']]),
    ['pitch', answer.pitch],
    ['lead', answer.lead],
    ['script', answer.script],
  ]
  return parts.flatMap(([part, { text, evidence_ids }], at) => {
    const words = text
      .replace(/\s+/g, ' ')
      .trim()
      .replace(PLACEHOLDER, input.dmTitle ?? 'the team')
    const evidence = evidence_ids.flatMap((id) => realId(id.trim(), input.signals) ?? [])
    return words === ''
      ? []
      : [{ key: `p${at + 1}`, part, signalId: null, text: words, evidence: [...new Set(evidence)] }]
  })
}

const aliases = (signals: readonly Signal[]) => signals.slice(0, MAX_PITCH_SIGNALS).map((_, at) => `s${at + 1}`)

function realId(id: string, signals: readonly Signal[]): string | null {
  if (id === BUYER_EVIDENCE || id === DM_REFERENCE) return id
  const shown = signals.slice(0, MAX_PITCH_SIGNALS)
  const named = shown.find((signal) => signal.id === id)
  return (named ?? (/^s\d+$/.test(id) ? shown[Number(id.slice(1)) - 1] : undefined))?.id ?? null
}

/** The sentences that may be shown, by part, and what became of each. */
export type GatedPitch = { kept: RankedClaim[]; refused: RefusedClaim<RankedClaim>[] }

/** Gives refused sentences their rewritten text and checks them again; what is refused twice is dropped. */
export function settlePitch(
  gate: GatedPitch,
  context: ClaimContext,
  rewrites: readonly Rewrite[],
): { kept: RankedClaim[]; claims: CheckedClaim[] } {
  const mended = applyRewrites(
    gate.refused.map(({ claim }) => claim),
    rewrites,
  )
  const again = gateClaims(mended, context).kept
  const claims = [
    ...gate.kept.map((claim): CheckedClaim => ({ claim: bare(claim), verdict: 'kept', problems: null })),
    ...gate.refused.map(({ claim, problems }): CheckedClaim => {
      const shown = again.find(({ key }) => key === claim.key)
      const verdict = shown ? 'rewritten' : 'dropped'
      return { claim: bare(shown ?? claim), verdict, problems: explainProblems(problems) }
    }),
  ]
  return { kept: [...gate.kept, ...again], claims }
}

function bare({ text, evidence }: Claim): Claim {
  return { text, evidence }
}
