import type { FreshStore, LookResult, RecheckCandidate, RefreshCandidate } from '../pipeline/clock-store.ts'
import type { Db } from './db.ts'
import { EXPIRE, GAVE_UP, LOOKED, RECHECKABLE, REFRESHABLE, STRAYING } from './fresh-sql.ts'
import { toJsonb } from './jsonb.ts'

type RefreshRow = {
  id: RefreshCandidate['id']
  domain: RefreshCandidate['domain']
  made_at: Date
  known: Record<string, string> | null
  run_known: Record<string, string> | null
  shown_ids: string[]
  run_id: RefreshCandidate['knownRunId']
  angle: string | null
  tier: RefreshCandidate['tier']
}

/** Which reports the clock looks at, and what it saw of them. */
export function createFreshStore(db: Db): FreshStore {
  return {
    async refreshable({ now, slot, days, domains }) {
      const { rows } = await db.pool.query<RefreshRow>(REFRESHABLE, [now, slot, days, domains])
      return rows.map(toRefreshCandidate)
    },
    async recheckable({ now, afterHours, days, domains }) {
      const { rows } = await db.pool.query(RECHECKABLE, [now, afterHours, days, domains])
      return rows.map(
        (row): RecheckCandidate => ({
          id: row.id,
          domain: row.domain,
          receivedAt: row.received_at,
          postsToSlack: row.posts_to_slack,
        }),
      )
    },
    async looked(looks, at) {
      if (looks.length > 0) await db.pool.query(LOOKED, [toJsonb(looks.map(toLookJson)), at])
    },
    async gaveUp(id, at) {
      await db.pool.query(GAVE_UP, [id, at])
    },
    async expirePages({ now, days, limit }) {
      const { rows } = await db.pool.query<{ expired: number; reopened: number }>(EXPIRE, [now, days, limit])
      return rows[0] ?? { expired: 0, reopened: 0 }
    },
    async straying({ key, limit }) {
      const { rows } = await db.pool.query(STRAYING, [limit, key])
      return rows.map(({ report_id: reportId, is_unwanted: isUnwanted }) => ({ reportId, isUnwanted }))
    },
  }
}

/** What earlier looks saw and what the newest run read, as one; null where there is a record of neither. */
function toRefreshCandidate(row: RefreshRow): RefreshCandidate {
  const { id, domain, run_known: ofRun, shown_ids: shownIds, angle, tier } = row
  const known = row.known || ofRun ? { ...row.known, ...ofRun } : null
  return { id, domain, known, shownIds, knownRunId: row.run_id, madeAt: row.made_at, angle, tier }
}

function toLookJson({ id, known, knownRunId }: LookResult): object {
  return { id, known, run_id: knownRunId }
}
