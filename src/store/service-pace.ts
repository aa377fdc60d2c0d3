import type { Db } from './db.ts'

/** `perMinute`: what a service allows. `burst`: how many may go at once after a rest. */
export type PacePlan = { service: string; perMinute: number; burst: number }

/**
 * One row holds when the next request may go (the generic cell rate algorithm): a turn moves it on by one interval, a
 * rest may have left it behind by a burst. The database's clock is the only one. $2 interval, $3 burst in intervals,
 * $4 the longest wait, in milliseconds.
 */
const TURN = `
with at as materialized (select clock_timestamp() as now),
taken as (insert into intel.service_paces as p (service, next_at)
  select $1, at.now + $2 * interval '1 millisecond' from at
  on conflict (service) do update set next_at = greatest(p.next_at, clock_timestamp()) + $2 * interval '1 millisecond'
  where p.next_at - clock_timestamp() <= ($3 - $2 + $4) * interval '1 millisecond'
  returning next_at)
select greatest(0, extract(epoch from taken.next_at - clock_timestamp()) * 1000 - $3)::int as wait_ms from taken`

const PAUSE = `
insert into intel.service_paces as p (service, next_at) values ($1, clock_timestamp() + $2 * interval '1 millisecond')
on conflict (service) do update set next_at = greatest(p.next_at, excluded.next_at)`

/** The pace of a service as all processes on this database keep it. */
export function createServicePace(db: Db, { service, perMinute, burst }: PacePlan) {
  const intervalMs = 60_000 / perMinute
  return {
    /** Keeps the next free moment: milliseconds until then, or null when it is more than `mostMs` away. */
    async turn(mostMs: number): Promise<number | null> {
      const values = [service, intervalMs, intervalMs * burst, mostMs]
      const { rows } = await db.pool.query<{ wait_ms: number }>(TURN, values)
      return rows[0]?.wait_ms ?? null
    },
    /** Nobody asks for so long, and then one after the other. */
    async pause(ms: number): Promise<void> {
      await db.pool.query(PAUSE, [service, ms + intervalMs * (burst - 1)])
    },
  }
}
