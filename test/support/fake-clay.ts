import type { IncomingHttpHeaders } from 'node:http'
import { type Exchange, listenOnLoopback, sendJson } from './loopback.ts'
import { type Changes, createChanges } from './workspace/changes.ts'

export type ClayPayload = Record<string, unknown>

export type ClayPost = {
  payload: ClayPayload
  headers: IncomingHttpHeaders
  at: number
  /** What was answered; null when the connection was cut or left hanging. */
  status: number | null
}

/** What a post meets. `drop` takes it and then cuts the connection, `reset` cuts it before. */
export type ClayFault =
  | { kind: 'status'; status: number; retryAfterSeconds?: number }
  | { kind: 'html' }
  | { kind: 'drop' }
  | { kind: 'reset' }
  | { kind: 'hang' }

export type FakeClay = {
  /** For `CLAY_CALLBACK_URL`. */
  url: string
  /** For `CLAY_CALLBACK_TOKEN`. */
  token: string
  /** Every post that came, taken or not. */
  posts: readonly ClayPost[]
  /** What was taken, oldest first. */
  taken(): ClayPayload[]
  /** Where a post broke the rules of a Clay webhook source; a good run leaves this empty. */
  problems: readonly string[]
  /** The next `times` posts (default 1) meet this. */
  fault(fault: ClayFault, times?: number): void
  waitFor: Changes['waitFor']
  close(): Promise<void>
}

/** As Clay's community support names it: 100 KB a record. */
const MOST_BYTES = 100_000

/**
 * A strict stand-in for a Clay webhook source with authentication on: one flat JSON object a post, `dm_info` being the
 * one object in it. A wrong token gets 401, a wrong shape 400, and both are written down as problems.
 */
export async function createFakeClay(options: { token?: string } = {}): Promise<FakeClay> {
  const token = options.token ?? 'clay-callback-token'
  const posts: ClayPost[] = []
  const kept: ClayPayload[] = []
  const problems: string[] = []
  const faults: ClayFault[] = []
  const changes = createChanges(() => `Posts: ${posts.length}, taken: ${kept.length}, problems: ${problems.join('; ')}`)

  const refuse = ({ response }: Exchange, status: number, message: string) => {
    problems.push(message)
    sendJson(response, status, { type: status === 401 ? 'Unauthorized' : 'BadRequest', message })
    return status
  }

  const take = (exchange: Exchange, payload: ClayPayload): number => {
    kept.push(payload)
    exchange.response.writeHead(200, { 'content-type': 'text/plain' })
    exchange.response.end('OK')
    return 200
  }

  const meet = (fault: ClayFault, { request, response }: Exchange, payload: ClayPayload): number | null => {
    if (fault.kind === 'drop') kept.push(payload)
    if (fault.kind === 'drop' || fault.kind === 'reset') request.socket.destroy()
    if (fault.kind === 'html') {
      response.writeHead(502, { 'content-type': 'text/html' })
      response.end('<!doctype html><title>Bad gateway</title>')
      return 502
    }
    if (fault.kind !== 'status') return null
    const wait = fault.retryAfterSeconds
    sendJson(
      response,
      fault.status,
      { type: 'Error', message: 'as asked for' },
      wait === undefined ? {} : { 'retry-after': String(wait) },
    )
    return fault.status
  }

  const server = await listenOnLoopback((exchange) => {
    const { request, body } = exchange
    const payload = parse(body)
    const post: ClayPost = { payload: payload ?? {}, headers: request.headers, at: Date.now(), status: null }
    posts.push(post)
    const problem = problemOf(exchange, payload)
    const fault = faults.shift()
    if (request.headers['x-clay-webhook-auth'] !== token)
      post.status = refuse(exchange, 401, 'the x-clay-webhook-auth header is missing or wrong')
    else if (problem !== null || payload === null) post.status = refuse(exchange, 400, problem ?? 'no JSON object')
    else post.status = fault ? meet(fault, exchange, payload) : take(exchange, payload)
    changes.changed()
  })

  return {
    url: `${server.url}/v3/sources/webhook/stand-in`,
    token,
    posts,
    taken: () => structuredClone(kept),
    problems,
    fault: (fault, times = 1) => void faults.push(...Array.from({ length: times }, () => fault)),
    waitFor: (predicate, options) => changes.waitFor(predicate, options),
    async close() {
      changes.close()
      await server.close()
    },
  }
}

function parse(body: string): ClayPayload | null {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ClayPayload) : null
  } catch {
    return null
  }
}

function problemOf({ request, path, body }: Exchange, payload: ClayPayload | null): string | null {
  if (request.method !== 'POST') return `a webhook source takes POST, not ${request.method}`
  if (path !== '/v3/sources/webhook/stand-in') return `there is no webhook source at ${path}`
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return 'the content type is not JSON'
  if (Buffer.byteLength(body) > MOST_BYTES) return `a record is larger than ${MOST_BYTES} bytes`
  if (payload === null) return 'the body is no JSON object'
  const nested = Object.entries(payload).find(
    ([key, value]) => typeof value === 'object' && value !== null && key !== 'dm_info',
  )
  return nested ? `the record is not flat: ${nested[0]}` : null
}
