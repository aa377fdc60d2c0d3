import { listenOnLoopback, sendJson } from './loopback.ts'

/** How signals fail: not reachable, an error status, a proxy's page, or silence. */
export type SignalsFault = 'down' | 'html' | 'hang' | { status: number; retryAfterSeconds?: number }

export type SignalsGate = {
  /** For `SUPABASE_URL`. */
  url: string
  /** How many requests came, answered or not. */
  requests(): number
  /** Fails every request until `open`. */
  fault(fault: SignalsFault): void
  open(): void
  close(): Promise<void>
}

const HOP_BY_HOP = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'content-encoding',
  'keep-alive',
])

/** A door in front of the signals' Supabase that a test can shut, so that "signals are down" needs no fake Supabase. */
export async function createSignalsGate(target: string): Promise<SignalsGate> {
  let fault: SignalsFault | null = null
  let requests = 0
  const server = await listenOnLoopback(async ({ request, response, body }) => {
    requests += 1
    if (fault === 'hang') return
    if (fault === 'down') {
      request.socket.destroy()
      return
    }
    if (fault === 'html') {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end('<!doctype html><title>Maintenance</title>')
      return
    }
    if (fault) {
      const wait = fault.retryAfterSeconds
      const headers = wait === undefined ? undefined : { 'retry-after': String(wait) }
      sendJson(response, fault.status, { message: 'as asked for', code: String(fault.status) }, headers)
      return
    }
    const method = request.method ?? 'GET'
    const answer = await fetch(`${target}${request.url ?? '/'}`, {
      method,
      headers: plainHeaders(Object.entries(request.headers)),
      ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
    })
    response.writeHead(answer.status, plainHeaders(answer.headers.entries()))
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
  return {
    url: server.url,
    requests: () => requests,
    fault(next) {
      fault = next
    },
    open() {
      fault = null
    },
    close: () => server.close(),
  }
}

function plainHeaders(entries: Iterable<[string, string | string[] | undefined]>): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of entries) if (value !== undefined && !HOP_BY_HOP.has(name)) kept[name] = String(value)
  return kept
}
