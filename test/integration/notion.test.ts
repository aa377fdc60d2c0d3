import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLogger } from '../../src/log.ts'
import type { Effect, NewEffect } from '../../src/pipeline/outbox.ts'
import type { NotionCopy } from '../../src/pipeline/ports.ts'
import { withCopy } from '../../src/pipeline/report/notion/effect.ts'
import type { ReportId, RunId } from '../../src/pipeline/report/types.ts'
import { type Db, openDb } from '../../src/store/db.ts'
import { createNotionCopies } from '../../src/store/notion-copies.ts'
import { createOutboxStore, insertEffects } from '../../src/store/outbox-store.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

let database: TestDatabase
let db: Db
beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url, { log: createLogger('silent') })
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

async function newReport(): Promise<ReportId> {
  const id = randomUUID() as string as ReportId
  await db.pool.query(
    `insert into intel.replies (id, message_key, origin, domain, input, brought_by) values ($1, $1, 'api', 'a.example', '{}', 'api')`,
    [id],
  )
  await db.pool.query(`insert into intel.reports (id, status, posts_to_slack) values ($1, 'running', true)`, [id])
  return id
}

const outbox = () =>
  createOutboxStore({ db, holder: 'me', kinds: ['card', 'notion'], afterDone: async () => undefined })
const next = (lane: string) => outbox().next(lane, { holdMs: 10_000, inHand: [] })

/** A card that hopes for its report's copy, each in a lane of its own. */
async function cardAndCopy(waitMs: number): Promise<{ copy: string; card: string }> {
  const reportId = await newReport()
  const card = `card:${reportId}`
  const place = { lane: card, priority: 1, afterId: null }
  const teller: NewEffect = { id: card, kind: 'card', reportId, payload: {}, ...place }
  const [copy, ...tellers] = withCopy({ isMain: true, waitMs }, { reportId, runId: 'run' as RunId, isFirst: true }, [
    teller,
  ])
  if (!copy) throw new Error('No copy was decided on')
  const lane = `notion:${reportId}`
  await insertEffects(db.pool, [{ ...copy, lane }, ...tellers])
  return { copy: lane, card }
}

describe('a card that tells a link to Notion', () => {
  test('waits for the copy and goes once that is done', async () => {
    const { copy, card } = await cardAndCopy(60_000)
    expect(await next(card)).toBeNull()
    const effect = (await next(copy)) as Effect
    await outbox().done(effect, { externalId: 'page', result: {} })
    expect(await next(card)).toMatchObject({ id: card })
  })

  test('goes when the copy is given up', async () => {
    const { copy, card } = await cardAndCopy(60_000)
    await outbox().fail((await next(copy)) as Effect, 'refused')
    expect(await next(card)).toMatchObject({ id: card })
  })

  test('goes when its time is over', async () => {
    const { card } = await cardAndCopy(0)
    expect(await next(card)).toMatchObject({ id: card })
  })

  test('goes at once when the next try comes after its time', async () => {
    const { copy, card } = await cardAndCopy(60_000)
    const again = { error: 'Notion asks to wait', isHeard: false, blocksLane: false }
    await outbox().retry((await next(copy)) as Effect, { at: new Date(Date.now() + 30_000), ...again })
    expect(await next(card)).toBeNull()
    await db.pool.query(`update intel.effects set next_at = now() + interval '2 minutes' where lane = $1`, [copy])
    expect(await next(card)).toMatchObject({ id: card })
  })
})

describe('the record of a copy', () => {
  const copyOf = (reportId: ReportId, more: Partial<NotionCopy> = {}): NotionCopy => ({
    reportId,
    marker: 'rabc',
    pageId: null,
    url: null,
    version: 0,
    state: 'building',
    hash: 'h1',
    placed: [],
    ...more,
  })

  test('is read as it was written, and written over', async () => {
    const { copy } = await cardAndCopy(0)
    const effect = (await next(copy)) as Effect
    const copies = createNotionCopies(db)
    const reportId = effect.reportId as ReportId
    expect(await copies.read(reportId)).toBeNull()
    await copies.save(copyOf(reportId), effect)
    const full = copyOf(reportId, {
      pageId: randomUUID(),
      url: 'https://www.notion.so/x',
      version: 2,
      state: 'ready',
      placed: [['a', 'b'], ['c']],
    })
    await copies.save(full, effect)
    expect(await copies.read(reportId)).toEqual(full)
  })

  test('is not written by whoever was frozen while another one took over', async () => {
    const { copy } = await cardAndCopy(0)
    const frozen = (await next(copy)) as Effect
    const other = (await next(copy)) as Effect
    const copies = createNotionCopies(db)
    const reportId = frozen.reportId as ReportId
    await copies.save(copyOf(reportId, { state: 'ready', version: 1 }), other)
    await expect(copies.save(copyOf(reportId), frozen)).rejects.toThrow('Another process')
    expect(await copies.read(reportId)).toMatchObject({ state: 'ready', version: 1 })
  })
})
