import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebAPIPlatformError, WebClient } from '@slack/web-api'
import { onTestFinished } from 'vitest'
import { createWorkspace, type Workspace, type WorkspaceOptions } from '../../support/workspace/workspace.ts'

/** A workspace that closes with the test, without rate limits unless asked for. */
export async function openWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const workspace = await createWorkspace({ postsPerSecond: 0, ...options })
  onTestFinished(() => workspace.close())
  return workspace
}

/** The real SDK, told not to repeat anything. */
export function clientOf(workspace: Workspace, token = workspace.token): WebClient {
  return new WebClient(token, {
    slackApiUrl: workspace.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 60_000,
    logger: {
      debug() {},
      info() {},
      warn() {},
      error() {},
      setLevel() {},
      getLevel: () => 'error' as never,
      setName() {},
    },
  })
}

/** The error code a call ends with, or `ok`. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'ok'
  } catch (error) {
    if (error instanceof WebAPIPlatformError) return error.data.error
    return error instanceof Error ? error.name : String(error)
  }
}

export type Seen = { headers: http.IncomingHttpHeaders; body: string; path: string; payload: Record<string, unknown> }
export type TinyAnswer = { status?: number; body?: unknown; headers?: Record<string, string>; hang?: boolean }

/** A tiny app that records what it gets and answers by rule. It closes with the test. */
export async function tinyApp(answer: (seen: Seen, count: number) => TinyAnswer | Promise<TinyAnswer> = () => ({})) {
  const seen: Seen[] = []
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const one = { headers: request.headers, body, path: request.url ?? '', payload: readPayload(request, body) }
      seen.push(one)
      void Promise.resolve(answer(one, seen.length)).then(({ status = 200, body: out, headers, hang }) => {
        if (hang) return
        response.writeHead(status, headers)
        response.end(out === undefined ? '' : typeof out === 'string' ? out : JSON.stringify(out))
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

function readPayload(request: http.IncomingMessage, body: string): Record<string, unknown> {
  if (request.headers['content-type'] === 'application/json') return JSON.parse(body) as Record<string, unknown>
  const form = Object.fromEntries(new URLSearchParams(body))
  return form['payload'] === undefined ? form : (JSON.parse(form['payload']) as Record<string, unknown>)
}

export const SECRET = 'a-signing-secret'
export const INTENT = 'C0INTENT'

export const button = (action_id: string, text: string, more: object = {}) => ({
  type: 'button',
  action_id,
  text: { type: 'plain_text', text },
  ...more,
})
export const actions = (...elements: object[]) => ({ type: 'actions', elements })
export const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
export const input = (block_id: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id,
  label: { type: 'plain_text', text: `Label of ${block_id}` },
  element,
  ...more,
})
export const modal = (blocks: object[], more: object = {}) =>
  ({
    type: 'modal',
    callback_id: 'cb',
    title: { type: 'plain_text', text: 'A modal' },
    submit: { type: 'plain_text', text: 'Send' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks,
    ...more,
  }) as never
