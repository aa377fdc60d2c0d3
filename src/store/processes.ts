import { randomUUID } from 'node:crypto'
import type { Db } from './db.ts'
import { startOf } from './embedded/process-identity.ts'
import { hostIdentity } from './host.ts'
import type { Queue } from './queue.ts'

/** This process in the record, so that others see whether somebody is there to do the work. */
export type ProcessRow = {
  id: string
  /** From now on this process takes work. Says so again every 15 s, because other hosts cannot look at our pids. */
  join(): Promise<void>
  leave(): Promise<void>
}

const HEARTBEAT_MS = 15_000
/** A process of another host that missed three heartbeats is not counted on. */
const FRESH = `interval '${(3 * HEARTBEAT_MS) / 1_000} seconds'`
/** Far longer than anything it may have held: a row left by a host that is gone for good. */
const FORGOTTEN = `interval '10 minutes'`

const JOIN = `insert into intel.processes (id, host, pid, pid_started) values ($1, $2, $3, $4)
  on conflict (id) do update set seen_at = now()`

export async function createProcessRow(db: Db): Promise<ProcessRow> {
  const id = randomUUID()
  const facts = [id, hostIdentity(), process.pid, (await startOf(process.pid)) ?? 'unknown']
  let timer: NodeJS.Timeout | null = null
  let beat: Promise<unknown> = Promise.resolve()
  return {
    id,
    async join() {
      if (timer) return
      await db.pool.query(JOIN, facts)
      // A beat that fails is made up by the next one; the database's trouble is told by those who need it.
      timer = setInterval(() => {
        beat = db.pool.query(JOIN, facts).catch(() => undefined)
      }, HEARTBEAT_MS)
      timer.unref()
    },
    async leave() {
      if (timer) clearInterval(timer)
      // A beat after the goodbye would leave a row that nobody removes.
      await beat
      await db.pool.query(`delete from intel.processes where id = $1`, [id])
    },
  }
}

type Row = { id: string; host: string; pid: number; pid_started: string; is_fresh: boolean; is_forgotten: boolean }

async function othersThan(db: Db, id: string): Promise<Row[]> {
  const { rows } = await db.pool.query<Row>(
    `select id, host, pid, pid_started, seen_at > now() - ${FRESH} as is_fresh,
       seen_at < now() - ${FORGOTTEN} as is_forgotten from intel.processes where id <> $1`,
    [id],
  )
  return rows
}

/** Here the process itself tells; elsewhere only its heartbeat does. */
async function isAlive(row: Row): Promise<boolean> {
  return row.host === hostIdentity() ? (await startOf(row.pid)) === row.pid_started : row.is_fresh
}

/** True when another living process takes work. A row that a killed process left behind does not count. */
export async function hasLivingOthers(db: Db, me: ProcessRow): Promise<boolean> {
  const alive = await Promise.all((await othersThan(db, me.id)).map(isAlive))
  return alive.includes(true)
}

/**
 * Takes over from processes of this host that are gone: their jobs, lanes, messages and look-ups are free at once instead of
 * after a missed heartbeat. Of several processes starting together, the one that deletes the row does it.
 * Returns how many jobs were given back.
 */
export async function releaseDead(db: Db, queue: Queue, me: ProcessRow): Promise<number> {
  const others = await othersThan(db, me.id)
  const isGone = async (row: Row) => (row.host === hostIdentity() ? !(await isAlive(row)) : row.is_forgotten)
  const verdicts = await Promise.all(others.map(isGone))
  const gone = others.filter((_, place) => verdicts[place]).map((row) => row.id)
  const taken = await db.pool.query<{ id: string }>(`delete from intel.processes where id = any($1) returning id`, [
    gone,
  ])
  if (taken.rows.length === 0) return 0
  const dead = taken.rows.map((row) => row.id)
  await db.pool.query(`update intel.lanes set holder = null where holder = any($1)`, [dead])
  await db.pool.query(`update intel.shown_messages set holder = null where holder = any($1)`, [dead])
  await db.pool.query(`update intel.lookups set holder = null, held_until = '-infinity' where holder = any($1)`, [dead])
  return releaseJobs(db, { queue, me }, dead)
}

type Releasing = { queue: Queue; me: ProcessRow }

async function releaseJobs(db: Db, { queue, me }: Releasing, dead: string[]): Promise<number> {
  const active = await queue.active('run')
  const { rows } = await db.pool.query<{ job_id: string; process_id: string }>(
    `select job_id, process_id from intel.runs where id = any($1) and status = 'running' and job_id is not null`,
    [active.map((job) => job.data['runId'])],
  )
  const holders = new Map(rows.map((row) => [row.job_id, row.process_id]))
  // A job fetched but not begun names no process. With nobody else about, it was the dead one's.
  const isOnlyOne = !(await hasLivingOthers(db, me))
  const isDeads = (id: string) => {
    const holder = holders.get(id)
    return holder === undefined ? isOnlyOne : dead.includes(holder)
  }
  const jobs = active.map((job) => job.id).filter(isDeads)
  await queue.release('run', jobs)
  for (const name of isOnlyOne ? (['dispatch', 'clock', 'provider-event'] as const) : [])
    await queue.release(
      name,
      (await queue.active(name)).map((job) => job.id),
    )
  return jobs.length
}
