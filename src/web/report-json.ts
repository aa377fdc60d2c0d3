import { toDmInfo } from '../pipeline/report/callback.ts'
import type {
  BuyerSnapshot,
  Contact,
  DecisionMaker,
  DeskItem,
  Gameplan,
  OtherBuyer,
  ReportDocument,
  ReportSignal,
} from '../pipeline/report/types.ts'
import type { RunView } from '../pipeline/run-views.ts'

/** The API's documents: views of the report and its run, named as the contract names them. */

/** Steps in the order in which a report is made, for progress before a step has started. */
const STEPS = ['read-reply', 'read-signals', 'judge-signals', 'rank-and-write', 'publish-page']

const usd = (micros: number) => Math.round(micros) / 1_000_000

export function toReportJson(item: DeskItem, run: RunView | null) {
  const { document, links } = item
  return {
    id: item.id,
    status: item.status,
    status_note: item.statusNote,
    version: item.version,
    run_id: item.runId,
    domain: item.reply.domain,
    domain_warning: item.reply.domainWarning,
    report_url: links?.report ?? null,
    internal_url: links?.internal ?? null,
    notion_url: links?.notion ?? null,
    ...(document ? ofDocument(document) : NO_DOCUMENT),
    processing_time_seconds: item.processingSeconds,
    cost_usd: usd(item.costMicros),
    error:
      item.status === 'failed'
        ? { code: item.errorCode ?? 'internal', message: item.statusNote ?? 'The run failed.' }
        : null,
    progress: run ? toProgress(item, run) : [],
    content: document ? toContent(document) : null,
  }
}

function ofDocument({ counts, signals, tier, tierReason, dm, ranking }: ReportDocument) {
  return {
    signal_count: counts.signals,
    top_signals_used: signals.length,
    tier,
    tier_reason: tierReason,
    dm_info: dm ? toDecisionMaker(dm) : null,
    ranking,
  }
}

const NO_DOCUMENT = {
  signal_count: null,
  top_signals_used: null,
  tier: null,
  tier_reason: null,
  dm_info: null,
  ranking: null,
}

function toProgress(item: DeskItem, run: RunView) {
  const isOver = run.endedAt !== null
  const done = run.steps.map((step) => ({ step: step.name, status: step.outcome as string, ms: step.durationMs }))
  const seen = new Set(done.map((step) => step.step))
  const open = STEPS.filter((name) => !seen.has(name)).map((step) => ({ step, status: 'pending', ms: 0 }))
  const first = open[0]
  if (first && run.status === 'running') first.status = 'running'
  const delivery = item.status === 'delivered' ? 'ok' : 'pending'
  const last = item.postsToSlack ? [{ step: 'deliver', status: delivery, ms: 0 }] : []
  return isOver ? [...done, ...last] : [...done, ...open, ...last]
}

/** The person as Clay is told of them, with the source's id and whether the address is at a personal mail host. */
function toDecisionMaker(dm: DecisionMaker) {
  return { ...toDmInfo(dm), contact_id: dm.contactId || null, personal_address: dm.isPersonalMail }
}

export function toContent(document: ReportDocument) {
  const { relevance, gameplan } = document
  return {
    title: document.title,
    buyer: document.buyer ? toBuyer(document.buyer) : null,
    buyer_note: document.buyerNote,
    other_buyers: document.otherBuyers.map(toOtherBuyer),
    dm_note: document.dmNote,
    signals: document.signals.map(toSignal),
    more_at_buyer: document.moreAtBuyer.map(toSignal),
    sent_note: document.sentNote,
    why_they_care: document.whyTheyCare,
    relevance,
    gameplan: gameplan ? toGameplan(gameplan) : null,
    contacts: document.contacts.map(toContact),
    contacts_known: document.contactsKnown,
    notes: document.notes,
    dropped_claims: document.droppedClaims,
    ranking_note: document.rankingNote,
    angle: document.angle,
    prepared_at: document.preparedAt,
    budget_note: document.budgetNote,
    data_line: document.dataLine,
  }
}

function toGameplan(gameplan: Gameplan) {
  const { primary, secondary, script, procurement, pitch, lead, procurementNote } = gameplan
  return { primary, secondary, script, procurement, pitch, lead, procurement_note: procurementNote }
}

function toContact({ contactId, name, title, email, phone, verified, isPersonalMail, reason }: Contact) {
  const known = { contact_id: contactId || null, name, title, email, phone, verified }
  return { ...known, personal_address: isPersonalMail, reason: reason || null }
}

function toOtherBuyer({ id, name, type, state, signals, open, headline, signalId }: OtherBuyer) {
  return { id, name, type, state, signals, open, headline, signal_id: signalId }
}

function toBuyer(buyer: BuyerSnapshot) {
  const { id, name, type, state, city, website, size, facts } = buyer
  return {
    id,
    name,
    type,
    state,
    city,
    website,
    logo_url: buyer.logoUrl,
    size,
    budget_usd: buyer.budgetUsd,
    budget_year: buyer.budgetYear,
    budget_confidence: buyer.budgetConfidence,
    budget_source: buyer.budgetSource,
    facts,
    matched_by: buyer.matchedBy,
  }
}

function toSignal(signal: ReportSignal) {
  const { id, type, title, bullet, state, deadline, sources, score, reasons, vendor } = signal
  return {
    id,
    type,
    title,
    bullet,
    why_it_matters: signal.whyItMatters,
    paragraph: signal.paragraph,
    buyer_name: signal.buyerName,
    buyer_type: signal.buyerType,
    buyer_state: signal.buyerState,
    event_date: signal.eventDate,
    deadline,
    days_left: signal.daysLeft,
    state,
    amount_usd: signal.amountUsd,
    vendor,
    sources,
    already_sent: signal.alreadySent,
    score,
    reasons,
  }
}

export function toRunJson(run: RunView) {
  return {
    id: run.id,
    pipeline: run.pipeline,
    status: run.status,
    report_id: run.subjectId,
    domain: run.domain,
    queued_at: run.queuedAt,
    started_at: run.startedAt,
    ended_at: run.endedAt,
    duration_ms: run.startedAt && run.endedAt ? run.endedAt.getTime() - run.startedAt.getTime() : null,
    cost_usd: usd(run.costMicros),
    parent_run_id: run.parentRunId,
    starts: run.attempt,
    note: run.note,
    steps: run.steps.map((step) => ({
      name: step.name,
      version: step.version,
      key: step.key,
      outcome: step.outcome,
      note: step.note,
      reused_from: step.reusedFrom,
      started_at: step.startedAt,
      duration_ms: step.durationMs,
      cost_usd: usd(step.costMicros),
      attempts: step.attempts.map(({ runAttempt, n, outcome, error, startedAt, durationMs }) => ({
        start: runAttempt,
        n,
        outcome,
        error,
        started_at: startedAt,
        duration_ms: durationMs,
      })),
      model_calls: step.modelCalls.map((call) => ({
        role: call.role,
        model: call.model,
        prompt: call.prompt,
        input_tokens: call.inputTokens,
        output_tokens: call.outputTokens,
        cache_read_tokens: call.cacheReadTokens,
        cache_write_tokens: call.cacheWriteTokens,
        cost_usd: usd(call.costMicros),
        stop_reason: call.stopReason,
        error: call.error,
        duration_ms: call.durationMs,
      })),
    })),
  }
}
