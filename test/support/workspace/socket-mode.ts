import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Answer, DeliveryKind, Json } from './types.ts'
import { addProblem, type World } from './world.ts'

const ENVELOPE = { command: 'slash_commands', interactive: 'interactive', event: 'events_api' } as const
const PING_MS = 10_000

export type SocketMode = {
  /** A single-use address, as apps.connections.open answers it. */
  newAddress(): string
  /** Takes over an HTTP upgrade. A wrong or used address is cut. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  isConnected(): boolean
  connections(): number
  /** Sends one payload to one of the app's sockets and waits for its ack. */
  send(kind: DeliveryKind, payload: Json, retry: { num: number; reason: string } | null): Promise<Answer>
  /** Asks the app to reconnect, as Slack does now and then, and closes its sockets. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void
  close(): Promise<void>
}

type Waiting = { resolve(payload: unknown): void; accepts: boolean }

/** The WebSocket side of the workspace: hello, envelopes, acks, disconnect. */
export function createSocketMode(world: World): SocketMode {
  const server = new WebSocketServer({ noServer: true, path: '/link' })
  const tickets = new Set<string>()
  const open = new Set<WebSocket>()
  const waiting = new Map<string, Waiting>()
  const pings = new Set<NodeJS.Timeout>()
  let turn = 0

  const welcome = (socket: WebSocket) => {
    open.add(socket)
    const ping = setInterval(() => socket.ping(), PING_MS)
    pings.add(ping)
    socket.on('message', (data) => takeAck(world, waiting, (data as Buffer).toString()))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      clearInterval(ping)
      pings.delete(ping)
      open.delete(socket)
      world.changes.changed()
    })
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: open.size,
        connection_info: { app_id: world.settings.appId },
        debug_info: {
          host: 'stand-in',
          started: new Date(world.now()).toISOString(),
          build_number: 1,
          approximate_connection_time: 3600,
        },
      }),
    )
    world.changes.changed()
  }

  return {
    newAddress() {
      const ticket = randomUUID()
      tickets.add(ticket)
      return `${world.url.replace(/^http/, 'ws')}/link?ticket=${ticket}&app_id=${world.settings.appId}`
    },
    upgrade(request, socket, head) {
      const address = new URL(request.url ?? '/', world.url)
      if (address.pathname !== '/link' || !tickets.delete(address.searchParams.get('ticket') ?? '')) {
        socket.destroy()
        return
      }
      server.handleUpgrade(request, socket, head, welcome)
    },
    isConnected: () => open.size > 0,
    connections: () => open.size,
    send(kind, payload, retry) {
      const socket = [...open][turn++ % open.size]
      if (!socket) return Promise.resolve(noAnswer(0, 'no socket is open'))
      const envelope = {
        envelope_id: randomUUID(),
        type: ENVELOPE[kind],
        accepts_response_payload: kind !== 'event',
        payload,
        ...(retry ? { retry_attempt: retry.num, retry_reason: retry.reason } : {}),
      }
      return sendEnvelope(world, waiting, { socket, envelope })
    },
    disconnect(reason) {
      for (const socket of open) {
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'stand-in' } }))
        socket.close()
      }
    },
    async close() {
      for (const ping of pings) clearInterval(ping)
      for (const socket of open) socket.terminate()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function sendEnvelope(
  world: World,
  waiting: Map<string, Waiting>,
  {
    socket,
    envelope,
  }: { socket: WebSocket; envelope: Json & { envelope_id: string; accepts_response_payload: boolean } },
): Promise<Answer> {
  const startedAt = performance.now()
  return new Promise((resolve) => {
    const done = (answer: Answer) => {
      clearTimeout(timer)
      socket.off('close', onClose)
      resolve(answer)
    }
    const ms = () => Math.round(performance.now() - startedAt)
    const onClose = () => done(noAnswer(ms(), 'the socket closed'))
    const timer = setTimeout(() => done(noAnswer(ms(), 'timeout')), world.settings.answerWithinMs)
    socket.on('close', onClose)
    waiting.set(envelope.envelope_id, {
      accepts: envelope.accepts_response_payload,
      resolve: (payload) =>
        done({
          status: 200,
          ms: ms(),
          text: payload === undefined ? '' : typeof payload === 'string' ? payload : JSON.stringify(payload),
          json: typeof payload === 'object' ? payload : null,
          error: null,
        }),
    })
    socket.send(JSON.stringify(envelope))
  })
}

function takeAck(world: World, waiting: Map<string, Waiting>, data: string): void {
  let ack: { envelope_id?: string; payload?: unknown }
  try {
    ack = JSON.parse(data) as typeof ack
  } catch {
    addProblem(world, 'socket: an ack that is not JSON')
    return
  }
  const known = waiting.get(ack.envelope_id ?? '')
  if (!known) {
    addProblem(world, 'socket: an ack of an unknown or already acknowledged envelope')
    return
  }
  waiting.delete(ack.envelope_id ?? '')
  const isEmpty = ack.payload === undefined || ack.payload === '' || JSON.stringify(ack.payload) === '{}'
  if (!isEmpty && !known.accepts) addProblem(world, 'socket: an ack with a payload where none is accepted')
  known.resolve(isEmpty ? undefined : ack.payload)
}

/** No ack came. */
export function noAnswer(ms: number, error: string): Answer {
  return { status: null, ms, text: '', json: null, error }
}
