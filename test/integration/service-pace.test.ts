import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { type Db, openDb } from '../../src/store/db.ts'
import { createServicePace } from '../../src/store/service-pace.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

/** How often an outside service is asked, over all processes on one database. */

const log = createLogger('silent')
let database: TestDatabase
let processes: [Db, Db]

beforeAll(async () => {
  database = await createTestDatabase()
  processes = [openDb(database.url, { log }), openDb(database.url, { log })]
})
afterAll(async () => {
  await Promise.all(processes.map((db) => db.close()))
  await database.drop()
})

const HOUR = 3_600_000
const sorted = (waits: (number | null)[]) => waits.map((wait) => wait ?? -1).sort((a, b) => a - b)

it('gives out a burst at once and then one turn an interval, whoever asks', async () => {
  const paces = processes.map((db) => createServicePace(db, { service: 'burst', perMinute: 1, burst: 3 }))
  const waits = sorted(
    await Promise.all(Array.from({ length: 8 }, (_, n) => paces[n % 2]?.turn(HOUR) ?? Promise.resolve(null))),
  )
  // Minutes apart; the moments between the statements are lost in rounding.
  expect(waits.map((wait) => Math.round(wait / 60_000))).toEqual([0, 0, 0, 1, 2, 3, 4, 5])
})

it('keeps no turn for somebody who would not wait so long', async () => {
  const pace = createServicePace(processes[0], { service: 'patience', perMinute: 1, burst: 1 })
  expect(await pace.turn(1_000)).toBe(0)
  expect(await pace.turn(1_000)).toBeNull()
  expect(await pace.turn(1_000)).toBeNull()
  expect(Math.round(((await pace.turn(HOUR)) ?? 0) / 60_000)).toBe(1)
})

it('pauses for everybody when the service asks for it, and never shortens a pause', async () => {
  const [one, two] = processes.map((db) => createServicePace(db, { service: 'pause', perMinute: 60, burst: 5 }))
  await one?.pause(30 * 60_000)
  await two?.pause(1_000)
  const waits = [await two?.turn(HOUR), await one?.turn(HOUR)]
  expect(waits.map((wait) => Math.round((wait ?? 0) / 60_000))).toEqual([30, 30])
  expect(await one?.turn(60_000)).toBeNull()
})

it('does not mix services', async () => {
  await createServicePace(processes[0], { service: 'a', perMinute: 1, burst: 1 }).pause(HOUR)
  expect(await createServicePace(processes[0], { service: 'b', perMinute: 1, burst: 1 }).turn(0)).toBe(0)
})
