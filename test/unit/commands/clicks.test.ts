import { describe, expect, it } from 'vitest'
import type { DeskItem, ReportId, ReportStatus } from '../../../src/pipeline/report/types.ts'
import { shareButton } from '../../../src/views/buttons.ts'
import { renderIntelAnswer } from '../../../src/views/command-messages.ts'
import { actions } from '../../../src/views/message.ts'
import { renderNoSignals, renderStoppedNotice } from '../../../src/views/notices.ts'
import { deliveredItem, deskItem } from '../../support/desk-items.ts'
import { gate, INTENT, openDoor, type World } from './setup.ts'

const DANA = 'U0BDR'
const LEE = 'U0LEAD'

const whatWasAsked = ({ desk }: World, what: string) => desk.calls.filter((call) => call.what === what)

/** Everything after the acknowledgement has happened when the door has closed. */
const settle = (world: World) => world.door.stop(5_000)

describe('Take it', () => {
  it('takes the reply and says nothing: the message itself shows it', async () => {
    const item = deskItem()
    const world = await openDoor({ items: [item] })
    const message = await world.postDispatch(item)
    const answer = await world.workspace.person(DANA).click(message, 'Take it')
    expect(answer).toMatchObject({ status: 200, text: '' })
    await settle(world)
    expect(world.desk.items.get(item.id)?.owner?.userId).toBe(DANA)
    expect(world.told(DANA)).toEqual([])
    expect(world.workspace.problems).toEqual([])
  })

  it('has one winner, and the other is told who and when', async () => {
    const item = deskItem()
    const world = await openDoor({ items: [item] })
    const message = await world.postDispatch(item)
    await Promise.all([DANA, LEE].map((id) => world.workspace.person(id).click(message, 'Take it')))
    await settle(world)
    const owner = world.desk.items.get(item.id)?.owner?.userId
    const loser = owner === DANA ? LEE : DANA
    expect(world.told(loser)).toEqual([expect.stringContaining(`Already taken by <@${owner}>`)])
    expect(world.told(owner ?? '')).toEqual([])
  })

  it('says so to who clicks twice', async () => {
    const item = deskItem()
    const world = await openDoor({ items: [item] })
    await world.workspace.person(DANA).clickTwice(await world.postDispatch(item), 'Take it')
    await world.hears(DANA, 'This one is already yours.')
    await settle(world)
    expect(world.told(DANA)).toHaveLength(1)
  })

  it('confirms beside a message that does not show it, in its thread', async () => {
    const item = deskItem({ status: 'no_signals' })
    const world = await openDoor({ items: [item] })
    const parent = await world.postDispatch(item)
    const notice = await world.post(renderNoSignals(item, { willRecheckUntil: null }), { threadTs: parent.ts })
    await world.workspace.person(DANA).click(notice, 'Take it')
    await world.hears(DANA, 'It is yours now')
    expect(world.workspace.ephemerals(DANA)[0]).toMatchObject({ thread_ts: parent.ts })
  })

  it('is acknowledged before the desk has answered', async () => {
    const item = deskItem()
    const world = await openDoor({ items: [item] })
    const message = await world.postDispatch(item)
    const slow = gate()
    world.desk.gate = slow.promise
    expect(await world.workspace.person(DANA).click(message, 'Take it')).toMatchObject({ status: 200 })
    expect(world.desk.items.get(item.id)?.owner).toBeNull()
    slow.open()
    await settle(world)
    expect(world.desk.items.get(item.id)?.owner?.userId).toBe(DANA)
  })

  it.each([
    [deskItem({ status: 'dismissed' }), 'already dismissed'],
    [null, 'no longer known here'],
  ])('tells why it has no effect', async (present, words) => {
    const item = deskItem()
    const world = await openDoor({ items: present ? [present] : [] })
    await world.workspace.person(DANA).click(await world.postDispatch(item), 'Take it')
    await world.hears(DANA, words)
  })

  it('tells of a bug, and the next click works', async () => {
    const item = deskItem()
    const world = await openDoor({ items: [item] })
    const message = await world.postDispatch(item)
    world.desk.broken = new Error('connection refused')
    await world.workspace.person(DANA).click(message, 'Take it')
    await world.hears(DANA, 'Something broke on our side')
    world.desk.broken = null
    await world.workspace.person(DANA).click(message, 'Take it')
    await settle(world)
    expect(world.desk.items.get(item.id)?.owner?.userId).toBe(DANA)
  })
})

describe('Dismiss and Run anyway', () => {
  it('dismisses once', async () => {
    const item = deskItem()
    const world = await openDoor({ items: [item] })
    const message = await world.postDispatch(item)
    await world.workspace.person(DANA).click(message, 'Dismiss')
    await world.workspace.person(LEE).click(message, 'Dismiss')
    const told = () => [...world.told(DANA), ...world.told(LEE)]
    await world.workspace.waitFor(() => told().length === 1)
    await settle(world)
    expect(told()).toEqual([expect.stringContaining('already dismissed')])
    const first = world.desk.items.get(item.id)?.dismissedBy
    expect(world.told(first ?? '')).toEqual([])
    expect(whatWasAsked(world, 'dismiss')[0]?.facts).toEqual({ id: item.id, by: first })
  })

  it('runs what was stopped, says so in the thread, and once', async () => {
    const item = deskItem({ status: 'held', reading: { kind: 'not_interested', by: 'model' } })
    const world = await openDoor({ items: [item] })
    const parent = await world.postDispatch(item)
    const notice = await world.post(renderStoppedNotice(item), { threadTs: parent.ts })
    await world.workspace.person(DANA).click(notice, 'Run anyway')
    await world.hears(DANA, 'It is being made now.')
    await world.workspace.person(LEE).click(notice, 'Run anyway')
    await world.hears(LEE, 'being made right now')
  })

  it('says that a delivered report needs no start', async () => {
    const held = deskItem({ status: 'held' })
    const world = await openDoor({ items: [deliveredItem()] })
    await world.workspace.person(DANA).click(await world.postDispatch(held), 'Run anyway')
    await world.hears(DANA, 'delivered already')
  })
})

describe('buttons that open a form', () => {
  it.each([
    ['Regenerate', 'Make a new version'],
    ['Escalate', 'Escalate'],
  ])('%s opens it over the card', async (label, title) => {
    const item = deliveredItem()
    const world = await openDoor({ items: [item] })
    await world.workspace.person(DANA).click(await world.postCard(item), label)
    const view = await world.workspace.waitFor(() => world.workspace.currentView(DANA), { what: 'the form' })
    expect(view.title).toMatchObject({ text: title })
    expect(JSON.parse(view.private_metadata)).toEqual({ id: item.id, nonce: expect.stringMatching(/^[\w-]{36}$/) })
    expect(world.told(DANA)).toEqual([])
  })

  it('offers the escalation owner first', async () => {
    const item = deliveredItem()
    const world = await openDoor({ items: [item] })
    await world.workspace.person(DANA).click(await world.postCard(item), 'Escalate')
    const view = await world.workspace.waitFor(() => world.workspace.currentView(DANA))
    expect(JSON.stringify(view.blocks)).toContain(`"initial_user":"${LEE}"`)
  })

  it.each<[ReportStatus, string, string]>([
    ['running', 'Regenerate', 'being made right now'],
    ['delayed', 'Regenerate', 'being made right now'],
    ['dismissed', 'Regenerate', 'already dismissed'],
    ['held', 'Regenerate', 'There is no report yet'],
    ['dismissed', 'Escalate', 'already dismissed'],
  ])('opens none when the reply is %s, and says why', async (status, label, words) => {
    const card = deliveredItem()
    const world = await openDoor({ items: [deskItem({ status })] })
    await world.workspace.person(DANA).click(await world.postCard(card), label)
    await world.hears(DANA, words)
    expect(world.workspace.callsOf('views.open')).toEqual([])
  })

  it.each(['Regenerate', 'Escalate'])('%s on something gone says so', async (label) => {
    const world = await openDoor()
    await world.workspace.person(DANA).click(await world.postCard(deliveredItem()), label)
    await world.hears(DANA, 'no longer known here')
  })

  it('says to click again when the three seconds are over', async () => {
    const item = deliveredItem()
    const world = await openDoor({ items: [item] })
    const message = await world.postCard(item)
    world.workspace.fault('views.open', { kind: 'error', error: 'expired_trigger_id' })
    await world.workspace.person(DANA).click(message, 'Regenerate')
    expect(await world.hears(DANA, 'closed the time')).toContain('Click once more.')
  })

  it('says when Slack itself cannot open it', async () => {
    const item = deliveredItem()
    const world = await openDoor({ items: [item] })
    const message = await world.postCard(item)
    world.workspace.fault('views.open', { kind: 'http', status: 503 })
    await world.workspace.person(DANA).click(message, 'Escalate')
    await world.hears(DANA, 'Something broke')
    expect(world.workspace.callsOf('views.open')).toHaveLength(1)
  })
})

describe('the other buttons', () => {
  it('Open report is a link and only acknowledged', async () => {
    const item = deliveredItem()
    const world = await openDoor({ items: [item] })
    expect(await world.workspace.person(DANA).click(await world.postCard(item), 'Open report')).toMatchObject({
      status: 200,
    })
    await settle(world)
    expect(world.desk.calls).toEqual([])
    expect(world.told(DANA)).toEqual([])
  })

  it('the menu says what the desk does and what can be typed', async () => {
    const world = await openDoor()
    const dana = world.workspace.person(DANA)
    await dana.command(INTENT, '/intel')
    const [menu] = world.workspace.ephemerals(DANA)
    if (!menu) throw new Error('no menu')
    await dana.click(menu, 'Desk status')
    await world.hears(DANA, 'Now: 2 queued')
    await dana.click(menu, 'Help')
    await world.hears(DANA, 'What you can ask for')
  })

  it('a button of another version of the app says that it does nothing', async () => {
    const world = await openDoor()
    const stale = [{ ...shareButton(deliveredItem()), action_id: 'snooze' }]
    const message = await world.post({ text: 'old', blocks: actions(...stale) })
    await world.workspace.person(DANA).click(message, 'snooze')
    await world.hears(DANA, 'another version of this app')
  })

  it('a button whose id was tampered with finds nothing', async () => {
    const world = await openDoor()
    const item = deskItem({ id: "x'; drop table replies; --" as ReportId })
    await world.workspace.person(DANA).click(await world.postDispatch(item), 'Take it')
    await world.hears(DANA, 'no longer known here')
    expect(world.desk.calls).toEqual([])
  })
})

describe('Share to channel', () => {
  const item = deliveredItem({ origin: 'command' })
  const answerOf = (one: DeskItem) =>
    renderIntelAnswer({ domain: one.reply.domain, newest: one, ageHours: 1, signals: [], running: false })

  async function answered(world: World) {
    await world.workspace.person(DANA).command(INTENT, '/intel', item.reply.domain)
    await world.hears(DANA, 'share-report')
    const told = world.workspace.ephemerals(DANA).at(-1)
    if (!told) throw new Error('no answer')
    return told
  }

  it('posts the answer for everybody, names who shares it, and drops the buttons and the link of the team', async () => {
    const world = await openDoor({ items: [item] })
    await world.workspace.person(DANA).click(await answered(world), 'Share to channel')
    const [shared] = await world.workspace.waitFor(() => {
      const posts = world.workspace.posts(INTENT)
      return posts.length > 0 ? posts : null
    })
    expect(shared?.text).toContain('shares: Report on brightpath-labs.example')
    const blocks = JSON.stringify(shared?.blocks)
    expect(blocks).toContain(`"user_id":"${DANA}"`)
    expect(blocks).toContain(item.links?.report)
    expect(JSON.stringify(shared)).not.toContain(item.links?.internal)
    expect(blocks).not.toContain('action_id')
    expect(world.workspace.problems).toEqual([])
  })

  it('posts once however often it is clicked, and says so', async () => {
    const world = await openDoor({ items: [item] })
    await world.workspace.person(DANA).clickTwice(await answered(world), 'Share to channel')
    await world.hears(DANA, 'already shared')
    await settle(world)
    expect(world.workspace.posts(INTENT)).toHaveLength(1)
  })

  it('works where the bot was not invited', async () => {
    const channels = [{ id: 'C0SIDE', name: 'side', is_private: true, members: [DANA] }]
    const world = await openDoor({ items: [item], workspace: { channels } })
    const dana = world.workspace.person(DANA)
    await dana.command('C0SIDE', '/intel', item.reply.domain)
    await world.hears(DANA, 'share-report')
    const told = world.workspace.ephemerals(DANA).at(-1)
    if (!told) throw new Error('no answer')
    await dana.click(told, 'Share to channel')
    await world.workspace.waitFor(() => world.workspace.posts('C0SIDE').length === 1)
  })

  it('says to look first when Slack did not answer', async () => {
    const world = await openDoor({ items: [item] })
    const told = await answered(world)
    world.workspace.fault('response_url', { kind: 'drop' }, { when: (args) => args['response_type'] === 'in_channel' })
    await world.workspace.person(DANA).click(told, 'Share to channel')
    await world.hears(DANA, 'Look whether it is here.')
  })

  it.each([
    [deskItem(), 'There is no report yet'],
    [null, 'no longer known here'],
  ])('tells why there is nothing to share', async (present, words) => {
    const world = await openDoor({ items: present ? [present] : [] })
    await world.workspace.person(DANA).click(await world.post(answerOf(item)), 'Share to channel')
    await world.hears(DANA, words)
  })
})
