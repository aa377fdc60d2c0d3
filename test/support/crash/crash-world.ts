import { closeSync, openSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { ReportId } from '../../../src/pipeline/report/types.ts'
import { createFakeClaude, type FakeClaude } from '../fake-claude.ts'
import { createFakeClay, type FakeClay } from '../fake-clay.ts'
import { createWorkspace, type Workspace } from '../workspace/workspace.ts'
import { type CrashChild, type LoadedChild, loadChild } from './crash-child.ts'

const INTAKE_TOKEN = 'intake-token'

/** Where the apps keep their state. Without `databaseUrl` each starts or adopts the embedded server of the folder. */
export type CrashPlaces = { databaseUrl: string; supabase: { url: string; key: string } } | { dataDir: string }

/** One app after the other on the same data, among stand-ins that outlive them all and remember what they heard. */
export type CrashWorld = {
  workspace: Workspace
  claude: FakeClaude
  clay: FakeClay
  /** The app that runs now; a new one when the last one is gone. */
  app(): Promise<CrashChild>
  /** The app that runs now dies at the first of these places, its successor at the second, and so on. */
  dieAt(places: string[]): Promise<void>
  /** Starts app after app until all have died as planned, and answers the one that lives. */
  survivor(): Promise<CrashChild>
  /** One more app beside it, for good. */
  another(): Promise<CrashChild>
  /**
   * Posts a reply as Clay would: the same body again and again, to whichever app is there, until one takes it.
   * `isDuplicate` is true when an app that died had taken it already.
   */
  bring(body: Record<string, unknown>): Promise<{ id: ReportId; isDuplicate: boolean }>
  /** The last lines that the apps logged. */
  logTail(): string
  /** Kills what still runs. */
  close(): Promise<void>
}

export type CrashWorldOptions = {
  places: CrashPlaces
  env?: Record<string, string>
  /** A folder for compiled code that several worlds share; one of its own otherwise. */
  compiled?: string
  /** How many processes are kept loaded for the next restart; 1 by default. */
  spare?: number
}

export async function createCrashWorld({
  places,
  env = {},
  compiled,
  spare = 1,
}: CrashWorldOptions): Promise<CrashWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'starbridge-crash-'))
  await chmod(folder, 0o711)
  const logPath = join(folder, 'apps.log')
  const logFile = openSync(logPath, 'a')
  const [workspace, claude, clay] = await Promise.all([
    createWorkspace({ postsPerSecond: 0, tierLimits: false }),
    createFakeClaude(),
    createFakeClay(),
  ])
  const full = {
    ...environment({ places, workspace, claude, clay, compiled: compiled ?? join(folder, 'compiled') }),
    ...env,
  }
  const living = new Set<CrashChild>()
  const loaded: Promise<LoadedChild>[] = []
  const plan: string[] = []
  let current: Promise<CrashChild> | null = null

  const load = () => {
    const next = loadChild(full, logFile)
    next.catch(() => undefined)
    return next
  }
  async function another(at: string | null = null): Promise<CrashChild> {
    const child = await (loaded.shift() ?? load())
    while (loaded.length < spare) loaded.push(load())
    const app = await child.start(at)
    living.add(app)
    void app.gone.then(() => living.delete(app))
    return app
  }
  async function app(): Promise<CrashChild> {
    const asked = current
    const now = await asked?.catch(() => null)
    if (now && !now.isGone()) return now
    // Of several that ask at once, the first one starts it.
    if (current !== asked) return app()
    current = another(plan.shift() ?? null)
    return current
  }
  async function survivor(): Promise<CrashChild> {
    for (;;) {
      const one = await app()
      const place = one.diesAt()
      if (place === null) return one
      await within(one.gone, `the app to pass ${place}`)
    }
  }
  return {
    workspace,
    claude,
    clay,
    app,
    async dieAt([first, ...others]) {
      plan.push(...others)
      if (first !== undefined) await (await app()).arm(first)
    },
    survivor,
    another: () => another(),
    bring: (body) => bring(app, body),
    logTail: () => readFileSync(logPath, 'utf8').trim().split('\n').slice(-8).join('\n').slice(-6_000),
    async close() {
      await Promise.all([...living].map((one) => one.kill()))
      await Promise.all(loaded.map(async (one) => (await one.catch(() => null))?.kill()))
      await Promise.all([workspace.close(), claude.close(), clay.close()])
      closeSync(logFile)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Around = { places: CrashPlaces; workspace: Workspace; claude: FakeClaude; clay: FakeClay; compiled: string }

function environment({ places, workspace, claude, clay, compiled }: Around): Record<string, string> {
  const state: Record<string, string> =
    'dataDir' in places
      ? { DATA_DIR: places.dataDir }
      : {
          DATABASE_URL: places.databaseUrl,
          SUPABASE_URL: places.supabase.url,
          SUPABASE_SERVICE_ROLE_KEY: places.supabase.key,
        }
  return {
    ...(process.env['PATH'] === undefined ? {} : { PATH: process.env['PATH'] }),
    // Loading the program again and again is most of the time otherwise.
    NODE_COMPILE_CACHE: compiled,
    ...state,
    HOST: '127.0.0.1',
    PORT: '0',
    // Links stay the same over restarts, as they do behind a real address.
    PUBLIC_URL: 'http://127.0.0.1:9',
    LOG_LEVEL: 'warn',
    INTAKE_TOKEN,
    API_TOKEN: 'api-token',
    SLACK_BOT_TOKEN: workspace.token,
    SLACK_SIGNING_SECRET: 'signing-secret',
    SLACK_API_URL: workspace.apiUrl,
    SLACK_POSTS_PER_SECOND: '1000',
    INTENT_REPORTS_CHANNEL: 'C0INTENT',
    DEFAULT_OWNER: 'U0BDR',
    ESCALATION_OWNER: 'U0LEAD',
    ANTHROPIC_API_KEY: claude.key,
    ANTHROPIC_BASE_URL: claude.url,
    CLAY_CALLBACK_URL: clay.url,
    CLAY_CALLBACK_TOKEN: clay.token,
  }
}

const PATIENCE_MS = 120_000

async function within(event: Promise<void>, what: string): Promise<void> {
  const late = new AbortController()
  const lateness = delay(PATIENCE_MS, undefined, { signal: late.signal }).then(() => {
    throw new Error(`Did not happen within ${PATIENCE_MS} ms: ${what}`)
  })
  await Promise.race([event, lateness]).finally(() => late.abort())
}

async function bring(app: () => Promise<CrashChild>, body: Record<string, unknown>) {
  const deadline = performance.now() + PATIENCE_MS
  let last: unknown = null
  while (performance.now() < deadline) {
    try {
      const { url } = await app()
      const headers = { authorization: `Bearer ${INTAKE_TOKEN}`, 'content-type': 'application/json' }
      const answer = await fetch(`${url}/v1/replies`, { method: 'POST', headers, body: JSON.stringify(body) })
      const said = (await answer.json()) as { id: ReportId; duplicate: boolean }
      if (answer.ok) return { id: said.id, isDuplicate: said.duplicate }
      last = said
    } catch (error) {
      last = error
    }
    await delay(25)
  }
  throw new Error('No app took the reply', { cause: last })
}

export type CrashSignal = { id: string; domain: string } & Record<string, unknown>

/** Three open signals of one buyer, so that a report of this domain is a page. */
export function signalsOf(domain: string): CrashSignal[] {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
  return ['rfp_posted', 'board_mention', 'budget_event'].map((type, n) => ({
    id: `${domain}-${n}`,
    domain,
    signal_type: type,
    title: `Student advising platform, part ${n + 1}`,
    summary: 'The district asks for proposals for a student advising platform in all schools.',
    buyer_id: 'byr-cedar-hollow',
    buyer_name: 'Cedar Hollow USD',
    buyer_type: 'SchoolDistrict',
    buyer_state: 'AZ',
    event_date: day(-7 - n),
    deadline: day(20 + n),
    status: 'Future',
    is_amendment: false,
    source_title: 'Board packet',
    source_url: 'https://docs.cedar-hollow.example/packet.pdf',
  }))
}

export async function seedSignals(pool: Pool, signals: CrashSignal[]): Promise<void> {
  await pool.query(
    `insert into public.signals select * from json_populate_recordset(null::public.signals, $1)
     on conflict do nothing`,
    [JSON.stringify(signals)],
  )
}
