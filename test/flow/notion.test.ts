import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { DeskItem } from '../../src/pipeline/report/types.ts'
import { startTestApp, type TestApp, textAt } from '../support/app.ts'
import { createFakeNotion, type FakeNotion } from '../support/fake-notion.ts'
import { asFirstPosted, cardOf, deliver, noticesOf, prospectWith, replyOf, reportOf, wordsOf } from './support/desk.ts'
import { keepsTheRules, withApp } from './support/lifecycle.ts'
import { pageIn, publishing, regenerate } from './support/notion.ts'

/** Reports published to Notion: what people mail, what stands there, and what happens while Notion does not take them. */

let notion: FakeNotion
let test: TestApp
beforeAll(async () => {
  notion = await createFakeNotion()
  test = await startTestApp(publishing(notion, 'notion'))
})
afterAll(async () => {
  await test?.stop()
  await notion?.close()
})
keepsTheRules(() => test)
afterEach(() => {
  notion.refuse('nothing')
  expect(notion.problems).toEqual([])
})

const pageOf = (item: DeskItem, where = notion) => pageIn(where, item)
const ours = (app: TestApp) => `${app.url}/r/`
const callbackOf = (app: TestApp, id: string) => app.clay.taken().filter((payload) => payload['id'] === id)
const failuresOf = (id: string, app = test) =>
  noticesOf(app, id, 'notion-failed').map((post) => `${post.text} ${wordsOf(post)}`)

it('the link to mail leads to Notion, from the first card on, and the team’s own stays ours', async () => {
  const item = await deliver(test, replyOf(await prospectWith(test, 'set-012')))
  const page = pageOf(item)
  const report = await reportOf(test, item.id)
  expect(report).toMatchObject({ status: 'delivered', report_url: page.url, notion_url: page.url })
  expect(textAt(report, 'internal_url')).toContain(ours(test))
  const card = asFirstPosted(test, `card:${item.id}`)
  expect(card.text).toContain(`Link to mail: ${page.url}`)
  expect(`${card.text} ${wordsOf(card)}`).not.toContain('Notion copy')
  expect(callbackOf(test, item.id)).toMatchObject([{ status: 'delivered', report_url: page.url }])
  for (const signal of item.document?.signals ?? []) expect(page.text).toContain(signal.title)
})

it('the next version is the same page at the same address, and nothing of the one before is left', async () => {
  const item = await deliver(test, replyOf(await prospectWith(test, 'set-004')))
  const before = pageOf(item)
  notion.person.write(before.id, 'Ring them on Monday')
  await regenerate(test, item.id, 2)
  const after = pageOf(item)
  expect(after).toMatchObject({ id: before.id, url: before.url })
  expect(after.text).toContain('Version 2')
  expect(after.text).not.toContain('Version 1,')
  expect(after.text).toContain('Ring them on Monday')
  expect(await reportOf(test, item.id)).toMatchObject({ version: 2, report_url: before.url })
})

it('a lost answer, a rate limit, a conflict and a server error are tried again, and make one page', async () => {
  const create = { route: 'POST /v1/pages' }
  const append = { route: 'PATCH /v1/blocks/{id}/children' }
  const again = { kind: 'status', retryAfterSeconds: 0 } as const
  notion.fault({ kind: 'drop' }, create)
  notion.fault({ ...again, status: 429, code: 'rate_limited' }, { route: 'GET /v1/blocks/{id}/children' })
  notion.fault({ ...again, status: 409, code: 'conflict_error' }, append)
  notion.fault({ ...again, status: 503, code: 'service_unavailable' }, append)
  const item = await deliver(test, replyOf(await prospectWith(test, 'set-003')))
  const page = pageOf(item)
  expect(await reportOf(test, item.id)).toMatchObject({ report_url: page.url })
  expect(page.text.match(/Version 1/g)).toHaveLength(1)
  expect(failuresOf(item.id)).toEqual([])
})

it.each([
  [
    'parent that is not shared',
    'parent',
    'not shared with it',
    'share the page of NOTION_PARENT_PAGE_ID with the integration',
  ],
  [
    'permission that is missing',
    'writing',
    'no permission to create a page',
    'capabilities to read, insert and update content',
  ],
  ['token that is not valid', 'token', 'does not accept the token', 'Set NOTION_TOKEN anew'],
] as const)(
  'a %s is explained once in the thread, and our own page is the one to mail',
  async (_, what, says, next) => {
    notion.refuse(what)
    const item = await deliver(test, replyOf(await prospectWith(test, 'set-001')))
    const report = await reportOf(test, item.id)
    expect(textAt(report, 'report_url')).toContain(ours(test))
    expect(report).toMatchObject({ status: 'delivered', notion_url: null })
    const [notice, ...more] = failuresOf(item.id)
    expect(more).toEqual([])
    expect(notice).toContain(says)
    expect(notice).toContain(next)
    expect(notice).toContain('<@U0LEAD>')
    expect(wordsOf(cardOf(test, item.id))).toContain(textAt(report, 'report_url'))
    // The next report has the same trouble; the operator knows of it.
    const second = await deliver(test, replyOf(await prospectWith(test, 'set-001')))
    expect(failuresOf(second.id)).toHaveLength(1)
    expect(failuresOf(second.id)[0]).not.toContain('<@U0LEAD>')
  },
)

it('a page that was begun and cannot be finished goes into the trash, and the next version takes it out again', async () => {
  notion.fault({ kind: 'status', status: 400, code: 'validation_error' }, { route: 'PATCH /v1/blocks/{id}/children' })
  const before = new Set(notion.pages().map(({ id }) => id))
  const item = await deliver(test, replyOf(await prospectWith(test, 'set-004')))
  const [begun, ...more] = notion.pages().filter(({ id }) => !before.has(id))
  expect(more).toEqual([])
  expect(begun).toMatchObject({ isInTrash: true, text: '' })
  expect(failuresOf(item.id)[0]).toContain('Notion refused to add content to a page')
  expect(textAt(await reportOf(test, item.id), 'report_url')).toContain(ours(test))
  await regenerate(test, item.id, 2)
  expect(pageOf(item)).toMatchObject({ id: begun?.id, isInTrash: false })
  expect(await reportOf(test, item.id)).toMatchObject({ report_url: begun?.url })
})

it('an update that is given up leaves our own page as the one to mail', async () => {
  const item = await deliver(test, replyOf(await prospectWith(test, 'set-003')))
  notion.fault({ kind: 'status', status: 400, code: 'validation_error' }, { route: 'PATCH /v1/blocks/{id}/children' })
  await regenerate(test, item.id, 2)
  expect(textAt(await reportOf(test, item.id), 'report_url')).toContain(ours(test))
  expect(pageOf(item)).toMatchObject({ isInTrash: false })
  await regenerate(test, item.id, 3)
  expect(await reportOf(test, item.id)).toMatchObject({ report_url: pageOf(item).url, version: 3 })
})

it('the card does not wait for a try that would come too late', async () => {
  await withApp(publishing(notion, 'notion'), async (app) => {
    notion.fault({ kind: 'status', status: 429, code: 'rate_limited', retryAfterSeconds: 600 })
    const id = await app.reply(replyOf(await prospectWith(app, 'set-001')))
    await app.waitForStatus(id, 'delivered')
    const early = `select done_at < hopes_until as early from intel.effects where id = $1`
    expect((await app.database.pool.query(early, [`card:${id}`])).rows).toEqual([{ early: true }])
    expect(asFirstPosted(app, `card:${id}`).text).toContain(`Link to mail: ${ours(app)}`)
  })
})

it('a reply that was dismissed meanwhile makes no page', async () => {
  const before = notion.pages().length
  notion.fault({ kind: 'status', status: 500, code: 'internal_server_error' })
  const id = await test.reply(replyOf(await prospectWith(test, 'set-001')))
  await test.until(() => notion.calls.some(({ status }) => status === 500))
  await test.app.context.desk.dismiss(id, 'U0OPER')
  await test.waitForQuiet()
  expect(notion.pages()).toHaveLength(before)
})

it('a report asked for by API is published too', async () => {
  const { domain } = await prospectWith(test, 'set-003')
  const { json } = await test.api()('POST', '/v1/reports', { domain })
  await test.waitForStatus(textAt(json, 'id'), 'delivered')
  await test.waitForQuiet()
  expect(textAt(await reportOf(test, textAt(json, 'id')), 'report_url')).toContain('notion.so')
})

it('with both, our page stays the one to mail, and the card and the API name the copy', async () => {
  const where = await createFakeNotion()
  await withApp(publishing(where, 'both'), async (app) => {
    const item = await deliver(app, replyOf(await prospectWith(app, 'set-004')))
    const page = pageOf(item, where)
    const report = await reportOf(app, item.id)
    expect(textAt(report, 'report_url')).toContain(ours(app))
    expect(report).toMatchObject({ notion_url: page.url })
    const card = cardOf(app, item.id)
    expect(card.text).toContain(`Notion copy: ${page.url}`)
    expect(wordsOf(card)).toContain('Notion copy:')
    expect(callbackOf(app, item.id)).toMatchObject([{ report_url: report['report_url'] }])
  })
  expect(where.problems).toEqual([])
  await where.close()
})

it('while Notion is down the card goes out with our own page, and the operator hears when it is given up', async () => {
  const where = await createFakeNotion()
  await where.close()
  await withApp(publishing(where, 'notion', { waitMs: 60_000, keepTryingMs: 1 }), async (app) => {
    const item = await deliver(app, replyOf(await prospectWith(app, 'set-001')))
    expect(textAt(await reportOf(app, item.id), 'report_url')).toContain(ours(app))
    expect(asFirstPosted(app, `card:${item.id}`).text).toContain(`Link to mail: ${ours(app)}`)
    expect(failuresOf(item.id, app)).toMatchObject([expect.stringContaining('could not be reached')])
  })
})
