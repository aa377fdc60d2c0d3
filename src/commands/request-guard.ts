import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '../log.ts'
import { readBody } from './raw-body.ts'

/**
 * What Slack's SDK leaves open: it lets a time stamp of the future pass and takes the same signed request again and
 * again (https://docs.slack.dev/authentication/verifying-requests-from-slack). A request is let in when its stamp is
 * within five minutes of ours in either direction, its signature is right, it is seen for the first time by any process
 * that shares our database, and its body is one the SDK can read.
 */
export type RequestGuard = {
  /** True when the request may go on, its body at `rawBody`; otherwise it has been answered. Never throws. */
  admit(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  /** Whether an admitted request is seen for the first time; slower than `admit` waits for while the database is slow. */
  isFirst(request: IncomingMessage): Promise<boolean>
}

export type GuardOptions = {
  signingSecret: string
  /** True the first time only, for every process that shares the memory. */
  once: (key: string) => Promise<boolean>
  log: Logger
  /** Milliseconds since 1970: the real ones, as Slack's. */
  now?: () => number
}

type Refusal = { status: 400 | 401 | 408 | 413 | 415; code: string; message: string }

const REFUSALS = {
  too_large: { status: 413, code: 'too_large', message: 'The body is larger than anything Slack sends.' },
  too_slow: { status: 408, code: 'unavailable', message: 'The body did not arrive in time.' },
  unsigned: { status: 401, code: 'unauthorized', message: 'Expected a request signed by Slack.' },
  stale: { status: 401, code: 'unauthorized', message: 'Expected a time stamp within five minutes of now.' },
  repeated: { status: 401, code: 'unauthorized', message: 'This request was already received.' },
  wrong_type: { status: 415, code: 'unsupported_type', message: 'Expected a form or JSON.' },
  unreadable: { status: 400, code: 'invalid_json', message: 'The body cannot be read.' },
} as const satisfies Record<string, Refusal>

const MOST_SKEW_S = 300
/** Slack wants its answer within 3 s: a database that is slow to remember may not use them up. */
const REMEMBER_MS = 1_000

export function createRequestGuard({ signingSecret, once, log, now = Date.now }: GuardOptions): RequestGuard {
  const firsts = new WeakMap<IncomingMessage, Promise<boolean>>()

  async function check(request: IncomingMessage): Promise<keyof typeof REFUSALS | 'ssl_check' | null> {
    const body = await readBody(request)
    if (typeof body === 'string') return body
    if (isSslCheck(request, body)) return 'ssl_check'
    const problem =
      signatureProblem(request, body, { signingSecret, nowS: now() / 1_000 }) ?? bodyProblem(request, body)
    if (problem) return problem
    const first = once(`slack-signature:${String(request.headers['x-slack-signature'])}`)
    firsts.set(request, first)
    // When the memory fails or is slow the handler meets it too, after it has acknowledged: nothing is done unchecked.
    const isFirst = await Promise.race([first.catch(() => true), pause(REMEMBER_MS, true, { ref: false })])
    if (!isFirst) return 'repeated'
    Object.assign(request, { rawBody: body })
    return null
  }

  return {
    async admit(request, response) {
      const outcome = await check(request)
      if (outcome === null) return true
      if (outcome === 'ssl_check') response.end()
      else {
        log.warn({ reason: outcome }, 'A request to the Slack door was refused')
        refuse(response, REFUSALS[outcome])
      }
      return false
    },
    isFirst: (request) => firsts.get(request) ?? Promise.resolve(false),
  }
}

function refuse(response: ServerResponse, { status, code, message }: Refusal): void {
  // What is left of a body we do not want is not waited for.
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  response.end(JSON.stringify({ error: { code, message } }))
}

type Truth = { signingSecret: string; nowS: number }

function signatureProblem(request: IncomingMessage, body: Buffer, truth: Truth): 'unsigned' | 'stale' | null {
  const { 'x-slack-signature': signature, 'x-slack-request-timestamp': stamp } = request.headers
  if (typeof signature !== 'string' || typeof stamp !== 'string' || !/^\d{1,12}$/.test(stamp)) return 'unsigned'
  const expected = `v0=${createHmac('sha256', truth.signingSecret).update(`v0:${stamp}:`).update(body).digest('hex')}`
  if (signature.length !== expected.length) return 'unsigned'
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return 'unsigned'
  return Math.abs(truth.nowS - Number(stamp)) > MOST_SKEW_S ? 'stale' : null
}

const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'

function typeOf(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

/** The SDK reads only the bare type, and a body that is no object ends the process. */
function bodyProblem(request: IncomingMessage, body: Buffer): 'wrong_type' | 'unreadable' | null {
  const type = typeOf(request)
  if (type !== FORM && type !== JSON_TYPE) return 'wrong_type'
  request.headers['content-type'] = type
  const text = body.toString()
  const json = type === JSON_TYPE ? text : new URLSearchParams(text).get('payload')
  return json === null || isJsonObject(json) ? null : 'unreadable'
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

/** That request is short; nothing longer is read before its signature is. */
const SSL_CHECK_BYTES = 4_096

/** Slack looks at our certificate with an unsigned request, which is answered and does nothing. */
function isSslCheck(request: IncomingMessage, body: Buffer): boolean {
  const isSmall = body.length <= SSL_CHECK_BYTES
  return isSmall && typeOf(request) === FORM && new URLSearchParams(body.toString()).get('ssl_check') === '1'
}
