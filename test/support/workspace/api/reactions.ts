import { type Json, SlackRefusal } from '../types.ts'
import { findMessage, type World } from '../world.ts'
import { requiredText, textArgument } from './arguments.ts'
import { ownChannel } from './chat.ts'

/** Puts one person's reaction on a message. Throws `message_not_found`, `invalid_name`, `already_reacted`. */
export function react(world: World, given: { channel: string; ts: string; user: string; name: string }): void {
  const message = findMessage(world, given.channel, given.ts)
  if (!message) throw new SlackRefusal('message_not_found')
  if (!/^[a-z0-9_+'-]{1,100}$/.test(given.name)) throw new SlackRefusal('invalid_name')
  message.reactions ??= []
  const known = message.reactions.find((reaction) => reaction.name === given.name)
  if (known?.users.includes(given.user)) throw new SlackRefusal('already_reacted')
  if (known) {
    known.users.push(given.user)
    known.count += 1
  } else message.reactions.push({ name: given.name, users: [given.user], count: 1 })
  world.changes.changed()
}

export function addReaction(world: World, args: Json): Json {
  const ts = textArgument(args, 'timestamp')
  if (ts === undefined) throw new SlackRefusal('no_item_specified')
  const channel = ownChannel(world, requiredText(args, 'channel'))
  react(world, { channel: channel.id, ts, user: world.settings.botUserId, name: requiredText(args, 'name') })
  return {}
}
