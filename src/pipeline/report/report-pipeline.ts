import { sentenceOf } from '../../errors.ts'
import type { Pipeline } from '../run.ts'
import { RunStopped } from '../step.ts'
import type { BudgetDecision } from './budget.ts'
import { deliver, noSignals } from './deliver-report.ts'
import type { ReportRunInput } from './desk-store.ts'
import { causeOf, noticeEffect } from './effects.ts'
import { troubleKey } from './fresh/cause.ts'
import { checkBudget, makeReport } from './make-report.ts'
import { PREPARED_FOR_MS, type Prepared } from './prepared.ts'
import { callbacks, leave, nothing, posted, type ReportDeps, type ReportRun, type Work } from './report-work.ts'
import { readReplyStep } from './steps/read-reply.ts'
import type { DeskItem, ReplyReading } from './types.ts'

/**
 * The report pipeline: a reply becomes a report. Reading the reply and reading the signals go side by side; ranking and
 * the buyer's record follow; whatever is weak has a named fallback; and nothing leaves the house before what it says is
 * checked and stored.
 */
export function createReportPipeline(deps: ReportDeps): Pipeline<ReportRunInput> {
  return {
    name: 'report',
    parse: (input) => input as ReportRunInput,
    async run(run) {
      const item = await deps.store.item(run.input.reportId)
      if (!item) throw new RunStopped('The report is gone')
      const work: Work = { run, deps, item, reading: { isStopped: false, serving: null } }
      if (run.attempt > 1 && (await deps.store.version(run.id))) return finish(work)
      const [prepared, budget] = await Promise.all([preparedFor(work), checkBudget(work)])
      const reading = readReply(work, budget)
      const making = makeReport(work, { prepared, budget })
      // Whichever ends the run first ends it for both.
      making.catch(() => undefined)
      reading.catch(() => undefined)
      const isServed = prepared !== null && item.reading.kind === 'positive' && (await servesAtOnce(work, making))
      const { notes } = await reading
      if (isServed) return
      const made = await making
      // Only now: a reply that turns out to be no positive one must not be told of missing signals too.
      if ('nothing' in made) await noSignals(work, made)
      else await deliver(work, made, { ...item.reading, notes })
    },
    failed: (run, error, reference) => fail(run, deps, { error, reference }),
  }
}

/** A reply of a seller whose report was made ahead; not one that somebody wants made anew or otherwise. */
async function preparedFor({ run, deps, item }: Work): Promise<Prepared | null> {
  const { reply, angle, freshness } = run.input
  if (item.origin !== 'reply' || item.version > 0 || angle !== null || freshness !== null) return null
  return deps.store.preparedFor(reply.domain, new Date(run.now.getTime() - PREPARED_FOR_MS))
}

/**
 * Delivers from a report made ahead without waiting for the closer reading, which may still edit message 1. One that
 * has found no positive reply by then is waited for instead: it tells why nothing comes.
 */
async function servesAtOnce(work: Work, making: ReturnType<typeof makeReport>): Promise<boolean> {
  const made = await making.catch((error: unknown) => {
    if (work.reading.isStopped) return null
    throw error
  })
  if (!made || 'nothing' in made || !made.prepared) return false
  work.reading.serving = deliver(work, made, work.item.reading)
  return work.reading.serving
}

/** An earlier start stored this run's version and did not come to its end: only the reading may be left to do. */
async function finish(work: Work): Promise<void> {
  await readReply(work, await checkBudget(work))
}

const NOT_POSITIVE: Record<string, string> = {
  out_of_office: 'an out-of-office answer',
  unsubscribe: 'a wish not to be mailed again',
  not_interested: 'a refusal',
}

/** The model's reading edits message 1; one that finds no positive reply stops the run and says so. */
async function readReply(work: Work, budget: BudgetDecision): Promise<ReplyReading> {
  const { run, deps, item } = work
  const { strippedText, isInsisted, reportId } = run.input
  // Message 1 was made by rules; what a former run's model read is as good a ground to fall back to.
  const byRules = item.reading
  if (budget.level === 'rules') return byRules
  const reading = await run.step(readReplyStep(deps.models.read), { strippedText, byRules })
  if (reading.by === 'rules' || reading === byRules) return byRules
  const found = isInsisted ? undefined : NOT_POSITIVE[reading.kind]
  if (!found) {
    await deps.store.record(run.fence, { ...nothing(reportId), reading })
    void deps.refresh(reportId)
    return reading
  }
  const note = `A closer reading found ${found}; the run was stopped.`
  const effects = posted(deps, item, (channel) => [noticeEffect(reportId, channel, { kind: 'stopped', key: run.id })])
  work.reading.isStopped = true
  // A card that is on its way already is told of afterwards.
  await work.reading.serving?.catch(() => undefined)
  await leave(work, { ...nothing(reportId), status: 'held', note, reading, effects })
  throw new RunStopped(note)
}

/** What a person does next, which depends on whether somebody waits for an answer. */
function nextStepOf(item: DeskItem): string {
  const again = 'try again, or tell whoever runs this app.'
  const isWaiting = item.origin === 'reply' && item.version === 0
  return isWaiting ? `Answer the prospect with the standard follow-up, then ${again}` : `Please ${again}`
}

async function fail(run: ReportRun, deps: ReportDeps, { error, reference }: { error: unknown; reference: string }) {
  const { reportId, cause } = run.input
  const item = await deps.store.item(reportId)
  if (!item) return
  const isOutside = causeOf(error) !== 'internal'
  // Words of a bug are for our log; people get the reference to it.
  const what = isOutside ? sentenceOf(error) : `Something of ours broke (reference ${reference}).`
  const next = nextStepOf(item)
  const key = troubleKey(cause, run.id)
  const facts = { kind: 'failed' as const, key, trouble: { what, next, reference }, cause: causeOf(error) }
  const isFirst = item.version === 0
  const effects = [
    ...posted(deps, item, (channel) => [noticeEffect(reportId, channel, facts)]),
    // A version that was delivered stands, and so does what Clay was told of it.
    ...(isFirst ? callbacks({ run, deps, item }, 'failed', false) : []),
  ]
  const errorCode = isOutside ? 'unavailable' : 'internal'
  const status = isFirst ? ('failed' as const) : null
  await leave({ run, deps, item }, { ...nothing(reportId), status, note: what, errorCode, effects })
}
