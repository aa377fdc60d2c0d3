import type { DeskStore } from '../pipeline/report/desk-store.ts'
import { readDocument } from '../pipeline/report/document.ts'
import type { DeskItem, ReportId } from '../pipeline/report/types.ts'
import type { Db } from './db.ts'
import { PAGE, PREPARED_FOR } from './desk-sql.ts'

type Lookups = Pick<
  DeskStore,
  'page' | 'preparedFor' | 'version' | 'broughtBy' | 'slackFile' | 'keepSlackFile' | 'placeOf'
>
type PageRow = { report_id: ReportId; view: 'internal' | 'shareable'; is_expired: boolean }

/** Single rows that a door or an effect asks for. `hasModel`: what rules wrote for want of a model then serves no reply. */
export function createLookups(
  { db, hasModel }: { db: Db; hasModel: boolean },
  item: (id: ReportId) => Promise<DeskItem | null>,
): Lookups {
  return {
    async page(slug) {
      const { rows } = await db.pool.query<PageRow>(PAGE, [slug])
      const found = rows[0] ? await item(rows[0].report_id) : null
      return rows[0] && found ? { item: found, view: rows[0].view, isExpired: rows[0].is_expired } : null
    },
    async preparedFor(domain, since) {
      const { rows } = await db.pool.query(PREPARED_FOR, [domain, since, !hasModel])
      const [row] = rows
      if (!row) return null
      const { report_id: reportId, run_id: runId, made_at: madeAt, seal, claims } = row
      return { reportId, runId, document: readDocument(row.document), madeAt, seal, claims }
    },
    async version(runId) {
      const { rows } = await db.pool.query(`select version, document from intel.report_versions where run_id = $1`, [
        runId,
      ])
      return rows[0] ? { version: rows[0].version, document: readDocument(rows[0].document) } : null
    },
    async broughtBy(id) {
      const { rows } = await db.pool.query(
        `select coalesce(also_by, brought_by) as brought_by from intel.replies where id = $1`,
        [id],
      )
      return rows[0]?.brought_by ?? null
    },
    async slackFile(id) {
      const { rows } = await db.pool.query(
        `select v.slack_file_id from intel.report_versions v join intel.reports p on p.id = v.report_id
         where p.id = $1 and v.version = p.version`,
        [id],
      )
      return rows[0]?.slack_file_id ?? null
    },
    async keepSlackFile(id, version, fileId) {
      await db.pool.query(`update intel.report_versions set slack_file_id = $3 where report_id = $1 and version = $2`, [
        id,
        version,
        fileId,
      ])
    },
    async placeOf(effectId) {
      const { rows } = await db.pool.query(
        `select external_id, result ->> 'channel' as channel from intel.effects where id = $1 and external_id is not null`,
        [effectId],
      )
      return rows[0] ? { channel: rows[0].channel, ts: rows[0].external_id } : null
    },
  }
}
