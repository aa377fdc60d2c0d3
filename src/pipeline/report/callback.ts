import { sentenceOf } from '../../errors.ts'
import { type Effect, type EffectHandler, reportOf } from '../outbox.ts'
import type { ClayCallbacks } from '../ports.ts'
import type { DeskStore } from './desk-store.ts'
import { causeOf, noticeEffect } from './effects.ts'
import type { DecisionMaker, DeskItem, ReportDocument, RunId } from './types.ts'

/** The callback to Clay: one flat object per delivery, with the same `delivery_id` on every repeat. */

export type CallbackDeps = {
  clay: ClayCallbacks
  store: DeskStore
  /** Stores a notice for the thread; null channel means that there is nobody to tell in Slack. */
  channel: string | null
  tell: (effect: ReturnType<typeof noticeEffect>) => Promise<void>
}

export function createCallbackHandler(deps: CallbackDeps): EffectHandler {
  return {
    // Clay takes a repeat with the same delivery_id as the same delivery, so there is nothing to look for.
    reconcile: async () => null,
    async perform(effect) {
      const item = await deps.store.item(reportOf(effect))
      // What a person set aside, or a closer reading held, is not told as delivered.
      const isSetAside = item?.status === 'dismissed' || item?.status === 'held'
      if (!item || (isSetAside && effect.payload['status'] === 'delivered')) return 'skipped'
      const version = await deps.store.version(effect.payload['runId'] as RunId)
      const { status } = await deps.clay.send(toCallback(effect, item, version))
      return { externalId: null, result: { status } }
    },
    async gaveUp(effect, error) {
      const item = await deps.store.item(reportOf(effect))
      if (!deps.channel || !item?.postsToSlack) return
      const trouble = {
        what: `${sentenceOf(error)}, after ${effect.tries} tries`,
        next: 'Check CLAY_CALLBACK_URL and CLAY_CALLBACK_TOKEN, then fill the row in Clay by hand.',
        reference: effect.id.slice(-8),
      }
      const facts = { kind: 'callback-failed' as const, key: effect.id, trouble, cause: causeOf(error) }
      await deps.tell(noticeEffect(reportOf(effect), deps.channel, facts))
    },
  }
}

type Version = { version: number; document: ReportDocument } | null

/** Pure: the flat object of the contract. Values of "nothing" are null, never ''. */
export function toCallback(effect: Effect, item: DeskItem, version: Version): Record<string, unknown> {
  const document = version?.document ?? null
  return {
    id: item.id,
    delivery_id: effect.id,
    version: version?.version ?? 0,
    status: effect.payload['status'],
    domain: item.reply.domain,
    prospect_email: item.reply.prospectEmail,
    processing_time_seconds: item.processingSeconds,
    summary_text: summaryOf(item, document),
    ...(document ? ofReport(item, document) : NO_REPORT),
    ...(document?.dm ? ofDm(document.dm) : NO_DM),
  }
}

const NO_REPORT = { report_url: null, signal_count: 0, top_signals_used: 0, tier: null }
const NO_DM = { dm_info: null, dm_name: null, dm_title: null, dm_email: null, dm_phone: null }

function ofReport(item: DeskItem, { counts, signals, tier }: ReportDocument) {
  const reportUrl = item.links?.report ?? null
  return { report_url: reportUrl, signal_count: counts.signals, top_signals_used: signals.length, tier }
}

function ofDm(dm: DecisionMaker) {
  const { name, title, email, phone, directPhone } = dm
  return { dm_info: toDmInfo(dm), dm_name: name, dm_title: title, dm_email: email, dm_phone: directPhone ?? phone }
}

/** The decision maker as the API and Clay name it. */
export function toDmInfo(dm: DecisionMaker): Record<string, unknown> {
  const { name, title, email, phone, verified, confidence, reason } = dm
  return { name, title, email, phone, direct_phone: dm.directPhone, verified, confidence, reason }
}

function summaryOf(item: DeskItem, document: ReportDocument | null): string {
  if (!document) return item.statusNote ?? 'No report was made.'
  const lines = document.signals.slice(0, 5).map((signal) => `• ${signal.bullet}`)
  return [document.title, ...lines].join('\n')
}
