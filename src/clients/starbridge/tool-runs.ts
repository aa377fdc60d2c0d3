import { setTimeout as waitFor } from 'node:timers/promises'
import type { z } from 'zod'
import { ExternalError } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import { createHttp, type Http } from '../http.ts'
import { createSlots } from './slots.ts'
import { isUnderWay, outputOf, runIdOf, ToolAnswer, unreadable } from './tool-answer.ts'

const DEFAULT_BASE = 'https://api.datagen.dev'
/** Asking more often risks being throttled. */
const POLL_MS = 3_000
/** More runs at once may be refused. */
const MOST_AT_ONCE = 10
/** A look at a run that fails for a passing reason is repeated: the run itself goes on. */
const MOST_FAILED_LOOKS = 3

export type ToolRunOptions = {
  apiKey: string
  baseUrl: string | null
  fetch?: typeof fetch
  /** For one request, in milliseconds. */
  timeoutMs?: number
  /** For a run from its place in the queue to its output, in milliseconds. */
  deadlineMs?: number
  /** How the time between two looks at a run passes. */
  wait?: (ms: number, abort: AbortSignal) => Promise<void>
  log?: Logger
}

export type ToolRun<T> = {
  tool: { name: string; id: string }
  inputs: Record<string, unknown>
  output: z.ZodType<T>
  /** `later` for what may outlast a request: started, then asked for. */
  mode: 'now' | 'later'
  abort: AbortSignal | undefined
}

/** Runs a wrapper tool and parses its output. Throws `ExternalError` (service `datagen`). */
export type ToolRuns = { run<T>(run: ToolRun<T>): Promise<T> }

type World = { http: Http; base: string; options: ToolRunOptions; deadlineMs: number }

/** DataGen's custom tools: `POST /apps/{id}`, and `/async` with `GET /apps/run/{run}/output`. At most 10 at once. */
export function createToolRuns(options: ToolRunOptions): ToolRuns {
  const { fetch, log } = options
  const deadlineMs = options.deadlineMs ?? 40_000
  const timeoutMs = options.timeoutMs ?? 30_000
  const http = createHttp({ service: 'datagen', timeoutMs, ...(fetch ? { fetch } : {}), ...(log ? { log } : {}) })
  const world: World = { http, base: options.baseUrl ?? DEFAULT_BASE, options, deadlineMs }
  const slots = createSlots(MOST_AT_ONCE)
  return {
    async run(run) {
      const clock = AbortSignal.timeout(deadlineMs)
      const abort = run.abort ? AbortSignal.any([run.abort, clock]) : clock
      try {
        const output = await slots.run(() => outputNow(world, run, abort), abort)
        const parsed = run.output.safeParse(output)
        if (parsed.success) return parsed.data
        const [problem] = parsed.error.issues
        throw unreadable(`an unexpected shape (${problem?.path.join('.')}: ${problem?.message})`, where(run))
      } catch (error) {
        // The caller knows why it left, in its own words.
        if (run.abort?.aborted) throw run.abort.reason
        if (clock.aborted && !(error instanceof ExternalError)) throw tooLate(run)
        throw error
      }
    },
  }
}

const where = (run: { tool: { name: string } }) => ({ operation: run.tool.name })

async function outputNow<T>(world: World, run: ToolRun<T>, abort: AbortSignal): Promise<Record<string, unknown>> {
  const { http, base, options } = world
  const { name, id } = run.tool
  const answer = await http.json(
    {
      operation: name,
      method: 'POST',
      url: `${base}/apps/${encodeURIComponent(id)}${run.mode === 'later' ? '/async' : ''}`,
      headers: { 'x-api-key': options.apiKey },
      json: { input_vars: run.inputs },
      abort,
    },
    ToolAnswer,
  )
  const output = outputOf(answer, { operation: name, secret: options.apiKey })
  if (output) return output
  const runId = runIdOf(answer)
  if (runId === null) throw unreadable('neither an output nor a run', where(run))
  return outputLater(world, { runId, operation: name }, abort)
}

/** The first look is at once, for runs that end quickly. Waits are counted, so the deadline holds in any time. */
async function outputLater(
  world: World,
  { runId, operation }: { runId: string; operation: string },
  abort: AbortSignal,
): Promise<Record<string, unknown>> {
  const wait = world.options.wait ?? ((ms, signal) => waitFor(ms, undefined, { signal }))
  let failedLooks = 0
  for (let waitedMs = 0; waitedMs <= world.deadlineMs; ) {
    let nextMs = POLL_MS
    try {
      const output = await look(world, { runId, operation }, abort)
      if (output) return output
      failedLooks = 0
    } catch (error) {
      failedLooks += 1
      if (!isPassingLook(error) || failedLooks >= MOST_FAILED_LOOKS) throw error
      nextMs = Math.max(POLL_MS, error.retryAfterMs ?? 0)
    }
    await wait(nextMs, abort)
    waitedMs += nextMs
  }
  throw tooLate({ tool: { name: operation } })
}

async function look(
  { http, base, options }: World,
  { runId, operation }: { runId: string; operation: string },
  abort: AbortSignal,
): Promise<Record<string, unknown> | undefined> {
  const headers = { 'x-api-key': options.apiKey, accept: 'application/json' }
  const url = `${base}/apps/run/${encodeURIComponent(runId)}/output`
  const answer = await http.request({ operation, url, headers, abort })
  if (answer.status === 202) return undefined
  const read = http.parse(answer, ToolAnswer, operation)
  const output = outputOf(read, { operation, secret: options.apiKey })
  if (output || isUnderWay(read)) return output
  throw unreadable('no output', { operation })
}

/** The run's own failure is final; only the look at it may be repeated. */
function isPassingLook(error: unknown): error is ExternalError {
  return error instanceof ExternalError && error.retryable && error.code !== 'tool_failed'
}

function tooLate(run: { tool: { name: string } }): ExternalError {
  return new ExternalError(`datagen (${run.tool.name}) did not finish in time`, {
    service: 'datagen',
    operation: run.tool.name,
    status: null,
    code: 'timeout',
    retryable: true,
  })
}
