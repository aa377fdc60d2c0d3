import { sentenceOf } from '../../../errors.ts'

/** How long a report waits for the buyer's record, and for its contacts; an answer that comes later is kept for the next. */
const PATIENCE_MS = 20_000

/** Ends a report's waiting, and not the request that others may wait for. */
export function patient(abort: AbortSignal): AbortSignal {
  return AbortSignal.any([abort, AbortSignal.timeout(PATIENCE_MS)])
}

/** What went wrong, in words fit to show. */
export function reasonOf(error: unknown): string {
  const isLate = error instanceof Error && error.name === 'TimeoutError'
  return isLate ? `no answer within ${PATIENCE_MS / 1_000} s` : sentenceOf(error)
}
