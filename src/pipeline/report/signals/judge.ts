import type { LeftOut, RawSignal, Signal } from '../types.ts'
import { cleanSignals } from './clean.ts'
import { datedOf, typeWorth } from './components.ts'
import { reasonsOf } from './reasons.ts'
import { createCorpus, fitOf } from './relevance.ts'
import { type Measured, scoreOf, tableScale } from './score.ts'
import { stateOf } from './state.ts'
import { createTopicIndex } from './topics.ts'
import { ownWords, readAngle, readProse } from './wishes.ts'

/** A constant table; building it for every seller would cost more than the ranking. */
const TOPICS = createTopicIndex()

/** What the order depends on besides the signals. `now` is the run's recorded now. */
export type JudgeFacts = {
  now: Date
  product: string | null
  replyText: string | null
  campaign: string | null
  /** What an operator asked the report to lead with: `budget`, `RFPs in Texas`. Null without. */
  angle: string | null
  /** Ids of signals this prospect was already sent. */
  sentIds: ReadonlySet<string>
}

/**
 * From a seller's rows to an ordered list: cleaned, with state, score and reasons, best first. The same rows in any
 * order give the same list. Pure, and linear in the size of the texts. The rule is in `score.ts`.
 */
export function judgeSignals(raw: readonly RawSignal[], facts: JudgeFacts): { signals: Signal[]; leftOut: LeftOut[] } {
  const { kept, leftOut } = cleanSignals(raw, facts.now)
  const rows = kept.map(({ signal }) => signal)
  const corpus = createCorpus(rows, TOPICS)
  const wishes = {
    angle: readAngle(facts.angle),
    reply: readProse(facts.replyText),
    product: readProse(facts.product),
    campaign: readProse(facts.campaign),
  }
  const fits = {
    product: fitOf(facts.product, corpus, TOPICS),
    reply: fitOf(ownWords(facts.replyText ?? ''), corpus, TOPICS),
    campaign: fitOf(facts.campaign, corpus, TOPICS),
    angle: fitOf(wishes.angle.words, corpus, TOPICS),
  }
  const scale = tableScale(rows)
  const signals = kept.map(({ signal, ids }, index): Signal => {
    const dated = datedOf(signal, stateOf(signal, facts.now), facts.now)
    const measured: Measured = {
      dated,
      alreadySent: ids.some((id) => facts.sentIds.has(id)),
      fits: {
        product: fits.product?.[index] ?? null,
        reply: fits.reply?.[index] ?? null,
        campaign: fits.campaign?.[index] ?? null,
        angle: fits.angle?.[index] ?? null,
      },
      table: signal.relevanceScore === null ? null : Math.min(Math.max(signal.relevanceScore / scale, 0), 1),
    }
    const scored = scoreOf(measured, wishes)
    return {
      ...signal,
      state: dated.state,
      daysLeft: dated.daysLeft,
      alreadySent: measured.alreadySent,
      score: scored.score,
      reasons: reasonsOf(measured, scored, facts.angle),
    }
  })
  return { signals: signals.sort(compareSignals), leftOut }
}

/** Best first: score, then type, then the nearer deadline, then the newer event, then the id. */
function compareSignals(a: Signal, b: Signal): number {
  return (
    b.score - a.score ||
    typeWorth(b) - typeWorth(a) ||
    (a.daysLeft ?? Number.MAX_SAFE_INTEGER) - (b.daysLeft ?? Number.MAX_SAFE_INTEGER) ||
    compareText(b.eventDate ?? '', a.eventDate ?? '') ||
    compareText(a.id, b.id)
  )
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
