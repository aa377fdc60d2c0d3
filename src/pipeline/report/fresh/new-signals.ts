import { cleanSignals } from '../signals/clean.ts'
import type { RawSignal } from '../types.ts'

/**
 * Ids of distinct signals, after the cleaning of a report, that no row of `known` stands for. The same event under another
 * id is not new; nor is a row that a report would leave out.
 */
export function newSignalIds(rows: readonly RawSignal[], known: readonly string[], now: Date): string[] {
  const seen = new Set(known)
  return cleanSignals(rows, now)
    .kept.filter(({ ids }) => !ids.some((id) => seen.has(id)))
    .map(({ signal }) => signal.id)
}
