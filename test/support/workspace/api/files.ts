import type { IncomingMessage } from 'node:http'
import { takeBlocks } from '../blocks.ts'
import { randomId } from '../stamps.ts'
import { type Json, SlackRefusal, type StoredFile } from '../types.ts'
import { addMessage, type World } from '../world.ts'
import { readForm, requiredText, textArgument } from './arguments.ts'
import { ownChannel, ownMessage, threadOf } from './chat.ts'

export function getUploadUrl(world: World, args: Json): Json {
  const name = requiredText(args, 'filename')
  const length = Number(requiredText(args, 'length'))
  if (!Number.isInteger(length) || length < 1) throw new SlackRefusal('invalid_arguments')
  const id = randomId('F')
  world.files.set(id, { id, name, title: name, length, bytes: null, shared: [] })
  return { upload_url: `${world.url}/upload/v1/${id}`, file_id: id }
}

/** Takes the bytes at an upload address: raw, or as the one file of a form, as the SDK sends them. */
export async function takeUpload(world: World, request: IncomingMessage, raw: Buffer): Promise<string> {
  const id = new URL(request.url ?? '/', 'http://localhost').pathname.split('/').at(-1) ?? ''
  const file = world.files.get(id)
  if (!file || file.bytes) throw new SlackRefusal('file_not_found')
  const isForm = (request.headers['content-type'] ?? '').startsWith('multipart/form-data')
  const bytes = isForm ? Object.values(await readForm(request, raw)).find((one) => Buffer.isBuffer(one)) : raw
  if (!bytes || bytes.length !== file.length) throw new SlackRefusal('file_update_failed')
  file.bytes = bytes
  return `OK - ${bytes.length}`
}

export function completeUpload(world: World, args: Json): Json {
  const given = args['files']
  if (!Array.isArray(given) || given.length === 0) throw new SlackRefusal('invalid_arguments')
  const files = (given as { id?: string; title?: string }[]).map(({ id, title }) => {
    const file = world.files.get(id ?? '')
    if (!file?.bytes) throw new SlackRefusal('file_not_found')
    if (title !== undefined) file.title = title
    return file
  })
  const channelId = textArgument(args, 'channel_id')
  if (channelId !== undefined) share(world, files, { ...args, channel: channelId })
  return { files: files.map(({ id, title }) => ({ id, title })) }
}

function share(world: World, files: StoredFile[], args: Json): void {
  const channel = ownChannel(world, requiredText(args, 'channel'))
  if (channel.is_archived) throw new SlackRefusal('is_archived')
  const comment = textArgument(args, 'initial_comment')
  if (comment !== undefined && args['blocks'] !== undefined) throw new SlackRefusal('invalid_arguments')
  const blocks = takeBlocks(args['blocks'])
  const threadTs = threadOf(world, channel, args)
  const message = addMessage(world, {
    ...ownMessage(world, channel),
    text: comment ?? '',
    ...(blocks ? { blocks } : {}),
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    files: files.map(({ id, name, title }) => ({ id, name, title })),
  })
  for (const file of files) file.shared.push({ channel: channel.id, ts: message.ts })
}

export function fileInfo(world: World, args: Json): Json {
  const file = world.files.get(requiredText(args, 'file'))
  if (!file) throw new SlackRefusal('file_not_found')
  const url = `${world.url}/files/${file.id}`
  return {
    file: {
      id: file.id,
      name: file.name,
      title: file.title,
      size: file.length,
      url_private: url,
      url_private_download: url,
      channels: [...new Set(file.shared.map((share) => share.channel))],
      shares: {
        public: Object.fromEntries(file.shared.map((share) => [share.channel, [{ ts: share.ts }]])),
      },
    },
  }
}
