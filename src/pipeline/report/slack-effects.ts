import { createHash } from 'node:crypto'
import type { Logger } from '../../log.ts'
import { canonicalJson } from '../canonical.ts'
import { type CheckFresh, type Done, type Effect, type EffectHandler, reportOf } from '../outbox.ts'
import type { SlackMessage, SlackPlace, SlackPosts } from '../ports.ts'
import type { DeskStore, MessageViews, News, Publisher, Trouble } from './desk-store.ts'
import { type AlertFacts, dispatchId, type NoticeKind } from './effects.ts'
import type { BuyerSnapshot, DeskItem, SlackUserId } from './types.ts'

/** How report messages reach Slack: each is rendered from the present state at the moment it is posted. */

export type SlackEffectDeps = {
  slack: SlackPosts
  store: DeskStore
  views: MessageViews
  publisher: Publisher
  operator: SlackUserId | null
  log: Logger
}

/** Tells whether what a message shows has changed. */
export function messageHash(message: SlackMessage): string {
  return createHash('sha256').update(canonicalJson(message)).digest('hex').slice(0, 32)
}

/** Renders a message that shows present state, by its role; null for a role that is never edited. */
export async function renderShown(deps: SlackEffectDeps, item: DeskItem, role: string): Promise<SlackMessage | null> {
  const { views, publisher } = deps
  // A quiet line is message 1 of a held reply: run anyway, it shows what message 1 shows.
  if (role === 'quiet-line' || role === 'dispatch') return views.dispatch(item)
  if (role !== 'card' || !item.document) return null
  if (!item.links) return views.pageFailed(item, publisher.text(item.document, item.shownAt))
  return views.card(item, item.linksReachable ? null : await uploadPicture(deps, item))
}

/** Where links lead nowhere the picture goes with the card; a picture that fails is left out. */
async function uploadPicture(deps: SlackEffectDeps, item: DeskItem): Promise<{ fileId: string } | null> {
  if (!item.document) return null
  const known = await deps.store.slackFile(item.id)
  if (known) return { fileId: known }
  try {
    const bytes = await deps.publisher.picture(item.document, item.shownAt)
    const fileId = await deps.slack.upload({ bytes, name: `report-v${item.version}.png` })
    await deps.store.keepSlackFile(item.id, item.version, fileId)
    return { fileId }
  } catch (error) {
    deps.log.warn({ err: error, report: item.id }, 'The picture of a card could not be uploaded')
    return null
  }
}

export function createSlackHandlers(deps: SlackEffectDeps): Map<string, EffectHandler> {
  const handler = (post: Poster): EffectHandler => ({
    reconcile: (effect) => find(deps, effect),
    perform: (effect, checkFresh) => post(effect, checkFresh),
    async gaveUp(effect, error) {
      // Slack itself is what failed: the log is the only place left, and the report's status names it.
      deps.log.error({ err: error, effect: effect.id, report: effect.reportId }, 'A Slack message was given up')
    },
  })
  return new Map([
    ['dispatch', handler((effect, checkFresh) => postShown(deps, effect, { role: 'dispatch', checkFresh }))],
    ['quiet-line', handler((effect, checkFresh) => postShown(deps, effect, { role: 'quiet-line', checkFresh }))],
    ['card', handler((effect, checkFresh) => postShown(deps, effect, { role: 'card', checkFresh }))],
    ['notice', handler((effect, checkFresh) => postNotice(deps, effect, checkFresh))],
    ['dm', handler((effect, checkFresh) => postDm(deps, effect, checkFresh))],
    ['alert', handler((effect, checkFresh) => postAlert(deps, effect, checkFresh))],
  ])
}

type Poster = (effect: Effect, checkFresh: CheckFresh) => Promise<Done | 'skipped'>

async function postShown(
  deps: SlackEffectDeps,
  effect: Effect,
  { role, checkFresh }: { role: string; checkFresh: CheckFresh },
): Promise<Done | 'skipped'> {
  const item = await deps.store.item(reportOf(effect))
  // Whoever dismissed the reply while its card waited does not want to see it broadcast; nor is a held one to be mailed.
  const isSetAside = item?.status === 'dismissed' || item?.status === 'held'
  if (!item || (role === 'card' && isSetAside)) return 'skipped'
  const message = await renderShown(deps, item, role)
  if (!message) return 'skipped'
  const thread = role === 'card' ? await deps.store.placeOf(dispatchId(reportOf(effect))) : null
  const channel = thread?.channel ?? (effect.payload['channel'] as string)
  await checkFresh()
  const isBroadcast = role === 'card' && thread !== null
  const place = await deps.slack.post({
    channel,
    threadTs: thread?.ts ?? null,
    isBroadcast,
    message,
    effectId: effect.id,
  })
  // Revision 0: the first edit compares hashes, so a change between reading and posting is never missed.
  return { externalId: place.ts, result: { channel: place.channel, hash: messageHash(message) } }
}

async function postNotice(deps: SlackEffectDeps, effect: Effect, checkFresh: CheckFresh): Promise<Done | 'skipped'> {
  const item = await deps.store.item(reportOf(effect))
  if (!item) return 'skipped'
  const mention = (await isNews(deps, effect)) ? deps.operator : null
  const message = renderNotice(deps.views, { item, effect, mention })
  const thread = await deps.store.placeOf(dispatchId(reportOf(effect)))
  await checkFresh()
  const channel = thread?.channel ?? (effect.payload['channel'] as string)
  const post = { channel, threadTs: thread?.ts ?? null, isBroadcast: false, message, effectId: effect.id }
  const place = await deps.slack.post(post)
  return { externalId: place.ts, result: { channel: place.channel } }
}

/**
 * Whether the operator hears of this cause for the first time in a while. The first notice of a cause keeps that place,
 * so that one that is posted again after a crash mentions them again.
 */
async function isNews({ store }: SlackEffectDeps, effect: Effect): Promise<boolean> {
  const cause = effect.payload['cause'] as string | null
  if (cause === null) return true
  const window = Math.floor(effect.firstTriedAt.getTime() / NEWS_WINDOW_MS)
  return (await store.remember(`news:${cause}:${window}`, effect.id, null)).bodyHash === effect.id
}

const NEWS_WINDOW_MS = 4 * 3_600_000

type Notice = { item: DeskItem; effect: Effect; mention: SlackUserId | null }

function renderNotice(views: MessageViews, { item, effect, mention }: Notice): SlackMessage {
  const kind = effect.payload['notice'] as NoticeKind
  const trouble = (effect.payload['trouble'] as Trouble | null) ?? { what: '', next: '', reference: null }
  const until = effect.payload['until'] as string | null
  switch (kind) {
    case 'no-signals':
      return views.noSignals(item, { willRecheckUntil: until, buyer: effect.payload['buyer'] as BuyerSnapshot | null })
    case 'no-signals-end':
      return views.noSignals(item, { willRecheckUntil: null, triedDays: effect.payload['triedDays'] as number })
    case 'delayed':
      return views.delayed(item, { mention, what: trouble.what, retryUntil: until })
    case 'stopped':
      return views.stopped(item)
    case 'failed':
      return views.failure(item, { ...trouble, mention })
    case 'new-version':
      return views.newVersion(item, effect.payload['news'] as News | null)
    case 'escalated':
      return views.escalationThread(item)
    case 'callback-failed':
      return views.callbackFailed(item, { ...trouble, mention })
    case 'notion-failed':
      return views.notionFailed(item, { ...trouble, mention })
    case 'notion-stays':
      return views.notionStays(item, { ...trouble, mention })
    default:
      throw new Error(`No notice is called ${String(kind satisfies never)}`)
  }
}

async function postDm(deps: SlackEffectDeps, effect: Effect, checkFresh: CheckFresh): Promise<Done | 'skipped'> {
  const item = await deps.store.item(reportOf(effect))
  if (!item) return 'skipped'
  const thread = await deps.store.placeOf(dispatchId(reportOf(effect)))
  const [channel, permalink] = await Promise.all([
    deps.slack.openDm(effect.payload['to'] as SlackUserId),
    thread ? deps.slack.permalink(thread) : null,
  ])
  const message = deps.views.escalationDm(item, permalink)
  await checkFresh()
  const place = await deps.slack.post({ channel, threadTs: null, isBroadcast: false, message, effectId: effect.id })
  return { externalId: place.ts, result: { channel: place.channel } }
}

/** Tells the operators what concerns no single report; the lead is mentioned once a while for the same cause. */
async function postAlert(deps: SlackEffectDeps, effect: Effect, checkFresh: CheckFresh): Promise<Done> {
  const facts = effect.payload['alert'] as AlertFacts
  const mention = (await isNews(deps, effect)) ? deps.operator : null
  const message = deps.views.alert({ ...facts, mention })
  await checkFresh()
  const channel = effect.payload['channel'] as string
  const place = await deps.slack.post({ channel, threadTs: null, isBroadcast: false, message, effectId: effect.id })
  return { externalId: place.ts, result: { channel: place.channel } }
}

/** A clock of ours may run ahead of Slack's; an earlier message can never carry the same id. */
const CLOCK_SKEW_MS = 120_000

async function find(deps: SlackEffectDeps, effect: Effect): Promise<Done | null> {
  const since = new Date(effect.firstTriedAt.getTime() - CLOCK_SKEW_MS)
  const until = new Date((effect.priorIntentAt ?? effect.firstTriedAt).getTime() + CLOCK_SKEW_MS)
  const effectId = effect.id
  if (effect.kind === 'dm') {
    const channel = await deps.slack.openDm(effect.payload['to'] as SlackUserId)
    return toDone(await deps.slack.find({ channel, threadTs: null, effectId, since, until }))
  }
  const standsAlone = effect.kind === 'dispatch' || effect.kind === 'quiet-line' || effect.kind === 'alert'
  const thread = standsAlone ? null : await deps.store.placeOf(dispatchId(reportOf(effect)))
  const channel = thread?.channel ?? (effect.payload['channel'] as string)
  return toDone(await deps.slack.find({ channel, threadTs: thread?.ts ?? null, effectId, since, until }))
}

function toDone(place: SlackPlace | null): Done | null {
  return place ? { externalId: place.ts, result: { channel: place.channel, hash: null } } : null
}
