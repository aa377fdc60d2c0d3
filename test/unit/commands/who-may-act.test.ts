import { describe, expect, it } from 'vitest'
import { createGuests } from '../../../src/commands/guests.ts'
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
  { id: 'U0SINGLE', name: 'single', is_restricted: true, is_ultra_restricted: true },
  { id: 'U0MULTI', name: 'multi', is_restricted: true },
  { id: 'U0STRANGE', name: 'strange', is_stranger: true },
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
})

describe('guests of our workspace', () => {
  it.each(['U0SINGLE', 'U0MULTI', 'U0STRANGE'])(
    'cannot click, type or open a form, and are told (%s)',
    async (guest) => {
      const item = deliveredItem()
      const world = await openDoor({ items: [item], workspace: { people } })
      const person = world.workspace.person(guest)
      const answer = await person.click(await world.postCard(item), 'Take it')
      expect(answer).toMatchObject({ status: 200, text: '' })
      await world.hears(guest, 'You are not allowed to do this.')
      await person.click(await world.postCard(item), 'Escalate')
      await person.command(INTENT, '/intel', item.reply.domain)
      await world.workspace.waitFor(() => world.told(guest).length === 3)
      await world.door.stop(5_000)
      expect(world.told(guest).every((words) => words.includes('not allowed'))).toBe(true)
      expect(world.desk.calls).toEqual([])
      expect(world.workspace.callsOf('views.open')).toEqual([])
      expect(world.workspace.callsOf('users.info')).toHaveLength(1)
    },
  )

  it('are let in like members of our workspace while Slack does not say who is a guest', async () => {
    const item = deskItem()
    const world = await openDoor({ items: [item], workspace: { people } })
    world.workspace.withoutScopes('users:read')
    await world.workspace.person('U0BDR').click(await world.postDispatch(item), 'Take it')
    await world.door.stop(5_000)
    expect(world.desk.items.get(item.id)?.owner?.userId).toBe('U0BDR')
    expect(world.log.map((line) => line['msg'])).toContain('Slack did not say whether a person is a guest')
  })
})

describe('while Slack does not say where we are installed', () => {
  it('nobody gets in, by click or by command, and everybody is told to try again', async () => {
    const item = deskItem()
    const world = await openDoor({ items: [item], workspace: { people } })
    const message = await world.postDispatch(item)
    const fault = world.workspace.fault('auth.test', { kind: 'http', status: 500 }, { times: 1_000 })
    await world.workspace.person('U0BDR').click(message, 'Take it')
    await world.hears('U0BDR', 'nobody is let in')
    await world.workspace.person('U0GUEST').command(INTENT, '/intel', 'status')
    await world.hears('U0GUEST', 'nobody is let in')
    expect(world.desk.calls).toEqual([])
    fault.clear()
    await world.workspace.person('U0BDR').click(message, 'Take it')
    await world.door.stop(5_000)
    expect(world.desk.items.get(item.id)?.owner?.userId).toBe('U0BDR')
  })
})

describe('createInstallation', () => {
  it('asks Slack once, also when several need it at once', async () => {
    const workspace = await openWorkspace()
    const installation = createInstallation(clientOf(workspace), silent)
    await Promise.all([installation.home(), installation.home(), installation.whyNot(who({ team: 'T0TEAM' }))])
    expect(workspace.callsOf('auth.test')).toHaveLength(1)
  })

  const FACTS: [Partial<Who>, boolean][] = [
    [{ userTeam: 'T0TEAM', team: 'T0TEAM' }, true],
    [{ team: 'T0TEAM' }, true],
    [{ userTeam: 'T0OTHER', team: 'T0TEAM' }, false],
    [{ userTeam: 'T0OTHER', team: 'T0OTHER' }, false],
    [{ team: 'T0OTHER' }, false],
    [{ team: 'T0OTHER', enterprise: 'E0OTHER' }, false],
    [{}, false],
  ]
  it.each(FACTS)('%j: %s', async (facts, may) => {
    const web = clientOf(await openWorkspace())
    for (const isGuest of [false, null]) {
      const installation = createInstallation(web, silent, async () => isGuest)
      expect(await installation.whyNot(who(facts))).toBe(may ? null : 'not_allowed')
    }
    expect(await createInstallation(web, silent, async () => true).whyNot(who(facts))).toBe('not_allowed')
  })

  it('lets somebody of the organisation in only when Slack says that they are no guest', async () => {
    const web = clientOf(await openWorkspace())
    web.auth.test = async () => ({ ok: true, team_id: 'T0TEAM', enterprise_id: 'E0ORG' })
    const colleague = who({ userTeam: 'T0SISTER', team: 'T0TEAM', enterprise: 'E0ORG' })
    const asked = (isGuest: boolean | null) => createInstallation(web, silent, async () => isGuest).whyNot(colleague)
    expect(await asked(false)).toBeNull()
    expect(await asked(null)).toBe('not_allowed')
    expect(await asked(true)).toBe('not_allowed')
  })

  it('asks again after a failure', async () => {
    const workspace = await openWorkspace()
    workspace.fault('auth.test', { kind: 'error', error: 'internal_error' })
    const installation = createInstallation(clientOf(workspace), silent)
    expect(await installation.home()).toBeNull()
    expect(await installation.home()).toEqual({ team: 'T0TEAM', enterprise: null })
  })
})

describe('createGuests', () => {
  it('keeps an answer for ten minutes, and asks once when several need it', async () => {
    const workspace = await openWorkspace({ people })
    let now = 0
    const isGuest = createGuests(clientOf(workspace), { log: silent, now: () => now })
    expect(await Promise.all([isGuest('U0MULTI'), isGuest('U0MULTI')])).toEqual([true, true])
    now = 599_999
    expect(await isGuest('U0MULTI')).toBe(true)
    expect(workspace.callsOf('users.info')).toHaveLength(1)
    now = 600_000
    expect(await isGuest('U0MULTI')).toBe(true)
    expect(workspace.callsOf('users.info')).toHaveLength(2)
  })

  it('asks again after a failure', async () => {
    const workspace = await openWorkspace({ people })
    workspace.fault('users.info', { kind: 'error', error: 'internal_error' })
    const isGuest = createGuests(clientOf(workspace), { log: silent })
    expect(await isGuest('U0BDR')).toBeNull()
    expect(await isGuest('U0BDR')).toBe(false)
  })

  it('waits no longer than it may', async () => {
    const web = clientOf(await openWorkspace())
    web.users.info = () => new Promise(() => undefined)
    expect(await createGuests(web, { log: silent, patienceMs: 5 })('U0MULTI')).toBeNull()
  })

  it('forgets the one it asked about first when it knows a thousand', async () => {
    const web = clientOf(await openWorkspace())
    const asked: string[] = []
    web.users.info = async ({ user }) => {
      asked.push(user)
      return { ok: true, user: { id: user } }
    }
    const isGuest = createGuests(web, { log: silent })
    for (let index = 0; index <= 1_000; index++) await isGuest(`U${index}`)
    await isGuest('U1000')
    expect(asked).toHaveLength(1_001)
    await isGuest('U0')
    expect(asked).toHaveLength(1_002)
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
