import { ExternalError, sentenceOf, UserError } from '../errors.ts'

/**
 * What doctor found out about one part. `ok`: asked now, and it answered. `missing`: not configured, which is allowed.
 * `wrong`: asked now and refused, or settings that cannot work. `untried`: configured, and not asked because no request
 * of its kind is harmless or because nothing uses it yet.
 */
export type Finding = {
  part: string
  state: 'ok' | 'missing' | 'wrong' | 'untried'
  /** What was found, as one sentence; of a refusal, what the service said. */
  message: string
  /** What to do about it; null when there is nothing to do. */
  next: string | null
}

/** How a part is asked: `fetch` ends with the limit, and so does `abort`. */
export type Asking = { fetch: typeof fetch; abort: AbortSignal; limitMs: number }

/** Asks on behalf of a part, within the limit. */
export type Ask = (part: string, question: (asking: Asking) => Promise<Finding[]>) => Promise<Finding[]>

export const ok = (part: string, message: string): Finding => ({ part, state: 'ok', message, next: null })
export const untried = (part: string, message: string): Finding => ({ part, state: 'untried', message, next: null })
export const missing = (part: string, message: string, next: string): Finding => ({
  part,
  state: 'missing',
  message,
  next,
})
export const wrong = (part: string, message: string, next: string | null = null): Finding => ({
  part,
  state: 'wrong',
  message: asSentence(message),
  next,
})

/** What services say comes without a full stop as often as with one. */
const asSentence = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`)

/** A failure as a finding: what is not installed is missing, everything else is wrong. */
export function failed(part: string, error: unknown, next: string | null = null): Finding {
  if (error instanceof UserError && error.code === 'not_configured')
    return missing(part, asSentence(error.message), asSentence(error.nextSteps.join('. ')))
  if (error instanceof ExternalError || error instanceof UserError) return wrong(part, sentenceOf(error), next)
  return wrong(part, `It cannot be used: ${reasonOf(error)}`, next)
}

/** The driver's errors of a refused connection carry a code and sometimes no text at all. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
  const text = sentenceOf(error)
  if (text === '') return code ?? 'no reason given'
  return code && !text.includes(code) ? `${text} (${code})` : text
}

/** Runs one question with a limit of its own; a question without an answer in time is wrong, and its request ends. */
export async function within(
  part: string,
  { limitMs, fetch }: { limitMs: number; fetch: typeof globalThis.fetch },
  ask: (asking: Asking) => Promise<Finding[]>,
): Promise<Finding[]> {
  const end = new AbortController()
  const ending: typeof globalThis.fetch = (input, init) =>
    fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, end.signal]) : end.signal })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Finding[]>((resolve) => {
    timer = setTimeout(() => {
      end.abort(new Error('The time is over'))
      resolve([wrong(part, `It gave no answer within ${limitMs / 1_000} s`)])
    }, limitMs)
  })
  const answer = ask({ fetch: ending, abort: end.signal, limitMs }).catch((error: unknown) => [failed(part, error)])
  const findings = await Promise.race([answer, late])
  clearTimeout(timer)
  return findings
}
