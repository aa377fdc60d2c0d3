import type { Schedule, Worked } from '../../clockwork.ts'
import { copyBack, copyGone } from '../notion/effect.ts'
import type { PrepareDeps } from './prepare.ts'
import { workOnPreparations } from './prepare.ts'
import { type RecheckDeps, recheckReplies } from './recheck.ts'
import { refreshReports } from './refresh.ts'

/** What the clock fires, each switched by a setting. */

export type ScheduleDeps = RecheckDeps & {
  prepare: PrepareDeps
  /** Reports are published to Notion too. */
  hasCopies: boolean
  /** Null where no provider is configured. */
  reconcile: Reconcile | null
}

/** Compares the providers' lists of replies with ours; `abort` is a drain that ran out of time. */
export type Reconcile = (now: Date, abort: AbortSignal) => Promise<void>

/** How often replies without signals are gone through; each has its own next look. */
const RECHECK_MINUTES = 15
/** Pages are gone through for old ones. */
const EXPIRE_MINUTES = 60
const LINKS_A_TICK = 1_000
/** Each is a few requests to Notion, three a second. */
const COPIES_A_TICK = 100

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
    { name: 'expire', everyMinutes: () => EXPIRE_MINUTES, work: (at) => expirePages(deps, at) },
    ...(reconcile ? [reconciling(reconcile)] : []),
  ]
}

function reconciling(reconcile: Reconcile): Schedule {
  return {
    name: 'reconcile',
    everyMinutes: (settings) => (settings['reconcile.on'] ? settings['reconcile.every_minutes'] : null),
    async work({ now, abort }) {
      await reconcile(now, abort)
      return { hasMore: false, note: null }
    },
  }
}

async function expirePages(deps: ScheduleDeps, { now, slot }: { now: Date; slot: Date }): Promise<Worked> {
  const { store, settings } = deps
  const days = await settings.get('pages.expire_days')
  const { expired, reopened } = await store.expirePages({ now, days, limit: LINKS_A_TICK })
  const copies = deps.hasCopies ? await turnCopies(deps, slot) : 0
  const follow = copies > 0 ? `, ${copies} pages in Notion follow` : ''
  return {
    hasMore: Math.max(expired, reopened) >= LINKS_A_TICK || copies >= COPIES_A_TICK,
    note: `${expired} links expired, ${reopened} opened again${follow}`,
  }
}

/** Pages in Notion follow ours, and what could not be taken away an hour ago is tried again. Answers how many. */
async function turnCopies({ store, tell }: ScheduleDeps, slot: Date): Promise<number> {
  const key = slot.toISOString()
  const straying = await store.straying({ key, limit: COPIES_A_TICK })
  for (const { reportId, isUnwanted } of straying)
    await tell(isUnwanted ? copyGone(reportId, key) : copyBack(reportId, key))
  return straying.length
}
