import { type ClaimContext, gateClaims } from '../claims/gate.ts'
import { explainProblems } from '../claims/problems.ts'
import { chooseForReport } from '../signals/choose.ts'
import type { Claim, Signal } from '../types.ts'
import { type GatedRanking, gateRanking, type RankedClaim } from './claims-of.ts'
import { type AcceptedRanking, MAX_TOP } from './prompt.ts'
import { applyRewrites, type Rewrite } from './rewrite.ts'

/** A signal's own text as a bullet: what stands wherever the model's sentence does not. */
export type RuleBullet = (signal: Signal, now: Date) => string

/** One line of the report. `by` says who wrote the bullet; `whyItMatters` is always the model's. */
export type ComposedSignal = { signal: Signal; bullet: string; whyItMatters: string | null; by: 'model' | 'rules' }

export type Composed = {
  items: ComposedSignal[]
  whyTheyCare: Claim | null
  /** Sentences of the model that were refused and not mended. */
  droppedClaims: number
  /** Every sentence of the model with what became of it; `problems` says why it was not kept as written. */
  claims: JudgedClaim[]
}

export type JudgedClaim = { claim: Claim; verdict: 'kept' | 'rewritten' | 'dropped'; problems: string | null }

const FEWEST = 5

/**
 * The report's lines from a model's ranking. Every sentence passes the gate, as written or as rewritten; a refused
 * bullet gives way to the signal's own text, a refused `why` to nothing. Fewer than five chosen are filled up by the
 * rules' order. At most ten; a closed or already sent signal leads only when there is nothing better.
 */
export function composeBullets(input: {
  ranking: AcceptedRanking
  /** All signals that could be chosen, as judged. */
  signals: readonly Signal[]
  context: ClaimContext
  ruleBullet: RuleBullet
  rewrites?: readonly Rewrite[]
  /** What the gate said of the ranking, where that is known already. */
  gate?: GatedRanking
}): Composed {
  const { ranking, signals, context, ruleBullet } = input
  const { kept, judged } = gated(input.gate ?? gateRanking(ranking, context), context, input.rewrites ?? [])
  const textOf = (part: RankedClaim['part'], id: string | null): RankedClaim | undefined =>
    kept.find((claim) => claim.part === part && claim.signalId === id)
  const chosen = ranking.ranked.map(({ signal }): ComposedSignal => {
    const bullet = textOf('bullet', signal.id)?.text
    const why = textOf('why', signal.id)?.text ?? null
    if (bullet !== undefined && saysSomething(bullet, signal)) return { signal, bullet, whyItMatters: why, by: 'model' }
    return { signal, bullet: ruleBullet(signal, context.now), whyItMatters: why, by: 'rules' }
  })
  const more = byRules(unchosen(chosen, signals), context.now, ruleBullet)
  const line = textOf('why_they_care', null)
  return {
    items: leadWithBest([...chosen, ...more].slice(0, MAX_TOP)),
    whyTheyCare: line === undefined ? null : { text: line.text, evidence: line.evidence },
    droppedClaims: judged.filter(({ verdict }) => verdict === 'dropped').length,
    claims: judged,
  }
}

/** A sentence that was cut down to little more than the buyer's name is true and useless. */
function saysSomething(bullet: string, signal: Signal): boolean {
  const words = (text: string | null) => text?.split(/\s+/).filter((word) => word !== '').length ?? 0
  return words(bullet) >= words(signal.buyerName) + 3
}

function gated(
  first: GatedRanking,
  context: ClaimContext,
  rewrites: readonly Rewrite[],
): { kept: RankedClaim[]; judged: JudgedClaim[] } {
  const mended = applyRewrites(
    first.refused.map(({ claim }) => claim),
    rewrites,
  )
  const kept = [...first.kept, ...gateClaims(mended, context).kept]
  const problemsOf = new Map(first.refused.map(({ claim, problems }) => [claim.key, explainProblems(problems)]))
  const judged = first.written.map((claim): JudgedClaim => {
    const shown = kept.find(({ key }) => key === claim.key)
    const problems = problemsOf.get(claim.key) ?? null
    const verdict = shown === undefined ? 'dropped' : problems === null ? 'kept' : 'rewritten'
    const { text, evidence } = shown ?? claim
    return { claim: { text, evidence }, verdict, problems }
  })
  return { kept, judged }
}

function unchosen(chosen: readonly ComposedSignal[], signals: readonly Signal[]): Signal[] {
  const ids = new Set(chosen.map(({ signal }) => signal.id))
  return chooseForReport(signals.filter((signal) => !ids.has(signal.id))).slice(0, Math.max(FEWEST - chosen.length, 0))
}

/** The report's lines without a model: the rules' order and the signals' own texts. */
export function rankByRules(signals: readonly Signal[], now: Date, ruleBullet: RuleBullet): Composed {
  const items = byRules(chooseForReport(signals, MAX_TOP), now, ruleBullet)
  return { items: leadWithBest(items), whyTheyCare: null, droppedClaims: 0, claims: [] }
}

function byRules(signals: readonly Signal[], now: Date, ruleBullet: RuleBullet): ComposedSignal[] {
  return signals.map((signal) => ({
    signal,
    bullet: ruleBullet(signal, now),
    whyItMatters: null,
    by: 'rules' as const,
  }))
}

/**
 * Moves the first of the best kind to the front and leaves the rest in order: unseen and not closed, else sent and not
 * closed, else unseen. Calling something closed the best news is worse than repeating what was sent.
 */
export function leadWithBest<Item extends { signal: Signal }>(items: Item[]): Item[] {
  const rank = ({ signal }: Item): number => (signal.state === 'closed' ? 2 : 0) + (signal.alreadySent ? 1 : 0)
  const best = Math.min(...items.map(rank))
  const lead = items.find((item) => rank(item) === best)
  return lead === undefined ? items : [lead, ...items.filter((item) => item !== lead)]
}
