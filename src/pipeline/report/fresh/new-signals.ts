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

/** Digests of signals by id, see `rowDigests`; empty where it is not on record what a known signal said. */
type Digests = Readonly<Record<string, string>>

/** Ids of those shown that say something else than when they were known. What is gone altogether says nothing. */
export function changedSignalIds(shownIds: readonly string[], { known, seen }: { known: Digests; seen: Digests }) {
  const [before, now] = [new Map(Object.entries(known)), new Map(Object.entries(seen))]
  return [...new Set(shownIds)].filter((id) => {
    const [said, says] = [before.get(id), now.get(id)]
    return Boolean(said) && says !== undefined && said !== says
  })
}
