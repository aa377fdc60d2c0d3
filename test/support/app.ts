import { once } from 'node:events'
import { createServer } from 'node:net'
import { type App, startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Overrides } from '../../src/context.ts'
import { UserError } from '../../src/errors.ts'
import { createLogger } from '../../src/log.ts'
import type { DeskItem, ReportId, ReportStatus } from '../../src/pipeline/report/types.ts'
import { createFakeClaude, type FakeClaude } from './fake-claude.ts'
import { createFakeClay, type FakeClay } from './fake-clay.ts'
import { createTestDatabase, startTestSupabase, type TestDatabase } from './postgres.ts'
import { createSignalsGate, type SignalsGate } from './signals-gate.ts'
import { createTcpGate, type TcpGate } from './tcp-gate.ts'
import { createWorkspace, type Workspace, type WorkspaceOptions } from './workspace/workspace.ts'

export const INTAKE_TOKEN = 'intake-token'
export const API_TOKEN = 'api-token'
const SIGNING_SECRET = 'signing-secret'

/** A `signals` row in the contract's column names; what is left out is null. */
export type SignalRow = { id: string; domain: string } & Record<string, unknown>

export type ApiAnswer = {
  status: number
  /** The parsed body; empty when it is no JSON object or list. */
  json: Json
  text: string
  headers: Headers
}

/** Parsed JSON whose fields a test looks into without a cast at every step; values are compared, not trusted. */
export type Json = { [key: string]: Json }

/** A text field of an answer. Throws when it is none, so that a test never goes on with `undefined`. */
export function textAt(json: Json, key: string): string {
  const value: unknown = json[key]
  if (typeof value !== 'string') throw new Error(`${key} is no text: ${JSON.stringify(json).slice(0, 300)}`)
  return value
}

export type ApiOptions = { headers?: Record<string, string>; signal?: AbortSignal }

/** `body` that is no string is sent as JSON. The token goes into `Authorization`; null sends none. */
export type Api = (method: string, path: string, body?: unknown, options?: ApiOptions) => Promise<ApiAnswer>

export type TestAppOptions = Overrides & {
  /** Without Slack: no workspace is configured. */
  noSlack?: boolean
  /** Without a key: the rules rank and write. */
  noModel?: boolean
  /** Without a callback to Clay. */
  noClay?: boolean
  /** Socket Mode instead of signed HTTP. */
  isSocketMode?: boolean
  /** More variables, or others; an empty value takes one away. */
  env?: Record<string, string>
  workspace?: WorkspaceOptions
  /** Keeps state, signals and the stand-ins of an earlier app: a second process, or a restart. */
  beside?: TestApp
  drainMs?: number
  logLevel?: string
}

export type TestApp = {
  url: string
  app: App
  database: TestDatabase
  workspace: Workspace
  claude: FakeClaude
  clay: FakeClay
  /** The door to the signals, which a test can shut. */
  signals: SignalsGate
  /** The door to the app's own database; `database.pool` goes round it. */
  databaseGate: TcpGate
  /** What the app wrote into its log, one parsed line each. */
  log: Record<string, unknown>[]
  /** Calls the app's HTTP door. The default token is `API_TOKEN`. */
  api(token?: string | null): Api
  /** Posts a reply with the intake token and answers its id. Throws when it is not taken. */
  reply(body: Record<string, unknown>): Promise<ReportId>
  seedSignals(rows: SignalRow[]): Promise<void>
  seedAccount(row: { domain: string } & Record<string, unknown>): Promise<void>
  /** Resolves when the report has one of these statuses; rejects at the deadline, telling the last one. */
  waitForStatus(id: string, wanted: ReportStatus | ReportStatus[], options?: { timeoutMs?: number }): Promise<DeskItem>
  /** Resolves when no run and no effect is waiting or in hand. */
  waitForQuiet(options?: { timeoutMs?: number }): Promise<void>
  /** Resolves with the first truthy answer; asks every few milliseconds until the deadline (10 s by default). */
  until<T>(ask: () => T | Promise<T>, options?: { timeoutMs?: number; what?: string }): Promise<NonNullable<T>>
  /** Stops the app and, unless they belong to another one, everything around it. May be called twice. */
  stop(): Promise<void>
}

type Surroundings = Pick<TestApp, 'database' | 'databaseGate' | 'workspace' | 'claude' | 'clay' | 'signals'> & {
  serviceKey: string
  close(): Promise<void>
}

const surroundingsOf = new WeakMap<TestApp, Surroundings>()

/** The whole app in this process: its own database, a stand-in for every outside service, loopback only. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const shared = options.beside ? surroundingsOf.get(options.beside) : undefined
  const around = shared ?? (await createSurroundings(options))
  const lines: Record<string, unknown>[] = []
  const started = await open(options, around, lines).catch(async (error: unknown) => {
    if (!shared) await around.close()
    throw error
  })
  let stopping: Promise<void> | null = null
  const stop = async () => {
    await started.stop()
    if (!shared) await around.close()
  }
  const test: TestApp = {
    url: started.url,
    app: started,
    database: around.database,
    workspace: around.workspace,
    claude: around.claude,
    clay: around.clay,
    signals: around.signals,
    databaseGate: around.databaseGate,
    log: lines,
    ...doorsOf(started),
    ...dataOf(around.database),
    until,
    stop: () => (stopping ??= stop()),
  }
  surroundingsOf.set(test, around)
  return test
}

async function createSurroundings(options: TestAppOptions): Promise<Surroundings> {
  const database = await createTestDatabase()
  const { hostname: host, port } = new URL(database.url)
  const [databaseGate, supabase, workspace, claude, clay] = await Promise.all([
    createTcpGate({ host, port: Number(port) }),
    startTestSupabase(database.url),
    createWorkspace({ postsPerSecond: 0, tierLimits: false, ...options.workspace }),
    createFakeClaude(),
    createFakeClay(),
  ])
  const signals = await createSignalsGate(supabase.url)
  return {
    database,
    databaseGate,
    workspace,
    claude,
    clay,
    signals,
    serviceKey: supabase.serviceKey,
    async close() {
      await Promise.all([workspace.close(), claude.close(), clay.close(), signals.close(), databaseGate.close()])
      await supabase.stop()
      await database.drop()
    },
  }
}

/** The port is chosen first, because links are made of it; another program may take it in between. */
async function open(options: TestAppOptions, around: Surroundings, lines: Record<string, unknown>[]): Promise<App> {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort()
    const config = readConfig(envOf(options, around, port))
    const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) }
    const log = createLogger(options.logLevel ?? 'debug', destination)
    try {
      const app = await startApp(config, {
        ...overridesOf(options),
        log,
        hasCron: false,
        drainMs: options.drainMs ?? 2_000,
      })
      if (!options.isSocketMode) around.workspace.connect({ signingSecret: SIGNING_SECRET, appUrl: app.url })
      return app
    } catch (error) {
      if (!(error instanceof UserError && error.code === 'unavailable') || tries === 3) throw error
    }
  }
}

function overridesOf(options: TestAppOptions): Overrides {
  const { clock, fetch, checkpoint, publisher, runSlots, delayMs, keepTryingMs, maxFailures, retryMs } = options
  const { notion, modelTimeoutMs, reconcile, niceToHaveMs } = options
  const given = {
    clock,
    fetch,
    checkpoint,
    publisher,
    runSlots,
    delayMs,
    keepTryingMs,
    maxFailures,
    notion,
    modelTimeoutMs,
    reconcile,
    niceToHaveMs,
  }
  const kept = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return { retryMs: retryMs ?? 20, ...kept }
}

function envOf(options: TestAppOptions, around: Surroundings, port: number): Record<string, string> {
  const { database, databaseGate, workspace, claude, clay, signals, serviceKey } = around
  const databaseUrl = new URL(database.url)
  databaseUrl.host = `127.0.0.1:${databaseGate.port}`
  const door = options.isSocketMode ? { SLACK_APP_TOKEN: workspace.appToken } : { SLACK_SIGNING_SECRET: SIGNING_SECRET }
  const slack = {
    SLACK_BOT_TOKEN: workspace.token,
    SLACK_API_URL: workspace.apiUrl,
    SLACK_POSTS_PER_SECOND: '1000',
    DEFAULT_OWNER: 'U0BDR',
    ESCALATION_OWNER: 'U0LEAD',
    ADMINS: 'U0OPER',
    ...door,
  }
  return {
    HOST: '127.0.0.1',
    PORT: String(port),
    INTAKE_TOKEN,
    API_TOKEN,
    DATABASE_URL: databaseUrl.href,
    SUPABASE_URL: signals.url,
    SUPABASE_SERVICE_ROLE_KEY: serviceKey,
    ...(options.noSlack ? {} : slack),
    ...(options.noModel ? {} : { ANTHROPIC_API_KEY: claude.key, ANTHROPIC_BASE_URL: claude.url }),
    ...(options.noClay ? {} : { CLAY_CALLBACK_URL: clay.url, CLAY_CALLBACK_TOKEN: clay.token }),
    ...options.env,
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return typeof address === 'object' && address ? address.port : 0
}

function doorsOf(app: App): Pick<TestApp, 'api' | 'reply' | 'waitForStatus'> {
  const api = (token: string | null = API_TOKEN): Api => {
    const authorization: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
    return async (method, path, body, { headers = {}, signal } = {}) => {
      const url = path.startsWith('http') ? path : `${app.url}${path}`
      const content = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
      const answer = await fetch(url, {
        method,
        headers: { ...authorization, ...type, ...headers },
        ...content,
        ...(signal ? { signal } : {}),
      })
      const text = await answer.text()
      return { status: answer.status, json: parse(text), text, headers: answer.headers }
    }
  }
  return {
    api,
    async reply(body) {
      const answer = await api(INTAKE_TOKEN)('POST', '/v1/replies', body)
      if (answer.status !== 202) throw new Error(`The reply was not taken: ${answer.status} ${answer.text}`)
      return textAt(answer.json, 'id') as ReportId
    },
    async waitForStatus(id, wanted, { timeoutMs = 60_000 } = {}) {
      const statuses = [wanted].flat()
      let last: DeskItem | null = null
      const ask = async () => {
        last = await app.context.desk.item(id as ReportId)
        return last && statuses.includes(last.status) ? last : null
      }
      const said = () => (last ? `it is ${last.status} (${last.statusNote ?? 'no note'})` : 'it is unknown')
      return until(ask, { timeoutMs, what: () => `report ${id} to be ${statuses.join(' or ')}; ${said()}` })
    },
  }
}

type What = string | (() => string)

async function until<T>(
  ask: () => T | Promise<T>,
  { timeoutMs = 60_000, what = 'what the test waits for' }: { timeoutMs?: number; what?: What } = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const found = await ask()
    if (found) return found
    if (performance.now() > deadline)
      throw new Error(`Did not happen within ${timeoutMs} ms: ${typeof what === 'string' ? what : what()}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

function dataOf({ pool }: TestDatabase): Pick<TestApp, 'seedSignals' | 'seedAccount' | 'waitForQuiet'> {
  const insert = async (table: string, rows: Record<string, unknown>[]) => {
    // json_populate_recordset leaves what is absent null, while a column with a default wants it.
    const given = table === 'signals' ? rows.map((row) => ({ is_amendment: false, ...row })) : rows
    await pool.query(`insert into public.${table} select * from json_populate_recordset(null::public.${table}, $1)`, [
      JSON.stringify(given),
    ])
  }
  return {
    seedSignals: (rows) => insert('signals', rows),
    seedAccount: (row) => insert('accounts', [row]),
    async waitForQuiet({ timeoutMs = 60_000 } = {}) {
      const sql = `select
        (select count(*) from intel.reports where dispatched_at is null and run_id is null and status = 'queued')
        + (select count(*) from intel.runs where status in ('queued', 'running'))
        + (select count(*) from intel.effects where status in ('pending', 'started')) as busy`
      let busy = '?'
      await until(
        async () => {
          busy = (await pool.query<{ busy: string }>(sql)).rows[0]?.busy ?? '?'
          return busy === '0'
        },
        { timeoutMs, what: () => `quiet; ${busy} replies, runs and effects are not done` },
      )
    },
  }
}

function parse(text: string): Json {
  try {
    return (JSON.parse(text) ?? {}) as Json
  } catch {
    return {}
  }
}
