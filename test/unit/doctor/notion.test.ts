import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { type Ask, within } from '../../../src/doctor/finding.ts'
import { examineNotion } from '../../../src/doctor/notion.ts'
import { createFakeNotion, type FakeNotion } from '../../support/fake-notion.ts'

const ask: Ask = (part, question) => within(part, { limitMs: 60_000, fetch }, question)
const soon: Ask = (part, question) => within(part, { limitMs: 100, fetch }, question)

let notion: FakeNotion
beforeEach(async () => {
  notion = await createFakeNotion()
})
afterEach(() => notion.close())

const config = (env: Record<string, string> = {}) =>
  readConfig({
    REPORT_PUBLISHER: 'notion',
    NOTION_TOKEN: notion.token,
    NOTION_PARENT_PAGE_ID: notion.parentPageId,
    NOTION_BASE_URL: notion.url,
    ...env,
  })

test('not configured is missing and names what to set; configured for nothing is untried', async () => {
  expect(await examineNotion(readConfig({}), ask)).toMatchObject([
    { part: 'Notion', state: 'missing', next: 'Set REPORT_PUBLISHER, NOTION_TOKEN and NOTION_PARENT_PAGE_ID.' },
  ])
  expect(await examineNotion(config({ REPORT_PUBLISHER: 'page' }), ask)).toMatchObject([{ state: 'untried' }])
  expect(notion.calls).toEqual([])
})

test('a parent page that is published is ok, after one request that changes nothing', async () => {
  notion.publish(true)
  expect(await examineNotion(config(), ask)).toMatchObject([{ part: 'Notion', state: 'ok' }])
  expect(notion.calls.map(({ route }) => route)).toEqual(['GET /v1/pages/{id}'])
  expect(notion.problems).toEqual([])
})

test('one that prospects cannot open is wrong where its links are mailed, and fine as a copy', async () => {
  expect(await examineNotion(config(), ask)).toMatchObject([
    { part: 'Notion', state: 'ok' },
    { part: 'Notion links', state: 'wrong', next: expect.stringContaining('Publish') },
  ])
  expect(await examineNotion(config({ REPORT_PUBLISHER: 'both' }), ask)).toMatchObject([{ state: 'ok' }])
})

test.each([
  ['token', 'Notion does not accept the token.', 'Set NOTION_TOKEN anew.'],
  ['parent', expect.stringContaining('not shared'), expect.stringContaining('share the page of NOTION_PARENT_PAGE_ID')],
] as const)('a wrong %s is told with what to do', async (what, message, next) => {
  notion.refuse(what)
  expect(await examineNotion(config(), ask)).toEqual([{ part: 'Notion', state: 'wrong', message, next }])
})

test('an address that is not Notion’s, one that is cut, and silence are wrong', async () => {
  notion.fault({ kind: 'html', status: 200 })
  expect(await examineNotion(config(), ask)).toMatchObject([{ state: 'wrong', next: 'Check NOTION_BASE_URL.' }])
  notion.fault({ kind: 'reset' })
  expect(await examineNotion(config(), ask)).toMatchObject([
    { state: 'wrong', message: expect.stringContaining('could not be reached') },
  ])
  notion.fault({ kind: 'hang' })
  expect(await examineNotion(config(), soon)).toMatchObject([{ state: 'wrong' }])
})
