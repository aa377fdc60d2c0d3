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
import { rewriteUserTurn } from '../rank/rewrite.ts'
import { reportBullet } from '../signals/bullets.ts'
import { chooseForModel } from '../signals/choose.ts'
import type { Claim, Signal } from '../types.ts'
import type { Writer } from '../writer.ts'
import type { SignalsRead } from './read-signals.ts'
import { rewriteStep } from './rewrite-claims.ts'

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
  writer: Writer
}

const RANK_LIMITS = { schema: RANK_SCHEMA, maxTokens: 1_600, timeoutMs: 30_000 }

/**
 * Ranks and writes with Claude, checks every sentence, has refused ones rewritten once, and falls back to the rule's
 * order and the signals' own texts wherever that fails.
 */
export async function rankAndWrite(run: Run<ReportRunInput>, facts: RankFacts): Promise<Ranked> {
  const { reply, strippedText, angle, tier } = run.input
  const { all, product, campaign, writer } = facts
  if (!writer.role) return byRules(all, run.now, writer.whyRules)
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
  const answer = await run.step(rankStep(signals, writer), turn)
  if (!answer.ranking) return byRules(all, run.now, answer.note)
  const ranking = withSignals(answer.ranking, signals)
  const names = [reply.companyName, facts.read.account?.accountName, product]
  const context: ClaimContext = {
    evidence: new Map(signals.map((signal): [string, Evidence] => [signal.id, evidenceOf(signal)])),
    now: run.now,
    allowedNames: names.filter((name) => typeof name === 'string'),
    isKept: true,
  }
  const gate = gateRanking(ranking, context)
  const turnBack = gate.refused.length > 0 ? rewriteUserTurn(gate.refused, context) : null
  const rewrites = turnBack === null ? [] : await run.step(rewriteStep(writer), turnBack)
  const composed = composeBullets({ ranking, signals: all, context, ruleBullet: reportBullet, rewrites, gate })
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
  const { items, droppedClaims } = rankByRules(all, now, reportBullet)
  return { chosen: items, whyTheyCare: null, ranking: 'rules', rankingNote: note, droppedClaims, claims: [] }
}

/** A ranking as the record keeps it: signals by id. */
type KeptRanking = { ranked: { id: string; bullet: string; why: string }[]; whyTheyCare: Claim | null; ignored: number }
type RankStepAnswer = { ranking: KeptRanking; note: '' } | { ranking: null; note: string }

function rankStep(signals: Signal[], { role, modelId }: Writer): Step<string, RankStepAnswer> {
  return {
    name: 'rank-and-write',
    version: 1,
    tries: 2,
    waitMs: 500,
    keyOf: (turn) => [modelId, textHash(RANK_PROMPT.system), textHash(JSON.stringify(RANK_LIMITS)), textHash(turn)],
    async work(turn, { model }) {
      if (!model || !role) return skipped({ ranking: null, note: 'No model is configured.' }, 'No model is configured')
      const first = await ask(model, role, [{ role: 'user', content: turn }])
      const read = accept(first, signals)
      if (read.ok) return { ranking: kept(read.answer), note: '' }
      const again = await ask(model, role, [
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

async function ask(
  model: Ask,
  role: NonNullable<Writer['role']>,
  messages: { role: 'user' | 'assistant'; content: string }[],
): Promise<string> {
  const { text, stopReason } = await model({ role, prompt: RANK_PROMPT, messages, ...RANK_LIMITS })
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
