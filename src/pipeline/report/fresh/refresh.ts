import type { Logger } from '../../../log.ts'
import type { FreshStore, LookResult, RefreshCandidate } from '../../clock-store.ts'
import type { Worked } from '../../clockwork.ts'
import type { Settings } from '../../live-settings.ts'
import type { SignalSource } from '../../ports.ts'
import type { Desk } from '../desk.ts'
import type { RawSignal } from '../types.ts'
import { newSignalIds } from './new-signals.ts'
import { readSellers, SELLERS_A_TICK } from './sellers.ts'

/** The refresher: delivered reports are looked at for new signals, and where there are some the next version is made. */

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
  const looks: LookResult[] = read.unread.map((item) => lookOf(item, []))
  let started = 0
  let isFull = false
  for (const { rows, items: reports } of read.seen)
    for (const report of reports) {
      const fresh = newOf(report, rows, now)
      if (fresh.length > 0 && started >= RUNS_A_TICK) {
        isFull = true
        continue
      }
      if (fresh.length > 0) started += (await start(deps, report, { fresh, slot })) ? 1 : 0
      // What is new stays unknown until a run has read it: one that fails is tried again with the next slot.
      looks.push(lookOf(report, fresh.length > 0 ? [] : rows.map(({ id }) => id)))
    }
  await store.looked(looks, now)
  return { hasMore: read.hasMore || isFull, note: `${looks.length} looked at, ${started} to be refreshed` }
}

/** Without a record of what was known, what is there now counts as known. */
function newOf({ knownSignalIds }: RefreshCandidate, rows: RawSignal[], now: Date): string[] {
  return knownSignalIds ? newSignalIds(rows, knownSignalIds, now) : []
}

function lookOf({ id, knownSignalIds, knownRunId }: RefreshCandidate, seen: string[]): LookResult {
  return { id, knownRunId, knownSignalIds: [...new Set([...(knownSignalIds ?? []), ...seen])] }
}

/** False when a person's run is on its way, or the reply was dismissed meanwhile. */
async function start(
  { desk }: RefreshDeps,
  { id, angle, tier, madeAt }: RefreshCandidate,
  { fresh, slot }: { fresh: string[]; slot: Date },
): Promise<boolean> {
  const cause = { kind: 'refresh' as const, newSignalIds: fresh, since: madeAt.toISOString() }
  const { ok } = await desk.startByClock(id, { cause, angle, tier, onceKey: `refresh:${id}:${slot.toISOString()}` })
  return ok
}
