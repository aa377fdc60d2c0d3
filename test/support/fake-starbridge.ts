import { createHash } from 'node:crypto'
import { type Exchange, listenOnLoopback, sendJson } from './loopback.ts'
import { type ApiOperation, apiRoute, type FakeReply, type FakeWorld } from './starbridge/api.ts'
import { DEFAULT_SWITCHES, type FakeStarbridgeData, type FakeSwitches } from './starbridge/data.ts'
import { meet, type StarbridgeFault } from './starbridge/faults.ts'
import { type FakeRun, pollReply, runReceipt, runTool, TOOL_NAMES, type ToolName, wrapped } from './starbridge/tools.ts'
import { type Changes, createChanges } from './workspace/changes.ts'

export { buildContacts } from './starbridge/contacts.ts'
export type {
  FakeBuyer,
  FakeContact,
  FakeOpportunity,
  FakeStarbridgeData,
  FakeSwitches,
} from './starbridge/data.ts'
export type { StarbridgeFault } from './starbridge/faults.ts'

/** An operation of the published API, a tool (however it is started), or `run`: asking for the output of a run. */
export type StarbridgeOperation = ApiOperation | ToolName | 'run'

export type StarbridgeCall = {
  operation: StarbridgeOperation
  /** Inputs of a tool, parameters of the API. */
  asked: Record<string, unknown>
  isAsync: boolean
  /** What was answered; null while it runs, and for good when the connection was cut. */
  status: number | null
}

export type FakeStarbridge = {
  /** For `STARBRIDGE_BASE_URL` and `STARBRIDGE_API_KEY`. */
  api: { baseUrl: string; apiKey: string }
  /** For `DATAGEN_BASE_URL`, `DATAGEN_API_KEY` and `STARBRIDGE_TOOLS`. */
  tools: { baseUrl: string; apiKey: string; ids: Record<string, string> }
  /** All of these as variables of the environment. */
  env: Record<string, string>
  data: FakeStarbridgeData
  switches: FakeSwitches
  /** Every request with a good key, oldest first. */
  calls: readonly StarbridgeCall[]
  /** How many requests of an operation came. */
  count(operation: StarbridgeOperation): number
  /** What the real services would refuse or ignore. A good run leaves this empty. */
  problems: readonly string[]
  /** The next `times` requests (default 1) of the operation meet this, a number being a status; 0 ends what is left. */
  fault(operation: StarbridgeOperation, fault: StarbridgeFault | number, times?: number): void
  /** Every answer of the operation takes so long from now on. */
  latency(operation: StarbridgeOperation, ms: number): void
  waitFor: Changes['waitFor']
  close(): Promise<void>
}

export type FakeStarbridgeOptions = {
  data: FakeStarbridgeData
  switches?: Partial<FakeSwitches>
  /** Milliseconds by operation. */
  latency?: Partial<Record<StarbridgeOperation, number>>
  /** The present, for date windows. */
  now?: () => Date
}

/** As DataGen's users found: more runs at once may be refused. */
const MOST_AT_ONCE = 10
const API_KEY = 'starbridge-stand-in-key'
const TOOLS_KEY = 'datagen-stand-in-key'

type Work = {
  operation: StarbridgeOperation
  asked: Record<string, unknown>
  isAsync: boolean
  answer: () => FakeReply
}

/**
 * Strict stand-ins for Starbridge's published API and for the wrapper tools on one loopback server. A wrong key gets
 * 401, an unknown path 404, and what the real services would silently ignore is written down as a problem.
 */
export async function createFakeStarbridge(options: FakeStarbridgeOptions): Promise<FakeStarbridge> {
  const calls: StarbridgeCall[] = []
  const problems: string[] = []
  const faults = new Map<StarbridgeOperation, StarbridgeFault[]>()
  const latencies = new Map(Object.entries(options.latency ?? {}))
  const seen = new Map<string, number>()
  const timers = new Set<NodeJS.Timeout>()
  const runs = new Map<string, FakeRun>()
  let running = 0
  const ids = Object.fromEntries(TOOL_NAMES.map((name, place) => [name, `${place}0000000-0000-4000-8000-00000000000a`]))
  const changes = createChanges(() => `${calls.length} calls, problems: ${problems.join('; ') || 'none'}`)
  const nth = (what: string) => {
    seen.set(what, (seen.get(what) ?? 0) + 1)
    return seen.get(what) ?? 1
  }
  const world: FakeWorld = {
    data: options.data,
    switches: { ...DEFAULT_SWITCHES, ...options.switches },
    now: options.now ?? (() => new Date()),
    problem: (text) => void problems.push(text),
    nth,
  }

  const server = await listenOnLoopback((exchange) => {
    const { request, path } = exchange
    const url = new URL(request.url ?? '/', 'http://loopback')
    const route = apiRoute(request.method ?? '', path)
    const isTool = path.startsWith('/apps/')
    const isKnown = isTool
      ? request.headers['x-api-key'] === TOOLS_KEY
      : request.headers.authorization === `Bearer ${API_KEY}`
    if (!isKnown) return sendJson(exchange.response, 401, { message: 'Missing or invalid authentication' })
    const work = route
      ? {
          operation: route.operation,
          asked: askedOf(url, route.id),
          isAsync: false,
          answer: () => route.answer(world, url),
        }
      : isTool
        ? toolWork(exchange)
        : null
    if (work) return serve(exchange, work)
    problems.push(`unexpected ${request.method} ${path}`)
    sendJson(exchange.response, 404, { message: `Nothing at ${path}` })
  })

  function toolWork({ request, path, body }: Exchange): Work | null {
    const [, runId] = /^\/apps\/run\/([^/]+)\/output$/.exec(path) ?? []
    if (request.method === 'GET' && runId)
      return { operation: 'run', asked: { runId }, isAsync: true, answer: () => poll(runId) }
    const [, id, later] = /^\/apps\/([^/]+)(\/async)?$/.exec(path) ?? []
    const tool = TOOL_NAMES.find((name) => ids[name] === id)
    if (request.method !== 'POST' || !tool) return null
    const inputs = inputsOf(body)
    if (!inputs) {
      problems.push(`${tool} takes {"input_vars": {…}}`)
      return {
        operation: tool,
        asked: {},
        isAsync: false,
        answer: () => ({ status: 400, body: { message: 'no input_vars' } }),
      }
    }
    return {
      operation: tool,
      asked: inputs,
      isAsync: later !== undefined,
      answer: () => start(tool, inputs, later !== undefined),
    }
  }

  function start(tool: ToolName, inputs: Record<string, unknown>, isLater: boolean): FakeReply {
    if (list(inputs['types']).includes('Conference')) {
      problems.push('opportunity_search was asked for Conference')
      return { status: 400, body: { success: false, error: 'Conference is no opportunity type' } }
    }
    const body = wrapped(runTool(world, tool, inputs), nth('output'))
    if (!isLater) return { status: 200, body }
    const id = `run-${nth('run id')}`
    runs.set(id, { body, pollsLeft: world.switches.pendingPolls })
    return { status: 200, body: runReceipt(id, nth('receipt')) }
  }

  function poll(id: string): FakeReply {
    const run = runs.get(id)
    return run ? pollReply(run) : { status: 404, body: { message: 'There is no such run' } }
  }

  function serve(exchange: Exchange, work: Work): void {
    const call: StarbridgeCall = { operation: work.operation, asked: work.asked, isAsync: work.isAsync, status: null }
    calls.push(call)
    const isTool = work.operation in ids
    if (isTool) running += 1
    const isTooMany = running > MOST_AT_ONCE
    exchange.response.once('close', () => {
      if (isTool) running -= 1
      if (exchange.response.writableFinished) call.status = exchange.response.statusCode
      changes.changed()
    })
    const fault = faults.get(work.operation)?.shift()
    const act = () => {
      if (fault) meet(fault, exchange)
      else if (running > MOST_AT_ONCE)
        sendJson(exchange.response, 429, { message: `More than ${MOST_AT_ONCE} at once` })
      else reply(exchange, work)
    }
    if (isTooMany) problems.push(`more than ${MOST_AT_ONCE} tools at once`)
    const ms = latencies.get(work.operation) ?? 0
    if (ms === 0) act()
    else after(ms, () => !exchange.response.destroyed && act())
    changes.changed()
  }

  function reply({ request, response }: Exchange, work: Work): void {
    const { status, body } = work.answer()
    const isNamed = world.switches.etags && status === 200 && !(work.operation in ids) && work.operation !== 'run'
    const etag = `"${createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 24)}"`
    if (!isNamed) return sendJson(response, status, body)
    if (request.headers['if-none-match'] !== etag) return sendJson(response, status, body, { etag })
    response.writeHead(304, { etag })
    response.end()
  }

  function after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      act()
    }, ms)
    timers.add(timer)
  }

  const api = { baseUrl: `${server.url}/api/external`, apiKey: API_KEY }
  const tools = { baseUrl: server.url, apiKey: TOOLS_KEY, ids }
  return {
    api,
    tools,
    env: {
      STARBRIDGE_BASE_URL: api.baseUrl,
      STARBRIDGE_API_KEY: api.apiKey,
      DATAGEN_BASE_URL: tools.baseUrl,
      DATAGEN_API_KEY: tools.apiKey,
      STARBRIDGE_TOOLS: JSON.stringify(tools.ids),
    },
    get data() {
      return world.data
    },
    set data(data) {
      world.data = data
    },
    switches: world.switches,
    calls,
    count: (operation) => calls.filter((call) => call.operation === operation).length,
    problems,
    fault(operation, fault, times = 1) {
      const met: StarbridgeFault = typeof fault === 'number' ? { kind: 'status', status: fault } : fault
      const left = times === 0 ? [] : (faults.get(operation) ?? [])
      faults.set(operation, [...left, ...Array.from({ length: times }, () => met)])
    },
    latency: (operation, ms) => void latencies.set(operation, ms),
    waitFor: (predicate, options) => changes.waitFor(predicate, options),
    async close() {
      for (const timer of timers) clearTimeout(timer)
      changes.close()
      await server.close()
    },
  }
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

function askedOf(url: URL, id: string): Record<string, unknown> {
  const keys = [...new Set(url.searchParams.keys())]
  const asked = Object.fromEntries(keys.map((key) => [key, url.searchParams.getAll(key)]))
  return id ? { id, ...asked } : asked
}

function inputsOf(body: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(body)
    const inputs = typeof parsed === 'object' && parsed !== null && 'input_vars' in parsed ? parsed.input_vars : null
    return typeof inputs === 'object' && inputs !== null && !Array.isArray(inputs)
      ? (inputs as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
