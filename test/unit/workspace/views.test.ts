import { describe, expect, it } from 'vitest'
import type { Workspace, WorkspaceOptions } from '../../support/workspace/workspace.ts'
import {
  actions,
  button,
  clientOf,
  codeOf,
  INTENT,
  input,
  modal,
  openWorkspace,
  SECRET,
  section,
  type TinyAnswer,
  tinyApp,
} from './setup.ts'

const text = (block_id: string, more: object = {}) =>
  input(block_id, { type: 'plain_text_input', action_id: 'value', ...more })

/** A workspace with a message whose button gives triggers, and an app that answers submissions by rule. */
async function withApp(
  answer: (payload: Record<string, unknown>) => TinyAnswer = () => ({}),
  options: WorkspaceOptions = {},
) {
  const workspace = await openWorkspace(options)
  const app = await tinyApp((seen) => (seen.payload['type'] === 'view_submission' ? answer(seen.payload) : {}))
  workspace.connect({ signingSecret: SECRET, appUrl: app.url })
  const client = clientOf(workspace)
  await client.chat.postMessage({ channel: INTENT, text: 'x', blocks: [actions(button('open', 'Open'))] as never })
  const trigger = async () => {
    const message = workspace.messages(INTENT)[0]
    if (!message) throw new Error('no message')
    await dana(workspace).click(message, 'open')
    return app.seen.at(-1)?.payload['trigger_id'] as string
  }
  return { workspace, app, client, trigger }
}

const dana = (workspace: Workspace) => workspace.person('U0BDR')

describe('triggers', () => {
  it('opens one modal within three seconds, and only once', async () => {
    let at = 1_700_000_000_000
    const { client, trigger, workspace } = await withApp(undefined, { now: () => at })
    const open = (trigger_id: string) => codeOf(client.views.open({ trigger_id, view: modal([text('a')]) }))
    const first = await trigger()
    expect(await open('1.2.made-up')).toBe('invalid_trigger_id')
    expect(await open(first)).toBe('ok')
    expect(await open(first)).toBe('exchanged_trigger_id')
    const late = await trigger()
    at += 3001
    expect(await open(late)).toBe('expired_trigger_id')
    expect(workspace.currentView('U0BDR')?.callback_id).toBe('cb')
    expect(workspace.currentView('U0LEAD')).toBeUndefined()
  })

  it('leaves the trigger unused when the view is refused', async () => {
    const { client, trigger } = await withApp()
    const trigger_id = await trigger()
    const refused = modal([text('a')], { title: { type: 'plain_text', text: 'A title far too long for Slack' } })
    expect(await codeOf(client.views.open({ trigger_id, view: refused }))).toBe('invalid_arguments')
    expect(await codeOf(client.views.open({ trigger_id, view: modal([text('a')]) }))).toBe('ok')
  })
})

describe('updating', () => {
  it('finds no view that a new one replaced', async () => {
    const { client, trigger } = await withApp()
    const open = async () =>
      (await client.views.open({ trigger_id: await trigger(), view: modal([text('a')]) })).view?.id ?? ''
    const replaced = await open()
    const shown = await open()
    const update = (view_id: string) => codeOf(client.views.update({ view_id, view: modal([text('a')]) }))
    expect([await update(replaced), await update(shown)]).toEqual(['not_found', 'ok'])
  })

  it('keeps the id and the values whose ids stay, changes the hash, and refuses an old one', async () => {
    const { client, trigger, workspace } = await withApp(() => ({
      body: { response_action: 'errors', errors: { a: 'No' } },
    }))
    const { view } = await client.views.open({ trigger_id: await trigger(), view: modal([text('a'), text('b')]) })
    await dana(workspace).submit({ a: 'kept', b: 'lost' })
    const { id: view_id = '', hash = '' } = view ?? {}
    const updated = await client.views.update({ view_id, hash, view: modal([text('a'), text('b2')]) })
    expect(updated.view?.id).toBe(view_id)
    expect(updated.view?.hash).not.toBe(hash)
    expect(workspace.currentView('U0BDR')?.state.values).toEqual({
      a: { value: { type: 'plain_text_input', value: 'kept' } },
      b2: { value: { type: 'plain_text_input', value: null } },
    })
    expect(await codeOf(client.views.update({ view_id, hash, view: modal([text('a')]) }))).toBe('hash_conflict')
  })
})

describe('the stack', () => {
  it('takes three views and no fourth', async () => {
    const { client, trigger, workspace, app } = await withApp()
    await client.views.open({ trigger_id: await trigger(), view: modal([text('a'), actions(button('more', 'More'))]) })
    const push = async () => {
      const view = workspace.currentView('U0BDR')
      if (!view) throw new Error('no view')
      await dana(workspace).click(view, 'More')
      const payload = app.seen.at(-1)?.payload
      expect(payload).toMatchObject({ container: { type: 'view', view_id: view.id }, view: { id: view.id } })
      return codeOf(
        client.views.push({
          trigger_id: payload?.['trigger_id'] as string,
          view: modal([text('a'), actions(button('more', 'More'))]),
        }),
      )
    }
    expect([await push(), await push(), await push()]).toEqual(['ok', 'ok', 'push_limit_reached'])
    const [root, middle, top] = workspace.viewStack('U0BDR')
    expect(top).toMatchObject({ root_view_id: root?.id, previous_view_id: middle?.id })
  })

  it('does not push on a trigger from a message', async () => {
    const { client, trigger } = await withApp()
    expect(await codeOf(client.views.push({ trigger_id: await trigger(), view: modal([text('a')]) }))).toBe('not_found')
  })

  it('tells view_closed only where it was asked for', async () => {
    const { client, trigger, workspace, app } = await withApp()
    await client.views.open({ trigger_id: await trigger(), view: modal([text('a')]) })
    await dana(workspace).close()
    expect(app.seen.filter((one) => one.payload['type'] === 'view_closed')).toEqual([])
    await client.views.open({ trigger_id: await trigger(), view: modal([text('a')], { notify_on_close: true }) })
    await dana(workspace).close('all')
    expect(app.seen.at(-1)?.payload).toMatchObject({ type: 'view_closed', is_cleared: true })
    expect(workspace.currentView('U0BDR')).toBeUndefined()
  })
})

describe('submissions', () => {
  async function submitWith(answer: TinyAnswer) {
    const setup = await withApp(() => answer)
    await setup.client.views.open({ trigger_id: await setup.trigger(), view: modal([text('a')]) })
    await dana(setup.workspace).submit({ a: 'typed' })
    return setup
  }

  it('sends what was typed and closes on an empty answer', async () => {
    const { app, workspace } = await submitWith({})
    expect(app.seen.at(-1)?.payload).toMatchObject({
      type: 'view_submission',
      user: { id: 'U0BDR' },
      view: { callback_id: 'cb', state: { values: { a: { value: { type: 'plain_text_input', value: 'typed' } } } } },
    })
    expect(workspace.currentView('U0BDR')).toBeUndefined()
  })

  it('shows errors beside the inputs', async () => {
    const { workspace } = await submitWith({ body: { response_action: 'errors', errors: { a: 'Not a domain' } } })
    expect(workspace.currentView('U0BDR')?.errors).toEqual({ a: 'Not a domain' })
    expect(workspace.problems).toEqual([])
  })

  it('updates, pushes and clears', async () => {
    const updated = await submitWith({
      body: { response_action: 'update', view: modal([section('done')], { callback_id: 'two' }) },
    })
    expect(updated.workspace.currentView('U0BDR')?.callback_id).toBe('two')
    const pushed = await submitWith({ body: { response_action: 'push', view: modal([text('b')]) } })
    expect(pushed.workspace.viewStack('U0BDR')).toHaveLength(2)
    const cleared = await submitWith({ body: { response_action: 'clear' } })
    expect(cleared.workspace.viewStack('U0BDR')).toEqual([])
  })

  it.each([
    ['an error for a block that is not there', { body: { response_action: 'errors', errors: { nope: 'x' } } }],
    ['a view Slack would refuse', { body: { response_action: 'update', view: modal([{ type: 'nonsense' }]) } }],
    ['an action Slack does not know', { body: { response_action: 'explode' } }],
    ['a text', { body: 'ok' }],
    ['a failure', { status: 500 }],
  ])('keeps the modal open and records a problem after %s', async (_name, answer) => {
    const { workspace } = await submitWith(answer)
    expect(workspace.currentView('U0BDR')?.errors['']).toMatch(/trouble connecting/)
    expect(workspace.problems).toHaveLength(1)
  })

  it('holds back what Slack would not send: empty required inputs, too long texts, options that are not there', async () => {
    const { client, trigger, workspace, app } = await withApp()
    const option = (value: string) => ({ text: { type: 'plain_text', text: `Option ${value}` }, value })
    const select = input(
      's',
      { type: 'static_select', action_id: 'value', options: [option('one'), option('two')] },
      { optional: true },
    )
    await client.views.open({ trigger_id: await trigger(), view: modal([text('a', { max_length: 5 }), select]) })
    const before = app.seen.length
    await expect(dana(workspace).submit({})).rejects.toThrow('required')
    await expect(dana(workspace).submit({ a: 'too long' })).rejects.toThrow('at most 5')
    await expect(dana(workspace).submit({ a: 'fine', s: 'three' })).rejects.toThrow('has no option')
    await expect(dana(workspace).submit({ nowhere: 'x' })).rejects.toThrow('no input called')
    expect(app.seen.length).toBe(before)
    await dana(workspace).submit({ a: 'fine', 'Label of s': 'Option two' })
    expect(app.seen.at(-1)?.payload).toMatchObject({
      view: { state: { values: { s: { value: { selected_option: { value: 'two' } } } } } },
    })
  })
})

describe('the Home tab', () => {
  it('is published per person, with a hash, and not when it is off', async () => {
    const workspace = await openWorkspace()
    const client = clientOf(workspace)
    const view = { type: 'home', blocks: [section('Desk')] } as never
    const first = await client.views.publish({ user_id: 'U0BDR', view })
    await client.views.publish({ user_id: 'U0BDR', view, hash: first.view?.hash as string })
    expect(await codeOf(client.views.publish({ user_id: 'U0BDR', view, hash: first.view?.hash as string }))).toBe(
      'hash_conflict',
    )
    expect(await codeOf(client.views.publish({ user_id: 'U0BDR', view: modal([text('a')]) }))).toBe('invalid_arguments')
    expect(workspace.home('U0LEAD')).toBeUndefined()
    const off = await openWorkspace({ homeTab: false })
    expect(await codeOf(clientOf(off).views.publish({ user_id: 'U0BDR', view }))).toBe('not_enabled')
  })
})
