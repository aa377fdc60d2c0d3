import type { NewEffect } from '../outbox.ts'
import { RunStopped } from '../step.ts'
import { assembleReport } from './assemble.ts'
import { alertEffect, cardEffect, noticeEffect } from './effects.ts'
import { bringsNews, newsOf } from './fresh/cause.ts'
import { includeFeatured } from './include-featured.ts'
import type { Made, Nothing } from './make-report.ts'
import { withCopy } from './notion/effect.ts'
import { callbacks, endQuietly, leave, nothing, posted, type Work, willPost } from './report-work.ts'
import { publishPageStep } from './steps/publish-page.ts'
import type { ReplyReading, ReportDocument } from './types.ts'
import { changeBetween } from './version-change.ts'

/** Puts the report together, publishes it, and stores version, links, messages and callback in one statement. */
export async function deliver(work: Work, made: Made, reading: ReplyReading): Promise<void> {
  const { run, deps, item } = work
  const { reportId, cause } = run.input
  const document = documentOf(work, made, reading)
  if (!bringsNews(cause, document.signals)) throw await endQuietly(work, 'The new signals rank below what is shown.')
  const links = await run.step(publishPageStep(deps.publisher), { reportId, document })
  await run.stored()
  const isFirst = await makesFirstVersion(work)
  const change = !isFirst && item.document ? changeBetween(item.document, document) : null
  const isAwaitingCard = isFirst && willPost(deps, item)
  const told = [...messages(work, isFirst), ...callbacks(work, 'delivered', isAwaitingCard)]
  await leave(work, {
    ...nothing(reportId),
    status: isAwaitingCard ? 'running' : 'delivered',
    version: { document, change },
    links,
    claims: [...made.ranked.claims, ...(made.buyer.pitch?.claims ?? [])],
    effects: [...(links.length > 0 ? copied(work, isFirst, told) : told), ...budgetAlerts(work, made.budget)],
  })
}

function documentOf({ run }: Work, made: Made, { notes }: ReplyReading): ReportDocument {
  const { ranked, all, read, leftOut, budget, prepared } = made
  const { findings, tier, pitch } = made.buyer
  const { reply, angle } = run.input
  const pitchNote = pitch?.note ? `The pitch is by rules: ${pitch.note}` : null
  return assembleReport({
    reply,
    account: read.account,
    notes,
    all,
    leftOut,
    ...ranked,
    chosen: includeFeatured(ranked.chosen, findings.signalIds, { all, tier: tier.tier, now: run.now }),
    rankingNote: ranked.rankingNote ?? pitchNote,
    droppedClaims: ranked.droppedClaims + (pitch?.droppedClaims ?? 0),
    angle,
    buyer: findings,
    tier,
    pitch: pitch?.pitch ?? null,
    sentEmails: new Map(read.sent.map(({ id, email }) => [id, email])),
    preparedAt: prepared?.madeAt.toISOString() ?? null,
    budgetNote: budget.note,
    now: run.now,
  })
}

/** The lead hears once a day that the day's budget is near or used up, and once of a report's own. */
function budgetAlerts({ run, deps }: Work, { level, of, note }: Made['budget']): NewEffect[] {
  if (!deps.alertsChannel || !note) return []
  const day = run.now.toISOString().slice(0, 10)
  const key = of === 'day' ? `budget:${day}:${level}` : `budget:${run.input.reportId}:${level}`
  const next = 'Nothing, or raise it with: intel settings set budget.day_usd 100 (or budget.report_usd).'
  return [alertEffect(deps.alertsChannel, key, { what: note, next, details: [] })]
}

/** A start that follows a crash may find its own version stored: then that one counts, not the next. */
async function makesFirstVersion({ run, deps, item }: Work): Promise<boolean> {
  if (item.version === 0) return true
  const own = run.attempt > 1 ? await deps.store.version(run.id) : null
  return own?.version === 1
}

function messages({ run, deps, item }: Work, isFirst: boolean): NewEffect[] {
  const { reportId, cause } = run.input
  const news = newsOf(cause)
  const facts = { kind: 'new-version' as const, key: run.id, afterCard: true, ...(news ? { news } : {}) }
  return posted(deps, item, (channel) =>
    isFirst ? [cardEffect(reportId, channel)] : [noticeEffect(reportId, channel, facts)],
  )
}

/** With the copy in Notion, where copies are made. What is made ahead is nobody's page yet. */
function copied({ run, deps, item }: Work, isFirst: boolean, told: NewEffect[]): NewEffect[] {
  if (deps.copying === null || item.origin === 'prepared') return told
  return withCopy(deps.copying, { reportId: run.input.reportId, runId: run.id, isFirst }, told)
}

/** Nothing to report is said, not hidden: no page, one notice, one callback. The clock's own looks say nothing. */
export async function noSignals(work: Work, { nothing: note, buyer }: Nothing): Promise<never> {
  const { run, deps, item } = work
  const { reportId, cause } = run.input
  const isFirst = item.version === 0
  const until = isFirst ? await deps.recheckUntil(item) : null
  const facts = { kind: 'no-signals' as const, key: run.id, buyer, ...(until ? { until } : {}) }
  const told = [
    ...posted(deps, item, (channel) => [noticeEffect(reportId, channel, facts)]),
    ...(isFirst ? callbacks(work, 'no_signals', false) : []),
  ]
  const effects = cause ? [] : told
  await leave(work, { ...nothing(reportId), status: isFirst ? 'no_signals' : null, note, effects })
  throw new RunStopped(note)
}
