import type { Json, Message } from '../types.ts'
import { repliesOf, type World } from '../world.ts'

/** A message as the Web API and the payloads show it: thread figures on a parent, metadata only on request. */
export function messageForApi(world: World, message: Message, withMetadata: boolean): Json {
  const { metadata, channel, ...rest } = structuredClone(message)
  const replies = repliesOf(world, channel, message.ts)
  const shown: Json = rest
  if (withMetadata && metadata) shown['metadata'] = metadata
  if (message.bot_id !== undefined)
    shown['bot_profile'] = {
      id: message.bot_id,
      app_id: world.settings.appId,
      name: world.settings.appName,
      team_id: world.settings.teamId,
      deleted: false,
    }
  if (replies.length > 0) {
    const users = [...new Set(replies.map((reply) => reply.user))]
    Object.assign(shown, {
      thread_ts: message.ts,
      reply_count: replies.length,
      reply_users_count: users.length,
      reply_users: users,
      latest_reply: replies.at(-1)?.ts,
      is_locked: false,
      subscribed: false,
    })
  }
  return shown
}
