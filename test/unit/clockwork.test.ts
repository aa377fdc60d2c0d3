import { expect, test } from 'vitest'
import { createLogger } from '../../src/log.ts'
import type { Slot } from '../../src/pipeline/clock-store.ts'
import { createClockwork, type Schedule, slotAt, slotsAt } from '../../src/pipeline/clockwork.ts'
import type { Settings } from '../../src/pipeline/live-settings.ts'
import { settingValues } from '../../src/pipeline/settings.ts'

const { values } = settingValues([])
const at = (text: string) => new Date(text)

test.each([
  [1, '2026-11-20T10:07:59.999Z', '2026-11-20T10:07:00.000Z'],
  [5, '2026-11-20T10:07:59Z', '2026-11-20T10:05:00.000Z'],
  [5, '2026-11-20T10:10:00Z', '2026-11-20T10:10:00.000Z'],
  [360, '2026-11-20T11:59:59Z', '2026-11-20T06:00:00.000Z'],
  [1_440, '2026-11-20T23:59:59Z', '2026-11-20T00:00:00.000Z'],
  // Not a divisor of a day: counted from the epoch, so every process counts the same.
  [7, '1970-01-01T00:13:00Z', '1970-01-01T00:07:00.000Z'],
])('a slot of %i minutes at %s began at %s', (minutes, now, slot) => {
  expect(slotAt(at(now), minutes).toISOString()).toBe(slot)
})

const schedule = (name: string, facts: Partial<Schedule> = {}): Schedule => ({
  name,
  everyMinutes: () => 5,
  work: async () => ({ hasMore: false, note: null }),
  ...facts,
})

test('what is switched off has no slot', () => {
  const off = schedule('off', { everyMinutes: (settings) => (settings['refresh.on'] ? 5 : null) })
  const now = at('2026-11-20T10:07:00Z')
  expect(slotsAt(now, [schedule('on'), off], { ...values, 'refresh.on': false })).toEqual([
    { name: 'on', slot: at('2026-11-20T10:05:00Z') },
  ])
})

const slot = (name: string): Slot => ({ name, slot: at('2026-11-20T10:05:00Z') })

/** A clockwork on a store that only remembers how slots ended. */
function clockworkOf(schedules: Schedule[]) {
  const ends: { name: string; hasMore: boolean; note: string | null }[] = []
  const store = {
    fire: async (slots: Slot[]) => slots,
    ended: async ({ name }: Slot, end: { hasMore: boolean; note: string | null }) => void ends.push({ name, ...end }),
  }
  const settings = { all: async () => values } as Settings
  const clock = { now: () => at('2026-11-20T10:07:00Z') }
  return { ends, clockwork: createClockwork({ store, schedules, settings, clock, log: createLogger('silent') }) }
}

const never = new AbortController().signal

test('a failure is noted with its slot and left to the next one', async () => {
  const work = () => Promise.reject(new Error('The list is nonsense'))
  const { ends, clockwork } = clockworkOf([schedule('bad', { work })])
  await clockwork.work(slot('bad'), never)
  expect(ends).toEqual([{ name: 'bad', hasMore: false, note: 'The list is nonsense' }])
})

test('work that a stop cuts short is left to the next start', async () => {
  const ending = new AbortController()
  const work = () => {
    ending.abort(new Error('The app is stopping'))
    return Promise.reject(new Error('cut short'))
  }
  const { ends, clockwork } = clockworkOf([schedule('long', { work })])
  await expect(clockwork.work(slot('long'), ending.signal)).rejects.toThrow('cut short')
  expect(ends).toEqual([])
})

test('what was switched off after it was queued does nothing, and so does what this process does not know', async () => {
  const work = () => Promise.reject(new Error('must not run'))
  const { ends, clockwork } = clockworkOf([schedule('off', { everyMinutes: () => null, work })])
  await clockwork.work(slot('off'), never)
  await clockwork.work(slot('unknown'), never)
  expect(ends.map(({ note }) => note)).toEqual(['switched off', 'no schedule of this name here'])
})
