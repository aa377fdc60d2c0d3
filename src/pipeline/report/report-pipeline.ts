import { ExternalError, sentenceOf } from '../../errors.ts'
import type { NewEffect } from '../outbox.ts'
import type { ModelRole, SignalSource } from '../ports.ts'
import type { Fence } from '../record.ts'
import type { Pipeline } from '../run.ts'
import { type Run, RunFailed, RunLater, RunStopped } from '../step.ts'
import { assembleReport } from './assemble.ts'
import type { DeskStore, Outcome, Publisher, ReportRunInput } from './desk-store.ts'
import { CLAY_LANE, callbackEffect, cardEffect, causeOf, noticeEffect, slackLane } from './effects.ts'
import { judgedSignals, judgeSignalsStep } from './steps/judge-signals.ts'
import { publishPageStep } from './steps/publish-page.ts'
import { type Ranked, rankAndWrite } from './steps/rank-and-write.ts'
import { readReplyStep } from './steps/read-reply.ts'
import { readSignalsStep, type SignalsRead } from './steps/read-signals.ts'
import type { DeskItem, ReplyReading, ReportId, Signal } from './types.ts'
import { changeBetween } from './version-change.ts'

/**
 * The report pipeline: a reply becomes a report. Reading the reply and reading the signals go side by side; ranking
 * follows; whatever is weak has a named fallback; and nothing leaves the house before what it says is checked and stored.
 */

export type ReportDeps = {
  store: DeskStore
  signals: SignalSource
  publisher: Publisher
  models: Record<ModelRole, string>
  /** The channel of the messages; null when Slack is not configured. */
  channel: string | null
  hasClay: boolean
  wake: (lane: string) => void
  refresh: (id: ReportId) => Promise<void>
  /** Milliseconds until signals are asked for again, by how often the run was started. */
  delayMs: (attempt: number) => number
  /** How long a report may be delayed before it is failed. */
  keepTryingMs: number
}

type ReportRun = Run<ReportRunInput>
type Work = { run: ReportRun; deps: ReportDeps; item: DeskItem }

export function createReportPipeline(deps: ReportDeps): Pipeline<ReportRunInput> {
  return {
    name: 'report',
    parse: (input) => input as ReportRunInput,
    async run(run) {
      const item = await deps.store.item(run.input.reportId)
      if (!item) throw new RunStopped('The report is gone')
      const work = { run, deps, item }
      const reading = readReply(work)
      const making = makeReport(work)
      // Whichever ends the run first ends it for both.
      making.catch(() => undefined)
      const notes = await reading
      const made = await making
      // Only now: a reply that turns out to be no positive one must not be told of missing signals too.
      if ('nothing' in made) await noSignals(work, made.nothing)
      else await deliver(work, made, notes)
    },
    failed: (run, error, reference) => fail(run, deps, { error, reference }),
  }
}

const NOT_POSITIVE: Record<string, string> = {
  out_of_office: 'an out-of-office answer',
  unsubscribe: 'a wish not to be mailed again',
  not_interested: 'a refusal',
}

/** The model's reading edits message 1; one that finds no positive reply stops the run and says so. */
async function readReply({ run, deps, item }: Work): Promise<ReplyReading> {
  const { strippedText, isInsisted, reportId } = run.input
  // Message 1 was made by rules; what a former run's model read is as good a ground to fall back to.
  const byRules = item.reading
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
  await leave({ run, deps, item }, { ...nothing(reportId), status: 'held', note, reading, effects })
  throw new RunStopped(note)
}

type Made = {
  ranked: Ranked
  all: Signal[]
  read: SignalsRead
  leftOut: Parameters<typeof assembleReport>[0]['leftOut']
}

/** `nothing` says why there is nothing to report. */
async function makeReport(work: Work): Promise<Made | { nothing: string }> {
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
    const isBare = read.rows.length === 0
    return {
      nothing: isBare
        ? `No signals are stored for ${reply.domain}.`
        : 'Every stored signal is stale, empty or doubled.',
    }
  }
  const ranked = await rankAndWrite(run, { all, read, product, campaign, modelId: deps.models.write })
  return { ranked, all, read, leftOut: judged.leftOut }
}

async function readSignals(work: Work): Promise<SignalsRead> {
  const { run, deps, item } = work
  const { reply, freshness, reportId } = run.input
  const input = { domain: reply.domain, prospectEmail: reply.prospectEmail, freshness }
  try {
    return await run.step(readSignalsStep(deps.signals), input)
  } catch (error) {
    if (!(error instanceof ExternalError)) throw error
    const until = new Date(run.queuedAt.getTime() + deps.keepTryingMs)
    const at = new Date(Date.now() + deps.delayMs(run.attempt))
    if (at > until) {
      const why = `Signals could not be read for ${hours(deps.keepTryingMs)}: ${sentenceOf(error)}`
      throw new RunFailed(why, { cause: error })
    }
    const note = `Signals cannot be read now: ${sentenceOf(error)}`
    const trouble = { what: note, next: 'Nothing; it is retried by itself.', reference: null }
    const facts = {
      kind: 'delayed' as const,
      key: 'signals',
      trouble,
      until: until.toISOString(),
      cause: causeOf(error),
    }
    const effects = posted(deps, item, (channel) => [noticeEffect(reportId, channel, facts)])
    await leave(work, { ...nothing(reportId), status: item.version > 0 ? null : 'delayed', note, effects })
    throw new RunLater(note, at)
  }
}

const hours = (ms: number) =>
  ms >= 3_600_000 ? `${Math.round(ms / 3_600_000)} hours` : `${Math.round(ms / 1_000)} seconds`

/** Nothing to report is said, not hidden: no page, one notice, one callback. */
async function noSignals(work: Work, note: string): Promise<never> {
  const { run, deps, item } = work
  const { reportId } = run.input
  const isFirst = item.version === 0
  const effects = [
    ...posted(deps, item, (channel) => [noticeEffect(reportId, channel, { kind: 'no-signals', key: run.id })]),
    ...(isFirst ? callbacks(work, 'no_signals', false) : []),
  ]
  await leave(work, { ...nothing(reportId), status: isFirst ? 'no_signals' : null, note, effects })
  throw new RunStopped(note)
}

async function deliver(work: Work, made: Made, reading: ReplyReading): Promise<void> {
  const { run, deps, item } = work
  const { reportId, reply, angle, tier } = run.input
  const { ranked, all, read, leftOut } = made
  const document = assembleReport({
    reply,
    account: read.account,
    notes: reading.notes,
    all,
    leftOut,
    ...ranked,
    angle,
    requestedTier: tier,
    now: run.now,
  })
  const links = await run.step(publishPageStep(deps.publisher), { reportId, document })
  await run.stored()
  const isFirst = await makesFirstVersion(work)
  const change = !isFirst && item.document ? changeBetween(item.document, document) : null
  const isAwaitingCard = isFirst && willPost(deps, item)
  await leave(work, {
    ...nothing(reportId),
    status: isAwaitingCard ? 'running' : 'delivered',
    version: { document, change },
    links,
    claims: ranked.claims,
    effects: [...messages(work, isFirst), ...callbacks(work, 'delivered', isAwaitingCard)],
  })
}

/** A start that follows a crash may find its own version stored: then that one counts, not the next. */
async function makesFirstVersion({ run, deps, item }: Work): Promise<boolean> {
  if (item.version === 0) return true
  const own = run.attempt > 1 ? await deps.store.version(run.id) : null
  return own?.version === 1
}

function messages({ run, deps, item }: Work, isFirst: boolean): NewEffect[] {
  const { reportId } = run.input
  return posted(deps, item, (channel) =>
    isFirst
      ? [cardEffect(reportId, channel)]
      : [noticeEffect(reportId, channel, { kind: 'new-version', key: run.id, afterCard: true })],
  )
}

/** Clay hears of replies, which it has a row for; not of what somebody else asked for. */
function callbacks({ run, deps, item }: Work, status: string, afterCard: boolean): NewEffect[] {
  return deps.hasClay && item.origin === 'reply'
    ? [callbackEffect(run.input.reportId, run.id, { status, afterCard })]
    : []
}

const willPost = (deps: ReportDeps, item: DeskItem) => deps.channel !== null && item.postsToSlack

function posted(deps: ReportDeps, item: DeskItem, make: (channel: string) => NewEffect[]): NewEffect[] {
  return deps.channel !== null && item.postsToSlack ? make(deps.channel) : []
}

/** Stores what this run changes and sends what it decided. */
async function leave(
  { run, deps }: { run: { fence: Fence; input: ReportRunInput }; deps: ReportDeps; item: DeskItem },
  outcome: Outcome,
) {
  await deps.store.record(run.fence, outcome)
  if (deps.channel && outcome.effects.length > 0) deps.wake(slackLane(deps.channel))
  // A callback that waits for its card is woken by the card's end.
  if (outcome.effects.some((effect) => effect.lane === CLAY_LANE && effect.afterId === null)) deps.wake(CLAY_LANE)
  void deps.refresh(run.input.reportId)
}

function nothing(reportId: ReportId): Outcome {
  const none = { status: null, note: null, errorCode: null, reading: null, version: null }
  return { reportId, ...none, links: [], effects: [], claims: [] }
}

/** What a person does next, which depends on whether somebody waits for an answer. */
function nextStepOf(item: DeskItem): string {
  const again = 'try again, or tell whoever runs this app.'
  const isWaiting = item.origin === 'reply' && item.version === 0
  return isWaiting ? `Answer the prospect with the standard follow-up, then ${again}` : `Please ${again}`
}

async function fail(run: ReportRun, deps: ReportDeps, { error, reference }: { error: unknown; reference: string }) {
  const { reportId } = run.input
  const item = await deps.store.item(reportId)
  if (!item) return
  const isOutside = causeOf(error) !== 'internal'
  // Words of a bug are for our log; people get the reference to it.
  const what = isOutside ? sentenceOf(error) : `Something of ours broke (reference ${reference}).`
  const next = nextStepOf(item)
  const facts = { kind: 'failed' as const, key: run.id, trouble: { what, next, reference }, cause: causeOf(error) }
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
