import type { Db } from './db.ts'
import type { Queue } from './queue.ts'

/** Counts of replies and reports. `medianSeconds` is acceptance to message 2, today; today begins at midnight UTC. */
export type DeskCounts = {
  queued: number
  running: number
  delayed: number
  deliveredToday: number
  failedToday: number
  medianSeconds: number | null
  lastDeliveredAt: string | null
}

const COUNTS = `
with card as (
  select extract(epoch from e.done_at - r.received_at) as seconds, e.done_at from intel.effects e
  join intel.replies r on r.id = e.report_id
  where e.kind = 'card' and e.status = 'done' and e.done_at >= date_trunc('day', now() at time zone 'utc') at time zone 'utc'),
recent as (select p.status, u.status as run_status, p.updated_at from intel.reports p
  left join intel.runs u on u.id = p.run_id where p.updated_at > now() - interval '2 days')
select
  (select count(*)::int from recent where status = 'queued' and run_status is distinct from 'running') as queued,
  (select count(*)::int from recent where status = 'running' or (status = 'queued' and run_status = 'running')) as running,
  (select count(*)::int from recent where status = 'delayed') as delayed,
  (select count(*)::int from card) as delivered,
  (select count(*)::int from recent where status = 'failed'
    and updated_at >= date_trunc('day', now() at time zone 'utc') at time zone 'utc') as failed,
  (select percentile_cont(0.5) within group (order by seconds) from card) as median,
  (select max(done_at) from card) as last`

/** What the desk is doing now, and what it did since midnight UTC. */
export async function readDeskCounts(db: Db): Promise<DeskCounts> {
  const { rows } = await db.pool.query(COUNTS)
  const row = rows[0]
  return {
    queued: row.queued,
    running: row.running,
    delayed: row.delayed,
    deliveredToday: row.delivered,
    failedToday: row.failed,
    medianSeconds: row.median === null ? null : Math.round(Number(row.median) * 10) / 10,
    lastDeliveredAt: row.last ? (row.last as Date).toISOString() : null,
  }
}

/** What waits and what is in hand now; reports by status are those of the last 24 hours. */
export type DeskLoad = {
  jobs: { name: string; queued: number; active: number }[]
  reports: { status: string; n: number }[]
  effects: { lane: string; n: number }[]
}

const REPORTS = `select p.status, count(*)::int as n from intel.reports p join intel.replies r on r.id = p.id
  where r.received_at > now() - interval '1 day' group by p.status`
const EFFECTS = `select lane, count(*)::int as n from intel.effects where status in ('pending', 'started') group by lane`

export async function readDeskLoad(db: Db, queue: Pick<Queue, 'depth'>): Promise<DeskLoad> {
  const [jobs, reports, effects] = await Promise.all([
    queue.depth(),
    db.pool.query<DeskLoad['reports'][number]>(REPORTS),
    db.pool.query<DeskLoad['effects'][number]>(EFFECTS),
  ])
  return { jobs, reports: reports.rows, effects: effects.rows }
}

/** Whether the database answers now. */
export function isUp(db: Db): Promise<boolean> {
  return db.pool.query('select 1').then(
    () => true,
    () => false,
  )
}
