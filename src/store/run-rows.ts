import type { NewRun } from '../pipeline/report/desk-store.ts'
import type { Queryable } from './db.ts'
import { toJsonb } from './jsonb.ts'
import type { Queue } from './queue.ts'

export type RunRow = {
  id: string
  pipeline: string
  subject_id: string
  domain: string
  input: unknown
  now_at: Date
  parent_run_id: string | null
  /** Runs with a higher one are taken up first; 0 where it is absent. */
  priority?: number
}

const INSERT = `
insert into intel.runs (id, pipeline, subject_id, domain, input, now_at, parent_run_id, job_id)
select r.id, r.pipeline, r.subject_id, r.domain, r.input, r.now_at, r.parent_run_id, r.id
from jsonb_to_recordset($1::jsonb) as r(id text, pipeline text, subject_id text, domain text, input jsonb,
  now_at timestamptz, parent_run_id text)`

/** Stores runs of any pipeline and queues them in the caller's transaction; the job carries the run's own id. */
export async function insertRunRows(queue: Queue, tx: Queryable, rows: RunRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(INSERT, [toJsonb(rows)])
  const jobs = rows.map(({ id, priority = 0 }) => ({ id, data: { runId: id }, priority }))
  await queue.insert(tx, 'run', jobs)
}

/** Somebody waits for it: a prospect who replied, or a person who pressed a button. */
const AWAITED = 1

/** The same for runs of the report pipeline. Those of a list asked for by API come with 0: replies overtake them. */
export function insertRuns(queue: Queue, tx: Queryable, runs: (NewRun & { priority?: number })[]): Promise<void> {
  const rows = runs.map(({ id, input, now, parentRunId, priority = AWAITED }) => ({
    priority,
    id,
    pipeline: 'report',
    subject_id: input.reportId,
    domain: input.reply.domain,
    input,
    now_at: now,
    parent_run_id: parentRunId,
  }))
  return insertRunRows(queue, tx, rows)
}
