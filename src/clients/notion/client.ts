import { setTimeout as delay } from 'node:timers/promises'
import { type BlockObjectRequest, Client } from '@notionhq/client'
import type { z } from 'zod'
import { ExternalError } from '../../errors.ts'
import type { NotionPages } from '../../pipeline/ports.ts'
import { boundedFetch } from '../http.ts'
import { misshapen, toExternal } from './errors.ts'
import { Children, Page } from './schema.ts'

export type NotionOptions = {
  token: string
  /** The page below which reports are created. */
  parentPageId: string
  baseUrl: string | null
  fetch?: typeof fetch
  timeoutMs?: number
  /** Notion takes three on average, and some more at once. */
  requestsPerSecond?: number
}

/** Named, so that another version of the SDK changes nothing of what we say and hear. */
const API_VERSION = '2026-03-11'
/** The lane that publishes is held for 10.5 s at a time; an answer must be here before. */
const TIMEOUT_MS = 8_000
const BURST = 3
const PAGE_SIZE = 100

/** Notion through its SDK: paced, and without the SDK's own retries, because a repeated create makes a second page. */
export function createNotionPages(options: NotionOptions): NotionPages {
  const sdk = createSdk(options)
  const pace = createPace(options.requestsPerSecond ?? 3)
  const ask = async <Output>(operation: string, schema: z.ZodType<Output>, work: () => Promise<unknown>) => {
    await pace()
    return call(operation, schema, work)
  }
  return {
    create: (title) =>
      ask('create a page', Page, () =>
        sdk.pages.create({ parent: { page_id: options.parentPageId }, properties: titled(title) }),
      ),
    page: (pageId) => ask('read a page', Page, () => sdk.pages.retrieve({ page_id: pageId })).catch(goneAs(null)),
    change(pageId, change) {
      const fields = 'title' in change ? { properties: titled(change.title) } : { in_trash: change.isInTrash }
      return ask('update a page', Page, () => sdk.pages.update({ page_id: pageId, ...fields })).catch(goneAs(null))
    },
    children: (pageId, cursor) =>
      ask('read a page', Children, () =>
        sdk.blocks.children.list({
          block_id: pageId ?? options.parentPageId,
          page_size: PAGE_SIZE,
          ...(cursor === null ? {} : { start_cursor: cursor }),
        }),
      ),
    async append(pageId, blocks, afterId) {
      const operation = 'add content to a page'
      const position =
        afterId === null ? { type: 'start' as const } : { type: 'after_block' as const, after_block: { id: afterId } }
      const request = { block_id: pageId, children: blocks as unknown as BlockObjectRequest[], position }
      const { children } = await ask(operation, Children, () => sdk.blocks.children.append(request))
      if (children.length !== blocks.length)
        throw misshapen(operation, `${blocks.length} blocks became ${children.length}`)
      return children
    },
    async remove(blockId) {
      await pace()
      const remove = async () => void (await sdk.blocks.delete({ block_id: blockId }))
      await remove().catch((error: unknown) => goneAs(undefined)(toExternal('remove content of a page', error)))
    },
  }
}

/** What doctor asks: one look at the parent page. Throws `ExternalError` when it cannot be used. */
export async function checkNotion(options: NotionOptions): Promise<{ isInTrash: boolean; isPublic: boolean }> {
  const sdk = createSdk(options)
  return call('read a page', Page, () => sdk.pages.retrieve({ page_id: options.parentPageId }))
}

function createSdk({ token, baseUrl, fetch: inner = fetch, timeoutMs = TIMEOUT_MS }: NotionOptions): Client {
  const bounded = boundedFetch(inner, { timeoutMs })
  return new Client({
    auth: token,
    notionVersion: API_VERSION,
    retry: false,
    // The limit to the last byte is ours; the SDK's own only waits for the headers.
    timeoutMs: timeoutMs * 2,
    // It would print requests to the console.
    logger: () => undefined,
    // A token must not travel to another host.
    fetch: (url, { method, headers, body } = {}) =>
      bounded(url, {
        redirect: 'manual',
        ...(method === undefined ? {} : { method }),
        ...(headers === undefined ? {} : { headers }),
        ...(body === undefined ? {} : { body }),
      }),
    ...(baseUrl === null ? {} : { baseUrl }),
  })
}

async function call<Output>(operation: string, schema: z.ZodType<Output>, work: () => Promise<unknown>) {
  const answer = await work().catch((error: unknown) => {
    throw toExternal(operation, error)
  })
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues.slice(0, 3).map((issue) => issue.path.join('.') || 'body')
  throw misshapen(operation, where.join(', '))
}

/** What is gone, or no longer shared with us, is an answer. */
function goneAs<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (error instanceof ExternalError && error.code === 'object_not_found') return value
    throw error
  }
}

const titled = (title: string) => ({ title: { title: [{ text: { content: title } }] } })

/** Lets a few through at once and then so many a second; whoever comes too early waits for their turn. */
function createPace(perSecond: number): () => Promise<void> {
  const stepMs = 1_000 / perSecond
  let next = 0
  return async () => {
    const now = performance.now()
    next = Math.max(next, now - (BURST - 1) * stepMs) + stepMs
    const waitMs = next - stepMs - now
    if (waitMs > 0) await delay(waitMs)
  }
}
