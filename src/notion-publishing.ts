import { createNotionPages } from './clients/notion/client.ts'
import type { Config } from './config.ts'
import type { Logger } from './log.ts'
import { renderNotionReport } from './pages/notion-blocks.ts'
import type { EffectHandler, NewEffect } from './pipeline/outbox.ts'
import type { DeskStore } from './pipeline/report/desk-store.ts'
import type { Copying } from './pipeline/report/notion/effect.ts'
import { createNotionHandler } from './pipeline/report/notion/handler.ts'
import type { Db } from './store/db.ts'
import { createNotionCopies } from './store/notion-copies.ts'

/** How Notion is used: requests a second, and how long messages wait for a page and a page is tried, in milliseconds. */
export type NotionTimes = { requestsPerSecond?: number; waitMs?: number; keepTryingMs?: number }

/** A report that is ready waits so long for its page in Notion; our own page is there at once. */
const WAIT_MS = 20_000

/** Whether copies are made, and who waits for them; null when nothing is published to Notion. */
export function copyingOf({ pages }: Config, times: NotionTimes = {}): Copying | null {
  if (pages.publishing === 'page') return null
  return { isMain: pages.publishing === 'notion', waitMs: times.waitMs ?? WAIT_MS }
}

export type NotionBuilding = {
  config: Config
  given: { log: Logger; fetch?: typeof fetch; checkpoint?: (name: string) => void; notion?: NotionTimes }
  db: Db
  store: DeskStore
  /** Stores a notice and has it sent. */
  tell: (effect: NewEffect) => Promise<void>
}

/** Joins the client, the record and the blocks of Notion pages into what the outbox sends with. */
export function createNotionPublishing({ config, given, db, store, tell }: NotionBuilding): EffectHandler {
  const { dmInSharedPage, notion } = config.pages
  const { fetch, checkpoint, log } = given
  const requestsPerSecond = given.notion?.requestsPerSecond
  return createNotionHandler({
    pages: createNotionPages({
      token: notion.token ?? '',
      parentPageId: notion.parentPageId ?? '',
      baseUrl: notion.baseUrl,
      ...(fetch ? { fetch } : {}),
      ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
    }),
    copies: createNotionCopies(db),
    store,
    render: (document, { version }) => renderNotionReport(document, { version, dmInSharedPage }),
    channel: config.slack?.channel ?? null,
    tell,
    log,
    passed: (place) => checkpoint?.(place),
  })
}
