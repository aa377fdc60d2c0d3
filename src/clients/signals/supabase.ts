import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { ExternalError } from '../../errors.ts'
import { createHttp, type Http, isHtml } from '../http.ts'

const SERVICE = 'signals'
/** A wait longer than this is left to the queue: a run does not sleep through it. */
const LONGEST_WAIT_MS = 2000

export type SupabaseOptions = {
  url: string
  key: string
  fetch?: typeof fetch
  /** Milliseconds per request; 10 s by default. */
  timeoutMs?: number
  /** Milliseconds before the one repeat, unless the service names its own wait; 250 by default. */
  retryDelayMs?: number
}

/**
 * One supabase-js client for a project. Its requests go through our own `createHttp`, so every failed answer arrives as
 * an `ExternalError` with status, code and wait; the SDK's own three silent repeats are off.
 */
export function createSupabase(options: SupabaseOptions): SupabaseClient {
  const http = createHttp({
    service: SERVICE,
    timeoutMs: options.timeoutMs ?? 10_000,
    maxBytes: 50 * 1024 * 1024,
    ...(options.fetch ? { fetch: options.fetch } : {}),
  })
  return createClient(options.url, options.key, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    db: { retry: false },
    global: { fetch: fetchThrough(http) },
  })
}

/** `work`, and once more after a retryable failure. A longer wait than two seconds is not waited for here. */
export async function onceMore<Result>(
  work: () => PromiseLike<Result>,
  options: { retryDelayMs?: number | undefined; abort?: AbortSignal | undefined },
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ExternalError) || !error.retryable) throw error
    const wait = error.retryAfterMs ?? options.retryDelayMs ?? 250
    if (wait > LONGEST_WAIT_MS) throw error
    await pause(wait, options.abort)
    return await work()
  }
}

/** The table is not there: PostgREST does not know it, or Postgres says so (a view of a dropped table). */
export function isMissingTable(error: unknown): boolean {
  return error instanceof ExternalError && (error.code === 'PGRST205' || error.code === '42P01')
}

export function isMissingColumn(error: unknown): error is ExternalError {
  return error instanceof ExternalError && (error.code === 'PGRST204' || error.code === '42703')
}

/** The same failure with a message that says which setting to put right; other errors come back as they are. */
export function explained(error: unknown, message: string): unknown {
  if (!(error instanceof ExternalError)) return error
  const { service, operation, status, code } = error
  return new ExternalError(message, {
    service,
    operation,
    status,
    retryable: false,
    cause: error,
    ...(code ? { code } : {}),
  })
}

function fetchThrough(http: Http): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const table = decodeURIComponent(url.pathname.split('/').at(-1) ?? '').slice(0, 60)
    const method = init?.method === 'HEAD' || init?.method === 'POST' ? init.method : 'GET'
    const operation = `${method === 'POST' ? 'upsert' : 'select'} ${table}`
    const answer = await http.request({
      operation,
      method,
      url,
      headers: Object.fromEntries(new Headers(init?.headers)),
      ...(typeof init?.body === 'string' ? { body: init.body } : {}),
      ...(init?.signal ? { abort: init.signal } : {}),
    })
    if (method === 'GET' && (isHtml(answer) || !isJson(answer.text)))
      throw new ExternalError(
        `${SERVICE} (${operation}) answered with something that is not JSON; check SUPABASE_URL`,
        {
          service: SERVICE,
          operation,
          status: answer.status,
          code: 'bad_json',
          retryable: false,
        },
      )
    const isEmpty = answer.status === 204 || answer.status === 205
    return new Response(isEmpty ? null : answer.text, { status: answer.status, headers: answer.headers })
  }
}

function isJson(text: string): boolean {
  const start = text.trimStart()[0]
  return start === '[' || start === '{'
}

function pause(ms: number, abort: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (abort?.aborted) {
      reject(abort.reason as Error)
      return
    }
    const stop = () => {
      clearTimeout(timer)
      reject(abort?.reason as Error)
    }
    const timer = setTimeout(() => {
      abort?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    abort?.addEventListener('abort', stop, { once: true })
  })
}
