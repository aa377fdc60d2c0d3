import { expect, it } from 'vitest'
import type { Domain } from '../../src/pipeline/report/types.ts'
import { type SignalRow, startTestApp, type TestApp, textAt } from '../support/app.ts'
import { deliver, noticesOf, prospectWith, replyOf, reportOf, settled, unknownProspect } from './support/desk.ts'
import { withApp } from './support/lifecycle.ts'
import { DAY_MS, handClock, MINUTE_MS, tick } from './support/ticks.ts'

/** One simulated day: two processes on one database tick every five minutes from midnight to midnight. */

const MIDNIGHT = new Date('2026-11-21T00:00:00Z')
const STEP_MS = 5 * MINUTE_MS
/** Minutes between the slots of each schedule, by default. */
const PERIODS = { refresh: 360, recheck: 15, prepare: 1, expire: 60, reconcile: 5 }

/** The slots of a period that the ticks of the day meet. */
function slotsMet(everyMinutes: number): string[] {
  const slots = new Set<number>()
  const period = everyMinutes * MINUTE_MS
  for (let at = MIDNIGHT.getTime(); at <= MIDNIGHT.getTime() + DAY_MS; at += STEP_MS)
    slots.add(Math.floor(at / period) * period)
  return [...slots].map((slot) => new Date(slot).toISOString())
}

const newSignal = (domain: string): SignalRow => ({
  id: `new-${domain}`,
  domain,
  signal_type: 'rfp_posted',
  title: 'RFP for fleet software',
  summary: 'Alder County asks for fleet software.',
  buyer_name: 'Alder County',
  event_date: '2026-11-20',
  deadline: '2027-01-15',
})

/** What the day finds: a page of long ago, a report that gets news, a reply that gets signals, one that gets none, a list. */
async function set(test: TestApp, clock: ReturnType<typeof handClock>) {
  clock.set(new Date(MIDNIGHT.getTime() - 181 * DAY_MS))
  const old = await deliver(test, replyOf(await prospectWith(test, 'set-003')))
  clock.set(new Date(MIDNIGHT.getTime() - MINUTE_MS))
  const seller = await prospectWith(test, 'set-003')
  const fresh = await deliver(test, replyOf(seller))
  clock.set(new Date(MIDNIGHT.getTime() - DAY_MS))
  const [late, never] = [unknownProspect(), unknownProspect()]
  const [lateId, neverId] = [await test.reply(replyOf(late)), await test.reply(replyOf(never))]
  for (const id of [lateId, neverId]) await test.waitForStatus(id, 'no_signals')
  await settled(test)
  await test.seedSignals([newSignal(seller.domain), newSignal(late.domain)])
  const ahead = await Promise.all(Array.from({ length: 30 }, () => prospectWith(test, 'set-001')))
  clock.set(MIDNIGHT)
  const { preparations } = test.app.context
  const plan = await preparations.plan(ahead.map(({ domain }) => domain as Domain))
  const batch = await preparations.start(plan, { budgetMicros: null, perHour: 12, by: 'test' })
  return { old, fresh, lateId, neverId, ahead, batch }
}

it('fires every slot once, and what fires happens once', async () => {
  const clock = handClock(MIDNIGHT.toISOString())
  const reconciled: string[] = []
  const reconcile = async (now: Date) => void reconciled.push(now.toISOString())
  await withApp({ noModel: true, clock, reconcile }, async (test) => {
    const { old, fresh, lateId, neverId, ahead, batch } = await set(test, clock)
    const posts = noticesOf(test, neverId, '').length
    const other = await startTestApp({ beside: test, noModel: true, clock, reconcile })
    const fired: string[] = []
    for (let at = 0; at <= DAY_MS; at += STEP_MS) {
      const both = await Promise.all([test, other].map(({ app }) => app.context.clockwork.tick(clock.now())))
      fired.push(...both.flat().map(({ name, slot }) => `${name} ${slot.toISOString()}`))
      await tick(test)
      if (at < DAY_MS) clock.advance(STEP_MS)
    }
    await other.stop()
    const wanted = Object.entries(PERIODS).flatMap(([name, minutes]) =>
      slotsMet(minutes).map((slot) => `${name} ${slot}`),
    )
    expect(fired.toSorted()).toEqual(wanted.toSorted())
    const { rows } = await test.database.pool.query(
      `select count(*)::int as slots, sum(parts)::int as jobs, count(done_at)::int as done from intel.ticks`,
    )
    expect(rows).toEqual([{ slots: wanted.length, jobs: wanted.length, done: wanted.length }])
    expect(reconciled).toEqual(slotsMet(PERIODS.reconcile))

    expect(await reportOf(test, fresh.id)).toMatchObject({ version: 2 })
    expect(noticesOf(test, fresh.id, 'new-version')).toHaveLength(1)
    expect(await reportOf(test, lateId)).toMatchObject({ version: 1, status: 'delivered' })
    expect(await reportOf(test, neverId)).toMatchObject({ version: 0, status: 'no_signals' })
    expect(noticesOf(test, neverId, '')).toHaveLength(posts)
    expect((await fetch(textAt(await reportOf(test, old.id), 'report_url'))).status).toBe(410)
    expect(await test.app.context.preparations.get(batch.id)).toMatchObject({
      ended: 'done',
      counts: { delivered: 30 },
    })
    const made = await test.database.pool.query(
      `select count(*)::int as n, count(distinct domain)::int as sellers from intel.replies where origin = 'prepared'`,
    )
    expect(made.rows).toEqual([{ n: ahead.length, sellers: ahead.length }])
  })
})
