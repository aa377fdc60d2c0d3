import type { Building } from './building.ts'
import { createClayCallbacks } from './clients/clay/client.ts'
import { createSlackPosts } from './clients/slack/client.ts'
import { createNotionPublishing } from './notion-publishing.ts'
import { createOutbox, type Effect, type NewEffect, reportOf } from './pipeline/outbox.ts'
import { createCallbackHandler } from './pipeline/report/callback.ts'
import type { DeskStore, Publisher } from './pipeline/report/desk-store.ts'
import { CLAY_LANE, slackLane } from './pipeline/report/effects.ts'
import { lanePlanOf } from './pipeline/report/lanes.ts'
import { createShownMessages, type ShownMessages } from './pipeline/report/shown-messages.ts'
import { createSlackHandlers } from './pipeline/report/slack-effects.ts'
import { afterDone } from './store/after-done.ts'
import { createOutboxStore, insertEffects } from './store/outbox-store.ts'
import { createShownStore } from './store/shown-store.ts'
import { messageViews } from './views/message-views.ts'

/** Without Slack there is nothing to keep showing. */
const NOTHING_SHOWN: ShownMessages = {
  start: () => undefined,
  refresh: async () => undefined,
  stop: async () => undefined,
}

/** What reaches the outside: effects by lane, and posted messages kept up to date. */
export function createSending(building: Building, { store, publisher }: { store: DeskStore; publisher: Publisher }) {
  const { config, given, clock, db, me } = building
  const slackParts = createSlackParts({ config, given, db, me, store, publisher })
  const shown = slackParts?.shown ?? NOTHING_SHOWN
  const handlers = new Map(slackParts?.handlers)
  const tell = async (effect: NewEffect) => {
    await insertEffects(db.pool, [effect])
    wake(effect.lane)
  }
  if (config.clay.callbackUrl) handlers.set('callback', createClayHandler({ config, given, store, tell }))
  if (config.pages.publishing !== 'page')
    handlers.set('notion', createNotionPublishing({ config, given, db, store, tell }))
  const outbox = createOutbox({
    store: createOutboxStore({ db, holder: me.id, kinds: [...handlers.keys()], afterDone, ended }),
    handlers,
    planOf: lanePlanOf(config.slack?.postsPerSecond ?? 1, given.notion?.keepTryingMs),
    clock,
    log: given.log,
    ...(given.checkpoint ? { checkpoint: given.checkpoint } : {}),
  })
  function wake(lane: string): void {
    outbox.wake(lane)
  }
  /** The end of a card or of a page in Notion changes what messages show, and other effects have waited for it. */
  function ended(effect: Effect): void {
    if (effect.kind !== 'card' && effect.kind !== 'notion') return
    void shown.refresh(reportOf(effect))
    if (handlers.has('callback')) wake(CLAY_LANE)
    if (effect.kind === 'notion' && config.slack) wake(slackLane(config.slack.channel))
  }
  return { outbox, shown, wake, tell }
}

type SlackBuilding = Pick<Building, 'config' | 'given' | 'db' | 'me'> & { store: DeskStore; publisher: Publisher }

function createSlackParts({ config, given, db, me, store, publisher }: SlackBuilding) {
  if (!config.slack) return null
  const { botToken, apiUrl } = config.slack
  const slack = createSlackPosts({ botToken, apiUrl, ...(given.fetch ? { fetch: given.fetch } : {}) })
  const operator = config.people.escalationOwner ?? config.people.defaultOwner
  const deps = { slack, store, views: messageViews, publisher, operator, log: given.log }
  const shown = createShownMessages({ ...deps, shown: createShownStore(db, me.id) })
  return { handlers: createSlackHandlers(deps), shown }
}

type ClayBuilding = Pick<Building, 'config' | 'given'> & {
  store: DeskStore
  tell: (effect: NewEffect) => Promise<void>
}

function createClayHandler({ config, given, store, tell }: ClayBuilding) {
  const { callbackUrl, callbackToken } = config.clay
  const channel = config.slack?.channel ?? null
  const clay = createClayCallbacks({
    callbackUrl: callbackUrl ?? '',
    callbackToken,
    ...(given.fetch ? { fetch: given.fetch } : {}),
  })
  return createCallbackHandler({ clay, store, channel, tell })
}
