import { expect, onTestFinished, test } from 'vitest'
import { createNotionPages } from '../../../src/clients/notion/client.ts'
import { ExternalError } from '../../../src/errors.ts'
import { createLogger } from '../../../src/log.ts'
import type { NotionCopies, NotionCopy } from '../../../src/pipeline/ports.ts'
import { createNotionHandler } from '../../../src/pipeline/report/notion/handler.ts'
import { markerOf } from '../../../src/pipeline/report/notion/marker.ts'
import { deliveredItem } from '../../support/desk-items.ts'
import { createFakeNotion } from '../../support/fake-notion.ts'

const item = deliveredItem()
const trouble = { service: 'notion', operation: 'append blocks', status: 400, retryable: false }

type Given = { known?: Partial<NotionCopy>; id?: string; isExpired?: boolean }

/** Gives up a page that was begun; `isOurs` tells whether the lane still is. */
async function givenUp(isOurs: () => boolean, { known, id = `notion:${item.id}:run`, isExpired = false }: Given = {}) {
  const notion = await createFakeNotion()
  onTestFinished(() => notion.close())
  const { token, parentPageId, url: baseUrl } = notion
  const pages = createNotionPages({ token, parentPageId, baseUrl, requestsPerSecond: 1_000 })
  const { id: pageId, url } = await pages.create('A report')
  const heard: string[] = []
  const copy: NotionCopy = {
    reportId: item.id,
    marker: markerOf(item.id),
    pageId,
    url,
    version: 0,
    state: 'building',
    hash: 'hash',
    placed: [],
    ...known,
  }
  const copies: NotionCopies = {
    read: async () => copy,
    isExpired: async () => isExpired,
    save: async ({ state }) => void heard.push(state),
  }
  const handler = createNotionHandler({
    pages,
    copies,
    store: { item: async () => item },
    render: () => expect.fail('nothing is rendered'),
    channel: 'C0INTENT',
    tell: async ({ kind }) => void heard.push(`told: ${kind}`),
    log: createLogger('silent'),
    passed: () => undefined,
  })
  const effect = {
    id,
    kind: 'notion',
    reportId: item.id,
    lane: 'notion',
    payload: {},
    tries: 1,
    priorIntentAt: null,
    firstTriedAt: new Date('2026-11-20T12:00:00Z'),
  }
  const checkFresh = async () => {
    if (!isOurs()) throw new Error('Another process took over')
  }
  const ended = await handler
    .gaveUp(effect, new ExternalError('Notion refused', trouble), checkFresh)
    .then(() => 'told', String)
  expect(notion.problems).toEqual([])
  return { heard, ended, isInTrash: (await pages.page(pageId))?.isInTrash }
}

test('a page that was begun goes into the trash, and the operator hears', async () => {
  const { heard, ended, isInTrash } = await givenUp(() => true)
  expect(heard).toEqual(['failed', expect.stringMatching(/^told: /)])
  expect([ended, isInTrash]).toEqual(['told', true])
})

test.each([0, 1])('a page that another process is at by now is left to it, after %i looks', async (looks) => {
  let left = looks
  const { heard, ended, isInTrash } = await givenUp(() => left-- > 0)
  expect(heard).toEqual(['failed'])
  expect([ended, isInTrash]).toEqual(['Error: Another process took over', false])
})

test.each<[string, Partial<NotionCopy>, string[]]>([
  ['stays', { state: 'ready', version: 1 }, ['told: notice']],
  ['stays half done', { state: 'building', version: 0 }, ['told: notice']],
  ['never was', { state: 'building', version: 0, pageId: null, url: null }, []],
])('of a page that cannot be taken away and %s the operator hears what is so', async (_, known, told) => {
  const { heard } = await givenUp(() => true, { known, id: `notion-gone:${item.id}:1`, isExpired: true })
  expect(heard).toEqual(told)
})
