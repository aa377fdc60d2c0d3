import { textHash } from '../../canonical.ts'
import type { Account, SignalSource } from '../../ports.ts'
import { empty, type Step } from '../../step.ts'
import type { Domain, RawSignal } from '../types.ts'

/** Enough for every seller seen (711 signals for 10 sellers), and flat in memory. */
const MOST_SIGNALS = 2_000

export type SignalsRead = {
  rows: RawSignal[]
  sentIds: string[]
  account: Account | null
  /** Hash of everything read: later steps are keyed by it instead of by the rows. */
  digest: string
}

type Input = { domain: Domain; prospectEmail: string | null; freshness: string | null }

/** Reads signals, what the prospect was already sent, and the account, side by side. */
export function readSignalsStep(source: SignalSource): Step<Input, SignalsRead> {
  return {
    name: 'read-signals',
    version: 1,
    async work({ domain, prospectEmail }, { abort }) {
      const [rows, sentIds, account] = await Promise.all([
        source.signalsOf(domain, MOST_SIGNALS, abort),
        prospectEmail ? source.sentTo(prospectEmail, abort) : [],
        source.accountOf(domain, abort),
      ])
      const read = { rows, sentIds, account, digest: textHash(JSON.stringify([rows, sentIds, account])) }
      return rows.length === 0 ? empty(read, `No signals are stored for ${domain}`) : read
    },
  }
}
