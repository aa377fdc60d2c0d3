import type { ModelUsage } from '../pipeline/ports.ts'
import {
  type BegunRun,
  type Fence,
  type ModelCallRow,
  type PromptFacts,
  type RunEnd,
  RunFenced,
  type RunStore,
  type StepRow,
} from '../pipeline/record.ts'
import type { RunId } from '../pipeline/report/types.ts'
import { type Batcher, createBatcher } from './batcher.ts'
import type { Db } from './db.ts'
import { toJsonb } from './jsonb.ts'
import type { Queue } from './queue.ts'
import { answerOf, BEGIN, CALLS_OF, JOURNAL, LATER, PRICES, type Price, priceFor, STEPS_OF, stepOf } from './run-sql.ts'

type Entry = Fence & { step?: StepRow; call?: ModelCallRow & { prompt: PromptFacts }; end?: RunEnd }

const MAX_BATCH = 200

/** The runner's record in Postgres. Writes of all runs in hand share commits; each checks its run's fence. */
export async function createRunStore(deps: { db: Db; queue: Queue; processId: string }): Promise<RunStore> {
  const { db } = deps
  const prices = (await db.pool.query<Price>(PRICES)).rows
  const journal = createBatcher<Entry, boolean>((entries) => writeJournal(db, entries), { max: MAX_BATCH })
  const beginnings = createBatcher<{ runId: RunId; jobId: string }, BegunRun | null>((items) => begin(deps, items), {
    max: MAX_BATCH,
  })
  return {
    begin: (runId, jobId) => beginnings.add({ runId, jobId }),
    recordStep: (fence, step) => write(journal, { ...fence, step }),
    recordModelCall: (fence, call, prompt) => write(journal, { ...fence, call: { ...call, prompt } }),
    end: (fence, end) => write(journal, { ...fence, end }),
    async later(fence, later) {
      await db.transaction(async (tx) => {
        const { runId, attempt } = fence
        const values = [runId, attempt, later.status, later.note, later.failed ? 1 : 0]
        const { rowCount } = await tx.query(LATER, values)
        if (rowCount === 0) throw new RunFenced('Another start of this run is current')
        await deps.queue.insert(tx, 'run', [{ data: { runId }, startAfter: later.at }])
      })
    },
    priceOf: (model, usage: ModelUsage) => priceFor(prices, model, { usage, on: new Date() }),
  }
}

async function write(journal: Batcher<Entry, boolean>, entry: Entry): Promise<void> {
  if (!(await journal.add(entry))) throw new RunFenced('Another start of this run is current')
}

/** One statement for all waiting writes: only entries whose fence is current are stored, and the answer says which. */
async function writeJournal(db: Db, entries: Entry[]): Promise<boolean[]> {
  const fences = entries.map(({ runId, attempt }) => ({ run_id: runId, attempt }))
  const steps = entries.flatMap(({ runId, attempt, step }) => (step ? [stepJson(runId, attempt, step)] : []))
  const attempts = entries.flatMap(({ runId, attempt, step }) =>
    (step?.attempts ?? [])
      // The one good try of a step is the step itself.
      .filter((tried) => tried.outcome === 'failed' || (step?.attempts.length ?? 0) > 1)
      .map((tried) => ({
        run_id: runId,
        attempt,
        step_key: step?.key,
        n: tried.n,
        outcome: tried.outcome,
        error: tried.error,
        started_at: tried.startedAt,
        duration_ms: tried.durationMs,
      })),
  )
  const calls = entries.flatMap(({ runId, attempt, call }) => (call ? [callJson(runId, attempt, call)] : []))
  const ends = entries.flatMap(({ runId, attempt, end }) =>
    end ? [{ run_id: runId, attempt, status: end.status, note: end.note, cost_micros: end.costMicros }] : [],
  )
  const values = [fences, steps, attempts, calls, ends].map((rows) => toJsonb(rows))
  const { rows } = await db.pool.query<{ id: string; attempt: number }>({ name: 'journal', text: JOURNAL, values })
  const live = new Set(rows.map((row) => `${row.id}/${row.attempt}`))
  return entries.map(({ runId, attempt }) => live.has(`${runId}/${attempt}`))
}

function stepJson(runId: RunId, attempt: number, step: StepRow): object {
  return {
    run_id: runId,
    attempt,
    key: step.key,
    name: step.name,
    version: step.version,
    position: step.position,
    outcome: step.outcome,
    output: step.output ?? null,
    note: step.note,
    reused_from: step.reusedFrom,
    started_at: step.startedAt,
    duration_ms: step.durationMs,
    cost_micros: step.costMicros,
  }
}

function callJson(runId: RunId, attempt: number, call: ModelCallRow & { prompt: PromptFacts }): object {
  return {
    run_id: runId,
    attempt,
    id: call.id,
    step_key: call.stepKey,
    call_key: call.callKey,
    role: call.role,
    model: call.model,
    prompt_hash: call.promptHash,
    prompt_name: call.prompt.name,
    prompt_version: call.prompt.version,
    prompt_system: call.prompt.system,
    messages: call.messages,
    answer: call.answer,
    stop_reason: call.stopReason,
    error: call.error,
    request_id: call.requestId,
    input_tokens: call.inputTokens,
    output_tokens: call.outputTokens,
    cache_read_tokens: call.cacheReadTokens,
    cache_write_tokens: call.cacheWriteTokens,
    cost_micros: call.costMicros,
    started_at: call.startedAt,
    duration_ms: call.durationMs,
  }
}

type BegunRow = {
  id: RunId
  pipeline: string
  subject_id: string
  domain: string
  attempt: number
  failures: number
  input: unknown
  now_at: Date
  queued_at: Date
  parent_run_id: string | null
}

async function begin(
  deps: { db: Db; processId: string },
  items: { runId: RunId; jobId: string }[],
): Promise<(BegunRun | null)[]> {
  const pairs = toJsonb(items.map(({ runId, jobId }) => ({ id: runId, job_id: jobId })))
  const { rows } = await deps.db.pool.query<BegunRow>({ name: 'begin', text: BEGIN, values: [pairs, deps.processId] })
  const byId = new Map(rows.map((row) => [row.id, row]))
  const taken = new Set<string>()
  return Promise.all(
    items.map(async ({ runId }) => {
      const row = byId.get(runId)
      // Two jobs of one run in one batch: the run starts once.
      if (!row || taken.has(runId)) return null
      taken.add(runId)
      return { ...toBegun(row), ...(await kept(deps.db, row)) }
    }),
  )
}

function toBegun(row: BegunRow) {
  const { id, pipeline, domain, attempt, failures, input } = row
  const facts = { subjectId: row.subject_id, now: row.now_at, queuedAt: row.queued_at, parentRunId: row.parent_run_id }
  return { id, pipeline, domain, attempt, failures, input, ...facts }
}

/** A first start without a parent has nothing to find, and asks nothing. */
async function kept(db: Db, row: BegunRow): Promise<Pick<BegunRun, 'steps' | 'answers'>> {
  if (row.attempt === 1 && !row.parent_run_id) return { steps: new Map(), answers: new Map() }
  const ids = [row.parent_run_id, row.id].filter((id) => id !== null)
  const [steps, calls] = await Promise.all([db.pool.query(STEPS_OF, [ids, row.id]), db.pool.query(CALLS_OF, [row.id])])
  // Own rows come last and win over the parent's.
  return {
    steps: new Map(steps.rows.map((step) => [step.key as string, stepOf(step, row.id)])),
    answers: new Map(calls.rows.map((call) => [call.call_key as string, answerOf(call)])),
  }
}
