import { describe, expect, it, onTestFinished } from 'vitest'
import { createClayCallbacks } from '../../../src/clients/clay/client.ts'
import { createFakeClay, type FakeClay } from '../../support/fake-clay.ts'

const PAYLOAD = { id: 'r1', delivery_id: 'd1', status: 'delivered', tier: 1, dm_info: { name: 'Ada' }, dm_name: 'Ada' }

async function open() {
  const clay = await createFakeClay()
  onTestFinished(() => clay.close())
  return { clay, send: senderTo(clay) }
}

type Sender = { token?: string | null; timeoutMs?: number }

const senderTo = (clay: FakeClay, { token = clay.token, timeoutMs = 60_000 }: Sender = {}) => {
  const callbacks = createClayCallbacks({ callbackUrl: clay.url, callbackToken: token, timeoutMs })
  return (payload: Record<string, unknown>) => callbacks.send(payload)
}

describe('the stand-in for Clay', () => {
  it('takes a flat record and keeps it', async () => {
    const { clay, send } = await open()
    await expect(send(PAYLOAD)).resolves.toEqual({ status: 200 })
    expect(clay.taken()).toEqual([PAYLOAD])
    expect(clay.problems).toEqual([])
  })

  it('tells who waits', async () => {
    const { clay, send } = await open()
    const waiting = clay.waitFor(() => clay.taken().find(({ id }) => id === 'r1'))
    await send(PAYLOAD)
    await expect(waiting).resolves.toEqual(PAYLOAD)
  })

  it.each([
    [{ nested: { a: 1 } }, /not flat: nested/],
    [{ list: [1] }, /not flat: list/],
    [{ text: 'x'.repeat(100_001) }, /larger than/],
  ])('refuses a record that Clay would not take', async (payload, problem) => {
    const { clay, send } = await open()
    await expect(send(payload)).rejects.toMatchObject({ service: 'clay', status: 400, retryable: false })
    expect(clay.taken()).toEqual([])
    expect(clay.problems).toEqual([expect.stringMatching(problem)])
  })

  it.each([null, 'another-token'])('refuses the token %s', async (token) => {
    const { clay } = await open()
    await expect(senderTo(clay, { token })(PAYLOAD)).rejects.toMatchObject({ status: 401 })
    expect(clay.taken()).toEqual([])
  })

  it('fails as it is told to, and then takes again', async () => {
    const { clay, send } = await open()
    clay.fault({ kind: 'status', status: 503 })
    clay.fault({ kind: 'status', status: 429, retryAfterSeconds: 2 })
    clay.fault({ kind: 'html' })
    clay.fault({ kind: 'reset' })
    clay.fault({ kind: 'hang' })
    await expect(send(PAYLOAD)).rejects.toMatchObject({ status: 503, retryable: true })
    await expect(send(PAYLOAD)).rejects.toMatchObject({ status: 429, retryAfterMs: 2_000 })
    await expect(send(PAYLOAD)).rejects.toMatchObject({ status: 502 })
    await expect(send(PAYLOAD)).rejects.toMatchObject({ status: null })
    await expect(senderTo(clay, { timeoutMs: 300 })(PAYLOAD)).rejects.toMatchObject({ status: null, code: 'timeout' })
    expect(clay.taken()).toEqual([])
    await send(PAYLOAD)
    expect(clay.taken()).toHaveLength(1)
    expect(clay.posts.map(({ status }) => status)).toEqual([503, 429, 502, null, null, 200])
  })

  it('may take a record and lose the answer', async () => {
    const { clay, send } = await open()
    clay.fault({ kind: 'drop' })
    await expect(send(PAYLOAD)).rejects.toMatchObject({ status: null, retryable: true })
    expect(clay.taken()).toEqual([PAYLOAD])
  })
})
