import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { type ColumnMap, parseColumns } from './clients/signals/columns.ts'
import { EnvReader } from './env-reader.ts'
import { urlOf } from './own-address.ts'

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const PUBLISHERS = ['page', 'notion', 'both'] as const
export const PROVIDERS = [
  'starbridge',
  'datagen',
  'heyreach',
  'apollo',
  'hunter',
  'prospeo',
  'findymail',
  'clearbit',
  'smartlead',
] as const
type ProviderName = (typeof PROVIDERS)[number]

export const DEFAULT_MODELS = { read: 'claude-haiku-5-5', write: 'claude-sonnet-5-5', plan: 'claude-opus-5-5' } as const

/** One outside data service. A null `apiKey` means: not configured. A null `baseUrl` means: the client's own default. */
type ProviderConfig = { apiKey: string | null; baseUrl: string | null }

type SlackCommon = {
  botToken: string
  /** Whole base of the Web API, always ending with `/`. */
  apiUrl: string
  /** Channel id or name, without `#`. */
  channel: string
  alertsChannel: string
  /** Posts per second and channel. */
  postsPerSecond: number
}
/** An app token chooses Socket Mode, also beside a signing secret: whoever creates one has switched Socket Mode on. */
type SlackConfig =
  | (SlackCommon & { mode: 'http'; signingSecret: string; appToken: null })
  | (SlackCommon & { mode: 'socket'; signingSecret: string | null; appToken: string })

/** The environment as true types. Base URLs carry no trailing `/` (except `slack.apiUrl`); absent is null, never ''. */
export type Config = {
  server: {
    host: string
    /** 0 lets the system pick a free port. */
    port: number
    publicUrl: string
    /** True when PUBLIC_URL was absent, so `publicUrl` is made of host and port. */
    publicUrlIsDefault: boolean
    intakeToken: string | null
    apiToken: string | null
    logLevel: (typeof LOG_LEVELS)[number]
    dataDir: string
    /** Days the record of a finished run is kept; 0 is for ever. */
    retentionDays: number
  }
  slack: SlackConfig | null
  people: { defaultOwner: string | null; escalationOwner: string | null; admins: string[] }
  database: { mode: 'embedded' } | { mode: 'given'; url: string }
  supabase: { mode: 'embedded' } | { mode: 'given'; url: string; key: string }
  /** `url` and `key` are null when signals live in the embedded database. `columns`: our name → theirs. */
  signals: { url: string | null; key: string | null; table: string; columns: ColumnMap }
  claude: { apiKey: string | null; baseUrl: string | null; models: { read: string; write: string; plan: string } }
  pages: {
    publishing: (typeof PUBLISHERS)[number]
    dmInSharedPage: boolean
    freshHours: number
    /** `parentPageId` with dashes, whatever form it was given in. */
    notion: { token: string | null; parentPageId: string | null; baseUrl: string | null }
  }
  clay: {
    callbackUrl: string | null
    callbackToken: string | null
    apiKey: string | null
    sessionCookie: string | null
    baseUrl: string | null
  }
  data: Record<ProviderName, ProviderConfig> & {
    starbridgeTools: Record<string, string>
    /** Hosts beside Starbridge's own that its logos may be fetched from, in lower case. */
    starbridgeLogoHosts: string[]
  }
  webhooks: { token: string | null; smartleadSecret: string | null }
  /** Requests a minute that a service allows, over all processes. */
  perMinute: { smartlead: number; heyreach: number }
}

export type ConfigProblem = { variable: string; problem: string }

/** Every problem of the environment at once. `message` is a list that a person can work through. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ variable, problem }) => `  ${variable}: ${problem}`)
    super(
      `The settings need ${problems.length === 1 ? 'one change' : `${problems.length} changes`}:\n${lines.join('\n')}`,
    )
    this.problems = problems
  }
}

type Env = Record<string, string | undefined>

/**
 * Reads every variable of docs/settings.md from `env` into typed values.
 * @throws ConfigError with all problems together.
 */
export function readConfig(env: Env): Config {
  const read = new EnvReader(env)
  const supabase = readSupabase(read)
  const config: Config = {
    server: readServer(read),
    slack: readSlack(read),
    people: {
      defaultOwner: read.userId('DEFAULT_OWNER'),
      escalationOwner: read.userId('ESCALATION_OWNER'),
      admins: read.userIds('ADMINS'),
    },
    database: supabase.database,
    supabase: supabase.supabase,
    signals: readSignals(read, supabase.supabase),
    claude: {
      apiKey: read.secret('ANTHROPIC_API_KEY'),
      baseUrl: read.url('ANTHROPIC_BASE_URL'),
      models: {
        read: read.secret('MODEL_READ') ?? DEFAULT_MODELS.read,
        write: read.secret('MODEL_WRITE') ?? DEFAULT_MODELS.write,
        plan: read.secret('MODEL_PLAN') ?? DEFAULT_MODELS.plan,
      },
    },
    pages: readPages(read),
    clay: {
      callbackUrl: read.url('CLAY_CALLBACK_URL'),
      callbackToken: read.secret('CLAY_CALLBACK_TOKEN'),
      apiKey: read.secret('CLAY_API_KEY'),
      sessionCookie: read.line('CLAY_SESSION_COOKIE'),
      baseUrl: read.url('CLAY_BASE_URL'),
    },
    data: readData(read),
    webhooks: { token: read.pathToken('WEBHOOK_TOKEN'), smartleadSecret: read.secret('SMARTLEAD_WEBHOOK_SECRET') },
    perMinute: {
      smartlead: read.number('SMARTLEAD_PER_MINUTE', { min: 1, max: 60_000, integer: true }) ?? 60,
      heyreach: read.number('HEYREACH_PER_MINUTE', { min: 1, max: 60_000, integer: true }) ?? 300,
    },
  }
  if (read.problems.length > 0) throw new ConfigError(read.problems)
  return config
}

/** The variables of a `.env` file, or none when there is no such file. Other read errors are thrown. */
export function readEnvFile(path: string): Record<string, string> {
  try {
    const variables: Record<string, string> = {}
    for (const [name, value] of Object.entries(parseEnv(readFileSync(path, 'utf8'))))
      if (value !== undefined) variables[name] = value
    return variables
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}

/** What is configured, one line per part, with no secret in it. */
export function describeConfig(config: Config): string[] {
  const { server, slack, database, supabase, signals, claude, pages, clay } = config
  const set = (value: string | null) => (value === null ? 'not set' : 'set')
  const providers = PROVIDERS.filter((name) => config.data[name].apiKey !== null)
  return [
    `Server: ${server.host}:${server.port}, public as ${server.publicUrl}, data in ${server.dataDir}`,
    `Tokens: INTAKE_TOKEN ${set(server.intakeToken)}, API_TOKEN ${set(server.apiToken)}, WEBHOOK_TOKEN ${set(config.webhooks.token)}`,
    slack === null
      ? 'Slack: not configured'
      : `Slack: ${slack.mode === 'http' ? 'HTTP' : 'Socket Mode'}, reports in ${slack.channel}`,
    `Database: ${database.mode === 'embedded' ? 'embedded' : new URL(database.url).host}`,
    `Supabase: ${supabase.mode === 'embedded' ? 'embedded' : supabase.url}`,
    `Signals: table ${signals.table} at ${signals.url ?? 'the embedded database'}`,
    `Claude: ${claude.apiKey === null ? 'not configured' : `${claude.models.read}, ${claude.models.write}`}`,
    `Pages: ${PUBLISHING[pages.publishing]}, shared page ${pages.dmInSharedPage ? 'with' : 'without'} the decision maker`,
    `Clay: callback ${set(clay.callbackUrl)}`,
    `Data services: ${providers.length === 0 ? 'none' : providers.join(', ')}`,
  ]
}

/** Where reports are published, in words. */
const PUBLISHING = { page: 'our own', notion: 'Notion', both: 'our own and a copy in Notion' }

function readServer(read: EnvReader): Config['server'] {
  const host = read.host('HOST') ?? '127.0.0.1'
  const port = read.number('PORT', { min: 0, max: 65_535, integer: true }) ?? 3000
  const publicUrl = read.url('PUBLIC_URL')
  return {
    host,
    port,
    publicUrl: publicUrl ?? urlOf({ host, port }),
    publicUrlIsDefault: publicUrl === null,
    intakeToken: read.secret('INTAKE_TOKEN'),
    apiToken: read.secret('API_TOKEN'),
    logLevel: read.choice('LOG_LEVEL', LOG_LEVELS) ?? 'info',
    dataDir: read.line('DATA_DIR') ?? '.data',
    retentionDays: read.number('RETENTION_DAYS', { min: 0, max: 36_500, integer: true }) ?? 180,
  }
}

function readSlack(read: EnvReader): SlackConfig | null {
  const botToken = read.slackToken('SLACK_BOT_TOKEN', 'xoxb-')
  const appToken = read.slackToken('SLACK_APP_TOKEN', 'xapp-')
  const signingSecret = read.secret('SLACK_SIGNING_SECRET')
  const apiUrl = `${read.url('SLACK_API_URL') ?? 'https://slack.com/api'}/`
  const channel = read.channel('INTENT_REPORTS_CHANNEL') ?? 'intent-reports'
  const alertsChannel = read.channel('ALERTS_CHANNEL') ?? channel
  const postsPerSecond = read.number('SLACK_POSTS_PER_SECOND', { min: 0.01, max: 1000 }) ?? 1
  if (botToken === null) {
    const given = [appToken && 'SLACK_APP_TOKEN', signingSecret && 'SLACK_SIGNING_SECRET'].filter(Boolean)
    if (given.length > 0 && !read.isGiven('SLACK_BOT_TOKEN'))
      read.add('SLACK_BOT_TOKEN', `is needed, because ${given.join(' and ')} ${given.length > 1 ? 'are' : 'is'} set`)
    return null
  }
  const common = { botToken, apiUrl, channel, alertsChannel, postsPerSecond }
  if (appToken !== null) return { ...common, mode: 'socket', appToken, signingSecret }
  if (signingSecret !== null) return { ...common, mode: 'http', appToken: null, signingSecret }
  if (!read.isGiven('SLACK_APP_TOKEN') && !read.isGiven('SLACK_SIGNING_SECRET'))
    read.add('SLACK_SIGNING_SECRET', 'is needed beside SLACK_BOT_TOKEN (or SLACK_APP_TOKEN, for Socket Mode)')
  return null
}

function readSupabase(read: EnvReader): Pick<Config, 'database' | 'supabase'> {
  const names = ['SUPABASE_URL', 'SUPABASE_SERVICE_ROLE_KEY', 'DATABASE_URL']
  const url = read.url('SUPABASE_URL')
  const key = read.secret('SUPABASE_SERVICE_ROLE_KEY')
  const databaseUrl = read.postgresUrl('DATABASE_URL')
  if (key?.startsWith('sb_publishable_'))
    read.add('SUPABASE_SERVICE_ROLE_KEY', 'is the publishable key, the secret key (sb_secret_…) is needed')
  const given = names.filter((name) => read.isGiven(name))
  if (given.length > 0)
    for (const missing of names.filter((name) => !read.isGiven(name)))
      read.add(
        missing,
        `is missing, while ${given.join(' and ')} ${given.length > 1 ? 'are' : 'is'} set: set all three or none`,
      )
  if (url === null || key === null || databaseUrl === null)
    return { database: { mode: 'embedded' }, supabase: { mode: 'embedded' } }
  return { database: { mode: 'given', url: databaseUrl }, supabase: { mode: 'given', url, key } }
}

function readSignals(read: EnvReader, supabase: Config['supabase']): Config['signals'] {
  const pair = ['SIGNALS_SUPABASE_URL', 'SIGNALS_SUPABASE_KEY'] as const
  const url = read.url(pair[0])
  const key = read.secret(pair[1])
  for (const [name, other] of [pair, [pair[1], pair[0]] as const])
    if (!read.isGiven(name) && read.isGiven(other)) read.add(name, `is missing, while ${other} is set`)
  const mapping = parseColumns(read.line('SIGNALS_COLUMNS'))
  if (!mapping.ok)
    for (const { path, problem } of mapping.problems)
      read.add('SIGNALS_COLUMNS', path ? `${path}: ${problem}` : problem)
  const columns = mapping.ok ? mapping.columns : {}
  const table = read.line('SIGNALS_TABLE') ?? 'signals'
  const shared = supabase.mode === 'given' ? supabase : { url: null, key: null }
  return { url: url ?? shared.url, key: key ?? shared.key, table, columns }
}

function readPages(read: EnvReader): Config['pages'] {
  const publisher = read.choice('REPORT_PUBLISHER', PUBLISHERS) ?? 'page'
  const token = read.secret('NOTION_TOKEN')
  const parentPageId = read.notionPageId('NOTION_PARENT_PAGE_ID')
  if (publisher !== 'page')
    for (const name of ['NOTION_TOKEN', 'NOTION_PARENT_PAGE_ID'])
      if (!read.isGiven(name)) read.add(name, `is needed, because REPORT_PUBLISHER is ${publisher}`)
  return {
    publishing: publisher,
    dmInSharedPage: read.boolean('DM_IN_SHARED_PAGE') ?? false,
    freshHours: read.number('FRESH_HOURS', { min: 0, max: 8760 }) ?? 24,
    notion: { token, parentPageId, baseUrl: read.url('NOTION_BASE_URL') },
  }
}

function readData(read: EnvReader): Config['data'] {
  const provider = (name: ProviderName): ProviderConfig => {
    const prefix = name.toUpperCase()
    return { apiKey: read.secret(`${prefix}_API_KEY`), baseUrl: read.url(`${prefix}_BASE_URL`) }
  }
  const providers = Object.fromEntries(PROVIDERS.map((name) => [name, provider(name)]))
  return {
    ...(providers as Record<ProviderName, ProviderConfig>),
    starbridgeTools: read.jsonObject('STARBRIDGE_TOOLS'),
    starbridgeLogoHosts: read.hostNames('STARBRIDGE_LOGO_HOSTS'),
  }
}

/** The variables of this process over those of `.env`. An empty value is an absent one and hides nothing. */
export function readEnvironment(): Record<string, string> {
  const given = Object.entries(process.env).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return { ...readEnvFile('.env'), ...Object.fromEntries(given) }
}
