import { createAccountList } from './clients/signals/account-list.ts'
import type { Config } from './config.ts'
import type { Logger } from './log.ts'
import { type Clockwork, createClockwork } from './pipeline/clockwork.ts'
import type { Settings } from './pipeline/live-settings.ts'
import type { NewEffect } from './pipeline/outbox.ts'
import type { Clock, SignalSource } from './pipeline/ports.ts'
import { budgetLimits } from './pipeline/report/budget.ts'
import type { Desk } from './pipeline/report/desk.ts'
import { createPreparations, type Preparations } from './pipeline/report/fresh/preparations.ts'
import { createSchedules, type Reconcile } from './pipeline/report/fresh/schedules.ts'
import { createWhyPaused } from './pipeline/report/fresh/why-paused.ts'
import { createBudgetReader } from './store/budget-reader.ts'
import { createClockStore } from './store/clock-store.ts'
import type { Db } from './store/db.ts'
import { createFreshStore } from './store/fresh-store.ts'
import type { Places } from './store/places.ts'
import { createPreparationStore } from './store/preparation-store.ts'
import type { Queue } from './store/queue.ts'

/** What keeps reports fresh: the clockwork with its schedules, and what doors may ask of prepared batches. */

export type FreshParts = { clockwork: Clockwork; preparations: Preparations }

export type FreshBuilding = {
  config: Config
  places: Pick<Places, 'signals'>
  fetch?: typeof fetch | undefined
  db: Db
  queue: Queue
  clock: Clock
  log: Logger
  settings: Settings
  /** The signals themselves, past what is kept of earlier reads. */
  source: SignalSource
  desk: Desk
  tell: (effect: NewEffect) => Promise<void>
  /** Null where no provider is configured. */
  reconcile: Reconcile | null
}

export function createFresh(building: FreshBuilding): FreshParts {
  const { config, places, db, queue, clock, log, settings, source, desk, tell, reconcile } = building
  const { freshHours } = config.pages
  const writer = config.claude.apiKey === null ? null : config.claude.models.write
  const accounts = createAccountList({ ...places.signals, ...(building.fetch ? { fetch: building.fetch } : {}) })
  const hasModel = writer !== null
  const batches = createPreparationStore(db, { hasModel })
  const budget = createBudgetReader(db, () => budgetLimits(settings))
  const whyPaused = createWhyPaused({ settings, budget, hasModel })
  const schedules = createSchedules({
    store: createFreshStore(db),
    source,
    desk,
    settings,
    log,
    channel: config.slack?.channel ?? null,
    tell,
    hasCopies: config.pages.publishing !== 'page',
    prepare: { store: batches, desk, settings, whyPaused, freshHours },
    reconcile,
  })
  return {
    clockwork: createClockwork({ store: createClockStore({ db, queue }), schedules, settings, clock, log }),
    preparations: createPreparations({ store: batches, accounts, clock, writer, whyPaused, freshHours }),
  }
}
