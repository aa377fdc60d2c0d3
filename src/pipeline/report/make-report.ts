import { ExternalError, sentenceOf } from '../../errors.ts'
import { RunFailed, RunLater } from '../step.ts'
import { type BudgetDecision, writerAt } from './budget.ts'
import { causeOf, noticeEffect } from './effects.ts'
import { isStillThere } from './fresh/cause.ts'
import { type Prepared, rankPrepared } from './prepared.ts'
import { type BuyerReport, ownRecord, reportBuyer } from './report-buyer.ts'
import { endQuietly, leave, nothing, posted, refuseWhenStopped, type Work } from './report-work.ts'
import { checkBudgetStep } from './steps/check-budget.ts'
import { judgedSignals, judgeSignalsStep } from './steps/judge-signals.ts'
import { type Ranked, rankAndWrite } from './steps/rank-and-write.ts'
import { readSignalsStep, type SignalsRead } from './steps/read-signals.ts'
import type { BuyerSnapshot, LeftOut, Signal } from './types.ts'

export type Made = {
  ranked: Ranked
  buyer: BuyerReport
  all: Signal[]
  read: SignalsRead
  leftOut: LeftOut[]
  budget: BudgetDecision
  /** The report made ahead whose words these are; null when they were written now. */
  prepared: Prepared | null
}

/** Why there is no report, and what is known of the domain's own account all the same. */
export type Nothing = { nothing: string; buyer: BuyerSnapshot | null }

/** Reads and judges the signals; ranking and the buyer's record go side by side. `nothing` says why there is no report. */
export async function makeReport(
  work: Work,
  { prepared, budget }: { prepared: Prepared | null; budget: BudgetDecision },
): Promise<Made | Nothing> {
  const { run, deps } = work
  const read = await readSignals(work)
  const { reply, strippedText, angle } = run.input
  const product = reply.product ?? read.account?.product ?? null
  const campaign = reply.campaignName ?? reply.campaignId
  const today = run.now.toISOString().slice(0, 10)
  const facts = { read, replyText: strippedText, product, campaign, angle, today }
  const judged = await run.step(judgeSignalsStep, facts)
  const all = judgedSignals(read.rows, judged)
  if (all.length === 0) {
    const buyer = await ownRecord(run, { account: read.account, buyers: deps.buyers })
    return { nothing: whyNothing(work, read), buyer }
  }
  if (!isStillThere(run.input.cause, all)) throw await endQuietly(work, 'The new signals are gone again.')
  const writer = writerAt(budget, deps.models)
  const kept = prepared && rankPrepared(prepared, all, product)
  const [ranked, buyer] = await Promise.all([
    kept ?? rankAndWrite(run, { all, read, product, campaign, writer }),
    reportBuyer(run, {
      all,
      account: read.account,
      product,
      writer,
      buyers: deps.buyers,
      prepared: kept ? prepared : null,
    }),
  ])
  return { ranked, buyer, all, read, leftOut: judged.leftOut, budget, prepared: kept ? prepared : null }
}

/** What the budget leaves to this run. Without a model nothing is spent, and nothing is asked. */
export async function checkBudget({ run, deps }: Work): Promise<BudgetDecision> {
  if (!deps.hasModel) return { level: 'full', of: null, note: null, leftMicros: null }
  const decision = await run.step(checkBudgetStep(deps.budget), { reportId: run.input.reportId, runId: run.id })
  run.limitCost(decision.leftMicros)
  return decision
}

function whyNothing({ run }: Work, read: SignalsRead): string {
  return read.rows.length === 0
    ? `No signals are stored for ${run.input.reply.domain}.`
    : 'Every stored signal is stale, empty or doubled.'
}

async function readSignals(work: Work): Promise<SignalsRead> {
  const { run, deps } = work
  const { reply, freshness } = run.input
  const { domain, prospectEmail, campaignId, sequenceStep } = reply
  const input = { domain, prospectEmail, campaignId, sequenceStep, freshness }
  try {
    return await run.step(readSignalsStep(deps.signals, deps.reads), input)
  } catch (error) {
    if (!(error instanceof ExternalError)) throw error
    if (run.input.cause) throw await endQuietly(work, `Signals cannot be read now: ${sentenceOf(error)}`)
    throw await putOff(work, error)
  }
}

/** Says once that the report is delayed, and answers what ends this start of the run. */
async function putOff(work: Work, error: ExternalError): Promise<RunLater | RunFailed> {
  const { run, deps, item } = work
  const { reportId } = run.input
  const until = new Date(run.queuedAt.getTime() + deps.keepTryingMs)
  const at = new Date(Date.now() + deps.delayMs(run.attempt))
  if (at > until) {
    const why = `Signals could not be read for ${hours(deps.keepTryingMs)}: ${sentenceOf(error)}`
    return new RunFailed(why, { cause: error })
  }
  const note = `Signals cannot be read now: ${sentenceOf(error)}`
  const trouble = { what: note, next: 'Nothing; it is retried by itself.', reference: null }
  const cause = causeOf(error)
  const facts = { kind: 'delayed' as const, key: 'signals', trouble, until: until.toISOString(), cause }
  const effects = posted(deps, item, (channel) => [noticeEffect(reportId, channel, facts)])
  refuseWhenStopped(work)
  await leave(work, { ...nothing(reportId), status: item.version > 0 ? null : 'delayed', note, effects })
  return new RunLater(note, at)
}

const hours = (ms: number) =>
  ms >= 3_600_000 ? `${Math.round(ms / 3_600_000)} hours` : `${Math.round(ms / 1_000)} seconds`
