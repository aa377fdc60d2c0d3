import type { IncomingHttpHeaders } from 'node:http'
import { goodAnswer } from './claude/answers.ts'
import { API_VERSION, isJson, type Json, requestProblem } from './claude/request-check.ts'
import { toLie, toWrongIds } from './claude/twists.ts'
import { type Exchange, listenOnLoopback, sendJson } from './loopback.ts'
import { type Changes, createChanges } from './workspace/changes.ts'

/** One question as it came, after the strict check. */
export type ClaudeRequest = {
  /** Which of our prompts asks, told from the schema of its answer. */
  prompt: 'read-reply' | 'rank-and-write' | 'write-pitch' | 'rewrite-claims' | 'unknown'
  model: string
  system: string
  messages: { role: 'user' | 'assistant'; content: string }[]
  /** The first user turn: the one that holds the facts. */
  turn: string
  /** True when this is the second chance after an unusable answer. */
  isRepair: boolean
  schema: Json
  maxTokens: number
}

/**
 * What comes back. `good` is a true answer made of the prompt itself; `lie` invents figures and names in every text of
 * it, `wrong-ids` cites what is not there. The numbers are HTTP statuses with Anthropic's error body; `html-200` is a
 * proxy's page, `hang` waits until the caller leaves, `stall` does so
 * after its headers, `reset` cuts the connection.
 */
export type ClaudeMode =
  | 'good'
  | 'lie'
  | 'wrong-ids'
  | 'bad-json'
  | 'truncated'
  | 'refusal'
  | 'empty'
  | '400'
  | '401'
  | '402'
  | '403'
  | '404'
  | '429'
  | '500'
  | '529'
  | 'html-200'
  | 'hang'
  | 'stall'
  | 'reset'

export type ClaudeOutcome =
  | ClaudeMode
  | { answer: unknown }
  | { text: string; stopReason?: string }
  /** 429 with this many seconds of `retry-after`. */
  | { retryAfterSeconds: number }
  /** Answers after so long, unless the caller leaves before. */
  | { slowMs: number; answering?: ClaudeMode | { answer: unknown } }

export type ClaudeCall = {
  request: ClaudeRequest | null
  headers: IncomingHttpHeaders
  at: number
  /** Null while it runs, and for good when the connection was cut. */
  status: number | null
  /** The caller left before the answer. */
  isAborted: boolean
  isPaid: boolean
}

export type FakeClaude = {
  /** For `ANTHROPIC_BASE_URL`. */
  url: string
  /** For `ANTHROPIC_API_KEY`. */
  key: string
  calls: readonly ClaudeCall[]
  /** Requests the real API would refuse. A good run leaves this empty. */
  problems: readonly string[]
  /** How many answers cost money. */
  paid(): number
  callsOf(prompt: ClaudeRequest['prompt']): ClaudeCall[]
  /** Decides every answer from now on; `nth` counts the calls of this prompt from 1. */
  respond(how: ClaudeOutcome | ((request: ClaudeRequest, nth: number) => ClaudeOutcome)): void
  waitFor: Changes['waitFor']
  close(): Promise<void>
}

const ERRORS: Record<string, { type: string; message: string }> = {
  '400': { type: 'invalid_request_error', message: 'The compiled grammar is too large' },
  '401': { type: 'authentication_error', message: 'invalid x-api-key' },
  '402': { type: 'billing_error', message: 'Your credit balance is too low' },
  '403': { type: 'permission_error', message: 'Your API key does not have permission to use this model' },
  '404': { type: 'not_found_error', message: 'model: no such model' },
  '429': { type: 'rate_limit_error', message: 'This request would exceed your rate limit' },
  '500': { type: 'api_error', message: 'Internal server error' },
  '529': { type: 'overloaded_error', message: 'Overloaded' },
}

/** A strict stand-in for Anthropic's Messages API on loopback. It answers well until `respond` says otherwise. */
export async function createFakeClaude(options: { key?: string } = {}): Promise<FakeClaude> {
  const key = options.key ?? 'sk-ant-stand-in'
  const calls: ClaudeCall[] = []
  const problems: string[] = []
  const timers = new Set<NodeJS.Timeout>()
  const changes = createChanges(() => `${calls.length} calls, problems: ${problems.join('; ') || 'none'}`)
  let decide: (request: ClaudeRequest, nth: number) => ClaudeOutcome = () => 'good'

  const server = await listenOnLoopback((exchange) => {
    const { request, response, path } = exchange
    if (keyOf(request.headers) !== key) return sendError(exchange, 401)
    if (request.headers['anthropic-version'] !== API_VERSION) {
      const message = `anthropic-version: ${API_VERSION} was expected`
      problems.push(message)
      return sendError(exchange, 400, message)
    }
    if (request.method === 'GET' && path.startsWith('/v1/models/')) {
      const id = decodeURIComponent(path.slice('/v1/models/'.length))
      return sendJson(response, 200, { type: 'model', id, display_name: id, created_at: '2026-10-01T00:00:00Z' })
    }
    if (request.method !== 'POST' || path !== '/v1/messages') return sendError(exchange, 404, `Not found: ${path}`)
    takeCall(exchange)
  })

  function takeCall(exchange: Exchange): void {
    const { response, body } = exchange
    const parsed = parse(body)
    const problem = requestProblem(parsed)
    const question = problem === null ? toRequest(parsed as Json) : null
    const call: ClaudeCall = {
      request: question,
      headers: exchange.request.headers,
      at: Date.now(),
      status: null,
      isAborted: false,
      isPaid: false,
    }
    calls.push(call)
    response.once('close', () => {
      call.isAborted = !response.writableFinished && call.status === null
      changes.changed()
    })
    if (question === null) {
      problems.push(problem ?? '')
      call.status = 400
      sendError(exchange, 400, problem ?? '')
    } else {
      const nth = calls.filter((one) => one.request?.prompt === question.prompt).length
      carryOut({ exchange, call, question }, decide(question, nth))
    }
    changes.changed()
  }

  function carryOut(work: Work, outcome: ClaudeOutcome): void {
    if (typeof outcome === 'string' || !('slowMs' in outcome)) return act(work, outcome)
    const timer = setTimeout(() => {
      timers.delete(timer)
      if (!work.call.isAborted) act(work, outcome.answering ?? 'good')
      changes.changed()
    }, outcome.slowMs)
    timers.add(timer)
  }

  return {
    url: server.url,
    key,
    calls,
    problems,
    paid: () => calls.filter((call) => call.isPaid).length,
    callsOf: (prompt) => calls.filter((call) => call.request?.prompt === prompt),
    respond(how) {
      decide = typeof how === 'function' ? how : () => how
    },
    waitFor: (predicate, options) => changes.waitFor(predicate, options),
    async close() {
      for (const timer of timers) clearTimeout(timer)
      changes.close()
      await server.close()
    },
  }
}

type Work = { exchange: Exchange; call: ClaudeCall; question: ClaudeRequest }

function act({ exchange, call, question }: Work, outcome: ClaudeOutcome): void {
  const { request, response } = exchange
  if (outcome === 'hang') return
  if (outcome === 'stall') {
    call.status = 200
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write('{')
    return
  }
  if (outcome === 'reset') {
    request.socket.destroy()
    return
  }
  if (outcome === 'html-200') {
    call.status = 200
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<!doctype html><title>Sign in to the network</title>')
    return
  }
  if (typeof outcome === 'object' && 'retryAfterSeconds' in outcome) {
    call.status = 429
    sendError(exchange, 429, undefined, { 'retry-after': String(outcome.retryAfterSeconds) })
    return
  }
  if (typeof outcome === 'string' && ERRORS[outcome]) {
    call.status = Number(outcome)
    sendError(exchange, call.status)
    return
  }
  const { text, stopReason } = wordsOf(question, outcome)
  call.status = 200
  call.isPaid = true
  sendJson(response, 200, messageOf(question, { text, stopReason }), { 'request-id': `req_${Date.now()}` })
}

function wordsOf(question: ClaudeRequest, outcome: ClaudeOutcome): { text: string; stopReason: string } {
  const done = (answer: unknown) => ({ text: JSON.stringify(answer), stopReason: 'end_turn' })
  if (typeof outcome === 'object') {
    if ('answer' in outcome) return done(outcome.answer)
    if ('text' in outcome) return { text: outcome.text, stopReason: outcome.stopReason ?? 'end_turn' }
    return done(goodAnswer(question))
  }
  if (outcome === 'lie') return done(toLie(goodAnswer(question)))
  if (outcome === 'wrong-ids') return done(toWrongIds(goodAnswer(question)))
  if (outcome === 'bad-json') return { text: 'Sure, here is the JSON: {"signals": [oops', stopReason: 'end_turn' }
  if (outcome === 'refusal') return { text: '', stopReason: 'refusal' }
  if (outcome === 'empty') return { text: '', stopReason: 'end_turn' }
  const { text } = done(goodAnswer(question))
  if (outcome !== 'truncated') return { text, stopReason: 'end_turn' }
  return { text: text.slice(0, Math.floor(text.length / 2)), stopReason: 'max_tokens' }
}

let messageCount = 0

/** Tokens are counted as four characters each, so that costs can be computed by hand. */
function messageOf({ model, system, messages }: ClaudeRequest, said: { text: string; stopReason: string }): Json {
  messageCount += 1
  const asked = system.length + messages.reduce((sum, { content }) => sum + content.length, 0)
  return {
    id: `msg_${messageCount}`,
    type: 'message',
    role: 'assistant',
    model,
    content: said.text === '' ? [] : [{ type: 'text', text: said.text }],
    stop_reason: said.stopReason,
    stop_sequence: null,
    usage: {
      input_tokens: Math.ceil(asked / 4),
      output_tokens: Math.ceil(said.text.length / 4),
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      service_tier: 'standard',
    },
  }
}

function sendError(
  { response }: Exchange,
  status: number,
  message?: string,
  headers: Record<string, string> = {},
): void {
  const error = ERRORS[String(status)] ?? { type: 'api_error', message: 'unknown' }
  sendJson(
    response,
    status,
    { type: 'error', error: { ...error, ...(message === undefined ? {} : { message }) }, request_id: 'req_stand_in' },
    headers,
  )
}

/** The API takes the key either way; SDK 1.x sends it as a bearer token. */
function keyOf(headers: IncomingHttpHeaders): string | undefined {
  return headers['x-api-key']?.toString() ?? headers.authorization?.replace(/^Bearer /, '')
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

function toRequest(body: Json): ClaudeRequest {
  const config = body['output_config'] as { format: { schema: Json } }
  const messages = body['messages'] as ClaudeRequest['messages']
  const { schema } = config.format
  return {
    prompt: promptOf(schema),
    model: body['model'] as string,
    system: (body['system'] as string | undefined) ?? '',
    messages,
    turn: messages[0]?.content ?? '',
    isRepair: messages.length > 1,
    schema,
    maxTokens: body['max_tokens'] as number,
  }
}

function promptOf(schema: Json): ClaudeRequest['prompt'] {
  const has = (key: string) => isJson(schema['properties']) && key in schema['properties']
  if (has('kind') && has('key')) return 'read-reply'
  if (has('rewrites')) return 'rewrite-claims'
  if (has('archetype') && has('script')) return 'write-pitch'
  return has('top') && has('why_they_care') ? 'rank-and-write' : 'unknown'
}
