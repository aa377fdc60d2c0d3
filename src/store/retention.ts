import type { Logger } from '../log.ts'
import type { Db } from './db.ts'

/** What is only needed for a while goes again, in small bites, on whichever process comes by. */
const SHORT_LIVED = [
  // A signed request is refused as stale after five minutes anyway.
  `delete from intel.once where key in (select key from intel.once
     where key like 'slack-signature:%' and seen_at < now() - interval '15 minutes' limit 5000)`,
  `delete from intel.once where key in (select key from intel.once where seen_at < now() - interval '30 days' limit 5000)`,
  // A slot that is long past never fires again.
  `delete from intel.ticks where (name, slot) in (select name, slot from intel.ticks
     where fired_at < now() - interval '30 days' limit 5000)`,
  // The people at a buyer, with their addresses: kept no longer than a look-up that fails for days may need them.
  `delete from intel.lookups where key in (select key from intel.lookups where key like 'starbridge:contacts:%'
     and coalesce(fetched_at, held_until) < now() - interval '3 days' limit 5000)`,
  // Other answers about buyers: what nobody asked for in a month goes, and rights to ask that were never used.
  `delete from intel.lookups where key in (select key from intel.lookups
     where coalesce(fetched_at, held_until) < now() - interval '30 days' limit 5000)`,
  // An alert hangs on no report that would take it along.
  `delete from intel.effects where id in (select id from intel.effects
     where report_id is null and done_at < now() - interval '60 days' limit 5000)`,
  // What providers told: what was ignored serves to know it again, the rest to look a reply up. The replies stay.
  ...[
    ['ignored', '3 days'],
    ['taken', '30 days'],
    ['failed', '180 days'],
  ].map(
    ([status, kept]) => `delete from intel.provider_events where id in (select id from intel.provider_events
      where status = '${status}' and received_at < now() - interval '${kept}' limit 5000)`,
  ),
]

/**
 * The record of old runs, with everything below it. Reports, their versions and the replies stay, and so does the run of a
 * report made ahead while it may serve a reply: what its words were checked against is a step of it.
 * $1 days, $2 milliseconds that one made ahead may serve
 */
const OLD_RUNS = `
with old as (select u.id from intel.runs u where u.queued_at < now() - $1 * interval '1 day'
  and u.status not in ('queued', 'running', 'delayed')
  and not exists (select from intel.report_versions v join intel.reports p on p.id = v.report_id and p.version = v.version
    join intel.replies r on r.id = p.id and r.origin = 'prepared'
    where v.run_id = u.id and v.made_at >= now() - $2 * interval '1 millisecond')
  order by u.queued_at limit 500),
steps as (delete from intel.run_steps where run_id in (select id from old)),
attempts as (delete from intel.step_attempts where run_id in (select id from old)),
calls as (delete from intel.model_calls where run_id in (select id from old)),
sources as (delete from intel.claim_sources where run_id in (select id from old)),
claims as (delete from intel.claims where run_id in (select id from old))
delete from intel.runs where id in (select id from old)`

const EVERY_MS = 5 * 60_000

export type Retention = {
  start(): void
  /** One round now. */
  tidy(): Promise<void>
  stop(): Promise<void>
}

/** `days`: how long the record of a run is kept; 0 keeps it for ever. `servesMs`: how long a report made ahead may serve. */
export function createRetention(
  db: Db,
  { log, days, servesMs }: { log: Logger; days: number; servesMs: number },
): Retention {
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> = Promise.resolve()
  const tidy = async () => {
    try {
      for (const rule of SHORT_LIVED) await db.pool.query(rule)
      if (days > 0) await db.pool.query(OLD_RUNS, [days, servesMs])
    } catch (error) {
      log.warn({ err: error }, 'What is old could not be deleted; the next round tries again')
    }
  }
  return {
    tidy,
    start() {
      timer = setInterval(() => {
        running = tidy()
      }, EVERY_MS)
      timer.unref()
    },
    async stop() {
      if (timer) clearInterval(timer)
      await running
    },
  }
}
