import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SocketMode } from '../socket-mode.ts'
import { type Call, type Fault, type Json, RateLimited, SlackRefusal } from '../types.ts'
import type { World } from '../world.ts'
import { readArguments } from './arguments.ts'
import { METHODS } from './methods.ts'

type Exchange = { request: IncomingMessage; response: ServerResponse; raw: Buffer }
type Outcome = {
  status: number
  body: Json & { ok: boolean; error?: string }
  headers: Record<string, string>
  /** Sent instead of the body, as the upload address does. */
  text?: string
}

/** Answers `/api/<method>`: fault, token, scope, rate limit, then the method itself. Every request is recorded. */
export async function answerApi(world: World, socketMode: SocketMode, exchange: Exchange): Promise<void> {
  const { request, raw } = exchange
  const method = new URL(request.url ?? '/', world.url).pathname.replace(/^\/api\//, '')
  let args: Json = {}
  let unread: unknown = null
  try {
    args = await readArguments(request, raw)
  } catch (error) {
    unread = error
  }
  const { token: bodyToken, ...shown } = args
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  const token = bearer ?? (typeof bodyToken === 'string' ? bodyToken : undefined)
  await answerWithFaults(world, { ...exchange, method, args: shown }, () => {
    if (unread) throw unread
    return runMethod({ world, socketMode, method, args: shown, token })
  })
}

type Asked = { world: World; socketMode: SocketMode; method: string; args: Json; token: string | undefined }

function runMethod({ world, socketMode, method, args, token }: Asked): Json {
  if (token === undefined) throw new SlackRefusal('not_authed')
  const { settings } = world
  if (token !== settings.token && token !== settings.appToken) throw new SlackRefusal('invalid_auth')
  if (method === 'apps.connections.open') {
    if (token !== settings.appToken) throw new SlackRefusal('not_allowed_token_type')
    world.limits.takeMethod(method)
    return { url: socketMode.newAddress() }
  }
  const known = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined
  if (!known) throw new SlackRefusal('unknown_method', { req_method: method })
  if (token !== settings.token && known.scope !== null) throw new SlackRefusal('not_allowed_token_type')
  const needed = typeof known.scope === 'function' ? known.scope(world, args) : known.scope
  if (needed !== null && !world.scopes.has(needed))
    throw new SlackRefusal('missing_scope', { needed, provided: [...world.scopes].join(',') })
  world.limits.takeMethod(method)
  return known.run(world, args)
}

/**
 * Runs `work` with the fault armed for this method, if any, and sends the outcome. Used for response_urls and uploads
 * too, under the method names `response_url` and `upload`.
 */
export async function answerWithFaults(
  world: World,
  exchange: Exchange & { method: string; args: Json },
  work: () => Json | Promise<Json>,
): Promise<void> {
  const { method, args, response } = exchange
  const fault = takeFault(world, method, args)
  const call: Call = { method, args, at: world.now(), answer: null, status: null, fault }
  world.calls.push(call)
  if (fault?.kind === 'reset') {
    world.changes.changed()
    exchange.request.socket.destroy()
    return
  }
  const outcome = plannedOutcome(fault) ?? (await outcomeOf(work))
  call.answer = outcome.body
  if (fault?.kind === 'delay') await delayed(response, fault.ms)
  if (fault?.kind !== 'drop') call.status = outcome.status
  world.changes.changed()
  if (fault?.kind === 'drop') exchange.request.socket.destroy()
  else if (!response.destroyed) send(world, response, outcome)
}

function takeFault(world: World, method: string, args: Json): Fault | null {
  const armed = world.faults.find((one) => one.method === method && one.left > 0 && one.when(args))
  if (!armed) return null
  armed.left -= 1
  armed.used += 1
  return armed.fault
}

function plannedOutcome(fault: Fault | null): Outcome | null {
  if (fault?.kind === 'error') return { status: 200, body: { ok: false, error: fault.error }, headers: {} }
  if (fault?.kind === 'http') return { status: fault.status, body: { ok: false, error: 'internal_error' }, headers: {} }
  if (fault?.kind === 'rate-limit') return limited(fault.retryAfterSeconds)
  if (fault?.kind === 'html')
    return {
      status: 200,
      body: { ok: false, error: 'html' },
      headers: { 'content-type': 'text/html' },
      text: '<!doctype html><title>Sign in</title><h1>Sign in to continue</h1>',
    }
  return null
}

function limited(seconds: number): Outcome {
  return { status: 429, body: { ok: false, error: 'ratelimited' }, headers: { 'retry-after': String(seconds) } }
}

async function outcomeOf(work: () => Json | Promise<Json>): Promise<Outcome> {
  try {
    const { $text: text, ...body } = await work()
    return { status: 200, body: { ok: true, ...body }, headers: {}, ...(typeof text === 'string' ? { text } : {}) }
  } catch (error) {
    if (error instanceof RateLimited) return limited(error.retryAfterSeconds)
    if (!(error instanceof SlackRefusal)) throw error
    const { $status: status, ...extra } = error.extra
    return {
      status: typeof status === 'number' ? status : 200,
      body: { ok: false, error: error.code, ...extra },
      headers: {},
    }
  }
}

/** Waits, or stops waiting when the other side hangs up. */
function delayed(response: ServerResponse, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      response.off('close', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    response.on('close', done)
  })
}

function send(world: World, response: ServerResponse, { status, body, headers, text }: Outcome): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-oauth-scopes': [...world.scopes].join(','),
    ...headers,
  })
  response.end(text ?? JSON.stringify(body))
}
