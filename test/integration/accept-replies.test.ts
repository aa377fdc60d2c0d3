import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { contentKey } from '../../src/pipeline/report/content-key.ts'
import type { NewReply } from '../../src/pipeline/report/desk-store.ts'
import { messageKey, parseReply } from '../../src/pipeline/report/intake.ts'
import type { ReportId } from '../../src/pipeline/report/types.ts'
import { acceptAll } from '../../src/store/accept-replies.ts'
import { type Db, openDb } from '../../src/store/db.ts'
import { createQueue, type Queue } from '../../src/store/queue.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

/** Which replies are one, over doors and processes, and what a copy adds. */

const log = createLogger('silent')
let database: TestDatabase
/** Two processes on one database. */
let worlds: { db: Db; queue: Queue }[]

beforeAll(async () => {
  database = await createTestDatabase()
  const open = async () => {
    const queue = createQueue(database.url, { log })
    await queue.start()
    return { db: openDb(database.url, { log }), queue }
  }
  worlds = [await open(), await open()]
})
afterAll(async () => {
  await Promise.all(worlds.map(({ queue }) => queue.stop(1_000)))
  await Promise.all(worlds.map(({ db }) => db.close()))
  await database.drop()
})

const world = () => worlds[0] ?? Promise.reject(new Error('no world'))

function reply(broughtBy: string, fields: Record<string, unknown>, receivedAt = new Date()): NewReply {
  const parsed = parseReply({ reply_text: 'Yes, send it over please', ...fields })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const { input, extra } = parsed
  return {
    id: randomUUID() as string as ReportId,
    messageKey: messageKey(input),
    contentKey: contentKey(input),
    origin: 'reply',
    input,
    extra,
    broughtBy,
    postsToSlack: false,
    receivedAt,
    run: null,
  }
}

let people = 0
const somebody = () => `dana${++people}@fernmill-${people}.com`
const accept = async (...replies: NewReply[]) => acceptAll(await world(), replies)
const inputOf = async (id: string) =>
  (await database.pool.query('select input, brought_by from intel.replies where id = $1', [id])).rows[0]

describe('the same words of the same person', () => {
  const cases: [string, { by: string; id?: string }, { by: string; id?: string }, boolean][] = [
    ['Clay without an id, then Smartlead', { by: 'intake' }, { by: 'smartlead', id: '<a@b.com>' }, true],
    ['Smartlead, then Clay with a row id', { by: 'smartlead', id: '<a@b.com>' }, { by: 'intake', id: 'row-1' }, true],
    ['HeyReach, then Clay', { by: 'heyreach', id: 'heyreach:1:2' }, { by: 'intake', id: 'row-1' }, true],
    ['Smartlead with and without an id', { by: 'smartlead', id: '<a@b.com>' }, { by: 'smartlead' }, true],
    ['two ids of Smartlead', { by: 'smartlead', id: '<a@b.com>' }, { by: 'smartlead', id: '<c@b.com>' }, false],
    ['two mail ids over two doors', { by: 'smartlead', id: '<a@b.com>' }, { by: 'intake', id: '<c@b.com>' }, false],
    ['Clay twice with two ids', { by: 'intake', id: 'row-1' }, { by: 'intake', id: 'row-2' }, false],
    ['Clay twice, once without an id', { by: 'intake', id: 'row-1' }, { by: 'intake' }, false],
  ]
  const made = (email: string, { by, id }: { by: string; id?: string }) =>
    // A person of each case has mails of their own.
    reply(by, { prospect_email: email, message_id: id && `${id.slice(0, 2)}${email.split('@')[0]}-${id.slice(2)}` })

  it.each(cases)('%s', async (_, first, second, isOne) => {
    const [email, other] = [somebody(), somebody()]
    const [one] = await accept(made(email, first))
    const [two] = await accept(made(email, second))
    expect(two?.isDuplicate).toBe(isOne)
    expect(two?.id === one?.id).toBe(isOne)
    // In one batch too, and in the other order.
    const together = await accept(made(other, second), made(other, first))
    expect(together.map(({ isDuplicate }) => isDuplicate)).toEqual([false, isOne])
  })

  it('are two replies when a week lies between them', async () => {
    const email = somebody()
    const eightDaysAgo = new Date(Date.now() - 8 * 24 * 3_600_000)
    await accept(reply('intake', { prospect_email: email, message_id: 'row-old' }, eightDaysAgo))
    const [later] = await accept(reply('smartlead', { prospect_email: email, message_id: '<later@b.com>' }))
    expect(later?.isDuplicate).toBe(false)
  })

  it.each([
    ['smartlead', 'intake'],
    ['intake', 'smartlead'],
  ])('wait for each other in two processes: %s is being stored when %s comes', async (first, second) => {
    const email = somebody()
    const made = (by: string) => reply(by, { prospect_email: email, message_id: `of-${by}-${people}` })
    const [one, two] = worlds
    if (!one || !two) throw new Error('no worlds')
    const [reached, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    // The first transaction stands still right before its end.
    const insert: Queue['insert'] = async (...given) => {
      reached.resolve()
      await opened.promise
      return one.queue.insert(...given)
    }
    const storing = acceptAll({ db: one.db, queue: { ...one.queue, insert } }, [made(first)])
    await reached.promise
    let isDone = false
    const coming = acceptAll(two, [made(second)]).finally(() => {
      isDone = true
    })
    const waits = `select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`
    await expect.poll(async () => isDone || (await database.pool.query(waits)).rows[0].n > 0).toBe(true)
    opened.resolve()
    const [[stored], [copy]] = [await storing, await coming]
    expect(copy).toEqual({ id: stored?.id, isDuplicate: true })
  })

  it('are one reply when both arrive at the same moment in two processes, and no transaction fails', async () => {
    const emails = Array.from({ length: 40 }, somebody)
    const batches = emails.map((email, n) => {
      const copies = [
        reply('intake', { prospect_email: email, message_id: `row-${email}` }),
        reply('smartlead', { prospect_email: email, message_id: `<m-${email}>` }),
      ]
      return n % 2 ? copies : copies.reverse()
    })
    const [one, two] = worlds
    if (!one || !two) throw new Error('no worlds')
    await Promise.all([
      acceptAll(
        one,
        batches.flatMap(([first]) => first ?? []),
      ),
      acceptAll(two, batches.flatMap(([, second]) => second ?? []).reverse()),
    ])
    const { rows } = await database.pool.query(
      'select prospect_email, count(*)::int as n from intel.replies where prospect_email = any($1) group by 1',
      [emails],
    )
    expect(rows.map(({ n }) => n)).toEqual(emails.map(() => 1))
  })
})

describe('a copy from another door', () => {
  it('is known when it is repeated, though its own id is nowhere stored', async () => {
    const email = somebody()
    const copy = () => reply('intake', { prospect_email: email, message_id: `row-${email}` })
    const [first] = await accept(reply('smartlead', { prospect_email: email, message_id: `<m-${email}>` }))
    for (let n = 0; n < 3; n += 1) expect(await accept(copy())).toEqual([{ id: first?.id, isDuplicate: true }])
  })

  it('fills in what the first one lacks, never what it has', async () => {
    const email = somebody()
    const [first] = await accept(reply('smartlead', { prospect_email: email, campaign_name: 'Spring' }))
    const more = { prospect_name: 'Dana Whitfield', product: 'bus routing', campaign_name: 'Autumn', requested_tier: 3 }
    await accept(reply('intake', { prospect_email: email, message_id: 'row', ...more }))
    expect(await inputOf(first?.id ?? '')).toMatchObject({
      brought_by: 'smartlead',
      input: { prospectName: 'Dana Whitfield', product: 'bus routing', campaignName: 'Spring', requestedTier: 3 },
    })
  })

  it('changes a run that waits, and leaves one that has begun alone', async () => {
    const [waits, begun] = [somebody(), somebody()]
    for (const [email, status, attempt] of [
      [waits, 'queued', 0],
      [begun, 'running', 1],
    ] as const) {
      const [first] = await accept(reply('smartlead', { prospect_email: email }))
      await database.pool.query(
        `insert into intel.runs (id, pipeline, subject_id, domain, status, attempt, input, now_at)
         select 'run-' || id, 'report', id, domain, $2, $3, jsonb_build_object('reply', input), now()
         from intel.replies where id = $1`,
        [first?.id, status, attempt],
      )
      await accept(reply('intake', { prospect_email: email, message_id: `row-${email}`, product: 'bus routing' }))
    }
    const sql = `select r.prospect_email, r.input ->> 'product' as stored, u.input -> 'reply' ->> 'product' as running
      from intel.replies r join intel.runs u on u.subject_id = r.id where r.prospect_email = any($1)`
    const { rows } = await database.pool.query(sql, [[waits, begun]])
    expect(rows).toEqual(
      expect.arrayContaining([
        { prospect_email: waits, stored: 'bus routing', running: 'bus routing' },
        { prospect_email: begun, stored: null, running: null },
      ]),
    )
  })
})
