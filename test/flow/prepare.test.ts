import { describe, expect, it } from 'vitest'
import type { Domain } from '../../src/pipeline/report/types.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { prospectWith } from './support/desk.ts'
import { withApp } from './support/lifecycle.ts'
import { HOUR_MS, handClock, MINUTE_MS, slotsOf, tick } from './support/ticks.ts'

/** Reports made ahead of a launch: paced, resumable, within their budget, heard by nobody. */

const START = '2026-11-20T06:00:30Z'

async function sellers(test: TestApp, count: number): Promise<Domain[]> {
  const prospects = await Promise.all(Array.from({ length: count }, () => prospectWith(test, 'set-003')))
  return prospects.map(({ domain }) => domain as Domain)
}

const dollars = (usd: number) => Math.round(usd * 1_000_000)

describe('a plan', () => {
  it('tells the cost before the start: from the price list first, then from what runs have cost', async () => {
    const clock = handClock(START)
    await withApp({ clock }, async (test) => {
      const { preparations } = test.app.context
      const [known, ...domains] = await sellers(test, 3)
      const guess = await preparations.plan(domains)
      // 12,000 tokens in and 3,000 out at $2 and $10 a million.
      expect(guess).toMatchObject({ expectedFrom: 'estimate', expectedMicros: dollars(0.054), runs: 0, fresh: 0 })
      const [first, terms] = [await preparations.plan([known as Domain]), { perHour: 60, by: 'test' }]
      const { id } = await preparations.start(first, { budgetMicros: null, ...terms })
      await tick(test)
      const { spentMicros } = await preparations.get(id)
      expect(spentMicros).toBeGreaterThan(0)
      const plan = await preparations.plan([known as Domain, ...domains, ...domains])
      expect(plan).toMatchObject({ domains, fresh: 1, expectedFrom: 'runs', runs: 1, expectedMicros: spentMicros })
    })
  })

  it('costs nothing where no model is configured', async () => {
    await withApp({ noModel: true }, async (test) => {
      const plan = await test.app.context.preparations.plan(await sellers(test, 1))
      expect(plan).toMatchObject({ expectedFrom: 'rules', expectedMicros: 0 })
    })
  })

  it('takes the accounts of a tier', async () => {
    await withApp({ noModel: true }, async (test) => {
      await test.seedAccount({ domain: 'top.example', tier: 'T0' })
      await test.seedAccount({ domain: 'next.example', tier: 'T1' })
      await test.seedAccount({ domain: 'other.example', tier: 'T2' })
      const { preparations } = test.app.context
      expect(await preparations.domainsOf(['T0', 'T1'])).toEqual(['next.example', 'top.example'])
      await expect(preparations.domainsOf(['T3'])).rejects.toThrow('No account of tier T3 is stored')
    })
  })
})

describe('a batch', () => {
  it('is started at its pace, and reaches neither Slack nor Clay; its pages open', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock }, async (test) => {
      const { preparations, store } = test.app.context
      const domains = await sellers(test, 5)
      const posts = test.workspace.callsOf('chat.postMessage').length
      const { id } = await preparations.start(await preparations.plan(domains), {
        budgetMicros: null,
        perHour: 2,
        by: 'test',
      })
      const made = async () => (await preparations.get(id)).counts.delivered
      const progress: number[] = []
      for (let half = 0; half <= 5; half += 1) {
        await tick(test)
        progress.push(await made())
        clock.advance(HOUR_MS / 2)
      }
      expect(progress).toEqual([1, 2, 3, 4, 5, 5])
      expect(await preparations.get(id)).toMatchObject({ ended: 'done', counts: { waiting: 0, running: 0 } })
      expect(test.workspace.callsOf('chat.postMessage')).toHaveLength(posts)
      expect(test.clay.taken()).toEqual([])
      const since = new Date(clock.now().getTime() - 24 * HOUR_MS)
      const found = await store.preparedFor(domains[0] as Domain, since)
      expect(found?.document.prospect).toMatchObject({ domain: domains[0], name: null })
      const item = found && (await store.item(found.reportId))
      expect(item?.origin).toBe('prepared')
      expect((await fetch(`${item?.links?.report}`)).status).toBe(200)
    })
  })

  it('waits for the one before it, and makes no report for a seller that has one by then', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock, noSlack: true }, async (test) => {
      const { preparations } = test.app.context
      const [both, second] = await sellers(test, 2)
      const start = async (domains: Domain[]) => {
        clock.advance(1_000)
        const plan = await preparations.plan(domains)
        return (await preparations.start(plan, { budgetMicros: null, perHour: null, by: 'test' })).id
      }
      const ids = [await start([both as Domain]), await start([both as Domain, second as Domain])]
      for (let minute = 0; minute < 4; minute += 1) {
        await tick(test)
        clock.advance(MINUTE_MS)
      }
      const [one, two] = await Promise.all(ids.map((id) => preparations.get(id)))
      expect(one).toMatchObject({ ended: 'done', counts: { skipped: 0, delivered: 1 } })
      expect(two).toMatchObject({ ended: 'done', counts: { skipped: 1, delivered: 1 } })
    })
  })

  it('goes on where a stopped process left it, each seller once', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock, noSlack: true }, async (test) => {
      const { preparations } = test.app.context
      const domains = await sellers(test, 6)
      const plan = await preparations.plan(domains)
      const { id } = await preparations.start(plan, { budgetMicros: null, perHour: 60, by: 'test' })
      for (let minute = 0; minute < 2; minute += 1) {
        await tick(test)
        clock.advance(MINUTE_MS)
      }
      expect((await preparations.get(id)).counts).toMatchObject({ delivered: 2, waiting: 4 })
      // One more is taken up, and its taker dies before it says what came of it.
      await test.database.pool.query(
        `update intel.preparation_items set claimed_at = $2 where preparation_id = $1 and position = 3`,
        [id, clock.now()],
      )
      await test.app.stop()
      const next = await startTestApp({ beside: test, noModel: true, clock, noSlack: true })
      for (let minute = 0; minute < 6; minute += 1) {
        clock.advance(MINUTE_MS)
        await tick(next)
      }
      expect(await next.app.context.preparations.get(id)).toMatchObject({ ended: 'done', counts: { delivered: 6 } })
      const { rows } = await next.database.pool.query(
        `select domain, count(*)::int as n from intel.replies where origin = 'prepared' group by domain`,
      )
      expect(rows.map(({ n }) => n)).toEqual([1, 1, 1, 1, 1, 1])
      await next.stop()
    })
  })

  it('keeps the report, and its cost, of a taker that died before it could say what it had made', async () => {
    const clock = handClock(START)
    await withApp({ clock, noSlack: true }, async (test) => {
      const { preparations } = test.app.context
      const plan = await preparations.plan(await sellers(test, 1))
      const { id } = await preparations.start(plan, { budgetMicros: null, perHour: 60, by: 'test' })
      await tick(test)
      const { spentMicros } = await preparations.get(id)
      expect(spentMicros).toBeGreaterThan(0)
      await test.database.pool.query(`update intel.preparation_items set report_id = null where preparation_id = $1`, [
        id,
      ])
      clock.advance(MINUTE_MS)
      await tick(test)
      expect(await preparations.get(id)).toMatchObject({ spentMicros, counts: { delivered: 1, skipped: 0 } })
    })
  })

  it('waits while the budget of the day is used up, says so, and goes on when it is not', async () => {
    const clock = handClock(START)
    await withApp({ clock, noSlack: true }, async (test) => {
      const { preparations, settings, store } = test.app.context
      const [ruled, ...others] = await sellers(test, 2)
      await settings.set('budget.day_usd', 0, 'test')
      // Asked for by somebody meanwhile: rules write it, and so it serves no reply of a seller who pays for a model.
      const request = { domain: ruled as Domain, warning: null, product: null, tier: null, fresh: true, post: false }
      const from = { origin: 'prepared' as const, broughtBy: 'test', requestKey: null }
      const { id: byRules } = await test.app.context.desk.requestReport(request, from)
      const { document } = await test.waitForStatus(byRules, 'delivered')
      expect(document?.ranking).toBe('rules')
      expect(await store.preparedFor(ruled as Domain, new Date(0))).toBeNull()
      const plan = await preparations.plan([ruled as Domain, ...others])
      expect(plan).toMatchObject({ fresh: 0, domains: [ruled, ...others] })
      const { id } = await preparations.start(plan, { budgetMicros: null, perHour: 3_600, by: 'test' })
      await tick(test)
      expect(await preparations.get(id)).toMatchObject({ ended: null, counts: { waiting: 2 } })
      expect(await preparations.whyPaused()).toMatch(/^budget\.day_usd is used up/)
      expect((await slotsOf(test, 'prepare')).at(-1)?.note).toContain('paused: budget.day_usd is used up')
      await settings.set('budget.day_usd', 50, 'test')
      expect(await preparations.whyPaused()).toBeNull()
      for (let minute = 0; minute < 3; minute += 1) {
        clock.advance(MINUTE_MS)
        await tick(test)
      }
      expect(await preparations.get(id)).toMatchObject({ ended: 'done', counts: { delivered: 2, skipped: 0 } })
      const found = await store.preparedFor(ruled as Domain, new Date(0))
      expect(found?.document.ranking).toBe('claude')
    })
  })

  it('stops before its budget would be exceeded', async () => {
    const clock = handClock(START)
    await withApp({ clock, noSlack: true }, async (test) => {
      const { preparations } = test.app.context
      const plan = await preparations.plan(await sellers(test, 6))
      const { id } = await preparations.start(plan, { budgetMicros: dollars(0.06), perHour: 3_600, by: 'test' })
      for (let minute = 0; minute < 12; minute += 1) {
        await tick(test)
        clock.advance(MINUTE_MS)
      }
      const batch = await preparations.get(id)
      expect(batch).toMatchObject({ ended: 'budget', counts: { running: 0 } })
      expect(batch.counts.delivered).toBeGreaterThan(0)
      expect(batch.counts.waiting).toBeGreaterThan(0)
      expect(batch.spentMicros).toBeLessThanOrEqual(dollars(0.06))
      const each = Math.max(plan.expectedMicros, Math.ceil(batch.spentMicros / batch.counts.delivered))
      expect(batch.spentMicros + each).toBeGreaterThan(dollars(0.06))
    })
  })

  it('is paused by the setting and ended by a cancel', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock, noSlack: true }, async (test) => {
      const { preparations, settings } = test.app.context
      const plan = await preparations.plan(await sellers(test, 3))
      const { id } = await preparations.start(plan, { budgetMicros: null, perHour: 60, by: 'test' })
      await settings.set('pregenerate.on', false, 'test')
      await tick(test)
      expect((await preparations.get(id)).counts).toMatchObject({ waiting: 3 })
      await settings.set('pregenerate.on', true, 'test')
      clock.advance(MINUTE_MS)
      await tick(test)
      const { counts } = await preparations.get(id)
      expect(counts.waiting).toBeLessThan(3)
      expect(await preparations.cancel(id)).toMatchObject({ ended: 'cancelled' })
      await expect(preparations.cancel(id)).rejects.toThrow('has ended already (cancelled)')
      clock.advance(MINUTE_MS)
      await tick(test)
      expect((await preparations.get(id)).counts.waiting).toBe(counts.waiting)
    })
  })
})
