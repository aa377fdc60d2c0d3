import { sentenceOf } from '../../../errors.ts'
import { textHash } from '../../canonical.ts'
import { fellBack, type Run, type Step, type StepTools, skipped } from '../../step.ts'
import { type Evidence, evidenceOf } from '../claims/evidence.ts'
import type { ClaimContext } from '../claims/gate.ts'
import type { CheckedClaim, ReportRunInput } from '../desk-store.ts'
import { gateRanking } from '../rank/claims-of.ts'
import { composeBullets, rankByRules } from '../rank/compose.ts'
import {
  type AcceptedRanking,
  acceptRankAnswer,
  MAX_RANKED_SIGNALS,
  parseRankAnswer,
  RANK_PROMPT,
  RANK_SCHEMA,
  rankUserTurn,
  repairTurn,
} from '../rank/prompt.ts'
import { parseRewriteAnswer, REWRITE_PROMPT, REWRITE_SCHEMA, type Rewrite, rewriteUserTurn } from '../rank/rewrite.ts'
import { ruleBullet } from '../signals/bullets.ts'
import { chooseForModel } from '../signals/choose.ts'
import type { Claim, Signal } from '../types.ts'
import type { SignalsRead } from './read-signals.ts'

/** What is shown of the signals, by whom it was ranked, and what the gate dropped. */
export type Ranked = {
  chosen: { signal: Signal; bullet: string; whyItMatters: string | null }[]
  whyTheyCare: string | null
  ranking: 'claude' | 'rules'
  /** Why rules ranked; null when Claude did. */
  rankingNote: string | null
  droppedClaims: number
  claims: CheckedClaim[]
}

export type RankFacts = {
  /** All signals, best first by the rule. */
  all: Signal[]
  read: SignalsRead
  product: string | null
  campaign: string | null
  modelId: string
}

const RANK_LIMITS = { schema: RANK_SCHEMA, maxTokens: 1_600, timeoutMs: 30_000 }
const REWRITE_LIMITS = { schema: REWRITE_SCHEMA, maxTokens: 800, timeoutMs: 20_000 }

/** A page is read on other days than it is made, and every view shows state and date beside the bullet. */
const bulletOf = (signal: Signal, now: Date) => ruleBullet(signal, now, { countdown: false, isDatedBeside: true })

/**
 * Ranks and writes with Claude, checks every sentence, has refused ones rewritten once, and falls back to the rule's
 * order and the signals' own texts wherever that fails.
 */
export async function rankAndWrite(run: Run<ReportRunInput>, facts: RankFacts): Promise<Ranked> {
  const { reply, strippedText, angle, tier } = run.input
  const { all, product, campaign, modelId } = facts
  const signals = chooseForModel(all, MAX_RANKED_SIGNALS)
  const sequenceStep = reply.sequenceStep
  const turn = rankUserTurn({
    replyText: strippedText,
    product,
    campaign,
    sequenceStep,
    angle,
    tier,
    signals,
    now: run.now,
  })
  const answer = await run.step(rankStep(signals, modelId), turn)
  if (!answer.ranking) return byRules(all, run.now, answer.note)
  const ranking = withSignals(answer.ranking, signals)
  const names = [reply.companyName, facts.read.account?.accountName, product]
  const context: ClaimContext = {
    evidence: new Map(signals.map((signal): [string, Evidence] => [signal.id, evidenceOf(signal)])),
    now: run.now,
    allowedNames: names.filter((name) => typeof name === 'string'),
  }
  const gate = gateRanking(ranking, context)
  const turnBack = gate.refused.length > 0 ? rewriteUserTurn(gate.refused, context) : null
  const rewrites = turnBack === null ? [] : await run.step(rewriteStep(modelId), turnBack)
  const composed = composeBullets({ ranking, signals: all, context, ruleBullet: bulletOf, rewrites, gate })
  await run.step(checkStep, { turn, claims: composed.claims })
  return {
    chosen: composed.items,
    whyTheyCare: composed.whyTheyCare?.text ?? null,
    ranking: 'claude',
    rankingNote: null,
    droppedClaims: composed.droppedClaims,
    claims: composed.claims,
  }
}

function byRules(all: Signal[], now: Date, note: string): Ranked {
  const { items, droppedClaims } = rankByRules(all, now, bulletOf)
  return { chosen: items, whyTheyCare: null, ranking: 'rules', rankingNote: note, droppedClaims, claims: [] }
}

/** A ranking as the record keeps it: signals by id. */
type KeptRanking = { ranked: { id: string; bullet: string; why: string }[]; whyTheyCare: Claim | null; ignored: number }
type RankStepAnswer = { ranking: KeptRanking; note: '' } | { ranking: null; note: string }

function rankStep(signals: Signal[], modelId: string): Step<string, RankStepAnswer> {
  return {
    name: 'rank-and-write',
    version: 1,
    tries: 2,
    waitMs: 500,
    keyOf: (turn) => [modelId, textHash(RANK_PROMPT.system), textHash(JSON.stringify(RANK_LIMITS)), textHash(turn)],
    async work(turn, { model }) {
      if (!model) return skipped({ ranking: null, note: 'No model is configured.' }, 'No model is configured')
      const first = await ask(model, [{ role: 'user', content: turn }])
      const read = accept(first, signals)
      if (read.ok) return { ranking: kept(read.answer), note: '' }
      const again = await ask(model, [
        { role: 'user', content: turn },
        { role: 'assistant', content: first.trim() || '(no answer)' },
        { role: 'user', content: repairTurn(read.problem) },
      ])
      const mended = accept(again, signals)
      if (mended.ok) return { ranking: kept(mended.answer), note: '' }
      const note = `Claude's ranking could not be used twice: ${mended.problem}.`
      return fellBack({ ranking: null, note }, note)
    },
    fallback: (_turn, error) => ({ ranking: null, note: `${sentenceOf(error)}.` }),
  }
}

type Ask = NonNullable<StepTools['model']>

async function ask(model: Ask, messages: { role: 'user' | 'assistant'; content: string }[]): Promise<string> {
  const { text, stopReason } = await model({ role: 'write', prompt: RANK_PROMPT, messages, ...RANK_LIMITS })
  return stopReason === 'refusal' ? '' : text
}

function accept(text: string, signals: Signal[]) {
  const parsed = parseRankAnswer(text)
  return parsed.ok ? acceptRankAnswer(parsed.answer, signals) : parsed
}

function kept({ ranked, whyTheyCare, ignored }: AcceptedRanking): KeptRanking {
  return { ranked: ranked.map(({ signal, bullet, why }) => ({ id: signal.id, bullet, why })), whyTheyCare, ignored }
}

function withSignals({ ranked, whyTheyCare, ignored }: KeptRanking, signals: Signal[]): AcceptedRanking {
  const byId = new Map(signals.map((signal) => [signal.id, signal]))
  const found = ranked.flatMap(({ id, bullet, why }) => {
    const signal = byId.get(id)
    return signal ? [{ signal, bullet, why }] : []
  })
  return { ranked: found, whyTheyCare, ignored }
}

/** One rewrite of the refused sentences, and of nothing else; without it they are dropped. */
function rewriteStep(modelId: string): Step<string, readonly Rewrite[]> {
  return {
    name: 'rewrite-claims',
    version: 1,
    keyOf: (turn) => [modelId, textHash(REWRITE_PROMPT.system), textHash(turn)],
    async work(turn, { model }) {
      if (!model) return skipped([], 'No model is configured')
      const messages = [{ role: 'user' as const, content: turn }]
      const { text } = await model({ role: 'write', prompt: REWRITE_PROMPT, messages, ...REWRITE_LIMITS })
      const parsed = parseRewriteAnswer(text)
      return parsed.ok ? parsed.answer.rewrites : fellBack([], `The rewrite could not be used: ${parsed.problem}`)
    },
    fallback: () => [],
  }
}

type Tally = { kept: number; rewritten: number; dropped: number }

/** Puts on record what the gate decided, in numbers; the sentences themselves are kept as claims. */
const checkStep: Step<{ turn: string; claims: CheckedClaim[] }, Tally> = {
  name: 'check-claims',
  version: 1,
  keyOf: ({ turn, claims }) => [textHash(turn), claims],
  work({ claims }) {
    const count = (verdict: CheckedClaim['verdict']) => claims.filter((claim) => claim.verdict === verdict).length
    return { kept: count('kept'), rewritten: count('rewritten'), dropped: count('dropped') }
  },
}
