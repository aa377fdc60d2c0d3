import type { ReportId } from '../pipeline/report/types.ts'
import type { Queryable } from './db.ts'

/** How many effects of a report wait to be sent, a retry included. */
export async function unsentEffects(db: Queryable, id: ReportId): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `select count(*)::int as n from intel.effects where report_id = $1 and status in ('pending', 'started')`,
    [id],
  )
  return rows[0]?.n ?? 0
}
