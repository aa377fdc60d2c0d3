import { Hono } from 'hono'
import type { DoorContext } from '../context.ts'
import { UserError } from '../errors.ts'
import { addDocsRoutes } from './docs.ts'
import { toErrorResponse } from './errors.ts'
import { addHealthRoutes } from './health.ts'
import { addPageRoutes } from './pages.ts'
import { addReplyRoutes } from './replies.ts'
import { addReportRoutes } from './reports.ts'
import { addRunRoutes } from './runs.ts'
import { addWebhookRoutes } from './webhooks.ts'

/** The HTTP door: every route of the contract but Slack's own. */
export function createWeb(context: DoorContext, state: { isReady: () => boolean }): Hono {
  const web = new Hono()
  web.onError((error, c) => toErrorResponse(c, error, context.log))
  addHealthRoutes(web, context, state.isReady)
  addReplyRoutes(web, context)
  addWebhookRoutes(web, context)
  addReportRoutes(web, context)
  addRunRoutes(web, context)
  addPageRoutes(web, context)
  addDocsRoutes(web, context)
  web.notFound((c) => {
    const other = otherMethods(web, c.req.path, c.req.method)
    const error =
      other.length > 0
        ? new UserError('method_not_allowed', `${c.req.path} takes ${other.join(', ')}, not ${c.req.method}.`)
        : new UserError('not_found', 'There is nothing at this address.')
    const response = toErrorResponse(c, error, context.log)
    if (other.length > 0) response.headers.set('allow', other.join(', '))
    return response
  })
  return web
}

/** Methods that the routes of this path do take. */
function otherMethods(web: Hono, path: string, method: string): string[] {
  const fits = web.routes.filter(
    (route) => route.method !== 'ALL' && route.method !== method && matches(route.path, path),
  )
  return [...new Set(fits.map((route) => route.method))].sort()
}

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  return wanted.length === given.length && wanted.every((part, place) => part.startsWith(':') || part === given[place])
}
