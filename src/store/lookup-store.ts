import type { KeptLookup, LookupStore } from '../pipeline/ports.ts'
import type { Db } from './db.ts'
import { toJsonb } from './jsonb.ts'

const KEPT = `select value, etag, fetched_at from intel.lookups where key = $1 and fetched_at is not null`

const HOLD = `
insert into intel.lookups as l (key, service, holder, held_until) values ($1, '', $2, now() + $3 * interval '1 millisecond')
on conflict (key) do update set holder = $2, held_until = excluded.held_until where l.held_until < now()
returning key`

const KEEP = `
insert into intel.lookups as l (key, service, value, etag, fetched_at, holder, held_until)
values ($1, $2, $3, $4, $5, null, '-infinity')
on conflict (key) do update set service = excluded.service, value = excluded.value, etag = excluded.etag,
  fetched_at = excluded.fetched_at, holder = null, held_until = '-infinity'
where l.holder = $6 or l.fetched_at is null or l.fetched_at < excluded.fetched_at`

/** Kept answers of outside services in Postgres, with one fetcher a key over all processes. */
export function createLookupStore(db: Db, holder: string): LookupStore {
  return {
    async kept(key) {
      const { rows } = await db.pool.query<{ value: unknown; etag: string | null; fetched_at: Date }>(KEPT, [key])
      const row = rows[0]
      return row ? ({ value: row.value, etag: row.etag, fetchedAt: row.fetched_at } satisfies KeptLookup) : null
    },
    async fetchedAt(key) {
      const { rows } = await db.pool.query<{ fetched_at: Date | null }>(
        `select fetched_at from intel.lookups where key = $1`,
        [key],
      )
      return rows[0]?.fetched_at ?? null
    },
    async renew(key, holdMs) {
      await db.pool.query(
        `update intel.lookups set held_until = now() + $3 * interval '1 millisecond' where key = $1 and holder = $2`,
        [key, holder, holdMs],
      )
    },
    async hold(key, holdMs) {
      const { rowCount } = await db.pool.query(HOLD, [key, holder, holdMs])
      return rowCount === 1
    },
    async keep(key, { service, value, etag, fetchedAt }) {
      await db.pool.query(KEEP, [key, service, toJsonb(value), etag, fetchedAt, holder])
    },
    async release(key) {
      await db.pool.query(
        `update intel.lookups set holder = null, held_until = '-infinity' where key = $1 and holder = $2`,
        [key, holder],
      )
    },
  }
}
