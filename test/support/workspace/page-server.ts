import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Courier } from './delivery.ts'
import type { Given } from './element-values.ts'
import { createPersonActions, type PersonActions, type Values } from './person.ts'
import { type Answer, ClientRefusal, type Ephemeral, type Json, type Message, type View } from './types.ts'
import { directChannel, findMessage, messagesIn, type World } from './world.ts'

/** Messages per channel that the page gets; older ones stay in the workspace. */
const SHOWN = 400
const HEARTBEAT_MS = 15_000

const ASSETS: Record<string, string> = {
  'index.html': 'text/html; charset=utf-8',
  'style.css': 'text/css; charset=utf-8',
  'app.js': 'text/javascript; charset=utf-8',
  'blocks.js': 'text/javascript; charset=utf-8',
  'dom.js': 'text/javascript; charset=utf-8',
  'messages.js': 'text/javascript; charset=utf-8',
  'modal.js': 'text/javascript; charset=utf-8',
  'mrkdwn.js': 'text/javascript; charset=utf-8',
}

/** Pictures may come from anywhere (image blocks), everything else from here. */
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: http: https:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

export type PageServer = {
  /** Answers `/`, `/page/…` and `/archives/…`; false for any other path. */
  answer(request: IncomingMessage, response: ServerResponse, raw: Buffer): Promise<boolean>
  close(): void
}

export function createPageServer(world: World, courier: Courier): PageServer {
  const streams = new Set<ServerResponse>()
  const heartbeat = setInterval(() => {
    for (const stream of streams) stream.write(': here\n\n')
  }, HEARTBEAT_MS)
  let planned: NodeJS.Immediate | null = null
  const stopListening = world.changes.listen(() => {
    planned ??= setImmediate(() => {
      planned = null
      for (const stream of streams) stream.write(`data: ${world.changes.version}\n\n`)
    })
  })

  const openStream = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(`data: ${world.changes.version}\n\n`)
    streams.add(response)
    response.on('close', () => streams.delete(response))
  }

  return {
    async answer(request, response, raw) {
      const url = new URL(request.url ?? '/', world.url)
      const { pathname } = url
      if (pathname === '/') return asset(response, 'index.html')
      if (pathname.startsWith('/archives/')) return archive(response, url)
      if (!pathname.startsWith('/page/')) return false
      const name = pathname.slice('/page/'.length)
      if (name === 'events') openStream(response)
      else if (name === 'state') json(response, 200, pageState(world, courier, url.searchParams.get('as') ?? ''))
      else if (name === 'act' && request.method === 'POST') await act(world, courier, { request, response, raw })
      else if (name.startsWith('files/')) file(world, response, name.slice('files/'.length))
      else return asset(response, name)
      return true
    },
    close() {
      clearInterval(heartbeat)
      if (planned) clearImmediate(planned)
      stopListening()
      for (const stream of streams) stream.end()
    },
  }
}

async function asset(response: ServerResponse, name: string): Promise<boolean> {
  const type = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined
  if (type === undefined) return false
  const body = await readFile(new URL(`page/${name}`, import.meta.url))
  response.writeHead(200, {
    'content-type': type,
    'content-security-policy': CSP,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  })
  response.end(body)
  return true
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

/** A permalink opens the page at its message. */
function archive(response: ServerResponse, url: URL): boolean {
  const match = /^\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})$/.exec(url.pathname)
  const at = match ? `${match[1]}/${match[2]}.${match[3]}` : ''
  const thread = url.searchParams.get('thread_ts')
  response.writeHead(302, { location: `/#${at}${thread !== null && /^[\d.]+$/.test(thread) ? `/${thread}` : ''}` })
  response.end()
  return true
}

function file(world: World, response: ServerResponse, id: string): void {
  const known = world.files.get(id)
  if (!known?.bytes) {
    json(response, 404, { error: 'file_not_found' })
    return
  }
  const type = /\.png$/i.test(known.name)
    ? 'image/png'
    : /\.jpe?g$/i.test(known.name)
      ? 'image/jpeg'
      : /\.gif$/i.test(known.name)
        ? 'image/gif'
        : 'application/octet-stream'
  response.writeHead(200, {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'content-disposition': `${type.startsWith('image/') ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(known.name)}`,
  })
  response.end(known.bytes)
}

/** All that one person sees, in one document. */
function pageState(world: World, courier: Courier, as: string): Json {
  const { settings } = world
  const me = world.people.get(as) ?? [...world.people.values()].find((person) => !person.is_bot)
  if (me) directChannel(world, me.id)
  const channels = [...world.channels.values()].filter((channel) => me && channel.members.has(me.id))
  return {
    version: world.changes.version,
    app: { name: settings.appName, botUserId: settings.botUserId, hasHome: settings.homeTab },
    team: settings.teamName,
    connection: courier.mode(),
    me: me?.id ?? null,
    people: [...world.people.values()].map(({ id, name, real_name, title, tz, is_bot, presence }) => ({
      id,
      tz,
      name,
      real_name,
      title,
      is_bot,
      presence,
    })),
    channels: channels.map(({ id, name, kind, topic, is_archived, members }) => ({
      id,
      name,
      kind,
      topic,
      is_archived,
      members: members.size,
    })),
    messages: Object.fromEntries(
      channels.map(({ id }) => [id, messagesIn(world, id).slice(-SHOWN).map(withoutMetadata)]),
    ),
    ephemerals: world.ephemerals.filter((one) => one.to === me?.id).slice(-50),
    views: (world.stacks.get(me?.id ?? '') ?? []).flatMap((id) => world.views.get(id) ?? []),
    home: world.homes.get(me?.id ?? '') ?? null,
    commands: settings.commands,
    shortcuts: settings.shortcuts,
    problems: world.problems.length,
  }
}

function withoutMetadata({ metadata: _metadata, ...message }: Message): Json {
  return message
}

type Act = Json & { as?: string; do?: string }
type Where = { channel?: string; ts?: string; viewId?: string }

/** What a person did on the page. JSON and a loopback host only, so that no other site can act here. */
async function act(
  world: World,
  courier: Courier,
  { request, response, raw }: { request: IncomingMessage; response: ServerResponse; raw: Buffer },
): Promise<void> {
  const isLocal = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')
  if (!isLocal || request.headers['content-type'] !== 'application/json') {
    json(response, 403, { ok: false, error: 'Only the page itself may act' })
    return
  }
  try {
    const given = JSON.parse(raw.toString()) as Act
    const person = world.people.get(given.as ?? '')
    if (!person) throw new ClientRefusal('Nobody is chosen')
    const answer = await perform(world, createPersonActions(world, courier, person), given)
    json(response, 200, { ok: true, answer })
  } catch (error) {
    if (!(error instanceof ClientRefusal) && !(error instanceof SyntaxError)) throw error
    const errors = error instanceof ClientRefusal ? error.errors : {}
    json(response, 200, { ok: false, error: error.message, errors })
  }
}

async function perform(world: World, person: PersonActions, given: Act): Promise<Answer | null> {
  const text = (key: string) => (typeof given[key] === 'string' ? given[key] : '')
  const which = text('which')
  switch (text('do')) {
    case 'command':
      return person.command(text('channel'), text('command'), text('text'))
    case 'click':
      return person.click(surfaceAt(world, person, given as Where), which, (given['values'] ?? {}) as Values)
    case 'select':
      return person.select(surfaceAt(world, person, given as Where), which, given['given'] as Given)
    case 'submit':
      return person.submit((given['values'] ?? {}) as Values, text('viewId'))
    case 'close':
      await person.close(given['all'] === true ? 'all' : 'cancel')
      return null
    case 'shortcut':
      return person.shortcut(text('callbackId'))
    case 'messageShortcut':
      return person.messageShortcut(surfaceAt(world, person, given as Where) as Message, text('callbackId'))
    case 'say':
      await person.say(text('channel'), text('text'), {
        ...(given['threadTs'] ? { threadTs: text('threadTs') } : {}),
        broadcast: given['broadcast'] === true,
      })
      return null
    case 'home':
      return person.openHome(given['tab'] === 'messages' ? 'messages' : 'home')
    default:
      throw new ClientRefusal(`The page cannot do "${text('do')}"`)
  }
}

function surfaceAt(world: World, person: PersonActions, where: Where): Message | Ephemeral | View {
  const found =
    where.viewId === undefined
      ? (findMessage(world, where.channel ?? '', where.ts ?? '') ??
        world.ephemerals.find((one) => one.ts === where.ts && one.to === person.id))
      : world.views.get(where.viewId)
  if (!found) throw new ClientRefusal('This is gone')
  return found
}
