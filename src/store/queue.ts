import { PgBoss } from 'pg-boss'
import { sentenceOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { Queryable } from './db.ts'

/**
 * pg-boss on our own Postgres. Measured settings: heartbeats of 10 s noticed within 1 s, notify with a 2 s net, and a
 * retry limit that a crash loop cannot exhaust, because failures are counted by the runner itself.
 */
export type JobInsert = { id?: string; data: object; startAfter?: Date; singletonKey?: string; priority?: number }

export type QueueName = 'dispatch' | 'run' | 'clock' | 'provider-event'

export type WorkPlan = {
  /** Workers side by side in this process. */
  slots: number
  /** Jobs a worker takes at once; all are handed to `handle` together. */
  batch: number
}

export type Job = { id: string; data: object; abort: AbortSignal }

export type Queue = {
  start(): Promise<void>
  /** Puts jobs on a queue within the caller's transaction: a rollback leaves none. */
  insert(tx: Queryable, name: QueueName, jobs: JobInsert[]): Promise<void>
  /** Handles jobs until `stop`. Jobs whose ids come back go to the queue again; the others of the batch are done. */
  work(name: QueueName, plan: WorkPlan, handle: (jobs: Job[]) => Promise<Set<string>>): Promise<void>
  /** Gives jobs of a dead worker back at once instead of waiting for their heartbeat to be missed. */
  release(name: QueueName, jobIds: string[]): Promise<void>
  /** Jobs that some worker holds now. */
  active(name: QueueName): Promise<{ id: string; data: Record<string, unknown> }[]>
  depth(): Promise<{ name: string; queued: number; active: number }[]>
  /** Takes no further job, waits at most `deadlineMs` for those in hand, then aborts them. */
  stop(deadlineMs: number): Promise<void>
}

const QUEUES: QueueName[] = ['dispatch', 'run', 'clock', 'provider-event']
const RETRY_FOREVER = 1_000

export function createQueue(url: string, options: { log: Logger; maxConnections?: number }): Queue {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'intel-queue',
    max: options.maxConnections ?? 8,
    useListenNotify: true,
    schedule: false,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    persistWarnings: false,
    monitorVacuum: false,
  })
  boss.on('error', (error) => options.log.warn({ err: error }, 'The queue met an error and goes on'))
  boss.on('warning', (warning) => options.log.debug({ warning: warning.message }, 'The queue warns'))
  const stopping = new AbortController()

  return {
    async start() {
      await boss.start()
      for (const name of QUEUES) await declare(boss, name)
    },
    async insert(tx, name, jobs) {
      const db = { executeSql: async (text: string, values?: unknown[]) => tx.query(text, values) }
      await boss.insert(name, jobs, { db })
    },
    async work(name, plan, handle) {
      const settings = {
        batchSize: plan.batch,
        localConcurrency: plan.slots,
        burstWhenBatchFull: true,
        perJobResults: true as const,
        pollingIntervalSeconds: 2,
        notifyPollingIntervalSeconds: 2,
      }
      await boss.work(name, settings, async (jobs) => {
        const abort = (signal: AbortSignal) => AbortSignal.any([signal, stopping.signal])
        const failed = await handle(
          jobs.map((job) => ({ id: job.id, data: job.data as object, abort: abort(job.signal) })),
        )
        return jobs.map(({ id }) => ({ id, status: failed.has(id) ? ('failed' as const) : ('completed' as const) }))
      })
    },
    async release(name, jobIds) {
      if (jobIds.length > 0) await boss.fail(name, jobIds, { note: 'Its worker is gone' })
    },
    active: (name) => activeJobs(boss, name),
    depth: () => depthOf(boss),
    async stop(deadlineMs) {
      const late = setTimeout(() => stopping.abort(new Error('The app is stopping')), deadlineMs)
      await boss.stop({ graceful: true, timeout: deadlineMs + 2_000, close: true }).catch((error: unknown) => {
        options.log.warn({ reason: sentenceOf(error) }, 'The queue did not stop cleanly')
      })
      clearTimeout(late)
    },
  }
}

async function activeJobs(boss: PgBoss, name: QueueName): Promise<{ id: string; data: Record<string, unknown> }[]> {
  const sql = `select id, data from pgboss.job where name = $1 and state = 'active'`
  const { rows } = await boss.getDb().executeSql(sql, [name])
  return rows.map((row: { id: string; data: Record<string, unknown> | null }) => ({ id: row.id, data: row.data ?? {} }))
}

async function depthOf(boss: PgBoss) {
  const sql = `select name, count(*) filter (where state in ('created', 'retry'))::int as queued,
    count(*) filter (where state = 'active')::int as active
    from pgboss.job where name = any($1) and state in ('created', 'retry', 'active') group by name`
  const { rows } = await boss.getDb().executeSql(sql, [QUEUES])
  return QUEUES.map((name) => rows.find((row: { name: string }) => row.name === name) ?? { name, queued: 0, active: 0 })
}

async function declare(boss: PgBoss, name: QueueName): Promise<void> {
  const settings = {
    heartbeatSeconds: 10,
    retryLimit: RETRY_FOREVER,
    retryDelay: 0,
    expireInSeconds: 3_600,
    deleteAfterSeconds: 3_600,
    notify: true,
  }
  await boss.createQueue(name, settings)
}
