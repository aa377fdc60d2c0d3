import { APIErrorCode, isHTTPResponseError } from '@notionhq/client'
import { ExternalError } from '../../errors.ts'
import { retryAfterMs } from '../http.ts'

type Refusal = { code: string; status: number; message: string; operation: string }

/**
 * Turns every failure of the SDK into ours. What Notion says is quoted only where it names our own fields: its messages
 * can repeat what was sent, and so can the SDK's errors, which therefore are no causes of ours.
 */
export function toExternal(operation: string, error: unknown): ExternalError {
  if (error instanceof ExternalError) return error
  const about = { service: 'notion', operation }
  if (isHTTPResponseError(error)) {
    const { status, code } = error
    const wait =
      error.headers instanceof Headers ? retryAfterMs(error.headers.get('retry-after'), new Date()) : undefined
    const isKnown = Object.values<string>(APIErrorCode).includes(code)
    const facts = { ...about, status, code: isKnown ? code : 'unreadable', retryable: isPassing(status) }
    const text = isKnown ? sentenceFor({ code, status, message: error.message, operation }) : unknown(status, operation)
    return new ExternalError(text, wait === undefined ? facts : { ...facts, retryAfterMs: wait })
  }
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    const facts = { ...about, status: null, code: 'timeout', retryable: true }
    return new ExternalError(`Notion did not answer in time (${operation})`, facts)
  }
  if (error instanceof SyntaxError) {
    const facts = { ...about, status: 200, code: 'unreadable', retryable: false }
    return new ExternalError(
      `Notion answered with something that is not JSON (${operation}); check NOTION_BASE_URL`,
      facts,
    )
  }
  return new ExternalError(`Notion could not be reached (${operation})`, {
    ...about,
    status: null,
    code: 'unreachable',
    retryable: true,
  })
}

/** An answer of Notion's that has not the shape we know. */
export function misshapen(operation: string, problem: string): ExternalError {
  return new ExternalError(`Notion answered ${operation} with an unexpected shape (${problem})`, {
    service: 'notion',
    operation,
    status: 200,
    code: 'bad_shape',
    retryable: false,
  })
}

/** 409: somebody changed the page at the same moment, which is over with the next try. */
const isPassing = (status: number) => status === 408 || status === 409 || status === 429 || status >= 500

const unknown = (status: number, operation: string) => `Notion answered ${status} (${operation}), for no reason we know`

function sentenceFor({ code, status, message, operation }: Refusal): string {
  const known: Record<string, string> = {
    unauthorized: 'Notion does not accept the token',
    restricted_resource: `The integration has no permission to ${operation} in Notion`,
    object_not_found: `Notion shows the integration no such page, or it is not shared with it (${operation})`,
    validation_error: `Notion refused to ${operation}${fieldIn(message)}`,
    conflict_error: `Notion could not ${operation}, because the page was changed at the same moment`,
    rate_limited: `Notion asks to wait before it will ${operation}`,
  }
  return known[code] ?? `Notion answered ${status} (${code}) to ${operation}`
}

/** The path of the field that did not pass, such as `body.children[3].callout`, and nothing of what stood in it. */
function fieldIn(message: string): string {
  const path = /\bbody(?:\.[a-z_]{1,40}|\[\d{1,4}\]){1,12}/.exec(message)?.[0]
  return path === undefined ? '' : `: ${path} is not what it takes`
}
