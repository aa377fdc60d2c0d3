import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSmartlead } from '../../../src/clients/smartlead/client.ts'
import { readSmartleadEvent } from '../../../src/clients/smartlead/events.ts'
import { ExternalError } from '../../../src/errors.ts'
import type { ProviderReply, ProviderWants } from '../../../src/pipeline/ports.ts'
import {
  categoryEvent,
  createFakeSmartlead,
  type FakeSmartlead,
  nestedEvent,
  replyEvent,
  type SmartleadReply,
  untrackedEvent,
} from '../../support/fake-smartlead.ts'

const REPLY: SmartleadReply = {
  email: 'dana@fernmill.com',
  firstName: 'Dana',
  lastName: 'Whitfield',
  company: 'Fernmill Software',
  website: 'https://fernmill.com',
  campaignId: 4711,
  campaignName: 'Spring districts',
  step: 2,
  text: 'Yes, send it over.',
  html: '<div>Yes, send it over.</div>',
  messageId: '<reply-1@mail.fernmill.com>',
  at: '2026-11-20T15:04:05.000Z',
}

function replyIn(event: unknown): ProviderReply {
  const news = readSmartleadEvent(event)
  if (news.is !== 'reply') throw new Error(`${news.is}: ${news.why}`)
  return news.reply
}

describe('what an event means', () => {
  const common = { prospectEmail: REPLY.email, prospectName: 'Dana Whitfield', campaignId: '4711' }
  it.each([
    ['a reply, flat', replyEvent(REPLY), { messageId: REPLY.messageId, replyText: REPLY.text, sequenceStep: '2' }],
    ['a reply, nested', nestedEvent(REPLY), { messageId: null, replyText: REPLY.html, websites: [REPLY.website] }],
    [
      'a category',
      categoryEvent(REPLY),
      { messageId: REPLY.messageId, replyText: REPLY.html, companyName: REPLY.company },
    ],
    [
      'a category without lastReply',
      categoryEvent(REPLY, { without: ['lastReply'] }),
      { messageId: REPLY.messageId, replyText: REPLY.html },
    ],
  ])('%s', (_, event, wanted) => {
    expect(replyIn(event)).toMatchObject({ ...common, ...wanted })
  })

  it('an untracked reply names its writer in one line', () => {
    const reply = replyIn(untrackedEvent(REPLY))
    expect(reply).toMatchObject({ prospectEmail: REPLY.email, prospectName: 'Dana Whitfield', replyText: REPLY.text })
  })

  it('ids are the same as text and as numbers', () => {
    expect(replyIn(replyEvent(REPLY, { ids: 'string' }))).toEqual(replyIn(replyEvent(REPLY, { ids: 'number' })))
  })

  it.each([
    ['sl_lead_email', [], { prospectEmail: REPLY.email, emailToCheck: null }],
    ['leadCorrespondence', ['sl_lead_email'], { prospectEmail: 'lead@fernmill.com', emailToCheck: null }],
    [
      'to_email, to be checked',
      ['sl_lead_email', 'leadCorrespondence'],
      { prospectEmail: null, emailToCheck: REPLY.email },
    ],
    [
      'nobody, when to_email is who sent it',
      ['sl_lead_email', 'leadCorrespondence', 'from_email'],
      { prospectEmail: null, emailToCheck: null },
    ],
  ])('the lead is %s', (_, without, wanted) => {
    const event = { ...replyEvent(REPLY), leadCorrespondence: { targetLeadEmail: 'lead@fernmill.com' } }
    const left = Object.fromEntries(Object.entries(event).filter(([name]) => !without.includes(name)))
    const same = without.includes('from_email') ? { from_email: REPLY.email } : {}
    expect(replyIn({ ...left, ...same })).toMatchObject(wanted)
  })

  it('the id of the mail that was answered is never the id of the reply', () => {
    const { reply_message: _, ...event } = replyEvent(REPLY)
    expect(replyIn({ ...event, message_id: '<sent-1@outreach-fleet.com>' }).messageId).toBeNull()
    expect(replyIn({ ...event, message_id: REPLY.messageId }).messageId).toBe(REPLY.messageId)
  })

  it('the newest reply of a history counts, whatever its order', () => {
    const entry = (n: number) => ({
      type: 'REPLY',
      message_id: `<${n}@a.com>`,
      time: `2026-11-0${n}T08:00:00Z`,
      email_body: `Text ${n}`,
    })
    const event = { ...categoryEvent(REPLY, { without: ['lastReply'] }), history: [entry(2), entry(3), entry(1)] }
    expect(replyIn(event)).toMatchObject({ messageId: '<3@a.com>', replyText: 'Text 3' })
    const named = { ...event, lastReply: { email_body: 'Text 2' } }
    expect(replyIn(named)).toMatchObject({ messageId: '<2@a.com>', replyText: 'Text 2' })
  })

  it.each(['Interested', 'Meeting Request', 'Information Request', 'Uncategorizable by Ai', 'Fit for spring'])(
    'the category %s takes the reply',
    (name) => expect(replyIn(categoryEvent(REPLY, { name })).replyText).toBe(REPLY.html),
  )

  it.each([
    'Not Interested',
    'Do Not Contact',
    'Out Of Office',
    'Wrong Person',
    'Sender Originated Bounce',
    'Unsubscribed',
  ])('the category %s takes nothing, in a reply’s event too', (name) => {
    expect(readSmartleadEvent(categoryEvent(REPLY, { name }))).toMatchObject({ is: 'ignored' })
    expect(readSmartleadEvent({ ...replyEvent(REPLY), lead_category: { new_name: name } })).toMatchObject({
      is: 'ignored',
    })
  })

  it('the number of a category says nothing', () => {
    expect(replyIn({ ...replyEvent(REPLY), category: '77', reply_category: 77 }).replyText).toBe(REPLY.text)
  })

  it.each([
    ['another event', { event_type: 'EMAIL_OPENED' }, 'ignored'],
    ['an event nobody knows', { event_type: 'LEAD_MOVED' }, 'ignored'],
    ['an event nobody knows that carries a reply', { ...replyEvent(REPLY), event_type: 'REPLY_V3' }, 'reply'],
    ['an event without a type that carries a reply', { ...replyEvent(REPLY, { without: ['event_type'] }) }, 'reply'],
    ['an empty object', {}, 'unreadable'],
    ['no object', 'text', 'unreadable'],
    [
      'wrong types everywhere',
      { event_type: 7, lead: [], history: 'no', reply_message: 'no', sl_lead_email: {} },
      'ignored',
    ],
  ])('%s', (_, event, is) => expect(readSmartleadEvent(event).is).toBe(is))
})

describe('look-ups', () => {
  let fake: FakeSmartlead
  beforeEach(async () => {
    fake = await createFakeSmartlead()
  })
  afterEach(() => fake.close())

  const NO_WANTS: ProviderWants = { email: false, website: false, name: false, campaign: false, text: false }
  const complete = (reply: ProviderReply, wants: Partial<ProviderWants>) =>
    createSmartlead({ apiKey: fake.key, baseUrl: fake.url }).complete(reply, {
      wants: { ...NO_WANTS, ...wants },
      isListed: false,
    })
  const bare = () => ({ ...replyIn(replyEvent(REPLY)), prospectName: null, campaignName: null, websites: [] })

  it('ask for what is wanted and nothing else', async () => {
    fake.know(REPLY)
    expect(await complete(bare(), { campaign: true })).toMatchObject({ reply: { campaignName: REPLY.campaignName } })
    expect(fake.requests.map(({ path }) => path)).toEqual(['/campaigns/4711'])
    await complete(bare(), { name: true })
    expect(fake.requests.map(({ path }) => path)).toEqual(['/campaigns/4711', '/leads/'])
  })

  it('a lead that Smartlead does not know, `{}`, changes nothing', async () => {
    expect(await complete(bare(), { name: true, website: true })).toEqual({ is: 'reply', reply: bare() })
  })

  it('an address to be checked is the prospect’s when it is a lead’s, and nobody’s otherwise', async () => {
    const unsure = { ...bare(), prospectEmail: null, emailToCheck: REPLY.email }
    expect(await complete(unsure, { email: true })).toMatchObject({
      reply: { prospectEmail: null, emailToCheck: null },
    })
    fake.know(REPLY)
    expect(await complete(unsure, { email: true })).toMatchObject({ reply: { prospectEmail: REPLY.email } })
  })

  it('the text comes from the history, that of the given moment', async () => {
    fake.know(REPLY)
    fake.know({
      ...REPLY,
      messageId: '<reply-2@mail.fernmill.com>',
      text: 'Later',
      html: 'Later',
      at: '2026-11-21T08:00:00.000Z',
    })
    const none = { ...bare(), replyText: null, messageId: null }
    expect(await complete(none, { text: true })).toMatchObject({
      reply: { messageId: REPLY.messageId, replyText: REPLY.html },
    })
    expect(await complete({ ...none, repliedAt: null }, { text: true })).toMatchObject({
      reply: { replyText: 'Later' },
    })
  })

  it('a failure names neither key nor address', async () => {
    fake.fault({ status: 400, body: { error: { code: 'BAD', message: `No ${REPLY.email} with ${fake.key}` } } })
    const error = await complete(bare(), { name: true }).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(ExternalError)
    expect(String(error)).toContain('smartlead (lead) answered 400')
    for (const secret of [REPLY.email, fake.key]) expect(JSON.stringify(error) + String(error)).not.toContain(secret)
  })
})
