import { describe, expect, it, onTestFinished } from 'vitest'
import { createFakeHttp } from '../../support/fake-http.ts'
import { createSignalsGate } from '../../support/signals-gate.ts'

async function open() {
  const target = await createFakeHttp()
  const gate = await createSignalsGate(target.url)
  onTestFinished(async () => {
    await gate.close()
    await target.close()
  })
  return { target, gate }
}

describe('the gate before the signals', () => {
  it('hands requests through, with headers, and answers back', async () => {
    const { target, gate } = await open()
    target.expect('GET', '/rest/v1/signals?select=*').reply(206, [{ id: 's1' }], { 'content-range': '0-0/1' })
    const answer = await fetch(`${gate.url}/rest/v1/signals?select=*`, { headers: { apikey: 'k' } })
    expect(answer.status).toBe(206)
    expect(answer.headers.get('content-range')).toBe('0-0/1')
    await expect(answer.json()).resolves.toEqual([{ id: 's1' }])
    expect(target.seen[0]?.headers['apikey']).toBe('k')
  })

  it('fails until it is opened', async () => {
    const { target, gate } = await open()
    gate.fault('down')
    await expect(fetch(gate.url)).rejects.toThrow('fetch failed')
    gate.fault({ status: 503, retryAfterSeconds: 3 })
    const busy = await fetch(gate.url)
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '3'])
    gate.fault('html')
    expect((await fetch(gate.url)).headers.get('content-type')).toBe('text/html')
    gate.fault('hang')
    await expect(fetch(gate.url, { signal: AbortSignal.timeout(50) })).rejects.toThrow(/timeout/)
    gate.open()
    target.expect('GET', '/').reply(200, {})
    expect((await fetch(gate.url)).status).toBe(200)
    expect(gate.requests()).toBe(5)
    expect(target.seen).toHaveLength(1)
  })
})
