import { afterEach, beforeEach, expect, it } from 'vitest'
import type { DeskItem } from '../../src/pipeline/report/types.ts'
import { type TestApp, textAt } from '../support/app.ts'
import { createFakeNotion, type FakeNotion } from '../support/fake-notion.ts'
import { deliver, noticesOf, prospectWith, replyOf, reportOf, settled, wordsOf } from './support/desk.ts'
import { withApp } from './support/lifecycle.ts'
import { pageIn, publishing } from './support/notion.ts'
import { DAY_MS, HOUR_MS, handClock, slotsOf, tick } from './support/ticks.ts'

/** A page in Notion goes when its report is dismissed or has expired, and comes back with it. */

const START = '2026-11-20T06:10:00Z'

let notion: FakeNotion
beforeEach(async () => {
  notion = await createFakeNotion()
})
afterEach(async () => {
  expect(notion.problems).toEqual([])
  await notion.close()
})

const isGone = (item: DeskItem) => pageIn(notion, item).isInTrash
const linksOf = async (test: TestApp, { id }: DeskItem) => {
  const report = await reportOf(test, id)
  return { mail: textAt(report, 'report_url'), notion: report['notion_url'] }
}
const regenerated = async (test: TestApp, { id }: DeskItem, nonce = 'n1') => {
  const wish = { angle: null, tier: null, fresh: true, by: 'U0BDR', nonce }
  expect(await test.app.context.desk.regenerate(id, wish)).toMatchObject({ ok: true })
  await test.until(async () => (await reportOf(test, id))['version'] === (2 as unknown))
  await settled(test)
}

it('an expired report leaves Notion within the hour, and its next version is the same page again', async () => {
  const clock = handClock(START)
  await withApp({ ...publishing(notion, 'notion'), noSlack: true, clock }, async (test) => {
    const item = await deliver(test, replyOf(await prospectWith(test, 'set-003')))
    const before = pageIn(notion, item)
    clock.advance(179 * DAY_MS)
    await tick(test)
    expect(isGone(item)).toBe(false)
    clock.advance(DAY_MS + HOUR_MS)
    await tick(test)
    expect(isGone(item)).toBe(true)
    expect(await linksOf(test, item)).toEqual({ mail: expect.stringContaining(`${test.url}/r/`), notion: null })
    const calls = notion.calls.length
    clock.advance(HOUR_MS)
    await tick(test)
    expect(notion.calls).toHaveLength(calls)
    expect((await slotsOf(test, 'expire')).map(({ note }) => note)).toEqual([
      '0 links expired, 0 opened again',
      '2 links expired, 0 opened again, 1 pages in Notion follow',
      '0 links expired, 0 opened again',
    ])
    await regenerated(test, item)
    expect(pageIn(notion, item)).toMatchObject({ id: before.id, url: before.url, isInTrash: false })
    expect(pageIn(notion, item).text.match(/Version \d/g)).toEqual(['Version 2'])
    expect(await linksOf(test, item)).toEqual({ mail: before.url, notion: before.url })
  })
})

it('a longer setting brings the page back as it brings back ours', async () => {
  const clock = handClock(START)
  await withApp({ ...publishing(notion, 'notion'), noSlack: true, clock }, async (test) => {
    const item = await deliver(test, replyOf(await prospectWith(test, 'set-003')))
    clock.advance(400 * DAY_MS)
    await tick(test)
    expect(isGone(item)).toBe(true)
    await test.app.context.settings.set('pages.expire_days', 0, 'test')
    clock.advance(HOUR_MS)
    await tick(test)
    expect(isGone(item)).toBe(false)
    expect(pageIn(notion, item).text.match(/Version \d/g)).toEqual(['Version 1'])
    expect(await linksOf(test, item)).toMatchObject({ mail: pageIn(notion, item).url })
  })
})

it('a dismissed report leaves Notion at once, however often, and comes back when it is run anyway', async () => {
  await withApp(publishing(notion, 'notion'), async (test) => {
    const { desk } = test.app.context
    const item = await deliver(test, replyOf(await prospectWith(test, 'set-004')))
    const { id, url } = pageIn(notion, item)
    await desk.dismiss(item.id, 'U0OPER')
    await desk.dismiss(item.id, 'U0OPER')
    await settled(test)
    expect(isGone(item)).toBe(true)
    expect(await linksOf(test, item)).toMatchObject({ notion: null })
    const effects = `select status from intel.effects where id like 'notion-gone:%'`
    expect((await test.database.pool.query(effects)).rows).toEqual([{ status: 'done' }])
    expect(await desk.runAnyway(item.id, 'U0OPER')).toMatchObject({ ok: true })
    await test.until(async () => (await reportOf(test, item.id))['version'] === (2 as unknown))
    await settled(test)
    expect(pageIn(notion, item)).toMatchObject({ id, url, isInTrash: false })
    await desk.dismiss(item.id, 'U0OPER')
    await settled(test)
    expect(isGone(item)).toBe(true)
  })
})

it('a report that is dismissed while its page is being made ends without one', async () => {
  await withApp(publishing(notion, 'notion'), async (test) => {
    notion.fault(
      { kind: 'status', status: 503, code: 'service_unavailable' },
      {
        route: 'PATCH /v1/blocks/{id}/children',
      },
    )
    const id = await test.reply(replyOf(await prospectWith(test, 'set-001')))
    await notion.waitFor(() => notion.calls.some(({ status }) => status === 503))
    await test.app.context.desk.dismiss(id, 'U0OPER')
    await test.waitForQuiet()
    expect(notion.pages()).toMatchObject([{ isInTrash: true }])
  })
})

it('a page that Notion does not give up is told once, and tried again every hour', async () => {
  const clock = handClock(START)
  await withApp({ ...publishing(notion, 'notion'), clock }, async (test) => {
    const item = await deliver(test, replyOf(await prospectWith(test, 'set-003')))
    notion.refuse('writing')
    await test.app.context.desk.dismiss(item.id, 'U0OPER')
    await settled(test)
    const told = () => noticesOf(test, item.id, 'notion-stays').map((post) => `${post.text} ${wordsOf(post)}`)
    expect(told()).toHaveLength(1)
    expect(told()[0]).toContain('The page in Notion is still there.')
    expect(told()[0]).toContain('capabilities to read, insert and update content')
    expect(told()[0]).toContain(pageIn(notion, item).url)
    expect(noticesOf(test, item.id, 'notion-failed')).toEqual([])
    clock.advance(HOUR_MS)
    await tick(test)
    expect([told().length, isGone(item)]).toEqual([1, false])
    notion.refuse('nothing')
    clock.advance(HOUR_MS)
    await tick(test)
    expect([told().length, isGone(item)]).toEqual([1, true])
  })
})

it.each(['token', 'parent'] as const)(
  'of a page that never was, for a wrong %s, nobody hears that it stays',
  async (what) => {
    const clock = handClock(START)
    notion.refuse(what)
    await withApp({ ...publishing(notion, 'notion'), clock }, async (test) => {
      const [dismissed, expired] = [
        await deliver(test, replyOf(await prospectWith(test, 'set-003'))),
        await deliver(test, replyOf(await prospectWith(test, 'set-004'))),
      ]
      const [calls, told] = [notion.calls.length, noticesOf(test, dismissed.id, 'notion-failed').length]
      expect(told).toBe(1)
      await test.app.context.desk.dismiss(dismissed.id, 'U0OPER')
      await settled(test)
      clock.advance(181 * DAY_MS)
      await tick(test)
      clock.advance(HOUR_MS)
      await tick(test)
      expect(notion.calls).toHaveLength(calls)
      for (const { id } of [dismissed, expired]) expect(noticesOf(test, id, 'notion-stays')).toEqual([])
      const gone = `select id from intel.effects where id like 'notion-gone:%'`
      expect((await test.database.pool.query(gone)).rows).toEqual([])
    })
  },
)
