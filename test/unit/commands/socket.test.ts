import { describe, expect, it } from 'vitest'
import { deliveredItem } from '../../support/desk-items.ts'
import { INTENT, openDoor } from './setup.ts'

const DANA = 'U0BDR'

describe('the door by Socket Mode', () => {
  it('has no listener, and takes commands, clicks and forms', async () => {
    const item = deliveredItem()
    const world = await openDoor({ mode: 'socket', items: [item] })
    expect(world.door.listener).toBeNull()
    await world.door.start()
    const dana = world.workspace.person(DANA)
    expect(await dana.command(INTENT, '/intel', 'help')).toMatchObject({ status: 200 })
    expect(world.told(DANA)[0]).toContain('What you can ask for')
    const card = await world.postCard(item)
    await dana.click(card, 'Take it')
    await world.workspace.waitFor(() => world.workspace.callsOf('auth.test').length === 1)
    await dana.click(card, 'Regenerate')
    await world.workspace.waitFor(() => world.workspace.currentView(DANA), { what: 'the form' })
    await dana.submit({ angle: 'budget' })
    await world.hears(DANA, 'A new version is being made.')
    expect(world.workspace.currentView(DANA)).toBeUndefined()
    expect(world.desk.items.get(item.id)?.owner?.userId).toBe(DANA)
    expect(world.workspace.problems).toEqual([])
  })

  it('comes back when Slack renews the connection', async () => {
    const world = await openDoor({ mode: 'socket' })
    await world.door.start()
    world.workspace.socketMode.disconnect('refresh_requested')
    await world.workspace.waitFor(() => world.workspace.callsOf('apps.connections.open').length === 2)
    await world.workspace.waitFor(() => world.workspace.socketMode.isConnected())
    expect(await world.workspace.person(DANA).command(INTENT, '/intel', 'help')).toMatchObject({ status: 200 })
  })

  it('tries again when Slack cannot be reached as it comes back, and the process goes on', async () => {
    const world = await openDoor({ mode: 'socket' })
    await world.door.start()
    const fault = world.workspace.fault('apps.connections.open', { kind: 'reset' })
    world.workspace.socketMode.disconnect('warning')
    await world.workspace.waitFor(() => world.workspace.callsOf('apps.connections.open').length >= 3, {
      what: 'another try',
    })
    await world.workspace.waitFor(() => world.workspace.socketMode.isConnected())
    expect(fault.used()).toBe(1)
  })

  it('starts also while Slack is away, and connects later', async () => {
    const world = await openDoor({ mode: 'socket' })
    world.workspace.fault('apps.connections.open', { kind: 'http', status: 503 })
    await world.door.start()
    await world.workspace.waitFor(() => world.workspace.socketMode.isConnected(), { what: 'the socket' })
  })

  it('says what to set when Slack refuses the app token', async () => {
    const world = await openDoor({ mode: 'socket', appToken: 'xapp-wrong' })
    await expect(world.door.start()).rejects.toMatchObject({
      code: 'not_configured',
      message: expect.stringContaining('SLACK_APP_TOKEN: invalid_auth'),
    })
  })

  it('takes nothing more once it is stopped', async () => {
    const world = await openDoor({ mode: 'socket' })
    await world.door.start()
    await world.door.stop(1_000)
    await world.workspace.waitFor(() => !world.workspace.socketMode.isConnected())
    expect(world.workspace.callsOf('apps.connections.open')).toHaveLength(1)
  })
})
