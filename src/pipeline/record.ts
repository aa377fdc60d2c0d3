import type { RunId } from './report/types.ts'

/**
 * The record of a run, as the runner writes it and every door reads it. It knows nothing of reports.
 * run: one execution of a pipeline. step: name + version + input → output, kept by what went into it.
 * attempt: one try of a step. model call: one paid request. fence: which start of a run may still write.
 */

export type RunStatus = 'queued' | 'running' | 'delayed' | 'completed' | 'partial' | 'failed' | 'stopped' | 'cancelled'

export type StepOutcome = 'ok' | 'empty' | 'skipped' | 'fallback' | 'failed'

/** Names one start of a run. A write under a stale fence touches nothing and throws `RunFenced`. */
export type Fence = { runId: RunId; attempt: number }

/** The run was taken over or cancelled: whoever holds this stops without writing another word. */
export class RunFenced extends Error {
  override name = 'RunFenced'
}

export type AttemptRow = {
  n: number
  outcome: 'ok' | 'failed'
  error: string | null
  startedAt: Date
  durationMs: number
}

export type StepRow = {
  /** Hash of name, version and canonical input: what went in, never where it stood. */
  key: string
  name: string
  version: number
  position: number
  outcome: StepOutcome
  output: unknown
  /** Why it was skipped, fell back or failed; null when there is nothing to say. */
  note: string | null
  /** The run whose result this is, when it was not executed here. */
  reusedFrom: string | null
  startedAt: Date
  durationMs: number
  costMicros: number
  attempts: AttemptRow[]
}

export type ModelCallRow = {
  id: string
  stepKey: string
  /** Hash of model, prompt, messages, schema and limits. */
  callKey: string
  role: string
  model: string
  promptHash: string
  messages: unknown
  answer: string | null
  stopReason: string | null
  error: string | null
  requestId: string | null
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheWriteTokens: number
  costMicros: number
  startedAt: Date
  durationMs: number
}

/** A run as its worker finds it. `steps` and `answers` hold what earlier starts, or the parent run, left. */
export type BegunRun = {
  id: RunId
  pipeline: string
  subjectId: string
  domain: string
  attempt: number
  failures: number
  input: unknown
  /** The recorded now. */
  now: Date
  queuedAt: Date
  parentRunId: string | null
  steps: Map<string, StepRow>
  /** Recorded answers of model calls by call key. */
  answers: Map<string, ModelCallRow>
}

export type PromptFacts = { hash: string; name: string; version: number; system: string }

/** What a pipeline's end means for the run. */
export type RunEnd = { status: 'completed' | 'partial' | 'failed' | 'stopped'; note: string | null; costMicros: number }

export type RunStore = {
  /** Starts the next attempt; null when the run is unknown or already ended. */
  begin(runId: RunId, jobId: string): Promise<BegunRun | null>
  /** Resolves when stored. Throws `RunFenced`. */
  recordStep(fence: Fence, step: StepRow): Promise<void>
  /** Resolves when stored. Throws `RunFenced`. */
  recordModelCall(fence: Fence, call: ModelCallRow, prompt: PromptFacts): Promise<void>
  end(fence: Fence, end: RunEnd): Promise<void>
  /** Puts the run back on the queue for later; the count of failures grows when `failed`. */
  later(fence: Fence, later: { status: 'delayed' | 'queued'; note: string; at: Date; failed: boolean }): Promise<void>
  /** Micro-dollars of one model call by the dated price table; 0 for a model without a price. */
  priceOf(
    model: string,
    usage: { inputTokens: number; outputTokens: number; cacheReadTokens: number; cacheWriteTokens: number },
  ): number
}
