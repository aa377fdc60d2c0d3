import { sentenceOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { ClockStore, Slot } from './clock-store.ts'
import type { Settings } from './live-settings.ts'
import type { Clock } from './ports.ts'
import type { SettingValues } from './settings.ts'

/**
 * The clockwork: schedules are slots, whole multiples of a period counted from the epoch in UTC. Every process ticks; a
 * slot is stored under its name and time, so it fires once however many do, and one that was missed while everything was
 * down fires once at the next tick. What fires is queued, and so survives whoever fired it.
 */

export type Schedule = {
  name: string
  /** Minutes between its slots; null while it is switched off. */
  everyMinutes: (settings: SettingValues) => number | null
  /** The work of one slot; doing it twice is doing it once. Answers a word for the record. */
  work: (at: { now: Date; slot: Date; abort: AbortSignal }) => Promise<Worked>
}

/** `hasMore`: the rest is left for the next tick, which paces it. */
export type Worked = { hasMore: boolean; note: string | null }

export type ClockworkOptions = {
  store: ClockStore
  schedules: Schedule[]
  settings: Settings
  clock: Clock
  log: Logger
}

export type Clockwork = {
  /** Queues what is due at `now` and not fired yet; answers what this call queued. */
  tick(now: Date): Promise<Slot[]>
  /** Works on a queued slot. A failure of its own is noted with the slot and left to the next one. */
  work(slot: Slot, abort: AbortSignal): Promise<void>
}

const MINUTE_MS = 60_000

/** The newest slot of a period that has begun by `now`. */
export function slotAt(now: Date, everyMinutes: number): Date {
  const period = everyMinutes * MINUTE_MS
  return new Date(Math.floor(now.getTime() / period) * period)
}

/** The slots that should have fired by `now`, one of each schedule that is on. */
export function slotsAt(now: Date, schedules: readonly Schedule[], settings: SettingValues): Slot[] {
  return schedules.flatMap(({ name, everyMinutes }) => {
    const minutes = everyMinutes(settings)
    return minutes === null ? [] : [{ name, slot: slotAt(now, minutes) }]
  })
}

export function createClockwork(options: ClockworkOptions): Clockwork {
  const { store, schedules, settings, clock, log } = options
  const byName = new Map(schedules.map((schedule) => [schedule.name, schedule]))
  return {
    tick: async (now) => store.fire(slotsAt(now, schedules, await settings.all())),
    async work(slot, abort) {
      const schedule = byName.get(slot.name)
      // Queued by a process that knows more schedules than this one.
      if (!schedule) return store.ended(slot, { hasMore: false, note: 'no schedule of this name here' })
      // It was switched off after it was queued.
      if (schedule.everyMinutes(await settings.all()) === null)
        return store.ended(slot, { hasMore: false, note: 'switched off' })
      try {
        await store.ended(slot, await schedule.work({ now: clock.now(), slot: slot.slot, abort }))
      } catch (error) {
        // A drain that ran out of time leaves the slot to the next start.
        if (abort.aborted) throw error
        log.error({ err: error, schedule: slot.name, slot: slot.slot }, 'A schedule could not do its work')
        await store.ended(slot, { hasMore: false, note: sentenceOf(error) })
      }
    },
  }
}
