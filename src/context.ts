import { createClaude } from './clients/claude/client.ts'
import { createClayCallbacks } from './clients/clay/client.ts'
import { createSignalSource } from './clients/signals/client.ts'
import { createSlackPosts } from './clients/slack/client.ts'
import type { Config } from './config.ts'
import type { Logger } from './log.ts'
import { isReachable } from './own-address.ts'
import { createCardPicture } from './pages/card-picture.ts'
import { createPagePublisher } from './pages/page-publisher.ts'
import { createOutbox, type Effect, type Outbox } from './pipeline/outbox.ts'
import type { Clock, ModelClient, SignalSource } from './pipeline/ports.ts'
import { createCallbackHandler } from './pipeline/report/callback.ts'
import { createDesk, type Desk } from './pipeline/report/desk.ts'
import type { DeskStore, Publisher } from './pipeline/report/desk-store.ts'
import { CLAY_LANE } from './pipeline/report/effects.ts'
import { lanePlanOf } from './pipeline/report/lanes.ts'
import { createPreview } from './pipeline/report/preview.ts'
import { readByRules, warmUp } from './pipeline/report/reply/read-rules.ts'
import { createReplyStripper } from './pipeline/report/reply/strip-reply.ts'
import { createReportPipeline } from './pipeline/report/report-pipeline.ts'
import { createShownMessages, type ShownMessages } from './pipeline/report/shown-messages.ts'
import { createSlackHandlers } from './pipeline/report/slack-effects.ts'
import { makeSlug } from './pipeline/report/slug.ts'
import type { Domain, ReportId, RunId, Signal } from './pipeline/report/types.ts'
import { createRunner, type RunnerOptions } from './pipeline/run.ts'
import type { RunReader } from './pipeline/run-views.ts'
import { type Crowd, createCrowd, createTurns } from './pipeline/turns.ts'
import { afterDone } from './store/after-done.ts'
import { type Db, openDb } from './store/db.ts'
import { type DeskCounts, type DeskLoad, isUp, readDeskCounts, readDeskLoad } from './store/desk-status.ts'
import { createDeskStore } from './store/desk-store.ts'
import { handleEach, handleTogether } from './store/job-batches.ts'
import { createOutboxStore, insertEffects } from './store/outbox-store.ts'
import type { Places } from './store/places.ts'
import { createProcessRow, hasLivingOthers, type ProcessRow, releaseDead } from './store/processes.ts'
import { createQueue, type Job, type Queue } from './store/queue.ts'
import { createRetention } from './store/retention.ts'
import { createRunReader } from './store/run-reader.ts'
import { createRunStore } from './store/run-store.ts'
import { createShownStore } from './store/shown-store.ts'
import { messageViews } from './views/message-views.ts'

export type Overrides = {
  clock?: Clock
  fetch?: typeof fetch
  /** Where a test ends the process. */
  checkpoint?: (name: string) => void
  publisher?: Publisher
  /** How many runs are worked on at once. */
  runSlots?: number
  /** Milliseconds until delayed signals are asked for again. */
  delayMs?: (attempt: number) => number
  keepTryingMs?: number
  maxFailures?: number
  retryMs?: number
  /** The longest that any model request may take, in milliseconds; shorter ones of the steps stay. */
  modelTimeoutMs?: number
}

/** The world, built once. Everything takes what it needs from here. */
export type Context = {
  config: Config
  log: Logger
  clock: Clock
  db: Db
  queue: Queue
  desk: Desk
  store: DeskStore
  runs: RunReader
  shown: ShownMessages
  outbox: Outbox
  publisher: Publisher
  /** A seller's signals as a report would judge them now, best first. */
  preview: (domain: Domain) => Promise<Signal[]>
  deskStatus: () => Promise<DeskCounts>
  /** What waits and what is in hand, for metrics. */
  deskLoad: () => Promise<DeskLoad>
  /** Whether the database answers now. */
  isDatabaseUp: () => Promise<boolean>
  /** True when another living process, of this host or another, takes work. */
  hasCompany(): Promise<boolean>
  /** Takes up work: dispatch, runs, effects. */
  work(): Promise<void>
  /** Takes no more work, waits for what is in hand until the deadline, and leaves. */
  stop(deadlineMs: number): Promise<void>
}

/** The world as a door sees it: what a door needs of the database is a function here, never SQL there. */
export type DoorContext = Omit<Context, 'db' | 'queue'>

const DAY_MS = 24 * 3_600_000

export async function createContext(
  config: Config,
  places: Places,
  given: { log: Logger } & Overrides,
): Promise<Context> {
  const { log } = given
  const clock = given.clock ?? { now: () => new Date() }
  const db = openDb(places.databaseUrl, { log, max: 12 })
  const queue = createQueue(places.databaseUrl, { log })
  await queue.start().catch(async (error: unknown) => {
    await db.close()
    throw error
  })
  const me = await createProcessRow(db)
  const parts = await createParts({ config, places, given, clock, db, queue, me }).catch(async (error: unknown) => {
    await queue.stop(0)
    await db.close()
    throw error
  })
  return {
    config,
    log,
    clock,
    db,
    queue,
    ...parts,
    hasCompany: () => hasLivingOthers(db, me),
    async work() {
      await me.join()
      const released = await releaseDead(db, queue, me)
      if (released > 0) log.info({ jobs: released }, 'Took over the work of a process that is gone')
      await startWork({ queue, parts, given })
    },
    async stop(deadlineMs) {
      const { retention, outbox, shown, stripper } = parts
      const parted = [retention, outbox, shown, stripper].map((part) => () => part.stop())
      const ends = [() => queue.stop(deadlineMs), ...parted, () => me.leave(), () => db.close()]
      // Each part is stopped whatever the one before said: a database that is away must not leave the rest running.
      for (const end of ends)
        await end().catch((error: unknown) => log.warn({ err: error }, 'A part did not stop cleanly'))
    },
  }
}

type Building = {
  config: Config
  places: Places
  given: { log: Logger } & Overrides
  clock: Clock
  db: Db
  queue: Queue
  me: ProcessRow
}

type Parts = Awaited<ReturnType<typeof createParts>>

async function createParts(building: Building) {
  const { config, places, given, clock, db, queue } = building
  const { log } = given
  const site = { publicUrl: config.server.publicUrl, isReachable: isReachable(config), now: () => clock.now() }
  const store = createDeskStore({ db, queue, ...site })
  const stripper = createReplyStripper()
  const { dmInSharedPage } = config.pages
  const publisher = given.publisher ?? createPagePublisher({ picture: createCardPicture(), dmInSharedPage, makeSlug })
  const { outbox, shown, wake } = createSending(building, { store, publisher })
  const refresh = (id: ReportId) => shown.refresh(id)
  const channel = config.slack?.channel ?? null
  const { defaultOwner } = config.people
  const crowd = createCrowd()
  const desk = createDesk({
    turns: createTurns(crowd.isCrowded),
    crowd,
    store,
    clock,
    channel,
    defaultOwner,
    freshHours: config.pages.freshHours,
    stripper,
    readByRules,
    wake,
    refresh,
  })
  const models = config.claude.models
  const { model, signals } = createSources(config, places, given)
  const report = createReportPipeline({
    store,
    signals,
    publisher,
    models,
    channel,
    hasClay: config.clay.callbackUrl !== null,
    wake,
    refresh,
    delayMs: given.delayMs ?? delayMs,
    keepTryingMs: given.keepTryingMs ?? DAY_MS,
  })
  const runner = createRunner([report], await runnerOptions(building, { model, crowd }))
  const reading = createReading(building, signals)
  return {
    store,
    desk,
    publisher,
    outbox,
    shown,
    stripper,
    runner,
    ...reading,
    retention: createRetention(db, { log, days: config.server.retentionDays }),
  }
}

async function runnerOptions(
  { config, given, clock, db, queue, me }: Building,
  { model, crowd }: { model: ModelClient | null; crowd: Crowd },
): Promise<RunnerOptions> {
  const store = await createRunStore({ db, queue, processId: me.id })
  const limits = { maxFailures: given.maxFailures ?? 3, retryMs: given.retryMs ?? 2_000 }
  const turns = createTurns(crowd.isCrowded)
  return { store, model, models: config.claude.models, clock, log: given.log, turns, ...limits }
}

/** What doors may look at without changing anything. */
function createReading({ db, queue, clock }: Building, signals: SignalSource) {
  return {
    runs: createRunReader(db),
    preview: createPreview(signals, clock),
    deskStatus: () => readDeskCounts(db),
    deskLoad: () => readDeskLoad(db, queue),
    isDatabaseUp: () => isUp(db),
  }
}

/** Without Slack there is nothing to keep showing. */
const NOTHING_SHOWN: ShownMessages = {
  start: () => undefined,
  refresh: async () => undefined,
  stop: async () => undefined,
}

/** What reaches the outside: effects by lane, and posted messages kept up to date. */
function createSending(building: Building, { store, publisher }: { store: DeskStore; publisher: Publisher }) {
  const { config, given, clock, db, me } = building
  const slackParts = createSlackParts({ config, given, db, me, store, publisher })
  const shown = slackParts?.shown ?? NOTHING_SHOWN
  const handlers = new Map(slackParts?.handlers)
  if (config.clay.callbackUrl) handlers.set('callback', createClayHandler({ config, given, db, store, wake }))
  const outbox = createOutbox({
    store: createOutboxStore({ db, holder: me.id, kinds: [...handlers.keys()], afterDone, ended }),
    handlers,
    planOf: lanePlanOf(config.slack?.postsPerSecond ?? 1),
    clock,
    log: given.log,
    ...(given.checkpoint ? { checkpoint: given.checkpoint } : {}),
  })
  function wake(lane: string): void {
    outbox.wake(lane)
  }
  /** The card's end changes what message 1 and the card itself show, and the callback has waited for it. */
  function ended(effect: Effect): void {
    if (effect.kind !== 'card') return
    void shown.refresh(effect.reportId)
    if (handlers.has('callback')) wake(CLAY_LANE)
  }
  return { outbox, shown, wake }
}

function createSources({ claude, signals: { table, columns } }: Config, places: Places, given: Overrides) {
  const { fetch, modelTimeoutMs } = given
  const { apiKey, baseUrl } = claude
  const through = fetch ? { fetch } : {}
  const within = modelTimeoutMs === undefined ? {} : { mostTimeoutMs: modelTimeoutMs }
  return {
    model: apiKey ? createClaude({ apiKey, baseUrl, ...through, ...within }) : null,
    signals: createSignalSource({ ...places.signals, table, columns, ...through }),
  }
}

/** A minute, then twice as long each time, at most half an hour. */
const delayMs = (attempt: number) => Math.min(60_000 * 2 ** (attempt - 1), 30 * 60_000)

type SlackBuilding = Pick<Building, 'config' | 'given' | 'db' | 'me'> & { store: DeskStore; publisher: Publisher }

function createSlackParts({ config, given, db, me, store, publisher }: SlackBuilding) {
  if (!config.slack) return null
  const { botToken, apiUrl } = config.slack
  const slack = createSlackPosts({ botToken, apiUrl, ...(given.fetch ? { fetch: given.fetch } : {}) })
  const operator = config.people.escalationOwner ?? config.people.defaultOwner
  const deps = { slack, store, views: messageViews, publisher, operator, log: given.log }
  const shown = createShownMessages({ ...deps, shown: createShownStore(db, me.id) })
  return { handlers: createSlackHandlers(deps), shown }
}

type ClayBuilding = Pick<Building, 'config' | 'given' | 'db'> & { store: DeskStore; wake: (lane: string) => void }

function createClayHandler({ config, given, db, store, wake }: ClayBuilding) {
  const { callbackUrl, callbackToken } = config.clay
  const channel = config.slack?.channel ?? null
  const clay = createClayCallbacks({
    callbackUrl: callbackUrl ?? '',
    callbackToken,
    ...(given.fetch ? { fetch: given.fetch } : {}),
  })
  return createCallbackHandler({
    clay,
    store,
    channel,
    async tell(effect) {
      await insertEffects(db.pool, [effect])
      wake(effect.lane)
    },
  })
}

/** Runs in hand at once: workers times what each takes. Taking several at a time is what a burst is fetched by. */
const RUN_SLOTS = 40
const RUN_BATCH = 2
const DISPATCH_BATCH = 50

async function startWork({
  queue,
  parts,
  given,
}: {
  queue: Queue
  parts: Parts
  given: Building['given']
}): Promise<void> {
  const { desk, runner, outbox, shown, stripper } = parts
  // The first reading and the first quoted text cost a tenth of a second each; no reply should pay for them.
  warmUp()
  await stripper.strip('Yes, please.\n> On Monday somebody wrote:')
  // Replies whose dispatch a dead process had in hand go out at once, not after a missed heartbeat.
  // One that cannot be read must not keep the app from opening: its job tells of it.
  await desk
    .dispatch('all')
    .catch((error: unknown) => given.log.error({ err: error }, 'Waiting replies are left to their jobs'))
  outbox.start()
  shown.start()
  parts.retention.start()
  await queue.work('dispatch', { slots: 2, batch: DISPATCH_BATCH }, (jobs) => {
    const idOf = (job: Job) => (job.data as { reportId: ReportId }).reportId
    return handleTogether(jobs, (some) => desk.dispatch(some.map(idOf)), given.log)
  })
  const slots = Math.ceil((given.runSlots ?? RUN_SLOTS) / RUN_BATCH)
  await queue.work('run', { slots, batch: RUN_BATCH }, (jobs) =>
    handleEach(jobs, (job) => runner.execute((job.data as { runId: RunId }).runId, job.id, job.abort), given.log),
  )
}
