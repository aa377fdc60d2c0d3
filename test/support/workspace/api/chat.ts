import { completeBlocks, takeBlocks } from '../blocks.ts'
import {
  type Block,
  type Channel,
  type Json,
  type Message,
  type Metadata,
  type Person,
  SlackRefusal,
} from '../types.ts'
import {
  addEphemeral,
  addMessage,
  addProblem,
  channelNamed,
  directChannel,
  findMessage,
  messagesIn,
  repliesOf,
  type World,
} from '../world.ts'
import { flagArgument, requiredText, textArgument } from './arguments.ts'
import { messageForApi } from './message-shape.ts'

/** chat.postMessage cuts here; chat.update refuses above `UPDATE_TEXT`. */
const POST_TEXT = 40_000
const UPDATE_TEXT = 4000
const MARKDOWN_TEXT = 12_000
/** Slack does not publish the size cap of metadata; this is far above any honest use. */
const METADATA_CHARS = 8000

/** What Slack puts in place of a text when an update brings blocks alone. */
const NO_TEXT = "This content can't be displayed."

type Content = { text: string; blocks: Block[] | undefined; attachments: Json[] | undefined }

export function postMessage(world: World, args: Json): Json {
  const channel = postTarget(world, requiredText(args, 'channel'))
  const content = contentOf(world, args, 'chat.postMessage')
  const metadata = metadataOf(args)
  const threadTs = threadOf(world, channel, args)
  const broadcast = flagArgument(args, 'reply_broadcast') && threadTs !== undefined
  world.limits.takePost(channel.id)
  const message = addMessage(world, {
    ...ownMessage(world, channel),
    text: content.text.slice(0, POST_TEXT),
    ...(content.blocks && content.blocks.length > 0 ? { blocks: content.blocks } : {}),
    ...(content.attachments ? { attachments: content.attachments } : {}),
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(broadcast ? { subtype: 'thread_broadcast' } : {}),
    ...(metadata ? { metadata } : {}),
  })
  return { channel: channel.id, ts: message.ts, message: messageForApi(world, message, true) }
}

/** A new message of the bot, still empty. */
export function ownMessage(world: World, channel: Channel): Message {
  const { botUserId, botId, appId, teamId } = world.settings
  return {
    type: 'message',
    channel: channel.id,
    ts: world.stamp(),
    team: teamId,
    user: botUserId,
    bot_id: botId,
    app_id: appId,
    text: '',
  }
}

/** Where a post may go: a channel the bot is in, a public one with chat:write.public, or a person. */
function postTarget(world: World, key: string): Channel {
  const channel = world.people.has(key) ? directChannel(world, key) : channelNamed(world, key)
  const isMember = channel?.members.has(world.settings.botUserId) === true
  if (!channel || (channel.kind !== 'public' && !isMember)) throw new SlackRefusal('channel_not_found')
  if (channel.is_archived) throw new SlackRefusal('is_archived')
  if (!isMember && !world.scopes.has('chat:write.public')) throw new SlackRefusal('not_in_channel')
  return channel
}

/** A channel named by id only, which the bot is in. */
export function ownChannel(world: World, id: string): Channel {
  const channel = world.channels.get(id)
  if (!channel) throw new SlackRefusal('channel_not_found')
  if (!channel.members.has(world.settings.botUserId))
    throw new SlackRefusal(channel.kind === 'public' ? 'not_in_channel' : 'channel_not_found')
  return channel
}

/** Text, blocks and attachments, checked. Throws `no_text`, `markdown_text_conflict` and what `takeBlocks` throws. */
export function contentOf(world: World, args: Json, method: string): Content {
  const text = typeof args['text'] === 'string' ? args['text'] : ''
  const markdown = textArgument(args, 'markdown_text')
  if (markdown !== undefined && (text !== '' || args['blocks'] !== undefined))
    throw new SlackRefusal('markdown_text_conflict')
  if (markdown !== undefined && markdown.length > MARKDOWN_TEXT) throw new SlackRefusal('msg_too_long')
  const blocks =
    markdown === undefined ? takeBlocks(args['blocks']) : completeBlocks([{ type: 'markdown', text: markdown }])
  const attachments = Array.isArray(args['attachments']) ? (args['attachments'] as Json[]) : undefined
  if (attachments && attachments.length > 100) throw new SlackRefusal('too_many_attachments')
  const isEmpty = text.trim() === '' && !blocks?.length && !attachments?.length
  if (isEmpty) throw new SlackRefusal('no_text')
  // Slack takes it, but a screen reader and a notification then have nothing to say.
  if (text.trim() === '' && markdown === undefined) addProblem(world, `${method}: blocks without a text`)
  return { text: markdown ?? text, blocks, attachments }
}

/** `undefined` when absent, null for `{}`, which clears. */
function metadataOf(args: Json): Metadata | null | undefined {
  const given = args['metadata']
  if (given === undefined || given === null) return undefined
  if (typeof given !== 'object' || Array.isArray(given)) throw new SlackRefusal('invalid_metadata_format')
  const { event_type: type, event_payload: payload } = given as Json
  if (type === undefined && payload === undefined) return null
  if (
    typeof type !== 'string' ||
    type === '' ||
    typeof payload !== 'object' ||
    payload === null ||
    Array.isArray(payload)
  )
    throw new SlackRefusal('invalid_metadata_schema')
  if (JSON.stringify(given).length > METADATA_CHARS) throw new SlackRefusal('metadata_too_large')
  return { event_type: type, event_payload: structuredClone(payload) as Json }
}

/** The parent's stamp. A reply cannot be a parent, and a parent must be there. */
export function threadOf(world: World, channel: Channel, args: Json): string | undefined {
  const ts = textArgument(args, 'thread_ts')
  if (ts === undefined) return undefined
  if (typeof args['thread_ts'] === 'number') addProblem(world, 'thread_ts came as a number: its last digits are lost')
  const parent = findMessage(world, channel.id, ts)
  if (!parent) throw new SlackRefusal('thread_not_found')
  if (parent.thread_ts !== undefined && parent.thread_ts !== parent.ts)
    throw new SlackRefusal('cannot_reply_to_message')
  return ts
}

export function updateMessage(world: World, args: Json): Json {
  const channel = ownChannel(world, requiredText(args, 'channel'))
  const message = findMessage(world, channel.id, requiredText(args, 'ts'))
  if (!message || message.subtype === 'tombstone') throw new SlackRefusal('message_not_found')
  if (message.user !== world.settings.botUserId) throw new SlackRefusal('cant_update_message')
  if (channel.is_archived) throw new SlackRefusal('is_archived')
  if (typeof args['text'] === 'string' && args['text'].length > UPDATE_TEXT) throw new SlackRefusal('msg_too_long')
  const content = contentOf(world, args, 'chat.update')
  const metadata = metadataOf(args)
  replaceContent(message, content)
  if (metadata) message.metadata = metadata
  if (metadata === null) delete message.metadata
  if (flagArgument(args, 'reply_broadcast') && message.thread_ts !== undefined && message.thread_ts !== message.ts)
    message.subtype = 'thread_broadcast'
  message.edited = { user: world.settings.botUserId, ts: world.stamp() }
  world.changes.changed()
  return { channel: channel.id, ts: message.ts, text: message.text, message: messageForApi(world, message, true) }
}

/** A text alone removes the blocks; blocks alone leave a text that says nothing. */
export function replaceContent(
  message: { text: string; blocks?: Block[]; attachments?: Json[] },
  content: Content,
): void {
  message.text = content.text === '' ? NO_TEXT : content.text
  if (content.blocks && content.blocks.length > 0) message.blocks = content.blocks
  else delete message.blocks
  if (content.attachments) message.attachments = content.attachments
}

export function deleteMessage(world: World, args: Json): Json {
  const channel = ownChannel(world, requiredText(args, 'channel'))
  const message = findMessage(world, channel.id, requiredText(args, 'ts'))
  if (!message || message.subtype === 'tombstone') throw new SlackRefusal('message_not_found')
  if (message.user !== world.settings.botUserId) throw new SlackRefusal('cant_delete_message')
  removeMessage(world, message)
  return { channel: channel.id, ts: message.ts }
}

/** A parent with replies leaves a tombstone, everything else goes. */
export function removeMessage(world: World, message: Message): void {
  const list = messagesIn(world, message.channel)
  if (repliesOf(world, message.channel, message.ts).length > 0) {
    for (const key of ['blocks', 'attachments', 'metadata', 'files'] as const) delete message[key]
    Object.assign(message, { subtype: 'tombstone', text: 'This message was deleted.', user: 'USLACKBOT' })
  } else list.splice(list.indexOf(message), 1)
  world.changes.changed()
}

export function postEphemeral(world: World, args: Json): Json {
  const channel = postTarget(world, requiredText(args, 'channel'))
  const user: Person | undefined = world.people.get(requiredText(args, 'user'))
  if (!user || !channel.members.has(user.id)) throw new SlackRefusal('user_not_in_channel')
  const content = contentOf(world, args, 'chat.postEphemeral')
  const threadTs = threadOf(world, channel, args)
  const ephemeral = addEphemeral(world, {
    channel: channel.id,
    to: user.id,
    user: world.settings.botUserId,
    text: content.text,
    ...(content.blocks ? { blocks: content.blocks } : {}),
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
  })
  return { message_ts: ephemeral.ts }
}

export function getPermalink(world: World, args: Json): Json {
  const channel = world.channels.get(requiredText(args, 'channel'))
  if (!channel) throw new SlackRefusal('channel_not_found')
  const message = findMessage(world, channel.id, requiredText(args, 'message_ts'))
  if (!message) throw new SlackRefusal('message_not_found')
  const isReply = message.thread_ts !== undefined && message.thread_ts !== message.ts
  const thread = isReply ? `?thread_ts=${message.thread_ts}&cid=${channel.id}` : ''
  return {
    channel: channel.id,
    permalink: `${world.url}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`,
  }
}
