import type { Budget, BudgetLimits } from '../pipeline/ports.ts'
import type { Db } from './db.ts'

const TODAY = `select coalesce(sum(cost_micros), 0)::bigint as micros from intel.model_calls where started_at >= $1`
const OF_REPORT = `
select coalesce(sum(c.cost_micros), 0)::bigint as micros
from intel.runs r join intel.model_calls c on c.run_id = r.id where r.subject_id = $1`

/** A sum of the day serves runs that begin in the same moment. */
const FRESH_MS = 1_000

/** Reads what models have cost, of the UTC day and of one report, beside the limits of the settings. */
export function createBudgetReader(db: Db, limits: () => Promise<BudgetLimits>): Budget {
  let today: { at: number; day: string; micros: Promise<number> } | null = null
  const sum = async (sql: string, value: string) => {
    const { rows } = await db.pool.query<{ micros: number }>(sql, [value])
    return rows[0]?.micros ?? 0
  }
  const spentToday = (now: Date) => {
    const day = now.toISOString().slice(0, 10)
    if (!today || today.day !== day || Math.abs(now.getTime() - today.at) >= FRESH_MS) {
      today = { at: now.getTime(), day, micros: sum(TODAY, `${day}T00:00:00Z`) }
      today.micros.catch(() => {
        today = null
      })
    }
    return today.micros
  }
  return async (reportId, now) => {
    const [given, spentTodayMicros, spentOnReportMicros] = await Promise.all([
      limits(),
      spentToday(now),
      reportId === null ? 0 : sum(OF_REPORT, reportId),
    ])
    return { ...given, spentTodayMicros, spentOnReportMicros }
  }
}
