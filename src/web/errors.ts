import { randomUUID } from 'node:crypto'
import type { Context as HonoContext } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { routePath } from 'hono/route'
import { ExternalError, UserError, type UserErrorCode } from '../errors.ts'
import type { Logger } from '../log.ts'

/** One status a code, as the contract lists them. */
export const STATUS_OF: Record<UserErrorCode, 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 422 | 429 | 503> = {
  invalid_json: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unsupported_type: 415,
  invalid_input: 422,
  rate_limited: 429,
  not_configured: 503,
  unavailable: 503,
}

/** Codes of Postgres and the network that say the database is away, not that the request is bad. */
const DATABASE_AWAY = /^(08|53|57P|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)/

/** What the driver says without a code. */
const CONNECTION_LOST = /^Connection terminated|not queryable|timeout exceeded|^Query read timeout/

/** Turns whatever a route threw into the contract's error document; a bug becomes a reference to our log. */
export function toErrorResponse(c: HonoContext, error: unknown, log: Logger): Response {
  if (error instanceof UserError) {
    const details = error.details ? { details: error.details } : {}
    return c.json({ error: { code: error.code, message: error.message, ...details } }, STATUS_OF[error.code])
  }
  if (error instanceof HTTPException && error.status < 500) {
    return c.json({ error: { code: 'invalid_input', message: error.message } }, error.status)
  }
  const reference = randomUUID().slice(0, 8)
  // The route, not the path: a page's slug is its permission.
  log.error({ err: error, reference, route: routePath(c) }, 'A request failed')
  const code = (error as { code?: unknown }).code
  const isAway = typeof code === 'string' ? DATABASE_AWAY.test(code) : CONNECTION_LOST.test((error as Error).message)
  if (error instanceof ExternalError || isAway) {
    const message = `The service cannot do this right now; nothing was stored. Try again soon (reference ${reference}).`
    return c.json({ error: { code: 'unavailable', message } }, 503, { 'retry-after': '5' })
  }
  return c.json({ error: { code: 'internal', message: `Something of ours broke (reference ${reference}).` } }, 500)
}
