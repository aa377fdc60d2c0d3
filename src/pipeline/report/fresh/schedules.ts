import type { Schedule, Worked } from '../../clockwork.ts'
import type { PrepareDeps } from './prepare.ts'
import { workOnPreparations } from './prepare.ts'
import { type RecheckDeps, recheckReplies } from './recheck.ts'
import { refreshReports } from './refresh.ts'

/** What the clock fires, each switched by a setting. */

export type ScheduleDeps = RecheckDeps & {
  prepare: PrepareDeps
  /** Compares the providers' lists of replies with ours; null where no provider is configured. */
  reconcile: ((now: Date) => Promise<void>) | null
}

/** How often replies without signals are gone through; each has its own next look. */
const RECHECK_MINUTES = 15
/** Pages are gone through for old ones. */
const EXPIRE_MINUTES = 60
const LINKS_A_TICK = 1_000

export function createSchedules(deps: ScheduleDeps): Schedule[] {
  const { reconcile } = deps
  return [
    {
      name: 'refresh',
      everyMinutes: (settings) => (settings['refresh.on'] ? settings['refresh.every_minutes'] : null),
      work: (at) => refreshReports(deps, at),
    },
    {
      name: 'recheck',
      everyMinutes: (settings) => (settings['recheck.on'] ? RECHECK_MINUTES : null),
      work: (at) => recheckReplies(deps, at),
    },
    {
      name: 'prepare',
      // The finest slot there is: pace and budget decide what each may start.
      everyMinutes: (settings) => (settings['pregenerate.on'] ? 1 : null),
      work: ({ now, abort }) => workOnPreparations(deps.prepare, { now, abort }),
    },
    { name: 'expire', everyMinutes: () => EXPIRE_MINUTES, work: ({ now }) => expirePages(deps, now) },
    ...(reconcile ? [reconciling(reconcile)] : []),
  ]
}

function reconciling(reconcile: (now: Date) => Promise<void>): Schedule {
  return {
    name: 'reconcile',
    everyMinutes: (settings) => (settings['reconcile.on'] ? settings['reconcile.every_minutes'] : null),
    async work({ now }) {
      await reconcile(now)
      return { hasMore: false, note: null }
    },
  }
}

async function expirePages({ store, settings }: ScheduleDeps, now: Date): Promise<Worked> {
  const days = await settings.get('pages.expire_days')
  const { expired, reopened } = await store.expirePages({ now, days, limit: LINKS_A_TICK })
  return { hasMore: expired >= LINKS_A_TICK, note: `${expired} links expired, ${reopened} opened again` }
}
