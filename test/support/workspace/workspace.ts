import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerApi, answerWithFaults } from './api/answer-api.ts'
import { takeUpload } from './api/files.ts'
import { type Connection, type Courier, createCourier, type RawRequest } from './delivery.ts'
import { createPageServer } from './page-server.ts'
import { eventPayload } from './payloads.ts'
import { createPersonActions, type PersonActions, topView } from './person.ts'
import { useResponseUrl } from './response-url.ts'
import { createSocketMode, type SocketMode } from './socket-mode.ts'
import type {
  Answer,
  Call,
  Delivery,
  Ephemeral,
  Fault,
  Json,
  Message,
  StoredFile,
  View,
  WorkspaceOptions,
} from './types.ts'
import {
  addProblem,
  channelNamed,
  createWorld,
  findMessage,
  messagesIn,
  repliesOf,
  visibleIn,
  type World,
} from './world.ts'

export type * from './types.ts'

/** Bodies above this are cut off. */
const MAX_BODY = 64 * 1024 * 1024

export type Workspace = {
  /** Base of the server; the page is at `/`. */
  readonly url: string
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string
  readonly token: string
  readonly appToken: string
  readonly calls: readonly Call[]
  readonly deliveries: readonly Delivery[]
  /** Where the app broke Slack's rules without Slack telling it. A good run leaves this empty. */
  readonly problems: readonly string[]
  /** HTTP mode: signed payloads go to `<appUrl>/slack/events`. Without it they go over Socket Mode. */
  connect(connection: Connection): void
  /** Acts as somebody. Throws for an unknown id. */
  person(id: string): PersonActions
  /** What the channel shows, oldest first: no replies, except those also sent to the channel. Copies. */
  messages(channel: string): Message[]
  /** The parent and its replies, oldest first. */
  thread(channel: string, ts: string): Message[]
  /** Everything in a channel, replies too, oldest first. */
  posts(channel: string): Message[]
  message(channel: string, ts: string): Message | undefined
  ephemerals(user: string): Ephemeral[]
  /** The modal a person has before them. */
  currentView(user: string): View | undefined
  /** All open modals of a person, root first. */
  viewStack(user: string): View[]
  home(user: string): View | undefined
  files(): StoredFile[]
  callsOf(method: string): Call[]
  /** Looks now and after every change; rejects at the deadline (10 s by default). */
  waitFor<T>(predicate: () => T, options?: { timeoutMs?: number; what?: string }): Promise<NonNullable<T>>
  /**
   * Lets a method fail the next `times` times (default 1) that `when` holds. `response_url` and `upload` are methods too.
   */
  fault(
    method: string,
    fault: Fault,
    options?: { times?: number; when?: (args: Json) => boolean },
  ): { used(): number; clear(): void }
  /** Takes scopes from the bot token, or gives them back. */
  withoutScopes(...scopes: string[]): void
  withScopes(...scopes: string[]): void
  /** Sends any event, subscribed or not. */
  event(event: Json): Promise<Answer>
  raw(request: RawRequest): Promise<Answer>
  replay(delivery: Delivery): Promise<Answer>
  readonly socketMode: Pick<SocketMode, 'isConnected' | 'connections' | 'disconnect'>
  archive(channel: string): void
  /** Stops everything; resolves when the port is free. */
  close(): Promise<void>
}

/**
 * A strict stand-in for one Slack workspace with one app in it, on 127.0.0.1: Web API, delivery by signed HTTP or Socket
 * Mode, people who click, and a page to do all of it by hand.
 */
export async function createWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const world = createWorld(options)
  const socketMode = createSocketMode(world)
  const courier = createCourier(world, socketMode)
  const page = createPageServer(world, courier)
  const server = http.createServer((request, response) => {
    readBody(request)
      .then((raw) => route({ world, socketMode, page }, { request, response, raw }))
      .catch((error: unknown) => {
        if (request.destroyed && !request.complete) return
        addProblem(world, `the stand-in itself failed: ${String(error)}`)
        world.changes.changed()
        if (!response.headersSent) response.writeHead(500)
        response.end()
      })
  })
  server.on('upgrade', (request, socket, head) => socketMode.upgrade(request, socket, head))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = async () => {
    world.changes.close()
    courier.close()
    page.close()
    await socketMode.close()
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return { ...facade(world, courier, socketMode), close }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY) throw new Error('a request body is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

type Parts = { world: World; socketMode: SocketMode; page: ReturnType<typeof createPageServer> }
type Exchange = { request: IncomingMessage; response: ServerResponse; raw: Buffer }

async function route({ world, socketMode, page }: Parts, exchange: Exchange): Promise<void> {
  const { request, response, raw } = exchange
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  if (pathname.startsWith('/api/')) return answerApi(world, socketMode, exchange)
  if (pathname.startsWith('/actions/')) {
    const id = pathname.split('/').at(-1) ?? ''
    return answerWithFaults(world, { ...exchange, method: 'response_url', args: readableBody(raw) }, () =>
      useResponseUrl(world, id, raw),
    )
  }
  if (pathname.startsWith('/upload/'))
    return answerWithFaults(world, { ...exchange, method: 'upload', args: { bytes: raw.length } }, async () => ({
      $text: await takeUpload(world, request, raw),
    }))
  if (pathname.startsWith('/files/')) return download(world, exchange, pathname.split('/')[2] ?? '')
  if (await page.answer(request, response, raw)) return
  response.writeHead(404, { 'content-type': 'text/plain' })
  response.end('not found')
}

function readableBody(raw: Buffer): Json {
  try {
    return JSON.parse(raw.toString()) as Json
  } catch {
    return { unreadable: raw.toString().slice(0, 500) }
  }
}

/** Without the token or the scope Slack answers 200 and a sign-in page. */
function download(world: World, { request, response }: Exchange, id: string): void {
  const file = world.files.get(id)
  const mayRead = request.headers.authorization === `Bearer ${world.settings.token}` && world.scopes.has('files:read')
  if (mayRead && file?.bytes) {
    response.writeHead(200, { 'content-type': 'application/octet-stream' })
    response.end(file.bytes)
    return
  }
  response.writeHead(mayRead ? 404 : 200, { 'content-type': 'text/html' })
  response.end('<!doctype html><title>Sign in</title>')
}

function facade(world: World, courier: Courier, socketMode: SocketMode): Omit<Workspace, 'close'> {
  const idOf = (channel: string) => channelNamed(world, channel)?.id ?? channel
  return {
    url: world.url,
    apiUrl: `${world.url}/api/`,
    token: world.settings.token,
    appToken: world.settings.appToken,
    calls: world.calls,
    deliveries: world.deliveries,
    problems: world.problems,
    connect: (connection) => courier.connect(connection),
    person(id) {
      const person = world.people.get(id)
      if (!person) throw new Error(`Nobody here has the id ${id}`)
      return createPersonActions(world, courier, person)
    },
    messages: (channel) => structuredClone(visibleIn(world, idOf(channel))),
    thread(channel, ts) {
      const parent = findMessage(world, idOf(channel), ts)
      return structuredClone([...(parent ? [parent] : []), ...repliesOf(world, idOf(channel), ts)])
    },
    posts: (channel) => structuredClone(messagesIn(world, idOf(channel))),
    message: (channel, ts) => structuredClone(findMessage(world, idOf(channel), ts)),
    ephemerals: (user) => structuredClone(world.ephemerals.filter((one) => one.to === user)),
    currentView: (user) => structuredClone(topView(world, user)),
    viewStack: (user) => structuredClone((world.stacks.get(user) ?? []).flatMap((id) => world.views.get(id) ?? [])),
    home: (user) => structuredClone(world.homes.get(user)),
    files: () => [...world.files.values()],
    callsOf: (method) => world.calls.filter((call) => call.method === method),
    waitFor: (predicate, options) => world.changes.waitFor(predicate, options),
    fault(method, fault, { times = 1, when = () => true } = {}) {
      const armed = { method, fault, left: times, used: 0, when }
      world.faults.push(armed)
      return { used: () => armed.used, clear: () => void world.faults.splice(world.faults.indexOf(armed), 1) }
    },
    withoutScopes: (...scopes) => scopes.forEach((scope) => world.scopes.delete(scope)),
    withScopes: (...scopes) => scopes.forEach((scope) => world.scopes.add(scope)),
    event: (event) => courier.deliver('event', eventPayload(world, event)),
    raw: (request) => courier.raw(request),
    replay: (delivery) => courier.replay(delivery),
    socketMode,
    archive(channel) {
      const known = channelNamed(world, channel)
      if (known) known.is_archived = true
      world.changes.changed()
    },
  }
}
