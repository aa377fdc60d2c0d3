import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Db } from './db.ts'
import type { Queue } from './queue.ts'

/** This process in the record, so that the next one on this host sees at once that it is gone. */
export type ProcessRow = { id: string; leave(): Promise<void> }

export async function registerProcess(db: Db): Promise<ProcessRow> {
  const id = randomUUID()
  await db.pool.query(`insert into intel.processes (id, host, pid, pid_started) values ($1, $2, $3, $4)`, [
    id,
    hostname(),
    process.pid,
    startOf(process.pid) ?? 'unknown',
  ])
  return {
    id,
    async leave() {
      await db.pool.query(`delete from intel.processes where id = $1`, [id])
    },
  }
}

/**
 * Takes over from processes of this host that are gone: their jobs, lanes and messages are free at once instead of
 * after a missed heartbeat. Of several processes starting together, the one that deletes the row does it.
 * Returns how many jobs were given back.
 */
export async function releaseDead(db: Db, queue: Queue): Promise<number> {
  const { rows } = await db.pool.query<{ id: string; pid: number; pid_started: string }>(
    `select id, pid, pid_started from intel.processes where host = $1`,
    [hostname()],
  )
  const gone = rows.filter((row) => startOf(row.pid) !== row.pid_started).map((row) => row.id)
  const taken = await db.pool.query<{ id: string }>(`delete from intel.processes where id = any($1) returning id`, [
    gone,
  ])
  if (taken.rows.length === 0) return 0
  const dead = taken.rows.map((row) => row.id)
  await db.pool.query(`update intel.lanes set holder = null where holder = any($1)`, [dead])
  await db.pool.query(`update intel.shown_messages set holder = null where holder = any($1)`, [dead])
  return releaseJobs(db, queue, dead)
}

async function releaseJobs(db: Db, queue: Queue, dead: string[]): Promise<number> {
  const alive = await db.pool.query<{ job_id: string }>(
    `select job_id from intel.runs where status = 'running' and process_id <> all($1) and job_id is not null`,
    [dead],
  )
  const { rows } = await db.pool.query<{ n: number }>(`select count(*)::int as n from intel.processes`)
  const isOnlyOne = (rows[0]?.n ?? 0) <= 1
  const own = await db.pool.query<{ job_id: string }>(
    `select job_id from intel.runs where status = 'running' and process_id = any($1) and job_id is not null`,
    [dead],
  )
  // A job fetched but not begun names no process. With nobody else about, it was the dead one's.
  const aliveJobs = new Set(alive.rows.map((row) => row.job_id))
  const orphans = isOnlyOne ? (await queue.active('run')).filter((id) => !aliveJobs.has(id)) : []
  const jobs = [...new Set([...own.rows.map((row) => row.job_id), ...orphans])]
  await queue.release('run', jobs)
  if (isOnlyOne) await queue.release('dispatch', await queue.active('dispatch'))
  return jobs.length
}

/** When a pid's process started, as the kernel counts; null when there is none. Elsewhere than Linux, that it lives. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // Fields after the command's closing bracket; the start time is the 20th of them.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return process.platform === 'linux' ? null : livesElsewhere(pid)
  }
}

function livesElsewhere(pid: number): string | null {
  try {
    process.kill(pid, 0)
    return 'alive'
  } catch {
    return null
  }
}
