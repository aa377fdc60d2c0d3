import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp, textAt } from '../support/app.ts'
import type { Json } from '../support/workspace/workspace.ts'
import {
  CHANNEL,
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
} from './support/desk.ts'
import { keepsTheRules, withApp } from './support/lifecycle.ts'

/** Slack answering badly or not at all: everything is kept, tried again, in order, and nothing is said twice. */

let test: TestApp
beforeAll(async () => {
  test = await startTestApp({ noModel: true })
})
afterAll(() => test?.stop())
keepsTheRules(() => test)

const effectOf = (args: Json) =>
  String((args['metadata'] as { event_payload?: Json } | undefined)?.event_payload?.['effect_id'])
const forEffect = (id: string) => (args: Json) => effectOf(args).includes(id)

/** Sends a reply and arms what its posts will meet before the first of them. */
async function replyMeeting(kinds: ('500' | 'reset' | 'drop' | 'html')[]): Promise<string> {
  for (const kind of kinds)
    test.workspace.fault('chat.postMessage', kind === '500' ? { kind: 'http', status: 500 } : { kind })
  const id = await test.reply(replyOf(await prospectWith(test, 'set-003')))
  await test.waitForStatus(id, 'delivered', { timeoutMs: 60_000 })
  await settled(test)
  return id
}

describe('a post to Slack', () => {
  it('answered with 500, then cut before it was heard, is made once in the end', async () => {
    const id = await replyMeeting(['500', 'reset'])
    expect(postsOf(test, `dispatch:${id}`)).toHaveLength(1)
    expect(postsOf(test, `card:${id}`)).toHaveLength(1)
    expect(threadOf(test, id)).toHaveLength(2)
  })

  it('that was heard although its answer was lost is found again and not doubled', async () => {
    const id = await replyMeeting(['drop'])
    const posted = test.workspace.callsOf('chat.postMessage').filter(({ args }) => effectOf(args) === `dispatch:${id}`)
    expect(posted).toHaveLength(1)
    expect(messageOne(test, id).text).toContain('Intel is below in the thread')
    expect(cardOf(test, id).thread_ts).toBe(messageOne(test, id).ts)
    expect(threadOf(test, id)).toHaveLength(2)
  })

  it('answered with a page in place of JSON is not doubled either', async () => {
    const id = await replyMeeting(['html'])
    expect(threadOf(test, id)).toHaveLength(2)
  })

  it('lost in the middle keeps the order of several replies', async () => {
    test.workspace.fault('chat.postMessage', { kind: 'drop' })
    test.workspace.fault('chat.postMessage', { kind: 'http', status: 503 })
    const ids: string[] = []
    for (let n = 0; n < 4; n += 1) ids.push(await test.reply(replyOf(await prospectWith(test, 'set-001'))))
    await Promise.all(ids.map((id) => test.waitForStatus(id, 'delivered', { timeoutMs: 60_000 })))
    const order = (kind: string) =>
      test.workspace
        .posts(CHANNEL)
        .map((message) => String(message.metadata?.event_payload['effect_id']))
        .filter((effect) => effect.startsWith(`${kind}:`) && ids.some((id) => effect.endsWith(id)))
    expect(order('dispatch')).toEqual(ids.map((id) => `dispatch:${id}`))
    expect(order('card').toSorted()).toEqual(ids.map((id) => `card:${id}`).toSorted())
    await settled(test)
  })

  it('refused by the rate limit waits as long as Slack says, and so does the channel', async () => {
    const prospect = await prospectWith(test, 'set-001')
    const fault = test.workspace.fault('chat.postMessage', { kind: 'rate-limit', retryAfterSeconds: 2 })
    const before = test.workspace.callsOf('chat.postMessage').length
    const id = await test.reply(replyOf(prospect))
    await test.waitForStatus(id, 'delivered')
    expect(fault.used()).toBe(1)
    const [refused, next] = test.workspace.callsOf('chat.postMessage').slice(before)
    expect(refused?.status).toBe(429)
    expect((next?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1_950)
    await settled(test)
    expect(threadOf(test, id)).toHaveLength(2)
  })

  it('that cannot be edited for a moment shows the present state afterwards', async () => {
    const { id } = await deliver(test, replyOf(await prospectWith(test, 'set-001')))
    test.workspace.fault('chat.update', { kind: 'rate-limit', retryAfterSeconds: 1 })
    await click(test, 'U0BDR', cardOf(test, id), 'Take it')
    for (const message of [messageOne, cardOf])
      await test.workspace.waitFor(() => message(test, id).text.includes('Taken by <@U0BDR>'))
  })

  it('refused for good leaves the report delivered, with a note', async () => {
    const prospect = await prospectWith(test, 'set-001')
    test.workspace.fault(
      'chat.postMessage',
      { kind: 'error', error: 'msg_blocks_too_long' },
      { when: forEffect('card:') },
    )
    const id = await test.reply(replyOf(prospect))
    const item = await test.waitForStatus(id, 'delivered')
    expect(item.statusNote).toBe('Slack did not take message 2; the report page is ready.')
    await test.waitForQuiet()
    expect(postsOf(test, `card:${id}`)).toEqual([])
    expect((await fetch(item.links?.report ?? '')).status).toBe(200)
    expect(test.clay.taken().filter((payload) => payload['id'] === id)).toMatchObject([{ status: 'delivered' }])
  })
})

describe('Slack', () => {
  it('down at the start of the app keeps nothing from being taken; everything is posted when it is back', async () => {
    await withApp({ noModel: true }, async (first) => {
      await first.app.stop()
      const faults = ['auth.test', 'chat.postMessage', 'chat.update'].map((method) =>
        first.workspace.fault(method, { kind: 'reset' }, { times: 1_000 }),
      )
      const second = await startTestApp({ beside: first, noModel: true })
      try {
        const id = await second.reply(replyOf(await prospectWith(second, 'set-003')))
        await second.until(async () => (await reportOf(second, id))['version'] === (1 as unknown))
        await second.until(() => (faults[1]?.used() ?? 0) > 0)
        expect(threadOf(second, id)).toEqual([])
        for (const fault of faults) fault.clear()
        await second.waitForStatus(id, 'delivered')
        await settled(second)
        expect(threadOf(second, id)).toHaveLength(2)
        await click(second, 'U0BDR', cardOf(second, id), 'Take it')
        await second.workspace.waitFor(() => cardOf(second, id).text.includes('Taken by <@U0BDR>'))
      } finally {
        await second.stop()
      }
    })
  })

  it.each(['not_in_channel', 'channel_not_found', 'invalid_auth', 'missing_scope'])(
    'refusing with %s, which an invitation or a setting mends, gets everything once it is mended',
    async (error) => {
      await withApp({ noModel: true }, async (test) => {
        const fault = test.workspace.fault('chat.postMessage', { kind: 'error', error }, { times: 1_000 })
        const id = await test.reply(replyOf(await prospectWith(test, 'set-003')))
        await test.until(async () => (await reportOf(test, id))['version'] === (1 as unknown))
        await test.until(() => fault.used() > 0)
        const waiting = await reportOf(test, id)
        expect(waiting).toMatchObject({ status: 'running', signal_count: 3 })
        expect(textAt(waiting, 'status_note')).toContain(`Slack refused chat.postMessage: ${error}`)
        expect((await fetch(textAt(waiting, 'report_url'))).status).toBe(200)
        fault.clear()
        await test.waitForStatus(id, 'delivered')
        await settled(test)
        expect(threadOf(test, id)).toHaveLength(2)
        expect((await reportOf(test, id))['status_note']).toBeNull()
      })
    },
  )
})

it('nobody hears twice about the same trouble', async () => {
  await withApp({ noModel: true, delayMs: () => 20 }, async (first) => {
    first.signals.fault('down')
    const id = await first.reply(replyOf(await prospectWith(first, 'set-003')))
    await first.waitForStatus(id, 'delayed')
    await first.workspace.waitFor(() => noticesOf(first, id, 'delayed').length === 1)
    await first.app.stop()
    const seen = first.signals.requests()
    const second = await startTestApp({ beside: first, noModel: true, delayMs: () => 20 })
    try {
      await second.until(() => second.signals.requests() > seen, { what: 'the next process to try again' })
      second.signals.open()
      await second.waitForStatus(id, 'delivered')
      await settled(second)
      expect(noticesOf(second, id, 'delayed')).toHaveLength(1)
      expect(threadOf(second, id)).toHaveLength(3)
    } finally {
      await second.stop()
    }
  })
})
