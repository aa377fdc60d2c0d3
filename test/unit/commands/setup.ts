import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Pace, SlackDoorContext } from '../../../src/commands/door-context.ts'
import { createSlackDoor, type SlackDoor } from '../../../src/commands/slack-door.ts'
import { SCOPES } from '../../../src/commands/surface.ts'
import { createLogger } from '../../../src/log.ts'
import type { ActionRefusal, ActionResult } from '../../../src/pipeline/report/desk-store.ts'
import { parseDomain } from '../../../src/pipeline/report/domain-name.ts'
import { cardId, dispatchId } from '../../../src/pipeline/report/effects.ts'
import type { DeskItem, Domain, ReportId, Signal } from '../../../src/pipeline/report/types.ts'
import { renderCard } from '../../../src/views/card.ts'
import { renderDispatch } from '../../../src/views/dispatch.ts'
import type { SlackMessage } from '../../../src/views/message.ts'
import { minimalItem } from '../../support/desk-items.ts'
import type { Message, Workspace, WorkspaceOptions } from '../../support/workspace/workspace.ts'
import { clientOf, INTENT, openWorkspace, SECRET } from '../workspace/setup.ts'

export { INTENT, SECRET } from '../workspace/setup.ts'

/** The present of every test here; the sample documents are made a little before. */
export const NOW = new Date('2026-03-03T15:00:00.000Z')

/** A desk in memory that follows the rules of the real one and records what it was asked. */
type FakeDesk = SlackDoorContext['desk'] & {
  items: Map<ReportId, DeskItem>
  calls: { what: string; facts: unknown }[]
  /** Every request waits for this first. */
  gate: Promise<unknown>
  /** The next actions fail with this. */
  broken: Error | null
  /** A form sent a second time is refused. */
  nonces: Set<string>
}

function createFakeDesk(items: DeskItem[]): FakeDesk {
  const byId = new Map(items.map((item) => [item.id, item]))
  const newest = (domain: Domain, wanted: (item: DeskItem) => boolean) =>
    [...byId.values()].findLast((item) => item.reply.domain === domain && wanted(item)) ?? null
  const asked = async (what: string, facts: unknown) => {
    desk.calls.push({ what, facts })
    await desk.gate
    if (desk.broken) throw desk.broken
  }
  const act = (id: ReportId, decide: (item: DeskItem) => ActionRefusal | Partial<DeskItem>): ActionResult => {
    const item = byId.get(id)
    if (!item) return { ok: false, why: 'unknown', item: null }
    const decided = decide(item)
    if (typeof decided === 'string') return { ok: false, why: decided, item }
    const changed = { ...item, ...decided }
    byId.set(id, changed)
    return { ok: true, item: changed }
  }
  const desk: FakeDesk = {
    items: byId,
    calls: [],
    gate: Promise.resolve(),
    broken: null,
    nonces: new Set(),
    async item(id) {
      await asked('item', id)
      return byId.get(id) ?? null
    },
    async newestOf(domain) {
      await asked('newestOf', domain)
      const isPending = (item: DeskItem) => ['queued', 'running', 'delayed'].includes(item.status)
      return { delivered: newest(domain, (item) => item.version > 0), pending: newest(domain, isPending) }
    },
    async requestReport(request, from) {
      await asked('requestReport', { request, from })
      const id = `rep_${from.requestKey}` as ReportId
      const isDuplicate = byId.has(id)
      const reply = { domain: request.domain, product: request.product, requestedTier: request.tier }
      if (!isDuplicate) byId.set(id, minimalItem({ id, origin: 'command', postsToSlack: false, reply }))
      return { id, isDuplicate }
    },
    async take(id, by) {
      await asked('take', { id, by })
      return act(id, ({ owner, status }) => {
        if (owner) return owner.userId === by ? 'already_done' : 'taken'
        return status === 'dismissed'
          ? 'dismissed'
          : { owner: { userId: by, at: NOW.toISOString(), secondsAfterReceipt: 40 } }
      })
    },
    async dismiss(id, by) {
      await asked('dismiss', { id, by })
      return act(id, ({ status }) =>
        status === 'dismissed' ? 'already_done' : { status: 'dismissed', dismissedBy: by },
      )
    },
    async runAnyway(id, by) {
      await asked('runAnyway', { id, by })
      return act(id, ({ status }) => {
        if (['queued', 'running', 'delayed'].includes(status)) return 'running'
        return status === 'delivered' ? 'not_ready' : { status: 'queued' }
      })
    },
    async regenerate(id, wish) {
      await asked('regenerate', { id, ...wish })
      return act(id, ({ status }) => {
        if (desk.nonces.has(wish.nonce)) return 'already_done'
        if (['queued', 'running', 'delayed'].includes(status)) return 'running'
        desk.nonces.add(wish.nonce)
        return {}
      })
    },
    async escalate(id, wish) {
      await asked('escalate', { id, ...wish })
      return act(id, ({ status }) => {
        if (status === 'dismissed') return 'dismissed'
        if (desk.nonces.has(wish.nonce)) return 'already_done'
        desk.nonces.add(wish.nonce)
        return {}
      })
    },
  }
  return desk
}

/** What every process that shares a database remembers. */
export type Memory = SlackDoorContext['store'] & {
  places: Map<string, { channel: string; ts: string }>
  keys: Set<string>
  /** What `once` waits for. */
  gate: Promise<unknown>
}

export function createMemory(): Memory {
  const memory: Memory = {
    places: new Map(),
    keys: new Set(),
    gate: Promise.resolve(),
    async once(key) {
      await memory.gate
      return !memory.keys.has(key) && memory.keys.add(key) !== undefined
    },
    placeOf: async (effectId) => memory.places.get(effectId) ?? null,
  }
  return memory
}

type DoorOptions = {
  items?: DeskItem[]
  signals?: Signal[] | Error
  workspace?: WorkspaceOptions
  mode?: 'http' | 'socket'
  memory?: Memory
  pace?: Pace
  appToken?: string
  /** A workspace that is there already, for a second door to it. */
  beside?: Workspace
}

export type World = {
  workspace: Workspace
  desk: FakeDesk
  memory: Memory
  door: SlackDoor
  /** Lines of the log, as objects. */
  log: Record<string, unknown>[]
  url: string
  /** Posts a message as the bot and answers it as a person sees it. */
  post(message: SlackMessage, more?: { channel?: string; threadTs?: string }): Promise<Message>
  /** Message 1 of an item, known to the store as such. */
  postDispatch(item: DeskItem): Promise<Message>
  postCard(item: DeskItem): Promise<Message>
  /** What one person alone was told, oldest first. */
  told(userId: string): string[]
  /** Waits until they were told something that contains `words`. */
  hears(userId: string, words: string): Promise<string>
}

const scopes = SCOPES.map(({ scope }) => scope)

/** A door on a stand-in workspace whose bot token has exactly the scopes of the manifest. Closed with the test. */
export async function openDoor(options: DoorOptions = {}): Promise<World> {
  const mode = options.mode ?? 'http'
  const workspace = options.beside ?? (await openWorkspace({ scopes, ...options.workspace }))
  const desk = createFakeDesk(options.items ?? [])
  const memory = options.memory ?? createMemory()
  const log: Record<string, unknown>[] = []
  const destination = { write: (line: string) => void log.push(JSON.parse(line) as Record<string, unknown>) }
  const context: SlackDoorContext = {
    config: { pages: { freshHours: 24 }, people: { escalationOwner: 'U0LEAD' } },
    log: createLogger('debug', destination),
    clock: { now: () => NOW },
    desk,
    store: memory,
    async preview() {
      if (options.signals instanceof Error) throw options.signals
      return options.signals ?? []
    },
    deskStatus: async () => ({
      queued: 2,
      running: 1,
      delayed: 0,
      deliveredToday: 7,
      failedToday: 0,
      medianSeconds: 14,
      lastDeliveredAt: NOW.toISOString(),
    }),
  }
  const { token: botToken, appToken, apiUrl } = workspace
  const common = { botToken, apiUrl, channel: INTENT, alertsChannel: INTENT, postsPerSecond: 1 }
  const slack =
    mode === 'http'
      ? { ...common, mode, signingSecret: SECRET, appToken: null }
      : { ...common, mode, signingSecret: null, appToken: options.appToken ?? appToken }
  const door = await createSlackDoor(context, slack, options.pace ?? { followMs: 60_000, lookAgainMs: 5 })
  onTestFinished(() => door.stop(1_000))
  const url = await serve(door)
  if (mode === 'http') workspace.connect({ signingSecret: SECRET, appUrl: url })
  return { workspace, desk, memory, door, log, url, ...acting(workspace, memory) }
}

async function serve({ listener }: SlackDoor): Promise<string> {
  const server = http.createServer((request, response) => {
    if (listener) listener(request, response)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function acting(workspace: Workspace, memory: Memory) {
  const post: World['post'] = async (message, { channel = INTENT, threadTs } = {}) => {
    const { text, blocks } = message
    const thread = threadTs ? { thread_ts: threadTs } : {}
    const { ts = '' } = await clientOf(workspace).chat.postMessage({ channel, text, blocks, ...thread })
    const stored = workspace.posts(channel).find((one) => one.ts === ts)
    if (!stored) throw new Error('the message is not there')
    return stored
  }
  const told = (userId: string) =>
    workspace.ephemerals(userId).map((one) => `${one.text}\n${JSON.stringify(one.blocks ?? [])}`)
  return {
    post,
    told,
    async postDispatch(item: DeskItem) {
      const message = await post(renderDispatch(item))
      memory.places.set(dispatchId(item.id), { channel: INTENT, ts: message.ts })
      return message
    },
    async postCard(item: DeskItem) {
      const message = await post(renderCard(item))
      memory.places.set(cardId(item.id), { channel: INTENT, ts: message.ts })
      return message
    },
    hears: (userId: string, words: string) =>
      workspace.waitFor(() => told(userId).find((one) => one.includes(words)), { what: `"${words}" for ${userId}` }),
  }
}

export function domainOf(text: string): Domain {
  const found = parseDomain(text)
  if (!found.ok) throw new Error(found.problem)
  return found.domain
}

/** A signal as the preview answers it. */
export function previewSignal(overrides: Partial<Signal> = {}): Signal {
  return {
    id: 'sig-1',
    domain: domainOf('fernmill.com'),
    type: 'rfp_posted',
    title: 'RFP for a student advising platform',
    summary: null,
    buyerId: 'b-1',
    buyerName: 'Mesa Unified School District',
    buyerType: 'school_district',
    buyerState: 'AZ',
    eventDate: '2026-02-20',
    deadline: '2026-03-27',
    detectedAt: '2026-02-21T00:00:00.000Z',
    status: 'Open',
    amountUsd: null,
    vendor: null,
    isAmendment: false,
    sourceTitle: null,
    sourceUrl: 'https://mesa.example/rfp/14',
    sourceRef: null,
    relevanceScore: null,
    state: 'open',
    daysLeft: 24,
    alreadySent: false,
    score: 0.8,
    reasons: ['open'],
    ...overrides,
  }
}

/** A promise and what ends it. */
export function gate(): { promise: Promise<void>; open: () => void } {
  let open = () => undefined as void
  const promise = new Promise<void>((resolve) => {
    open = resolve
  })
  return { promise, open }
}
