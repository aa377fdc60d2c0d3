import { type Json, SlackRefusal } from '../types.ts'
import { channelNamed, type World } from '../world.ts'
import { textArgument } from './arguments.ts'
import { deleteMessage, getPermalink, postEphemeral, postMessage, updateMessage } from './chat.ts'
import {
  conversationHistory,
  conversationInfo,
  conversationMembers,
  conversationReplies,
  joinConversation,
  listConversations,
  openConversation,
} from './conversations.ts'
import { completeUpload, fileInfo, getUploadUrl } from './files.ts'
import { addReaction } from './reactions.ts'
import { listUsers, userInfo, userPresence } from './users.ts'
import { openView, publishView, pushView, updateView } from './views.ts'

type Method = {
  run(world: World, args: Json): Json
  /** The scope it needs, which may hang on the kind of channel; null when any token will do. */
  scope: string | null | ((world: World, args: Json) => string)
  /** `app` methods take the app-level token. */
  token?: 'app'
}

/** `channels:read`, `groups:read`, `im:read` and their like, by the channel asked about. */
function scopeByChannel(what: 'read' | 'history') {
  return (world: World, args: Json) => {
    const kind = channelNamed(world, textArgument(args, 'channel') ?? '')?.kind ?? 'public'
    return `${{ public: 'channels', private: 'groups', im: 'im' }[kind]}:${what}`
  }
}

function authTest(world: World): Json {
  const { settings } = world
  return {
    url: `${world.url}/`,
    team: settings.teamName,
    user: world.people.get(settings.botUserId)?.name,
    team_id: settings.teamId,
    user_id: settings.botUserId,
    bot_id: settings.botId,
    app_id: settings.appId,
    is_enterprise_install: false,
  }
}

function apiTest(_world: World, args: Json): Json {
  const error = textArgument(args, 'error')
  if (error !== undefined) throw new SlackRefusal(error, { args })
  return { args }
}

export const METHODS: Record<string, Method> = {
  'api.test': { run: apiTest, scope: null },
  'auth.test': { run: authTest, scope: null },
  'chat.delete': { run: deleteMessage, scope: 'chat:write' },
  'chat.getPermalink': { run: getPermalink, scope: null },
  'chat.postEphemeral': { run: postEphemeral, scope: 'chat:write' },
  'chat.postMessage': { run: postMessage, scope: 'chat:write' },
  'chat.update': { run: updateMessage, scope: 'chat:write' },
  'conversations.history': { run: conversationHistory, scope: scopeByChannel('history') },
  'conversations.info': { run: conversationInfo, scope: scopeByChannel('read') },
  'conversations.join': { run: joinConversation, scope: 'channels:join' },
  'conversations.list': { run: listConversations, scope: listScope },
  'conversations.members': { run: conversationMembers, scope: scopeByChannel('read') },
  'conversations.open': { run: openConversation, scope: 'im:write' },
  'conversations.replies': { run: conversationReplies, scope: scopeByChannel('history') },
  'files.completeUploadExternal': { run: completeUpload, scope: 'files:write' },
  'files.getUploadURLExternal': { run: getUploadUrl, scope: 'files:write' },
  'files.info': { run: fileInfo, scope: 'files:read' },
  'reactions.add': { run: addReaction, scope: 'reactions:write' },
  'users.getPresence': { run: userPresence, scope: 'users:read' },
  'users.info': { run: userInfo, scope: 'users:read' },
  'users.list': { run: listUsers, scope: 'users:read' },
  'views.open': { run: openView, scope: null },
  'views.publish': { run: publishView, scope: null },
  'views.push': { run: pushView, scope: null },
  'views.update': { run: updateView, scope: null },
}

function listScope(_world: World, args: Json): string {
  const types = textArgument(args, 'types') ?? 'public_channel'
  return types.includes('private_channel') ? 'groups:read' : types === 'im' ? 'im:read' : 'channels:read'
}
