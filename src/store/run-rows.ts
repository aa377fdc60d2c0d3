import type { NewRun } from '../pipeline/report/desk-store.ts'
import type { Queryable } from './db.ts'
import { INSERT_RUNS } from './desk-sql.ts'
import type { Queue } from './queue.ts'

/** Stores runs and queues them; the job carries the run's own id. */
export async function insertRuns(queue: Queue, tx: Queryable, runs: NewRun[]): Promise<void> {
  if (runs.length === 0) return
  const rows = runs.map(({ id, input, now, parentRunId }) => ({
    id,
    subject_id: input.reportId,
    domain: input.reply.domain,
    input,
    now_at: now,
    parent_run_id: parentRunId,
  }))
  await tx.query(INSERT_RUNS, [JSON.stringify(rows)])
  await queue.insert(
    tx,
    'run',
    runs.map(({ id }) => ({ id, data: { runId: id } })),
  )
}
