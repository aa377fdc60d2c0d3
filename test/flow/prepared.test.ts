import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseReportRequest } from '../../src/pipeline/report/intake.ts'
import type { ReportId } from '../../src/pipeline/report/types.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { createFakeStarbridge } from '../support/fake-starbridge.ts'
import { buyerWorldOf } from '../support/sellers/buyer-world.ts'
import {
  buttonsOf,
  cardOf,
  click,
  deliver,
  messageOne,
  noticesOf,
  type Prospect,
  postsOf,
  prospectWith,
  replyOf,
  rowsOf,
  settled,
  wordsOf,
} from './support/desk.ts'

/** A reply of a seller whose report was made ahead is served from it, without waiting for a model. */

let test: TestApp
let later = 0
const clock = { now: () => new Date(Date.now() + later) }

beforeAll(async () => {
  test = await startTestApp({ clock })
})
afterAll(() => test.stop())

async function prepare({ domain }: Prospect, app = test, more: object = {}): Promise<string> {
  const parsed = parseReportRequest({ domain, ...more })
  const request = parsed.ok ? parsed.requests[0] : undefined
  if (!request) throw new Error('The domain was not taken')
  const from = { origin: 'prepared' as const, broughtBy: 'cli', requestKey: null }
  const { id } = await app.app.context.desk.requestReport(request, from)
  await app.waitForStatus(id, 'delivered')
  return id
}

describe('a reply of a prepared seller', () => {
  it('is served from it while every model is silent, and says so', async () => {
    const own = await startTestApp()
    try {
      const prospect = await prospectWith(own, 'set-012')
      await prepare(prospect, own)
      expect(own.workspace.posts('C0INTENT')).toEqual([])
      own.claude.respond('hang')
      const words = { reply_text: 'Yes, please send it over. Can we talk on Tuesday?' }
      const id = await own.reply(replyOf(prospect, words))
      await own.until(() => postsOf(own, `card:${id}`).length === 1)
      const item = await own.app.context.desk.item(id)
      expect(item?.document).toMatchObject({ ranking: 'claude', preparedAt: expect.stringMatching(/Z$/) })
      expect(wordsOf(cardOf(own, id))).toMatch(/prepared/i)
    } finally {
      await own.stop()
    }
  })

  it.each([
    ['keeps the pitch', 'the same', 0],
    ['has another pitch', 'another', 1],
  ])('and %s has every claim on record once', async (_, pitch, written) => {
    const world = await createFakeStarbridge({ data: buyerWorldOf(rowsOf('set-012'), () => 'Fleet Manager') })
    const own = await startTestApp({ env: world.env })
    try {
      const prospect = await prospectWith(own, 'set-012')
      const id = await prepare(prospect, own, { tier: 3 })
      const ahead = await own.app.context.desk.item(id as ReportId)
      if (pitch === 'another')
        await own.database.pool.query(
          `update intel.run_steps set output = output || '{"pitch":"another"}' where name = 'seal-words'`,
        )
      const asked = own.claude.callsOf('write-pitch').length
      const item = await deliver(own, replyOf(prospect, { requested_tier: 3 }))
      expect(item.document?.preparedAt).not.toBeNull()
      expect(own.claude.callsOf('write-pitch')).toHaveLength(asked + written)
      const claims = `select text, verdict from intel.claims where run_id = $1 order by n`
      const [before, now] = [
        await own.database.pool.query(claims, [ahead?.runId]),
        await own.database.pool.query(claims, [item.runId]),
      ]
      expect(ahead?.document?.tier).toBe(3)
      expect(now.rows).toEqual(before.rows)
      expect(item.document?.droppedClaims).toBe(ahead?.document?.droppedClaims)
    } finally {
      await own.stop()
      await world.close()
    }
  })

  it('is not ranked and paid for by a start that follows a crash after it was served', async () => {
    const prospect = await prospectWith(test, 'set-012')
    await prepare(prospect)
    const item = await deliver(test, replyOf(prospect))
    expect(item.document?.preparedAt).not.toBeNull()
    const ranked = test.claude.callsOf('rank-and-write').length
    const { queue } = test.app.context
    await test.database.pool.query(`update intel.runs set status = 'queued', ended_at = null where id = $1`, [
      item.runId,
    ])
    await queue.insert(test.database.pool, 'run', [{ data: { runId: item.runId } }])
    await test.until(async () => {
      const { rows } = await test.database.pool.query('select attempt, status from intel.runs where id = $1', [
        item.runId,
      ])
      return rows[0].attempt === 2 && rows[0].status === 'completed'
    })
    expect(test.claude.callsOf('rank-and-write')).toHaveLength(ranked)
    expect((await test.app.context.desk.item(item.id))?.version).toBe(1)
  })

  it('is written anew when a signal has come since', async () => {
    const prospect = await prospectWith(test, 'set-012')
    await prepare(prospect)
    await test.seedSignals([
      {
        id: `late-${prospect.domain}`,
        domain: prospect.domain,
        signal_type: 'rfp_posted',
        title: 'Bus telematics for a new depot',
        summary: 'Proposals for bus telematics at the new depot.',
        buyer_name: 'Late County',
        buyer_state: 'OH',
        event_date: new Date().toISOString().slice(0, 10),
      },
    ])
    // What was read for the prepared report a moment ago would serve for five seconds.
    later += 6_000
    const paid = test.claude.callsOf('rank-and-write').length
    const item = await deliver(test, replyOf(prospect))
    expect(item.document?.preparedAt).toBeNull()
    expect(test.claude.callsOf('rank-and-write')).toHaveLength(paid + 1)
  })

  it('is written anew when a person gives it another angle', async () => {
    const prospect = await prospectWith(test, 'set-012')
    await prepare(prospect)
    const item = await deliver(test, replyOf(prospect))
    expect(item.document?.preparedAt).not.toBeNull()
    const wish = { angle: 'budget', tier: null, fresh: false, by: 'U0BDR', nonce: `angle-${item.id}` }
    await test.app.context.desk.regenerate(item.id, wish)
    await test.until(async () => (await test.app.context.desk.item(item.id))?.version === 2)
    expect((await test.app.context.desk.item(item.id))?.document).toMatchObject({ preparedAt: null, angle: 'budget' })
  })
})

describe('a closer reading of a reply that is served at once', () => {
  const refusal = { answer: { kind: 'unsubscribe', key: [1], notes: [], referral: null } }

  it('that comes before the card keeps it back: nothing is told as delivered', async () => {
    const world = await createFakeStarbridge({ data: buyerWorldOf(rowsOf('set-012'), () => 'Fleet Manager') })
    const own = await startTestApp({ env: world.env })
    try {
      const prospect = await prospectWith(own, 'set-012')
      await prepare(prospect, own)
      await own.database.pool.query('delete from intel.lookups')
      own.claude.respond((request) => (request.prompt === 'read-reply' ? refusal : 'good'))
      const asked = world.calls.length
      world.latency('attributes', 60_000)
      const id = await own.reply(replyOf(prospect))
      await own.waitForStatus(id, 'held')
      await world.waitFor(() => world.calls.length > asked)
      world.latency('attributes', 0)
      await settled(own)
      expect((await own.app.context.desk.item(id))?.version).toBe(0)
      expect(postsOf(own, `card:${id}`)).toEqual([])
      expect(noticesOf(own, id, 'stopped')).toHaveLength(1)
      expect(own.clay.taken().filter((one) => one['id'] === id && one['status'] === 'delivered')).toEqual([])
    } finally {
      await own.stop()
      await world.close()
    }
  })

  it('that comes before signals that cannot be read leaves the reply held, not delayed', async () => {
    const own = await startTestApp()
    try {
      const prospect = await prospectWith(own, 'set-012')
      await prepare(prospect, own)
      own.claude.respond((request) => (request.prompt === 'read-reply' ? refusal : 'good'))
      own.signals.fault('hang')
      const id = await own.reply(replyOf(prospect))
      await own.waitForStatus(id, 'held')
      const runsOf = () => own.database.pool.query(`select status from intel.runs where subject_id = $1`, [id])
      await own.until(async () => (await runsOf()).rows[0]?.status !== 'running', { timeoutMs: 60_000 })
      expect((await runsOf()).rows).toEqual([{ status: 'stopped' }])
      expect((await own.app.context.desk.item(id))?.status).toBe('held')
      expect(noticesOf(own, id, 'delayed')).toEqual([])
    } finally {
      await own.stop()
    }
  })

  it('that comes while Slack holds the card back stops it, and Run anyway posts it once', async () => {
    const own = await startTestApp()
    try {
      const prospect = await prospectWith(own, 'set-012')
      await prepare(prospect, own)
      own.claude.respond((request) => (request.prompt === 'read-reply' ? { slowMs: 500, answering: refusal } : 'good'))
      const isCard = (args: Record<string, unknown>) => String(args['reply_broadcast']) === 'true'
      const busy = { kind: 'rate-limit', retryAfterSeconds: 1 } as const
      const kept = own.workspace.fault('chat.postMessage', busy, { times: Number.POSITIVE_INFINITY, when: isCard })
      const id = await own.reply(replyOf(prospect))
      await own.waitForStatus(id, 'held')
      expect((await own.app.context.desk.item(id))?.version).toBe(1)
      kept.clear()
      const stateOfCard = () =>
        own.database.pool.query(`select status from intel.effects where id = $1`, [`card:${id}`])
      await own.until(async () => (await stateOfCard()).rows[0]?.status === 'skipped')
      expect(postsOf(own, `card:${id}`)).toEqual([])

      await click(own, 'U0BDR', messageOne(own, id), 'Run anyway')
      await own.until(() => postsOf(own, `card:${id}`).length > 0)
      await own.waitForStatus(id, 'delivered')
      await settled(own)
      expect(postsOf(own, `card:${id}`)).toHaveLength(1)
      expect(noticesOf(own, id, 'new-version')).toHaveLength(1)
      expect(buttonsOf(cardOf(own, id))).toContain('Take it')
    } finally {
      await own.stop()
    }
  })

  it('that comes after the card turns it into a held one', async () => {
    const own = await startTestApp()
    try {
      const prospect = await prospectWith(own, 'set-012')
      await prepare(prospect, own)
      own.claude.respond((request) =>
        request.prompt === 'read-reply' ? { slowMs: 1_500, answering: refusal } : 'good',
      )
      const id = await own.reply(replyOf(prospect))
      await own.until(() => postsOf(own, `card:${id}`).length === 1)
      await own.waitForStatus(id, 'held')
      await settled(own)
      expect(noticesOf(own, id, 'stopped')).toHaveLength(1)
      expect(wordsOf(cardOf(own, id))).toContain('The reply is held: do not mail.')
    } finally {
      await own.stop()
    }
  })
})

describe('the budget of the day', () => {
  it('makes a smaller model write, then the rules; the card says so and the lead hears of each once', async () => {
    const own = await startTestApp({ clock })
    try {
      await own.app.context.settings.set('budget.near_percent', 1, 'test')
      const first = await prospectWith(own, 'set-003')
      await deliver(own, replyOf(first))
      const seller = await prospectWith(own, 'set-004')
      const { rows } = await own.database.pool.query(`select sum(cost_micros)::int as micros from intel.model_calls`)
      const spent = rows[0].micros / 1_000_000
      await own.app.context.settings.set('budget.day_usd', spent * 2, 'test')
      later += 2_000
      const near = await deliver(own, replyOf(seller))
      expect(near.document?.budgetNote).toMatch(/nearly used up/)
      expect(own.claude.callsOf('rank-and-write').at(-1)?.request?.model).toBe('claude-haiku-5-5')
      expect(wordsOf(cardOf(own, near.id))).toMatch(/nearly used up/)
      await own.app.context.settings.set('budget.day_usd', spent, 'test')
      later += 2_000
      const paid = own.claude.paid()
      const ruled = [await deliver(own, replyOf(seller)), await deliver(own, replyOf(seller))]
      for (const item of ruled)
        expect(item.document).toMatchObject({ ranking: 'rules', budgetNote: expect.stringMatching(/is used up/) })
      expect(own.claude.paid()).toBe(paid)
      const told = own.workspace
        .posts('C0INTENT')
        .filter((post) => JSON.stringify(post.metadata).includes('alert:budget'))
      expect(told.map((post) => /U0LEAD/.test(JSON.stringify(post.blocks)))).toEqual([true, true])
      expect(told.map(wordsOf).join(' ')).toMatch(/nearly used up.*is used up/)
    } finally {
      await own.stop()
    }
  })
})

describe('the budget of a report', () => {
  it('lets no model call begin that could pass it; the rules write, the card says so, and nothing is paid', async () => {
    const own = await startTestApp()
    try {
      await own.app.context.settings.set('budget.report_usd', 0.003, 'test')
      const prospect = await prospectWith(own, 'set-012')
      const item = await deliver(own, replyOf(prospect, { requested_tier: 3 }))
      expect(item.document).toMatchObject({
        ranking: 'rules',
        budgetNote: expect.stringMatching(/could pass the budget/),
      })
      expect(wordsOf(cardOf(own, item.id))).toMatch(/could pass the budget/)
      expect(item.costMicros).toBeLessThanOrEqual(3_000)
      expect(own.claude.callsOf('rank-and-write')).toEqual([])
      const told = own.workspace
        .posts('C0INTENT')
        .filter((post) => JSON.stringify(post.metadata).includes('alert:budget'))
      expect(told).toHaveLength(1)
    } finally {
      await own.stop()
    }
  })
})
