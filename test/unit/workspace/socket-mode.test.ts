import { App, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { Workspace } from '../../support/workspace/workspace.ts'
import { actions, button, clientOf, codeOf, INTENT, input, modal, openWorkspace } from './setup.ts'

async function boltApp(workspace: Workspace): Promise<App> {
  const receiver = new SocketModeReceiver({
    appToken: workspace.appToken,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl: workspace.apiUrl } },
  })
  const app = new App({
    receiver,
    token: workspace.token,
    botId: 'B0BOT',
    botUserId: 'U0BOT',
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: workspace.apiUrl },
  })
  await app.start()
  onTestFinished(async () => {
    await receiver.client.disconnect()
  })
  return app
}

describe('Socket Mode with a real Bolt app', () => {
  it('delivers a command and shows the ack', async () => {
    const workspace = await openWorkspace()
    const app = await boltApp(workspace)
    app.command('/intel', async ({ ack, command }) => ack(`You asked for ${command.text}`))
    const answer = await workspace.person('U0BDR').command(INTENT, '/intel', 'example.com')
    expect(answer.status).toBe(200)
    expect(workspace.ephemerals('U0BDR')[0]?.text).toBe('You asked for example.com')
    expect(workspace.deliveries[0]).toMatchObject({ by: 'socket', kind: 'command' })
  })

  it('delivers clicks, opens a modal, takes its submission and tells events', async () => {
    const workspace = await openWorkspace()
    const app = await boltApp(workspace)
    app.action('open', async ({ ack, body, client }) => {
      await ack()
      const trigger_id = 'trigger_id' in body ? body.trigger_id : ''
      await client.views.open({
        trigger_id,
        view: modal([input('note', { type: 'plain_text_input', action_id: 'value' })]),
      })
    })
    app.view('cb', async ({ ack }) => ack({ response_action: 'errors', errors: { note: 'Say more' } }))
    const mentions: string[] = []
    app.event('app_mention', async ({ event }) => void mentions.push(event.text))

    await clientOf(workspace).chat.postMessage({
      channel: INTENT,
      text: 'x',
      blocks: [actions(button('open', 'Open'))] as never,
    })
    const message = workspace.messages(INTENT)[0]
    if (!message) throw new Error('no message')
    const dana = workspace.person('U0BDR')
    await dana.click(message, 'Open')
    await workspace.waitFor(() => workspace.currentView('U0BDR'), { what: 'the modal' })
    await dana.submit({ note: 'hm' })
    expect(workspace.currentView('U0BDR')?.errors).toEqual({ note: 'Say more' })
    await dana.say(INTENT, '<@U0BOT> hello')
    expect(mentions).toEqual(['<@U0BOT> hello'])
    expect(workspace.problems).toEqual([])
  })
})

describe('the socket itself', () => {
  it('gives its address to the app token only, for one connection', async () => {
    const workspace = await openWorkspace()
    expect(await codeOf(clientOf(workspace).apps.connections.open({}))).toBe('not_allowed_token_type')
    const { url = '' } = await clientOf(workspace, workspace.appToken).apps.connections.open({})
    const first = new WebSocket(url)
    const hello = await new Promise<string>((resolve) =>
      first.once('message', (data) => resolve((data as Buffer).toString())),
    )
    expect(JSON.parse(hello)).toMatchObject({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0APP' } })
    const second = new WebSocket(url)
    const refused = await new Promise((resolve) => second.once('error', resolve))
    expect(refused).toBeInstanceOf(Error)
    first.terminate()
  })

  it('asks to reconnect, and says when nobody acknowledges', async () => {
    const workspace = await openWorkspace({ answerWithinMs: 50 })
    const { url = '' } = await clientOf(workspace, workspace.appToken).apps.connections.open({})
    const socket = new WebSocket(url)
    const got: { type: string; envelope_id?: string }[] = []
    socket.on('message', (data) => got.push(JSON.parse((data as Buffer).toString())))
    await workspace.waitFor(() => workspace.socketMode.isConnected(), { what: 'the socket' })
    expect(await workspace.person('U0BDR').command(INTENT, '/intel')).toMatchObject({ status: null, error: 'timeout' })
    socket.send(JSON.stringify({ envelope_id: 'made-up' }))
    await workspace.waitFor(() => workspace.problems.length === 1, { what: 'the problem' })
    workspace.socketMode.disconnect('refresh_requested')
    await workspace.waitFor(() => !workspace.socketMode.isConnected(), { what: 'the end of the socket' })
    expect(got.map((one) => one.type)).toEqual(['hello', 'slash_commands', 'disconnect'])
  })
})
