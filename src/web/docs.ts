import type { Hono } from 'hono'
import type { DoorContext } from '../context.ts'
import { pageSecurityHeaders } from '../pages/page-headers.ts'
import { requireTokenUnlessLocal } from './auth.ts'
import type { ShownDocument } from './openapi/docs-page.ts'

/** The API's own description: for machines, and as a page to read. Both are open on loopback, else `API_TOKEN`. */
export function addDocsRoutes(web: Hono, { config }: DoorContext): void {
  const { intakeToken: intake, apiToken: api, publicUrl } = config.server
  let made: ReturnType<typeof makeDocs> | null = null
  const docs = () => {
    made ??= makeDocs(publicUrl)
    return made
  }
  web.get('/openapi.json', async (c) => {
    requireTokenUnlessLocal(c, { intake, api })
    return c.json((await docs()).document)
  })
  web.get('/docs', async (c) => {
    requireTokenUnlessLocal(c, { intake, api })
    const { page } = await docs()
    return new Response(page, { headers: pageSecurityHeaders(page) })
  })
}

/** Loaded when it is first asked for: nobody who starts the app waits for its description. */
async function makeDocs(publicUrl: string) {
  const [{ buildOpenApi }, { renderDocsPage }] = await Promise.all([
    import('./openapi.ts'),
    import('./openapi/docs-page.ts'),
  ])
  const document = buildOpenApi(publicUrl)
  return { document, page: renderDocsPage(document as unknown as ShownDocument) }
}
