import { describe, expect, test } from 'vitest'
import type { StarbridgeFault } from '../../../support/fake-starbridge.ts'
import { CEDAR, failureOf, sourceOn, startFake, valueOf } from './world.ts'

type Outcome = { status: number | null; code?: string; retryable: boolean; retryAfterMs?: number }

/** What either backend may meet, and what becomes of it. */
const FAULTS: [string, StarbridgeFault, Outcome][] = [
  ['401', { kind: 'status', status: 401 }, { status: 401, retryable: false }],
  ['403', { kind: 'status', status: 403 }, { status: 403, retryable: false }],
  ['415', { kind: 'status', status: 415 }, { status: 415, retryable: false }],
  ['429', { kind: 'status', status: 429, retryAfterSeconds: 7 }, { status: 429, retryable: true, retryAfterMs: 7_000 }],
  ['500', { kind: 'status', status: 500 }, { status: 500, retryable: true }],
  ['503', { kind: 'status', status: 503 }, { status: 503, retryable: true }],
  ['a redirect', { kind: 'status', status: 302 }, { status: 302, retryable: false }],
  ['an HTML page', { kind: 'html' }, { status: 200, code: 'html', retryable: false }],
  ['an HTML error page', { kind: 'html', status: 502 }, { status: 502, retryable: true }],
  ['half of JSON', { kind: 'bad-json' }, { status: 200, code: 'bad_json', retryable: false }],
  ['nothing', { kind: 'nothing' }, { status: 200, code: 'bad_json', retryable: false }],
  ['another shape', { kind: 'other-shape' }, { status: 200, code: 'bad_shape', retryable: false }],
  ['silence', { kind: 'hang' }, { status: null, code: 'timeout', retryable: true }],
  ['a stalled answer', { kind: 'stall' }, { status: null, code: 'timeout', retryable: true }],
  ['a cut connection', { kind: 'reset' }, { status: null, retryable: true }],
]

const slow = (fault: StarbridgeFault) => fault.kind === 'hang' || fault.kind === 'stall'

describe.each(['api', 'tools'] as const)('the %s', (which) => {
  const operation = which === 'api' ? 'attributes' : 'buyer_profile'

  test.each(FAULTS)('%s', async (_, fault, outcome) => {
    const fake = await startFake()
    fake.fault(operation, fault)
    const timeouts = slow(fault) ? { apiMs: 300, toolMs: 300 } : {}
    const error = await failureOf(sourceOn(fake, which, { timeouts }).record(CEDAR))
    expect(error).toMatchObject({ service: which === 'api' ? 'starbridge' : 'datagen', ...outcome })
    expect(fake.count(operation)).toBe(1)
  })

  test('a page where a buyer was not found means another address, not an unknown buyer', async () => {
    const fake = await startFake()
    fake.fault(operation, { kind: 'html', status: 404 })
    expect(await failureOf(sourceOn(fake, which).record(CEDAR))).toMatchObject({ status: 404, retryable: false })
  })

  test('a wrong key is named by no error', async () => {
    const fake = await startFake()
    const key = 'sb-live-0123456789abcdef'
    const source = sourceOn(fake, which, {
      api: which === 'api' ? { ...fake.api, apiKey: key } : null,
      tools: which === 'tools' ? { ...fake.tools, apiKey: key } : null,
    })
    const error = await failureOf(source.search({ name: 'Cedar', state: null }))
    expect(error).toMatchObject({ status: 401, retryable: false })
    expect(`${error.message} ${String(error.cause)}`).not.toContain(key)
  })

  test('a caller that leaves gets its own reason, and nobody else is asked', async () => {
    const fake = await startFake()
    fake.fault(operation, { kind: 'hang' })
    const leaving = new AbortController()
    const asked = sourceOn(fake, 'both', which === 'tools' ? { api: null } : {}).record(CEDAR, {
      abort: leaving.signal,
    })
    await fake.waitFor(() => fake.count(operation) === 1)
    const reason = new Error('The run was stopped')
    leaving.abort(reason)
    await expect(asked).rejects.toBe(reason)
    expect(fake.calls).toHaveLength(1)
  })
})

describe('a failure of the tools at status 200', () => {
  test.each<[string, StarbridgeFault, Outcome]>([
    ['upstream 401', { kind: 'upstream', status: 401 }, { status: 401, retryable: false }],
    ['upstream 429 in a text', { kind: 'upstream', status: 429, asText: true }, { status: 429, retryable: true }],
    ['upstream 500', { kind: 'upstream', status: 500 }, { status: 500, retryable: true }],
    ['upstream without a status', { kind: 'upstream', status: null }, { status: null, retryable: true }],
    ['refused by DataGen', { kind: 'refused', message: 'The tool crashed' }, { status: null, retryable: true }],
  ])('%s', async (_, fault, outcome) => {
    const fake = await startFake()
    fake.fault('buyer_contacts', fault)
    const error = await failureOf(sourceOn(fake, 'tools').contacts(CEDAR))
    expect(error).toMatchObject({ service: 'datagen', operation: 'buyer_contacts', code: 'tool_failed', ...outcome })
  })

  test('what it says is quoted without the key, addresses and phone numbers', async () => {
    const fake = await startFake()
    const message = `Contact vera@cedarhollow.example or +1-555-555-0171; key ${fake.tools.apiKey}`
    fake.fault('buyer_contacts', { kind: 'refused', message })
    const error = await failureOf(sourceOn(fake, 'tools').contacts(CEDAR))
    expect(error.message).toBe('datagen (buyer_contacts) failed: Contact [address] or [number]; key [hidden]')
  })
})

describe('with both backends', () => {
  test.each<[string, StarbridgeFault]>([
    ['429', { kind: 'status', status: 429 }],
    ['500', { kind: 'status', status: 500 }],
    ['a cut connection', { kind: 'reset' }],
    ['silence', { kind: 'hang' }],
  ])('the tools answer when the API fails in passing: %s', async (_, fault) => {
    const fake = await startFake()
    fake.fault('attributes', fault)
    fake.fault('search', fault)
    const source = sourceOn(fake, 'both', { timeouts: { apiMs: fault.kind === 'hang' ? 300 : 60_000 } })
    // A name the API gave means nothing to the tools.
    expect(await source.record(CEDAR, { etag: '"kept"' })).toMatchObject({ value: { id: CEDAR }, etag: null })
    expect(await valueOf(source.search({ name: 'Cedar Hollow', state: 'AZ' }))).toMatchObject([{ id: CEDAR }])
  })

  test.each([401, 403, 400])(
    '%i of the API is for somebody to put right, so the tools are not asked',
    async (status) => {
      const fake = await startFake()
      fake.fault('attributes', { kind: 'status', status })
      expect(await failureOf(sourceOn(fake, 'both').record(CEDAR))).toMatchObject({ service: 'starbridge', status })
      expect(fake.calls).toHaveLength(1)
    },
  )

  test('both failing is the failure of the one that was asked first', async () => {
    const fake = await startFake()
    fake.fault('attributes', { kind: 'status', status: 503 })
    fake.fault('buyer_profile', { kind: 'status', status: 401 })
    expect(await failureOf(sourceOn(fake, 'both').record(CEDAR))).toMatchObject({ service: 'starbridge', status: 503 })
    expect(fake.calls).toHaveLength(2)
  })

  test('contacts have one backend: its failure is not covered up', async () => {
    const fake = await startFake()
    fake.fault('buyer_contacts', { kind: 'status', status: 500 })
    expect(await failureOf(sourceOn(fake, 'both').contacts(CEDAR))).toMatchObject({ service: 'datagen', status: 500 })
  })
})
