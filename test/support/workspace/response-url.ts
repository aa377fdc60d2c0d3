import { contentOf, ownMessage, removeMessage, replaceContent, threadOf } from './api/chat.ts'
import { takeResponseUrl } from './triggers.ts'
import { type Ephemeral, type Json, type Message, SlackRefusal } from './types.ts'
import { addEphemeral, addMessage, findMessage, type ResponseUrl, type World } from './world.ts'

/**
 * One use of a response_url: a new ephemeral answer, one in the channel, or a change of the message it came from.
 * Throws `SlackRefusal` with `$status` 404 for `used_url` and `expired_url`, 400 for a body Slack would not take.
 */
export function useResponseUrl(world: World, id: string, raw: Buffer): Json {
  const known = withStatus(404, () => takeResponseUrl(world, id))
  return withStatus(400, () => {
    apply(world, known, parseBody(raw))
    return {}
  })
}

function withStatus<T>(status: number, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof SlackRefusal) throw new SlackRefusal(error.code, { ...error.extra, $status: status })
    throw error
  }
}

function parseBody(raw: Buffer): Json {
  try {
    const body = JSON.parse(raw.toString()) as unknown
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Json
  } catch {
    throw new SlackRefusal('invalid_payload')
  }
  throw new SlackRefusal('invalid_payload')
}

function originalOf(world: World, known: ResponseUrl): Message | Ephemeral | undefined {
  if (!known.original) return undefined
  const { ts, ephemeral } = known.original
  if (ephemeral) return world.ephemerals.find((one) => one.ts === ts && one.channel === known.channel)
  return findMessage(world, known.channel, ts)
}

function apply(world: World, known: ResponseUrl, body: Json): void {
  const original = originalOf(world, known)
  if (body['delete_original'] === true) {
    if (!original) throw new SlackRefusal('message_not_found')
    if ('ephemeral' in original) world.ephemerals.splice(world.ephemerals.indexOf(original), 1)
    else removeMessage(world, original)
    world.changes.changed()
    return
  }
  const content = contentOf(world, body, 'response_url')
  if (body['replace_original'] === true && original) {
    replaceContent(original, content)
    world.changes.changed()
    return
  }
  answerInChannel(world, known, { body, content })
}

function answerInChannel(
  world: World,
  known: ResponseUrl,
  { body, content }: { body: Json; content: ReturnType<typeof contentOf> },
): void {
  const channel = world.channels.get(known.channel)
  if (!channel) throw new SlackRefusal('channel_not_found')
  const threadTs = threadOf(world, channel, body)
  const placed = {
    text: content.text,
    ...(content.blocks ? { blocks: content.blocks } : {}),
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
  }
  if (body['response_type'] === 'in_channel') addMessage(world, { ...ownMessage(world, channel), ...placed })
  else addEphemeral(world, { channel: channel.id, to: known.user, user: world.settings.botUserId, ...placed })
}

/** What the app answered to a slash command: nothing, a text, or a message; shown like a response_url's. */
export function applyCommandAnswer(world: World, known: Pick<ResponseUrl, 'user' | 'channel'>, body: Json): void {
  answerInChannel(
    world,
    { id: '', bornAt: 0, uses: 0, original: null, ...known },
    { body, content: contentOf(world, body, 'command answer') },
  )
}
