import type { ModelUsage } from './ports.ts'
import type { Domain, Instant, ReportId, RunId, Tier } from './report/types.ts'

/** What the clock and its settings keep, as interfaces: the store implements them in SQL. */

/** A setting as it is kept; `value` is whatever JSON stands there. */
export type StoredSetting = { key: string; value: unknown; changedAt: Date; changedBy: string }

export type SettingsStore = {
  all(): Promise<StoredSetting[]>
  set(key: string, value: unknown, by: string): Promise<void>
  /** Back to the default; false when nothing was kept. */
  reset(key: string): Promise<boolean>
}

/** One firing of a schedule: `slot` is a whole multiple of its period. */
export type Slot = { name: string; slot: Date }

export type ClockStore = {
  /**
   * Notes these slots and queues a job for each that no process has fired yet, in one transaction; also one for each
   * slot whose last job left work. Answers what was queued.
   */
  fire(slots: Slot[]): Promise<Slot[]>
  /** The end of a slot's job: with more to do at the next tick, or done. */
  ended(slot: Slot, end: { hasMore: boolean; note: string | null }): Promise<void>
}

/** A delivered report to look at for new and changed signals. */
export type RefreshCandidate = {
  id: ReportId
  domain: Domain
  /**
   * Every signal that the report knew, by id, with the digest of what it said (empty where that is not on record); null
   * when there is no record of it.
   */
  known: Record<string, string> | null
  /** The signals that its newest version shows. */
  shownIds: string[]
  /** The run whose signals are among them. */
  knownRunId: RunId | null
  /** When its newest version was made. */
  madeAt: Date
  /** What the newest version was asked for with. */
  angle: string | null
  tier: Tier | null
}

/** A reply without signals, to look at again. */
export type RecheckCandidate = { id: ReportId; domain: Domain; receivedAt: Date; postsToSlack: boolean }

export type LookResult = Pick<RefreshCandidate, 'id' | 'knownRunId'> & { known: Record<string, string> }

export type FreshStore = {
  /** Delivered reports not looked at since `slot`, of at most `domains` sellers, longest unseen first. */
  refreshable(wish: { now: Date; slot: Date; days: number; domains: number }): Promise<RefreshCandidate[]>
  /** Replies without signals whose next look is due, of at most `domains` sellers, oldest first. */
  recheckable(wish: { now: Date; afterHours: number; days: number; domains: number }): Promise<RecheckCandidate[]>
  /** Notes that these were looked at, and what was there. */
  looked(looks: LookResult[], at: Date): Promise<void>
  /** Notes that nothing more is tried for this one. */
  gaveUp(id: ReportId, at: Date): Promise<void>
  /** Marks pages as expired, and opens those that are young enough again. Answers how many of each; at most `limit` of each. */
  expirePages(wish: { now: Date; days: number; limit: number }): Promise<{ expired: number; reopened: number }>
  /**
   * Copies in Notion that do not stand as their reports do: still there while the report was dismissed or has expired, or
   * gone while it is open again. Without those for which something is under way, or was tried under this key.
   */
  straying(wish: { key: string; limit: number }): Promise<{ reportId: ReportId; isUnwanted: boolean }[]>
}

export type PreparationEnd = 'done' | 'budget' | 'cancelled'

/** A batch of reports made ahead. Money in micro-dollars. */
export type Preparation = {
  id: string
  createdAt: Instant
  createdBy: string
  perHour: number | null
  budgetMicros: number | null
  expectedMicros: number
  expectedFrom: 'runs' | 'estimate' | 'rules'
  endedAt: Instant | null
  ended: PreparationEnd | null
  /** How its items stand. */
  counts: {
    total: number
    waiting: number
    running: number
    delivered: number
    noSignals: number
    failed: number
    skipped: number
  }
  /** What its reports have cost so far. */
  spentMicros: number
}

export type NewPreparation = Pick<
  Preparation,
  'id' | 'createdBy' | 'perHour' | 'budgetMicros' | 'expectedMicros' | 'expectedFrom'
> & { createdAt: Date; domains: Domain[] }

/** How a batch stands when more of it is to be started. Money in micro-dollars. */
export type Standing = {
  waiting: number
  running: number
  ended: number
  /** Started so far, and in the last hour. */
  claimed: number
  claimedLately: number
  /** What the ended ones have cost. */
  endedMicros: number
}

export type Terms = { budgetMicros: number | null; expectedMicros: number; perHour: number; ageMs: number }

/** `isOutOfBudget`: only the budget keeps items waiting, and nothing is on its way that could turn out cheaper. */
export type Allow = (standing: Standing, terms: Terms) => { take: number; isOutOfBudget: boolean }

export type Claimed = {
  /** Those to make now; also those that an earlier start took up without saying what came of them. */
  items: { position: number; domain: Domain }[]
  /** Items are left for later. */
  isWaiting: boolean
  isOutOfBudget: boolean
  /** Every item has come to rest. */
  isDone: boolean
}

export type PreparationStore = {
  create(preparation: NewPreparation): Promise<void>
  get(id: string): Promise<Preparation | null>
  /** Which of these have a delivered report that was made ahead since then and can serve a reply. */
  preparedSince(domains: Domain[], since: Date): Promise<Set<Domain>>
  /** Newest first. */
  list(limit: number): Promise<Preparation[]>
  /** Ids of those not ended, oldest first. */
  active(): Promise<string[]>
  /** Takes up the next items of a batch under a lock: `allow` says how many, of what stands then. */
  claim(id: string, wish: { now: Date; perHour: number; allow: Allow }): Promise<Claimed>
  /** The report that was asked for under this key of the message; null when none was. */
  requested(messageKey: string): Promise<ReportId | null>
  /** What came of an item: its report, or why none is made. */
  settle(id: string, position: number, result: { reportId: ReportId } | { skipped: string }): Promise<void>
  /** Ends a batch that is still active; false when it was not. */
  end(id: string, end: { at: Date; ended: PreparationEnd }): Promise<boolean>
  /** Mean micro-dollars of the report runs since `since` that this model wrote, and of how many; null when none did. */
  meanCost(model: string, since: Date): Promise<{ micros: number; runs: number } | null>
  /** Micro-dollars of such a call today; 0 when the model's price is unknown. */
  priceOf(model: string, usage: ModelUsage): Promise<number>
}
