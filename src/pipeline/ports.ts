import type { Domain, RawSignal } from './report/types.ts'

/**
 * What the pipelines need from outside, as small interfaces. `context.ts` joins them to clients and store; tests put
 * strict fakes at the network edge instead, never here.
 */

/** The present, as a port: deadlines are compared in a run's recorded now. */
export type Clock = { now(): Date }

/** What another team knows of a seller, from `accounts`. */
export type Account = {
  domain: Domain
  accountName: string | null
  tier: string | null
  product: string | null
  territory: string | null
}

/** The signals another team keeps, read-only. Throws `ExternalError` (service `signals`) when it cannot be reached. */
export type SignalSource = {
  /** Every row of one seller, newest first, paged inside; at most `limit` rows. */
  signalsOf(domain: Domain, limit: number, abort?: AbortSignal): Promise<RawSignal[]>
  /** Ids of signals this prospect was already sent. Empty when the table is absent. */
  sentTo(prospectEmail: string, abort?: AbortSignal): Promise<string[]>
  /** The seller's account row, or null when there is none or no such table. */
  accountOf(domain: Domain, abort?: AbortSignal): Promise<Account | null>
}

/** The roles that pick a model: reading replies, ranking and writing, planning. */
export type ModelRole = 'read' | 'write' | 'plan'

export type ModelRequest = {
  model: string
  system: string
  /** The conversation: one user turn, or user, assistant, user for a repair. */
  messages: { role: 'user' | 'assistant'; content: string }[]
  /** JSON schema of the answer. */
  schema: Record<string, unknown>
  maxTokens: number
  timeoutMs: number
}

/** Tokens as Anthropic counts them: `inputTokens` excludes what came from or went to the cache. */
export type ModelUsage = {
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheWriteTokens: number
}

export type ModelAnswer = {
  text: string
  /** `end_turn`, `max_tokens`, `refusal`, … */
  stopReason: string
  model: string
  requestId: string | null
  usage: ModelUsage
  durationMs: number
}

/** One paid request, never retried inside. Throws `ExternalError` (service `claude`). */
export type ModelClient = {
  complete(request: ModelRequest, abort: AbortSignal): Promise<ModelAnswer>
}

/** A Slack message as views make it: `text` is what screen readers and notifications read. */
export type SlackMessage = { text: string; blocks: unknown[] }

/** Where a message stands in Slack. */
export type SlackPlace = { channel: string; ts: string }

export type SlackPost = {
  channel: string
  /** The message this one answers; null for the channel itself. */
  threadTs: string | null
  /** A reply that is also sent to the channel. */
  isBroadcast: boolean
  message: SlackMessage
  /** Kept in the message's metadata, so that the post can be found again after a crash. */
  effectId: string
}

/** Slack as the pipelines need it. Throws `ExternalError` (service `slack`). */
export type SlackPosts = {
  post(post: SlackPost): Promise<SlackPlace>
  /** The message that carries this effect's id, posted between `since` and `until`; null when there is none. */
  find(search: {
    channel: string
    threadTs: string | null
    effectId: string
    since: Date
    until: Date
  }): Promise<SlackPlace | null>
  update(place: SlackPlace, message: SlackMessage): Promise<void>
  /** The channel of a direct conversation with a person. */
  openDm(userId: string): Promise<string>
  permalink(place: SlackPlace): Promise<string | null>
  /** Uploads a picture for use in blocks; answers its file id. */
  upload(file: { bytes: Uint8Array; name: string }): Promise<string>
}

/** One flat object for Clay's webhook source. Throws `ExternalError` (service `clay`). */
export type ClayCallbacks = { send(payload: Record<string, unknown>): Promise<{ status: number }> }
