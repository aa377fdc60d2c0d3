import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DeskItem } from '../../src/pipeline/report/types.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { cardOf, click, deliver, prospectWith, replyOf, reportOf, settled, unknownProspect } from './support/desk.ts'
import { keepsTheRules, withApp } from './support/lifecycle.ts'

/** What Clay gets: one flat object for each end of a run, exactly these fields. */

let test: TestApp
beforeAll(async () => {
  test = await startTestApp({ noModel: true })
})
afterAll(() => test?.stop())
keepsTheRules(() => test)

const postsFor = ({ clay }: TestApp, id: string) => clay.posts.filter(({ payload }) => payload['id'] === id)

const NOBODY = { dm_info: null, dm_name: null, dm_title: null, dm_email: null, dm_phone: null }
const NOTHING = { ...NOBODY, report_url: null, signal_count: 0, top_signals_used: 0, tier: null }

const deliveryOf = (item: DeskItem, runId = item.runId) => `callback:${item.id}:${runId}`

it('a delivered report, with the token in its header', async () => {
  const prospect = await prospectWith(test, 'set-012')
  const item = await deliver(test, replyOf(prospect))
  const [post, ...more] = postsFor(test, item.id)
  expect(more).toEqual([])
  expect(post?.headers).toMatchObject({ 'x-clay-webhook-auth': test.clay.token, 'content-type': 'application/json' })
  const bullets = item.document?.signals.slice(0, 5).map(({ bullet }) => `• ${bullet}`) ?? []
  expect(post?.payload).toEqual({
    id: item.id,
    delivery_id: deliveryOf(item),
    version: 1,
    status: 'delivered',
    domain: prospect.domain,
    prospect_email: prospect.email,
    report_url: item.links?.report,
    signal_count: 12,
    top_signals_used: 10,
    tier: 1,
    processing_time_seconds: item.processingSeconds,
    summary_text: [item.document?.title, ...bullets].join('\n'),
    ...NOBODY,
  })
  expect(item.processingSeconds).toBeGreaterThan(0)
})

it('a new version, under a delivery_id of its own', async () => {
  const prospect = await prospectWith(test, 'set-004')
  const first = await deliver(test, replyOf(prospect))
  await click(test, 'U0BDR', cardOf(test, first.id), 'Regenerate')
  await test.workspace.waitFor(() => test.workspace.currentView('U0BDR'))
  await test.workspace.person('U0BDR').submit({ Angle: 'renewals' })
  await test.until(async () => (await reportOf(test, first.id))['version'] === (2 as unknown))
  await settled(test)
  const run = (await reportOf(test, first.id))['run_id'] as unknown as DeskItem['runId']
  const payloads = postsFor(test, first.id).map(({ payload }) => payload)
  expect(payloads).toMatchObject([
    { version: 1, delivery_id: deliveryOf(first) },
    { version: 2, delivery_id: deliveryOf(first, run), status: 'delivered' },
  ])
  expect(Object.keys(payloads[1] ?? {}).toSorted()).toEqual(Object.keys(payloads[0] ?? {}).toSorted())
  expect(payloads[1]).toMatchObject({ report_url: first.links?.report, signal_count: 4, domain: prospect.domain })
  expect(payloads[1]?.['processing_time_seconds']).toBe(payloads[0]?.['processing_time_seconds'])
})

it('no signals', async () => {
  const prospect = unknownProspect()
  const id = await test.reply(replyOf(prospect))
  const item = await test.waitForStatus(id, 'no_signals')
  await test.waitForQuiet()
  expect(postsFor(test, id).map(({ payload }) => payload)).toEqual([
    {
      id,
      delivery_id: deliveryOf(item),
      version: 0,
      status: 'no_signals',
      domain: prospect.domain,
      prospect_email: prospect.email,
      processing_time_seconds: null,
      summary_text: `No signals are stored for ${prospect.domain}.`,
      ...NOTHING,
    },
  ])
})

it('a report that failed for good', async () => {
  await withApp({ noModel: true, delayMs: () => 20, keepTryingMs: 1, maxFailures: 1 }, async (test) => {
    test.signals.fault({ status: 500 })
    const prospect = unknownProspect()
    const id = await test.reply(replyOf(prospect))
    const item = await test.waitForStatus(id, 'failed')
    await test.waitForQuiet()
    expect(postsFor(test, id).map(({ payload }) => payload)).toEqual([
      {
        id,
        delivery_id: deliveryOf(item),
        version: 0,
        status: 'failed',
        domain: prospect.domain,
        prospect_email: prospect.email,
        processing_time_seconds: null,
        summary_text: item.statusNote,
        ...NOTHING,
      },
    ])
    expect(item.statusNote).toContain('500')
  })
})

it('what has no e-mail address or name carries null, never an empty text', async () => {
  const { domain } = await prospectWith(test, 'set-001')
  const item = await deliver(test, replyOf({ domain, email: '', name: '', company: '' }))
  const [post] = postsFor(test, item.id)
  expect(post?.payload).toMatchObject({ prospect_email: null, domain })
  expect(Object.values(post?.payload ?? {})).not.toContain('')
})

it('nothing for a reply that is held, and nothing without a callback address', async () => {
  const held = await test.reply(replyOf(unknownProspect(), { reply_text: 'Please take me off your list.' }))
  await test.waitForStatus(held, 'held')
  await test.waitForQuiet()
  expect(postsFor(test, held)).toEqual([])
  await withApp({ noModel: true, noClay: true }, async (test) => {
    const item = await deliver(test, replyOf(await prospectWith(test, 'set-001')))
    expect(item.status).toBe('delivered')
    expect(test.clay.posts).toEqual([])
  })
})
