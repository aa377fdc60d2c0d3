/** The shapes of the stand-in workspace. Field names that go over the wire are Slack's own. */

export type Json = Record<string, unknown>

export type Person = {
  id: string
  name: string
  real_name: string
  team_id: string
  tz: string
  email: string | null
  title: string
  presence: 'active' | 'away'
  is_bot: boolean
  is_restricted: boolean
  is_ultra_restricted: boolean
  is_stranger: boolean
  deleted: boolean
}

export type Channel = {
  id: string
  name: string
  kind: 'public' | 'private' | 'im'
  is_archived: boolean
  topic: string
  /** User ids, the bot's included where it is a member. */
  members: Set<string>
}

export type Block = Json & { type: string; block_id: string }

export type Metadata = { event_type: string; event_payload: Json }

export type StoredFile = {
  id: string
  name: string
  title: string
  length: number
  bytes: Buffer | null
  shared: { channel: string; ts: string }[]
}

/** A message as it is stored. `metadata` is shown by the Web API only when it is asked for. */
export type Message = {
  type: 'message'
  subtype?: string
  channel: string
  ts: string
  team: string
  user: string
  bot_id?: string
  app_id?: string
  text: string
  blocks?: Block[]
  attachments?: Json[]
  thread_ts?: string
  metadata?: Metadata
  edited?: { user: string; ts: string }
  reactions?: { name: string; users: string[]; count: number }[]
  files?: { id: string; name: string; title: string }[]
}

/** A message only one person sees. It is never in the history. */
export type Ephemeral = {
  type: 'message'
  ephemeral: true
  channel: string
  ts: string
  /** Who sees it. */
  to: string
  /** Who says it: the bot, or `USLACKBOT` for the workspace's own notes. */
  user: string
  text: string
  blocks?: Block[]
  thread_ts?: string
}

export type StateValues = Record<string, Record<string, Json>>

export type View = {
  id: string
  hash: string
  type: 'modal' | 'home'
  team_id: string
  app_id: string
  bot_id: string
  user: string
  external_id: string
  callback_id: string
  private_metadata: string
  blocks: Block[]
  title?: Json
  submit?: Json
  close?: Json
  clear_on_close: boolean
  notify_on_close: boolean
  state: { values: StateValues }
  root_view_id: string
  previous_view_id: string | null
  /** What the app answered to the last submission, by block id. Shown beside the inputs. */
  errors: Record<string, string>
}

/** One request to the Web API, a response_url or an upload address. */
export type Call = {
  method: string
  args: Json
  at: number
  /** What was answered; null while it runs, and for good when the socket was cut before the work. */
  answer: (Json & { ok: boolean; error?: string }) | null
  /** HTTP status; null when the socket was cut. */
  status: number | null
  fault: Fault | null
}

/** What a method does instead of, or before, answering well. `drop` and `delay` do the work first. */
export type Fault =
  | { kind: 'error'; error: string }
  | { kind: 'http'; status: number }
  | { kind: 'rate-limit'; retryAfterSeconds: number }
  | { kind: 'html' }
  | { kind: 'drop' }
  | { kind: 'reset' }
  | { kind: 'delay'; ms: number }

/** What the app answered to a payload. `status` is null when no answer came in time. */
export type Answer = { status: number | null; ms: number; text: string; json: unknown; error: string | null }

export type DeliveryKind = 'command' | 'interactive' | 'event'

/** One payload sent to the app, kept byte for byte so that it can be replayed. */
export type Delivery = {
  kind: DeliveryKind
  by: 'http' | 'socket'
  payload: Json
  /** HTTP mode only. */
  body: string | null
  headers: Record<string, string>
  at: number
  retry: number
  answer: Answer | null
}

type SlashCommand = { command: string; description: string; usage_hint?: string }
type Shortcut = { type: 'global' | 'message'; name: string; callback_id: string; description?: string }

export type WorkspaceOptions = {
  port?: number
  /** Milliseconds since 1970; used for stamps, triggers, response_urls and rate limits. Default `Date.now`. */
  now?: () => number
  token?: string
  appToken?: string
  teamId?: string
  teamName?: string
  appId?: string
  appName?: string
  botUserId?: string
  botId?: string
  people?: (Partial<Person> & { id: string; name: string })[]
  channels?: {
    id: string
    name: string
    is_private?: boolean
    is_archived?: boolean
    topic?: string
    members?: string[]
  }[]
  /** What the bot token may do. Default: every scope the stand-in knows. */
  scopes?: string[]
  commands?: SlashCommand[]
  shortcuts?: Shortcut[]
  /** Bot events the app subscribes to; others are not delivered. */
  events?: string[]
  homeTab?: boolean
  /** chat.postMessage per channel; default 1. 0 switches the limit off. */
  postsPerSecond?: number
  /** How many posts may come at once before the limit bites. Default 3. */
  postBurst?: number
  /** Tier limits per method and minute. Default true. */
  tierLimits?: boolean
  /** Waits before Slack's three repeats of an unanswered event. Default 0, 1 and 5 minutes. */
  eventRetryDelaysMs?: number[]
  /** How long the app has to answer. Default 3000, as with Slack. */
  answerWithinMs?: number
}

/** The Web API says no: `{ ok: false, error }`, with what else Slack adds. */
export class SlackRefusal extends Error {
  override name = 'SlackRefusal'
  readonly code: string
  readonly extra: Json

  constructor(code: string, extra: Json = {}) {
    super(code)
    this.code = code
    this.extra = extra
  }
}

/** 429 with Retry-After. */
export class RateLimited extends Error {
  override name = 'RateLimited'
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super(`ratelimited, ${retryAfterSeconds} s`)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** What Slack's own client would not let a person do: `errors` by block id where it concerns inputs. */
export class ClientRefusal extends Error {
  override name = 'ClientRefusal'
  readonly errors: Record<string, string>

  constructor(message: string, errors: Record<string, string> = {}) {
    super(message)
    this.errors = errors
  }
}
