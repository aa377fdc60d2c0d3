import { describe, expect, it } from 'vitest'
import { createInstallation } from '../../../src/commands/installation.ts'
import type { Who } from '../../../src/commands/payloads.ts'
import { createLogger } from '../../../src/log.ts'
import { deliveredItem, deskItem } from '../../support/desk-items.ts'
import { clientOf, openWorkspace } from '../workspace/setup.ts'
import { INTENT, openDoor } from './setup.ts'

const silent = createLogger('silent', { write: () => undefined })
const who = (more: Partial<Who>): Who => ({ userId: 'U0X', userTeam: null, team: null, enterprise: null, ...more })

/** Somebody of another company in a shared channel. */
const people = [
  { id: 'U0BDR', name: 'dana' },
  { id: 'U0GUEST', name: 'guest', team_id: 'T0OTHER' },
]

describe('people of another workspace', () => {
  it.each(['Take it', 'Dismiss'])('cannot %s and are told', async (label) => {
    const item = deskItem()
    const world = await openDoor({ items: [item], workspace: { people } })
    await world.workspace.person('U0GUEST').click(await world.postDispatch(item), label)
    await world.hears('U0GUEST', 'You are not allowed to do this.')
    expect(world.desk.calls).toEqual([])
  })

  it('open no form', async () => {
    const item = deliveredItem()
    const world = await openDoor({ items: [item], workspace: { people } })
    await world.workspace.person('U0GUEST').click(await world.postCard(item), 'Escalate')
    await world.hears('U0GUEST', 'not allowed')
    expect(world.workspace.callsOf('views.open')).toEqual([])
  })

  it('are kept out also while Slack does not say where we are installed', async () => {
    const item = deskItem()
    const world = await openDoor({ items: [item], workspace: { people } })
    const message = await world.postDispatch(item)
    world.workspace.fault('auth.test', { kind: 'http', status: 500 }, { times: 2 })
    await world.workspace.person('U0GUEST').click(message, 'Take it')
    await world.hears('U0GUEST', 'not allowed')
    await world.workspace.person('U0BDR').click(message, 'Take it')
    await world.workspace.waitFor(() => world.workspace.callsOf('auth.test').length === 2)
    await world.door.stop(5_000)
    expect(world.desk.items.get(item.id)?.owner?.userId).toBe('U0BDR')
  })
})

describe('createInstallation', () => {
  it('asks Slack once, also when several need it at once', async () => {
    const workspace = await openWorkspace()
    const installation = createInstallation(clientOf(workspace), silent)
    await Promise.all([installation.home(), installation.home(), installation.mayAct(who({ team: 'T0TEAM' }))])
    expect(workspace.callsOf('auth.test')).toHaveLength(1)
  })

  it.each([
    [{ userTeam: 'T0TEAM', team: 'T0TEAM' }, true],
    [{ team: 'T0TEAM' }, true],
    [{ userTeam: 'T0OTHER', team: 'T0TEAM' }, false],
    [{ userTeam: 'T0OTHER', team: 'T0OTHER' }, false],
    [{ team: 'T0OTHER' }, false],
    [{ team: 'T0OTHER', enterprise: 'E0OTHER' }, false],
    [{}, false],
  ])('%j: %s', async (facts, may) => {
    const installation = createInstallation(clientOf(await openWorkspace()), silent)
    expect(await installation.mayAct(who(facts))).toBe(may)
  })

  it('asks again after a failure', async () => {
    const workspace = await openWorkspace()
    workspace.fault('auth.test', { kind: 'error', error: 'internal_error' })
    const installation = createInstallation(clientOf(workspace), silent)
    expect(await installation.home()).toBeNull()
    expect(await installation.home()).toEqual({ team: 'T0TEAM', enterprise: null })
  })
})

describe('making the door', () => {
  it('asks Slack nothing', async () => {
    const { workspace, door } = await openDoor()
    expect(workspace.calls).toEqual([])
    await door.start()
    await workspace.waitFor(() => workspace.callsOf('auth.test').length === 1)
    await workspace.person('U0BDR').command(INTENT, '/intel', 'status')
    await door.stop(5_000)
    expect(workspace.callsOf('auth.test')).toHaveLength(1)
  })
})
