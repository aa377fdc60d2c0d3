import { ExternalError } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import type { Answered, Asked, BuyerSource, Clock } from '../../pipeline/ports.ts'
import { createStarbridgeApi, DEFAULT_BASE } from './api.ts'
import { createStarbridgeTools } from './tools.ts'

type Key = { apiKey: string; baseUrl: string | null }

export type BuyerSourceOptions = {
  /** The published API. */
  api: Key | null
  /** The wrapper tools, `ids` by tool name. */
  tools: (Key & { ids: Record<string, string> }) | null
  /** An address of Starbridge's own, where the paths in the tools' answers lead; null is the default. */
  filesAt?: string | null
  fetch?: typeof fetch
  /** For one request to the API, one request to a tool, and a tool's run with all its waiting, in milliseconds. */
  timeouts?: { apiMs?: number; toolMs?: number; deadlineMs?: number }
  /** How the time between two looks at a run passes; tests let it pass at once. */
  wait?: (ms: number, abort: AbortSignal) => Promise<void>
  clock?: Clock
  log?: Logger
}

/**
 * Facts of buyers from whichever backends are configured; null when none is. Both have search and record: the API is
 * asked first, the tools when it fails in passing. Contacts and opportunities are the tools' alone. Throws
 * `ExternalError` (service `starbridge` or `datagen`) of the backend that was asked first.
 */
export function createBuyerSource(options: BuyerSourceOptions): BuyerSource | null {
  const backends = backendsOf(options)
  if (backends.every((backend) => Object.keys(backend).length === 0)) return null
  const able = <Name extends keyof BuyerSource>(name: Name) => backends.flatMap((backend) => backend[name] ?? [])
  const [search, record] = [able('search'), able('record')]
  const [contacts] = able('contacts')
  const [opportunities] = able('opportunities')
  return {
    search: (query, asked = {}) =>
      firstToAnswer(
        search.map((way) => (how) => way(query, how)),
        { asked, nothing: [] },
      ),
    record: (buyerId, asked = {}) =>
      firstToAnswer(
        record.map((way) => (how) => way(buyerId, how)),
        { asked, nothing: null },
      ),
    contacts: async (buyerId, asked) => (contacts ? contacts(buyerId, asked) : { value: null, etag: null }),
    opportunities: async (query, asked) => (opportunities ? opportunities(query, asked) : { value: null, etag: null }),
  }
}

function backendsOf({
  api,
  tools,
  filesAt,
  fetch,
  timeouts = {},
  wait,
  clock,
  log,
}: BuyerSourceOptions): Partial<BuyerSource>[] {
  const common = { ...(fetch ? { fetch } : {}), ...(log ? { log } : {}) }
  const { apiMs, toolMs, deadlineMs } = timeouts
  return [
    ...(api ? [createStarbridgeApi({ ...api, ...common, ...(apiMs ? { timeoutMs: apiMs } : {}) })] : []),
    ...(tools
      ? [
          createStarbridgeTools({
            ...tools,
            ...common,
            filesAt: new URL(filesAt ?? api?.baseUrl ?? DEFAULT_BASE).origin,
            ...(toolMs ? { timeoutMs: toolMs } : {}),
            ...(deadlineMs ? { deadlineMs } : {}),
            ...(wait ? { wait } : {}),
            ...(clock ? { clock } : {}),
          }),
        ]
      : []),
  ]
}

type Way<T> = (asked: Asked) => Promise<Answered<T>>

/** An `etag` is a name in the first backend's words: the next one is asked without it. */
async function firstToAnswer<T>(
  ways: Way<T>[],
  { asked, nothing }: { asked: Asked; nothing: T },
): Promise<Answered<T>> {
  const [first, second] = ways
  if (!first) return { value: nothing, etag: null }
  try {
    return await first(asked)
  } catch (error) {
    if (!second || !isPassing(error)) throw error
    try {
      return await second(asked.abort ? { abort: asked.abort } : {})
    } catch (other) {
      throw asked.abort?.aborted ? other : error
    }
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof ExternalError && error.retryable && error.status !== 401 && error.status !== 403
}
