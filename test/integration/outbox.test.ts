import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ExternalError } from '../../src/errors.ts'
import { createLogger } from '../../src/log.ts'
import {
  createOutbox,
  type Effect,
  type EffectHandler,
  type LanePlan,
  type NewEffect,
  type Outbox,
} from '../../src/pipeline/outbox.ts'
import type { ReportId } from '../../src/pipeline/report/types.ts'
import { type Db, openDb } from '../../src/store/db.ts'
import { createOutboxStore, insertEffects } from '../../src/store/outbox-store.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

const log = createLogger('silent')
let database: TestDatabase
let db: Db
const open: Outbox[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url, { log })
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

beforeEach(async () => {
  await Promise.all(open.splice(0).map((outbox) => outbox.stop()))
  await db.pool.query('truncate intel.effects, intel.lanes cascade')
})

async function newReport(): Promise<ReportId> {
  const id = randomUUID() as string as ReportId
  await db.pool.query(
    `insert into intel.replies (id, message_key, origin, domain, input, brought_by) values ($1, $1, 'api', 'a.example', '{}', 'api')`,
    [id],
  )
  await db.pool.query(`insert into intel.reports (id, status, posts_to_slack) values ($1, 'queued', true)`, [id])
  return id
}

const effectOf = (reportId: ReportId, facts: Partial<NewEffect> & { id: string }): NewEffect => ({
  kind: 'post',
  reportId,
  lane: 'slack:C1',
  priority: 1,
  payload: {},
  afterId: null,
  ...facts,
})

/** An outside that remembers what it heard, as Slack would. */
function outside(perform?: (effect: Effect, heard: string[]) => Promise<void> | void) {
  const heard: string[] = []
  const gaveUp: string[] = []
  const handler: EffectHandler = {
    reconcile: async (effect) =>
      heard.includes(effect.id) ? { externalId: `ts-${effect.id}`, result: { found: true } } : null,
    async perform(effect) {
      await perform?.(effect, heard)
      heard.push(effect.id)
      return { externalId: `ts-${effect.id}`, result: {} }
    },
    gaveUp: async (effect, error) => {
      gaveUp.push(`${effect.id}: ${(error as Error).message}`)
    },
  }
  return { heard, gaveUp, handler }
}

const fast: LanePlan = { width: 1, perSecond: 1_000, burst: 10, isOneDestination: true, keepTryingMs: 60_000 }

function start(
  handler: EffectHandler,
  options: { holder?: string; plan?: LanePlan; checkpoint?: (name: string) => void } = {},
): Outbox {
  const outbox = createOutbox({
    store: createOutboxStore({ kinds: ['post'], db, holder: options.holder ?? 'me', afterDone: async () => undefined }),
    handlers: new Map([['post', handler]]),
    planOf: () => options.plan ?? fast,
    clock: { now: () => new Date() },
    log,
    ...(options.checkpoint ? { checkpoint: options.checkpoint } : {}),
  })
  open.push(outbox)
  outbox.start()
  return outbox
}

const statuses = async () => {
  const { rows } = await db.pool.query<{ id: string; status: string }>(
    `select id, status from intel.effects order by seq`,
  )
  return rows.map((row) => `${row.id} ${row.status}`)
}

describe('an outbox', () => {
  test('sends in order of priority, then of storing, and what waits for another after it', async () => {
    const report = await newReport()
    await insertEffects(db.pool, [
      effectOf(report, { id: 'card-1', afterId: 'one' }),
      effectOf(report, { id: 'card-2' }),
      effectOf(report, { id: 'one', priority: 0 }),
      effectOf(report, { id: 'two', priority: 0 }),
    ])
    const slack = outside()
    start(slack.handler)
    await expect.poll(() => slack.heard).toEqual(['one', 'two', 'card-1', 'card-2'])
  })

  test('stores an effect once however often it is decided', async () => {
    const report = await newReport()
    const effect = effectOf(report, { id: 'same' })
    await Promise.all([
      insertEffects(db.pool, [effect]),
      insertEffects(db.pool, [effect]),
      insertEffects(db.pool, [effect]),
    ])
    const slack = outside()
    start(slack.handler)
    await expect.poll(statuses).toEqual(['same done'])
    expect(slack.heard).toEqual(['same'])
  })

  test('looks before it repeats: a call that was heard but not answered is found', async () => {
    const report = await newReport()
    await insertEffects(db.pool, [effectOf(report, { id: 'lost' })])
    const slack = outside((effect, heard) => {
      heard.push(effect.id)
      throw new ExternalError('cut', {
        service: 'slack',
        operation: 'post',
        status: null,
        retryable: true,
        retryAfterMs: 1,
      })
    })
    start(slack.handler)
    await expect.poll(statuses).toEqual(['lost done'])
    expect(slack.heard).toEqual(['lost'])
  })

  test('keeps the order of its lane while the outside is down', async () => {
    const report = await newReport()
    await insertEffects(db.pool, [effectOf(report, { id: 'a' }), effectOf(report, { id: 'b' })])
    let left = 3
    const slack = outside(() => {
      if (left-- > 0)
        throw new ExternalError('down', {
          service: 'slack',
          operation: 'post',
          status: 503,
          retryable: true,
          retryAfterMs: 5,
        })
    })
    start(slack.handler)
    await expect.poll(() => slack.heard, { timeout: 60_000 }).toEqual(['a', 'b'])
  })

  test('does not look after a rate limit, waits as asked, and goes on', async () => {
    const report = await newReport()
    await insertEffects(db.pool, [effectOf(report, { id: 'a' })])
    let looks = 0
    let refusals = 1
    const slack = outside(() => {
      if (refusals-- > 0)
        throw new ExternalError('wait', {
          service: 'slack',
          operation: 'post',
          status: 429,
          retryable: true,
          retryAfterMs: 5,
        })
    })
    start({
      ...slack.handler,
      reconcile: (effect) => {
        looks += 1
        return slack.handler.reconcile(effect)
      },
    })
    await expect.poll(statuses, { timeout: 60_000 }).toEqual(['a done'])
    expect(looks).toBe(0)
  })

  test('gives up on a refusal, tells it, and lets the next one pass', async () => {
    const report = await newReport()
    await insertEffects(db.pool, [effectOf(report, { id: 'bad' }), effectOf(report, { id: 'good', afterId: 'bad' })])
    const slack = outside((effect) => {
      if (effect.id === 'bad')
        throw new ExternalError('channel_not_found', {
          service: 'slack',
          operation: 'post',
          status: 200,
          retryable: false,
        })
    })
    start(slack.handler)
    await expect.poll(statuses).toEqual(['bad failed', 'good done'])
    expect(slack.gaveUp).toEqual(['bad: channel_not_found'])
  })

  test('gives up when its time is over', async () => {
    const report = await newReport()
    await insertEffects(db.pool, [effectOf(report, { id: 'old' })])
    const slack = outside(() => {
      throw new ExternalError('down', {
        service: 'slack',
        operation: 'post',
        status: 500,
        retryable: true,
        retryAfterMs: 1,
      })
    })
    start(slack.handler, { plan: { ...fast, keepTryingMs: 0 } })
    await expect.poll(statuses).toEqual(['old failed'])
  })

  test('of two processes only one works on a lane, and nothing is sent twice', async () => {
    const report = await newReport()
    const effects = Array.from({ length: 30 }, (_, n) => effectOf(report, { id: `e${String(n).padStart(2, '0')}` }))
    await insertEffects(db.pool, effects)
    const slack = outside()
    const one = start(slack.handler, { holder: 'one' })
    const two = start(slack.handler, { holder: 'two' })
    one.wake('slack:C1')
    two.wake('slack:C1')
    await expect.poll(() => slack.heard.length).toBe(30)
    expect(slack.heard).toEqual(effects.map((effect) => effect.id))
  })

  test('takes over a lane whose holder is gone and finds what it had done', async () => {
    const report = await newReport()
    await insertEffects(db.pool, [effectOf(report, { id: 'x' })])
    const slack = outside()
    const dead = createOutboxStore({ kinds: ['post'], db, holder: 'dead', afterDone: async () => undefined })
    const effect = await dead.next('slack:C1', { holdMs: 60_000, inHand: [] })
    expect(effect?.priorIntentAt).toBeNull()
    slack.heard.push('x')
    const other = createOutboxStore({ kinds: ['post'], db, holder: 'other', afterDone: async () => undefined })
    expect(await other.next('slack:C1', { holdMs: 60_000, inHand: [] })).toBeNull()
    await db.pool.query(`update intel.lanes set held_until = now() - interval '1 second'`)
    start(slack.handler, { holder: 'new' })
    await expect.poll(statuses).toEqual(['x done'])
    expect(slack.heard).toEqual(['x'])
  })

  test('works side by side where the order does not matter', async () => {
    const report = await newReport()
    await insertEffects(
      db.pool,
      Array.from({ length: 6 }, (_, n) => effectOf(report, { id: `w${n}`, lane: 'clay' })),
    )
    let now = 0
    let most = 0
    const company: (() => void)[] = []
    const clay = outside(async () => {
      now += 1
      most = Math.max(most, now)
      // The first one waits for company: one at a time would never end.
      if (most < 2) await new Promise<void>((resolve) => company.push(resolve))
      else for (const go of company.splice(0)) go()
      now -= 1
    })
    start(clay.handler, { plan: { ...fast, width: 3 } })
    await expect.poll(() => clay.heard.length).toBe(6)
    expect(most).toBeLessThanOrEqual(3)
  })
})
