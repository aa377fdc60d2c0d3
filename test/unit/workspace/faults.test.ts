import { WebAPIHTTPError, type WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { describe, expect, it } from 'vitest'
import { createWorkspace } from '../../support/workspace/workspace.ts'
import { clientOf, codeOf, INTENT, openWorkspace } from './setup.ts'

async function setup() {
  const workspace = await openWorkspace()
  const client = clientOf(workspace)
  const post = (text = 'x') => client.chat.postMessage({ channel: INTENT, text })
  return { workspace, post }
}

describe('faults', () => {
  it('answers an error code as often as asked, where the rule holds', async () => {
    const { workspace, post } = await setup()
    const fault = workspace.fault(
      'chat.postMessage',
      { kind: 'error', error: 'fatal_error' },
      { times: 2, when: (args) => args['text'] === 'bad' },
    )
    expect([
      await codeOf(post('good')),
      await codeOf(post('bad')),
      await codeOf(post('bad')),
      await codeOf(post('bad')),
    ]).toEqual(['ok', 'fatal_error', 'fatal_error', 'ok'])
    expect(fault.used()).toBe(2)
    expect(workspace.messages(INTENT).map((one) => one.text)).toEqual(['good', 'bad'])
  })

  it('answers 500, 429 with Retry-After, and HTML', async () => {
    const { workspace, post } = await setup()
    workspace.fault('chat.postMessage', { kind: 'http', status: 500 })
    expect(await post().catch((error: unknown) => error)).toBeInstanceOf(WebAPIHTTPError)
    workspace.fault('chat.postMessage', { kind: 'rate-limit', retryAfterSeconds: 7 })
    const limited = (await post().catch((error: unknown) => error)) as WebAPIRateLimitedError
    expect(limited.retryAfter).toBe(7)
    workspace.fault('chat.postMessage', { kind: 'html' })
    expect(await codeOf(post())).toMatch(/^<!doctype html>/)
    expect(workspace.messages(INTENT)).toEqual([])
  })

  it('drops after storing, resets before storing', async () => {
    const { workspace, post } = await setup()
    workspace.fault('chat.postMessage', { kind: 'drop' })
    expect(await post('stored').catch((error: unknown) => error)).toBeInstanceOf(WebAPIRequestError)
    workspace.fault('chat.postMessage', { kind: 'reset' })
    expect(await post('lost').catch((error: unknown) => error)).toBeInstanceOf(WebAPIRequestError)
    expect(workspace.messages(INTENT).map((one) => one.text)).toEqual(['stored'])
    expect(workspace.calls.map((call) => [call.answer?.ok, call.status])).toEqual([
      [true, null],
      [undefined, null],
    ])
  })

  it('delays the answer, not the work', async () => {
    const { workspace, post } = await setup()
    workspace.fault('chat.postMessage', { kind: 'delay', ms: 60_000 })
    const slow = post('slow').catch((error: unknown) => error)
    await workspace.waitFor(() => workspace.messages(INTENT).length === 1, { what: 'the message is stored' })
    await workspace.close()
    expect(await slow).toBeInstanceOf(WebAPIRequestError)
  })
})

describe('waiting', () => {
  it('sees what is already there, what comes, and says what did not', async () => {
    const { workspace, post } = await setup()
    const coming = workspace.waitFor(() => workspace.messages(INTENT).find((one) => one.text === 'here'))
    await post('here')
    expect((await coming).text).toBe('here')
    expect(await workspace.waitFor(() => 'at once')).toBe('at once')
    await expect(workspace.waitFor(() => null, { timeoutMs: 10, what: 'a miracle' })).rejects.toThrow(
      /within 10 ms: a miracle\. Last calls: chat\.postMessage/,
    )
  })

  it('fails everybody who waits when the workspace closes, and frees the port', async () => {
    const workspace = await createWorkspace()
    const waiting = workspace.waitFor(() => null, { what: 'never' }).catch((error: Error) => error.message)
    const port = Number(new URL(workspace.url).port)
    await workspace.close()
    expect(await waiting).toMatch(/closed while waiting for: never/)
    const again = await createWorkspace({ port })
    expect(new URL(again.url).port).toBe(String(port))
    await again.close()
  })
})
