import { setTimeout as delay } from 'node:timers/promises'
import type { DeskItem, ReportId, ReportStatus } from '../pipeline/report/types.ts'
import type { RunView } from '../pipeline/run-views.ts'
import type { Session } from '../session.ts'

const LOOK_AGAIN_MS = 150
/** How often to ask whether the process that was there to do the work still is. */
const COMPANY_MS = 2_000
/** How long a message on its way is waited for after its report came to rest. */
const SENDING_MS = 10_000
const RESTED: ReadonlySet<ReportStatus> = new Set<ReportStatus>([
  'delivered',
  'held',
  'dismissed',
  'cancelled',
  'failed',
  'no_signals',
])

export type Settled = {
  item: DeskItem
  run: RunView | null
  /** False when the time was over first, or the person ended the waiting. */
  isRested: boolean
  /** True when this process did the work, because no other was there. */
  isAlone: boolean
  /** Messages of this report that are still to be sent, when this process was the one to send them. */
  unsent: number
}

export type Waiting = {
  id: ReportId
  waitMs: number
  abort: AbortSignal
  onChange: (item: DeskItem, run: RunView | null) => void
}

/**
 * Waits until a report has come to rest. Where another process takes work it is left to that one, and taken up here as
 * soon as there is none: a process that was killed does not keep anybody waiting.
 */
export async function settle(session: Session, waiting: Waiting): Promise<Settled> {
  const { context } = session
  const until = performance.now() + waiting.waitMs
  const isOver = () => waiting.abort.aborted || performance.now() >= until
  let isAlone = false
  let askAt = 0
  for (;;) {
    const seen = await look(context, waiting.id)
    waiting.onChange(seen.item, seen.run)
    const isRested = RESTED.has(seen.item.status)
    if (isRested || isOver()) {
      const unsent = isAlone && isRested ? await sent(() => session.unsentOf(waiting.id), waiting.abort) : 0
      return { ...seen, isRested, isAlone, unsent }
    }
    if (!isAlone && performance.now() >= askAt) {
      askAt = performance.now() + COMPANY_MS
      isAlone = !(await context.hasCompany())
      if (isAlone) await context.work()
    }
    await delay(LOOK_AGAIN_MS, undefined, { signal: waiting.abort }).catch(() => undefined)
  }
}

async function look({ desk, runs }: Session['context'], id: ReportId) {
  const item = await desk.item(id)
  if (!item) throw new Error(`The report ${id} is gone`)
  return { item, run: item.runId ? await runs.show(item.runId) : null }
}

/** What a report decided is sent after it came to rest; whoever works alone sees it out. */
async function sent(unsentOf: () => Promise<number>, abort: AbortSignal): Promise<number> {
  const until = performance.now() + SENDING_MS
  for (;;) {
    const left = await unsentOf()
    if (left === 0 || abort.aborted || performance.now() >= until) return left
    await delay(LOOK_AGAIN_MS, undefined, { signal: abort }).catch(() => undefined)
  }
}
