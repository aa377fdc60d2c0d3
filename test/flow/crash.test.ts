import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLogger } from '../../src/log.ts'
import type { ReportId } from '../../src/pipeline/report/types.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded/postgres.ts'
import { migrate } from '../../src/store/migrate.ts'
import { startTestApp } from '../support/app.ts'
import { auditReplies, type ReplyAudit, untilQuiet } from '../support/crash/audit.ts'
import { type CrashWorld, createCrashWorld, seedSignals, signalsOf } from '../support/crash/crash-world.ts'
import { killServer, livingProcessesOf } from '../support/crash/kill-server.ts'
import { createTestDatabase, createTestPool, startTestSupabase, type TestDatabase } from '../support/postgres.ts'
import type { Message } from '../support/workspace/workspace.ts'

/**
 * Nothing accepted is lost and nothing is sent twice: the app runs in a process of its own and dies by SIGKILL between
 * any two things it does, and what Slack, Clay and Claude heard is counted outside it.
 */

type Chain = { world: CrashWorld; database: Pick<TestDatabase, 'pool'>; close(): Promise<void> }

/** Two chains of apps, each on its own database, so that two tests can kill at once. */
const all: Chain[] = []
const free: Chain[] = []
const waiting: ((chain: Chain) => void)[] = []

const SELLER = 'fernmill.example'
const WITHOUT_SIGNALS = 'quietbrook.example'

/** Where the compiled program is kept, so that only the first app compiles it. */
let compiled = ''

async function openChain(): Promise<Chain> {
  const database = await createTestDatabase()
  const supabase = await startTestSupabase(database.url)
  const places = { databaseUrl: database.url, supabase: { url: supabase.url, key: supabase.serviceKey } }
  const world = await createCrashWorld({ places, compiled })
  await seedSignals(database.pool, signalsOf(SELLER))
  const close = async () => {
    await world.close()
    await supabase.stop()
    await database.drop()
  }
  return { world, database, close }
}

beforeAll(async () => {
  compiled = await mkdtemp(join(tmpdir(), 'starbridge-crash-compiled-'))
  all.push(...(await Promise.all([openChain(), openChain()])))
  free.push(...all)
})
afterAll(async () => {
  await Promise.all(all.map((chain) => chain.close()))
  await rm(compiled, { recursive: true, force: true })
})

async function withChain(work: (chain: Chain) => Promise<void>): Promise<void> {
  const chain = free.pop() ?? (await new Promise<Chain>((resolve) => waiting.push(resolve)))
  try {
    chain.world.claude.respond('good')
    await work(chain)
    expect([...chain.world.workspace.problems, ...chain.world.claude.problems, ...chain.world.clay.problems]).toEqual(
      [],
    )
  } catch (error) {
    const said = chain.world.logTail()
    await (await chain.world.app().catch(() => null))?.kill()
    throw new Error(`${(error as Error).message}\nThe apps logged last:\n${said}`, { cause: error })
  } finally {
    const next = waiting.shift()
    if (next) next(chain)
    else free.push(chain)
  }
}

let count = 0
const reply = (more: Record<string, unknown> = {}) => ({
  domain: SELLER,
  prospect_name: 'Ana Ruiz',
  prospect_email: `ana@${SELLER}`,
  reply_text: 'Yes, please send me the page. Could we talk on Tuesday?',
  message_id: `crash-${++count}`,
  ...more,
})

type Journey = ReplyAudit & {
  /** Answers of Claude that were paid for and died with their app before they were on record. */
  lostAnswers: number
}

/** Brings one reply and lets one app die at each place, in this order. */
async function journey(chain: Chain, places: string[], body = reply()): Promise<Journey> {
  const { world, database } = chain
  const paidBefore = world.claude.paid()
  await world.dieAt(places)
  const { id } = await world.bring(body)
  await world.survivor()
  await untilQuiet(database.pool)
  const audit = await auditOf(chain, id)
  return { ...audit, lostAnswers: world.claude.paid() - paidBefore - audit.recordedAnswers }
}

async function auditOf({ world, database }: Chain, id: ReportId): Promise<ReplyAudit> {
  const [audit] = await auditReplies(world, database.pool, [id])
  if (!audit) throw new Error(`Nothing is stored of ${id}`)
  return audit
}

const DELIVERED = { status: 'delivered', messages1: 1, messages2: 1, others: {}, versions: 1, repeatedAnswers: 0 }
const OUT_OF_OFFICE = { reply_text: 'I am out of the office until Monday with no access to e-mail.' }

/** Every place around one effect, in an order in which each app gets one step further than the one before. */
const placesAround = (kind: string) => ['announced', 'performed', 'reconciled', 'recorded'].map((at) => `${kind}:${at}`)
/**
 * Sent and not recorded, then found and not recorded: the places that depend on the kind of effect. At the others the
 * same lines run for every kind; `bench/crash.ts --every` kills there too.
 */
const placesAfterSending = (kind: string) => [`${kind}:performed`, `${kind}:reconciled`]

/** Deliveries of Clay's callback and how often each was heard. */
const heardOf = (audit: ReplyAudit) => Object.values(audit.deliveries)

const idOf = (post: Message) => post.metadata?.event_payload['effect_id']

function expectAllDone(audit: ReplyAudit): void {
  expect(audit.effects.filter((effect) => effect.status !== 'done')).toEqual([])
}

describe.concurrent('an app that dies', () => {
  test.concurrent.each(['dispatch', 'card'])('at every place around the %s', (kind) =>
    withChain(async (chain) => {
      const audit = await journey(chain, placesAround(kind))
      expect(audit).toMatchObject(DELIVERED)
      expectAllDone(audit)
      expect(heardOf(audit)).toEqual([1])
    }),
  )

  test.concurrent('after calling Clay back repeats it with the same delivery id', () =>
    withChain(async (chain) => {
      const audit = await journey(chain, ['callback:performed', 'callback:recorded'])
      expect(audit).toMatchObject(DELIVERED)
      expectAllDone(audit)
      // Clay cannot be asked what it has: each app that died after sending and before recording is a repeat.
      expect(heardOf(audit)).toEqual([2])
    }))

  test.concurrent('after the quiet line of a reply that is held', () =>
    withChain(async (chain) => {
      const audit = await journey(chain, placesAfterSending('quiet-line'), reply(OUT_OF_OFFICE))
      expect(audit).toMatchObject({ ...DELIVERED, status: 'held', messages2: 0, versions: 0, recordedAnswers: 0 })
      expectAllDone(audit)
    }))

  test.concurrent('after a notice', () =>
    withChain(async (chain) => {
      const audit = await journey(chain, placesAfterSending('notice'), reply({ domain: WITHOUT_SIGNALS }))
      const { others, ...counts } = audit
      expect(counts).toMatchObject({ status: 'no_signals', messages1: 1, messages2: 0, versions: 0 })
      expect(Object.values(others)).toEqual([1])
      expectAllDone(audit)
      // The callback goes its own way meanwhile, and may be repeated.
      expect(heardOf(audit)).toHaveLength(1)
    }))

  test.concurrent('after a direct message', () =>
    withChain(async (chain) => {
      const { world, database } = chain
      const { id } = await world.bring(reply())
      await untilQuiet(database.pool)
      await world.dieAt(placesAfterSending('dm'))
      const app = await world.app()
      app.escalate(id, 'U0LEAD')
      await world.survivor()
      await untilQuiet(database.pool)
      const audit = await auditOf(chain, id)
      // The note in the thread and the direct message, each once.
      expect(audit).toMatchObject({ ...DELIVERED, others: expect.anything() })
      expect(Object.entries(audit.others).map(([effect, posts]) => [effect.split(':')[0], posts])).toEqual(
        expect.arrayContaining([
          ['notice', 1],
          ['dm', 1],
        ]),
      )
      expect(Object.keys(audit.others)).toHaveLength(2)
      expectAllDone(audit)
    }))

  test.concurrent('between any two things that a run stores or is told, from its reply to its end', () =>
    withChain(async (chain) => {
      const places = ['reply:stored', 'dispatch:stored', 'model:answered', 'outcome:stored']
      const body = reply()
      const audit = await journey(chain, places, body)
      expect(audit).toMatchObject(DELIVERED)
      expectAllDone(audit)
      expect(heardOf(audit)).toHaveLength(1)
      // Two calls may be under way when an app dies; what was on record is never asked again.
      expect(audit.lostAnswers).toBeLessThanOrEqual(4)
      // Clay got no answer the first time and asked again, and asks once more.
      expect(await chain.world.bring(body)).toEqual({ id: audit.id, isDuplicate: true })
    }))

  test.concurrent('while it edits what it has posted', () =>
    withChain(async (chain) => {
      const { world } = chain
      const audit = await journey(chain, ['edit:held', 'slack:chat.update'])
      expect(audit).toMatchObject(DELIVERED)
      expectAllDone(audit)
      const shown = world.workspace.posts('C0INTENT').find((post) => idOf(post) === `dispatch:${audit.id}`)
      expect(JSON.stringify(shown?.blocks)).not.toContain('on the way')
    }))

  test.concurrent('after Slack has stored a post whose answer never came', () =>
    withChain(async (chain) => {
      const { workspace } = chain.world
      const drops = workspace.fault('chat.postMessage', { kind: 'drop' }, { times: 2 })
      const audit = await journey(chain, ['dispatch:postponed'])
      expect(drops.used()).toBe(2)
      expect(audit).toMatchObject(DELIVERED)
      expectAllDone(audit)
    }))

  test.concurrent('at random, five times, with twelve replies in flight', () =>
    withChain(async (chain) => {
      const { world, database } = chain
      world.claude.respond({ slowMs: 100 })
      const paidBefore = world.claude.paid()
      await world.app()
      const bringing = Promise.all(Array.from({ length: 12 }, () => world.bring(reply())))
      const waits: number[] = []
      for (let kills = 0; kills < 5; kills++) {
        const app = await world.app()
        waits.push(Math.round(Math.random() * 400))
        await delay(waits.at(-1))
        await app.kill()
      }
      await world.app()
      const brought = await bringing
      await untilQuiet(database.pool, { timeoutMs: 120_000 })
      const audits = await auditReplies(world, database.pool, [...new Set(brought.map(({ id }) => id))])
      const wrong = audits.filter(
        (one) => JSON.stringify({ ...one, ...DELIVERED }) !== JSON.stringify(one) || heardOf(one).length !== 1,
      )
      expect({ replies: audits.length, wrong, waits }).toEqual({ replies: 12, wrong: [], waits })
      const recorded = audits.reduce((sum, one) => sum + one.recordedAnswers, 0)
      // Each kill can take with it two calls of each reply, and no more.
      expect(world.claude.paid() - paidBefore - recorded).toBeLessThanOrEqual(5 * 12 * 2)
    }))
}, 240_000)

describe.concurrent('an app that is told to stop', () => {
  test.concurrent('finishes the runs in hand, and the next one sends what is left', () =>
    withChain(async (chain) => {
      const { world, database } = chain
      world.claude.respond({ slowMs: 300 })
      const app = await world.app()
      const brought = await Promise.all(Array.from({ length: 6 }, () => world.bring(reply())))
      const paidBefore = world.claude.paid()
      expect(await app.terminate()).toBe(0)
      const running = await database.pool.query(`select id from intel.runs where status = 'running'`)
      expect(running.rows).toEqual([])
      await world.app()
      await untilQuiet(database.pool)
      const ids = brought.map(({ id }) => id)
      const audits = await auditReplies(world, database.pool, ids)
      expect(audits.map(({ id }) => id).sort()).toEqual(ids.sort())
      for (const audit of audits) expect(audit).toMatchObject({ ...DELIVERED, recordedAnswers: 2 })
      // A clean stop pays for nothing twice.
      expect(world.claude.paid() - paidBefore).toBeLessThanOrEqual(12)
    }))

  test.concurrent('leaves what does not end in time to the next one, and ends itself', () =>
    withChain(async (chain) => {
      const { world, database } = chain
      world.claude.respond('hang')
      const app = await world.app()
      const { id } = await world.bring(reply())
      await world.claude.waitFor(() => world.claude.calls.some((call) => call.status === null && !call.isAborted))
      expect(await app.terminate()).toBe(0)
      world.claude.respond('good')
      await world.app()
      await untilQuiet(database.pool)
      expect(await auditOf(chain, id)).toMatchObject(DELIVERED)
    }))
}, 240_000)

describe.concurrent('an app whose database goes away and comes back', () => {
  test.concurrent('loses nothing and sends nothing twice', async ({ onTestFinished }) => {
    const app = await startTestApp({ env: { SLACK_POSTS_PER_SECOND: '20' } })
    onTestFinished(() => app.stop())
    await app.seedSignals(signalsOf(SELLER))
    app.claude.respond({ slowMs: 100 })
    const ids = await Promise.all(Array.from({ length: 12 }, () => app.reply(reply())))
    const posted = () => app.workspace.callsOf('chat.postMessage').length
    for (let cuts = 1; cuts <= 3; cuts++) {
      // In the middle of a post: Slack has it, and the record cannot be written.
      await app.workspace.waitFor(() => posted() >= cuts * 4, { timeoutMs: 120_000 })
      app.databaseGate.shut()
      await delay(200)
      app.databaseGate.open()
    }
    await untilQuiet(app.database.pool, { timeoutMs: 120_000 })
    const audits = await auditReplies(app, app.database.pool, ids)
    expect(audits).toHaveLength(12)
    for (const audit of audits) {
      expect(audit).toMatchObject(DELIVERED)
      expectAllDone(audit)
      expect(heardOf(audit)).toHaveLength(1)
    }
  }, 240_000)
})

describe.concurrent('on the embedded database', () => {
  test.concurrent('comes back after everything was killed, Postgres too, and leaves nothing running when told to stop', async ({
    onTestFinished,
  }) => {
    const log = createLogger('silent')
    const dataDir = await mkdtemp(join(tmpdir(), 'starbridge-crash-data-'))
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
    const first = await startEmbeddedPostgres({ dataDir, log })
    await migrate(first.url, { log })
    const seeding = createTestPool(first.url)
    await seedSignals(seeding, signalsOf(SELLER))
    await seeding.end()
    await first.stop()

    const world = await createCrashWorld({ places: { dataDir }, compiled, spare: 0 })
    onTestFinished(() => world.close())
    world.claude.respond({ slowMs: 150 })
    const app = await world.app()
    const brought = await Promise.all(Array.from({ length: 6 }, () => world.bring(reply())))
    await world.claude.waitFor(() => world.claude.calls.length >= 3)
    await Promise.all([app.kill(), killServer(dataDir)])

    const next = await world.app()
    const adopted = await startEmbeddedPostgres({ dataDir, log })
    const pool = createTestPool(adopted.url)
    try {
      await untilQuiet(pool)
      const audits = await auditReplies(
        world,
        pool,
        brought.map(({ id }) => id),
      )
      expect(audits).toHaveLength(6)
      for (const audit of audits) expect(audit).toMatchObject(DELIVERED)
    } finally {
      await pool.end()
      await adopted.stop()
    }
    expect(await next.terminate()).toBe(0)
    expect(await livingProcessesOf(dataDir)).toEqual([])
    expect(await readdir(join(dataDir, 'postgres', 'users'))).toEqual([])
  }, 240_000)
})
