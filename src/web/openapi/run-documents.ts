import { z } from '@hono/zod-openapi'
import { RunListQuery } from '../runs.ts'
import { count, DomainText, milliseconds, moment, text, usd } from './values.ts'

/** The record of runs as the API tells it. */

const Attempt = z.strictObject({
  start: count.openapi({ description: 'Which start of the run this try belongs to.' }),
  n: count,
  outcome: z.enum(['ok', 'failed']),
  error: text.nullable(),
  started_at: moment,
  duration_ms: milliseconds,
})

const ModelCall = z.strictObject({
  role: z.enum(['read', 'write', 'plan']),
  model: text,
  prompt: text,
  input_tokens: count,
  output_tokens: count,
  cache_read_tokens: count,
  cache_write_tokens: count,
  cost_usd: usd,
  stop_reason: text.nullable(),
  error: text.nullable(),
  duration_ms: milliseconds,
})

const Step = z
  .strictObject({
    name: text,
    version: count,
    key: text.openapi({ description: 'Hash of what went in; an equal key is answered from the record.' }),
    outcome: z.enum(['ok', 'empty', 'skipped', 'fallback', 'failed']),
    note: text.nullable(),
    reused_from: text.nullable().openapi({ description: 'The run whose result this is.' }),
    started_at: moment,
    duration_ms: milliseconds,
    cost_usd: usd,
    attempts: z.array(Attempt),
    model_calls: z.array(ModelCall),
  })
  .openapi('Step')

export const RunJson = z
  .strictObject({
    id: text,
    pipeline: text,
    status: z.enum(['queued', 'running', 'delayed', 'completed', 'partial', 'failed', 'stopped', 'cancelled']),
    report_id: text,
    domain: DomainText,
    queued_at: moment,
    started_at: moment.nullable(),
    ended_at: moment.nullable(),
    duration_ms: milliseconds.nullable(),
    cost_usd: usd,
    parent_run_id: text.nullable(),
    starts: count.openapi({ description: 'How often it was started; more than 1 after a crash or a delay.' }),
    note: text.nullable(),
    steps: z.array(Step).openapi({ description: 'In the order of their start; empty in a list.' }),
  })
  .openapi('Run')

export const RunListJson = z
  .strictObject({
    runs: z.array(RunJson),
    next: text.nullable().openapi({ description: 'The cursor of the next page; null on the last.' }),
  })
  .openapi('RunList')

const { pipeline, domain, status, since, limit, cursor } = RunListQuery.shape

/** The query of the list, as its route reads it, with words for people. `meta`, because it was made by plain zod. */
export const RunListParameters = z.object({
  pipeline: pipeline.meta({ description: 'Only runs of this pipeline.', example: 'report' }),
  domain: domain.meta({ description: 'Only runs for this domain.', example: 'fernmill.com' }),
  status: status.meta({ description: 'Only runs with this status.', example: 'failed' }),
  since: since.meta({ description: 'Only runs queued at this moment or later.', example: '2026-11-20T00:00:00Z' }),
  limit: limit.meta({ description: 'How many at most.', example: 50 }),
  cursor: cursor.meta({ description: 'The "next" of the page before.' }),
})
