import { randomUUID } from 'node:crypto'
import { ConfigError } from './config.ts'
import { ExternalError, sentenceOf, UserError } from './errors.ts'
import type { Logger } from './log.ts'

/** Codes of Postgres, the network and TLS that say the database is away or refuses us. */
const DATABASE_CODE =
  /^(?:08|28|3D|53|57P)[0-9A-Z]{2,3}$|^(?:ECONN(?:REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|(?:DEPTH_ZERO_)?SELF_SIGNED_CERT(?:_IN_CHAIN)?|UNABLE_TO_\w+|CERT_\w+|ERR_(?:TLS|SSL)_\w+)$/

/** What the driver says without a code: a missing password, a server without TLS, a connection that was cut. */
const DATABASE_WORDS = /^SASL: |does not support SSL|^Connection terminated|connection timeout/

/**
 * Whatever was thrown, as a sentence and next steps (indented), by who must act. `doctor` is how one calls doctor there.
 * Our own bugs get a reference to the log.
 */
export function complaintOf(error: unknown, { log, doctor }: { log: Logger; doctor: string }): string[] {
  if (error instanceof ConfigError) return [error.message]
  if (error instanceof UserError) {
    const details = (error.details ?? []).map(({ path, problem }) => (path ? `${path}: ${problem}` : problem))
    return [error.message, ...indented([...details, ...error.nextSteps])]
  }
  if (error instanceof ExternalError)
    return [asSentence(sentenceOf(error)), ...indented([`See what answers and what does not: ${doctor}`])]
  const reason = databaseReasonOf(error)
  if (reason !== null)
    return [
      `The database cannot be used (${reason}).`,
      ...indented([`Check DATABASE_URL, and see what answers: ${doctor}`]),
    ]
  const reference = randomUUID().slice(0, 8)
  log.error({ err: error, reference }, 'Something of ours broke')
  return [asSentence(`Something of ours broke (reference ${reference}): ${sentenceOf(error)}`)]
}

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`)

const asSentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)

/** The code of a database's trouble, else its words; null when it is something else. */
function databaseReasonOf(error: unknown): string | null {
  const code = codeOf(error)
  if (code !== null) return DATABASE_CODE.test(code) ? code : null
  const text = sentenceOf(error)
  return error instanceof Error && DATABASE_WORDS.test(text) ? text : null
}

/** The driver gives several failed addresses of one host as one error of errors. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string') return error.code
  return error instanceof AggregateError && error.errors.length > 0 ? codeOf(error.errors[0]) : null
}
