import type { NotionCopies, NotionCopy } from '../pipeline/ports.ts'
import type { ReportId } from '../pipeline/report/types.ts'
import type { Db } from './db.ts'
import { toJsonb } from './jsonb.ts'

type Row = {
  report_id: ReportId
  marker: string
  page_id: string | null
  url: string | null
  version: number
  state: NotionCopy['state']
  content_hash: string | null
  placed: string[][]
}

const READ = `select report_id, marker, page_id, url, version, state, content_hash, placed
from intel.notion_pages where report_id = $1`

/** A copy `n` that was given up before Notion answered with a page: nothing is known that could be taken away. */
export const NEVER_WAS = `n.state = 'failed' and n.page_id is null and n.version = 0`

const IS_EXPIRED = `select exists (select from intel.report_links l join intel.reports p on p.id = l.report_id
  join intel.report_versions v on v.report_id = p.id and v.version = p.version
  where p.id = $1 and l.expired_at >= v.made_at) as is_expired`

/** Under the effect's announcement, as everything that an effect records. */
const SAVE = `
insert into intel.notion_pages (report_id, marker, page_id, url, version, state, content_hash, placed)
select $3, $4, $5, $6, $7, $8, $9, $10 from intel.effects where id = $1 and tries = $2 and status = 'started'
on conflict (report_id) do update set page_id = excluded.page_id, url = excluded.url, version = excluded.version,
  state = excluded.state, content_hash = excluded.content_hash, placed = excluded.placed, updated_at = now()`

/** The copies of reports in Notion, in Postgres. */
export function createNotionCopies(db: Db): NotionCopies {
  return {
    async read(reportId) {
      const { rows } = await db.pool.query<Row>(READ, [reportId])
      return rows[0] ? toCopy(rows[0]) : null
    },
    async isExpired(reportId) {
      const { rows } = await db.pool.query<{ is_expired: boolean }>(IS_EXPIRED, [reportId])
      return rows[0]?.is_expired ?? false
    },
    async save(copy, effect) {
      const { reportId, marker, pageId, url, version, state, hash, placed } = copy
      const facts = [reportId, marker, pageId, url, version, state, hash, toJsonb(placed)]
      const { rowCount } = await db.pool.query(SAVE, [effect.id, effect.tries, ...facts])
      if (rowCount !== 1) throw new Error('Another process publishes this report to Notion by now')
    },
  }
}

function toCopy(row: Row): NotionCopy {
  const { report_id: reportId, page_id: pageId, content_hash: hash, marker, url, version, state, placed } = row
  return { reportId, marker, pageId, url, version, state, hash, placed }
}
