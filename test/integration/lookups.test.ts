import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { createLookups, type Lookup, type Lookups } from '../../src/pipeline/lookups.ts'
import type { Answered, Asked } from '../../src/pipeline/ports.ts'
import { type Db, openDb } from '../../src/store/db.ts'
import { createLookupStore } from '../../src/store/lookup-store.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

/** Look-ups against a real database, with two processes' worth of askers on it. */

let database: TestDatabase
let db: Db
let now = Date.parse('2026-03-02T12:00:00Z')
const clock = { now: () => new Date(now) }

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url, { log: createLogger('silent') })
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const ofProcess = (name: string): Lookups =>
  createLookups({ store: createLookupStore(db, name), clock, log: createLogger('silent') })

let keys = 0
/** A look-up whose answers are counted: `n` in its value says which one it was. */
function counted(
  given: Partial<Lookup<{ n: number }>> = {},
  answer?: (asked: Asked, n: number) => Promise<Answered<{ n: number }>>,
) {
  keys += 1
  const asked: Asked[] = []
  const lookup: Lookup<{ n: number }> = {
    service: 'test',
    key: `test:${process.pid}:${keys}`,
    freshMs: () => 60_000,
    isInsisted: false,
    abort: new AbortController().signal,
    ask: async (how) => {
      asked.push(how)
      return answer ? answer(how, asked.length) : { value: { n: asked.length }, etag: `"e${asked.length}"` }
    },
    ...given,
  }
  return { lookup, asked }
}

describe('a look-up', () => {
  test('is kept while it is fresh, and asked again after', async () => {
    const { lookup, asked } = counted()
    const lookups = ofProcess('a')
    expect(await lookups.get(lookup)).toMatchObject({ value: { n: 1 }, isAsked: true })
    now += 59_000
    expect(await lookups.get(lookup)).toMatchObject({ value: { n: 1 }, isAsked: false })
    now += 2_000
    expect(await lookups.get(lookup)).toMatchObject({ value: { n: 2 }, isAsked: true })
    expect(asked.map(({ etag }) => etag)).toEqual([null, '"e1"'])
  })

  test('is asked once, however many want it at once in two processes', async () => {
    let answer: (() => void) | undefined
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    const { lookup, asked } = counted({}, async (_how, n) => {
      await held
      return { value: { n }, etag: null }
    })
    const [here, there] = [ofProcess('a'), ofProcess('b')]
    const all = Promise.all([...Array.from({ length: 10 }, () => here.get(lookup)), there.get(lookup)])
    await expect.poll(() => asked.length).toBe(1)
    answer?.()
    expect((await all).map(({ value }) => value.n)).toEqual(Array.from({ length: 11 }, () => 1))
    expect(asked).toHaveLength(1)
  })

  test('is not asked again by one who looked just before another one was answered', async () => {
    const { lookup, asked } = counted()
    const store = createLookupStore(db, 'slow')
    let isFirst = true
    const slow = createLookups({
      clock,
      log: createLogger('silent'),
      store: {
        ...store,
        async kept(key) {
          const seen = await store.kept(key)
          if (isFirst) {
            isFirst = false
            await ofProcess('quick').get(lookup)
          }
          return seen
        },
      },
    })
    expect(await slow.get(lookup)).toMatchObject({ value: { n: 1 }, isAsked: false })
    expect(asked).toHaveLength(1)
    expect(await createLookupStore(db, 'next').hold(lookup.key, 1_000)).toBe(true)
  })

  test('ends with the app that asked', async () => {
    const { lookup } = counted(
      {},
      ({ abort }) => new Promise((_, reject) => abort?.addEventListener('abort', () => reject(abort.reason))),
    )
    const lookups = ofProcess('a')
    const asking = lookups.get(lookup)
    await expect
      .poll(async () => (await db.pool.query('select 1 from intel.lookups where key = $1', [lookup.key])).rowCount)
      .toBe(1)
    await lookups.stop()
    await expect(asking).rejects.toThrow('stopping')
    expect(await createLookupStore(db, 'next').hold(lookup.key, 1_000)).toBe(true)
  })

  test('that is unchanged keeps its value and is fresh again', async () => {
    const { lookup, asked } = counted({}, async ({ etag }, n) =>
      etag === null ? { value: { n }, etag: '"one"' } : 'unchanged',
    )
    const lookups = ofProcess('a')
    await lookups.get(lookup)
    now += 61_000
    expect(await lookups.get(lookup)).toMatchObject({ value: { n: 1 }, isAsked: true })
    expect(await lookups.get(lookup)).toMatchObject({ value: { n: 1 }, isAsked: false })
    expect(asked).toHaveLength(2)
  })

  test('that is insisted on is asked although it is fresh', async () => {
    const { lookup, asked } = counted()
    const lookups = ofProcess('a')
    await lookups.get(lookup)
    await lookups.get({ ...lookup, isInsisted: true })
    expect(asked).toHaveLength(2)
  })

  test('that fails is told to all who wait, is not kept, and may be asked at once again', async () => {
    const { lookup, asked } = counted({}, async (_how, n) => {
      if (n === 1) throw new Error('down')
      return { value: { n }, etag: null }
    })
    const lookups = ofProcess('a')
    const both = await Promise.allSettled([lookups.get(lookup), lookups.get(lookup)])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await lookups.get(lookup)).toMatchObject({ value: { n: 2 } })
    expect(asked).toHaveLength(2)
  })

  test('does not end for others when one of them leaves', async () => {
    const { lookup } = counted()
    const lookups = ofProcess('a')
    const leaving = new AbortController()
    const left = lookups.get({ ...lookup, abort: leaving.signal })
    const stayed = lookups.get(lookup)
    leaving.abort(new Error('gone'))
    await expect(left).rejects.toThrow('gone')
    expect(await stayed).toMatchObject({ value: { n: 1 } })
  })

  test('of a process that died while asking is asked by another when its hold is over', async () => {
    const { lookup } = counted()
    expect(await createLookupStore(db, 'dead').hold(lookup.key, 50)).toBe(true)
    expect(await ofProcess('alive').get(lookup)).toMatchObject({ value: { n: 1 }, isAsked: true })
  })
})
