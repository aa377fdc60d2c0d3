import { z } from 'zod'
import { ExternalError } from '../../errors.ts'
import { toAmount, toText } from './values.ts'

const Loose = z.record(z.string(), z.unknown())

/** What DataGen answers at 200: an output, a run that is under way, or a failure. */
export const ToolAnswer = Loose

type Where = { operation: string; secret: string }

/** The run's id, under any of the names it comes with; null when there is none. */
export function runIdOf(answer: z.infer<typeof ToolAnswer>): string | null {
  const inner = mapOf(answer['data'])
  const named = [answer, inner].flatMap((place) => [place['run_id'], place['run_uuid']])
  return named.map((id) => toText(id, 200)).find((id) => id !== null) ?? null
}

/** True when the answer itself says that the run goes on, whatever its HTTP status. */
export function isUnderWay(answer: z.infer<typeof ToolAnswer>): boolean {
  return /^(?:pending|queued|running|processing|in_progress)$/.test(statusOf(answer))
}

/**
 * The tool's output as an object, or undefined while there is none. Throws `ExternalError` for what is a failure at
 * status 200: the envelope's own, and the upstream service's inside the output.
 */
export function outputOf(answer: z.infer<typeof ToolAnswer>, where: Where): Record<string, unknown> | undefined {
  if (answer['success'] === false || /^(?:failed|error|errored|cancell?ed)$/.test(statusOf(answer)))
    throw failure(answer['error'] ?? answer['message'] ?? answer['detail'], { ...where, status: codeOf(answer) })
  const inner = mapOf(answer['data'] ?? answer)
  const vars = mapOf(inner['output_vars'])
  const found = vars['output'] ?? inner['output'] ?? (Object.keys(vars).length > 0 ? vars : undefined)
  if (found === undefined || found === null) return undefined
  const output = Loose.safeParse(typeof found === 'string' ? parsed(found, where) : found)
  if (!output.success) throw unreadable('an output that is no object', where)
  const { error } = output.data
  if (error !== undefined && error !== null && error !== false && error !== '')
    throw failure(error, { ...where, status: codeOf(output.data) })
  return output.data
}

/** An answer of DataGen that cannot be used, whatever it says. */
export function unreadable(what: string, { operation }: { operation: string }): ExternalError {
  const facts = { service: 'datagen', operation, status: 200, code: 'bad_shape', retryable: false }
  return new ExternalError(`datagen (${operation}) answered 200 with ${what}`, facts)
}

/** Without a status nobody knows why: what the upstream service cannot find counts as 404, anything else as passing. */
function failure(said: unknown, { operation, secret, status }: Where & { status: number | null }): ExternalError {
  const words = wordsOf(said, secret)
  const known = status ?? (/\b(?:not found|no buyers? found)\b/i.test(words) ? 404 : null)
  const retryable = known === null || known === 408 || known === 425 || known === 429 || known >= 500
  const facts = { service: 'datagen', operation, status: known, code: 'tool_failed', retryable }
  const number = known === null ? '' : ` with ${known}`
  return new ExternalError(`datagen (${operation}) failed${number}${words ? `: ${words}` : ''}`, facts)
}

/** What the service said, at most 200 characters, without the key, addresses and phone numbers. */
function wordsOf(said: unknown, secret: string): string {
  const inner = mapOf(said)
  const text = toText(said, 400) ?? toText(inner['message'] ?? inner['error'] ?? inner['detail'], 400) ?? ''
  if (/^\s*<(?:!doctype|html|head|body)/i.test(text)) return 'an HTML page'
  const hidden = secret.length >= 6 ? text.replaceAll(secret, '[hidden]') : text
  return hidden
    .replace(/[^\s@<>]+@[^\s@<>]+/g, '[address]')
    .replace(/\+?\d[\d\s().-]{7,}\d/g, '[number]')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
}

function statusOf(answer: Record<string, unknown>): string {
  return (toText(answer['status'] ?? mapOf(answer['data'])['status'], 40) ?? '').toLowerCase()
}

function codeOf(place: Record<string, unknown>): number | null {
  const code = toAmount(place['status_code'] ?? mapOf(place['error'])['status_code'])
  return code !== null && code >= 400 && code <= 599 ? code : null
}

function mapOf(value: unknown): Record<string, unknown> {
  const map = Loose.safeParse(value)
  return map.success ? map.data : {}
}

function parsed(text: string, where: Where): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw unreadable('an output that is not JSON', where)
  }
}
