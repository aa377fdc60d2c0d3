import { randomBytes } from 'node:crypto'
import { type App, startApp } from '../src/app.ts'
import { type Config, readConfig } from '../src/config.ts'
import type { Logger } from '../src/log.ts'
import { cardId } from '../src/pipeline/report/effects.ts'
import type { ReportId } from '../src/pipeline/report/types.ts'
import { seedSignals } from '../src/seeding.ts'
import { createWorkspace, type Message, type Workspace } from '../test/support/workspace/workspace.ts'
import { startSampleBuyers } from './buyers.ts'
import { startFreshPostgres } from './folder.ts'
import { sampleReplies, withSampleSignals } from './samples.ts'

/** The real app on the embedded database, beside stand-ins for Slack and Starbridge: nothing leaves this machine without a key. */
export type Demo = {
  app: App
  workspace: Workspace
  config: Config
  /** Sends the sample replies to the intake endpoint, one after the other, and answers their ids; `which` picks some. */
  sendReplies(which?: 'first' | 'rest'): Promise<string[]>
  /** Resolves with the card of a reply once the channel shows it; rejects when it does not within two minutes. */
  card(id: string): Promise<Message>
  /** The document of one report as the API gives it, once it is final or 25 s have passed. */
  report(id: string): Promise<{ status: string; report_url: string | null; internal_url: string | null }>
  stop(): Promise<void>
}

export const CHANNEL = 'C0INTENT'
/** Claude may take its time, and be asked again. */
const CARD_MS = 120_000

/** Of the person's own environment only what chooses Claude is used; everything else is the demo's. */
const PASSED_ON = ['ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL', 'MODEL_READ', 'MODEL_WRITE', 'MODEL_PLAN', 'PORT']

export type DemoOptions = {
  dataDir: string
  env: Record<string, string | undefined>
  log: Logger
  /** Ends a start that is under way. */
  signal: AbortSignal
}

/** Starts database, workspace and app, and loads the sample signals. What was started is stopped when a later part fails. */
export async function startDemo({ dataDir, env, log, signal }: DemoOptions): Promise<Demo> {
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const end of stops.splice(0).toReversed()) await end()
  }
  try {
    const workspace = await createWorkspace({
      // The app posts once a second; two clocks never agree to the millisecond.
      postBurst: 5,
      channels: [{ id: CHANNEL, name: 'intent-reports', topic: 'Positive replies, each with its intel in the thread' }],
      commands: [
        { command: '/intel', usage_hint: 'example.com', description: 'Reports, signals and the state of the desk' },
      ],
    })
    stops.push(() => workspace.close())
    const buyers = await startSampleBuyers(new Date())
    stops.push(() => buyers.close())
    const signingSecret = secret()
    const given = { ...environment(dataDir, workspace, signingSecret), ...buyers.env, ...passedOn(env) }
    const config = readConfig(given)
    const postgres = await startFreshPostgres({ dataDir, log, signal })
    stops.push(postgres.stop)
    await withSampleSignals(new Date(), (path) => seedSignals(config, { path, table: 'signals', log }))
    signal.throwIfAborted()
    const app = await startApp(config, { log, drainMs: 5_000 })
    stops.push(() => app.stop())
    workspace.connect({ signingSecret, appUrl: app.url })
    signal.throwIfAborted()
    return { app, workspace, config, stop, ...doings({ app, workspace, config }) }
  } catch (error) {
    await stop()
    throw error
  }
}

const secret = () => randomBytes(16).toString('hex')

function environment(dataDir: string, workspace: Workspace, signingSecret: string): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: dataDir,
    INTAKE_TOKEN: secret(),
    API_TOKEN: secret(),
    SLACK_BOT_TOKEN: workspace.token,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: workspace.apiUrl,
    INTENT_REPORTS_CHANNEL: CHANNEL,
    DEFAULT_OWNER: 'U0BDR',
    ESCALATION_OWNER: 'U0LEAD',
    ADMINS: 'U0OPER',
  }
}

function passedOn(env: DemoOptions['env']): Record<string, string> {
  const given = PASSED_ON.map((name) => [name, env[name]] as const)
  return Object.fromEntries(given.filter((entry): entry is [string, string] => Boolean(entry[1])))
}

type Parts = Pick<Demo, 'app' | 'workspace' | 'config'>

function doings({ app, workspace, config }: Parts): Pick<Demo, 'sendReplies' | 'card' | 'report'> {
  const headers = { authorization: `Bearer ${config.server.intakeToken}`, 'content-type': 'application/json' }
  const call = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${app.url}${path}`, { ...init, headers })
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as Record<string, unknown>
  }
  return {
    async sendReplies(which) {
      const ids: string[] = []
      const all = await sampleReplies(new Date())
      const [from, to] = which === 'first' ? [0, 1] : which === 'rest' ? [1, all.length] : [0, all.length]
      for (const reply of all.slice(from, to))
        ids.push(String((await call('/v1/replies', { method: 'POST', body: JSON.stringify(reply) }))['id']))
      return ids
    },
    card(id) {
      const isCard = (one: Message) => one.metadata?.event_payload['effect_id'] === cardId(id as ReportId)
      return workspace.waitFor(() => workspace.messages(CHANNEL).find(isCard), { timeoutMs: CARD_MS, what: 'a card' })
    },
    async report(id) {
      return (await call(`/v1/reports/${id}?wait=25`)) as Awaited<ReturnType<Demo['report']>>
    },
  }
}
