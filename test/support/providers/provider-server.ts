import { type Exchange, listenOnLoopback, sendJson } from '../loopback.ts'

/** What the stand-ins for Smartlead and HeyReach share: strictness, faults, and limits. */

export type ProviderAnswer = { status: number; body?: unknown; headers?: Record<string, string> }
export type ProviderRequest = { method: string; path: string; query: URLSearchParams; body: unknown }
type Route = (request: ProviderRequest) => ProviderAnswer | null

/** What the next requests meet instead of an answer. */
export type ProviderFault = ProviderAnswer | 'hang' | 'html'

export type ProviderServer = {
  url: string
  /** Every request that came with a good key. */
  requests: readonly ProviderRequest[]
  /** Where a request broke a rule of the service; a good run leaves this empty. */
  problems: string[]
  /** The next `times` requests (default 1) meet this. */
  fault(fault: ProviderFault, times?: number): void
  close(): Promise<void>
}

export async function createProviderServer(options: {
  isGoodKey: (exchange: Exchange) => boolean
  route: Route
}): Promise<ProviderServer> {
  const requests: ProviderRequest[] = []
  const problems: string[] = []
  const faults: ProviderFault[] = []
  const server = await listenOnLoopback((exchange) => {
    const { request, response, path } = exchange
    const send = ({ status, body, headers }: ProviderAnswer) => sendJson(response, status, body ?? {}, headers)
    if (!options.isGoodKey(exchange)) {
      problems.push(`a bad key for ${path}`)
      return send({ status: 401, body: { message: 'Invalid API key' } })
    }
    const { searchParams: query } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const asked = { method: request.method ?? '', path, query, body: parsed(exchange.body) }
    requests.push(asked)
    const fault = faults.shift()
    if (fault === 'hang') return
    if (fault === 'html') {
      response.writeHead(502, { 'content-type': 'text/html' })
      return void response.end('<!doctype html><title>Bad gateway</title>')
    }
    if (fault) return send(fault)
    const answer = options.route(asked)
    if (answer) return send(answer)
    problems.push(`unexpected ${asked.method} ${path}`)
    send({ status: 404, body: { message: 'Not Found' } })
  })
  return {
    url: server.url,
    requests,
    problems,
    fault: (fault, times = 1) => void faults.push(...Array.from({ length: times }, () => fault)),
    close: () => server.close(),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Posts an event as a provider does. */
export async function deliverEvent(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; json: { id?: string; duplicate?: boolean; error?: { code: string; message: string } } }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: answer.status, json: (await answer.json()) as object }
}
