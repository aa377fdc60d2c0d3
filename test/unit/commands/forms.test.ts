import { describe, expect, it } from 'vitest'
import { deliveredItem } from '../../support/desk-items.ts'
import type { Workspace } from '../../support/workspace/workspace.ts'
import { INTENT, openDoor, SECRET, type World } from './setup.ts'

const DANA = 'U0BDR'
const item = deliveredItem()

/** The form a button of the card opens, for Dana. */
async function open(world: World, label: string) {
  await world.workspace.person(DANA).click(await world.postCard(item), label)
  return world.workspace.waitFor(() => world.workspace.currentView(DANA), { what: 'the form' })
}

const callsOf = ({ desk }: World, what: string) => desk.calls.filter((call) => call.what === what)

/** The form's submission as Slack sent it. */
function submissionOf(workspace: Workspace) {
  const sent = workspace.deliveries.findLast(({ payload }) => payload['type'] === 'view_submission')
  if (!sent) throw new Error('no form was sent')
  return sent
}

/** Sends the same submission signed anew, as somebody who holds a copy of the form would. */
async function sendAgain(workspace: Workspace, change: (view: Record<string, unknown>) => void = () => undefined) {
  const payload = structuredClone(submissionOf(workspace).payload)
  change(payload['view'] as Record<string, unknown>)
  const body = new URLSearchParams({ payload: JSON.stringify({ ...payload, again: Math.random() }) }).toString()
  return workspace.raw({ body, contentType: 'application/x-www-form-urlencoded', signingSecret: SECRET })
}

describe('the form for a new version', () => {
  it('asks the desk for it and says that it is coming', async () => {
    const world = await openDoor({ items: [item] })
    const view = await open(world, 'Regenerate')
    const { nonce } = JSON.parse(view.private_metadata) as { nonce: string }
    const answer = await world.workspace.person(DANA).submit({ angle: 'budget', tier: '3', fresh: ['fresh'] })
    expect(answer).toMatchObject({ status: 200, text: '' })
    expect(world.workspace.currentView(DANA)).toBeUndefined()
    await world.hears(DANA, 'A new version is being made.')
    expect(callsOf(world, 'regenerate')).toEqual([
      { what: 'regenerate', facts: { id: item.id, angle: 'budget', tier: 3, fresh: true, by: DANA, nonce } },
    ])
    expect(world.workspace.ephemerals(DANA)[0]?.channel).toBe(INTENT)
    expect(world.workspace.problems).toEqual([])
  })

  it('counts once however often it is sent', async () => {
    const world = await openDoor({ items: [item] })
    await open(world, 'Regenerate')
    await world.workspace.person(DANA).submit()
    await world.hears(DANA, 'is being made')
    expect(await sendAgain(world.workspace)).toMatchObject({ status: 200 })
    await world.hears(DANA, 'already sent')
  })

  it('says why it was refused when the state changed in between', async () => {
    const world = await openDoor({ items: [item] })
    await open(world, 'Regenerate')
    world.desk.items.set(item.id, { ...item, status: 'running' })
    await world.workspace.person(DANA).submit()
    await world.hears(DANA, 'being made right now')
  })

  it('keeps the form open when a client sends what it may not', async () => {
    const world = await openDoor({ items: [item] })
    await open(world, 'Regenerate')
    await world.workspace.person(DANA).submit()
    await world.hears(DANA, 'is being made')
    const answer = await sendAgain(world.workspace, (view) => {
      view['state'] = { values: { angle: { value: { type: 'plain_text_input', value: 'x'.repeat(201) } } } }
    })
    expect(answer.json).toEqual({ response_action: 'errors', errors: { angle: expect.stringContaining('201') } })
    expect(callsOf(world, 'regenerate')).toHaveLength(1)
  })

  it.each([
    ['no metadata', ''],
    ['metadata of others', '{"id":"<!channel>","nonce":"n"}'],
    ['broken metadata', '{'],
  ])('answers %s with a note in the form', async (_what, metadata) => {
    const world = await openDoor({ items: [item] })
    await open(world, 'Regenerate')
    await world.workspace.person(DANA).submit()
    await world.hears(DANA, 'is being made')
    const answer = await sendAgain(world.workspace, (view) => {
      view['private_metadata'] = metadata
    })
    expect(answer.json).toMatchObject({ response_action: 'update', view: { callback_id: 'message-modal' } })
    expect(callsOf(world, 'regenerate')).toHaveLength(1)
  })

  it('answers a form of another version of the app', async () => {
    const world = await openDoor({ items: [item] })
    await open(world, 'Regenerate')
    await world.workspace.person(DANA).submit()
    await world.hears(DANA, 'is being made')
    const answer = await sendAgain(world.workspace, (view) => {
      view['callback_id'] = 'snooze-modal'
    })
    expect(answer.json).toMatchObject({ response_action: 'update' })
  })
})

describe('the form for asking for help', () => {
  const filled = { 'escalate-to': 'U0OPER', 'escalate-why': 'They want a price today.' }

  it('asks the desk, which tells everybody it concerns', async () => {
    const world = await openDoor({ items: [item] })
    const view = await open(world, 'Escalate')
    const { nonce } = JSON.parse(view.private_metadata) as { nonce: string }
    await world.workspace.person(DANA).submit(filled)
    await world.door.stop(5_000)
    const wish = { id: item.id, to: 'U0OPER', why: 'They want a price today.', by: DANA, nonce }
    expect(callsOf(world, 'escalate')).toEqual([{ what: 'escalate', facts: wish }])
    expect(world.told(DANA)).toEqual([])
  })

  it('keeps the form open without a reason', async () => {
    const world = await openDoor({ items: [item] })
    await open(world, 'Escalate')
    const answer = await world.workspace.person(DANA).submit({ ...filled, 'escalate-why': '   ' })
    expect(answer.json).toMatchObject({ response_action: 'errors' })
    expect(world.workspace.currentView(DANA)?.errors).toEqual({ 'escalate-why': expect.stringContaining('Say in a') })
    expect(callsOf(world, 'escalate')).toEqual([])
  })

  it('tells a refusal directly when the person is not in the channel of the card', async () => {
    const world = await openDoor({ items: [item] })
    await open(world, 'Escalate')
    world.desk.items.set(item.id, { ...item, status: 'dismissed' })
    world.workspace.fault('chat.postEphemeral', { kind: 'error', error: 'user_not_in_channel' })
    await world.workspace.person(DANA).submit(filled)
    const direct = await world.workspace.waitFor(() => world.workspace.posts('D0BDR')[0], { what: 'a direct message' })
    expect(direct.text).toContain('already dismissed')
  })

  it('tells a refusal directly when nobody knows where the card is', async () => {
    const world = await openDoor({ items: [item] })
    await open(world, 'Escalate')
    world.desk.items.delete(item.id)
    world.memory.places.clear()
    await world.workspace.person(DANA).submit(filled)
    const direct = await world.workspace.waitFor(() => world.workspace.posts('D0BDR')[0], { what: 'a direct message' })
    expect(direct.text).toContain('no longer known here')
  })
})
