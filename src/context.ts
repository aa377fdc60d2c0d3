import type { Building, Overrides } from './building.ts'
import type { Config } from './config.ts'
import { createFresh, type FreshParts } from './fresh.ts'
import type { Logger } from './log.ts'
import { copyingOf } from './notion-publishing.ts'
import { isReachable } from './own-address.ts'
import { createCardPicture } from './pages/card-picture.ts'
import { createPagePublisher } from './pages/page-publisher.ts'
import { createSettings, type Settings } from './pipeline/live-settings.ts'
import type { Outbox } from './pipeline/outbox.ts'
import type { Clock, ModelClient, SignalSource } from './pipeline/ports.ts'
import { budgetLimits } from './pipeline/report/budget.ts'
import { createDesk, type Desk, type DeskOptions } from './pipeline/report/desk.ts'
import type { DeskStore, Publisher } from './pipeline/report/desk-store.ts'
import { recheckUntil } from './pipeline/report/fresh/recheck.ts'
import { PREPARED_FOR_MS } from './pipeline/report/prepared.ts'
import { createPreview } from './pipeline/report/preview.ts'
import { readByRules } from './pipeline/report/reply/read-rules.ts'
import { createReplyStripper } from './pipeline/report/reply/strip-reply.ts'
import { createReportPipeline } from './pipeline/report/report-pipeline.ts'
import type { ReportDeps } from './pipeline/report/report-work.ts'
import type { ShownMessages } from './pipeline/report/shown-messages.ts'
import { makeSlug } from './pipeline/report/slug.ts'
import type { Domain, Signal } from './pipeline/report/types.ts'
import { createRunner, type RunnerOptions } from './pipeline/run.ts'
import type { RunReader } from './pipeline/run-views.ts'
import { type Crowd, createCrowd, createTurns } from './pipeline/turns.ts'
import { createProviderParts, type ProviderParts, reconcileOf } from './provider-parts.ts'
import { createReportSources, type ReportSources } from './report-sources.ts'
import { createSending } from './sending.ts'
import { createBudgetReader } from './store/budget-reader.ts'
import { type Db, openDb } from './store/db.ts'
import { type DeskCounts, type DeskLoad, isUp, readDeskCounts, readDeskLoad } from './store/desk-status.ts'
import { createDeskStore } from './store/desk-store.ts'
import { createLookupStore } from './store/lookup-store.ts'
import type { Places } from './store/places.ts'
import { createProcessRow, hasLivingOthers, releaseDead } from './store/processes.ts'
import { createQueue, type Queue } from './store/queue.ts'
import { createRetention } from './store/retention.ts'
import { createRunReader } from './store/run-reader.ts'
import { createRunStore } from './store/run-store.ts'
import { createSettingsStore } from './store/settings-store.ts'
import { startWork } from './work.ts'

export type { Overrides } from './building.ts'

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
  /** What operators change while the app runs. */
  settings: Settings
  /** Fires what is due; nothing ticks by itself but the app's cron. */
  clockwork: FreshParts['clockwork']
  /** Reports made ahead of a launch. */
  preparations: FreshParts['preparations']
  /** Events of the tools that send campaigns. */
  providerIntake: ProviderParts['providerIntake']
  /** Compares their lists of replies with ours; null where none can be asked. */
  reconciliation: ProviderParts['reconciliation']
  /** A seller's signals as a report would judge them now, best first. */
  preview: (domain: Domain) => Promise<Signal[]>
  deskStatus: () => Promise<DeskCounts>
  /** What waits and what is in hand, for metrics. */
  deskLoad: () => Promise<DeskLoad>
  /** Whether the database answers now. */
  isDatabaseUp: () => Promise<boolean>
  /** True when another living process, of this host or another, takes work. */
  hasCompany(): Promise<boolean>
  /** Takes up work: dispatch, runs, what the clock fired, effects. */
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
      const { retention, outbox, shown, stripper, sources } = parts
      const parted = [sources, retention, outbox, shown, stripper].map((part) => () => part.stop())
      const ends = [() => queue.stop(deadlineMs), ...parted, () => me.leave(), () => db.close()]
      // Each part is stopped whatever the one before said: a database that is away must not leave the rest running.
      for (const end of ends)
        await end().catch((error: unknown) => log.warn({ err: error }, 'A part did not stop cleanly'))
    },
  }
}

export type Parts = Awaited<ReturnType<typeof createParts>>

async function createParts(building: Building) {
  const { config, places, given, clock, db, me } = building
  const { log, fetch, modelTimeoutMs } = given
  const { dmInSharedPage } = config.pages
  const hasModel = config.claude.apiKey !== null
  const store = createDeskStore({ db, queue: building.queue, hasModel, ...siteOf(building) })
  const publisher = given.publisher ?? createPagePublisher({ picture: createCardPicture(), dmInSharedPage, makeSlug })
  const sending = createSending(building, { store, publisher })
  const { outbox, shown, wake, tell } = sending
  const stripper = createReplyStripper()
  const crowd = createCrowd()
  const desk = createDesk(deskOptions(building, { store, stripper, crowd, sending }))
  const lookups = createLookupStore(db, me.id)
  const sources = createReportSources({ config, places, clock, log, lookups, fetch, modelTimeoutMs })
  const { model, signals } = sources
  const settings = createSettings({ store: createSettingsStore(db), log })
  const report = createReportPipeline(reportDeps(building, { store, publisher, sources, settings, sending }))
  const providers = createProviderParts({ ...building, desk, wake })
  const reconcile = given.reconcile ?? reconcileOf(providers)
  return {
    store,
    desk,
    publisher,
    outbox,
    shown,
    stripper,
    runner: createRunner([report], await runnerOptions(building, { model, crowd })),
    settings,
    ...createFresh({ ...building, settings, source: signals, desk, tell, fetch, log, reconcile }),
    ...providers,
    ...createReading(building, signals),
    sources,
    retention: createRetention(db, { log, days: config.server.retentionDays, servesMs: PREPARED_FOR_MS }),
  }
}

function siteOf({ config, clock }: Building) {
  const { publicUrl } = config.server
  return { publicUrl, isReachable: isReachable(config), publishing: config.pages.publishing, now: () => clock.now() }
}

type Sending = ReturnType<typeof createSending>
type DeskParts = Pick<DeskOptions, 'store' | 'stripper' | 'crowd'> & { sending: Sending }

function deskOptions({ config, clock }: Building, { sending, ...parts }: DeskParts): DeskOptions {
  const { shown, wake } = sending
  return {
    ...parts,
    turns: createTurns(parts.crowd.isCrowded),
    clock,
    channel: config.slack?.channel ?? null,
    defaultOwner: config.people.defaultOwner,
    freshHours: config.pages.freshHours,
    readByRules,
    wake,
    refresh: (id) => shown.refresh(id),
  }
}

type ReportParts = Pick<ReportDeps, 'store' | 'publisher'> & {
  sources: ReportSources
  settings: Settings
  sending: Sending
}

function reportDeps(
  { config, given, clock, db }: Building,
  { store, publisher, sources, settings, sending }: ReportParts,
): ReportDeps {
  const { model, signals, reads, buyers } = sources
  const { shown, wake } = sending
  return {
    store,
    publisher,
    signals,
    reads,
    buyers,
    budget: createBudgetReader(db, () => budgetLimits(settings)),
    hasModel: model !== null,
    models: config.claude.models,
    channel: config.slack?.channel ?? null,
    alertsChannel: config.slack?.alertsChannel ?? null,
    hasClay: config.clay.callbackUrl !== null,
    copying: copyingOf(config, given.notion),
    recheckUntil: recheckUntil({ settings, clock }),
    wake,
    refresh: (id) => shown.refresh(id),
    delayMs: given.delayMs ?? delayMs,
    keepTryingMs: given.keepTryingMs ?? DAY_MS,
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

/** A minute, then twice as long each time, at most half an hour. */
const delayMs = (attempt: number) => Math.min(60_000 * 2 ** (attempt - 1), 30 * 60_000)
