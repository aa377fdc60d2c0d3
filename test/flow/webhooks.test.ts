import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { INTAKE_TOKEN, startTestApp, type TestApp } from '../support/app.ts'
import { createFakeHeyreach, deliverHeyreach, type FakeHeyreach, heyreachEvent } from '../support/fake-heyreach.ts'
import {
  categoryEvent,
  createFakeSmartlead,
  deliverSmartlead,
  type FakeSmartlead,
  nestedEvent,
  replyEvent,
  type SmartleadReply,
  sentEvent,
  untrackedEvent,
} from '../support/fake-smartlead.ts'
import { checked } from '../support/openapi-check.ts'
import { cardOf, messageOne, noticesOf, prospectWith, wordsOf } from './support/desk.ts'
import { keepsTheRules } from './support/lifecycle.ts'
import { byClay, heyreachReply, smartleadReply, TOKEN } from './support/provider-replies.ts'

/** Events of Smartlead and HeyReach in, message 1 in the channel. */

let test: TestApp
let smartlead: FakeSmartlead
let heyreach: FakeHeyreach

beforeAll(async () => {
  ;[smartlead, heyreach] = await Promise.all([createFakeSmartlead(), createFakeHeyreach()])
  test = await startTestApp({
    noModel: true,
    noClay: true,
    delayMs: () => 20,
    niceToHaveMs: 60_000,
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
})
afterEach(() => {
  expect(smartlead.problems).toEqual([])
  expect(heyreach.problems).toEqual([])
})
afterAll(async () => {
  await test?.stop()
  await Promise.all([smartlead?.close(), heyreach?.close()])
})
keepsTheRules(() => test)

type EventRow = { status: string; why: string | null; reply_id: string | null; body: Record<string, unknown> }

async function eventOf(id: string | undefined): Promise<EventRow> {
  const { rows } = await test.database.pool.query<EventRow>(
    'select status, why, reply_id, body from intel.provider_events where id = $1',
    [id],
  )
  if (!rows[0]) throw new Error(`No event ${id}`)
  return rows[0]
}

const ended = (id: string | undefined) =>
  test.until(async () => {
    const event = await eventOf(id)
    return event.status === 'received' ? null : event
  })

/** Delivers an event and waits for its end. */
async function sent(event: unknown, delivery: Parameters<typeof deliverSmartlead>[3] = {}): Promise<EventRow> {
  const { status, json } = await deliverSmartlead(test.url, TOKEN, event, delivery)
  expect(status).toBe(200)
  return ended(json.id)
}

const repliesOf = async (email: string) =>
  (
    await test.database.pool.query(
      'select id, input, extra, brought_by from intel.replies where prospect_email = $1 order by received_at',
      [email],
    )
  ).rows

const messageOneOf = (id: string) =>
  test.until(() => {
    try {
      return wordsOf(messageOne(test, id))
    } catch {
      return null
    }
  })

describe('a reply in Smartlead', () => {
  it('is message 1 in the channel, with who, company, address and words', async () => {
    const reply = smartleadReply()
    const event = await sent(replyEvent(reply))
    expect(event).toMatchObject({ status: 'taken', why: null })
    const words = await messageOneOf(event.reply_id ?? '')
    for (const word of [reply.lastName, reply.email, reply.text]) expect(words).toContain(word)
    const [stored] = await repliesOf(reply.email)
    expect(stored).toMatchObject({
      brought_by: 'smartlead',
      input: {
        domain: reply.email.split('@')[1],
        prospectName: `Dana ${reply.lastName}`,
        campaignId: String(reply.campaignId),
        campaignName: reply.campaignName,
        sequenceStep: 2,
        messageId: reply.messageId,
      },
      extra: { provider: 'smartlead', subject: 'Re: Districts in spring' },
    })
  })

  it.each([
    ['flat, ids as text', (reply: SmartleadReply) => replyEvent(reply, { ids: 'string' })],
    ['flat, the other spelling', (reply: SmartleadReply) => replyEvent(reply, { eventType: 'EMAIL_REPLIED' })],
    ['nested', (reply: SmartleadReply) => nestedEvent(reply)],
    ['untracked', (reply: SmartleadReply) => untrackedEvent(reply)],
    ['a category', (reply: SmartleadReply) => categoryEvent(reply)],
    [
      'a category, ids as text, without lastReply',
      (reply: SmartleadReply) => categoryEvent(reply, { ids: 'string', without: ['lastReply'] }),
    ],
    ['to_email is our own mailbox', (reply: SmartleadReply) => replyEvent(reply, { swapped: true })],
  ])('is taken in every shape: %s', async (_, eventOf) => {
    const reply = smartleadReply()
    smartlead.know(reply)
    expect(await sent(eventOf(reply))).toMatchObject({ status: 'taken' })
    const [stored, ...more] = await repliesOf(reply.email)
    expect(more).toEqual([])
    expect(stored?.input).toMatchObject({ domain: reply.email.split('@')[1], prospectEmail: reply.email })
    expect(stored?.input.replyText).toContain(reply.text)
  })

  it.each([
    ['the category after the reply', ['reply', 'category']],
    ['the category first', ['category', 'reply']],
    ['everything twice and mixed', ['reply', 'category', 'reply', 'nested', 'category']],
    ['the shape without a message id first', ['nested', 'reply', 'category']],
  ])('is one reply: %s', async (_, order) => {
    const reply = smartleadReply()
    const events = { reply: replyEvent(reply), category: categoryEvent(reply), nested: nestedEvent(reply) }
    const ends = []
    for (const [place, name] of order.entries())
      ends.push(await sent(events[name as keyof typeof events], { requestId: `${reply.messageId}-${place}` }))
    expect(new Set(ends.map((end) => end.reply_id)).size).toBe(1)
    expect(await repliesOf(reply.email)).toHaveLength(1)
  })

  it('is one event when a delivery is repeated, with a request id or without one', async () => {
    const reply = smartleadReply()
    const first = await deliverSmartlead(test.url, TOKEN, replyEvent(reply), { requestId: 'request-1' })
    const again = await deliverSmartlead(test.url, TOKEN, replyEvent(reply), { requestId: 'request-1' })
    expect(again.json).toEqual({ id: first.json.id, duplicate: true })
    const other = smartleadReply()
    const bare = await deliverSmartlead(test.url, TOKEN, replyEvent(other))
    expect((await deliverSmartlead(test.url, TOKEN, replyEvent(other))).json).toEqual({
      id: bare.json.id,
      duplicate: true,
    })
  })

  it('is never lost to a proxy that gives every request one id', async () => {
    const replies = [smartleadReply(), smartleadReply()]
    for (const reply of replies) await sent(replyEvent(reply), { requestId: 'the-only-one' })
    for (const reply of replies)
      await sent(nestedEvent(smartleadReply({ email: `x-${reply.email}` })), { requestId: 'the-only-one' })
    for (const reply of replies) {
      expect(await repliesOf(reply.email)).toHaveLength(1)
      expect(await repliesOf(`x-${reply.email}`)).toHaveLength(1)
    }
  })

  it.each(['Not Interested', 'Do Not Contact', 'OUT OF OFFICE', 'Wrong Person', 'not-interested'])(
    'makes nothing of the category %s, whatever its id',
    async (name) => {
      const reply = smartleadReply()
      const event = await sent(categoryEvent(reply, { name }))
      expect(event).toMatchObject({ status: 'ignored', why: `The category is “${name}”.` })
      expect(await repliesOf(reply.email)).toEqual([])
    },
  )

  it('is told by a category alone when nobody quotes it, and is the one we have', async () => {
    const reply = smartleadReply()
    const first = await sent(replyEvent(reply))
    const bare = await sent(categoryEvent(reply, { without: ['lastReply', 'history'] }))
    expect(bare).toMatchObject({ status: 'taken', reply_id: first.reply_id })
  })

  it('ignores what is no reply, and says why', async () => {
    expect(await sent(sentEvent(smartleadReply()))).toMatchObject({
      status: 'ignored',
      why: 'The event EMAIL_SENT is no reply.',
    })
    expect(await sent({ event_type: 'SOMETHING_NEW', x: 1 })).toMatchObject({ status: 'ignored' })
  })
})

describe('look-ups', () => {
  it('find domain, name and campaign where the event has none', async () => {
    const reply = smartleadReply({ email: `dana${process.pid}@gmail.com`, website: 'fernmill-labs.com' })
    smartlead.know(reply)
    const without = ['campaign_name', 'to_name', 'campaign_id']
    const event = await sent(replyEvent(reply, { without }))
    expect(event.status).toBe('taken')
    expect((await repliesOf(reply.email))[0]?.input).toMatchObject({
      domain: 'fernmill-labs.com',
      prospectName: `Dana ${reply.lastName}`,
      campaignId: String(reply.campaignId),
      campaignName: reply.campaignName,
      companyName: reply.company,
    })
  })

  it('are not made when nothing is missing', async () => {
    const before = smartlead.requests.length
    await sent(replyEvent(smartleadReply()))
    expect(smartlead.requests.length).toBe(before)
  })

  it('that only add a name are left out when the service is down', async () => {
    const reply = smartleadReply()
    smartlead.fault({ status: 503 }, 2)
    expect(await sent(replyEvent(reply, { without: ['to_name'] }))).toMatchObject({ status: 'taken' })
    expect((await repliesOf(reply.email))[0]?.input).toMatchObject({ prospectName: null })
    smartlead.fault({ status: 200 }, 0)
  })

  it('that find the domain are waited for', async () => {
    const reply = smartleadReply({ email: `eve${process.pid}@gmail.com`, website: 'fernmill-works.com' })
    smartlead.know(reply)
    smartlead.fault({ status: 429, headers: { 'retry-after': '0' } })
    smartlead.fault('html')
    expect(await sent(replyEvent(reply))).toMatchObject({ status: 'taken' })
    expect((await repliesOf(reply.email))[0]?.input).toMatchObject({ domain: 'fernmill-works.com' })
  })

  it('never take our own mailbox for the prospect', async () => {
    const reply = smartleadReply()
    smartlead.know(reply)
    await sent(sentEvent(reply))
    const event = await sent(replyEvent(reply, { swapped: true, without: ['sl_lead_email'] }))
    expect(event).toMatchObject({ status: 'failed', why: expect.stringContaining('No company domain was found') })
  })

  it('keep key and address out of the log', async () => {
    const reply = smartleadReply({ email: `ann${process.pid}@gmail.com` })
    smartlead.fault({ status: 401, body: { message: `No ${reply.email} for ${smartlead.key}` } })
    smartlead.know(reply)
    await sent(replyEvent(reply))
    const log = JSON.stringify(test.log)
    for (const secret of [smartlead.key, heyreach.key, TOKEN, reply.email]) expect(log).not.toContain(secret)
  })
})

describe('a reply that cannot be taken', () => {
  it('is told to the operators with what they need, and its words stay out of the log', async () => {
    const reply = smartleadReply({ email: `lost${process.pid}@gmail.com`, website: null })
    const event = await sent(replyEvent(reply))
    expect(event).toMatchObject({ status: 'failed' })
    await test.waitForQuiet()
    const alert = test.workspace.posts('C0INTENT').find((post) => wordsOf(post).includes(reply.email))
    const words = alert ? wordsOf(alert) : ''
    for (const word of ['Smartlead could not be taken', reply.lastName, reply.campaignName, reply.text])
      expect(words).toContain(word)
    expect(JSON.stringify(test.log)).not.toContain(reply.email)
  })

  it.each([
    ['a list', [1, 2]],
    ['a text', '"hello"'],
    ['null', 'null'],
    ['nothing we know', { hello: 'world' }],
  ])('is stored and answered 200 when it is %s', async (_, body) => {
    const event = await sent(body)
    expect(event).toMatchObject({ status: 'failed', why: expect.stringContaining('Smartlead sent') })
  })
})

describe('a fault of ours', () => {
  const stored = async (tries: number, body: unknown) => {
    const id = `event-${process.pid}-${tries}`
    await test.database.pool.query(
      `insert into intel.provider_events (id, provider, dedupe_key, kind, body, tries) values ($1, 'smartlead', $1, 'listed', $2, $3)`,
      [id, JSON.stringify(body), tries],
    )
    return id
  }

  it('is tried again, and told when it stays', async () => {
    const id = await stored(3, { no: 'reply at all' })
    await expect(test.app.context.providerIntake.handle(id)).rejects.toThrow()
    expect(await eventOf(id)).toMatchObject({ status: 'received' })
    await test.app.context.providerIntake.handle(id)
    expect(await eventOf(id)).toMatchObject({
      status: 'failed',
      why: expect.stringMatching(/^Something of ours broke \(reference/),
    })
  })

  it('that takes the process with it is left alone after ten times', async () => {
    const id = await stored(10, { no: 'reply at all' })
    await test.app.context.providerIntake.handle(id)
    expect(await eventOf(id)).toMatchObject({
      status: 'failed',
      why: 'The app ended each time it began with this event.',
    })
  })
})

describe('a reply in HeyReach', () => {
  it('is message 1 in the channel', async () => {
    const reply = heyreachReply()
    const { json } = await deliverHeyreach(test.url, TOKEN, heyreachEvent(reply))
    const event = await ended(json.id)
    expect(event).toMatchObject({ status: 'taken' })
    expect(await messageOneOf(event.reply_id ?? '')).toContain(reply.text)
    expect((await repliesOf(reply.email ?? ''))[0]).toMatchObject({
      brought_by: 'heyreach',
      input: { domain: reply.website, prospectTitle: 'VP Sales', campaignName: reply.campaign?.name },
    })
  })

  it('is one reply when two hooks fire for it, with and without a type', async () => {
    const reply = heyreachReply()
    heyreach.know(reply)
    for (const type of ['MESSAGE_REPLY_RECEIVED', 'EVERY_MESSAGE_REPLY_RECEIVED', null]) {
      const { json } = await deliverHeyreach(test.url, TOKEN, heyreachEvent(reply, type))
      expect(await ended(json.id)).toMatchObject({ status: 'taken' })
    }
    expect(await repliesOf(reply.email ?? '')).toHaveLength(1)
  })

  it('is looked up where the event has no domain and no campaign', async () => {
    const reply = heyreachReply({ email: null })
    heyreach.know(reply)
    const { campaign: _, ...event } = heyreachEvent(reply)
    const bare = { ...event, lead: { profile_url: `https://linkedin.com/in/${reply.slug.toUpperCase()}` } }
    const { json } = await deliverHeyreach(test.url, TOKEN, bare)
    const { reply_id } = await ended(json.id)
    const { rows } = await test.database.pool.query('select input from intel.replies where id = $1', [reply_id])
    expect(rows[0]?.input).toMatchObject({ domain: reply.website, campaignName: reply.campaign?.name })
  })

  it('is not what the other events tell', async () => {
    const { json } = await deliverHeyreach(test.url, TOKEN, heyreachEvent(heyreachReply(), 'CONNECTION_REQUEST_SENT'))
    expect(await ended(json.id)).toMatchObject({ status: 'ignored' })
  })
})

describe('the same reply from Clay and from Smartlead', () => {
  const clay = (body: Record<string, unknown>) => checked(test.api(INTAKE_TOKEN))('POST', '/v1/replies', body)

  it('is one reply, Clay first', async () => {
    const reply = smartleadReply()
    const first = await clay(byClay(reply))
    const event = await sent(replyEvent(reply))
    expect(event).toMatchObject({ status: 'taken', why: 'The reply was known already.', reply_id: first.json['id'] })
    expect(await repliesOf(reply.email)).toHaveLength(1)
  })

  it('is one reply, Smartlead first, and Clay may read its report', async () => {
    const reply = smartleadReply()
    const event = await sent(replyEvent(reply))
    const second = await clay(byClay(reply))
    expect([second.status, second.json]).toEqual([
      200,
      expect.objectContaining({ id: event.reply_id, duplicate: true }),
    ])
    expect((await checked(test.api(INTAKE_TOKEN))('GET', `/v1/reports/${event.reply_id}`)).status).toBe(200)
  })

  it('is one reply when both arrive at once', async () => {
    const all = Array.from({ length: 12 }, () => smartleadReply())
    await Promise.all(
      all.flatMap((reply) => [
        clay(byClay(reply)),
        deliverSmartlead(test.url, TOKEN, replyEvent(reply)),
        deliverSmartlead(test.url, TOKEN, categoryEvent(reply)),
      ]),
    )
    await test.until(async () => {
      const { rows } = await test.database.pool.query(`select 1 from intel.provider_events where status = 'received'`)
      return rows.length === 0
    })
    for (const reply of all) expect(await repliesOf(reply.email)).toHaveLength(1)
  })

  it('is one reply when Clay passes the mail’s own id on, whatever the words', async () => {
    const reply = smartleadReply()
    const event = await sent(replyEvent(reply))
    const second = await clay(byClay(reply, { message_id: reply.messageId.slice(1, -1), reply_text: 'Cut by Clay' }))
    expect(second.json).toMatchObject({ id: event.reply_id, duplicate: true })
  })

  it('is one reply and one message when Clay passes only who and where, and the message shows the words', async () => {
    const reply = smartleadReply()
    const { email: prospect_email, campaignId: campaign_id, step: sequence_step } = reply
    const bare = { domain: reply.email.split('@')[1], prospect_email, campaign_id, sequence_step }
    const first = await clay(bare)
    const [{ id }] = await repliesOf(reply.email)
    await messageOneOf(id)
    const event = await sent(replyEvent(reply))
    expect(event).toMatchObject({ status: 'taken', reply_id: first.json['id'] })
    await test.until(() => wordsOf(messageOne(test, id)).includes(reply.text))
    expect(await repliesOf(reply.email)).toHaveLength(1)
    expect((await clay(bare)).json).toMatchObject({ id, duplicate: true })
  })

  describe('and its words, which come second, want no more mail', () => {
    const text = 'Please remove me from your list and do not email me again.'
    const statusOf = async (id: string) =>
      (
        await test.database.pool.query(
          `select p.status, p.status_note, u.status as run from intel.reports p
           left join intel.runs u on u.id = p.run_id where p.id = $1`,
          [id],
        )
      ).rows[0]
    async function bareReply(reply: SmartleadReply) {
      const { email: prospect_email, campaignId: campaign_id } = reply
      await clay({ domain: reply.email.split('@')[1], prospect_email, campaign_id })
      const [{ id }] = await repliesOf(reply.email)
      return id as string
    }

    it('stops the run before anything is delivered', async () => {
      const { domain, email } = await prospectWith(test, 'single-buyer')
      const reply = smartleadReply({ email, website: domain, text })
      test.signals.fault('hang')
      try {
        const id = await bareReply(reply)
        await messageOneOf(id)
        await sent(replyEvent(reply))
        await test.until(async () => (await statusOf(id)).status === 'held')
        expect(await statusOf(id)).toEqual({
          status: 'held',
          status_note: 'Asks not to be mailed again; not run.',
          run: 'cancelled',
        })
        await test.until(() => wordsOf(messageOne(test, id)).includes('Asked to unsubscribe'))
        await test.until(() => noticesOf(test, id, 'stopped').length === 1)
        expect(() => cardOf(test, id)).toThrow()
      } finally {
        test.signals.open()
      }
    })

    it('stops it also when the process died before it read them', async () => {
      const { domain, email } = await prospectWith(test, 'single-buyer')
      const id = await bareReply(smartleadReply({ email, website: domain, text }))
      await test.until(async () => (await statusOf(id)).run === 'completed')
      await test.database.pool.query(
        `update intel.replies set input = jsonb_set(input, '{replyText}', to_jsonb($2::text)) where id = $1`,
        [id, text],
      )
      await test.app.context.desk.readLateWords()
      expect((await statusOf(id)).status).toBe('held')
      await test.until(() => noticesOf(test, id, 'stopped').length === 1)
      await test.app.context.desk.readLateWords()
      expect(noticesOf(test, id, 'stopped')).toHaveLength(1)
    })

    it('says so below a report that is delivered already', async () => {
      const { domain, email } = await prospectWith(test, 'single-buyer')
      const reply = smartleadReply({ email, website: domain, text })
      const id = await bareReply(reply)
      await test.until(async () => (await statusOf(id)).run === 'completed')
      await test.until(() => {
        try {
          return cardOf(test, id)
        } catch {
          return null
        }
      })
      await sent(replyEvent(reply))
      const notice = await test.until(() => noticesOf(test, id, 'stopped')[0])
      expect(wordsOf(notice)).toContain('Do not mail again.')
      expect((await statusOf(id)).status).toBe('held')
    })
  })

  it('is two replies when both carry the mail’s own id and it differs', async () => {
    const reply = smartleadReply()
    await sent(replyEvent(reply))
    const second = await clay(byClay(reply, { message_id: `<other-${reply.messageId.slice(1)}` }))
    expect(second.status).toBe(202)
    expect(await repliesOf(reply.email)).toHaveLength(2)
  })
})

describe('the door', () => {
  const post = (path: string, body: unknown = {}) => checked(test.api(null))('POST', path, body)

  it('does not exist for who has another token', async () => {
    for (const provider of ['smartlead', 'heyreach']) {
      const wrong = await post(`/v1/webhooks/${provider}/${TOKEN}x`)
      const nowhere = await post(`/v1/webhooks-of-nobody`)
      expect([wrong.status, wrong.text]).toEqual([404, nowhere.text])
    }
    expect((await post(`/v1/webhooks/apollo/${TOKEN}`)).status).toBe(404)
  })

  it('refuses what is no JSON and what is too large', async () => {
    const path = `/v1/webhooks/smartlead/${TOKEN}`
    expect((await post(path, '{"half":')).json['error']?.['code']).toBe('invalid_json')
    expect((await post(path, `"${'x'.repeat(4 * 1024 * 1024)}"`)).json['error']?.['code']).toBe('too_large')
  })

  it('stores no secret: neither the key in the body nor its own address', async () => {
    const reply = smartleadReply()
    const address = `${test.url}/v1/webhooks/smartlead/${TOKEN}`
    const event = await sent({ ...replyEvent(reply, { secretKey: 'shown-in-the-body' }), webhook_url: address })
    expect(JSON.stringify(event.body)).not.toContain('shown-in-the-body')
    expect(JSON.stringify(event.body)).not.toContain(TOKEN)
    expect(event.body['webhook_url']).toContain('[hidden]')
  })

  it('takes an event as deep and odd as JSON allows', async () => {
    const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`
    expect(await sent(deep)).toMatchObject({ status: 'failed' })
    expect(await sent({ event_type: '\u0000\ud800', reply_message: { text: '\u0000' } })).toMatchObject({
      status: 'ignored',
    })
  })
})
