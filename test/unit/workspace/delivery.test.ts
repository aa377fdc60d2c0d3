import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { WorkspaceOptions } from '../../support/workspace/workspace.ts'
import { actions, button, clientOf, INTENT, openWorkspace, SECRET, section, type TinyAnswer, tinyApp } from './setup.ts'

async function connected(answer?: Parameters<typeof tinyApp>[0], options: WorkspaceOptions = {}) {
  const workspace = await openWorkspace(options)
  const app = await tinyApp(answer)
  workspace.connect({ signingSecret: SECRET, appUrl: app.url })
  return { workspace, app, client: clientOf(workspace), dana: workspace.person('U0BDR') }
}

describe('signed HTTP delivery', () => {
  it('signs the raw body, with the content types that Slack sends', async () => {
    const { app, dana, workspace } = await connected()
    await dana.command(INTENT, '/intel', 'exämple.com & more')
    await workspace.event({ type: 'app_mention', text: 'hi' })
    for (const { headers, body, path } of app.seen) {
      const stamp = String(headers['x-slack-request-timestamp'])
      const expected = createHmac('sha256', SECRET).update(`v0:${stamp}:${body}`).digest('hex')
      expect(headers['x-slack-signature']).toBe(`v0=${expected}`)
      expect(Math.abs(Date.now() / 1000 - Number(stamp))).toBeLessThan(300)
      expect(path).toBe('/slack/events')
    }
    expect(app.seen.map((one) => one.headers['content-type'])).toEqual([
      'application/x-www-form-urlencoded',
      'application/json',
    ])
    expect(app.seen[0]?.payload).toMatchObject({
      command: '/intel',
      text: 'exämple.com & more',
      user_id: 'U0BDR',
      channel_id: INTENT,
    })
    expect(app.seen[1]?.payload).toMatchObject({ type: 'event_callback', event: { type: 'app_mention' } })
  })

  it('sends raw requests with any stamp or signature, and replays a delivery byte for byte', async () => {
    const { app, dana, workspace } = await connected()
    await workspace.raw({ body: '{}', contentType: 'application/json', at: 1000, signingSecret: 'other' })
    expect(app.seen[0]?.headers['x-slack-request-timestamp']).toBe('1000')
    await dana.command(INTENT, '/intel')
    const delivery = workspace.deliveries.at(-1)
    if (!delivery) throw new Error('nothing was delivered')
    await workspace.replay(delivery)
    expect(app.seen[2]?.body).toBe(app.seen[1]?.body)
    expect(app.seen[2]?.headers['x-slack-signature']).toBe(app.seen[1]?.headers['x-slack-signature'])
  })

  it('gives status, time and body of the answer, and null when none comes in time', async () => {
    const slow = await connected(() => ({ hang: true }), { answerWithinMs: 50 })
    expect(await slow.dana.command(INTENT, '/intel')).toMatchObject({ status: null, error: 'timeout' })
    expect(slow.workspace.ephemerals('U0BDR')[0]).toMatchObject({
      user: 'USLACKBOT',
      text: '/intel failed with the error "operation_timeout"',
    })
    const quick = await connected(() => ({ status: 418, body: { a: 1 } }))
    expect(await quick.dana.command(INTENT, '/intel')).toMatchObject({ status: 418, json: { a: 1 } })
  })

  it('knows the commands, and the places they work in', async () => {
    const { dana } = await connected()
    await expect(dana.command(INTENT, '/nonsense')).rejects.toThrow('not a valid command')
    await expect(dana.command('#nowhere', '/intel')).rejects.toThrow('not in')
  })

  it.each<[string, TinyAnswer, string[]]>([
    ['a text', { body: 'plain words' }, ['plain words']],
    ['a message', { body: { text: 'twin', blocks: [section('b')] } }, ['twin']],
    ['nothing', {}, []],
  ])('shows %s answered to a command to its user only', async (_name, answer, expected) => {
    const { dana, workspace } = await connected(() => answer)
    await dana.command(INTENT, '/intel')
    expect(workspace.ephemerals('U0BDR').map((one) => one.text)).toEqual(expected)
    expect(workspace.problems).toEqual([])
  })

  it('records an answer to a command that Slack would refuse', async () => {
    const { dana, workspace } = await connected(() => ({ body: { text: 'x', blocks: [{ type: 'nonsense' }] } }))
    await dana.command(INTENT, '/intel')
    expect(workspace.problems[0]).toMatch(/invalid_blocks/)
  })
})

describe('events', () => {
  it('repeats an event that fails three times, with number and reason', async () => {
    const { app, workspace } = await connected(() => ({ status: 500 }), { eventRetryDelaysMs: [0, 0, 0] })
    await workspace.event({ type: 'app_mention' })
    await workspace.waitFor(() => workspace.deliveries.filter((one) => one.answer).length === 4, {
      what: 'three repeats',
    })
    expect(app.seen.map((one) => [one.headers['x-slack-retry-num'], one.headers['x-slack-retry-reason']])).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ])
    expect(new Set(app.seen.map((one) => one.payload['event_id'])).size).toBe(1)
  })

  it('stops repeating when the app answers well or asks for it', async () => {
    const recovering = await connected((_seen, count) => ({ status: count === 1 ? 500 : 200 }), {
      eventRetryDelaysMs: [0, 0, 0],
    })
    await recovering.workspace.event({ type: 'app_mention' })
    await recovering.workspace.waitFor(() => recovering.workspace.deliveries[1]?.answer)
    expect(recovering.app.seen).toHaveLength(2)
    const refusing = await connected(() => ({ status: 500, headers: { 'x-slack-no-retry': '1' } }), {
      eventRetryDelaysMs: [0],
    })
    expect(await refusing.workspace.event({ type: 'app_mention' })).toMatchObject({ error: 'no retry asked' })
    await refusing.workspace.event({ type: 'second' })
    expect(refusing.app.seen.map((one) => one.headers['x-slack-retry-num'])).toEqual([undefined, undefined])
  })

  it('tells only what the app is subscribed to', async () => {
    const { app, dana } = await connected()
    await dana.say(INTENT, 'nobody is told')
    await dana.say(INTENT, 'hello <@U0BOT>')
    await dana.say('D0BDR', 'a direct word').catch(() => null)
    await dana.openHome()
    await dana.say('D0BDR', 'a direct word')
    await dana.invite(INTENT)
    expect(app.seen.map((one) => (one.payload['event'] as { type: string }).type)).toEqual([
      'app_mention',
      'app_home_opened',
      'message',
      'member_joined_channel',
    ])
  })
})

describe('clicks', () => {
  const card = [
    actions(
      button('take', 'Take it', { value: 'r1' }),
      {
        type: 'overflow',
        action_id: 'more',
        options: [{ text: { type: 'plain_text', text: 'Add note' }, value: 'note' }],
      },
      { type: 'users_select', action_id: 'who' },
    ),
  ]

  async function withCard(answer?: Parameters<typeof tinyApp>[0]) {
    const setup = await connected(answer)
    await setup.client.chat.postMessage({
      channel: INTENT,
      text: 'card',
      blocks: card,
      metadata: { event_type: 'card', event_payload: {} },
    })
    const message = setup.workspace.messages(INTENT)[0]
    if (!message) throw new Error('no card')
    return { ...setup, message }
  }

  it('carries message, container, trigger, response_url and the pressed element', async () => {
    const { app, dana, message } = await withCard()
    await dana.click(message, 'Take it')
    expect(app.seen[0]?.payload).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0BDR', team_id: 'T0TEAM' },
      container: { type: 'message', message_ts: message.ts, channel_id: INTENT, is_ephemeral: false },
      channel: { id: INTENT, name: 'intent-reports' },
      actions: [{ action_id: 'take', type: 'button', value: 'r1' }],
      message: { ts: message.ts, text: 'card', bot_id: 'B0BOT' },
    })
    expect(JSON.stringify(app.seen[0]?.payload)).not.toContain('"metadata"')
  })

  it('picks entries of overflow menus and people', async () => {
    const { app, dana, message } = await withCard()
    await dana.click(message, 'Add note')
    await dana.select(message, 'who', 'U0LEAD')
    expect(app.seen.map((one) => (one.payload['actions'] as object[])[0])).toMatchObject([
      { type: 'overflow', selected_option: { value: 'note' } },
      { type: 'users_select', selected_user: 'U0LEAD' },
    ])
  })

  it('presses twice at once with two triggers', async () => {
    const { app, dana, message } = await withCard()
    const answers = await dana.clickTwice(message, 'take')
    expect(answers.map((answer) => answer.status)).toEqual([200, 200])
    expect(new Set(app.seen.map((one) => one.payload['trigger_id'])).size).toBe(2)
  })

  it('says what there is when a button is not there', async () => {
    const { dana, message } = await withCard()
    await expect(dana.click(message, 'Explode')).rejects.toThrow('Take it (take)')
  })

  it('lets a click win the race against an update, but not against a deletion', async () => {
    const { app, client, dana, message } = await withCard()
    await client.chat.update({ channel: INTENT, ts: message.ts, text: 'no buttons any more' })
    await dana.click(message, 'Take it')
    expect(app.seen[0]?.payload).toMatchObject({
      actions: [{ action_id: 'take' }],
      message: { text: 'no buttons any more' },
    })
    await client.chat.delete({ channel: INTENT, ts: message.ts })
    await expect(dana.click(message, 'Take it')).rejects.toThrow('gone')
  })

  it('sends no message with a click in an ephemeral one, and nobody else can click there', async () => {
    const { app, client, dana, workspace } = await withCard()
    await client.chat.postEphemeral({ channel: INTENT, user: 'U0BDR', text: 'psst', blocks: card })
    const ephemeral = workspace.ephemerals('U0BDR')[0]
    if (!ephemeral) throw new Error('no ephemeral')
    await dana.click(ephemeral, 'take')
    expect(app.seen[0]?.payload).toMatchObject({ container: { is_ephemeral: true } })
    expect(app.seen[0]?.payload['message']).toBeUndefined()
    await expect(workspace.person('U0LEAD').click(ephemeral, 'take')).rejects.toThrow('does not see')
  })

  it('starts shortcuts that exist', async () => {
    const shortcuts = [
      { type: 'global' as const, name: 'Report a reply', callback_id: 'report' },
      { type: 'message' as const, name: 'Report a reply', callback_id: 'report-message' },
    ]
    const { app, dana, workspace } = await connected(undefined, { shortcuts })
    const message = await dana.say(INTENT, 'they replied')
    await dana.shortcut('report')
    await dana.messageShortcut(message, 'report-message')
    await expect(dana.shortcut('report-message')).rejects.toThrow('no global shortcut')
    expect(app.seen.map((one) => one.payload['type'])).toEqual(['shortcut', 'message_action'])
    expect(app.seen[1]?.payload).toMatchObject({ message: { text: 'they replied' }, message_ts: message.ts })
    expect(workspace.problems).toEqual([])
  })
})

describe('response_url', () => {
  async function respondWith(now?: () => number) {
    const setup = await connected(undefined, now ? { now } : {})
    await setup.client.chat.postMessage({
      channel: INTENT,
      text: 'card',
      blocks: [actions(button('take', 'Take it'))] as never,
    })
    const message = setup.workspace.messages(INTENT)[0]
    if (!message) throw new Error('no card')
    await setup.dana.click(message, 'take')
    const url = setup.app.seen[0]?.payload['response_url'] as string
    const post = async (body: object) => {
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
      return { status: response.status, body: (await response.json()) as { error?: string } }
    }
    return { ...setup, message, post }
  }

  it('answers to the person by default, to the channel on request, five times', async () => {
    const { post, workspace } = await respondWith()
    await post({ text: 'to you' })
    await post({ text: 'to all', response_type: 'in_channel' })
    expect(workspace.ephemerals('U0BDR').map((one) => one.text)).toEqual(['to you'])
    expect(workspace.messages(INTENT).map((one) => one.text)).toEqual(['card', 'to all'])
    for (let n = 0; n < 3; n += 1) expect((await post({ text: 'more' })).status).toBe(200)
    expect(await post({ text: 'a sixth time' })).toMatchObject({ status: 404, body: { error: 'used_url' } })
  })

  it('replaces and deletes the original', async () => {
    const { post, workspace, message } = await respondWith()
    await post({ text: 'done', replace_original: true })
    expect(workspace.message(INTENT, message.ts)).toMatchObject({ text: 'done' })
    expect(workspace.message(INTENT, message.ts)?.blocks).toBeUndefined()
    await post({ delete_original: true })
    expect(workspace.message(INTENT, message.ts)).toBeUndefined()
  })

  it('lives thirty minutes and refuses what Slack refuses', async () => {
    let at = Date.now()
    const { post } = await respondWith(() => at)
    expect(await post({})).toMatchObject({ status: 400, body: { error: 'no_text' } })
    expect(await post({ text: 'x', blocks: [{ type: 'nonsense' }] })).toMatchObject({
      status: 400,
      body: { error: 'invalid_blocks' },
    })
    at += 30 * 60_000 + 1
    expect(await post({ text: 'late' })).toMatchObject({ status: 404, body: { error: 'expired_url' } })
  })
})
