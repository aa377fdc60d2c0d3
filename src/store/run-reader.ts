import type { RunList, RunQuery, RunReader, RunView } from '../pipeline/run-views.ts'
import type { Db } from './db.ts'

const LIST = `
select r.*, (select count(*)::int from intel.run_steps s where s.run_id = r.id) as step_count from intel.runs r
where ($1::text is null or r.pipeline = $1) and ($2::text is null or r.domain = $2) and ($3::text is null or r.status = $3)
  and ($4::timestamptz is null or r.queued_at >= $4)
  and ($5::timestamptz is null or (r.queued_at, r.id) < ($5, $6))
order by r.queued_at desc, r.id desc limit $7`

type Row = Record<string, unknown>

/** Reads the record for people and machines; never writes. */
export function createRunReader(db: Db): RunReader {
  return {
    async list(query: RunQuery): Promise<RunList> {
      const { pipeline, domain, status, since, cursor, limit } = query
      const values = [pipeline, domain, status, since, cursor?.queuedAt ?? null, cursor?.id ?? null, limit + 1]
      const { rows } = await db.pool.query(LIST, values)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      const next =
        rows.length > limit && last ? { queuedAt: last['queued_at'] as Date, id: last['id'] as string } : null
      return { runs: page.map((row) => toView(row, { steps: [], attempts: [], calls: [] })), next }
    },
    async show(id: string): Promise<RunView | null> {
      const [run, steps, attempts, calls] = await Promise.all([
        db.pool.query(`select * from intel.runs where id = $1`, [id]),
        db.pool.query(`select * from intel.run_steps where run_id = $1 order by position, started_at`, [id]),
        db.pool.query(`select * from intel.step_attempts where run_id = $1 order by run_attempt, n`, [id]),
        db.pool.query(
          `select c.*, p.name as prompt_name, p.version as prompt_version from intel.model_calls c
           join intel.prompts p on p.hash = c.prompt_hash where c.run_id = $1 order by c.started_at`,
          [id],
        ),
      ])
      const row = run.rows[0]
      return row ? toView(row, { steps: steps.rows, attempts: attempts.rows, calls: calls.rows }) : null
    },
  }
}

function toView(row: Row, parts: { steps: Row[]; attempts: Row[]; calls: Row[] }): RunView {
  return {
    id: row['id'] as string,
    pipeline: row['pipeline'] as string,
    status: row['status'] as RunView['status'],
    subjectId: row['subject_id'] as string,
    domain: row['domain'] as string,
    queuedAt: row['queued_at'] as Date,
    startedAt: row['started_at'] as Date | null,
    endedAt: row['ended_at'] as Date | null,
    costMicros: row['cost_micros'] as number,
    parentRunId: row['parent_run_id'] as string | null,
    note: row['note'] as string | null,
    attempt: row['attempt'] as number,
    steps: parts.steps.map((step) => toStep(step, parts)),
  }
}

function toStep(step: Row, parts: { attempts: Row[]; calls: Row[] }): RunView['steps'][number] {
  const own = (row: Row) => row['step_key'] === step['key']
  return {
    name: step['name'] as string,
    version: step['version'] as number,
    key: step['key'] as string,
    outcome: step['outcome'] as RunView['steps'][number]['outcome'],
    note: step['note'] as string | null,
    reusedFrom: step['reused_from'] as string | null,
    startedAt: step['started_at'] as Date,
    durationMs: step['duration_ms'] as number,
    costMicros: step['cost_micros'] as number,
    attempts: parts.attempts.filter(own).map((row) => ({
      runAttempt: row['run_attempt'] as number,
      n: row['n'] as number,
      outcome: row['outcome'] as string,
      error: row['error'] as string | null,
      startedAt: row['started_at'] as Date,
      durationMs: row['duration_ms'] as number,
    })),
    modelCalls: parts.calls.filter(own).map((row) => ({
      role: row['role'] as string,
      model: row['model'] as string,
      prompt: `${row['prompt_name'] as string} v${row['prompt_version'] as number}`,
      inputTokens: row['input_tokens'] as number,
      outputTokens: row['output_tokens'] as number,
      cacheReadTokens: row['cache_read_tokens'] as number,
      cacheWriteTokens: row['cache_write_tokens'] as number,
      costMicros: row['cost_micros'] as number,
      stopReason: row['stop_reason'] as string | null,
      error: row['error'] as string | null,
      durationMs: row['duration_ms'] as number,
    })),
  }
}
