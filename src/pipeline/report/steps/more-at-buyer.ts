import { textHash } from '../../canonical.ts'
import type { BuyerOpportunity, BuyerRecord } from '../../ports.ts'
import { empty, type Step } from '../../step.ts'
import { toRawSignals } from '../buyers/opportunity-signals.ts'
import { toReportSignal } from '../report-signal.ts'
import { reportBullet } from '../signals/bullets.ts'
import { judgeSignals } from '../signals/judge.ts'
import type { Domain, ReportSignal, Signal } from '../types.ts'

type Input = {
  found: BuyerOpportunity[]
  record: BuyerRecord
  domain: Domain
  /** What the report has already. */
  all: Signal[]
  product: string | null
  today: string
}

const MOST = 3

/** What the buyer's own record has beside the signals: judged by the same rule, in its own words, closed ones left out. */
export const moreAtBuyerStep: Step<Input, ReportSignal[]> = {
  name: 'more-at-buyer',
  version: 1,
  keyOf: ({ found, record, domain, all, product, today }) => [
    textHash(JSON.stringify(found)),
    record.id,
    domain,
    all.map(({ id }) => id),
    product,
    today,
  ],
  work({ found, record, domain, all, product }, { now }) {
    const rows = toRawSignals(found, { buyer: record, domain, known: all })
    const facts = { replyText: null, product, campaign: null, angle: null, now, sentIds: new Set<string>() }
    const judged = judgeSignals(rows, facts).signals.filter(({ state }) => state !== 'closed')
    const shown = judged.slice(0, MOST).map((signal) => {
      const written = { signal, bullet: reportBullet(signal, now), whyItMatters: null }
      return toReportSignal(written, 2)
    })
    return shown.length === 0 ? empty(shown) : shown
  },
}
