import type { ShownMessage, ShownStore } from '../pipeline/report/desk-store.ts'
import type { ReportId } from '../pipeline/report/types.ts'
import type { Db } from './db.ts'

const HOLD = `
with one as (
  select m.effect_id from intel.shown_messages m join intel.reports p on p.id = m.report_id
  where m.report_id = $1 and m.shown_revision < p.revision and (m.holder is null or m.held_until < now())
  order by m.effect_id limit 1 for update of m skip locked)
update intel.shown_messages m set holder = $2, held_until = now() + interval '15 seconds'
from intel.reports p, one
where m.effect_id = one.effect_id and p.id = m.report_id
returning m.effect_id, m.report_id, m.role, m.channel, m.ts, m.shown_hash, p.revision`

type Row = {
  effect_id: string
  report_id: ReportId
  role: string
  channel: string
  ts: string
  shown_hash: string | null
  revision: number
}

/** Which messages show an old state, and who is editing them. One editor a message, so that the last state wins. */
export function createShownStore(db: Db, holder: string): ShownStore {
  return {
    async stale(reportId) {
      const { rows } = await db.pool.query<{ report_id: ReportId }>(
        `select distinct m.report_id from intel.shown_messages m join intel.reports p on p.id = m.report_id
         where m.shown_revision < p.revision and p.updated_at > now() - interval '1 day'
           and ($1::text is null or m.report_id = $1) limit 200`,
        [reportId],
      )
      return rows.map((row) => row.report_id)
    },
    async hold(reportId) {
      const { rows } = await db.pool.query<Row>(HOLD, [reportId, holder])
      return rows.map((row) => ({ message: toMessage(row), revision: row.revision }))
    },
    async shown(effectId, { revision, hash }) {
      await db.pool.query(
        `update intel.shown_messages set shown_revision = greatest(shown_revision, $2), shown_hash = $3, holder = null
         where effect_id = $1 and holder = $4`,
        [effectId, revision, hash, holder],
      )
    },
    async release(effectId) {
      await db.pool.query(`update intel.shown_messages set holder = null where effect_id = $1 and holder = $2`, [
        effectId,
        holder,
      ])
    },
  }
}

function toMessage(row: Row): ShownMessage {
  const { role, channel, ts } = row
  return { effectId: row.effect_id, reportId: row.report_id, role, channel, ts, shownHash: row.shown_hash }
}
