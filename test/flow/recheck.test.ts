import { describe, expect, it } from 'vitest'
import type { SignalRow, TestApp } from '../support/app.ts'
import { cardOf, noticesOf, replyOf, reportOf, settled, threadOf, unknownProspect, wordsOf } from './support/desk.ts'
import { withApp } from './support/lifecycle.ts'
import { DAY_MS, HOUR_MS, handClock, slotsOf, tick } from './support/ticks.ts'

/** The re-check: a reply without signals is looked at again, silently, until there are some or its time is over. */

const START = '2026-11-20T06:00:00Z'

const signal = (domain: string, id: string): SignalRow => ({
  id,
  domain,
  title: 'Fleet plan',
  summary: 'Birch City plans a new fleet.',
  buyer_name: 'Birch City',
  event_date: '2026-11-19',
})

async function withoutSignals(test: TestApp) {
  const prospect = unknownProspect()
  const id = await test.reply(replyOf(prospect))
  await test.waitForStatus(id, 'no_signals')
  await settled(test)
  return { id, domain: prospect.domain }
}

describe('a reply without signals', () => {
  it('says truly until when it is looked at again, and stays silent while nothing appears', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock }, async (test) => {
      const { id } = await withoutSignals(test)
      const [notice, ...others] = noticesOf(test, id, 'no-signals')
      expect(others).toEqual([])
      expect(notice?.text).toContain('It is looked at again by itself until')
      expect(notice?.text).toContain('2026-11-27 06:00 UTC')
      const [posts, callbacks, asked] = [threadOf(test, id).length, test.clay.taken().length, test.signals.requests()]
      for (let day = 1; day <= 3; day += 1) {
        clock.advance(DAY_MS)
        await tick(test)
      }
      expect(test.signals.requests() - asked).toBe(3)
      expect(threadOf(test, id)).toHaveLength(posts)
      expect(test.clay.taken()).toHaveLength(callbacks)
      expect(await reportOf(test, id)).toMatchObject({ status: 'no_signals' })
    })
  })

  it('is delivered with the normal card when signals appear, and Clay hears of it', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock }, async (test) => {
      const { id, domain } = await withoutSignals(test)
      await test.seedSignals([signal(domain, 'late')])
      clock.advance(12 * HOUR_MS)
      await tick(test)
      expect(await reportOf(test, id)).toMatchObject({ status: 'no_signals' })
      clock.advance(12 * HOUR_MS)
      await tick(test)
      await test.waitForStatus(id, 'delivered')
      await settled(test)
      expect(wordsOf(cardOf(test, id))).toContain('Fleet plan')
      expect(noticesOf(test, id, 'new-version')).toEqual([])
      expect(test.clay.taken().map((payload) => payload['status'])).toEqual(['no_signals', 'delivered'])
    })
  })

  it('is told once that nothing more is tried when its time is over', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock }, async (test) => {
      const { id, domain } = await withoutSignals(test)
      for (let day = 1; day <= 10; day += 1) {
        clock.advance(DAY_MS)
        await tick(test)
      }
      const ends = noticesOf(test, id, 'no-signals-end')
      expect(ends.map(({ text }) => text)).toEqual([
        expect.stringContaining('no signals in 7 days; nothing more is tried'),
      ])
      await test.seedSignals([signal(domain, 'too-late')])
      clock.advance(DAY_MS)
      await tick(test)
      expect(await reportOf(test, id)).toMatchObject({ status: 'no_signals' })
    })
  })

  it('of long before this was switched on is left alone', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock }, async (test) => {
      await test.app.context.settings.set('recheck.on', false, 'test')
      const { id } = await withoutSignals(test)
      expect(noticesOf(test, id, 'no-signals')[0]?.text).toContain('It will not be looked at again by itself')
      const posts = threadOf(test, id).length
      clock.advance(30 * DAY_MS)
      await test.app.context.settings.set('recheck.on', true, 'test')
      await tick(test)
      expect(threadOf(test, id)).toHaveLength(posts)
    })
  })

  it('loses no look and says nothing while signals cannot be read', async () => {
    const clock = handClock(START)
    await withApp({ noModel: true, clock }, async (test) => {
      const { id, domain } = await withoutSignals(test)
      const posts = threadOf(test, id).length
      await test.seedSignals([signal(domain, 'late')])
      clock.advance(DAY_MS)
      test.signals.fault({ status: 503 })
      await tick(test)
      expect((await slotsOf(test, 'recheck'))[0]?.note).toBe('0 looked at again, 0 with signals now')
      expect(threadOf(test, id)).toHaveLength(posts)
      test.signals.open()
      clock.advance(60_000)
      await tick(test)
      await test.waitForStatus(id, 'delivered')
    })
  })
})
