import http from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { API_TOKEN, type Api, INTAKE_TOKEN, startTestApp, type TestApp, textAt } from '../support/app.ts'
import { checked } from '../support/openapi-check.ts'

/** POST /v1/replies by the contract, on the whole app. */

const JSON_TYPE = { 'content-type': 'application/json' }
let test: TestApp
let intake: Api
let unique = 0
/** A reply nobody sent before. */
const reply = (fields: Record<string, unknown> = {}) => ({
  domain: 'fernmill.com',
  prospect_email: 'dana@fernmill.com',
  reply_text: 'Yes, send it over.',
  message_id: `m-${++unique}`,
  ...fields,
})

beforeAll(async () => {
  test = await startTestApp()
  intake = checked(test.api(INTAKE_TOKEN))
})
afterAll(() => test?.stop())

const inputOf = async (id: unknown) =>
  (await test.database.pool.query('select input, extra from intel.replies where id = $1', [id])).rows[0]
const countOf = async (sql: string, values: unknown[]) =>
  Number((await test.database.pool.query(`select count(*) as n from ${sql}`, values)).rows[0]?.n)

describe('a reply', () => {
  it('is stored before the answer, which names where to read the report', async () => {
    const answer = await intake('POST', '/v1/replies', reply())
    expect(answer.status).toBe(202)
    expect(answer.json).toMatchObject({ status: 'queued', duplicate: false })
    expect(await countOf('intel.replies where id = $1', [answer.json['id']])).toBe(1)
    const read = await intake('GET', textAt(answer.json, 'status_url'))
    expect(read.status).toBe(200)
    expect(read.json['id']).toBe(answer.json['id'])
  })

  it.each([
    ['fernmill.com', 'fernmill.com'],
    ['FERNMILL.COM.', 'fernmill.com'],
    ['https://www.fernmill.com:443/pricing?x=1#y', 'fernmill.com'],
    ['mailto:dana@mail.fernmill.com', 'fernmill.com'],
    ['  <dana@fernmill.com> ', 'fernmill.com'],
    ['acme.myshopify.com', 'acme.myshopify.com'],
    ['www.mesa.k12.az.us', 'mesa.k12.az.us'],
    ['bücher-schule.de', 'xn--bcher-schule-dlb.de'],
  ])('takes the domain %s', async (given, domain) => {
    const answer = await intake('POST', '/v1/replies', reply({ domain: given }))
    expect(answer.status).toBe(202)
    expect((await inputOf(answer.json['id'])).input.domain).toBe(domain)
  })

  it('finds the domain in the e-mail address', async () => {
    const answer = await intake('POST', '/v1/replies', reply({ domain: '', prospect_email: 'Dana@Mail.Fernmill.com' }))
    expect((await inputOf(answer.json['id'])).input).toMatchObject({
      domain: 'fernmill.com',
      prospectEmail: 'dana@mail.fernmill.com',
    })
  })

  it('comes as Clay sends it: blanks are absent, numbers are text and ids are numbers, unknown fields are kept', async () => {
    const body = reply({
      prospect_title: '',
      company_name: '   ',
      product: null,
      campaign_id: 1234,
      sequence_step: '2',
      requested_tier: 'tier 3',
      account_tier: 't1',
      replied_at: 'yesterday-ish',
      clay_row: { id: 'r_1', list: [1, 2] },
    })
    const answer = await intake('POST', '/v1/replies', body)
    expect(answer.status).toBe(202)
    const { input, extra } = await inputOf(answer.json['id'])
    expect(input).toMatchObject({
      prospectTitle: null,
      companyName: null,
      product: null,
      campaignId: '1234',
      sequenceStep: 2,
      requestedTier: 3,
      accountTier: 'T1',
      repliedAt: null,
    })
    expect(extra).toEqual({ replied_at: 'yesterday-ish', clay_row: { id: 'r_1', list: [1, 2] } })
  })

  it('is held, not run, when it is an absence note', async () => {
    const text = 'I am out of the office until Monday and will answer when I am back.'
    const answer = await intake('POST', '/v1/replies', reply({ reply_text: text }))
    await test.waitForStatus(textAt(answer.json, 'id'), 'held')
    expect(await countOf('intel.runs where subject_id = $1', [answer.json['id']])).toBe(0)
    const read = await intake('GET', `/v1/reports/${textAt(answer.json, 'id')}`)
    expect(read.json).toMatchObject({ status: 'held', run_id: null, content: null, progress: [] })
  })

  it('survives hostile text', async () => {
    const text = `\u0000 ' ; drop table intel.replies; -- <script> \ud800 \u202e ${'💥'.repeat(100)}`
    const answer = await intake('POST', '/v1/replies', reply({ prospect_name: text, reply_text: text, '\u0000': text }))
    expect(answer.status).toBe(202)
    expect((await intake('GET', `/v1/reports/${textAt(answer.json, 'id')}`)).status).toBe(200)
  })
})

describe('the same message', () => {
  it('is known again: 200, the same id, nothing runs twice', async () => {
    const body = reply()
    const first = await intake('POST', '/v1/replies', body)
    const again = await intake('POST', '/v1/replies', { ...body, reply_text: 'Another text with the same id' })
    expect(again.status).toBe(200)
    expect(again.json).toMatchObject({ id: first.json['id'], duplicate: true })
  })

  it('is told by its content when it has no id, spaces aside', async () => {
    const body = reply({ message_id: '', reply_text: 'Send it  over,\nplease.', campaign_id: 'by-content' })
    const first = await intake('POST', '/v1/replies', body)
    const again = await intake('POST', '/v1/replies', { ...body, reply_text: ' Send it over, please. ' })
    const other = await intake('POST', '/v1/replies', { ...body, sequence_step: 2 })
    expect([first.status, again.status, other.status]).toEqual([202, 200, 202])
    expect(again.json['id']).toBe(first.json['id'])
    expect(other.json['id']).not.toBe(first.json['id'])
  })

  it('arriving 50 times at once is one reply, one message and one run', async () => {
    await test.seedSignals([
      {
        id: 'par-1',
        domain: 'parallel-mill.com',
        title: 'Laptop tender',
        buyer_name: 'Cedar USD',
        event_date: '2026-11-01',
      },
    ])
    const body = reply({ domain: 'parallel-mill.com', prospect_email: 'pat@parallel-mill.com' })
    const answers = await Promise.all(Array.from({ length: 50 }, () => intake('POST', '/v1/replies', body)))
    expect(new Set(answers.map(({ json }) => json['id'])).size).toBe(1)
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1)
    expect(answers.filter(({ json }) => json['duplicate'] as unknown as boolean)).toHaveLength(49)
    const id = textAt(answers[0]?.json ?? {}, 'id')
    await test.waitForStatus(id, 'delivered')
    await test.waitForQuiet()
    expect(await countOf('intel.runs where subject_id = $1', [id])).toBe(1)
    const roots = test.workspace
      .posts('C0INTENT')
      .filter((post) => post.text.includes('pat@parallel-mill.com') && post.thread_ts === undefined)
    expect(roots).toHaveLength(1)
    expect(test.clay.taken().filter((payload) => payload['id'] === id)).toHaveLength(1)
  })
})

describe('what is refused', () => {
  it.each([
    ['nothing', '', /JSON/],
    ['half a document', '{"domain":', /JSON/],
    ['a word', 'domain=fernmill.com', /JSON/],
  ])('%s is invalid_json', async (_, body, message) => {
    const answer = await intake('POST', '/v1/replies', body, { headers: JSON_TYPE })
    expect(answer.status).toBe(400)
    expect(answer.json).toMatchObject({ error: { code: 'invalid_json', message: expect.stringMatching(message) } })
  })

  it.each([
    ['a list', [], ''],
    ['a text', '"fernmill.com"', ''],
    ['null', 'null', ''],
    ['no domain at all', { reply_text: 'Yes' }, 'domain'],
    ['a free-mail address alone', { prospect_email: 'dana@gmail.com' }, 'domain'],
    ['a free-mail domain', { domain: 'gmail.com' }, 'domain'],
    ['an IP address', { domain: '10.0.0.1' }, 'domain'],
    ['a single word', { domain: 'fernmill' }, 'domain'],
    ['localhost', { domain: 'http://localhost:3000' }, 'domain'],
    ['an ending that does not exist', { domain: 'fernmill.internal' }, 'domain'],
    ['two domains', { domain: 'fernmill.com, brightpath.com' }, 'domain'],
    ['a number as domain', { domain: 42 }, 'domain'],
    ['an object as domain', { domain: { name: 'fernmill.com' } }, 'domain'],
    ['a wrong domain beside a good address', { domain: 'n/a', prospect_email: 'dana@fernmill.com' }, 'domain'],
    ['an address that is none', { domain: 'fernmill.com', prospect_email: 'dana at fernmill' }, 'prospect_email'],
    ['a list as text', { domain: 'fernmill.com', reply_text: ['Yes'] }, 'reply_text'],
    ['a step that is no number', { domain: 'fernmill.com', sequence_step: 'second' }, 'sequence_step'],
    ['tier 4', { domain: 'fernmill.com', requested_tier: 4 }, 'requested_tier'],
    ['an id without end', { domain: 'fernmill.com', message_id: 'm'.repeat(1_001) }, 'message_id'],
  ])('%s is invalid_input, with its path', async (_, body, path) => {
    const answer = await intake('POST', '/v1/replies', body, { headers: JSON_TYPE })
    expect(answer.status).toBe(422)
    const { error } = answer.json as unknown as {
      error: { code: string; details: { path: string; problem: string }[] }
    }
    expect(error.code).toBe('invalid_input')
    expect(error.details.map((detail) => detail.path)).toEqual([path])
    expect(error.details[0]?.problem).toMatch(/Expected|free-mail/)
  })

  it('names all problems of a body at once', async () => {
    const answer = await intake('POST', '/v1/replies', { domain: 7, prospect_email: 'x', sequence_step: -1 })
    const { error } = answer.json as unknown as { error: { details: { path: string }[] } }
    expect(error.details.map(({ path }) => path).sort()).toEqual(['domain', 'prospect_email', 'sequence_step'])
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'content type %s is unsupported_type',
    async (type) => {
      const answer = await intake('POST', '/v1/replies', '{}', { headers: { 'content-type': type } })
      expect([answer.status, answer.json['error']?.['code']]).toEqual([415, 'unsupported_type'])
    },
  )

  it.each(['application/json; charset=utf-8', 'application/JSON', 'application/vnd.api+json'])(
    'content type %s is JSON',
    async (type) => {
      const answer = await intake('POST', '/v1/replies', reply(), { headers: { 'content-type': type } })
      expect(answer.status).toBe(202)
    },
  )

  it('a body over 256 kB is too_large, one of exactly 256 kB is not', async () => {
    const bytes = 256 * 1024
    const empty = JSON.stringify(reply({ reply_text: '' })).length
    const fits = JSON.stringify(reply({ reply_text: 'y'.repeat(bytes - empty) }))
    expect(Buffer.byteLength(fits)).toBe(bytes)
    expect((await intake('POST', '/v1/replies', fits)).status).toBe(202)
    const answer = await intake('POST', '/v1/replies', `${fits} `)
    expect([answer.status, answer.json['error']?.['code']]).toEqual([413, 'too_large'])
  })

  it('a body over 256 kB without a length is too_large as well, and the connection stays', async () => {
    const line = http.request(`${test.url}/v1/replies`, {
      method: 'POST',
      agent: new http.Agent({ keepAlive: true, maxSockets: 1 }),
      headers: { ...JSON_TYPE, authorization: `Bearer ${INTAKE_TOKEN}` },
    })
    const cut = new Promise<string>((resolve) => line.once('error', (error) => resolve(String(error))))
    for (let n = 0; n < 10; n += 1) line.write(Buffer.alloc(64 * 1024, ' '))
    line.end()
    const answered = new Promise<http.IncomingMessage>((resolve) => line.once('response', resolve))
    const answer = await Promise.race([answered, cut])
    if (typeof answer === 'string') throw new Error(answer)
    expect(answer.statusCode).toBe(413)
    expect(JSON.parse(await text(answer))).toMatchObject({ error: { code: 'too_large' } })
  })
})

describe('who may bring replies', () => {
  it.each([
    ['nobody', null, undefined],
    ['a stranger', 'intake-tokem', undefined],
    ['the holder of the other token', API_TOKEN, undefined],
    ['a longer token', `${INTAKE_TOKEN}x`, undefined],
    ['another scheme', null, { authorization: `Basic ${INTAKE_TOKEN}` }],
    ['an empty token', null, { authorization: 'Bearer ' }],
  ])('not %s', async (_, token, headers) => {
    const call = checked(test.api(token))
    const answer = await call('POST', '/v1/replies', reply(), headers ? { headers } : {})
    expect([answer.status, answer.json['error']?.['code']]).toEqual([401, 'unauthorized'])
  })

  it('the token is looked at before the body', async () => {
    const answer = await checked(test.api(null))('POST', '/v1/replies', '{', { headers: JSON_TYPE })
    expect(answer.status).toBe(401)
  })
})

it('takes nothing it cannot store, and goes on when the database is back', async () => {
  const own = await startTestApp({ noSlack: true, noModel: true, noClay: true })
  try {
    const bring = checked(own.api(INTAKE_TOKEN))
    own.databaseGate.shut()
    const body = reply()
    const refused = await own.until(async () => {
      const answer = await bring('POST', '/v1/replies', body)
      return answer.status === 202 ? null : answer
    })
    expect([refused.status, refused.json['error']?.['code']]).toEqual([503, 'unavailable'])
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
    expect((await checked(own.api(null))('GET', '/readyz')).json).toEqual({ status: 'not_ready', database: 'away' })
    expect((await checked(own.api(null))('GET', '/healthz')).status).toBe(200)
    own.databaseGate.open()
    const taken = await own.until(async () => {
      const answer = await bring('POST', '/v1/replies', body)
      return answer.status < 300 ? answer : null
    })
    await own.waitForStatus(textAt(taken.json, 'id'), 'no_signals')
    expect((await own.database.pool.query('select id from intel.replies')).rows).toEqual([{ id: taken.json['id'] }])
  } finally {
    await own.stop()
  }
})
