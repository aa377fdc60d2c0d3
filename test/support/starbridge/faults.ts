import { type Exchange, sendJson } from '../loopback.ts'

/**
 * What a request meets. `upstream` and `refused` are DataGen's failures at status 200: the tool's own service refused, or
 * the tool did. `stall` sends headers and half an answer, `reset` cuts the connection.
 */
export type StarbridgeFault =
  | { kind: 'status'; status: number; retryAfterSeconds?: number; message?: string }
  | { kind: 'html'; status?: number }
  | { kind: 'bad-json' }
  | { kind: 'nothing' }
  | { kind: 'other-shape' }
  | { kind: 'body'; body: unknown }
  | { kind: 'hang' }
  | { kind: 'stall' }
  | { kind: 'reset' }
  | { kind: 'upstream'; status: number | null; message?: string; asText?: boolean }
  | { kind: 'refused'; message: string }

/** Answers as the fault says. */
export function meet(fault: StarbridgeFault, { request, response }: Exchange): void {
  switch (fault.kind) {
    case 'status': {
      const wait = fault.retryAfterSeconds
      const headers: Record<string, string> = wait === undefined ? {} : { 'retry-after': String(wait) }
      sendJson(response, fault.status, { message: fault.message ?? 'as asked for' }, headers)
      return
    }
    case 'html':
      response.writeHead(fault.status ?? 200, { 'content-type': 'text/html' })
      response.end('<!doctype html><title>Sign in</title>')
      return
    case 'bad-json':
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end('{"success":true,"data":{"output_va')
      return
    case 'nothing':
      response.writeHead(200)
      response.end()
      return
    case 'other-shape':
      sendJson(response, 200, { hello: 'world' })
      return
    case 'body':
      sendJson(response, 200, fault.body)
      return
    case 'stall':
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{')
      return
    case 'reset':
      request.socket.destroy()
      return
    case 'refused':
      sendJson(response, 200, { success: false, error: { message: fault.message } })
      return
    case 'upstream': {
      const output = { error: fault.message ?? 'as asked for', ...(fault.status ? { status_code: fault.status } : {}) }
      sendJson(response, 200, {
        success: true,
        data: { output_vars: { output: fault.asText ? JSON.stringify(output) : output } },
      })
      return
    }
    case 'hang':
      return
  }
}
