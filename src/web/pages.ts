import type { Hono, Context as HonoContext } from 'hono'
import type { DoorContext } from '../context.ts'
import { UserError } from '../errors.ts'
import { type MessageKind, renderMessagePage } from '../pages/message-page.ts'
import { pageSecurityHeaders } from '../pages/page-headers.ts'
import { renderReportPage } from '../pages/report-page.ts'
import { isSlug } from '../pipeline/report/slug.ts'

const PICTURES_KEPT = 200

/** Report pages and their pictures. The slug is the permission: it is unguessable and tells which view it opens. */
export function addPageRoutes(web: Hono, { store, publisher, config, clock, log }: DoorContext): void {
  const { publicUrl } = config.server
  const pictures = new Map<string, Promise<Uint8Array>>()
  web.get('/r/:slug', async (c) => {
    const slug = c.req.param('slug')
    try {
      const found = isSlug(slug) ? await store.page(slug) : null
      const document = found?.item.document
      if (!document) return refuse(c, 'not_found')
      if (found.isExpired) return refuse(c, 'gone')
      const html = renderReportPage(document, {
        view: found.view,
        version: found.item.version,
        dmInSharedPage: config.pages.dmInSharedPage,
        pictureUrl: `${publicUrl}/r/${slug}/card.png`,
        updatedAt: document.madeAt,
        otherVersions: found.item.version - 1,
        now: clock.now().toISOString(),
      })
      return page(html, 200)
    } catch (error) {
      if (error instanceof UserError) throw error
      // Whoever reads this may be a prospect: a page in words, never our error document.
      log.error({ err: error }, 'A report page could not be shown')
      return page(renderMessagePage('unavailable'), 503)
    }
  })
  web.get('/r/:slug/card.png', async (c) => {
    const slug = c.req.param('slug')
    const found = isSlug(slug) ? await store.page(slug) : null
    if (!found?.item.document) return refuse(c, 'not_found')
    if (found.isExpired) return refuse(c, 'gone')
    const { item } = found
    const { document } = found.item
    const now = clock.now().toISOString()
    // What is open is told as of today, so tomorrow's picture is another one.
    const key = `${item.id}/${item.version}/${now.slice(0, 10)}`
    const made = pictures.get(key) ?? (document ? publisher.picture(document, now) : null)
    if (!made) return refuse(c, 'not_found')
    keep(pictures, key, made)
    const bytes = await made.catch((error: unknown) => {
      pictures.delete(key)
      throw error
    })
    const headers = { 'content-type': 'image/png', 'cache-control': 'private, max-age=300', 'x-robots-tag': 'noindex' }
    return new Response(new Uint8Array(bytes), { headers: { ...headers, 'x-content-type-options': 'nosniff' } })
  })
}

function page(html: string, status: 200 | 404 | 410 | 503): Response {
  return new Response(html, { status, headers: pageSecurityHeaders(html) })
}

const REFUSALS = {
  not_found: { status: 404, message: 'There is no report at this address.' },
  gone: { status: 410, message: 'This report has expired: ask for a new one.' },
} as const satisfies Partial<Record<MessageKind, { status: number; message: string }>>

/** A page in words for whoever opens a link; the error document for a program that asks for JSON. */
function refuse(c: HonoContext, kind: keyof typeof REFUSALS): Response {
  const { status, message } = REFUSALS[kind]
  const accepts = c.req.header('accept') ?? ''
  if (accepts.includes('application/json') && !accepts.includes('text/html')) throw new UserError(kind, message)
  return page(renderMessagePage(kind), status)
}

/** Keeps the newest pictures, whoever asked for them; the oldest goes first. */
function keep(pictures: Map<string, Promise<Uint8Array>>, key: string, made: Promise<Uint8Array>): void {
  pictures.delete(key)
  pictures.set(key, made)
  const [oldest] = pictures.keys()
  if (pictures.size > PICTURES_KEPT && oldest) pictures.delete(oldest)
}
