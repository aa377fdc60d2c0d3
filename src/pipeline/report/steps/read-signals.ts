import { textHash } from '../../canonical.ts'
import type { Account, SignalSource } from '../../ports.ts'
import { empty, type Step } from '../../step.ts'
import { seenBy } from '../signals/already-sent.ts'
import { rowDigests } from '../signals/row-digests.ts'
import type { SellerReads } from '../signals/shared-reads.ts'
import type { Domain, RawSignal } from '../types.ts'

/** Enough for every seller seen (711 signals for 10 sellers), and flat in memory. */
const MOST_SIGNALS = 2_000

export type SignalsRead = {
  rows: RawSignal[]
  /** What the prospect was already sent, and in which e-mail of the campaign where that is known. */
  sent: { id: string; email: number | null }[]
  account: Account | null
  /** Hash of everything read: later steps are keyed by it instead of by the rows. */
  digest: string
  /** What each row says, by id: the clock compares a later look with it. */
  rowDigests: Record<string, string>
}

type Input = {
  domain: Domain
  prospectEmail: string | null
  /** The e-mail that was answered. */
  campaignId: string | null
  sequenceStep: number | null
  freshness: string | null
}

/** Reads signals, what the prospect was already sent, and the account, side by side. */
export function readSignalsStep(source: SignalSource, reads: SellerReads): Step<Input, SignalsRead> {
  return {
    name: 'read-signals',
    version: 3,
    async work({ domain, prospectEmail, campaignId, sequenceStep, freshness }, { abort }) {
      const [{ rows, account }, allocations] = await Promise.all([
        reads(domain, { limit: MOST_SIGNALS, isInsisted: freshness !== null }),
        prospectEmail ? source.allocationsOf(prospectEmail, abort) : [],
      ])
      const seen = seenBy(allocations, { campaignId, step: sequenceStep })
      const sent = [...seen].map(([id, email]) => ({ id, email }))
      const digest = textHash(JSON.stringify([rows, sent, account]))
      const read = { rows, sent, account, digest, rowDigests: rowDigests(rows) }
      return rows.length === 0 ? empty(read, `No signals are stored for ${domain}`) : read
    },
  }
}
