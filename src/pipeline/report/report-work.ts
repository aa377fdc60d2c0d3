import type { NewEffect } from '../outbox.ts'
import type { Budget, ModelRole, SignalSource } from '../ports.ts'
import type { Fence } from '../record.ts'
import { type Run, RunStopped } from '../step.ts'
import type { Buyers } from './buyers/cached-buyers.ts'
import type { DeskStore, Outcome, Publisher, ReportRunInput } from './desk-store.ts'
import { CLAY_LANE, callbackEffect } from './effects.ts'
import type { Copying } from './notion/effect.ts'
import type { SellerReads } from './signals/shared-reads.ts'
import type { DeskItem, Instant, ReportId } from './types.ts'

/** What the report pipeline works with, and how it leaves the house. */

export type ReportDeps = {
  store: DeskStore
  signals: SignalSource
  reads: SellerReads
  /** Null when no source of buyers is configured: reports are made of signals alone. */
  buyers: Buyers | null
  budget: Budget
  publisher: Publisher
  models: Record<ModelRole, string>
  /** False when no model is configured: then the rules write, and no budget is asked. */
  hasModel: boolean
  /** The channel of the messages; null when Slack is not configured. */
  channel: string | null
  /** Where operators are told what concerns no single report; null without Slack. */
  alertsChannel: string | null
  hasClay: boolean
  /** Null when reports are published to our own pages alone. */
  copying: Copying | null
  /** Until when a reply without signals is looked at again; null when it is not. */
  recheckUntil: (item: DeskItem) => Promise<Instant | null>
  wake: (lane: string) => void
  refresh: (id: ReportId) => Promise<void>
  /** Milliseconds until signals are asked for again, by how often the run was started. */
  delayMs: (attempt: number) => number
  /** How long a report may be delayed before it is failed. */
  keepTryingMs: number
}

export type ReportRun = Run<ReportRunInput>
export type Work = {
  run: ReportRun
  deps: ReportDeps
  item: DeskItem
  /** How reading and delivering know of each other where they go side by side. */
  reading: {
    /** A closer reading found no positive reply: nothing more is delivered. */
    isStopped: boolean
    /** What is being delivered without waiting for the reading. */
    serving: Promise<boolean> | null
  }
}

/** Clay hears of replies, which it has a row for; not of what somebody else asked for. */
export function callbacks(
  { run, deps, item }: Pick<Work, 'run' | 'deps' | 'item'>,
  status: string,
  afterCard: boolean,
): NewEffect[] {
  return deps.hasClay && item.origin === 'reply'
    ? [callbackEffect(run.input.reportId, run.id, { status, afterCard })]
    : []
}

export const willPost = (deps: ReportDeps, item: DeskItem) => deps.channel !== null && item.postsToSlack

export function posted(deps: ReportDeps, item: DeskItem, make: (channel: string) => NewEffect[]): NewEffect[] {
  return deps.channel !== null && item.postsToSlack ? make(deps.channel) : []
}

/** Stores what this run changes and sends what it decided. */
export async function leave(
  { run, deps }: { run: { fence: Fence; input: ReportRunInput }; deps: ReportDeps; item: DeskItem },
  outcome: Outcome,
) {
  await deps.store.record(run.fence, outcome)
  // A callback that waits for its card is woken by the card's end.
  const due = outcome.effects.filter((effect) => effect.lane !== CLAY_LANE || effect.afterId === null)
  for (const lane of new Set(due.map((effect) => effect.lane))) deps.wake(lane)
  void deps.refresh(run.input.reportId)
}

/** A reading that has stopped the run tells of it; what the making found at the same time is not stored over it. */
export function refuseWhenStopped({ reading }: Work): void {
  if (reading.isStopped) throw new RunStopped('A closer reading found no positive reply.')
}

/** Nobody waits for what the clock started, so nobody hears that it came to nothing: all stays as it was. */
export async function endQuietly(work: Work, note: string): Promise<RunStopped> {
  const status = work.item.version > 0 ? null : ('no_signals' as const)
  refuseWhenStopped(work)
  await leave(work, { ...nothing(work.run.input.reportId), status, note })
  return new RunStopped(note)
}

export function nothing(reportId: ReportId): Outcome {
  const none = { status: null, note: null, errorCode: null, reading: null, version: null }
  return { reportId, ...none, links: [], effects: [], claims: [] }
}
