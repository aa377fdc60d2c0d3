import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { ExternalError } from '../../src/errors.ts'
import { createLogger } from '../../src/log.ts'
import { createOutbox, type EffectHandler, type LanePlan, type OutboxStore } from '../../src/pipeline/outbox.ts'
import type { ReportId } from '../../src/pipeline/report/types.ts'
import { type Db, openDb } from '../../src/store/db.ts'
import { createOutboxStore, insertEffects } from '../../src/store/outbox-store.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

/** What holds when a holder of a lane is slow, frozen or cut off from its own database. */

const log = createLogger('silent')
const LANE = 'slack:C1'
let database: TestDatabase
let db: Db
let ended: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url, { log })
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

beforeEach(async () => {
  ended = []
  await db.pool.query('truncate intel.effects, intel.lanes cascade')
})

async function stored(...ids: string[]): Promise<void> {
  const reportId = randomUUID() as string as ReportId
  await db.pool.query(
    `insert into intel.replies (id, message_key, origin, domain, input, brought_by) values ($1, $1, 'api', 'a.example', '{}', 'api')`,
    [reportId],
  )
  await db.pool.query(`insert into intel.reports (id, status, posts_to_slack) values ($1, 'queued', true)`, [reportId])
  const common = { kind: 'post', reportId, lane: LANE, priority: 1, payload: {}, afterId: null }
  await insertEffects(
    db.pool,
    ids.map((id) => ({ ...common, id })),
  )
}

const storeOf = (holder: string) =>
  createOutboxStore({
    kinds: ['post'],
    db,
    holder,
    afterDone: async (_tx, effect) => {
      ended.push(`${holder} ${effect.id}`)
    },
  })

const effects = async () => {
  const sql = `select id, status, external_id as heard, tries, intent_at is not null as is_announced from intel.effects order by seq`
  return (await db.pool.query(sql)).rows
}

const holdsEnd = () => db.pool.query(`update intel.lanes set held_until = now() - interval '1 second'`)
const hold = { holdMs: 15_000, inHand: [] }
const again = { at: new Date(0), error: 'too late', isHeard: false, blocksLane: true }

async function announced(store: OutboxStore) {
  const effect = await store.next(LANE, hold)
  if (!effect) throw new Error('nothing was due')
  return effect
}

describe('a holder that was frozen until another one took over', () => {
  const endings: [string, (store: OutboxStore, effect: Parameters<OutboxStore['skip']>[0]) => Promise<unknown>][] = [
    ['puts nothing back into the queue', (store, effect) => store.retry(effect, again)],
    ['records no second end', (store, effect) => store.done(effect, { externalId: 'ts-frozen', result: {} })],
    ['skips nothing', (store, effect) => store.skip(effect)],
    ['fails nothing', (store, effect) => store.fail(effect, 'too late')],
  ]
  test.each(endings)('%s after the other one has sent', async (_, end) => {
    await stored('one')
    const frozen = storeOf('frozen')
    const effect = await announced(frozen)
    await holdsEnd()
    const other = storeOf('other')
    await other.done(await announced(other), { externalId: 'ts-other', result: {} })
    await end(frozen, effect)
    expect(await effects()).toEqual([{ id: 'one', status: 'done', heard: 'ts-other', tries: 2, is_announced: true }])
    expect(ended).toEqual(['other one'])
    const lane = await db.pool.query(`select next_at > now() as waits from intel.lanes`)
    expect(lane.rows).toEqual([{ waits: false }])
  })

  test.each(endings)('%s while the other one sends', async (_, end) => {
    await stored('one')
    const frozen = storeOf('frozen')
    const effect = await announced(frozen)
    await holdsEnd()
    await announced(storeOf('other'))
    await end(frozen, effect)
    expect(await effects()).toEqual([{ id: 'one', status: 'started', heard: null, tries: 2, is_announced: true }])
    expect(ended).toEqual([])
  })

  test('may not send, while one that was only slow may', async () => {
    await stored('one')
    const slow = storeOf('slow')
    const effect = await announced(slow)
    expect(await slow.renew(effect, 15_000)).toBe(true)
    await holdsEnd()
    // Nobody came meanwhile: the lane is still its own.
    expect(await slow.renew(effect, 15_000)).toBe(true)
    await holdsEnd()
    await announced(storeOf('other'))
    expect(await slow.renew(effect, 15_000)).toBe(false)
  })
})

const plan: LanePlan = { width: 1, perSecond: 1_000, burst: 10, isOneDestination: true, keepTryingMs: 60_000 }

/** An outbox on its store, changed where a test needs it; ends with the test. */
function start(handler: Partial<EffectHandler>, change: (store: OutboxStore) => Partial<OutboxStore> = () => ({})) {
  const heard: string[] = []
  const gaveUp: string[] = []
  const store = storeOf('me')
  const outbox = createOutbox({
    store: { ...store, ...change(store) },
    handlers: new Map([
      [
        'post',
        {
          reconcile: async ({ id }) => (heard.includes(id) ? { externalId: `ts-${id}`, result: {} } : null),
          async perform({ id }) {
            heard.push(id)
            return { externalId: `ts-${id}`, result: {} }
          },
          gaveUp: async ({ id }) => void gaveUp.push(id),
          ...handler,
        },
      ],
    ]),
    planOf: () => plan,
    clock: { now: () => new Date() },
    log,
  })
  onTestFinished(() => outbox.stop())
  outbox.start()
  return { outbox, heard, gaveUp }
}

const statuses = async () => (await effects()).map(({ id, status }) => `${id} ${status}`)
const SLOW_POLL = { timeout: 60_000 }

describe('an outbox whose own database fails for a moment', () => {
  test('sends once when the end of a post could not be stored', async () => {
    await stored('one', 'two')
    let failures = 1
    const { heard, gaveUp } = start({}, (store) => ({
      done: (effect, done) =>
        failures-- > 0 ? Promise.reject(new Error('connection lost')) : store.done(effect, done),
    }))
    await expect.poll(statuses, SLOW_POLL).toEqual(['one done', 'two done'])
    expect(heard.toSorted()).toEqual(['one', 'two'])
    expect(gaveUp).toEqual([])
  })

  test('gives nothing up when a message could not be rendered at first, and holds up nobody else', async () => {
    await stored('one', 'two')
    let failures = 1
    const heard: string[] = []
    const { gaveUp } = start({
      async perform({ id }) {
        if (id === 'one' && failures-- > 0) throw new Error('connection lost')
        heard.push(id)
        return { externalId: id, result: {} }
      },
    })
    await expect.poll(statuses, SLOW_POLL).toEqual(['one done', 'two done'])
    expect(heard).toEqual(['two', 'one'])
    expect(gaveUp).toEqual([])
  })

  test('gives up what fails again and again for longer than a minute', async () => {
    await stored('one')
    await db.pool.query(`update intel.effects set tries = 4, first_tried_at = now() - interval '2 minutes'`)
    const { gaveUp } = start({ perform: () => Promise.reject(new Error('a bug')) })
    await expect.poll(statuses).toEqual(['one failed'])
    expect(gaveUp).toEqual(['one'])
  })
})

test('a post that took long to prepare is sent when nobody took the lane meanwhile', async () => {
  await stored('one')
  const checks: string[] = []
  const { gaveUp } = start(
    {
      async perform({ id }, checkFresh) {
        vi.spyOn(performance, 'now').mockReturnValueOnce(performance.now() + 60_000)
        await checkFresh()
        return { externalId: id, result: {} }
      },
    },
    (store) => ({
      renew: async (effect, holdMs) => {
        checks.push(effect.id)
        return store.renew(effect, holdMs)
      },
    }),
  )
  await expect.poll(statuses).toEqual(['one done'])
  expect([checks, gaveUp]).toEqual([['one'], []])
})

test('a sender of many requests keeps the lane from one to the next', async () => {
  await stored('one')
  const taken: unknown[] = []
  start({
    async perform({ id }, checkFresh) {
      for (let request = 1; request <= 3; request += 1) {
        await holdsEnd()
        vi.spyOn(performance, 'now').mockReturnValueOnce(performance.now() + 60_000)
        await checkFresh()
        taken.push(await storeOf('other').next(LANE, hold))
      }
      return { externalId: id, result: {} }
    },
  })
  await expect.poll(statuses).toEqual(['one done'])
  expect(taken).toEqual([null, null, null])
})

test('who clears away what was given up stops when another process has begun', async () => {
  await stored('one')
  const cleared: string[] = []
  const facts = { service: 'notion', operation: 'add', status: 400, retryable: false }
  start({
    perform: ({ tries }) =>
      tries === 1
        ? Promise.reject(new ExternalError('validation_error', facts))
        : Promise.resolve({ externalId: 'by me again', result: {} }),
    async gaveUp({ id }, _error, checkFresh) {
      await holdsEnd()
      await announced(storeOf('other'))
      vi.spyOn(performance, 'now').mockReturnValueOnce(performance.now() + 60_000)
      await checkFresh()
      cleared.push(id)
    },
  })
  await expect.poll(async () => (await effects())[0]?.tries).toBe(2)
  expect([cleared, await statuses()]).toEqual([[], ['one started']])
})

test('what is stored while a lane is let go is sent at once', async () => {
  await stored('one')
  let isFirst = true
  const { outbox, heard } = start({}, (store) => ({
    // No sweep helps: only the wake counts.
    dueLanes: async () => [],
    async release(lane) {
      await store.release(lane)
      if (!isFirst) return
      isFirst = false
      await stored('two')
      outbox.wake(LANE)
    },
  }))
  outbox.wake(LANE)
  await expect.poll(() => heard).toEqual(['one', 'two'])
})

test('an outside that refuses is still given up at once', async () => {
  await stored('one')
  const facts = { service: 'slack', operation: 'post', status: 200, retryable: false }
  const { gaveUp } = start({ perform: () => Promise.reject(new ExternalError('channel_not_found', facts)) })
  await expect.poll(statuses).toEqual(['one failed'])
  expect(gaveUp).toEqual(['one'])
})
