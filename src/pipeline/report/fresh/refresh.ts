import type { Logger } from '../../../log.ts'
import type { FreshStore, LookResult, RefreshCandidate } from '../../clock-store.ts'
import type { Worked } from '../../clockwork.ts'
import type { Settings } from '../../live-settings.ts'
import type { SignalSource } from '../../ports.ts'
import type { Desk } from '../desk.ts'
import { rowDigests } from '../signals/row-digests.ts'
import type { RawSignal } from '../types.ts'
import { changedSignalIds, newSignalIds } from './new-signals.ts'
import { readSellers, SELLERS_A_TICK } from './sellers.ts'

/**
 * The refresher: delivered reports are looked at for new signals, and for changes of those they show. Where there are some
 * the next version is made.
 */

export type RefreshDeps = {
  store: FreshStore
  /** The signals themselves, past what is kept of earlier reads. */
  source: Pick<SignalSource, 'signalsOf'>
  desk: Pick<Desk, 'startByClock'>
  settings: Settings
  log: Logger
}

export type SlotWork = { now: Date; slot: Date; abort: AbortSignal }

/** Runs started in one tick; the others follow a minute later. */
const RUNS_A_TICK = 20

export async function refreshReports(deps: RefreshDeps, { now, slot, abort }: SlotWork): Promise<Worked> {
  const { store, source, settings, log } = deps
  const days = await settings.get('refresh.days')
  const items = await store.refreshable({ now, slot, days, domains: SELLERS_A_TICK + 1 })
  const read = await readSellers({ source, items, log, abort })
  const looks: LookResult[] = read.unread.map((item) => lookOf(item, {}))
  let started = 0
  let isFull = false
  for (const { rows, items: reports } of read.seen) {
    const seen = rowDigests(rows)
    for (const report of reports) {
      const news = newsFor(report, { rows, seen, now })
      if (news && started >= RUNS_A_TICK) {
        isFull = true
        continue
      }
      if (news) started += (await start(deps, report, { news, slot })) ? 1 : 0
      // What is new stays unknown until a run has read it: one that fails is tried again with the next slot.
      looks.push(lookOf(report, news ? {} : seen))
    }
  }
  await store.looked(looks, now)
  return { hasMore: read.hasMore || isFull, note: `${looks.length} looked at, ${started} to be refreshed` }
}

type News = { newSignalIds: string[]; changedSignalIds: string[] }
type Seen = { rows: RawSignal[]; seen: Record<string, string>; now: Date }

/** Null without any. Without a record of what was known, what is there now counts as known. */
function newsFor({ known, shownIds }: RefreshCandidate, { rows, seen, now }: Seen): News | null {
  if (!known) return null
  const news = {
    newSignalIds: newSignalIds(rows, Object.keys(known), now),
    changedSignalIds: changedSignalIds(shownIds, { known, seen }),
  }
  return news.newSignalIds.length + news.changedSignalIds.length > 0 ? news : null
}

function lookOf({ id, known, knownRunId }: RefreshCandidate, seen: Record<string, string>): LookResult {
  return { id, knownRunId, known: { ...known, ...seen } }
}

/** False when a person's run is on its way, or the reply was dismissed meanwhile. */
async function start(
  { desk }: RefreshDeps,
  { id, angle, tier, madeAt }: RefreshCandidate,
  { news, slot }: { news: News; slot: Date },
): Promise<boolean> {
  const cause = { kind: 'refresh' as const, ...news, since: madeAt.toISOString() }
  const { ok } = await desk.startByClock(id, { cause, angle, tier, onceKey: `refresh:${id}:${slot.toISOString()}` })
  return ok
}
