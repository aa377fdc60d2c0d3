import { randomUUID } from 'node:crypto'
import { ConfigError } from '../config.ts'
import { ExternalError, sentenceOf, UserError } from '../errors.ts'
import type { Logger } from '../log.ts'
import { EXIT, UsageError } from './command.ts'

export type Complaint = { lines: string[]; exit: number }

/** Codes of Postgres and the network that say the database is away or refuses us. */
const DATABASE = /^(?:08|28|3D|53|57P)[0-9A-Z]{2,3}$|^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/

/** Whatever a command threw, as a sentence and next steps, by who must act. Our own bugs get a reference to the log. */
export function complaintOf(error: unknown, log: Logger): Complaint {
  if (error instanceof UsageError) return { lines: [error.message, ...indented(error.nextSteps)], exit: EXIT.usage }
  if (error instanceof ConfigError) return { lines: [error.message], exit: EXIT.failed }
  if (error instanceof UserError) {
    const details = (error.details ?? []).map(({ path, problem }) => (path ? `${path}: ${problem}` : problem))
    return { lines: [error.message, ...indented([...details, ...error.nextSteps])], exit: EXIT.failed }
  }
  if (error instanceof ExternalError)
    return {
      lines: [sentence(error), ...indented(['See what answers and what does not: intel doctor'])],
      exit: EXIT.failed,
    }
  const code = codeOf(error)
  if (code !== null && DATABASE.test(code)) {
    const steps = ['Check DATABASE_URL, and see what answers: intel doctor']
    return { lines: [`The database cannot be used (${code}).`, ...indented(steps)], exit: EXIT.failed }
  }
  const reference = randomUUID().slice(0, 8)
  log.error({ err: error, reference }, 'A command failed')
  return { lines: [`Something of ours broke (reference ${reference}): ${sentenceOf(error)}`], exit: EXIT.failed }
}

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`)

function sentence(error: Error): string {
  const text = sentenceOf(error)
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** The driver gives several failed addresses of one host as one error of errors. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string') return error.code
  return error instanceof AggregateError && error.errors.length > 0 ? codeOf(error.errors[0]) : null
}
