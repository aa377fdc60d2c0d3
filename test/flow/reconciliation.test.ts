import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { INTAKE_TOKEN, startTestApp, type TestApp } from '../support/app.ts'
import { createFakeHeyreach, deliverHeyreach, type FakeHeyreach, heyreachEvent } from '../support/fake-heyreach.ts'
import { createFakeSmartlead, deliverSmartlead, type FakeSmartlead, replyEvent } from '../support/fake-smartlead.ts'
import { messageOne, postsOf, wordsOf } from './support/desk.ts'
import { keepsTheRules } from './support/lifecycle.ts'
import { byClay, heyreachReply, smartleadReply, TOKEN } from './support/provider-replies.ts'

/** The providers' lists of replies against ours: a gap is filled once, and told. */

let test: TestApp
let smartlead: FakeSmartlead
let heyreach: FakeHeyreach

const open = (beside?: TestApp) =>
  startTestApp({
    noModel: true,
    noClay: true,
    delayMs: () => 20,
    ...(beside ? { beside } : {}),
    env: {
      WEBHOOK_TOKEN: TOKEN,
      SMARTLEAD_API_KEY: smartlead.key,
      SMARTLEAD_BASE_URL: smartlead.url,
      SMARTLEAD_PER_MINUTE: '60000',
      HEYREACH_API_KEY: heyreach.key,
      HEYREACH_BASE_URL: heyreach.url,
      HEYREACH_PER_MINUTE: '60000',
    },
  })

beforeEach(async () => {
  // A world of its own for each test: what one provider lists is compared by every look.
  ;[smartlead, heyreach] = await Promise.all([createFakeSmartlead(), createFakeHeyreach()])
  test = await open()
})
afterEach(async () => {
  expect([...smartlead.problems, ...heyreach.problems]).toEqual([])
  await test.stop()
  await Promise.all([smartlead.close(), heyreach.close()])
})
keepsTheRules(() => test)

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

async function look(app = test, now = new Date()) {
  const results = (await app.app.context.reconciliation?.run(now)) ?? []
  return Object.fromEntries(results.map(({ provider, ...result }) => [provider, result]))
}

const repliesOf = async (where: string, value: unknown) =>
  (await test.database.pool.query(`select id, input, extra, brought_by from intel.replies where ${where}`, [value]))
    .rows

const alerts = () =>
  test.workspace
    .posts('C0INTENT')
    .map(wordsOf)
    .filter((words) => words.includes('comparing its list'))

describe('Smartlead', () => {
  it('a reply that no event brought comes in once, and the operators hear of it', async () => {
    const reply = smartleadReply({ at: ago(30) })
    smartlead.know(reply)
    expect(await look()).toMatchObject({ smartlead: { seen: 1, filled: 1, problems: [] } })
    expect(await look()).toMatchObject({ smartlead: { seen: 1, filled: 0 } })
    const [stored, ...more] = await repliesOf('prospect_email = $1', reply.email)
    expect(more).toEqual([])
    expect(stored).toMatchObject({
      brought_by: 'smartlead',
      input: { messageId: reply.messageId, replyText: reply.text, campaignName: reply.campaignName },
      extra: { reconciled: { provider: 'smartlead' } },
    })
    await test.until(() => postsOf(test, `dispatch:${stored?.id}`).length > 0)
    expect(wordsOf(messageOne(test, stored?.id))).toContain(reply.text)
    await test.until(() => alerts().length > 0)
    expect(alerts()).toEqual([expect.stringContaining(`One reply had not reached us from Smartlead`)])
    expect(alerts()[0]).toContain(reply.campaignName)
    expect(JSON.stringify(test.log)).not.toContain(reply.email)
  })

  it('what an event or Clay brought is no gap, and a late event makes nothing of a filled one', async () => {
    const [byEvent, byTable, late] = [
      smartleadReply({ at: ago(30) }),
      smartleadReply({ at: ago(30) }),
      smartleadReply({ at: ago(30) }),
    ]
    await deliverSmartlead(test.url, TOKEN, replyEvent(byEvent))
    await test.api(INTAKE_TOKEN)('POST', '/v1/replies', byClay(byTable))
    await test.until(async () => (await repliesOf('prospect_email = $1', byEvent.email)).length === 1)
    for (const reply of [byEvent, byTable, late]) smartlead.know(reply)
    expect(await look()).toMatchObject({ smartlead: { seen: 3, filled: 1 } })
    await deliverSmartlead(test.url, TOKEN, replyEvent(late))
    await test.until(async () => {
      const { rows } = await test.database.pool.query(`select from intel.provider_events where status = 'received'`)
      return rows.length === 0
    })
    for (const { email } of [byEvent, byTable, late])
      expect(await repliesOf('prospect_email = $1', email)).toHaveLength(1)
  })

  it('two processes that look at the same moment fill a gap once', async () => {
    const replies = [smartleadReply({ at: ago(30) }), smartleadReply({ at: ago(40) })]
    for (const reply of replies) smartlead.know(reply)
    const other = await open(test)
    try {
      const [one, two] = await Promise.all([look(), look(other)])
      expect((one['smartlead']?.filled ?? 0) + (two['smartlead']?.filled ?? 0)).toBe(2)
    } finally {
      await other.stop()
    }
    for (const { email } of replies) expect(await repliesOf('prospect_email = $1', email)).toHaveLength(1)
  })

  it('leaves alone what is negative, what is too young and what is old', async () => {
    smartlead.know(smartleadReply({ at: ago(30) }), { category: 'Not Interested' })
    smartlead.know(smartleadReply({ at: ago(0) }))
    smartlead.know(smartleadReply({ at: ago(24 * 60) }))
    expect(await look()).toMatchObject({ smartlead: { seen: 0, filled: 0 } })
  })

  it('goes through a list that is longer than a page', async () => {
    const campaign = { campaignId: 5, campaignName: 'The long one' }
    for (let n = 0; n < 205; n += 1) smartlead.know(smartleadReply({ ...campaign, at: ago(24 * 60) }))
    smartlead.know(smartleadReply({ ...campaign, at: ago(30) }))
    expect(await look()).toMatchObject({ smartlead: { seen: 1, filled: 1, problems: [] } })
  })

  it('a service that is down is a problem told, and the next look goes on where this one was', async () => {
    const reply = smartleadReply({ at: ago(5) })
    await look()
    smartlead.know(reply)
    smartlead.fault({ status: 500 })
    expect(await look(test, new Date(Date.now() + 3_600_000))).toMatchObject({
      smartlead: { seen: 0, filled: 0, problems: ['smartlead (campaigns) answered 500'] },
    })
    const hours = 8 * 3_600_000
    expect(await look(test, new Date(Date.now() + hours))).toMatchObject({ smartlead: { seen: 1, filled: 1 } })
  })

  it('one that fails three looks in a row is told to the operators, once a day', async () => {
    const told = () =>
      test.workspace
        .posts('C0INTENT')
        .map(wordsOf)
        .filter((words) => words.includes('could not be compared'))
    const failing = async (now: Date) => {
      smartlead.fault({ status: 500 })
      await look(test, now)
    }
    const [today, tomorrow] = [new Date(), new Date(Date.now() + 24 * 3_600_000)]
    await failing(today)
    await failing(today)
    await look(test, today)
    // What is mended in between begins anew.
    for (let n = 0; n < 2; n += 1) await failing(today)
    const keys = async () =>
      (await test.database.pool.query(`select id from intel.effects where id like 'alert:provider-list:%'`)).rows.length
    expect(await keys()).toBe(0)
    await failing(today)
    await failing(today)
    await test.until(() => told().length > 0)
    expect(told()).toEqual([expect.stringMatching(/Smartlead.*3 times in a row.*answered 500/s)])
    await failing(tomorrow)
    await test.until(() => told().length > 1)
    expect(await keys()).toBe(2)
  })

  it('the rest of the limit at 0 makes everybody wait, in every process', async () => {
    smartlead.limit(0, 900)
    await look()
    const other = await open(test)
    try {
      const result = await look(other)
      expect(result).toMatchObject({ smartlead: { problems: [expect.stringContaining('as often as it allows')] } })
    } finally {
      await other.stop()
    }
  })
})

describe('HeyReach', () => {
  it('a conversation that no event brought comes in once, with its whole text', async () => {
    const words = `Interested. ${'We look at buses for districts. '.repeat(20)}Send it.`
    const reply = heyreachReply({ at: ago(30), text: words })
    heyreach.know(reply)
    expect(await look()).toMatchObject({ heyreach: { seen: 1, filled: 1, problems: [] } })
    expect(await look()).toMatchObject({ heyreach: { filled: 0 } })
    const [stored, ...more] = await repliesOf('prospect_email = $1', reply.email)
    expect(more).toEqual([])
    expect(stored?.input).toMatchObject({ replyText: words, campaignName: reply.campaign?.name })
    await deliverHeyreach(test.url, TOKEN, heyreachEvent(reply))
    await test.until(async () => {
      const { rows } = await test.database.pool.query(`select from intel.provider_events where status = 'received'`)
      return rows.length === 0
    })
    expect(await repliesOf('prospect_email = $1', reply.email)).toHaveLength(1)
  })

  it('what is answered, and what belongs to no campaign, is no gap', async () => {
    heyreach.know(heyreachReply({ at: ago(30) }), { sender: 'ME' })
    const friend = heyreachReply({ at: ago(30), campaign: null })
    heyreach.know(friend)
    expect(await look()).toMatchObject({ heyreach: { seen: 1, filled: 0 } })
    expect(await repliesOf('prospect_email = $1', friend.email)).toEqual([])
  })

  it('goes through pages of 100', async () => {
    for (let n = 0; n < 150; n += 1) heyreach.know(heyreachReply({ at: ago(20), campaign: null }), { sender: 'ME' })
    const reply = heyreachReply({ at: ago(60) })
    heyreach.know(reply)
    expect(await look()).toMatchObject({ heyreach: { seen: 1, filled: 1 } })
  })
})
