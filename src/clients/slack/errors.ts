import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { ExternalError } from '../../errors.ts'

/** Codes by which Slack says that it, not the request, is the trouble. */
const PASSING = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
  'rate_limited',
  'team_added_to_org',
  'accesslimited',
])

/** Codes that an invitation, a scope or a new token mends: worth waiting for, as every other message would be refused too. */
const MENDABLE = new Set([
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'missing_scope',
  'no_permission',
  'restricted_action',
  'ekm_access_denied',
])

/** What a code of Slack's looks like. The SDK takes a page in place of JSON for one too. */
const CODE = /^[a-z][a-z0-9_]{1,79}$/

/** Turns every failure of the SDK into ours. Slack's own code stays in `code`. */
export function toExternal(operation: string, error: unknown): ExternalError {
  if (error instanceof ExternalError) return error
  const about = { service: 'slack', operation, cause: error }
  if (error instanceof WebAPIRateLimitedError) {
    const retryAfterMs = Math.max(1, error.retryAfter) * 1_000
    const facts = { ...about, status: 429, code: 'ratelimited', retryable: true, retryAfterMs }
    return new ExternalError(`Slack asks to wait ${error.retryAfter} s before ${operation}`, facts)
  }
  if (error instanceof WebAPIPlatformError && CODE.test(error.data.error)) {
    const { error: code } = error.data
    const retryable = PASSING.has(code) || MENDABLE.has(code)
    return new ExternalError(`Slack refused ${operation}: ${code}`, { ...about, status: 200, code, retryable })
  }
  if (error instanceof WebAPIHTTPError) {
    const { statusCode: status } = error
    const retryable = status === 429 || status >= 500
    return new ExternalError(`Slack answered ${status} to ${operation}`, { ...about, status, code: 'http', retryable })
  }
  const code = error instanceof WebAPIRequestError ? 'unreachable' : 'unreadable'
  return new ExternalError(`Slack gave no usable answer to ${operation}`, {
    ...about,
    status: null,
    code,
    retryable: true,
  })
}
