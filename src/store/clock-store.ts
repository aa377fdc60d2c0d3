import type { ClockStore, Slot } from '../pipeline/clock-store.ts'
import type { Db } from './db.ts'
import { toJsonb } from './jsonb.ts'
import type { Queue } from './queue.ts'

/** Slots that nobody has fired. One that is overtaken is closed: the newer one does what it left. */
const FIRE = `
with due as (select name, slot from jsonb_to_recordset($1::jsonb) as d(name text, slot timestamptz)),
fired as (insert into intel.ticks (name, slot) select name, slot from due order by name
  on conflict do nothing returning name, slot),
overtaken as (update intel.ticks t set done_at = now(), has_more = false, note = 'overtaken by a newer slot'
  from fired where t.name = fired.name and t.slot < fired.slot and t.done_at is null and t.has_more),
more as (update intel.ticks t set parts = t.parts + 1, has_more = false
  from due where t.name = due.name and t.slot = due.slot and t.has_more
  returning t.name, t.slot)
select name, slot from fired union all select name, slot from more`

/** What an overtaken slot left is the newer one's. */
const ENDED = `
update intel.ticks t set has_more = more.is_left, note = $4, done_at = case when more.is_left then null else now() end
from (select $3::boolean and not exists (select from intel.ticks n where n.name = $1 and n.slot > $2) as is_left) as more
where t.name = $1 and t.slot = $2`

/** One number for all versions of this app: ticks of several processes go one after the other. */
const LOCK_KEY = 7_261_120_007n

/** Which slots have fired, in Postgres; noted and queued in one transaction. */
export function createClockStore({ db, queue }: { db: Db; queue: Queue }): ClockStore {
  return {
    fire(slots) {
      if (slots.length === 0) return Promise.resolve([])
      return db.transaction(async (tx) => {
        await tx.query(`select pg_advisory_xact_lock($1)`, [LOCK_KEY])
        const { rows } = await tx.query<Slot>(FIRE, [toJsonb(slots)])
        if (rows.length > 0)
          await queue.insert(
            tx,
            'clock',
            rows.map(({ name, slot }) => ({ data: { name, slot: slot.toISOString() } })),
          )
        return rows
      })
    },
    async ended({ name, slot }, { hasMore, note }) {
      await db.pool.query(ENDED, [name, slot, hasMore, note])
    },
  }
}

/** The slot that a job of the `clock` queue is about. */
export function slotOfJob(data: object): Slot {
  const { name, slot } = data as { name: string; slot: string }
  return { name, slot: new Date(slot) }
}
