import { describe, expect, it } from 'vitest'
import { type SignalRow, startTestApp, type TestApp } from '../support/app.ts'
import { createFakeStarbridge } from '../support/fake-starbridge.ts'
import { buyerWorldOf } from '../support/sellers/buyer-world.ts'
import {
  cardOf,
  deliver,
  documentOf,
  noticesOf,
  prospectWith,
  replyOf,
  reportOf,
  rowsOf,
  settled,
  threadOf,
  wordsOf,
} from './support/desk.ts'
import { withApp } from './support/lifecycle.ts'
import { DAY_MS, HOUR_MS, handClock, slotsOf, tick, tickThrough } from './support/ticks.ts'

/** The refresher: delivered reports get a new version when there are new signals, and are left alone otherwise. */

const START = '2026-11-20T05:50:00Z'

const signal = (domain: string, id: string, more: Record<string, unknown> = {}): SignalRow => ({
  id,
  domain,
  signal_type: 'rfp_posted',
  title: `RFP ${id} for fleet software`,
  summary: `Alder County asks for fleet software (${id}).`,
  buyer_name: 'Alder County',
  event_date: '2026-11-19',
  deadline: '2027-01-15',
  ...more,
})

/** A delivered report that leads with an open tender. */
async function withTender(test: TestApp) {
  const prospect = await prospectWith(test, 'set-012')
  const { domain } = prospect
  await test.seedSignals([signal(domain, 'tender')])
  return { domain, item: await deliver(test, replyOf(prospect, { product: 'fleet software' })) }
}

/** What another team does to a row of theirs. */
async function change(test: TestApp, { domain, id }: { domain: string; id: string }, set: string) {
  const sql = `update public.signals set ${set} where domain = $1 and id = $2`
  expect((await test.database.pool.query(sql, [domain, id])).rowCount).toBe(1)
}

const versionOf = async (test: Parameters<typeof reportOf>[0], id: string) => (await reportOf(test, id))['version']

describe('a delivered report', () => {
  it('gets version 2 when new signals appear: one notice with their count, one callback, the same links', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock }, async (test) => {
      const prospect = await prospectWith(test, 'set-003')
      const item = await deliver(test, replyOf(prospect))
      const before = await reportOf(test, item.id)
      const callbacks = test.clay.taken().length
      await test.seedSignals([signal(prospect.domain, 'new-1'), signal(prospect.domain, 'new-2')])
      clock.advance(HOUR_MS)
      await tick(test)
      const after = await reportOf(test, item.id)
      expect(after).toMatchObject({ version: 2, status: 'delivered', report_url: before['report_url'] })
      expect(after['run_id']).not.toBe(before['run_id'])
      const notices = noticesOf(test, item.id, 'new-version')
      expect(notices).toHaveLength(1)
      expect(notices[0]?.text).toContain('version 2 is ready: 2 new signals since')
      expect(test.clay.taken()).toHaveLength(callbacks + 1)
      expect(test.clay.taken().at(-1)).toMatchObject({ id: item.id, version: 2, status: 'delivered' })
      expect(wordsOf(cardOf(test, item.id))).toContain('Version 2')
      // Nothing new in the next slot: nothing is said, nothing runs.
      clock.advance(6 * HOUR_MS)
      await tick(test)
      expect(await versionOf(test, item.id)).toBe(2)
      expect(noticesOf(test, item.id, 'new-version')).toHaveLength(1)
      expect((await slotsOf(test, 'refresh')).map(({ note }) => note)).toEqual([
        '1 looked at, 1 to be refreshed',
        '1 looked at, 0 to be refreshed',
      ])
    })
  })

  it('is looked at once a slot, and each seller is read once however many reports it has', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock, noSlack: true }, async (test) => {
      const prospect = await prospectWith(test, 'set-003')
      for (const n of [1, 2, 3]) await deliver(test, replyOf(prospect, { prospect_email: `p${n}@${prospect.domain}` }))
      clock.advance(HOUR_MS)
      const before = test.signals.requests()
      await tick(test)
      clock.advance(HOUR_MS)
      await tick(test)
      expect(test.signals.requests() - before).toBe(1)
    })
  })

  it('is not refreshed when it is dismissed, when its days are over, or when the refresher is off', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock }, async (test) => {
      const [dismissed, kept] = [await prospectWith(test, 'set-003'), await prospectWith(test, 'set-003')]
      const gone = await deliver(test, replyOf(dismissed))
      const old = await deliver(test, replyOf(kept))
      expect(await test.app.context.desk.dismiss(gone.id, 'U0BDR')).toMatchObject({ ok: true })
      const { settings } = test.app.context
      await settings.set('refresh.on', false, 'test')
      await test.seedSignals([signal(dismissed.domain, 'new-a'), signal(kept.domain, 'new-b')])
      clock.advance(HOUR_MS)
      await tick(test)
      expect(await slotsOf(test, 'refresh')).toEqual([])
      await settings.set('refresh.on', true, 'test')
      clock.advance(14 * DAY_MS)
      await tick(test)
      expect(await versionOf(test, gone.id)).toBe(1)
      expect(await versionOf(test, old.id)).toBe(1)
    })
  })

  it('keeps its version, silently, when what is new ranks below what it shows', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock }, async (test) => {
      const prospect = await prospectWith(test, 'set-012')
      const item = await deliver(test, replyOf(prospect))
      const posts = threadOf(test, item.id).length
      const dull = { signal_type: 'vendor_presence', deadline: null, event_date: '2019-01-01', summary: 'Once seen.' }
      await test.seedSignals([signal(prospect.domain, 'dull', { ...dull, buyer_name: 'Elsewhere' })])
      clock.advance(HOUR_MS)
      await tick(test)
      expect(await versionOf(test, item.id)).toBe(1)
      expect(threadOf(test, item.id)).toHaveLength(posts)
      // The run is on record, and what it knew is not new again.
      clock.advance(6 * HOUR_MS)
      await tick(test)
      expect((await slotsOf(test, 'refresh')).map(({ note }) => note)).toEqual([
        '1 looked at, 1 to be refreshed',
        '1 looked at, 0 to be refreshed',
      ])
    })
  })

  it('must not repeat: a tender is cancelled after the report was sent and the page still calls it open', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock }, async (test) => {
      const { domain, item } = await withTender(test)
      expect(documentOf(item).signals[0]).toMatchObject({ id: 'tender', state: 'open' })
      await change(test, { domain, id: 'tender' }, `status = 'Cancelled'`)
      clock.advance(HOUR_MS)
      await tick(test)
      const now = documentOf((await test.app.context.desk.item(item.id)) ?? item)
      expect(await versionOf(test, item.id)).toBe(2)
      expect(now.signals.find(({ id }) => id === 'tender')?.state ?? 'closed').toBe('closed')
      const [notice, ...others] = noticesOf(test, item.id, 'new-version')
      expect(notice?.text).toContain('version 2 is ready: 1 signal changed since')
      expect(others).toEqual([])
      // What it says now is known: the next slot finds nothing.
      clock.advance(6 * HOUR_MS)
      await tick(test)
      expect(await versionOf(test, item.id)).toBe(2)
    })
  })

  it('gets a new version when the deadline of what it shows moves, and none for what it does not show', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock, noSlack: true }, async (test) => {
      const { domain, item } = await withTender(test)
      const shown = documentOf(item).signals.map(({ id }) => id)
      const hidden = rowsOf('set-012').find(({ id }) => !shown.includes(id))?.id ?? ''
      await change(test, { domain, id: hidden }, `summary = 'Something else altogether.'`)
      clock.advance(HOUR_MS)
      await tick(test)
      expect(await versionOf(test, item.id)).toBe(1)
      await change(test, { domain, id: 'tender' }, `deadline = '2027-02-20'`)
      clock.advance(6 * HOUR_MS)
      await tick(test)
      expect(await versionOf(test, item.id)).toBe(2)
      expect((await slotsOf(test, 'refresh')).map(({ note }) => note)).toEqual([
        '1 looked at, 0 to be refreshed',
        '1 looked at, 1 to be refreshed',
      ])
    })
  })

  it('must not repeat: the decision maker leaves, in a signal that ranks low, and is still named', async () => {
    const clock = handClock(START)
    const rows = rowsOf('set-075')
    const title = 'Director of Facilities and Operations'
    const starbridge = await createFakeStarbridge({ data: buyerWorldOf(rows, () => title) })
    await withApp({ noModel: true, clock, env: starbridge.env }, async (test) => {
      const prospect = await prospectWith(test, 'set-075')
      const item = await deliver(test, replyOf(prospect, { product: 'HVAC equipment and controls' }))
      const { buyer, dm, signals } = documentOf(item)
      expect(dm?.title).toBe(title)
      const left = { signal_type: 'job_change', deadline: null, title: `${dm?.name} is to retire`, summary: null }
      const at = { buyer_id: buyer?.id, buyer_name: buyer?.name, buyer_state: buyer?.state, event_date: '2024-01-01' }
      await test.seedSignals([signal(prospect.domain, 'leaves', { ...left, ...at })])
      clock.advance(HOUR_MS)
      await tick(test)
      const now = documentOf((await test.app.context.desk.item(item.id)) ?? item)
      expect(now.signals.map(({ id }) => id).sort()).toEqual(signals.map(({ id }) => id).sort())
      expect(now.dm?.name).not.toBe(dm?.name)
      expect(await versionOf(test, item.id)).toBe(2)
      expect(noticesOf(test, item.id, 'new-version')[0]?.text).toContain(': 1 new signal since')
    })
    await starbridge.close()
  })

  it('gives way to a person who regenerates it, whose version then knows the new signals', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock, delayMs: () => 50 }, async (test) => {
      const prospect = await prospectWith(test, 'set-003')
      const item = await deliver(test, replyOf(prospect))
      await test.seedSignals([signal(prospect.domain, 'new-1')])
      test.signals.fault({ status: 503 })
      const wish = { angle: 'budget', tier: null, fresh: true, by: 'U0BDR', nonce: 'n1' }
      expect(await test.app.context.desk.regenerate(item.id, wish)).toMatchObject({ ok: true })
      const cause = { kind: 'refresh' as const, newSignalIds: ['new-1'], changedSignalIds: [], since: item.receivedAt }
      const again = { cause, angle: null, tier: null, onceKey: 'refresh:test' }
      expect(await test.app.context.desk.startByClock(item.id, again)).toMatchObject({ ok: false, why: 'running' })
      test.signals.open()
      await test.until(async () => (await versionOf(test, item.id)) === (2 as unknown))
      await settled(test)
      clock.advance(HOUR_MS)
      await tick(test)
      expect(await versionOf(test, item.id)).toBe(2)
      expect(noticesOf(test, item.id, 'new-version')).toHaveLength(1)
    })
  })

  it('keeps the angle of the version that a person asked for', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock, noSlack: true }, async (test) => {
      const prospect = await prospectWith(test, 'set-003')
      const item = await deliver(test, replyOf(prospect))
      const wish = { angle: 'school buses', tier: null, fresh: true, by: 'U0BDR', nonce: 'n1' }
      expect(await test.app.context.desk.regenerate(item.id, wish)).toMatchObject({ ok: true })
      await test.until(async () => (await versionOf(test, item.id)) === (2 as unknown))
      await settled(test)
      await test.seedSignals([signal(prospect.domain, 'new-1')])
      clock.advance(HOUR_MS)
      await tick(test)
      const now = await test.app.context.desk.item(item.id)
      expect(now).toMatchObject({ version: 3, document: { angle: 'school buses' } })
    })
  })
})

describe('many sellers', () => {
  it('are paced over several ticks of one slot, each looked at once', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock, noSlack: true }, async (test) => {
      const prospects = await Promise.all(Array.from({ length: 25 }, () => prospectWith(test, 'set-001')))
      await Promise.all(prospects.map((prospect) => deliver(test, replyOf(prospect))))
      clock.advance(HOUR_MS)
      expect(await tickThrough(test, clock.advance)).toBe(2)
      const [slot, ...others] = await slotsOf(test, 'refresh')
      expect(slot).toMatchObject({ parts: 2, note: '5 looked at, 0 to be refreshed' })
      expect(others).toEqual([])
    })
  })

  it('are left to the next tick while their signals cannot be read, and nobody is told', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock }, async (test) => {
      const prospect = await prospectWith(test, 'set-003')
      const item = await deliver(test, replyOf(prospect))
      const posts = threadOf(test, item.id).length
      await test.seedSignals([signal(prospect.domain, 'new-1')])
      clock.advance(HOUR_MS)
      test.signals.fault('down')
      await tick(test)
      expect((await slotsOf(test, 'refresh'))[0]?.note).toBe('0 looked at, 0 to be refreshed')
      expect(threadOf(test, item.id)).toHaveLength(posts)
      test.signals.open()
      clock.advance(60_000)
      await tick(test)
      expect(await versionOf(test, item.id)).toBe(2)
    })
  })
})

describe('a slot', () => {
  it('that two processes work on at once, as after a takeover, makes one version', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock }, async (test) => {
      const prospect = await prospectWith(test, 'set-003')
      const item = await deliver(test, replyOf(prospect))
      await test.seedSignals([signal(prospect.domain, 'new-1')])
      clock.advance(HOUR_MS)
      const other = await startTestApp({ beside: test, noModel: true, clock })
      const slot = { name: 'refresh', slot: new Date('2026-11-20T06:00:00Z') }
      const { signal: never } = new AbortController()
      await Promise.all([test, other].map(({ app }) => app.context.clockwork.work(slot, never)))
      await test.until(async () => (await versionOf(test, item.id)) === (2 as unknown))
      await settled(test)
      await other.app.context.clockwork.work(slot, never)
      await settled(test)
      await other.stop()
      expect(await versionOf(test, item.id)).toBe(2)
      expect(noticesOf(test, item.id, 'new-version')).toHaveLength(1)
    })
  })

  it('that was missed while everything was down fires once at the next tick', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock, noSlack: true }, async (test) => {
      clock.advance(20 * HOUR_MS)
      const other = await startTestApp({ beside: test, noModel: true, clock, noSlack: true })
      await Promise.all([tick(test), tick(other)])
      clock.advance(60_000)
      await Promise.all([tick(test), tick(other)])
      expect((await slotsOf(test, 'refresh')).map(({ slot }) => slot.toISOString())).toEqual([
        '2026-11-21T00:00:00.000Z',
      ])
      await other.stop()
    })
  })
})
