import { setTimeout as wait } from 'node:timers/promises'
import type { z } from 'zod'
import { ExternalError } from '../errors.ts'
import type { Logger } from '../log.ts'

/** Any longer wait asked for by `Retry-After` is cut to this: 15 minutes. */
const RETRY_AFTER_CEILING_MS = 15 * 60_000
const DEFAULT_MAX_BYTES = 10 * 1024 * 1024
const PLAIN_HEADERS = new Set(['accept', 'content-type', 'user-agent', 'prefer', 'accept-profile', 'content-profile'])
/** What a service may not be quoted with: keys, and whom it was asked about. */
const SECRET_PARAMETER = /key|token|secret|password|auth|signature|mail|^sig$|^code$/i
/** Nobody waits longer for their turn at a service: they are told to come back. */
const LONGEST_TURN_MS = 30_000
/** How long a service is left alone that says "too many" and not for how long. */
const REST_MS = 5_000

export type HttpRequest = {
  /** What is asked, in our words, for errors and the log: `chat.postMessage`. Never holds a secret. */
  operation: string
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string | URL
  headers?: Record<string, string>
  body?: string | Uint8Array<ArrayBuffer> | FormData
  /** Sent as JSON with its content type; wins over `body`. */
  json?: unknown
  abort?: AbortSignal
  /** Milliseconds to the last byte of the answer; the client's own limit by default. */
  timeoutMs?: number
  maxBytes?: number
  /** Statuses outside 200 to 299 that are an answer and not a failure here. */
  accept?: readonly number[]
}

export type HttpAnswer = { status: number; headers: Headers; text: string }

export type Http = {
  /**
   * One request, never repeated. Throws `ExternalError` for every failure; an abort by the caller is thrown as the
   * caller's own reason, because the caller knows why.
   */
  request(request: HttpRequest): Promise<HttpAnswer>
  /** The same, its body parsed by `schema`. An answer that is not JSON, or not of this shape, is an `ExternalError`. */
  json<Output>(request: HttpRequest, schema: z.ZodType<Output>): Promise<Output>
  /** The second half of `json`, for a caller that looks at the status or the headers of the answer first. */
  parse<Output>(answer: HttpAnswer, schema: z.ZodType<Output>, operation: string): Output
}

/** How often a service may be asked, over all processes. */
export type Pace = {
  /** Keeps the next free moment for one request: milliseconds until then, or null when it is more than `mostMs` away. */
  turn(mostMs: number): Promise<number | null>
  /** The service wants to be left alone for so long. */
  pause(ms: number): Promise<void>
}

export type HttpOptions = {
  /** Our word for the service, as in `ExternalError.service`. */
  service: string
  /** Every request waits for its turn, which is no part of its own time limit. */
  pace?: Pace
  fetch?: typeof fetch
  timeoutMs: number
  maxBytes?: number
  log?: Logger
}

/**
 * The only way out to other services. It bounds time and size, follows no redirect (a key must not travel to another
 * host) and turns every failure into an `ExternalError` whose text holds no header value and no secret of the address.
 */
export function createHttp(options: HttpOptions): Http {
  const request = async (asked: HttpRequest): Promise<HttpAnswer> => {
    const began = performance.now()
    const { service, log } = options
    if (options.pace) await takeTurn(options.pace, { service, operation: asked.operation }, asked.abort)
    try {
      const answer = await exchange(options, asked)
      log?.debug({ service, operation: asked.operation, status: answer.status, ms: since(began) }, 'outside request')
      return answer
    } catch (error) {
      const code = error instanceof ExternalError ? (error.code ?? error.status) : 'aborted'
      log?.debug({ service, operation: asked.operation, code, ms: since(began) }, 'outside request failed')
      throw error
    }
  }
  return {
    request,
    async json(asked, schema) {
      const answer = await request({ ...asked, headers: { accept: 'application/json', ...asked.headers } })
      return parseJson(answer, schema, { service: options.service, operation: asked.operation })
    },
    parse: (answer, schema, operation) => parseJson(answer, schema, { service: options.service, operation }),
  }
}

/**
 * A `fetch` for an SDK that insists on making its own requests: the same limits of time (milliseconds, to the last
 * byte) and size (bytes), nothing else changed. On either limit the SDK sees a rejected request or a broken body.
 */
export function boundedFetch(inner: typeof fetch, limits: { timeoutMs: number; maxBytes?: number }): typeof fetch {
  return async (input, init) => {
    const clock = AbortSignal.timeout(limits.timeoutMs)
    const given = init?.signal ?? (input instanceof Request ? input.signal : null)
    const signal = given ? AbortSignal.any([given, clock]) : clock
    const response = await inner(input, { ...init, signal })
    if (response.body === null) return response
    const body = response.body.pipeThrough(sizeLimit(limits.maxBytes ?? DEFAULT_MAX_BYTES))
    return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers })
  }
}

/** `Retry-After` in seconds or as an HTTP date, in milliseconds from `now`, at most 15 minutes. Undefined without one. */
export function retryAfterMs(value: string | null, now: Date): number | undefined {
  const text = value?.trim()
  if (!text) return undefined
  const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime()
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(Math.ceil(wait), 0), RETRY_AFTER_CEILING_MS)
}

/**
 * How long a service wants to be left alone, in milliseconds; 0 when it does not. Read from `Retry-After`, from
 * `X-RateLimit-Remaining` at 0 with `X-RateLimit-Reset` (seconds from now, or a moment as Unix time), and from a bare 429.
 */
export function restAsked({ status, headers }: Pick<HttpAnswer, 'status' | 'headers'>, now: Date): number {
  const isRefused = status === 429
  const isSpent = headers.get('x-ratelimit-remaining')?.trim() === '0'
  const after = isRefused || status === 503 ? retryAfterMs(headers.get('retry-after'), now) : undefined
  if (after !== undefined) return after
  const reset = isRefused || isSpent ? resetMs(headers.get('x-ratelimit-reset'), now) : undefined
  return reset ?? (isRefused ? REST_MS : 0)
}

function resetMs(value: string | null, now: Date): number | undefined {
  const number = value === null || value.trim() === '' ? Number.NaN : Number(value)
  if (!Number.isFinite(number)) return retryAfterMs(value, now)
  const ms = number > 1e12 ? number - now.getTime() : number > 1e9 ? number * 1000 - now.getTime() : number * 1000
  return Math.min(Math.max(Math.ceil(ms), 0), RETRY_AFTER_CEILING_MS)
}

type Where = { service: string; operation: string }

async function takeTurn(pace: Pace, where: Where, abort?: AbortSignal): Promise<void> {
  const ms = await pace.turn(LONGEST_TURN_MS)
  if (ms === null)
    throw new ExternalError(`${name(where)} is asked as often as it allows; this request must wait`, {
      ...where,
      status: null,
      code: 'paced',
      retryable: true,
      retryAfterMs: LONGEST_TURN_MS,
    })
  if (ms === 0) return
  await wait(ms, undefined, abort ? { signal: abort } : {}).catch((error: unknown) => {
    throw abort?.aborted ? abort.reason : error
  })
}

type Prepared = { url: URL; headers: Headers; secrets: string[] }

async function exchange(options: HttpOptions, asked: HttpRequest): Promise<HttpAnswer> {
  const where = { service: options.service, operation: asked.operation }
  const { url, headers, secrets } = prepare(asked, where)
  const body = asked.json === undefined ? asked.body : JSON.stringify(asked.json)
  const send = boundedFetch(options.fetch ?? fetch, {
    timeoutMs: asked.timeoutMs ?? options.timeoutMs,
    maxBytes: asked.maxBytes ?? options.maxBytes ?? DEFAULT_MAX_BYTES,
  })
  let answer: HttpAnswer
  try {
    asked.abort?.throwIfAborted()
    const init: RequestInit = { method: asked.method ?? 'GET', headers, redirect: 'manual' }
    if (body !== undefined) init.body = body
    if (asked.abort) init.signal = asked.abort
    const response = await send(url, init)
    answer = { status: response.status, headers: response.headers, text: await response.text() }
  } catch (error) {
    if (asked.abort?.aborted) throw asked.abort.reason
    throw unanswered(error, where)
  }
  const rest = options.pace ? restAsked(answer, new Date()) : 0
  if (rest > 0) await options.pace?.pause(rest)
  if ((answer.status >= 200 && answer.status < 300) || asked.accept?.includes(answer.status)) return answer
  throw refused(answer, where, secrets)
}

/** Address and headers are built here first: the runtime's own errors would quote them, keys included. */
function prepare(asked: HttpRequest, where: Where): Prepared {
  const wrong = (what: string) =>
    new ExternalError(`${name(where)} could not be asked: ${what}`, {
      ...where,
      status: null,
      code: 'bad_request',
      retryable: false,
    })
  if (!URL.canParse(String(asked.url))) throw wrong('its address is not a valid URL; check its base URL')
  const url = new URL(asked.url)
  if (url.username || url.password) throw wrong('its address holds a user name or password; use its key setting')
  const headers = new Headers()
  for (const [header, value] of Object.entries(asked.headers ?? {}))
    try {
      headers.set(header, value)
    } catch {
      throw wrong(`the value for the header ${header.slice(0, 40)} has characters a header cannot carry`)
    }
  if (asked.json !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json')
  const ofHeaders = [...headers].flatMap(([header, value]) =>
    PLAIN_HEADERS.has(header) ? [] : [value, ...value.split(/\s+/)],
  )
  const ofAddress = [...url.searchParams].flatMap(([key, value]) => (SECRET_PARAMETER.test(key) ? [value] : []))
  const secrets = [...ofHeaders, ...ofAddress].filter((value) => value.length >= 6)
  return { url, headers, secrets: secrets.sort((a, b) => b.length - a.length) }
}

/** The low-level cause alone is kept: a `TypeError` of fetch can quote the whole address. */
function unanswered(error: unknown, where: Where): ExternalError {
  if (error instanceof TooLarge)
    return new ExternalError(`${name(where)} answered with more than ${error.maxBytes} bytes`, {
      ...where,
      status: null,
      code: 'too_large',
      retryable: false,
    })
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return new ExternalError(`${name(where)} did not answer in time`, {
      ...where,
      status: null,
      code: 'timeout',
      retryable: true,
    })
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined
  const code = cause && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'network'
  return new ExternalError(`${name(where)} could not be reached (${code})`, {
    ...where,
    status: null,
    code,
    retryable: true,
    ...(cause ? { cause } : {}),
  })
}

function refused(answer: HttpAnswer, where: Where, secrets: readonly string[]): ExternalError {
  const { status } = answer
  const said = isHtml(answer) ? 'an HTML page' : hide(messageOf(answer.text), secrets)
  const wait = retryAfterMs(answer.headers.get('retry-after'), new Date())
  const code = codeOf(answer.text)
  return new ExternalError(`${name(where)} answered ${status}${said ? `: ${said}` : ''}`, {
    ...where,
    status,
    retryable: status === 408 || status === 425 || status === 429 || status >= 500,
    ...(code ? { code } : {}),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  })
}

function parseJson<Output>(answer: HttpAnswer, schema: z.ZodType<Output>, where: Where): Output {
  const wrong = (code: string, what: string) =>
    new ExternalError(`${name(where)} answered ${answer.status} with ${what}`, {
      ...where,
      status: answer.status,
      code,
      retryable: false,
    })
  if (isHtml(answer)) throw wrong('html', 'an HTML page instead of JSON; check its base URL')
  let value: unknown
  try {
    value = JSON.parse(answer.text)
  } catch {
    throw wrong('bad_json', answer.text.trim() === '' ? 'nothing instead of JSON' : 'something that is not JSON')
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`)
  throw wrong('bad_shape', `an unexpected shape (${problems.join('; ')})`)
}

/** True when the body is a web page, whatever its content type says. */
export function isHtml(answer: HttpAnswer): boolean {
  return (
    /^\s*(?:<!doctype html|<html|<head|<body)/i.test(answer.text.slice(0, 500)) ||
    (answer.headers.get('content-type')?.toLowerCase().startsWith('text/html') ?? false)
  )
}

const MESSAGE_KEYS = ['message', 'error_description', 'detail', 'error', 'errors', 'title', 'msg'] as const

/** What the service itself said, from the usual places of a JSON error; at most 200 characters, no line breaks. */
function messageOf(text: string): string {
  const found = textIn(parsedOrNull(text), 0) ?? (text.trimStart().startsWith('{') ? '' : text)
  return found.slice(0, 400).replace(/\s+/g, ' ').trim().slice(0, 200)
}

function textIn(value: unknown, depth: number): string | null {
  if (typeof value === 'string') return value
  if (depth > 3 || typeof value !== 'object' || value === null) return null
  if (Array.isArray(value)) return textIn(value[0], depth + 1)
  for (const key of MESSAGE_KEYS) {
    const found = key in value ? textIn((value as Record<string, unknown>)[key], depth + 1) : null
    if (found) return found
  }
  return null
}

function codeOf(text: string): string | null {
  const value = parsedOrNull(text)
  if (typeof value !== 'object' || value === null) return null
  const nested = 'error' in value && typeof value.error === 'object' ? value.error : null
  for (const place of [value, nested])
    if (place && 'code' in place && (typeof place.code === 'string' || typeof place.code === 'number'))
      return String(place.code).slice(0, 60)
  return null
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

function hide(text: string, secrets: readonly string[]): string {
  return secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '[hidden]'), text)
}

function name(where: Where): string {
  return `${where.service} (${where.operation})`
}

function since(began: number): number {
  return Math.round(performance.now() - began)
}

/** What the body of a `boundedFetch` breaks off with past its limit. */
export class TooLarge extends Error {
  readonly maxBytes: number
  constructor(maxBytes: number) {
    super(`The answer is larger than ${maxBytes} bytes`)
    this.maxBytes = maxBytes
  }
}

function sizeLimit(maxBytes: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let seen = 0
  return new TransformStream({
    transform(chunk, controller) {
      seen += chunk.byteLength
      if (seen > maxBytes) controller.error(new TooLarge(maxBytes))
      else controller.enqueue(chunk)
    },
  })
}
