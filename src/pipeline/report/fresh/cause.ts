import type { ClockCause, News } from '../desk-store.ts'

/** What a run that the clock started says, and when it keeps quiet. */

/** False when a refresh brings none of the signals it was started for: the version that stands stays. */
export function bringsNews(cause: ClockCause | undefined, signals: readonly { id: string }[]): boolean {
  if (cause?.kind !== 'refresh') return true
  return signals.some(({ id }) => cause.newSignalIds.includes(id))
}

export function newsOf(cause: ClockCause | undefined): News | null {
  return cause?.kind === 'refresh' ? { count: cause.newSignalIds.length, since: cause.since } : null
}

/** Trouble of a report that is refreshed again and again is told once; any other run's is its own. */
export function troubleKey(cause: ClockCause | undefined, runId: string): string {
  return cause?.kind === 'refresh' ? 'refresh' : runId
}
