import type { ClockCause, News } from '../desk-store.ts'
import type { ReportDocument, Signal } from '../types.ts'
import { outdatedIds, tellsOtherwise } from './standing.ts'

/** What a run that the clock started says, and when it keeps quiet. */

type Refresh = Extract<ClockCause, { kind: 'refresh' }>

/** What a run made: `standing` is the version before it, `all` are the judged signals. */
export type Findings = { standing: ReportDocument | null; next: ReportDocument; all: readonly Signal[] }

/** False when all that a refresh was started for is gone by the time it reads. */
export function isStillThere(cause: ClockCause | undefined, all: readonly { id: string }[]): boolean {
  if (cause?.kind !== 'refresh') return true
  return cause.changedSignalIds.length > 0 || newAmong(cause, all) > 0
}

/**
 * False when a refresh tells nothing that the standing version does not: none of the new signals is shown, nothing that
 * is shown has changed, and decision maker, tier and featured buyer are the same.
 */
export function bringsNews(cause: ClockCause | undefined, findings: Findings): boolean {
  const { standing, next } = findings
  if (cause?.kind !== 'refresh' || standing === null) return true
  return newAmong(cause, next.signals) > 0 || changedBy(cause, findings) > 0 || tellsOtherwise(standing, next)
}

/** How many of the run's signals are new, and how many of those shown before have changed; null for any other run. */
export function newsOf(cause: ClockCause | undefined, findings: Findings): News | null {
  if (cause?.kind !== 'refresh') return null
  return { count: newAmong(cause, findings.all), changed: changedBy(cause, findings), since: cause.since }
}

/** Trouble of a report that is refreshed again and again is told once; any other run's is its own. */
export function troubleKey(cause: ClockCause | undefined, runId: string): string {
  return cause?.kind === 'refresh' ? 'refresh' : runId
}

function newAmong({ newSignalIds }: Refresh, signals: readonly { id: string }[]): number {
  const ids = new Set(newSignalIds)
  return signals.filter(({ id }) => ids.has(id)).length
}

/** What the look found changed, and what changed since. */
function changedBy({ changedSignalIds }: Refresh, { standing, all }: Findings): number {
  return new Set([...changedSignalIds, ...(standing ? outdatedIds(standing, all) : [])]).size
}
