import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCardPicture } from '../../src/pages/card-picture.ts'
import { createPagePublisher } from '../../src/pages/page-publisher.ts'
import { makeSlug } from '../../src/pipeline/report/slug.ts'
import { startTestApp, type TestApp, type TestAppOptions } from '../support/app.ts'
import { shownSignals } from '../support/claude/answers.ts'
import { createTestDatabase, startTestSupabase } from '../support/postgres.ts'
import {
  buttonsOf,
  cardOf,
  click,
  deliver,
  messageOne,
  noticesOf,
  postsOf,
  prospectWith,
  replyOf,
  reportOf,
  settled,
  threadOf,
  unknownProspect,
  wordsOf,
} from './support/desk.ts'
import { keepsTheRules, withApp } from './support/lifecycle.ts'

/** What happens when something around the app fails: each trouble has one clear outcome, told once. */

let test: TestApp
beforeAll(async () => {
  test = await startTestApp()
})
afterAll(() => test?.stop())
keepsTheRules(() => test)

const callbacksOf = ({ clay }: TestApp, id: string) => clay.taken().filter((payload) => payload['id'] === id)
const operator = '<@U0LEAD>'

describe('no signals', () => {
  it('are said in message 1, in the thread, by the API and to Clay; there is no page', async () => {
    const prospect = unknownProspect()
    const id = await test.reply(replyOf(prospect))
    await test.waitForStatus(id, 'no_signals')
    await test.waitForQuiet()
    const [notice, ...more] = noticesOf(test, id, 'no-signals')
    expect(more).toEqual([])
    for (const words of [notice?.text, wordsOf(notice ?? { text: '' })]) {
      expect(words).toMatch(/\*?no signals found\*?, so there is no report. Use the standard follow-up/)
      expect(words).toContain(prospect.email)
    }
    expect(notice?.thread_ts).toBe(messageOne(test, id).ts)
    await test.workspace.waitFor(() => messageOne(test, id).text.includes('No signals were found'))
    expect(postsOf(test, `card:${id}`)).toEqual([])
    expect(await reportOf(test, id)).toMatchObject({
      status: 'no_signals',
      status_note: `No signals are stored for ${prospect.domain}.`,
      version: 0,
      report_url: null,
      content: null,
      error: null,
    })
    expect(callbacksOf(test, id)).toMatchObject([{ status: 'no_signals', report_url: null, signal_count: 0 }])
  })

  it('are the same when every stored one is stale or empty', async () => {
    const prospect = await prospectWith(test, 'set-003', ([row]) => [
      { ...row, domain: row?.domain ?? '', id: 'old', event_date: '1999-01-01', deadline: null },
      { id: 'blank', domain: row?.domain ?? '', buyer_name: 'Cedar County', event_date: row?.['event_date'] },
    ])
    const id = await test.reply(replyOf(prospect))
    const item = await test.waitForStatus(id, 'no_signals')
    expect(item.statusNote).toBe('Every stored signal is stale, empty or doubled.')
    await test.waitForQuiet()
    expect(noticesOf(test, id, 'no-signals')).toHaveLength(1)
  })
})

describe.concurrent('the signals', () => {
  it('being down delay the report, which is said once and made when they are back', async () => {
    const delayMs = (attempt: number) => (attempt === 1 ? 1_500 : 20)
    await withApp({ noModel: true, delayMs }, async (test) => {
      const prospect = await prospectWith(test, 'set-004')
      test.signals.fault('down')
      const id = await test.reply(replyOf(prospect))
      const delayed = await test.waitForStatus(id, 'delayed')
      expect(delayed.statusNote).toMatch(/^Signals cannot be read now: /)
      // Rows, allocations and account: each asked for twice, and then no more until the next start.
      await test.until(() => test.signals.requests() === 6, { what: 'each read to be repeated once' })
      await test.workspace.waitFor(() => noticesOf(test, id, 'delayed').length === 1)
      await test.workspace.waitFor(() => messageOne(test, id).text.includes('Intel is delayed and is being retried'))
      expect((await reportOf(test, id))['status']).toBe('delayed')
      await test.until(() => test.signals.requests() > 6, { what: 'a second start' })
      await test.waitForStatus(id, 'delayed')
      expect(callbacksOf(test, id)).toEqual([])
      test.signals.open()
      await test.waitForStatus(id, 'delivered')
      await settled(test)
      const [notice, ...more] = noticesOf(test, id, 'delayed')
      expect(more).toEqual([])
      expect(notice?.text).toContain(`${operator} intel is delayed.`)
      expect(notice?.text).toContain('could not be reached')
      expect(threadOf(test, id)).toHaveLength(3)
      expect(messageOne(test, id).text).toContain('Intel is below in the thread')
      expect(callbacksOf(test, id)).toMatchObject([{ status: 'delivered' }])
    })
  })

  it('being down for too long fail the report; the operator is told once, and Try again works', async () => {
    await withApp({ noModel: true, delayMs: () => 20, keepTryingMs: 300, maxFailures: 2 }, async (test) => {
      const prospect = await prospectWith(test, 'set-004')
      test.signals.fault({ status: 503 })
      const id = await test.reply(replyOf(prospect))
      const failed = await test.waitForStatus(id, 'failed', { timeoutMs: 60_000 })
      expect(failed.statusNote).toContain('Signals could not be read for ')
      await test.waitForQuiet()
      const [notice, ...more] = noticesOf(test, id, 'failed')
      expect(more).toEqual([])
      expect(notice?.text).toContain(`${operator} no report could be made.`)
      expect(notice?.text).toContain('503')
      expect(noticesOf(test, id, 'delayed').length).toBeLessThanOrEqual(1)
      expect(await reportOf(test, id)).toMatchObject({ status: 'failed', error: { code: expect.any(String) } })
      expect(callbacksOf(test, id)).toMatchObject([{ status: 'failed', report_url: null }])
      await test.workspace.waitFor(() => buttonsOf(messageOne(test, id)).includes('Try again'))
      test.signals.open()
      await click(test, 'U0OPER', messageOne(test, id), 'Try again')
      await test.waitForStatus(id, 'delivered')
      await settled(test)
      expect(callbacksOf(test, id)).toMatchObject([{ status: 'failed' }, { status: 'delivered', version: 1 }])
    })
  })

  it('in a table that is not there are told with the setting to put right', async () => {
    await withApp({ noModel: true, env: { SIGNALS_TABLE: 'no_such_table' } }, async (test) => {
      const id = await test.reply(replyOf(unknownProspect()))
      const item = await test.waitForStatus(id, 'delayed')
      expect(item.statusNote).toContain('set SIGNALS_TABLE')
      const [notice] = await test.workspace.waitFor(() => {
        const found = noticesOf(test, id, 'delayed')
        return found.length > 0 ? found : null
      })
      expect(notice?.text).toContain('no table “no_such_table”: set SIGNALS_TABLE')
    })
  })

  it('of the embedded default can be read by many at once right after its start', async () => {
    const database = await createTestDatabase()
    const supabase = await startTestSupabase(database.url)
    try {
      // Its first request alters grants, and two that do it at once collide: it is over before anybody asks.
      const granted = `select count(*)::int as n from pg_default_acl d
        join pg_namespace s on s.oid = d.defaclnamespace where s.nspname = 'intel'`
      expect((await database.pool.query(granted)).rows[0]?.n).toBeGreaterThan(0)
      const headers = { apikey: supabase.serviceKey, authorization: `Bearer ${supabase.serviceKey}` }
      const read = async (table: string) =>
        (await fetch(`${supabase.url}/rest/v1/${table}?select=*`, { headers })).status
      const tables = ['signals', 'accounts', 'signal_allocations']
      const statuses = await Promise.all([...tables, ...tables, ...tables].map(read))
      expect(statuses).toEqual(statuses.map(() => 200))
    } finally {
      await supabase.stop()
      await database.drop()
    }
  })
})

it('a model that always fails leaves the rules, and the card says so', async () => {
  test.claude.respond('500')
  const item = await deliver(test, replyOf(await prospectWith(test, 'set-012')))
  expect(item.document).toMatchObject({ ranking: 'rules', whyTheyCare: null })
  expect(wordsOf(cardOf(test, item.id))).toContain('Ranked by rules. Claude answered 500: Internal server error.')
  expect(item.costMicros).toBe(0)
})

it('buyer data that is missing is done without', async () => {
  const bare = ['buyer_id', 'buyer_type', 'buyer_state', 'buyer_name', 'source_url', 'source_title', 'source_ref']
  const prospect = await prospectWith(test, 'set-004', (rows) =>
    rows.map((row) => ({ ...row, ...Object.fromEntries(bare.map((name) => [name, null])) })),
  )
  const item = await deliver(test, replyOf(prospect))
  expect(item.document).toMatchObject({
    tier: 1,
    dm: null,
    contacts: [],
    // Where no signal names a buyer, the domain's own account is the buyer.
    buyer: { id: null, name: prospect.company, website: prospect.domain },
    counts: { signals: 4, buyers: 0 },
  })
  expect(item.document?.tierReason).toContain('No verified decision maker is known')
  expect(cardOf(test, item.id).text).not.toContain('Decision maker')
  for (const url of [item.links?.report, item.links?.internal]) expect((await fetch(url ?? '')).status).toBe(200)
  expect(callbacksOf(test, item.id)).toMatchObject([{ status: 'delivered', dm_info: null, dm_name: null, tier: 1 }])
})

it('a page that cannot be published leaves the text on the card, and comes with the next version', async () => {
  const page = createPagePublisher({ picture: createCardPicture(), dmInSharedPage: false, makeSlug })
  let isBroken = true
  const publisher: NonNullable<TestAppOptions['publisher']> = {
    ...page,
    publish: (report) => (isBroken ? Promise.reject(new Error('The disk is full')) : page.publish(report)),
  }
  await withApp({ noModel: true, publisher }, async (test) => {
    const prospect = await prospectWith(test, 'set-004')
    const { id, document } = await deliver(test, replyOf(prospect))
    const card = cardOf(test, id)
    expect(wordsOf(card)).toContain('the page could not be published')
    for (const signal of document?.signals ?? []) expect(wordsOf(card)).toContain(signal.bullet)
    for (const words of [card.text, wordsOf(card)]) expect(words).not.toContain(`${test.url}/r/`)
    expect(wordsOf(card)).toContain(prospect.email)
    expect(buttonsOf(card)).toEqual(['Take it', 'Regenerate', 'Escalate', 'Dismiss'])
    expect(await reportOf(test, id)).toMatchObject({ status: 'delivered', report_url: null, internal_url: null })
    expect(callbacksOf(test, id)).toMatchObject([{ status: 'delivered', report_url: null, signal_count: 4 }])
    isBroken = false
    await click(test, 'U0BDR', card, 'Regenerate')
    await test.workspace.waitFor(() => test.workspace.currentView('U0BDR'))
    await test.workspace.person('U0BDR').submit()
    await test.until(async () => (await reportOf(test, id))['version'] === (2 as unknown))
    await settled(test)
    expect(wordsOf(cardOf(test, id))).toContain(`${test.url}/r/`)
    expect(buttonsOf(cardOf(test, id))).toContain('Open report')
  })
})

describe('the callback', () => {
  it('is repeated under the same delivery_id until Clay takes it', async () => {
    test.clay.fault({ kind: 'status', status: 500 })
    test.clay.fault({ kind: 'drop' })
    const item = await deliver(test, replyOf(await prospectWith(test, 'set-003')))
    const posts = test.clay.posts.filter(({ payload }) => payload['id'] === item.id)
    expect(posts.map(({ status }) => status)).toEqual([500, null, 200])
    expect(new Set(posts.map(({ payload }) => payload['delivery_id'])).size).toBe(1)
    expect(new Set(posts.map(({ payload }) => JSON.stringify(payload))).size).toBe(1)
    expect(noticesOf(test, item.id, 'callback-failed')).toEqual([])
  })

  it('refused for good is told in the thread once, and the report stays delivered', async () => {
    test.clay.fault({ kind: 'status', status: 404 })
    const item = await deliver(test, replyOf(await prospectWith(test, 'set-003')))
    const [notice, ...more] = await test.workspace.waitFor(() => {
      const found = noticesOf(test, item.id, 'callback-failed')
      return found.length > 0 ? found : null
    })
    expect(more).toEqual([])
    expect(notice?.text).toContain(`${operator} Clay did not take the result.`)
    expect(notice?.text).toContain('404')
    expect(notice?.text).toContain('CLAY_CALLBACK_URL')
    expect(notice).toMatchObject({ thread_ts: messageOne(test, item.id).ts })
    expect(notice?.subtype).toBeUndefined()
    expect((await reportOf(test, item.id))['status']).toBe('delivered')
    expect(test.clay.posts.filter(({ payload }) => payload['id'] === item.id)).toHaveLength(1)
  })
})

it('more than a hundred signals are one report; the model sees forty of them at most', async () => {
  const item = await deliver(test, replyOf(await prospectWith(test, 'set-120')))
  const calls = test.claude.callsOf('rank-and-write')
  const turn = calls.at(-1)?.request?.turn ?? ''
  const shown = shownSignals(turn)
  expect(shown.length).toBeGreaterThan(10)
  expect(shown.length).toBeLessThanOrEqual(40)
  expect(item.document).toMatchObject({ ranking: 'claude' })
  expect(item.document?.counts.signals).toBeGreaterThan(100)
  expect(item.document?.signals.length).toBeGreaterThanOrEqual(5)
  expect(item.document?.signals.length).toBeLessThanOrEqual(10)
  expect(new Set(item.document?.signals.map(({ id }) => id)).size).toBe(item.document?.signals.length)
  expect(item.document?.signals[0]?.state).not.toBe('closed')
  expect(cardOf(test, item.id).text).toContain(`${item.document?.counts.signals} signals`)
  for (const url of [item.links?.report, item.links?.internal]) expect((await fetch(url ?? '')).status).toBe(200)
})
