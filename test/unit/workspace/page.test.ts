import { describe, expect, it } from 'vitest'
import type { Workspace } from '../../support/workspace/workspace.ts'
import { actions, button, clientOf, INTENT, openWorkspace, SECRET, tinyApp } from './setup.ts'

type State = {
  me: string
  messages: Record<string, { text: string; metadata?: object }[]>
  ephemerals: { text: string }[]
}

const stateOf = async (workspace: Workspace, as: string) =>
  (await (await fetch(`${workspace.url}/page/state?as=${as}`)).json()) as State

const act = async (workspace: Workspace, what: object, contentType = 'application/json') => {
  const response = await fetch(`${workspace.url}/page/act`, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: JSON.stringify(what),
  })
  return {
    status: response.status,
    body: (await response.json()) as { ok: boolean; error?: string; answer?: { status: number } },
  }
}

describe('the page', () => {
  it('serves itself under a policy that runs no script but its own', async () => {
    const workspace = await openWorkspace()
    const response = await fetch(workspace.url)
    const html = await response.text()
    expect(html).toContain('<title>Stand-in workspace</title>')
    expect(html).toContain('not Slack')
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/)
    const names = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1] ?? '')
    const statuses = await Promise.all(names.map(async (name) => (await fetch(workspace.url + name)).status))
    expect(statuses).toEqual(names.map(() => 200))
    expect((await fetch(`${workspace.url}/page/../workspace.ts`)).status).toBe(404)
    expect((await fetch(`${workspace.url}/page/..%2Fworkspace.ts`)).status).toBe(404)
  })

  it('shows each person their own ephemerals, and nobody metadata', async () => {
    const workspace = await openWorkspace()
    const client = clientOf(workspace)
    await client.chat.postMessage({ channel: INTENT, text: 'card', metadata: { event_type: 'x', event_payload: {} } })
    await client.chat.postEphemeral({ channel: INTENT, user: 'U0BDR', text: 'psst' })
    const dana = await stateOf(workspace, 'U0BDR')
    expect(dana.messages[INTENT]?.[0]).toMatchObject({ text: 'card' })
    expect(dana.messages[INTENT]?.[0]?.metadata).toBeUndefined()
    expect(dana.ephemerals.map((one) => one.text)).toEqual(['psst'])
    expect((await stateOf(workspace, 'U0LEAD')).ephemerals).toEqual([])
    expect((await stateOf(workspace, 'U0NOBODY')).me).toBe('U0BDR')
  })

  it('acts as the chosen person: commands, clicks by block and action, words', async () => {
    const workspace = await openWorkspace()
    const app = await tinyApp()
    workspace.connect({ signingSecret: SECRET, appUrl: app.url })
    const row = (block_id: string) => ({ ...actions(button('take', 'Take it', { value: block_id })), block_id })
    await clientOf(workspace).chat.postMessage({
      channel: INTENT,
      text: 'x',
      blocks: [row('one'), row('two')] as never,
    })
    const ts = workspace.messages(INTENT)[0]?.ts
    expect(
      (await act(workspace, { as: 'U0LEAD', do: 'command', channel: INTENT, command: '/intel', text: 'a.com' })).body
        .answer?.status,
    ).toBe(200)
    await act(workspace, { as: 'U0LEAD', do: 'click', channel: INTENT, ts, which: 'two/take' })
    await act(workspace, { as: 'U0LEAD', do: 'say', channel: INTENT, text: 'hello', threadTs: ts })
    expect(
      app.seen.map((one) => one.payload['user_id'] ?? (one.payload['actions'] as { value: string }[])[0]?.value),
    ).toEqual(['U0LEAD', 'two'])
    expect(workspace.thread(INTENT, ts ?? '')[1]).toMatchObject({ user: 'U0LEAD', text: 'hello' })
  })

  it('says what a person cannot do, and takes nothing from other sites', async () => {
    const workspace = await openWorkspace()
    const wrong = await act(workspace, { as: 'U0BDR', do: 'command', channel: INTENT, command: '/nope' })
    expect(wrong.body).toMatchObject({ ok: false, error: '/nope is not a valid command.' })
    expect((await act(workspace, { as: 'U0NOBODY', do: 'say' })).body.ok).toBe(false)
    expect((await act(workspace, { as: 'U0BDR', do: 'fly' })).body.error).toMatch(/cannot do "fly"/)
    expect((await act(workspace, { as: 'U0BDR', do: 'say', channel: INTENT, text: 'x' }, 'text/plain')).status).toBe(
      403,
    )
    expect(workspace.messages(INTENT)).toEqual([])
  })

  it('tells open pages about changes', async () => {
    const workspace = await openWorkspace()
    const response = await fetch(`${workspace.url}/page/events`)
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    const first = await reader?.read()
    await workspace.person('U0BDR').say(INTENT, 'news')
    const second = await reader?.read()
    expect(first?.value).toMatch(/^data: \d+/)
    expect(second?.value).not.toBe(first?.value)
    await reader?.cancel()
  })

  it('leads a permalink to its message and thread', async () => {
    const workspace = await openWorkspace()
    const client = clientOf(workspace)
    const { ts = '' } = await client.chat.postMessage({ channel: INTENT, text: 'parent' })
    const reply = await client.chat.postMessage({ channel: INTENT, text: 'reply', thread_ts: ts })
    const { permalink = '' } = await client.chat.getPermalink({ channel: INTENT, message_ts: reply.ts as string })
    const response = await fetch(permalink, { redirect: 'manual' })
    expect(response.headers.get('location')).toBe(`/#${INTENT}/${reply.ts}/${ts}`)
  })
})
