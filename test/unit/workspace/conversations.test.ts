import { describe, expect, it } from 'vitest'
import { clientOf, codeOf, INTENT, openWorkspace } from './setup.ts'

/** Five messages, the third a parent with two replies, the second reply sent to the channel too. */
async function filled() {
  const workspace = await openWorkspace()
  const client = clientOf(workspace)
  const stamps: string[] = []
  for (const text of ['one', 'two', 'three', 'four', 'five'])
    stamps.push((await client.chat.postMessage({ channel: INTENT, text })).ts as string)
  const thread_ts = stamps[2] as string
  await client.chat.postMessage({ channel: INTENT, text: 'r1', thread_ts })
  await client.chat.postMessage({ channel: INTENT, text: 'r2', thread_ts, reply_broadcast: true })
  return { workspace, client, stamps, thread_ts }
}

const texts = (answer: { messages?: { text?: string }[] }) => answer.messages?.map((message) => message.text)

describe('conversations.history', () => {
  it('is newest first, without quiet replies, with figures on the parent', async () => {
    const { client } = await filled()
    const history = await client.conversations.history({ channel: INTENT })
    expect(texts(history)).toEqual(['r2', 'five', 'four', 'three', 'two', 'one'])
    expect(history.messages?.[3]).toMatchObject({ reply_count: 2, reply_users: ['U0BOT'] })
  })

  it('leaves both ends out unless inclusive', async () => {
    const { client, stamps } = await filled()
    const range = { channel: INTENT, oldest: stamps[1] as string, latest: stamps[3] as string }
    expect(texts(await client.conversations.history(range))).toEqual(['three'])
    expect(texts(await client.conversations.history({ ...range, inclusive: true }))).toEqual(['four', 'three', 'two'])
  })

  it('pages with a cursor and refuses a wrong one', async () => {
    const { client } = await filled()
    const first = await client.conversations.history({ channel: INTENT, limit: 4 })
    expect(first.has_more).toBe(true)
    const cursor = first.response_metadata?.next_cursor as string
    expect(texts(await client.conversations.history({ channel: INTENT, limit: 4, cursor }))).toEqual(['two', 'one'])
    expect(await codeOf(client.conversations.history({ channel: INTENT, cursor: 'nonsense' }))).toBe('invalid_cursor')
    expect(await codeOf(client.conversations.history({ channel: INTENT, limit: 2000 }))).toBe('invalid_limit')
  })

  it('is for members only, by id only', async () => {
    const workspace = await openWorkspace({ channels: [{ id: 'C0OUT', name: 'out', members: ['U0BDR'] }] })
    const client = clientOf(workspace)
    expect(await codeOf(client.conversations.history({ channel: 'C0OUT' }))).toBe('not_in_channel')
    expect(await codeOf(client.conversations.history({ channel: 'out' }))).toBe('channel_not_found')
    expect(await codeOf(client.conversations.join({ channel: 'C0OUT' }))).toBe('ok')
    expect(await codeOf(client.conversations.history({ channel: 'C0OUT' }))).toBe('ok')
  })
})

describe('conversations.replies', () => {
  it('is oldest first, with the parent on every page', async () => {
    const { client, thread_ts } = await filled()
    expect(texts(await client.conversations.replies({ channel: INTENT, ts: thread_ts }))).toEqual(['three', 'r1', 'r2'])
    const first = await client.conversations.replies({ channel: INTENT, ts: thread_ts, limit: 2 })
    expect(texts(first)).toEqual(['three', 'r1'])
    const cursor = first.response_metadata?.next_cursor as string
    expect(texts(await client.conversations.replies({ channel: INTENT, ts: thread_ts, limit: 2, cursor }))).toEqual([
      'three',
      'r2',
    ])
  })

  it('knows no thread of a message that is not there', async () => {
    const { client } = await filled()
    expect(await codeOf(client.conversations.replies({ channel: INTENT, ts: '1.000001' }))).toBe('thread_not_found')
  })
})

describe('channels, people, files, reactions', () => {
  it('lists by type, leaves out archived ones on request, hides private ones from outside', async () => {
    const workspace = await openWorkspace({
      channels: [
        { id: 'C0A', name: 'a' },
        { id: 'C0B', name: 'b', is_archived: true },
        { id: 'G0C', name: 'c', is_private: true, members: ['U0BDR', 'U0BOT'] },
        { id: 'G0D', name: 'd', is_private: true, members: ['U0BDR'] },
      ],
    })
    const client = clientOf(workspace)
    const names = async (args: object) =>
      (await client.conversations.list(args)).channels?.map((channel) => channel.name)
    expect(await names({})).toEqual(['a', 'b'])
    expect(await names({ exclude_archived: true, types: 'public_channel,private_channel' })).toEqual(['a', 'c'])
    expect(await codeOf(client.conversations.list({ types: 'everything' }))).toBe('invalid_types')
    expect(await codeOf(client.conversations.info({ channel: 'G0D' }))).toBe('channel_not_found')
    const info = await client.conversations.info({ channel: 'C0A', include_num_members: true })
    expect(info.channel).toMatchObject({ name: 'a', is_member: true, num_members: 4 })
    expect((await client.conversations.members({ channel: 'G0C' })).members).toEqual(['U0BDR', 'U0BOT'])
  })

  it('shows people with zone, guest marks and presence; mail only with its scope', async () => {
    const workspace = await openWorkspace({
      people: [
        { id: 'U0MNL', name: 'omar', tz: 'Asia/Manila', presence: 'away' },
        { id: 'U0GUEST', name: 'gail', is_restricted: true, team_id: 'T0OTHER' },
      ],
    })
    const client = clientOf(workspace)
    const omar = (await client.users.info({ user: 'U0MNL' })).user
    expect(omar).toMatchObject({ tz: 'Asia/Manila', tz_offset: 28_800, profile: { email: 'omar@example.com' } })
    expect((await client.users.info({ user: 'U0GUEST' })).user).toMatchObject({
      is_restricted: true,
      team_id: 'T0OTHER',
    })
    expect((await client.users.getPresence({ user: 'U0MNL' })).presence).toBe('away')
    expect(await codeOf(client.users.info({ user: 'U0NOBODY' }))).toBe('user_not_found')
    workspace.withoutScopes('users:read.email')
    expect((await client.users.info({ user: 'U0MNL' })).user?.profile?.email).toBeUndefined()
    const first = await client.users.list({ limit: 2 })
    expect(first.members).toHaveLength(2)
    expect(first.response_metadata?.next_cursor).not.toBe('')
  })

  it('takes files the way the SDK uploads them and shares them in a thread', async () => {
    const workspace = await openWorkspace()
    const client = clientOf(workspace)
    const { ts = '' } = await client.chat.postMessage({ channel: INTENT, text: 'parent' })
    await client.files.uploadV2({
      channel_id: INTENT,
      thread_ts: ts,
      filename: 'card.png',
      file: Buffer.from('bytes'),
      initial_comment: 'The card',
    })
    const [file] = workspace.files()
    expect(file?.bytes?.toString()).toBe('bytes')
    expect(workspace.thread(INTENT, ts)[1]).toMatchObject({
      text: 'The card',
      files: [{ id: file?.id, name: 'card.png' }],
    })
    const info = await client.files.info({ file: file?.id ?? '' })
    const read = async (token: string) => {
      const response = await fetch(info.file?.url_private as string, { headers: { authorization: `Bearer ${token}` } })
      return { type: response.headers.get('content-type'), status: response.status }
    }
    expect(await read(workspace.token)).toEqual({ status: 200, type: 'application/octet-stream' })
    expect(await read('wrong')).toEqual({ status: 200, type: 'text/html' })
  })

  it('refuses bytes of another length and files that were never sent', async () => {
    const workspace = await openWorkspace()
    const client = clientOf(workspace)
    const { upload_url = '', file_id = '' } = await client.files.getUploadURLExternal({ filename: 'a.txt', length: 5 })
    const wrong = await fetch(upload_url, { method: 'POST', body: 'too many bytes' })
    expect(await wrong.json()).toMatchObject({ ok: false, error: 'file_update_failed' })
    expect(
      await codeOf(client.files.completeUploadExternal({ files: [{ id: file_id, title: 'a' }], channel_id: INTENT })),
    ).toBe('file_not_found')
  })

  it('takes a reaction once', async () => {
    const workspace = await openWorkspace()
    const client = clientOf(workspace)
    const { ts = '' } = await client.chat.postMessage({ channel: INTENT, text: 'x' })
    const add = (name: string, timestamp = ts) => codeOf(client.reactions.add({ channel: INTENT, timestamp, name }))
    expect(await add('eyes')).toBe('ok')
    expect(await add('eyes')).toBe('already_reacted')
    expect(await add('Not A Name')).toBe('invalid_name')
    expect(await add('eyes', '1.000001')).toBe('message_not_found')
  })
})
