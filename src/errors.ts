/**
 * Errors are sorted by who must act.
 * `UserError`: the person who asked (never retried, never an alarm).
 * `ExternalError`: an outside service (retried when `retryable`).
 * Anything else is our bug: shown as a reference id, its stack logged.
 */

/** Codes of contract.md section 3 that a person's own input can cause. */
export type UserErrorCode =
  | 'invalid_json'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'gone'
  | 'too_large'
  | 'unsupported_type'
  | 'invalid_input'
  | 'rate_limited'
  | 'not_configured'
  | 'unavailable'

/** One problem with one field of the input. `path` is dotted; `''` is the whole input. */
export type InputProblem = { path: string; problem: string }

/** The person who asked must act. `message` says what was expected and what came, and is fit for Slack. */
export class UserError extends Error {
  override name = 'UserError'
  readonly code: UserErrorCode
  readonly nextSteps: readonly string[]
  readonly details: readonly InputProblem[] | undefined

  constructor(code: UserErrorCode, message: string, options: { nextSteps?: string[]; details?: InputProblem[] } = {}) {
    super(message)
    this.code = code
    this.nextSteps = options.nextSteps ?? []
    this.details = options.details
  }
}

export type ExternalErrorFacts = {
  /** Our word for the service: `slack`, `claude`, `signals`, `clay`, … */
  service: string
  /** What we asked of it: `chat.postMessage`, `select signals`, … */
  operation: string
  /** HTTP status, or null when no answer came. */
  status: number | null
  /** The service's own code (`ratelimited`, `PGRST205`, `timeout`), where it gives one. */
  code?: string
  retryable: boolean
  retryAfterMs?: number
  cause?: unknown
}

/** An outside service failed. Made only in `clients/`, where its answer is first read. */
export class ExternalError extends Error {
  override name = 'ExternalError'
  readonly service: string
  readonly operation: string
  readonly status: number | null
  readonly code: string | null
  readonly retryable: boolean
  readonly retryAfterMs: number | null

  constructor(message: string, facts: ExternalErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.service = facts.service
    this.operation = facts.operation
    this.status = facts.status
    this.code = facts.code ?? null
    this.retryable = facts.retryable
    this.retryAfterMs = facts.retryAfterMs ?? null
  }
}

/** One plain sentence about any thrown value; never a stack, never more than 300 characters. */
export function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.replaceAll('\0', '').replace(/\s+/g, ' ').trim().slice(0, 300).toWellFormed()
}
