import { describe, expect, it } from 'vitest'
import { readSmartleadEvent } from '../../../src/clients/smartlead/events.ts'
import type { Provider, ProviderEvent, ProviderReply } from '../../../src/pipeline/ports.ts'
import { toEvent } from '../../../src/pipeline/providers/incoming.ts'
import { domainOf, parseProviderReply, wantsOf } from '../../../src/pipeline/providers/reply-body.ts'
import { beginningOf, replyKeys } from '../../../src/pipeline/report/content-key.ts'
import { parseReply } from '../../../src/pipeline/report/intake.ts'

const REPLY: ProviderReply = {
  prospectEmail: 'dana@mail.fernmill.com',
  emailToCheck: null,
  prospectName: 'Dana Whitfield',
  prospectTitle: null,
  companyName: 'Fernmill Software',
  websites: [],
  spareDomain: null,
  replyText: 'Yes, send it over.',
  textIsCut: false,
  subject: null,
  campaignId: '4711',
  campaignName: 'Spring districts',
  sequenceStep: '2',
  messageId: '<reply-1@mail.fernmill.com>',
  threadId: null,
  repliedAt: '2026-11-20T15:04:05Z',
  leadId: '7',
  profileUrl: null,
  accountId: null,
}

describe('the domain of a reply', () => {
  it.each([
    ['its site', { websites: ['https://www.fernmill.org/about?x=1'] }, 'fernmill.org'],
    [
      'its site past LinkedIn',
      { websites: ['https://www.linkedin.com/company/x', 'n/a', 'fernmill.org'] },
      'fernmill.org',
    ],
    ['the host of the address', { websites: ['https://facebook.com/fernmill'] }, 'fernmill.com'],
    [
      'what stands beside a free-mail address',
      { prospectEmail: 'dana@gmail.com', spareDomain: 'fernmill.io' },
      'fernmill.io',
    ],
    ['nothing', { prospectEmail: 'dana@gmail.com', spareDomain: 'gmail.com' }, null],
    ['nothing without anything', { prospectEmail: null }, null],
  ])('is %s', (_, fields, domain) => expect(domainOf({ ...REPLY, ...fields })).toBe(domain))
})

describe('what is looked up', () => {
  const NOTHING = { email: false, website: false, name: false, campaign: false, text: false }
  it.each<[string, Partial<ProviderReply>, boolean, object]>([
    ['nothing when all is there', {}, false, {}],
    ['a site for a free-mail address', { prospectEmail: 'dana@gmail.com' }, false, { website: true }],
    ['a text that is cut', { textIsCut: true }, false, { text: true }],
    ['the text of what is listed', {}, true, { text: true }],
    [
      'an address that may be ours',
      { prospectEmail: null, emailToCheck: 'a@b.com' },
      false,
      { email: true, website: true },
    ],
    ['name and campaign', { prospectName: null, campaignName: null }, false, { name: true, campaign: true }],
  ])('%s', (_, fields, isListed, wanted) => {
    expect(wantsOf({ ...REPLY, ...fields }, isListed)).toEqual({ ...NOTHING, ...wanted })
  })
})

describe('as intake', () => {
  const event: ProviderEvent = {
    id: 'e1',
    provider: 'smartlead',
    kind: 'EMAIL_REPLY',
    body: {},
    tries: 1,
    receivedAt: new Date(),
  }
  it('a field that cannot be read costs the field, not the reply', () => {
    const odd = { ...REPLY, prospectEmail: 'not an address', sequenceStep: 'many', websites: ['fernmill.com'] }
    const parsed = parseProviderReply(odd, event, new Date())
    expect(parsed).toMatchObject({
      ok: true,
      input: { domain: 'fernmill.com', prospectEmail: null, sequenceStep: null, campaignId: '4711' },
    })
  })

  it('what is listed says so', () => {
    const now = new Date('2026-11-20T16:00:00Z')
    const parsed = parseProviderReply(REPLY, { ...event, kind: 'listed' }, now)
    expect(parsed).toMatchObject({
      extra: { reconciled: { provider: 'smartlead', at: now.toISOString() }, provider_event: 'e1' },
    })
  })
})

describe('an event as it is stored', () => {
  const provider: Provider = { name: 'smartlead', read: readSmartleadEvent, lookups: null }
  const stored = (body: unknown, requestId: string | null = null) =>
    toEvent(provider, { body, requestId }, ['path-token'])
  const reply = (id: string) => ({ event_type: 'EMAIL_REPLY', reply_message: { text: 'Yes', message_id: id } })

  it('carries no secret, at any depth and inside other text', () => {
    const body = { a: [{ Secret_Key: 'x' }], url: 'https://x/v1/webhooks/smartlead/path-token', secret_key: 'y' }
    expect(stored(body).body).toEqual({ a: [{}], url: 'https://x/v1/webhooks/smartlead/[hidden]' })
  })

  it('is known by request and message, or by its whole body', () => {
    const key = (body: unknown, requestId: string | null = null) => stored(body, requestId).dedupeKey
    expect(key({ b: 1, a: 2 })).toBe(key({ a: 2, b: 1 }))
    expect(key({ a: 1 })).not.toBe(key({ a: 2 }))
    expect(key({ ...reply('<1>'), retried: true }, 'r')).toBe(key(reply('<1>'), 'r'))
    expect(key(reply('<1>'), 'r')).not.toBe(key(reply('<2>'), 'r'))
    expect(key({ a: 1 }, 'r')).not.toBe(key({ a: 2 }, 'r'))
  })

  it.each([[null], ['text'], [[]], [{ event_type: 7 }]])('has no kind when it is %j', (body) => {
    expect(stored(body).kind).toBeNull()
  })
})

describe('the profile of a reply', () => {
  const profileOf = (extra: object) => {
    const parsed = parseReply({ domain: 'fernmill.com', ...extra })
    return parsed.ok ? replyKeys(parsed.input, parsed.extra).profile : 'not parsed'
  }
  const plain = profileOf({ linkedin_url: 'https://www.linkedin.com/in/dana-whitfield/' })

  it.each([
    ['linkedin_url', 'linkedin.com/in/Dana-Whitfield'],
    ['prospect_linkedin', 'http://uk.linkedin.com/in/dana-whitfield?trk=x#about'],
    ['profile_url', 'https://m.linkedin.com/in/dana%2Dwhitfield/details/'],
    ['LinkedIn Profile', ' https://linkedin.com/in/dana-whitfield '],
  ])('is the same as %s: %s', (field, address) => {
    expect(plain).toMatch(/^[\da-f]{64}$/)
    expect(profileOf({ [field]: address })).toBe(plain)
  })

  it.each([
    ['linkedin_url', 'https://www.linkedin.com/company/fernmill'],
    ['linkedin_url', 'https://www.linkedin.com/sales/lead/ACwAAA,x'],
    ['linkedin_url', 'https://linkedin.com.evil.example/in/dana-whitfield'],
    ['linkedin_url', 7],
    ['sender_linkedin_url', 'https://www.linkedin.com/in/dana-whitfield'],
    ['notes', 'https://www.linkedin.com/in/dana-whitfield'],
  ])('is unknown with %s: %s', (field, value) => expect(profileOf({ [field]: value })).toBeNull())

  it('is another one for another person', () => {
    expect(profileOf({ linkedin_url: 'https://www.linkedin.com/in/dana-whitfield-2' })).not.toBe(plain)
  })
})

describe('the content of a reply', () => {
  const keyOf = (fields: Record<string, unknown>) => {
    const parsed = parseReply({ domain: 'fernmill.com', prospect_email: 'dana@fernmill.com', ...fields })
    return parsed.ok ? replyKeys(parsed.input, parsed.extra).content : 'not parsed'
  }
  const plain = 'Yes, that is interesting: can you send me the report?'
  it.each([
    ['HTML', `<html><body><div>Yes, that is <b>interesting</b>: can you send me the report?</div></body></html>`],
    [
      'quoted history',
      `${plain}\n\nOn Mon, 2 Nov 2026 at 10:01, Sam Ito <sam@outreach.com> wrote:\n> Hello\n> Are you`,
    ],
    [
      'an Outlook header block',
      `${plain}\n\n________________________________\nFrom: Sam <sam@outreach.com>\nSent: Monday\nTo: Dana\nSubject: Hi\n\nHello`,
    ],
    ['other spaces, capitals and marks', plain.toUpperCase().replaceAll(' ', '  ').replaceAll(':', ' —')],
  ])('is the same with %s', (_, text) => {
    expect(keyOf({ reply_text: text, prospect_email: 'Dana@Fernmill.com' })).toBe(keyOf({ reply_text: plain }))
  })

  it('differs with the person and with the words', () => {
    expect(keyOf({ reply_text: plain })).not.toBe(keyOf({ reply_text: plain, prospect_email: 'ann@fernmill.com' }))
    expect(keyOf({ reply_text: plain })).not.toBe(keyOf({ reply_text: 'No, thank you.' }))
  })

  it('is its first 120 letters', () => {
    expect(beginningOf('a b! '.repeat(200))).toBe('ab'.repeat(60))
    expect(keyOf({ reply_text: `${'word '.repeat(40)}one` })).toBe(keyOf({ reply_text: `${'word '.repeat(40)}two` }))
  })

  it.each([
    ['no text', { reply_text: '' }],
    ['no address', { reply_text: plain, prospect_email: '' }],
    ['marks only', { reply_text: '?!' }],
  ])('is unknown with %s', (_, fields) => expect(keyOf(fields)).toBeNull())
})
