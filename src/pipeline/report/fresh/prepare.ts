import type { Allow, Preparation, PreparationStore } from '../../clock-store.ts'
import type { Worked } from '../../clockwork.ts'
import type { Settings } from '../../live-settings.ts'
import type { Desk } from '../desk.ts'
import { requestMessageKey } from '../intake.ts'
import type { Domain } from '../types.ts'
import { allowance } from './allowance.ts'
import type { WhyPaused } from './why-paused.ts'

/**
 * Works on prepared batches: the oldest first, as many reports as its pace and budget allow, none for a seller that got
 * one made ahead meanwhile. Nothing of it reaches Slack or Clay.
 */

export type PrepareDeps = {
  store: PreparationStore
  desk: Pick<Desk, 'requestReport'>
  settings: Settings
  whyPaused: WhyPaused
  /** How old a report made ahead may be to need no other one. */
  freshHours: number
}

type At = { now: Date; abort: AbortSignal }

/** While batches are paused nothing new is taken up. */
const nothing: Allow = () => ({ take: 0, isOutOfBudget: false })

export async function workOnPreparations(deps: PrepareDeps, at: At): Promise<Worked> {
  const notes: string[] = []
  for (const id of await deps.store.active()) {
    const { note, isStillGoing } = await workOn(deps, id, at)
    notes.push(`${id}: ${note}`)
    // Batches go one after the other, or their paces would add up.
    if (isStillGoing) break
  }
  return { hasMore: false, note: notes.length > 0 ? notes.join('; ') : null }
}

async function workOn(
  deps: PrepareDeps,
  id: string,
  { now, abort }: At,
): Promise<{ note: string; isStillGoing: boolean }> {
  const { store, settings } = deps
  const perHour = await settings.get('pregenerate.per_hour')
  const paused = await deps.whyPaused(now)
  const allow = paused === null ? allowance : nothing
  const { items, isWaiting, isOutOfBudget, isDone } = await store.claim(id, { now, perHour, allow })
  for (const { position, domain } of items) {
    abort.throwIfAborted()
    const known = await madeAlready(deps, { id, domain })
    if (known) await store.settle(id, position, known)
    else if (paused === null) await store.settle(id, position, await makeOne(deps, { id, domain, now }))
  }
  if (isDone) await store.end(id, { at: now, ended: 'done' })
  if (isOutOfBudget) await store.end(id, { at: now, ended: 'budget' })
  const why = paused === null ? '' : `, paused: ${paused}`
  const end = isDone ? ', done' : isOutOfBudget ? ', stopped at its budget' : why
  return { note: `${items.length} taken up${end}`, isStillGoing: isWaiting && !isOutOfBudget }
}

/** The key makes it one report of this batch and seller, however often a crash makes us ask. */
const keyOf = (id: string, domain: Domain) => `prepare:${id}:${domain}`

/** The batch's own report of an item whose taker ended before it could say so. Its cost is the batch's. */
async function madeAlready({ store }: PrepareDeps, { id, domain }: { id: string; domain: Domain }) {
  const reportId = await store.requested(requestMessageKey(keyOf(id, domain)))
  return reportId === null ? null : { reportId }
}

async function makeOne(
  { store, desk, freshHours }: PrepareDeps,
  { id, domain, now }: { id: string; domain: Domain; now: Date },
) {
  const known = await store.preparedSince([domain], freshSince(now, freshHours))
  if (known.size > 0) return { skipped: 'one was made ahead already' }
  const request = { domain, warning: null, product: null, tier: null, fresh: true, post: false }
  const accepted = await desk.requestReport(request, {
    origin: 'prepared',
    broughtBy: 'clock',
    requestKey: keyOf(id, domain),
  })
  return { reportId: accepted.id }
}

export function freshSince(now: Date, freshHours: number): Date {
  return new Date(now.getTime() - freshHours * 3_600_000)
}

/** What the rest of a batch is expected to cost, in micro-dollars, and its end at its pace. */
export function outlookOf(
  { counts, expectedMicros, perHour, ended }: Preparation,
  { pace, now }: { pace: number; now: Date },
): { restMicros: number; readyAt: Date | null } {
  if (ended !== null) return { restMicros: 0, readyAt: null }
  const hours = counts.waiting / (perHour ?? pace)
  const readyAt = new Date(now.getTime() + hours * 3_600_000)
  return { restMicros: (counts.waiting + counts.running) * expectedMicros, readyAt }
}
