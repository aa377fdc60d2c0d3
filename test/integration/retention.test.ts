import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { type Db, openDb } from '../../src/store/db.ts'
import { createRetention } from '../../src/store/retention.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

const log = createLogger('silent')
/** How long a report made ahead may serve, in milliseconds. */
const servesMs = 14 * 86_400_000
let database: TestDatabase
let db: Db

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url, { log })
  const runs = [
    ['old', 'completed', 200],
    ['waiting', 'delayed', 200],
    ['young', 'completed', 10],
  ] as const
  for (const [id, status, days] of runs) {
    await db.pool.query(
      `insert into intel.runs (id, pipeline, subject_id, domain, status, input, now_at, queued_at)
       values ($1, 'report', 's', 'a.example', $2, '{}', now(), now() - $3 * interval '1 day')`,
      [id, status, days],
    )
    await db.pool.query(
      `insert into intel.run_steps (run_id, key, name, version, position, outcome, started_at, duration_ms)
       values ($1, 'k', 'step', 1, 0, 'ok', now(), 1)`,
      [id],
    )
  }
  for (const [status, days] of [
    ['ignored', 2],
    ['ignored', 4],
    ['taken', 29],
    ['taken', 31],
    ['failed', 179],
    ['failed', 181],
    ['received', 400],
  ] as const)
    await db.pool.query(
      `insert into intel.provider_events (id, provider, dedupe_key, body, status, received_at)
       values ($1, 'smartlead', $1, '{}', $2, now() - $3 * interval '1 day')`,
      [`${status}-${days}`, status, days],
    )
  await db.pool.query(`insert into intel.lookups (key, service, fetched_at, held_until) values
    ('old', 'starbridge', now() - interval '31 days', '-infinity'), ('young', 'starbridge', now(), '-infinity'),
    ('starbridge:contacts:1:old', 'starbridge', now() - interval '73 hours', '-infinity'),
    ('starbridge:contacts:1:young', 'starbridge', now() - interval '71 hours', '-infinity'),
    ('starbridge:record:1:old', 'starbridge', now() - interval '29 days', '-infinity'),
    ('asked', 'starbridge', null, now()), ('left', 'starbridge', null, now() - interval '31 days')`)
  await db.pool.query(`insert into intel.effects (id, kind, lane, priority, payload, status, done_at) values
    ('alert:old', 'alert', 'l', 2, '{}', 'done', now() - interval '61 days'),
    ('alert:young', 'alert', 'l', 2, '{}', 'done', now()), ('alert:open', 'alert', 'l', 2, '{}', 'pending', null)`)
  await db.pool.query(`insert into intel.once (key, seen_at) values ('slack-signature:a', now() - interval '1 hour'),
    ('slack-signature:b', now()), ('regenerate:c', now() - interval '1 day')`)
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

const ids = async (sql: string) => (await db.pool.query<{ id: string }>(sql)).rows.map((row) => row.id)
const kept = async () => ({
  runs: await ids('select id from intel.runs order by id'),
  steps: await ids('select run_id as id from intel.run_steps order by run_id'),
  once: await ids('select key as id from intel.once order by key'),
})

test('keeps runs as long as it is told, and what is short-lived no longer than it is needed', async () => {
  await createRetention(db, { log, days: 0, servesMs }).tidy()
  expect(await kept()).toEqual({
    runs: ['old', 'waiting', 'young'],
    steps: ['old', 'waiting', 'young'],
    once: ['regenerate:c', 'slack-signature:b'],
  })
  // The record of a run that ended long ago goes whole; one that still waits stays.
  await createRetention(db, { log, days: 180, servesMs }).tidy()
  expect(await kept()).toMatchObject({ runs: ['waiting', 'young'], steps: ['waiting', 'young'] })
})

test('keeps what providers told as long as somebody may ask for it, and what waits for ever', async () => {
  await createRetention(db, { log, days: 0, servesMs }).tidy()
  expect(await ids('select id from intel.provider_events order by id')).toEqual([
    'failed-179',
    'ignored-2',
    'received-400',
    'taken-29',
  ])
})

test('what was looked up and told goes after a while; what is young or open stays', async () => {
  await createRetention(db, { log, days: 0, servesMs }).tidy()
  expect(await ids('select key as id from intel.lookups order by key')).toEqual([
    'asked',
    'starbridge:contacts:1:young',
    'starbridge:record:1:old',
    'young',
  ])
  expect(await ids('select id from intel.effects order by id')).toEqual(['alert:open', 'alert:young'])
})
