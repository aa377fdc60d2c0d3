import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startCron } from '../../src/cron.ts'
import { createLogger } from '../../src/log.ts'

const log = createLogger('silent')

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-11-20T10:00:30Z') }))
afterEach(() => void vi.useRealTimers())

test('ticks at every full minute until it is stopped', async () => {
  const ticks: string[] = []
  const cron = startCron({ tick: async () => ticks.push(new Date().toISOString().slice(0, 16)), log })
  await vi.advanceTimersByTimeAsync(2 * 60_000)
  expect(ticks).toEqual(['2026-11-20T10:01', '2026-11-20T10:02'])
  await cron.stop()
  await vi.advanceTimersByTimeAsync(5 * 60_000)
  expect(ticks).toHaveLength(2)
})

test('a tick that fails is made up for by the next one', async () => {
  let tries = 0
  const tick = () => {
    tries += 1
    return tries === 1 ? Promise.reject(new Error('The database is away')) : Promise.resolve()
  }
  const cron = startCron({ tick, log })
  await vi.advanceTimersByTimeAsync(2 * 60_000)
  expect(tries).toBe(2)
  await cron.stop()
})

test('a slow tick is not overtaken by the next minute, and a stop waits for it', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  let tries = 0
  const cron = startCron({ tick: () => ((tries += 1), promise), log })
  await vi.advanceTimersByTimeAsync(3 * 60_000)
  expect(tries).toBe(1)
  let isStopped = false
  const stopping = cron.stop().then(() => {
    isStopped = true
  })
  await vi.advanceTimersByTimeAsync(0)
  expect(isStopped).toBe(false)
  resolve()
  await stopping
})
