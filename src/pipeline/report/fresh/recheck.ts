import type { FreshStore, RecheckCandidate } from '../../clock-store.ts'
import type { Worked } from '../../clockwork.ts'
import type { Settings } from '../../live-settings.ts'
import type { NewEffect } from '../../outbox.ts'
import type { Clock } from '../../ports.ts'
import { noticeEffect } from '../effects.ts'
import type { DeskItem, Instant, RawSignal } from '../types.ts'
import { newSignalIds } from './new-signals.ts'
import type { RefreshDeps, SlotWork } from './refresh.ts'
import { readSellers, SELLERS_A_TICK } from './sellers.ts'

/**
 * The re-check: a reply that had no signals is looked at again, silently. When signals appear it gets the report that it
 * would have got; when its time is over that is said once.
 */

export type RecheckDeps = RefreshDeps & {
  channel: string | null
  /** Stores a notice for the thread. */
  tell: (effect: NewEffect) => Promise<void>
}

const DAY_MS = 86_400_000

export async function recheckReplies(deps: RecheckDeps, { now, slot, abort }: SlotWork): Promise<Worked> {
  const { store, source, settings, log } = deps
  const [afterHours, days] = await Promise.all([settings.get('recheck.after_hours'), settings.get('recheck.days')])
  const due = await store.recheckable({ now, afterHours, days, domains: SELLERS_A_TICK + 1 })
  // Far past its time, such as from before this was switched on: nobody wants to hear of it any more.
  const isOld = ({ receivedAt }: RecheckCandidate) => now.getTime() - receivedAt.getTime() > 2 * days * DAY_MS
  for (const { id } of due.filter(isOld)) await store.gaveUp(id, now)
  const read = await readSellers({ source, items: due.filter((item) => !isOld(item)), log, abort })
  let found = 0
  for (const { rows, items } of read.seen)
    for (const item of items) found += (await lookAt(deps, item, { rows, now, slot, days })) ? 1 : 0
  await looked(store, read.unread, now)
  const count = read.seen.reduce((sum, { items }) => sum + items.length, 0)
  return { hasMore: read.hasMore, note: `${count} looked at again, ${found} with signals now` }
}

type Look = { rows: RawSignal[]; now: Date; slot: Date; days: number }

async function lookAt(deps: RecheckDeps, item: RecheckCandidate, { rows, now, slot, days }: Look): Promise<boolean> {
  const { store, desk } = deps
  const { id, receivedAt } = item
  const isOver = now.getTime() - receivedAt.getTime() >= days * DAY_MS
  const hasSignals = newSignalIds(rows, [], now).length > 0
  if (hasSignals) {
    const onceKey = `recheck:${id}:${slot.toISOString()}`
    await desk.startByClock(id, { cause: { kind: 'recheck' }, angle: null, tier: null, onceKey })
  } else if (isOver) await tellEnd(deps, item, days)
  if (isOver) await store.gaveUp(id, now)
  else await looked(store, [item], now)
  return hasSignals
}

function looked(store: FreshStore, items: RecheckCandidate[], now: Date): Promise<void> {
  return store.looked(
    items.map(({ id }) => ({ id, known: {}, knownRunId: null })),
    now,
  )
}

async function tellEnd({ channel, tell }: RecheckDeps, { id, postsToSlack }: RecheckCandidate, days: number) {
  if (channel === null || !postsToSlack) return
  await tell(noticeEffect(id, channel, { kind: 'no-signals-end', key: 'end', triedDays: days }))
}

/** Until when signals of this one are looked for again by themselves; null when they are not. */
export function recheckUntil({ settings, clock }: { settings: Settings; clock: Clock }) {
  return async (item: DeskItem): Promise<Instant | null> => {
    const { 'recheck.on': isOn, 'recheck.days': days } = await settings.all()
    const until = Date.parse(item.receivedAt) + days * DAY_MS
    return isOn && item.origin !== 'prepared' && until > clock.now().getTime() ? new Date(until).toISOString() : null
  }
}
