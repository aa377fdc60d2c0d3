import { sentenceOf } from '../../../errors.ts'
import { textHash } from '../../canonical.ts'
import { fellBack, type Run, type Step, type StepTools, skipped } from '../../step.ts'
import type { CheckedClaim, ReportRunInput } from '../desk-store.ts'
import { gatePitch, pitchContext, settlePitch } from '../pitch/claims.ts'
import { composePitch, type Pitch, pitchByRules } from '../pitch/pitch.ts'
import {
  PITCH_PROMPT,
  PITCH_SCHEMA,
  type PitchAnswer,
  type PitchInput,
  parsePitchAnswer,
  pitchUserTurn,
} from '../pitch/prompt.ts'
import { repairTurn } from '../rank/prompt.ts'
import { rewriteUserTurn } from '../rank/rewrite.ts'
import type { Writer } from '../writer.ts'
import { rewriteStep } from './rewrite-claims.ts'

/** `note` says why the rules wrote it; null when the model did. */
export type WrittenPitch = { pitch: Pitch; note: string | null; droppedClaims: number; claims: CheckedClaim[] }

type PitchStepAnswer = { answer: PitchAnswer; note: null } | { answer: null; note: string }

const PITCH_LIMITS = { schema: PITCH_SCHEMA, maxTokens: 1_000, timeoutMs: 30_000 }

/**
 * Writes relevance, pitch angle, lead and script for the featured buyer, checks every sentence against its signals and
 * its record, has refused ones rewritten once, and falls back to the signals' own words.
 */
export async function writePitch(
  run: Run<ReportRunInput>,
  facts: PitchInput & { writer: Writer; allowedNames: readonly string[] },
): Promise<WrittenPitch> {
  const { writer, allowedNames, ...input } = facts
  const byRules = pitchByRules(input)
  if (!writer.role) return { pitch: byRules, note: writer.whyRules, droppedClaims: 0, claims: [] }
  const { answer, note } = await run.step(pitchStep(writer), pitchUserTurn(input))
  if (!answer) return { pitch: byRules, note, droppedClaims: 0, claims: [] }
  const context = pitchContext(input, allowedNames)
  const gate = gatePitch(answer, input, context)
  const turn = gate.refused.length > 0 ? rewriteUserTurn(gate.refused, context) : null
  const rewrites = turn === null ? [] : await run.step(rewriteStep(writer), turn)
  const { kept, claims } = settlePitch(gate, { context, pitch: input, rewrites })
  const droppedClaims = claims.filter(({ verdict }) => verdict === 'dropped').length
  return { pitch: composePitch(kept, byRules), note: null, droppedClaims, claims }
}

function pitchStep({ role, modelId }: Writer): Step<string, PitchStepAnswer> {
  return {
    name: 'write-pitch',
    version: 1,
    tries: 2,
    waitMs: 500,
    keyOf: (turn) => [modelId, textHash(PITCH_PROMPT.system), textHash(JSON.stringify(PITCH_LIMITS)), textHash(turn)],
    async work(turn, { model }) {
      if (!model || !role) return skipped({ answer: null, note: 'No model is configured.' }, 'No model is configured')
      const first = await ask(model, role, [{ role: 'user', content: turn }])
      const read = parsePitchAnswer(first)
      if (read.ok) return { answer: read.answer, note: null }
      const again = parsePitchAnswer(
        await ask(model, role, [
          { role: 'user', content: turn },
          { role: 'assistant', content: first.trim() || '(no answer)' },
          { role: 'user', content: repairTurn(read.problem) },
        ]),
      )
      if (again.ok) return { answer: again.answer, note: null }
      const note = `Claude's pitch could not be used twice: ${again.problem}.`
      return fellBack({ answer: null, note }, note)
    },
    fallback: (_turn, error) => ({ answer: null, note: `${sentenceOf(error)}.` }),
  }
}

type Ask = NonNullable<StepTools['model']>
type Messages = { role: 'user' | 'assistant'; content: string }[]

async function ask(model: Ask, role: NonNullable<Writer['role']>, messages: Messages): Promise<string> {
  const { text, stopReason } = await model({ role, prompt: PITCH_PROMPT, messages, ...PITCH_LIMITS })
  return stopReason === 'refusal' ? '' : text
}
