import { expect, it } from 'vitest'
import { textAt } from '../support/app.ts'
import { deliver, documentOf, prospectWith, replyOf, reportOf, settled } from './support/desk.ts'
import { withApp } from './support/lifecycle.ts'
import { DAY_MS, HOUR_MS, handClock, slotsOf, tick } from './support/ticks.ts'

/** Pages whose newest version is too old answer 410, and open again with a new version. */

const START = '2026-11-20T06:10:00Z'

it('an expired page is gone for people and programs, and a new version revives its links', async () => {
  const clock = handClock(START)
  await withApp({ noModel: true, noSlack: true, clock }, async (test) => {
    const item = await deliver(test, replyOf(await prospectWith(test, 'set-003')))
    const report = await reportOf(test, item.id)
    const urls = [textAt(report, 'report_url'), textAt(report, 'internal_url')]
    const statuses = () => Promise.all(urls.map(async (url) => (await fetch(url)).status))
    clock.advance(179 * DAY_MS)
    await tick(test)
    expect(await statuses()).toEqual([200, 200])
    clock.advance(DAY_MS + HOUR_MS)
    await tick(test)
    expect(await statuses()).toEqual([410, 410])
    const page = await fetch(`${urls[0]}`)
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.headers.get('x-robots-tag')).toContain('noindex')
    expect(await page.text()).toContain('This report has expired')
    expect((await fetch(`${urls[0]}/card.png`)).status).toBe(410)
    const json = await fetch(`${urls[0]}`, { headers: { accept: 'application/json' } })
    expect([json.status, await json.json()]).toEqual([410, { error: { code: 'gone', message: expect.any(String) } }])
    clock.advance(HOUR_MS)
    await tick(test)
    expect((await slotsOf(test, 'expire')).map(({ note }) => note)).toEqual([
      '0 links expired, 0 opened again',
      '2 links expired, 0 opened again',
      '0 links expired, 0 opened again',
    ])
    const wish = { angle: null, tier: null, fresh: true, by: 'U0BDR', nonce: 'n1' }
    expect(await test.app.context.desk.regenerate(item.id, wish)).toMatchObject({ ok: true })
    await test.until(async () => (await reportOf(test, item.id))['version'] === (2 as unknown))
    await settled(test)
    expect(await statuses()).toEqual([200, 200])
    expect(await reportOf(test, item.id)).toMatchObject({ report_url: urls[0], internal_url: urls[1] })
  })
})

it('pages never expire with 0, and those that had expired open again', async () => {
  const clock = handClock(START)
  await withApp({ noModel: true, noSlack: true, clock }, async (test) => {
    const item = await deliver(test, replyOf(await prospectWith(test, 'set-003')))
    const url = textAt(await reportOf(test, item.id), 'report_url')
    clock.advance(400 * DAY_MS)
    await tick(test)
    expect((await fetch(url)).status).toBe(410)
    await test.app.context.settings.set('pages.expire_days', 0, 'test')
    clock.advance(HOUR_MS)
    await tick(test)
    expect((await fetch(url)).status).toBe(200)
  })
})

it('must not repeat: a page read after the deadline still says open in prose, or on its picture', async () => {
  const clock = handClock(START)
  await withApp({ noModel: true, noSlack: true, clock }, async (test) => {
    const item = await deliver(test, replyOf(await prospectWith(test, 'set-003')))
    const open = documentOf(item).signals.filter(({ state, deadline }) => state === 'open' && deadline !== null)
    expect(open.length).toBeGreaterThan(0)
    const url = textAt(await reportOf(test, item.id), 'report_url')
    const read = async () => ({
      page: await (await fetch(url)).text(),
      picture: Buffer.from(await (await fetch(`${url}/card.png`)).arrayBuffer()).toString('base64'),
    })
    const [before, again] = [await read(), await read()]
    expect(again.picture).toBe(before.picture)
    expect(before.page).toContain('Next deadline')
    clock.set(
      new Date(
        `${open
          .map(({ deadline }) => deadline ?? '')
          .toSorted()
          .at(-1)}T23:59:59Z`,
      ),
    )
    clock.advance(DAY_MS)
    const after = await read()
    for (const lie of ['Next deadline', 'Open now', 'days left']) expect(after.page).not.toContain(lie)
    expect(after.page).not.toMatch(/content="[^"]*[1-9]\d* open\./)
    expect(after.picture).not.toBe(before.picture)
  })
})
