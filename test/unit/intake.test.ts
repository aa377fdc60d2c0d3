import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageKey, parseReply, parseReportRequest } from '../../src/pipeline/report/intake.ts'
import type { ReplyInput } from '../../src/pipeline/report/types.ts'

const accepted = (body: unknown): { input: ReplyInput; extra: Record<string, unknown> } => {
  const result = parseReply(body)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result
}
const problems = (body: unknown) => {
  const result = parseReply(body)
  return result.ok ? [] : result.problems
}
const paths = (body: unknown) => problems(body).map((problem) => problem.path)

describe('a reply as Clay sends it', () => {
  test('every field, cleaned and renamed', () => {
    const { input, extra } = accepted({
      domain: 'https://www.fernmill.example/',
      prospect_name: '  Dana\u0000  Reyes ',
      prospect_email: 'Dana@Fernmill.example',
      prospect_title: 'VP\tSales',
      company_name: 'Fernmill',
      reply_text: 'Yes\r\nplease\u0007',
      product: 'Route planning',
      campaign_id: 77,
      campaign_name: 'Fall',
      sequence_step: '2',
      message_id: '<a@b>',
      thread_id: 12,
      replied_at: '2026-11-20 10:00',
      account_tier: 'tier 1',
      requested_tier: 'T2',
      row_url: 'https://clay.example/row',
    })
    expect(input).toEqual({
      domain: 'fernmill.example',
      domainWarning: null,
      prospectName: 'Dana Reyes',
      prospectEmail: 'dana@fernmill.example',
      prospectTitle: 'VP Sales',
      companyName: 'Fernmill',
      replyText: 'Yes\nplease',
      product: 'Route planning',
      campaignId: '77',
      campaignName: 'Fall',
      sequenceStep: 2,
      messageId: '<a@b>',
      threadId: '12',
      repliedAt: '2026-11-20T10:00:00.000Z',
      accountTier: 'T1',
      requestedTier: 2,
    })
    expect(extra).toEqual({ row_url: 'https://clay.example/row' })
  })

  test('"", spaces and null are absent', () => {
    const { input } = accepted({
      domain: 'fernmill.example',
      prospect_email: ' ',
      sequence_step: '',
      campaign_id: null,
      reply_text: '  ',
    })
    expect(input).toMatchObject({ prospectEmail: null, sequenceStep: null, campaignId: null, replyText: null })
  })

  test('the domain comes from the e-mail when it is absent, and from itself when given', () => {
    expect(accepted({ prospect_email: 'dana@eu.fernmill.example' }).input.domain).toBe('fernmill.example')
    expect(accepted({ domain: 'oak.example', prospect_email: 'dana@gmail.com' }).input.domain).toBe('oak.example')
    expect(accepted({ domain: 'dana@fernmill.example' }).input.domain).toBe('fernmill.example')
    expect(accepted({ domain: 'аpple.com' }).input.domainWarning).toMatch(/looks like apple\.com/)
  })

  test('first and last name fill a missing name, and never replace one', () => {
    expect(accepted({ domain: 'a.example', first_name: 'Dana', last_name: 'Reyes' }).input.prospectName).toBe(
      'Dana Reyes',
    )
    expect(accepted({ domain: 'a.example', first_name: 'Dana', prospect_name: 'D. Reyes' }).input.prospectName).toBe(
      'D. Reyes',
    )
  })

  test('names are bounded, a long reply is kept whole', () => {
    const { input } = accepted({
      domain: 'a.example',
      prospect_name: 'n'.repeat(5000),
      reply_text: 'r'.repeat(150_000),
    })
    expect(input.prospectName).toHaveLength(200)
    expect(input.replyText).toHaveLength(150_000)
  })

  test('direction overrides and lone surrogates are gone', () => {
    const { input } = accepted({ domain: 'a.example', prospect_name: 'Dana\u202egnp.exe', company_name: 'Fern\ud800' })
    expect(input.prospectName).toBe('Danagnp.exe')
    expect(input.companyName?.isWellFormed()).toBe(true)
  })

  test.each([
    ['2026-11-20T10:00:00+02:00', '2026-11-20T08:00:00.000Z'],
    ['Fri, 20 Nov 2026 10:00:00 -0500', '2026-11-20T15:00:00.000Z'],
    ['Nov 20, 2026 10:00 AM', '2026-11-20T10:00:00.000Z'],
    [1795000000, '2026-11-18T11:06:40.000Z'],
    ['1795000000000', '2026-11-18T11:06:40.000Z'],
  ])('replied_at %s', (value, expected) => {
    expect(accepted({ domain: 'a.example', replied_at: value }).input.repliedAt).toBe(expected)
  })

  test.each(['whenever', 'hello 1', '1970-01-01T00:00:00Z', '20-99-2026', 5, true])(
    'replied_at %s never costs the reply and is kept as it came',
    (value) => {
      const { input, extra } = accepted({ domain: 'a.example', replied_at: value })
      expect(input.repliedAt).toBeNull()
      expect(extra).toEqual({ replied_at: value })
    },
  )

  test('an account tier of their own is kept as it came', () => {
    const { input, extra } = accepted({ domain: 'a.example', account_tier: 'Gold' })
    expect(input.accountTier).toBeNull()
    expect(extra).toEqual({ account_tier: 'Gold' })
  })
})

describe('what is not a reply', () => {
  test.each([[[]], [null], ['text'], [7], [undefined]])('%j is no object', (body) => {
    expect(paths(body)).toEqual([''])
  })

  test('nothing to tell the company by', () => {
    expect(problems({})).toEqual([
      { path: 'domain', problem: "Expected a domain, or a prospect_email on the company's own host; got neither." },
    ])
    expect(problems({ prospect_email: 'dana@gmail.com' })[0]?.problem).toMatch(/gmail\.com is a free-mail host/)
  })

  test('an invalid domain is a problem even beside a good e-mail', () => {
    expect(paths({ domain: 'not a domain', prospect_email: 'dana@fernmill.example' })).toEqual(['domain'])
    expect(paths({ domain: '10.0.0.1' })).toEqual(['domain'])
    expect(paths({ domain: 'gmail.com', prospect_email: 'dana@fernmill.example' })).toEqual(['domain'])
  })

  test('all problems at once, one per field, each says what came', () => {
    const found = problems({
      domain: 42,
      prospect_email: 'nope',
      sequence_step: 'two',
      requested_tier: 9,
      reply_text: {},
      prospect_name: ['x'],
    })
    expect(Object.fromEntries(found.map(({ path, problem }) => [path, problem]))).toEqual({
      domain: 'Expected a domain such as fernmill.com, got the number 42.',
      prospect_email: 'Expected an e-mail address such as dana@fernmill.com, got the text "nope".',
      sequence_step: 'Expected a step number from 0 to 1000, got the text "two".',
      requested_tier: 'Expected tier 1, 2 or 3, got the number 9.',
      reply_text: 'Expected text, got an object.',
      prospect_name: 'Expected text, got a list.',
    })
  })

  test('a field of the prototype is not a field of the body', () => {
    expect(paths(Object.create({ domain: 'fernmill.example' }))).toEqual(['domain'])
  })
})

describe('fields we do not know', () => {
  test('at most 50 keys and 20 kB, the rest dropped', () => {
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`k${index}`, index]))
    expect(Object.keys(accepted({ domain: 'a.example', ...many }).extra)).toHaveLength(50)
    const { extra } = accepted({ domain: 'a.example', big: 'x'.repeat(30_000), small: 1 })
    expect(extra).toEqual({ small: 1 })
  })

  test('what a JSON column refuses is cleaned, and __proto__ sets nothing', () => {
    const { extra } = accepted(
      JSON.parse('{"domain":"a.example","a":"x\\u0000y","b":["\\ud800"],"__proto__":{"admin":true}}'),
    )
    expect(JSON.stringify(extra)).not.toMatch(/\\u0000|\\ud800/)
    expect(extra['a']).toBe('xy')
    expect(Reflect.get(extra, 'admin')).toBeUndefined()
  })

  test('a deep value ends somewhere', () => {
    const deep = JSON.parse(`${'['.repeat(4000)}${']'.repeat(4000)}`)
    expect(JSON.stringify(accepted({ domain: 'a.example', deep }).extra).length).toBeLessThan(60)
  })
})

describe('the key of a message', () => {
  const base = {
    domain: 'a.example',
    prospect_email: 'dana@a.example',
    campaign_id: '1',
    sequence_step: 2,
    reply_text: 'Yes  please',
  }
  const key = (changes: object) => messageKey(accepted({ ...base, ...changes }).input)

  test('the same message_id is the same message whatever else differs', () => {
    expect(key({ message_id: 'm1', reply_text: 'a' })).toBe(
      key({ message_id: '<m1>', reply_text: 'b', campaign_id: 9 }),
    )
    expect(key({ message_id: 'm1' })).not.toBe(key({ message_id: 'm2' }))
  })

  test('without one, spaces and capitals of the e-mail do not matter, everything else does', () => {
    expect(key({})).toBe(key({ reply_text: 'Yes\nplease', prospect_email: 'DANA@a.example' }))
    for (const change of [
      { reply_text: 'No' },
      { sequence_step: 3 },
      { campaign_id: '2' },
      { prospect_email: 'x@a.example' },
      { domain: 'b.example' },
    ])
      expect(key(change)).not.toBe(key({}))
  })

  test('is sha256 in hex, and a message_id cannot imitate a content key', () => {
    expect(key({})).toMatch(/^[0-9a-f]{64}$/)
    expect(key({ message_id: JSON.stringify(['content', 'a.example']) })).not.toBe(key({}))
  })
})

describe('reports asked for by API', () => {
  test('one domain', () => {
    expect(
      parseReportRequest({ domain: 'www.fernmill.example', product: ' Buses ', tier: '3', fresh: true, post: 'true' }),
    ).toEqual({
      ok: true,
      many: false,
      requests: [{ domain: 'fernmill.example', warning: null, product: 'Buses', tier: 3, fresh: true, post: true }],
    })
  })

  test('several, with the shared options off by default, order and repeats kept', () => {
    const result = parseReportRequest({ domains: ['a.example', 'b.example', 'a.example'] })
    expect(result.ok && result.many && result.requests.map((request) => request.domain)).toEqual([
      'a.example',
      'b.example',
      'a.example',
    ])
    expect(result.ok && result.requests[0]).toMatchObject({ product: null, tier: null, fresh: false, post: false })
  })

  test('problems name the place in the list', () => {
    const result = parseReportRequest({ domains: ['a.example', 'x', 3, '10.0.0.1'], tier: 4 })
    expect(result.ok ? [] : result.problems.map((problem) => problem.path)).toEqual([
      'tier',
      'domains.1',
      'domains.2',
      'domains.3',
    ])
  })

  test.each([
    [{}, 'domain'],
    [{ domains: [] }, 'domains'],
    [{ domains: 'a.example' }, 'domains'],
    [{ domain: 'a.example', domains: ['b.example'] }, 'domain'],
    [null, ''],
    [{ domain: 'gmail.com' }, 'domain'],
    [{ domain: 'a.example', fresh: 'maybe' }, 'fresh'],
  ])('%j is refused at "%s"', (body, path) => {
    const result = parseReportRequest(body)
    expect(result.ok ? [] : result.problems.map((problem) => problem.path)).toEqual([path])
  })

  test('501 are refused, 500 are accepted', () => {
    const tooMany = parseReportRequest({ domains: Array.from({ length: 501 }, () => 'a.example') })
    expect(tooMany.ok ? [] : tooMany.problems).toEqual([
      { path: 'domains', problem: 'Expected 1 to 500 domains, got 501.' },
    ])
    const result = parseReportRequest({ domains: Array.from({ length: 500 }, (_, index) => `d${index}.example`) })
    expect(result.ok && result.requests).toHaveLength(500)
  })
})

test('parseReply and parseReportRequest never throw on any JSON', () => {
  const field = fc.constantFrom(
    'domain',
    'prospect_email',
    'reply_text',
    'replied_at',
    'requested_tier',
    'sequence_step',
    'account_tier',
    'domains',
    'tier',
    'x',
  )
  const body = fc.oneof(fc.jsonValue(), fc.dictionary(field, fc.jsonValue()))
  fc.assert(
    fc.property(body, (value) => {
      const reply = parseReply(value)
      const request = parseReportRequest(value)
      return (reply.ok || reply.problems.length > 0) && (request.ok || request.problems.length > 0)
    }),
  )
})
