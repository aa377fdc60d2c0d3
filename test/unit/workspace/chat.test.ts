import { WebAPIRateLimitedError } from '@slack/web-api'
import { describe, expect, it } from 'vitest'
import { clientOf, codeOf, INTENT, openWorkspace, section } from './setup.ts'

const blocks = (text: string) => [section(text)] as never

describe('tokens and scopes', () => {
  it('refuses no token, a wrong token and an unknown method', async () => {
    const workspace = await openWorkspace()
    expect(await codeOf(clientOf(workspace, '').auth.test())).toBe('not_authed')
    expect(await codeOf(clientOf(workspace, 'xoxb-wrong').auth.test())).toBe('invalid_auth')
    expect(await codeOf(clientOf(workspace).apiCall('chat.invent'))).toBe('unknown_method')
    expect(await clientOf(workspace).auth.test()).toMatchObject({
      user_id: 'U0BOT',
      bot_id: 'B0BOT',
      team_id: 'T0TEAM',
    })
  })

  it('names the scope that is missing, until it is given back', async () => {
    const workspace = await openWorkspace()
    const client = clientOf(workspace)
    workspace.withoutScopes('channels:history')
    const history = () => client.conversations.history({ channel: INTENT })
    await expect(history()).rejects.toMatchObject({ data: { error: 'missing_scope', needed: 'channels:history' } })
    workspace.withScopes('channels:history')
    expect(await codeOf(history())).toBe('ok')
  })

  it('takes JSON bodies as well as the form the SDK sends, and nothing else', async () => {
    const workspace = await openWorkspace()
    const post = (type: string, body: string) =>
      fetch(`${workspace.apiUrl}chat.postMessage`, {
        method: 'POST',
        headers: { authorization: `Bearer ${workspace.token}`, 'content-type': type },
        body,
      }).then((response) => response.json() as Promise<{ ok: boolean; error?: string }>)
    const good = JSON.stringify({ channel: INTENT, text: 'by JSON', blocks: [section('by JSON')] })
    expect(await post('application/json; charset=utf-8', good)).toMatchObject({ ok: true })
    expect(await post('application/json', '{')).toMatchObject({ error: 'invalid_json' })
    expect(await post('text/plain', good)).toMatchObject({ error: 'invalid_post_type' })
    expect(workspace.messages(INTENT)[0]?.text).toBe('by JSON')
  })
})

describe('chat.postMessage', () => {
  it('finds channels by id and by name, and says why it cannot post elsewhere', async () => {
    const workspace = await openWorkspace({
      channels: [
        { id: INTENT, name: 'intent-reports' },
        { id: 'C0OTHER', name: 'other', members: ['U0BDR'] },
        { id: 'C0OLD', name: 'old', is_archived: true },
        { id: 'G0SECRET', name: 'secret', is_private: true, members: ['U0BDR'] },
      ],
    })
    const client = clientOf(workspace)
    const post = (channel: string) => codeOf(client.chat.postMessage({ channel, text: 'hi' }))
    expect(await Promise.all([post(INTENT), post('#intent-reports'), post('intent-reports')])).toEqual([
      'ok',
      'ok',
      'ok',
    ])
    expect(await post('#nowhere')).toBe('channel_not_found')
    expect(await post('C0OLD')).toBe('is_archived')
    expect(await post('G0SECRET')).toBe('channel_not_found')
    expect(await post('C0OTHER')).toBe('ok')
    workspace.withoutScopes('chat:write.public')
    expect(await post('C0OTHER')).toBe('not_in_channel')
  })

  it('puts a post to a person into their direct conversation', async () => {
    const workspace = await openWorkspace()
    const client = clientOf(workspace)
    const opened = await client.conversations.open({ users: 'U0LEAD' })
    const posted = await client.chat.postMessage({ channel: 'U0LEAD', text: 'only for you' })
    expect(posted.channel).toBe(opened.channel?.id)
    expect(await codeOf(client.conversations.open({ users: 'U0NOBODY' }))).toBe('user_not_found')
  })

  it('refuses nothing to say, broken blocks and too many characters', async () => {
    const workspace = await openWorkspace()
    const client = clientOf(workspace)
    const post = (args: object) => codeOf(client.apiCall('chat.postMessage', { channel: INTENT, ...args }))
    expect(await post({})).toBe('no_text')
    expect(await post({ text: 'x', blocks: '{broken' })).toBe('invalid_blocks_format')
    expect(
      await post({ text: 'x', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }] }),
    ).toBe('invalid_blocks')
    expect(await post({ text: 'x', blocks: Array.from({ length: 5 }, () => section('y'.repeat(2900))) })).toBe(
      'msg_blocks_too_long',
    )
    expect(await post({ text: 'x', metadata: { event_type: 'a' } })).toBe('invalid_metadata_schema')
    expect(await post({ text: 'x', markdown_text: '*y*' })).toBe('markdown_text_conflict')
    expect(workspace.messages(INTENT)).toEqual([])
  })

  it('records blocks without a text as a problem', async () => {
    const workspace = await openWorkspace()
    await clientOf(workspace).apiCall('chat.postMessage', { channel: INTENT, blocks: [section('no twin')] })
    expect(workspace.problems).toEqual(['chat.postMessage: blocks without a text'])
  })

  it('makes up ids for blocks, and keeps those that are given', async () => {
    const workspace = await openWorkspace()
    const given = [section('a'), { ...section('b'), block_id: 'mine' }]
    await clientOf(workspace).chat.postMessage({ channel: INTENT, text: 'x', blocks: given })
    const ids = workspace.messages(INTENT)[0]?.blocks?.map((block) => block.block_id)
    expect(ids).toEqual([expect.stringMatching(/^b.{5}$/), 'mine'])
  })

  it('posts into threads, shows broadcasts in the channel, and refuses a parent that is none', async () => {
    const workspace = await openWorkspace()
    const client = clientOf(workspace)
    const parent = await client.chat.postMessage({ channel: INTENT, text: 'parent' })
    const thread_ts = parent.ts as string
    const reply = await client.chat.postMessage({ channel: INTENT, text: 'quiet', thread_ts })
    await client.chat.postMessage({ channel: INTENT, text: 'loud', thread_ts, reply_broadcast: true })
    const post = (ts: string) => codeOf(client.chat.postMessage({ channel: INTENT, text: 'x', thread_ts: ts }))
    expect(await post('1.000001')).toBe('thread_not_found')
    expect(await post(reply.ts as string)).toBe('cannot_reply_to_message')
    expect(workspace.messages(INTENT).map((message) => message.text)).toEqual(['parent', 'loud'])
    expect(workspace.thread(INTENT, thread_ts).map((message) => message.text)).toEqual(['parent', 'quiet', 'loud'])
    expect(workspace.thread(INTENT, thread_ts)[2]?.subtype).toBe('thread_broadcast')
  })

  it('limits posts per channel: a small burst, then one a second, with Retry-After', async () => {
    let at = 1_700_000_000_000
    const workspace = await openWorkspace({ postsPerSecond: 1, postBurst: 3, now: () => at })
    const client = clientOf(workspace)
    const post = () => client.chat.postMessage({ channel: INTENT, text: 'x' })
    for (let n = 0; n < 3; n += 1) await post()
    const refused = await post().catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(WebAPIRateLimitedError)
    expect((refused as WebAPIRateLimitedError).retryAfter).toBe(1)
    expect(workspace.calls.at(-1)).toMatchObject({ status: 429, answer: { error: 'ratelimited' } })
    expect(await codeOf(client.chat.postMessage({ channel: 'U0BDR', text: 'another channel' }))).toBe('ok')
    at += 1000
    expect(await codeOf(post())).toBe('ok')
  })

  it('limits other methods by tier and minute', async () => {
    let at = 1_700_000_000_000
    const workspace = await openWorkspace({ now: () => at })
    const client = clientOf(workspace)
    for (let n = 0; n < 20; n += 1) await client.users.list({})
    expect(await codeOf(client.users.list({}))).toBe('WebAPIRateLimitedError')
    at += 3000
    expect(await codeOf(client.users.list({}))).toBe('ok')
  })
})

describe('chat.update and chat.delete', () => {
  it('changes own messages only, by channel id and existing stamp, with a short text', async () => {
    const workspace = await openWorkspace()
    const client = clientOf(workspace)
    const { ts = '' } = await client.chat.postMessage({ channel: INTENT, text: 'first' })
    const byDana = await workspace.person('U0BDR').say(INTENT, 'mine')
    const update = (args: object) => codeOf(client.chat.update({ channel: INTENT, ts, text: 'new', ...args }))
    expect(await update({ ts: '1.000001' })).toBe('message_not_found')
    expect(await update({ ts: byDana.ts })).toBe('cant_update_message')
    expect(await update({ channel: 'intent-reports' })).toBe('channel_not_found')
    expect(await update({ text: 'x'.repeat(4001) })).toBe('msg_too_long')
    expect(await update({})).toBe('ok')
    expect(workspace.message(INTENT, ts)?.text).toBe('new')
    expect(await codeOf(client.chat.delete({ channel: INTENT, ts: byDana.ts }))).toBe('cant_delete_message')
  })

  it('drops the blocks when a text comes alone, and says nothing when blocks come alone', async () => {
    const workspace = await openWorkspace()
    const client = clientOf(workspace)
    const { ts = '' } = await client.chat.postMessage({ channel: INTENT, text: 'twin', blocks: blocks('a') })
    await client.chat.update({ channel: INTENT, ts, text: 'text alone' })
    expect(workspace.message(INTENT, ts)).toMatchObject({ text: 'text alone' })
    expect(workspace.message(INTENT, ts)?.blocks).toBeUndefined()
    await client.apiCall('chat.update', { channel: INTENT, ts, blocks: blocks('b') })
    expect(workspace.message(INTENT, ts)?.text).toBe("This content can't be displayed.")
    expect(workspace.problems).toEqual(['chat.update: blocks without a text'])
  })

  it('keeps metadata that is not mentioned, clears it with {}, and shows it only on request', async () => {
    const workspace = await openWorkspace()
    const client = clientOf(workspace)
    const metadata = { event_type: 'card', event_payload: { id: 'r1' } }
    const { ts = '' } = await client.chat.postMessage({ channel: INTENT, text: 'x', metadata })
    await client.chat.update({ channel: INTENT, ts, text: 'y' })
    const read = async (include_all_metadata: boolean) =>
      (await client.conversations.history({ channel: INTENT, include_all_metadata })).messages?.[0] as {
        metadata?: object
      }
    expect((await read(true)).metadata).toEqual(metadata)
    expect((await read(false)).metadata).toBeUndefined()
    await client.chat.update({ channel: INTENT, ts, text: 'z', metadata: {} as never })
    expect((await read(true)).metadata).toBeUndefined()
  })

  it('leaves a tombstone for a parent and nothing for a reply', async () => {
    const workspace = await openWorkspace()
    const client = clientOf(workspace)
    const { ts = '' } = await client.chat.postMessage({ channel: INTENT, text: 'parent' })
    const reply = await client.chat.postMessage({ channel: INTENT, text: 'reply', thread_ts: ts })
    await client.chat.delete({ channel: INTENT, ts })
    expect(workspace.message(INTENT, ts)?.subtype).toBe('tombstone')
    expect(await codeOf(client.chat.update({ channel: INTENT, ts, text: 'back?' }))).toBe('message_not_found')
    await client.chat.delete({ channel: INTENT, ts: reply.ts as string })
    expect(workspace.message(INTENT, reply.ts as string)).toBeUndefined()
  })
})

describe('chat.postEphemeral and chat.getPermalink', () => {
  it('shows an ephemeral to one person who is in the channel, outside the history', async () => {
    const workspace = await openWorkspace({
      channels: [{ id: INTENT, name: 'intent-reports', members: ['U0BDR', 'U0BOT'] }],
    })
    const client = clientOf(workspace)
    const post = (user: string) => codeOf(client.chat.postEphemeral({ channel: INTENT, user, text: 'psst' }))
    expect(await post('U0BDR')).toBe('ok')
    expect(await post('U0LEAD')).toBe('user_not_in_channel')
    expect(workspace.ephemerals('U0BDR').map((one) => one.text)).toEqual(['psst'])
    expect(workspace.messages(INTENT)).toEqual([])
    const ts = workspace.ephemerals('U0BDR')[0]?.ts ?? ''
    expect(await codeOf(client.chat.update({ channel: INTENT, ts, text: 'x' }))).toBe('message_not_found')
  })

  it('links to messages, and to replies with their thread', async () => {
    const workspace = await openWorkspace()
    const client = clientOf(workspace)
    const { ts = '' } = await client.chat.postMessage({ channel: INTENT, text: 'parent' })
    const reply = await client.chat.postMessage({ channel: INTENT, text: 'reply', thread_ts: ts })
    const link = await client.chat.getPermalink({ channel: INTENT, message_ts: reply.ts as string })
    expect(link.permalink).toBe(
      `${workspace.url}/archives/${INTENT}/p${reply.ts?.replace('.', '')}?thread_ts=${ts}&cid=${INTENT}`,
    )
    expect(await codeOf(client.chat.getPermalink({ channel: INTENT, message_ts: '1.2' }))).toBe('message_not_found')
  })
})
