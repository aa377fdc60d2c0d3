import type { Clock, SignalSource } from '../ports.ts'
import { judgeSignals } from './signals/judge.ts'
import type { Domain, Signal } from './types.ts'

/** Signals looked at when a person asks for a domain by hand: enough to fill the answer, quick to read. */
const MOST_PREVIEWED = 200

/**
 * The signals of a seller as a report would judge them now, best first, without making a report.
 * @throws ExternalError when they cannot be read.
 */
export function createPreview(signals: SignalSource, clock: Clock): (domain: Domain) => Promise<Signal[]> {
  return async (domain) => {
    const [rows, account] = await Promise.all([signals.signalsOf(domain, MOST_PREVIEWED), signals.accountOf(domain)])
    const facts = { replyText: null, campaign: null, angle: null, sentIds: new Set<string>() }
    return judgeSignals(rows, { now: clock.now(), product: account?.product ?? null, ...facts }).signals
  }
}
