import type { SettingsStore } from '../pipeline/clock-store.ts'
import type { Db } from './db.ts'

type Row = { key: string; value: unknown; changed_at: Date; changed_by: string }

/** Settings in Postgres: one row per key that somebody changed. */
export function createSettingsStore(db: Db): SettingsStore {
  return {
    async all() {
      const { rows } = await db.pool.query<Row>(`select key, value, changed_at, changed_by from intel.settings`)
      return rows.map(({ key, value, changed_at, changed_by }) => ({
        key,
        value,
        changedAt: changed_at,
        changedBy: changed_by,
      }))
    },
    async set(key, value, by) {
      await db.pool.query(
        `insert into intel.settings (key, value, changed_by) values ($1, $2::jsonb, $3)
         on conflict (key) do update set value = excluded.value, changed_at = now(), changed_by = excluded.changed_by`,
        [key, JSON.stringify(value), by],
      )
    },
    async reset(key) {
      const { rowCount } = await db.pool.query(`delete from intel.settings where key = $1`, [key])
      return rowCount === 1
    },
  }
}
