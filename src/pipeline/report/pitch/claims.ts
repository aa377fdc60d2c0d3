import { type Evidence, evidenceOf, textEvidence } from '../claims/evidence.ts'
import { type ClaimContext, gateClaims, type RefusedClaim } from '../claims/gate.ts'
import { type ClaimProblem, explainProblems } from '../claims/problems.ts'
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
  return { evidence: new Map(proofs.map((proof) => [proof.id, proof])), now: input.now, allowedNames, isKept: true }
}

const PLACEHOLDER = /\{\s*dm1\s*\}/gi

/** A sentence of the pitch: `text` has the person's title, as it is checked; `spoken` their name, as it is shown. */
export type PitchClaim = RankedClaim & { spoken: string }

/** Every sentence of the answer with its evidence by real id. */
function pitchClaims(answer: PitchAnswer, input: PitchInput): PitchClaim[] {
  const parts: [PitchClaim['part'], PitchAnswer['intro']][] = [
    ['archetype', { text: answer.archetype, evidence_ids: aliases(input.signals).concat(BUYER_EVIDENCE) }],
    ['intro', answer.intro],
    ...answer.points.slice(0, 4).map((point) => ['point', point] as [PitchClaim['part'], PitchAnswer['intro']]),
    ['pitch', answer.pitch],
    ['lead', answer.lead],
    ['script', answer.script],
  ]
  return parts.flatMap(([part, { text, evidence_ids }], at) => {
    const line = text.replace(/\s+/g, ' ').trim()
    if (line === '') return []
    const evidence = [...new Set(evidence_ids.flatMap((id) => realId(id.trim(), input.signals) ?? []))]
    const checked = line.replace(PLACEHOLDER, () => input.dmTitle ?? 'the team')
    const spoken = line.replace(PLACEHOLDER, () => input.dmName ?? input.dmTitle ?? 'your team')
    return [{ key: `p${at + 1}`, part, signalId: null, text: checked, spoken, evidence }]
  })
}

const aliases = (signals: readonly Signal[]) => signals.slice(0, MAX_PITCH_SIGNALS).map((_, at) => `s${at + 1}`)

function realId(id: string, signals: readonly Signal[]): string | null {
  if (id === BUYER_EVIDENCE || id === DM_REFERENCE) return id
  const shown = signals.slice(0, MAX_PITCH_SIGNALS)
  const named = shown.find((signal) => signal.id === id)
  return (named ?? (/^s\d+$/.test(id) ? shown[Number(id.slice(1)) - 1] : undefined))?.id ?? null
}

/** The sentences that may be shown, by part, and those that may not. */
export type GatedPitch = { kept: PitchClaim[]; refused: RefusedClaim<PitchClaim>[] }

/** Checks every sentence of the answer against its evidence, and that nothing opens on what the prospect knows or is over. */
export function gatePitch(answer: PitchAnswer, input: PitchInput, context: ClaimContext): GatedPitch {
  return refuseStale(gateClaims(pitchClaims(answer, input), context), input)
}

const OPENERS = new Set<PitchClaim['part']>(['pitch', 'lead', 'script'])

function refuseStale({ kept, refused }: GatedPitch, { signals }: PitchInput): GatedPitch {
  const shown = signals.slice(0, MAX_PITCH_SIGNALS)
  const isNews = ({ alreadySent, state }: Signal) => !alreadySent && state !== 'closed'
  if (!shown.some(isNews)) return { kept, refused }
  const isStale = ({ part, evidence }: PitchClaim) => {
    const cited = shown.filter(({ id }) => evidence.includes(id))
    return OPENERS.has(part) && cited.length > 0 && !cited.some(isNews)
  }
  const problem: ClaimProblem = { kind: 'evidence', found: 'only what was sent or is over', expected: 'something new' }
  const stale = kept.filter(isStale).map((claim) => ({ claim, problems: [problem] }))
  return { kept: kept.filter((claim) => !isStale(claim)), refused: [...refused, ...stale] }
}

/** Gives refused sentences their rewritten text and checks them again; what is refused twice is dropped. */
export function settlePitch(
  gate: GatedPitch,
  input: { context: ClaimContext; pitch: PitchInput; rewrites: readonly Rewrite[] },
): { kept: PitchClaim[]; claims: CheckedClaim[] } {
  const mended = applyRewrites(
    gate.refused.map(({ claim }) => claim),
    input.rewrites,
  ).map((claim) => ({ ...claim, spoken: claim.text }))
  const again = refuseStale(gateClaims(mended, input.context), input.pitch).kept
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
