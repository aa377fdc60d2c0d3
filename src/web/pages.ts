import type { Hono } from 'hono'
import type { DoorContext } from '../context.ts'
import { renderMessagePage } from '../pages/message-page.ts'
import { pageSecurityHeaders } from '../pages/page-headers.ts'
import { renderReportPage } from '../pages/report-page.ts'
import { isSlug } from '../pipeline/report/slug.ts'

const PICTURES_KEPT = 200

/** Report pages and their pictures. The slug is the permission: it is unguessable and tells which view it opens. */
export function addPageRoutes(web: Hono, { store, publisher, config, clock, log }: DoorContext): void {
  const { publicUrl } = config.server
  const pictures = new Map<string, Promise<Uint8Array>>()
  const page = (html: string, status: 200 | 404 | 503) =>
    new Response(html, { status, headers: pageSecurityHeaders(html) })

  web.get('/r/:slug', async (c) => {
    const slug = c.req.param('slug')
    try {
      const found = isSlug(slug) ? await store.page(slug) : null
      const document = found?.item.document
      if (!document) return page(renderMessagePage('not_found'), 404)
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
      // Whoever reads this may be a prospect: a page in words, never our error document.
      log.error({ err: error }, 'A report page could not be shown')
      return page(renderMessagePage('unavailable'), 503)
    }
  })
  web.get('/r/:slug/card.png', async (c) => {
    const slug = c.req.param('slug')
    const found = isSlug(slug) ? await store.page(slug) : null
    if (!found?.item.document) return page(renderMessagePage('not_found'), 404)
    const { item } = found
    const { document } = found.item
    const key = `${item.id}/${item.version}`
    const made = pictures.get(key) ?? (document ? publisher.picture(document) : null)
    if (!made) return page(renderMessagePage('not_found'), 404)
    keep(pictures, key, made)
    const bytes = await made.catch((error: unknown) => {
      pictures.delete(key)
      throw error
    })
    const headers = { 'content-type': 'image/png', 'cache-control': 'private, max-age=300', 'x-robots-tag': 'noindex' }
    return new Response(new Uint8Array(bytes), { headers: { ...headers, 'x-content-type-options': 'nosniff' } })
  })
}

/** Keeps the newest pictures, whoever asked for them; the oldest goes first. */
function keep(pictures: Map<string, Promise<Uint8Array>>, key: string, made: Promise<Uint8Array>): void {
  pictures.delete(key)
  pictures.set(key, made)
  const [oldest] = pictures.keys()
  if (pictures.size > PICTURES_KEPT && oldest) pictures.delete(oldest)
}
