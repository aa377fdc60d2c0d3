import { ExternalError } from '../../errors.ts'
import type { NewEffect } from '../outbox.ts'
import type { News, Trouble } from './desk-store.ts'
import type { BuyerSnapshot, ReportId, RunId, SlackUserId } from './types.ts'

/**
 * The effects of the report pipeline, each made in one place with a deterministic id, so that deciding the same thing
 * twice stores it once, and nobody hears about the same trouble twice.
 */

export type NoticeKind =
  | 'no-signals'
  | 'no-signals-end'
  | 'delayed'
  | 'stopped'
  | 'failed'
  | 'new-version'
  | 'escalated'
  | 'callback-failed'
  | 'notion-failed'
  | 'notion-stays'

export const CLAY_LANE = 'clay'
export const DM_LANE = 'slack-dm'
export const slackLane = (channel: string) => `slack:${channel}`

/** Message 1 goes before everything else of its channel. */
const PRIORITY = { dispatch: 0, card: 1, notice: 2 }

export const dispatchId = (id: ReportId) => `dispatch:${id}`
export const cardId = (id: ReportId) => `card:${id}`

/** Message 1, or the one quiet line of a reply that is held. */
export function dispatchEffect(id: ReportId, channel: string, kind: 'dispatch' | 'quiet-line'): NewEffect {
  const place = { lane: slackLane(channel), priority: PRIORITY.dispatch, afterId: null }
  return { id: dispatchId(id), kind, reportId: id, payload: { channel }, ...place }
}

/** Message 2, in message 1's thread and in the channel. */
export function cardEffect(id: ReportId, channel: string): NewEffect {
  const place = { lane: slackLane(channel), priority: PRIORITY.card, afterId: dispatchId(id) }
  return { id: cardId(id), kind: 'card', reportId: id, payload: { channel }, ...place }
}

export type NoticeFacts = {
  kind: NoticeKind
  /** What makes this notice another one: a run, a nonce. The same key says the same trouble, which is told once. */
  key: string
  trouble?: Trouble
  until?: string
  /** What is behind the trouble, such as `clay:404`: the operator is mentioned once a while for the same cause. */
  cause?: string
  /** What is known of the buyer where there is nothing else to say. */
  buyer?: BuyerSnapshot | null
  /** What a new version brings that nobody asked for. */
  news?: News
  /** How many days signals were looked for in vain. */
  triedDays?: number
  /** A notice that talks of the card waits for it. */
  afterCard?: boolean
}

/** A later post in the thread; never sent to the channel. */
export function noticeEffect(id: ReportId, channel: string, facts: NoticeFacts): NewEffect {
  const { kind, key, trouble, until, afterCard, cause, news, triedDays, buyer } = facts
  return {
    id: `notice:${kind}:${id}:${key}`,
    kind: 'notice',
    reportId: id,
    lane: slackLane(channel),
    priority: PRIORITY.notice,
    payload: {
      channel,
      notice: kind,
      trouble: trouble ?? null,
      until: until ?? null,
      cause: cause ?? null,
      news: news ?? null,
      triedDays: triedDays ?? null,
      buyer: buyer ?? null,
    },
    afterId: afterCard ? cardId(id) : dispatchId(id),
  }
}

/** One word for what went wrong, by which the same trouble of many replies is known as one. */
export function causeOf(error: unknown): string {
  if (error instanceof ExternalError) return `${error.service}:${error.code ?? error.status ?? 'unreachable'}`
  if (error instanceof Error && error.cause instanceof ExternalError) return causeOf(error.cause)
  return 'internal'
}

/** Tells a person directly that help is asked for. */
export function dmEffect(id: ReportId, to: SlackUserId, facts: { channel: string; nonce: string }): NewEffect {
  return {
    id: `dm:${id}:${facts.nonce}`,
    kind: 'dm',
    reportId: id,
    lane: DM_LANE,
    priority: PRIORITY.notice,
    payload: { to, channel: facts.channel },
    afterId: dispatchId(id),
  }
}

/** What an alert says: untrusted text, escaped where it is shown. */
export type AlertFacts = {
  /** What happened, one sentence. */
  what: string
  /** What to do now; null when there is nothing to do. */
  next: string | null
  /** At most ten short lines of detail. */
  details: string[]
}

/**
 * Tells the operators, in the alerts channel, what concerns no single report. `key` says what makes it another alert: the
 * same key is told once. `cause` is what the lead is mentioned for once a while; absent, they are mentioned.
 */
export function alertEffect(channel: string, key: string, facts: AlertFacts & { cause?: string }): NewEffect {
  const { cause, ...alert } = facts
  return {
    id: `alert:${key}`,
    kind: 'alert',
    reportId: null,
    lane: slackLane(channel),
    priority: PRIORITY.notice,
    payload: { channel, alert, cause: cause ?? null },
    afterId: null,
  }
}

/** Clay hears of a report that is ready even while Slack takes no messages. */
const LONGEST_WAIT_FOR_CARD_MS = 10 * 60_000

/** The result back to Clay, for one run's end. Its id is the `delivery_id` on every repeat. */
export function callbackEffect(id: ReportId, runId: RunId, facts: { status: string; afterCard: boolean }): NewEffect {
  return {
    id: `callback:${id}:${runId}`,
    kind: 'callback',
    reportId: id,
    lane: CLAY_LANE,
    priority: PRIORITY.notice,
    payload: { runId, status: facts.status },
    afterId: facts.afterCard ? cardId(id) : null,
    waitMs: LONGEST_WAIT_FOR_CARD_MS,
  }
}
