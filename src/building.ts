import type { Config } from './config.ts'
import type { Logger } from './log.ts'
import type { NotionTimes } from './notion-publishing.ts'
import type { Clock } from './pipeline/ports.ts'
import type { Publisher } from './pipeline/report/desk-store.ts'
import type { Reconcile } from './pipeline/report/fresh/schedules.ts'
import type { Db } from './store/db.ts'
import type { Places } from './store/places.ts'
import type { ProcessRow } from './store/processes.ts'
import type { Queue } from './store/queue.ts'

/** What the parts of the world are built from. */

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
  /** How long a look-up that is only nice to have may keep message 1 waiting, in milliseconds. */
  niceToHaveMs?: number
  maxFailures?: number
  retryMs?: number
  /** The longest that any model request may take, in milliseconds; shorter ones of the steps stay. */
  modelTimeoutMs?: number
  reconcile?: Reconcile
  notion?: NotionTimes
}

export type Building = {
  config: Config
  places: Places
  given: { log: Logger } & Overrides
  clock: Clock
  db: Db
  queue: Queue
  me: ProcessRow
}
