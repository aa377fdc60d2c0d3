import type { NewEffect } from '../outbox.ts'
import { RunStopped } from '../step.ts'
import { assembleReport } from './assemble.ts'
import { OVER_BUDGET_NOTE } from './budget.ts'
import type { News } from './desk-store.ts'
import { alertEffect, cardEffect, noticeEffect } from './effects.ts'
import { bringsNews, newsOf } from './fresh/cause.ts'
import { includeFeatured } from './include-featured.ts'
import type { Made, Nothing } from './make-report.ts'
import { withCopy } from './notion/effect.ts'
import { sealOfRanking, type WordsSeal } from './prepared.ts'
import { callbacks, endQuietly, leave, nothing, posted, refuseWhenStopped, type Work, willPost } from './report-work.ts'
import { publishPageStep } from './steps/publish-page.ts'
import { sealWordsStep } from './steps/seal-words.ts'
import type { ReplyReading, ReportDocument } from './types.ts'
import { changeBetween } from './version-change.ts'

/**
 * Puts the report together, publishes it, and stores version, links, messages and callback in one statement. False when
 * a closer reading has stopped the run before anything left the house.
 */
export async function deliver(work: Work, made: Made, reading: ReplyReading): Promise<boolean> {
  const { run, deps, item } = work
  const { reportId, cause } = run.input
  const document = documentOf(work, made, reading)
  // A start that follows a crash may find its own version stored: then that one counts, and it was news.
  const own = run.attempt > 1 ? await deps.store.version(run.id) : null
  const findings = { standing: item.document, next: document, all: made.all }
  if (!own && !bringsNews(cause, findings))
    throw await endQuietly(work, 'What is new ranks below what is shown and changes nothing else.')
  if (item.origin === 'prepared') await run.step(sealWordsStep, sealOf(run, made))
  const links = await run.step(publishPageStep(deps.publisher), { reportId, document })
  await run.stored()
  const isFirst = item.version === 0 || own?.version === 1
  const change = !isFirst && item.document ? changeBetween(item.document, document) : null
  const isAwaitingCard = isFirst && willPost(deps, item)
  const told = [...messages(work, isFirst, newsOf(cause, findings)), ...callbacks(work, 'delivered', isAwaitingCard)]
  // Nothing is awaited between this look and the store: a reading that stops the run now waits for what leaves.
  if (work.reading.isStopped) return false
  await leave(work, {
    ...nothing(reportId),
    status: isAwaitingCard ? 'running' : 'delivered',
    version: { document, change },
    links,
    claims: [...made.ranked.claims, ...(made.buyer.pitch?.claims ?? [])],
    effects: [...(links.length > 0 ? copied(work, isFirst, told) : told), ...budgetAlerts(work, made)],
  })
  return true
}

function sealOf({ input }: Work['run'], { all, buyer, ranked, read }: Made): WordsSeal {
  const product = input.reply.product ?? read.account?.product ?? null
  const seals = { ranking: sealOfRanking(all, product), pitch: buyer.pitch?.seal ?? null }
  return { ...seals, rankingClaims: ranked.claims.length, rankingDropped: ranked.droppedClaims }
}

function documentOf({ run }: Work, made: Made, { notes }: ReplyReading): ReportDocument {
  const { ranked, all, read, leftOut, prepared } = made
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
    budgetNote: budgetNoteOf(run, made),
    now: run.now,
  })
}

/** Words that were prepared cost nothing now; a call that was left out weighs more than a limit that is near. */
function budgetNoteOf(run: Work['run'], { prepared, budget }: Made): string | null {
  if (prepared) return null
  return run.isOverBudget ? OVER_BUDGET_NOTE : budget.note
}

/** The lead hears once a day that the day's budget is near or used up, and once of a report's own. */
function budgetAlerts({ run, deps }: Work, made: Made): NewEffect[] {
  const what = budgetNoteOf(run, made)
  if (!deps.alertsChannel || !what) return []
  const level = run.isOverBudget ? 'rules' : made.budget.level
  const day = run.now.toISOString().slice(0, 10)
  const key = made.budget.of === 'report' ? `budget:${run.input.reportId}:${level}` : `budget:${day}:${level}`
  const next = 'Nothing, or raise it with: intel settings set budget.day_usd 100 (or budget.report_usd).'
  return [alertEffect(deps.alertsChannel, key, { what, next, details: [] })]
}

function messages({ run, deps, item }: Work, isFirst: boolean, news: News | null): NewEffect[] {
  const { reportId } = run.input
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
  refuseWhenStopped(work)
  await leave(work, { ...nothing(reportId), status: isFirst ? 'no_signals' : null, note, effects })
  throw new RunStopped(note)
}
