import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** One request as a stand-in sees it, with the means to answer it or not. */
export type Exchange = { request: IncomingMessage; response: ServerResponse; path: string; body: string }

export type Loopback = {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  url: string
  /** Cuts every connection; resolves when the port is free. */
  close(): Promise<void>
}

/** A server on a free loopback port. What `handle` throws is answered 500, so that no test hangs on it. */
export async function listenOnLoopback(handle: (exchange: Exchange) => Promise<void> | void): Promise<Loopback> {
  const server = http.createServer((request, response) => {
    void (async () => {
      const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
      await handle({ request, response, path, body: await text(request) })
    })().catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' })
      response.end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}
