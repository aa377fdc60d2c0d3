import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  boundedFetch,
  createHttp,
  type Http,
  type HttpRequest,
  restAsked,
  retryAfterMs,
} from '../../../src/clients/http.ts'
import { ExternalError } from '../../../src/errors.ts'
import { createFakeHttp, type FakeHttp } from '../../support/fake-http.ts'

const SECRET = 'sk-live-0123456789'
const Thing = z.object({ name: z.string() })

let fake: FakeHttp
let http: Http

beforeEach(async () => {
  fake = await createFakeHttp()
  http = createHttp({ service: 'apollo', timeoutMs: 60_000 })
})
afterEach(() => fake.close())

function asked(fields: Partial<HttpRequest> = {}): HttpRequest {
  return { operation: 'find', url: `${fake.url}/v1/find`, ...fields }
}

async function failure(work: Promise<unknown>): Promise<ExternalError> {
  const error = await work.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  )
  if (!(error instanceof ExternalError)) throw error
  return error
}

describe('request', () => {
  it('sends what it was given and returns status, headers and text', async () => {
    fake.expect('POST', '/v1/find').reply(201, 'made', { 'x-id': '7' })
    const answer = await http.request(asked({ method: 'POST', json: { a: 1 }, headers: { 'x-key': SECRET } }))
    expect([answer.status, answer.text, answer.headers.get('x-id')]).toEqual([201, 'made', '7'])
    expect(fake.seen[0]).toMatchObject({
      json: { a: 1 },
      headers: { 'x-key': SECRET, 'content-type': 'application/json' },
    })
    await fake.done()
  })

  it.each([
    [400, false],
    [401, false],
    [402, false],
    [403, false],
    [404, false],
    [409, false],
    [422, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
  ])('turns %i into an error that is retryable: %s', async (status, retryable) => {
    fake.expect('GET', '/v1/find').reply(status, { error: { code: 'E1', message: 'Because of this.' } })
    expect(await failure(http.request(asked()))).toMatchObject({
      service: 'apollo',
      operation: 'find',
      status,
      code: 'E1',
      retryable,
      message: `apollo (find) answered ${status}: Because of this.`,
    })
    await fake.done()
  })

  it('lets the caller accept a status, and follows no redirect', async () => {
    fake.expect('GET', '/v1/find').reply(404, 'none')
    fake.expect('GET', '/v1/find').reply(302, '', { location: `${fake.url}/elsewhere` })
    expect((await http.request(asked({ accept: [404] }))).status).toBe(404)
    expect(await failure(http.request(asked({ headers: { 'x-key': SECRET } })))).toMatchObject({
      status: 302,
      retryable: false,
    })
    expect(fake.seen).toHaveLength(2)
    await fake.done()
  })

  it('reads Retry-After', async () => {
    fake.expect('GET', '/v1/find').reply(429, '', { 'retry-after': '7' })
    expect((await failure(http.request(asked()))).retryAfterMs).toBe(7000)
    await fake.done()
  })

  it('gives up on a service that does not answer, or stops in the middle', async () => {
    fake.expect('GET', '/v1/find').hang()
    expect(await failure(http.request(asked({ timeoutMs: 40 })))).toMatchObject({
      code: 'timeout',
      status: null,
      retryable: true,
    })
    fake.expect('GET', '/v1/find').disconnect()
    expect(await failure(http.request(asked()))).toMatchObject({ status: null, retryable: true })
    await fake.done()
  })

  it('says that nobody listens, with the code of the network', async () => {
    await fake.close()
    expect(await failure(http.request(asked()))).toMatchObject({ code: 'ECONNREFUSED', retryable: true, status: null })
  })

  it('throws the reason of the caller who gave up', async () => {
    fake.expect('GET', '/v1/find').hang()
    const controller = new AbortController()
    const reason = new Error('the run was cancelled')
    const work = http.request(asked({ abort: controller.signal }))
    controller.abort(reason)
    await expect(work).rejects.toBe(reason)
    await expect(http.request(asked({ abort: AbortSignal.abort(reason) }))).rejects.toBe(reason)
  })

  it('stops reading an answer that is too large', async () => {
    fake.expect('GET', '/v1/find').reply(200, 'x'.repeat(50_000))
    expect(await failure(http.request(asked({ maxBytes: 10_000 })))).toMatchObject({
      code: 'too_large',
      retryable: false,
    })
    await fake.done()
  })
})

describe('secrets', () => {
  it('stay out of every message, even when the service repeats them', async () => {
    const said = `key ${SECRET} and Bearer tok-987654321 are not valid`
    fake.expect('GET', /^\/v1\/find/).reply(401, { message: said })
    const error = await failure(
      http.request(
        asked({
          url: `${fake.url}/v1/find?api_key=${SECRET}&q=fleet`,
          headers: { authorization: 'Bearer tok-987654321' },
        }),
      ),
    )
    expect(error.message).toContain('not valid')
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toMatch(/sk-live|tok-98/)
    await fake.done()
  })

  it.each([
    ['an address that is none', { url: `not a url ${SECRET}` }],
    ['a password in the address', { url: `http://me:${SECRET}@127.0.0.1:1/` }],
    ['a header that cannot be sent', { headers: { 'x-key': `${SECRET}\nx` } }],
  ])('stay out of the error about %s', async (_, fields) => {
    const error = await failure(http.request(asked(fields)))
    expect(error).toMatchObject({ code: 'bad_request', retryable: false })
    expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toContain(SECRET)
  })
})

describe('json', () => {
  it('parses by the schema', async () => {
    fake.expect('GET', '/v1/find').reply(200, { name: 'a', more: 1 })
    expect(await http.json(asked(), Thing)).toEqual({ name: 'a' })
    expect(fake.seen[0]?.headers.accept).toBe('application/json')
    await fake.done()
  })

  it.each([
    ['a web page', '<!doctype html><title>Sign in</title>', 'html', /an HTML page instead of JSON/],
    ['nothing', '', 'bad_json', /nothing instead of JSON/],
    ['half of it', '{"name":', 'bad_json', /not JSON/],
    ['another shape', '{"name":5}', 'bad_shape', /name: /],
  ])('says so when it gets %s', async (_, body, code, message) => {
    fake.expect('GET', '/v1/find').reply(200, body)
    const error = await failure(http.json(asked(), Thing))
    expect(error).toMatchObject({ code, retryable: false, status: 200 })
    expect(error.message).toMatch(message)
    await fake.done()
  })

  it('says that an error page is a page and does not quote it', async () => {
    fake.expect('GET', '/v1/find').reply(502, '<html><body>Bad gateway</body></html>')
    expect(await failure(http.json(asked(), Thing))).toMatchObject({
      message: 'apollo (find) answered 502: an HTML page',
      retryable: true,
    })
    await fake.done()
  })
})

describe('boundedFetch', () => {
  it('bounds time and size for an SDK and changes nothing else', async () => {
    const bounded = boundedFetch(fetch, { timeoutMs: 60_000, maxBytes: 100 })
    fake.expect('GET', '/ok').reply(418, 'tea', { 'x-a': 'b' })
    const response = await bounded(`${fake.url}/ok`)
    expect([response.status, await response.text(), response.headers.get('x-a')]).toEqual([418, 'tea', 'b'])
    fake.expect('GET', '/large').reply(200, 'x'.repeat(500))
    await expect(bounded(`${fake.url}/large`).then((large) => large.text())).rejects.toThrow(/larger than 100 bytes/)
    fake.expect('GET', '/slow').hang()
    await expect(boundedFetch(fetch, { timeoutMs: 60 })(`${fake.url}/slow`)).rejects.toMatchObject({
      name: 'TimeoutError',
    })
    fake.expect('GET', '/none').reply(204)
    expect((await bounded(`${fake.url}/none`)).status).toBe(204)
    await fake.done()
  })
})

describe('retryAfterMs', () => {
  const now = new Date('2026-03-02T10:00:00Z')
  it.each([
    ['3', 3000],
    ['0.5', 500],
    ['Mon, 02 Mar 2026 10:00:09 GMT', 9000],
    ['Mon, 02 Mar 2026 09:00:00 GMT', 0],
    ['999999', 900_000],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('reads %s', (value, ms) => {
    expect(retryAfterMs(value, now)).toBe(ms)
  })
})

describe('the fake itself', () => {
  it('fails on an unexpected request and on an unused expectation', async () => {
    fake.expect('GET', '/used')
    fake.expect('GET', '/unused?x=1').times(2)
    await http.request(asked({ url: `${fake.url}/used` }))
    expect(await failure(http.request(asked({ url: `${fake.url}/other?y=2` })))).toMatchObject({ status: 599 })
    await expect(fake.done()).rejects.toThrow(/unexpected GET \/other\?y=2\nunused GET \/unused\?x=1 \(2 left\)/)
  })
})

describe('how long a service wants to be left alone', () => {
  const now = new Date('2026-11-20T12:00:00Z')
  const inTenSeconds = String(now.getTime() / 1000 + 10)
  it.each<[string, number, Record<string, string>, number]>([
    ['a good answer', 200, {}, 0],
    ['a good answer with some left', 200, { 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '9' }, 0],
    ['the last one, seconds from now', 200, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9' }, 9_000],
    ['the last one, as Unix time', 200, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inTenSeconds }, 10_000],
    ['the last one, without a reset', 200, { 'x-ratelimit-remaining': '0' }, 0],
    ['429 with Retry-After', 429, { 'retry-after': '7', 'x-ratelimit-reset': '9' }, 7_000],
    ['429 with a reset only', 429, { 'x-ratelimit-reset': '9' }, 9_000],
    ['a bare 429', 429, {}, 5_000],
    ['503 with Retry-After', 503, { 'retry-after': '2' }, 2_000],
    ['a bare 500', 500, {}, 0],
    ['an absurd reset', 429, { 'x-ratelimit-reset': '99999999' }, 15 * 60_000],
  ])('%s', (_, status, headers, ms) => {
    expect(restAsked({ status, headers: new Headers(headers) }, now)).toBe(ms)
  })
})

describe('a pace', () => {
  it('is asked before every request and told what the service says', async () => {
    fake.expect('GET', '/x').reply(429, {}, { 'retry-after': '3' })
    const heard: string[] = []
    const pace = {
      turn: async (mostMs: number) => {
        heard.push(`turn within ${mostMs}`)
        return 0
      },
      pause: async (ms: number) => void heard.push(`pause ${ms}`),
    }
    const http = createHttp({ service: 'paced', timeoutMs: 60_000, pace })
    await expect(http.request({ operation: 'look', url: `${fake.url}/x` })).rejects.toMatchObject({ status: 429 })
    expect(heard).toEqual(['turn within 30000', 'pause 3000'])
  })

  it('that has no turn soon is a failure that may pass, and nothing is sent', async () => {
    const pace = { turn: async () => null, pause: async () => undefined }
    const http = createHttp({ service: 'paced', timeoutMs: 60_000, pace })
    await expect(http.request({ operation: 'look', url: 'http://127.0.0.1:9/x' })).rejects.toMatchObject({
      code: 'paced',
      retryable: true,
      retryAfterMs: 30_000,
    })
  })
})
