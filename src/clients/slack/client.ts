import { LogLevel, WebClient } from '@slack/web-api'
import { ExternalError } from '../../errors.ts'
import type { SlackMessage, SlackPlace, SlackPost, SlackPosts } from '../../pipeline/ports.ts'
import { toExternal } from './errors.ts'
import { uploadPicture } from './upload.ts'

export type SlackOptions = { botToken: string; apiUrl: string; fetch?: typeof fetch; timeoutMs?: number }

/** The lane that holds a post is held for 10.5 s at a time; an answer must be here before. */
const TIMEOUT_MS = 8_000
const PAGE = 200
const MOST_PAGES = 5
const EVENT_TYPE = 'intel_effect'

/** The settings of every Slack client of ours: no retries inside, because a repeated post is a doubled post. */
export function slackClientOptions({ apiUrl, fetch, timeoutMs }: Omit<SlackOptions, 'botToken'>) {
  return {
    slackApiUrl: apiUrl,
    allowAbsoluteUrls: false,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs ?? TIMEOUT_MS,
    logLevel: LogLevel.ERROR,
    ...(fetch ? { fetch } : {}),
  }
}

/** Slack for posting, finding and editing our own messages. Every failure is an `ExternalError` (service `slack`). */
export function createSlackPosts(options: SlackOptions): SlackPosts {
  const client = new WebClient(options.botToken, slackClientOptions(options))
  const channels = new Map<string, string>()
  const channelId = async (nameOrId: string) => {
    const known = isChannelId(nameOrId) ? nameOrId : channels.get(nameOrId)
    if (known) return known
    const found = await call('conversations.list', () => findChannel(client, nameOrId))
    channels.set(nameOrId, found)
    return found
  }
  return {
    async post(post) {
      const channel = await channelId(post.channel)
      const answer = await call('chat.postMessage', () => client.chat.postMessage(toArguments(post, channel)))
      if (!answer.ts) throw toExternal('chat.postMessage', new Error('no ts'))
      return { channel: answer.channel ?? channel, ts: answer.ts }
    },
    async find(search) {
      const channel = await channelId(search.channel)
      const operation = search.threadTs ? 'conversations.replies' : 'conversations.history'
      return call(operation, () => findPost(client, { ...search, channel }))
    },
    async update(place, message) {
      await call('chat.update', () => client.chat.update(toUpdate(place, message)))
    },
    async openDm(userId) {
      const answer = await call('conversations.open', () => client.conversations.open({ users: userId }))
      if (!answer.channel?.id) throw toExternal('conversations.open', new Error('no channel'))
      return answer.channel.id
    },
    async permalink({ channel, ts }) {
      const ask = () => client.chat.getPermalink({ channel, message_ts: ts })
      const answer = await call('chat.getPermalink', ask).catch(() => null)
      return answer?.permalink ?? null
    },
    upload: (file) => call('files.upload', () => uploadPicture(client, file, options.fetch ?? fetch)),
  }
}

/** A failure names the method that was asked. */
async function call<Answer>(operation: string, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    throw toExternal(operation, error)
  }
}

/** What doctor asks: who we are, and whether we may post to the channel. */
export async function checkSlack(
  options: SlackOptions,
  channel: string,
): Promise<{ team: string; bot: string; channel: string }> {
  const client = new WebClient(options.botToken, slackClientOptions(options))
  const who = await call('auth.test', () => client.auth.test())
  const find = () => call('conversations.list', () => findChannel(client, channel))
  const id = isChannelId(channel) ? channel : await find()
  const operation = 'conversations.info'
  const info = await call(operation, () => client.conversations.info({ channel: id }))
  if (!info.channel?.is_member) {
    const facts = { service: 'slack', operation, status: 200, code: 'not_in_channel', retryable: false }
    throw new ExternalError(`The bot is not in #${info.channel?.name ?? channel}: type /invite there`, facts)
  }
  return { team: who.team ?? '', bot: who.user ?? '', channel: info.channel.name ?? channel }
}

const isChannelId = (text: string) => /^[CGD][A-Z0-9]{2,}$/.test(text)

async function findChannel(client: WebClient, name: string): Promise<string> {
  const wanted = name.replace(/^#/, '').toLowerCase()
  let cursor = ''
  do {
    const types = 'public_channel,private_channel'
    const page = await client.conversations.list({ limit: PAGE, types, exclude_archived: true, cursor })
    const found = page.channels?.find((channel) => channel.name === wanted)
    if (found?.id) return found.id
    cursor = page.response_metadata?.next_cursor ?? ''
  } while (cursor)
  const facts = {
    service: 'slack',
    operation: 'conversations.list',
    status: 200,
    code: 'channel_not_found',
    retryable: false,
  }
  throw new ExternalError(`Slack shows no channel named #${wanted}: create it and invite the bot`, facts)
}

/** Nothing in our text is parsed for names or links beyond what the blocks say, and nothing is unfurled. */
const LITERAL = { parse: 'none', link_names: false } as const

function toArguments({ threadTs, isBroadcast, message, effectId }: SlackPost, channel: string) {
  const metadata = { event_type: EVENT_TYPE, event_payload: { effect_id: effectId } }
  const common = { channel, text: message.text, blocks: message.blocks as never[], metadata, ...LITERAL }
  const quiet = { unfurl_links: false, unfurl_media: false }
  if (!threadTs) return { ...common, ...quiet }
  return isBroadcast
    ? { ...common, ...quiet, thread_ts: threadTs, reply_broadcast: true as const }
    : { ...common, ...quiet, thread_ts: threadTs }
}

function toUpdate({ channel, ts }: SlackPlace, message: SlackMessage) {
  return { channel, ts, text: message.text, blocks: message.blocks as never[], ...LITERAL }
}

type Search = { channel: string; threadTs: string | null; effectId: string; since: Date; until: Date }

async function findPost(
  client: WebClient,
  { channel, threadTs, effectId, since, until }: Search,
): Promise<SlackPlace | null> {
  let cursor = ''
  for (let page = 0; page < MOST_PAGES; page++) {
    const [oldest, latest] = [String(since.getTime() / 1_000), String(until.getTime() / 1_000)]
    const query = { channel, limit: PAGE, include_all_metadata: true, latest, ...(cursor ? { cursor } : {}) }
    const answer = threadTs
      ? await client.conversations.replies({ ...query, ts: threadTs })
      : await client.conversations.history({ ...query, oldest, inclusive: true })
    const found = answer.messages?.find((message) => effectIdOf(message) === effectId)
    if (found?.ts) return { channel, ts: found.ts }
    cursor = answer.response_metadata?.next_cursor ?? ''
    if (!cursor) return null
  }
  // Not found among so many is not "not there": posting again could double it.
  const facts = { service: 'slack', operation: 'conversations.history', status: 200, code: 'too_many', retryable: true }
  throw new ExternalError('Slack has more messages than could be looked through', facts)
}

function effectIdOf(message: { metadata?: { event_type?: string; event_payload?: unknown } }): unknown {
  if (message.metadata?.event_type !== EVENT_TYPE) return null
  return (message.metadata.event_payload as Record<string, unknown> | undefined)?.['effect_id']
}
