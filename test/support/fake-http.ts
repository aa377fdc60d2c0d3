import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A request as the fake received it. `query` is decoded; `json` is the parsed body, or null when it is none. */
export type SeenRequest = {
  method: string
  path: string
  url: URL
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: string
  json: unknown
}

type PathMatcher = string | RegExp | ((request: SeenRequest) => boolean)
export type FakeAnswer = { status: number; body?: unknown; headers?: Record<string, string> }

type Expectation = {
  /** Answers once (or `times(n)`). A body that is not a string is sent as JSON. */
  reply(status: number, body?: unknown, headers?: Record<string, string>): Expectation
  /** Answers with what `make` returns for the request; a throw inside fails `done()`. */
  replyWith(make: (request: SeenRequest) => FakeAnswer): Expectation
  /** Takes the request and never answers. */
  hang(): Expectation
  /** Closes the connection without an answer. */
  disconnect(): Expectation
  times(count: number): Expectation
}

export type FakeHttp = {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  url: string
  seen: SeenRequest[]
  /** A string matches the path, or path and query when it has a `?`; a pattern matches path and query. */
  expect(method: string, path: PathMatcher): Expectation
  /** Throws when a request came that nobody expected, or an expected one did not come. Closes the server. */
  done(): Promise<void>
  close(): Promise<void>
}

type Planned = {
  method: string
  path: PathMatcher
  left: number
  act: 'hang' | 'disconnect' | ((request: SeenRequest) => FakeAnswer)
}

/**
 * A strict stand-in for an outside service on loopback: an unexpected request is answered 599 and fails `done()`, and
 * so does an expectation that nothing used. Expectations are used in the order of their declaration.
 */
export async function createFakeHttp(): Promise<FakeHttp> {
  const plans: Planned[] = []
  const seen: SeenRequest[] = []
  const problems: string[] = []
  const server = createServer((request, response) => {
    void answer(request, response)
  })

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming)
    seen.push(request)
    const plan = plans.find((plan) => plan.left > 0 && plan.method === request.method && matches(plan.path, request))
    if (!plan) {
      problems.push(`unexpected ${request.method} ${request.url.pathname}${request.url.search}`)
      send(response, { status: 599, body: { message: 'unexpected request' } })
      return
    }
    plan.left -= 1
    if (plan.act === 'hang') return
    if (plan.act === 'disconnect') {
      incoming.socket.destroy()
      return
    }
    try {
      send(response, plan.act(request))
    } catch (error) {
      problems.push(`the answer to ${request.method} ${request.path} threw: ${String(error)}`)
      send(response, { status: 599 })
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    expect(method, path) {
      const plan: Planned = { method: method.toUpperCase(), path, left: 1, act: () => ({ status: 200 }) }
      plans.push(plan)
      return expectationOf(plan)
    },
    async done() {
      await close()
      const unused = plans.filter((plan) => plan.left > 0)
      for (const plan of unused) problems.push(`unused ${plan.method} ${String(plan.path)} (${plan.left} left)`)
      if (problems.length > 0) throw new Error(`The fake service saw problems:\n${problems.join('\n')}`)
    },
    close,
  }
}

function expectationOf(plan: Planned): Expectation {
  const set = (act: Planned['act']): Expectation => {
    plan.act = act
    return expectation
  }
  const expectation: Expectation = {
    reply: (status, body, headers) => set(() => ({ status, body, ...(headers ? { headers } : {}) })),
    replyWith: (make) => set(make),
    hang: () => set('hang'),
    disconnect: () => set('disconnect'),
    times(count) {
      plan.left = count
      return expectation
    },
  }
  return expectation
}

async function readRequest(incoming: IncomingMessage): Promise<SeenRequest> {
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1')
  const body = await text(incoming)
  let json: unknown = null
  try {
    json = JSON.parse(body)
  } catch {
    // A body that is no JSON stays readable as `body`.
  }
  const { headers } = incoming
  return { method: incoming.method ?? '', path: url.pathname, url, query: url.searchParams, headers, body, json }
}

function matches(path: PathMatcher, request: SeenRequest): boolean {
  if (typeof path === 'function') return path(request)
  const full = `${request.url.pathname}${request.url.search}`
  if (path instanceof RegExp) return path.test(full)
  return path === (path.includes('?') ? full : request.path)
}

function send(response: ServerResponse, answer: FakeAnswer): void {
  const isText = typeof answer.body === 'string'
  const body = answer.body === undefined ? '' : isText ? (answer.body as string) : JSON.stringify(answer.body)
  response.writeHead(answer.status, { 'content-type': isText ? 'text/plain' : 'application/json', ...answer.headers })
  response.end(body)
}
