import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHeyreach } from '../../../src/clients/heyreach/client.ts'
import { readHeyreachEvent } from '../../../src/clients/heyreach/events.ts'
import type { ProviderReply, ProviderWants } from '../../../src/pipeline/ports.ts'
import {
  createFakeHeyreach,
  type FakeHeyreach,
  type HeyreachReply,
  heyreachEvent,
  profileOf,
} from '../../support/fake-heyreach.ts'

const REPLY: HeyreachReply = {
  conversationId: '2-abc',
  accountId: 77,
  slug: 'dana-whitfield',
  firstName: 'Dana',
  lastName: 'Whitfield',
  position: 'VP Sales',
  company: 'Fernmill Software',
  email: 'dana@gmail.com',
  website: 'fernmill.com',
  campaign: { id: 9, name: 'LinkedIn spring' },
  text: 'Interested, send it.',
  at: '2026-11-20T15:04:05.000Z',
}

function replyIn(event: unknown): ProviderReply {
  const news = readHeyreachEvent(event)
  if (news.is !== 'reply') throw new Error(`${news.is}: ${news.why}`)
  return news.reply
}

/** The same in camelCase, as the API itself writes. */
const camel = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(camel)
  if (typeof value !== 'object' || value === null) return value
  const name = (key: string) => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [name(key), camel(item)]))
}

describe('what an event means', () => {
  it('a reply, with who, where and what', () => {
    expect(replyIn(heyreachEvent(REPLY))).toMatchObject({
      prospectEmail: REPLY.email,
      prospectName: 'Dana Whitfield',
      prospectTitle: 'VP Sales',
      replyText: REPLY.text,
      campaignId: '9',
      campaignName: 'LinkedIn spring',
      threadId: '2-abc',
      accountId: '77',
      profileUrl: profileOf(REPLY),
      websites: ['https://www.linkedin.com/company/4711', 'fernmill.com'],
    })
  })

  it.each(['MESSAGE_REPLY_RECEIVED', 'EVERY_MESSAGE_REPLY_RECEIVED', 'INMAIL_REPLY_RECEIVED', null])(
    'is the same reply as %s, in snake and in camel case',
    (type) => {
      const event = heyreachEvent(REPLY, type)
      expect(replyIn(event)).toEqual(replyIn(heyreachEvent(REPLY)))
      expect(replyIn(camel(event))).toEqual(replyIn(event))
    },
  )

  it('their last message counts, whatever the order and however it is marked', () => {
    const at = (n: number) => `2026-11-0${n}T08:00:00Z`
    const theirs = (n: number) => ({ created_at: at(n), body: `Theirs ${n}`, sender: 'CORRESPONDENT' })
    const ours = { created_at: at(9), body: 'Ours', sender: 'ME' }
    for (const messages of [
      [theirs(1), theirs(2), ours],
      [ours, theirs(2), theirs(1)],
    ])
      expect(replyIn({ ...heyreachEvent(REPLY), recent_messages: messages }).replyText).toBe('Theirs 2')
  })

  it('the same words in the same conversation are the same message, whatever their punctuation', () => {
    const id = replyIn(heyreachEvent(REPLY)).messageId
    expect(replyIn(heyreachEvent({ ...REPLY, text: ' interested — SEND it ' })).messageId).toBe(id)
    expect(replyIn(heyreachEvent({ ...REPLY, text: 'No' })).messageId).not.toBe(id)
    expect(replyIn(heyreachEvent({ ...REPLY, conversationId: '2-other' })).messageId).not.toBe(id)
  })

  it.each([
    ['another event', { ...heyreachEvent(REPLY, 'CONNECTION_REQUEST_ACCEPTED') }, 'ignored'],
    ['an event without type and message', { lead: { profile_url: 'https://linkedin.com/in/x' } }, 'ignored'],
    ['a reply without its message', { event_type: 'MESSAGE_REPLY_RECEIVED' }, 'unreadable'],
    ['an empty object', {}, 'unreadable'],
    ['a list', [], 'unreadable'],
    ['wrong types everywhere', { lead: 1, recent_messages: {}, conversation_id: [] }, 'unreadable'],
  ])('%s', (_, event, is) => expect(readHeyreachEvent(event).is).toBe(is))
})

describe('look-ups', () => {
  let fake: FakeHeyreach
  beforeEach(async () => {
    fake = await createFakeHeyreach()
  })
  afterEach(() => fake.close())

  const NO_WANTS: ProviderWants = { email: false, website: false, name: false, campaign: false, text: false }
  const client = (apiKey = fake.key) => createHeyreach({ apiKey, baseUrl: fake.url })
  const complete = (wants: Partial<ProviderWants>, isListed = false, reply = replyIn(heyreachEvent(REPLY))) =>
    client().complete(reply, { wants: { ...NO_WANTS, ...wants }, isListed })

  it('a person nobody knows changes nothing: an empty page and a 404 are no failure', async () => {
    const bare = { ...replyIn(heyreachEvent(REPLY)), campaignId: null }
    expect(await complete({ website: true, campaign: true, text: true }, false, bare)).toEqual({
      is: 'reply',
      reply: bare,
    })
  })

  it('what is listed and belongs to no campaign is no reply of ours', async () => {
    fake.know({ ...REPLY, campaign: null })
    expect(await complete({}, true)).toMatchObject({ is: 'ignored' })
  })

  it('a bad key, too many requests and an HTML page are told apart', async () => {
    await expect(
      client('wrong').complete(replyIn(heyreachEvent(REPLY)), { wants: { ...NO_WANTS, name: true }, isListed: false }),
    ).rejects.toMatchObject({ status: 401, retryable: false })
    fake.fault({ status: 429, headers: { 'retry-after': '7' } })
    await expect(complete({ name: true })).rejects.toMatchObject({ status: 429, retryable: true, retryAfterMs: 7_000 })
    fake.fault('html')
    await expect(complete({ name: true })).rejects.toMatchObject({ status: 502, retryable: true })
    expect(fake.problems).toEqual(['a bad key for /lead/GetLead'])
  })

  it('pages are never larger than the service gives', async () => {
    for (let n = 0; n < 230; n += 1) fake.know({ ...REPLY, conversationId: `2-${n}` })
    const { replies, isWhole } = await client().inbox.since('inbox', new Date('2026-11-01T00:00:00Z'))
    expect([replies.length, isWhole, fake.requests.length]).toEqual([230, true, 3])
    expect(new Set(replies.map(({ key }) => key)).size).toBe(230)
  })
})
