import { textHash } from '../../canonical.ts'
import type { RawSignal } from '../types.ts'
import { plainText } from './plain-text.ts'

/** Enough to tell thousands of rows apart; kept for each signal of each report. */
const DIGEST_CHARACTERS = 16
const MOST_CHARACTERS = 20_000

/**
 * What each signal says, as a short hash by id: title, summary, amount, deadline, and what its state is made of. Two
 * digests of one id differ when somebody changed the signal; the passing of days, white space and letter case change
 * none. Rows that came twice count once.
 */
export function rowDigests(rows: readonly RawSignal[]): Record<string, string> {
  const byId = Map.groupBy(rows, ({ id }) => id)
  return Object.fromEntries(
    [...byId].map(([id, same]) => {
      const said = [...new Set(same.map(saidBy))].sort()
      return [id, textHash(JSON.stringify(said)).slice(0, DIGEST_CHARACTERS)]
    }),
  )
}

function saidBy({ type, status, deadline, isAmendment, amountUsd, title, summary }: RawSignal): string {
  return JSON.stringify([type, words(status), deadline, isAmendment, amountUsd, words(title), words(summary)])
}

function words(text: string | null): string {
  return plainText(text, MOST_CHARACTERS).toLowerCase()
}
