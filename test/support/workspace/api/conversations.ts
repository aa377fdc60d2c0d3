import { compareStamps } from '../stamps.ts'
import { type Channel, type Json, type Message, SlackRefusal } from '../types.ts'
import { directChannel, findMessage, repliesOf, visibleIn, type World } from '../world.ts'
import { flagArgument, limitArgument, pageOf, requiredText, textArgument } from './arguments.ts'
import { ownChannel } from './chat.ts'
import { messageForApi } from './message-shape.ts'

/** Messages per page: Slack's default and ceiling. */
const HISTORY = { fallback: 100, most: 999 }
const REPLIES = { fallback: 1000, most: 1000 }
const LISTS = { fallback: 100, most: 1000 }

const TYPE_OF = { public: 'public_channel', private: 'private_channel', im: 'im' } as const

function channelForApi(world: World, channel: Channel): Json {
  const isMember = channel.members.has(world.settings.botUserId)
  if (channel.kind === 'im')
    return {
      id: channel.id,
      is_im: true,
      is_channel: false,
      user: channel.name,
      is_archived: false,
      is_ext_shared: false,
    }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_archived: channel.is_archived,
    is_general: false,
    is_member: isMember,
    is_shared: false,
    is_ext_shared: false,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: channel.members.size,
    context_team_id: world.settings.teamId,
  }
}

export function listConversations(world: World, args: Json): Json {
  const types = (textArgument(args, 'types') ?? 'public_channel').split(',').map((type) => type.trim())
  if (types.some((type) => !['public_channel', 'private_channel', 'mpim', 'im'].includes(type)))
    throw new SlackRefusal('invalid_types')
  const all = [...world.channels.values()].filter(
    (channel) =>
      types.includes(TYPE_OF[channel.kind]) &&
      !(flagArgument(args, 'exclude_archived') && channel.is_archived) &&
      (channel.kind === 'public' || channel.members.has(world.settings.botUserId)),
  )
  const { page, next } = pageOf(all, args, LISTS)
  return { channels: page.map((channel) => channelForApi(world, channel)), response_metadata: { next_cursor: next } }
}

/** A channel the bot may know of: any public one, others only from inside. */
function knownChannel(world: World, args: Json): Channel {
  const channel = world.channels.get(requiredText(args, 'channel'))
  if (!channel || (channel.kind !== 'public' && !channel.members.has(world.settings.botUserId)))
    throw new SlackRefusal('channel_not_found')
  return channel
}

export function conversationInfo(world: World, args: Json): Json {
  const { num_members: members, ...channel } = channelForApi(world, knownChannel(world, args))
  return { channel: flagArgument(args, 'include_num_members') ? { ...channel, num_members: members } : channel }
}

export function conversationMembers(world: World, args: Json): Json {
  const { page, next } = pageOf([...knownChannel(world, args).members], args, LISTS)
  return { members: page, response_metadata: { next_cursor: next } }
}

export function joinConversation(world: World, args: Json): Json {
  const channel = knownChannel(world, args)
  if (channel.kind !== 'public') throw new SlackRefusal('method_not_supported_for_channel_type')
  if (channel.is_archived) throw new SlackRefusal('is_archived')
  const wasMember = channel.members.has(world.settings.botUserId)
  channel.members.add(world.settings.botUserId)
  world.changes.changed()
  return { channel: channelForApi(world, channel), ...(wasMember ? { warning: 'already_in_channel' } : {}) }
}

export function openConversation(world: World, args: Json): Json {
  const users = requiredText(args, 'users').split(',')
  if (users.length > 1) throw new SlackRefusal('not_enough_users')
  const user = world.people.get(users[0] ?? '')
  if (!user) throw new SlackRefusal('user_not_found')
  if (user.is_bot) throw new SlackRefusal('cannot_dm_bot')
  const channel = directChannel(world, user.id)
  return { channel: flagArgument(args, 'return_im') ? channelForApi(world, channel) : { id: channel.id } }
}

/** Within `oldest` and `latest`; both ends are left out unless `inclusive`. */
function withinRange(args: Json): (message: Message) => boolean {
  const oldest = textArgument(args, 'oldest')
  const latest = textArgument(args, 'latest')
  const reach = flagArgument(args, 'inclusive') ? 0 : 1
  for (const [key, stamp] of [
    ['oldest', oldest],
    ['latest', latest],
  ] as const)
    if (stamp !== undefined && !/^\d+(\.\d{1,6})?$/.test(stamp)) throw new SlackRefusal(`invalid_ts_${key}`)
  return (message) =>
    (oldest === undefined || compareStamps(message.ts, oldest) >= reach) &&
    (latest === undefined || compareStamps(latest, message.ts) >= reach)
}

/** Newest first, replies left out unless they were also sent to the channel. */
export function conversationHistory(world: World, args: Json): Json {
  const channel = ownChannel(world, requiredText(args, 'channel'))
  const list = visibleIn(world, channel.id).filter(withinRange(args)).toReversed()
  const { page, next } = pageOf(list, args, HISTORY)
  return {
    messages: page.map((message) => messageForApi(world, message, flagArgument(args, 'include_all_metadata'))),
    has_more: next !== '',
    pin_count: 0,
    response_metadata: { next_cursor: next },
  }
}

/** The parent on every page, then its replies, oldest first. */
export function conversationReplies(world: World, args: Json): Json {
  const channel = ownChannel(world, requiredText(args, 'channel'))
  const parent = findMessage(world, channel.id, requiredText(args, 'ts'))
  if (!parent) throw new SlackRefusal('thread_not_found')
  const limit = limitArgument(args, REPLIES.fallback, REPLIES.most)
  const replies = repliesOf(world, channel.id, parent.ts).filter(withinRange(args))
  const { page, next } = pageOf(replies, { ...args, limit: Math.max(1, limit - 1) }, REPLIES)
  return {
    messages: [parent, ...page].map((message) =>
      messageForApi(world, message, flagArgument(args, 'include_all_metadata')),
    ),
    has_more: next !== '',
    response_metadata: { next_cursor: next },
  }
}
