import { empty, type Step } from '../../step.ts'
import { judgeSignals } from '../signals/judge.ts'
import type { LeftOut, RawSignal, Signal } from '../types.ts'
import type { SignalsRead } from './read-signals.ts'

type Input = {
  read: SignalsRead
  replyText: string | null
  product: string | null
  campaign: string | null
  angle: string | null
  /** The day of the run's now: what is open and how many days are left depend on it. */
  today: string
}

/** What the judgement adds to a row; the row itself is kept once, by the step that read it. */
type Judgement = Pick<Signal, 'id' | 'state' | 'daysLeft' | 'alreadySent' | 'score' | 'reasons'>

export type SignalsJudged = { order: Judgement[]; leftOut: LeftOut[] }

/** Cleans, judges and orders the signals by the documented rule, in the run's recorded now. */
export const judgeSignalsStep: Step<Input, SignalsJudged> = {
  name: 'judge-signals',
  version: 1,
  // A parent run's judgement of another day would call a closed tender open.
  keyOf: ({ read, ...rest }) => [read.digest, rest],
  work({ read, replyText, product, campaign, angle }, { now }) {
    const facts = { replyText, product, campaign, angle, now, sentIds: new Set(read.sent.map(({ id }) => id)) }
    const judged = judgeSignals(read.rows, facts)
    const order = judged.signals.map(toJudgement)
    const result = { order, leftOut: judged.leftOut }
    return order.length === 0 ? empty(result, 'Every signal was left out') : result
  },
}

function toJudgement({ id, state, daysLeft, alreadySent, score, reasons }: Signal): Judgement {
  return { id, state, daysLeft, alreadySent, score, reasons }
}

/** Joins judgement and rows again, best first. */
export function judgedSignals(rows: RawSignal[], judged: SignalsJudged): Signal[] {
  const byId = new Map(rows.toReversed().map((row) => [row.id, row]))
  return judged.order.flatMap((judgement) => {
    const row = byId.get(judgement.id)
    return row ? [{ ...row, ...judgement }] : []
  })
}
