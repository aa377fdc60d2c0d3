import type { ModelUsage } from '../pipeline/ports.ts'
import type { ModelCallRow, StepOutcome, StepRow } from '../pipeline/record.ts'

/** SQL of the record, and how its rows become our words. */

/** What a run has cost is what its recorded calls cost, however often it was started. */
const PAID = `(select coalesce(sum(cost_micros), 0) from intel.model_calls where run_id = $1)`
const PAID_BY_R = `(select coalesce(sum(c.cost_micros), 0) from intel.model_calls c where c.run_id = r.id)`

export const BEGIN = `
with item as (select * from jsonb_to_recordset($1::jsonb) as x(id text, job_id text)),
locked as (select r.id from intel.runs r where r.id in (select id from item)
  and r.status in ('queued', 'running', 'delayed') order by r.id for update)
update intel.runs r set attempt = r.attempt + 1, status = 'running', started_at = coalesce(r.started_at, now()),
  process_id = $2, job_id = (select max(job_id) from item where item.id = r.id)
from locked where r.id = locked.id
returning r.id, r.pipeline, r.subject_id, r.domain, r.attempt, r.failures, r.input, r.now_at, r.queued_at, r.parent_run_id`

export const STEPS_OF = `
select s.* from intel.run_steps s where s.run_id = any($1) and s.outcome <> 'failed'
  and (s.run_id = $2 or s.outcome in ('ok', 'empty'))
order by (s.run_id = $2)`

export const CALLS_OF = `
select c.* from intel.model_calls c where c.run_id = $1 and c.answer is not null order by c.started_at`

/**
 * Everything that waits to be written, in one statement; only rows whose fence is current are. A start that was overtaken
 * in the very moment of writing can leave no more than a step's result, which is kept by its content and so as good as
 * the newer start's own.
 */
export const JOURNAL = `
with fence as (select distinct run_id, attempt from jsonb_to_recordset($1::jsonb) as x(run_id text, attempt int)),
live as materialized (select r.id, r.attempt from intel.runs r join fence on fence.run_id = r.id
  where r.status = 'running' and r.attempt = fence.attempt),
step as (insert into intel.run_steps
    (run_id, key, name, version, position, outcome, output, note, reused_from, started_at, duration_ms, cost_micros)
  select s.run_id, s.key, s.name, s.version, s.position, s.outcome, s.output, s.note, s.reused_from, s.started_at,
    s.duration_ms, s.cost_micros
  from jsonb_to_recordset($2::jsonb) as s(run_id text, attempt int, key text, name text, version int, position int,
    outcome text, output jsonb, note text, reused_from text, started_at timestamptz, duration_ms int, cost_micros bigint)
  join live on live.id = s.run_id and live.attempt = s.attempt
  on conflict (run_id, key) do nothing),
attempt as (insert into intel.step_attempts (run_id, step_key, run_attempt, n, outcome, error, started_at, duration_ms)
  select a.run_id, a.step_key, a.attempt, a.n, a.outcome, a.error, a.started_at, a.duration_ms
  from jsonb_to_recordset($3::jsonb) as a(run_id text, attempt int, step_key text, n int, outcome text, error text,
    started_at timestamptz, duration_ms int)
  join live on live.id = a.run_id and live.attempt = a.attempt
  on conflict do nothing),
prompt as (insert into intel.prompts (hash, name, version, system)
  select distinct on (c.prompt_hash) c.prompt_hash, c.prompt_name, c.prompt_version, c.prompt_system
  from jsonb_to_recordset($4::jsonb) as c(prompt_hash text, prompt_name text, prompt_version int, prompt_system text)
  on conflict do nothing),
call as (insert into intel.model_calls
    (id, run_id, step_key, call_key, role, model, prompt_hash, messages, answer, stop_reason, error, request_id,
     input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_micros, started_at, duration_ms)
  select c.id, c.run_id, c.step_key, c.call_key, c.role, c.model, c.prompt_hash, c.messages, c.answer, c.stop_reason,
    c.error, c.request_id, c.input_tokens, c.output_tokens, c.cache_read_tokens, c.cache_write_tokens, c.cost_micros,
    c.started_at, c.duration_ms
  from jsonb_to_recordset($4::jsonb) as c(run_id text, attempt int, id text, step_key text, call_key text, role text,
    model text, prompt_hash text, messages jsonb, answer text, stop_reason text, error text, request_id text,
    input_tokens int, output_tokens int, cache_read_tokens int, cache_write_tokens int, cost_micros bigint,
    started_at timestamptz, duration_ms int)
  join live on live.id = c.run_id and live.attempt = c.attempt
  on conflict do nothing),
ended as (update intel.runs r set status = e.status, cost_micros = ${PAID_BY_R},
    note = e.note, ended_at = now()
  from jsonb_to_recordset($5::jsonb) as e(run_id text, attempt int, status text, note text, cost_micros bigint), live
  where r.id = e.run_id and r.attempt = e.attempt and r.status = 'running' and live.id = e.run_id
  and live.attempt = e.attempt)
select id, attempt from live`

export const LATER = `
update intel.runs set status = $3, note = $4, failures = failures + $5, cost_micros = ${PAID}
where id = $1 and attempt = $2 and status = 'running'`

export const PRICES = `
select model, valid_from, prompt_tokens_max, input_micros_per_mtok, output_micros_per_mtok, cache_read_micros_per_mtok,
  cache_write_micros_per_mtok
from intel.prices order by model, valid_from desc, prompt_tokens_max asc nulls last`

export type Price = {
  model: string
  valid_from: Date
  prompt_tokens_max: number | null
  input_micros_per_mtok: number
  output_micros_per_mtok: number
  cache_read_micros_per_mtok: number
  cache_write_micros_per_mtok: number
}

const PER_MTOK = 1_000_000

/**
 * Micro-dollars of one call, rounded up. The band is chosen by the whole prompt, cached parts included. A dated model
 * id (`claude-haiku-5-5-20261001`) takes the price of its family. 0 when the table knows no price.
 */
export function priceFor(prices: Price[], model: string, call: { usage: ModelUsage; on: Date }): number {
  const { usage } = call
  const prompt = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens
  const price = prices.find(
    (row) =>
      (row.model === model || model.startsWith(`${row.model}-`)) &&
      row.valid_from <= call.on &&
      (row.prompt_tokens_max === null || prompt <= row.prompt_tokens_max),
  )
  if (!price) return 0
  const micros =
    usage.inputTokens * price.input_micros_per_mtok +
    usage.outputTokens * price.output_micros_per_mtok +
    usage.cacheReadTokens * price.cache_read_micros_per_mtok +
    usage.cacheWriteTokens * price.cache_write_micros_per_mtok
  return Math.ceil(micros / PER_MTOK)
}

type Row = Record<string, unknown>

export function stepOf(row: Row, runId: string): StepRow {
  return {
    key: row['key'] as string,
    name: row['name'] as string,
    version: row['version'] as number,
    position: row['position'] as number,
    outcome: row['outcome'] as StepOutcome,
    output: row['output'],
    note: row['note'] as string | null,
    reusedFrom: row['run_id'] === runId ? null : ((row['reused_from'] as string | null) ?? (row['run_id'] as string)),
    startedAt: row['started_at'] as Date,
    durationMs: row['duration_ms'] as number,
    costMicros: row['cost_micros'] as number,
    attempts: [],
  }
}

export function answerOf(row: Row): ModelCallRow {
  return {
    id: row['id'] as string,
    stepKey: row['step_key'] as string,
    callKey: row['call_key'] as string,
    role: row['role'] as string,
    model: row['model'] as string,
    promptHash: row['prompt_hash'] as string,
    messages: row['messages'],
    answer: row['answer'] as string | null,
    stopReason: row['stop_reason'] as string | null,
    error: row['error'] as string | null,
    requestId: row['request_id'] as string | null,
    inputTokens: row['input_tokens'] as number,
    outputTokens: row['output_tokens'] as number,
    cacheReadTokens: row['cache_read_tokens'] as number,
    cacheWriteTokens: row['cache_write_tokens'] as number,
    costMicros: row['cost_micros'] as number,
    startedAt: row['started_at'] as Date,
    durationMs: row['duration_ms'] as number,
  }
}
