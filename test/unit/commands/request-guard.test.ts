import { createHmac } from 'node:crypto'
import http from 'node:http'
import { describe, expect, it } from 'vitest'
import { renderDispatch } from '../../../src/views/dispatch.ts'
import { deskItem } from '../../support/desk-items.ts'
import { createMemory, gate, INTENT, openDoor, SECRET, type World } from './setup.ts'

const DANA = 'U0BDR'
const FORM = 'application/x-www-form-urlencoded'
const nowS = () => Math.floor(Date.now() / 1_000)

/** A slash command as a form. `/intel help` is answered in the response, so an empty one was not worked on. */
function command(text: string): string {
  const fields = { user_id: DANA, team_id: 'T0TEAM', channel_id: INTENT, trigger_id: '1.2', command: '/intel', text }
  return new URLSearchParams(fields).toString()
}

const help = command('help')

describe('a request to the Slack door', () => {
  it('passes when it is signed, now and for the first time', async () => {
    const { workspace } = await openDoor()
    const answer = await workspace.raw({ body: help, contentType: FORM })
    expect(answer).toMatchObject({ status: 200, json: { response_type: 'ephemeral' } })
  })

  it.each([-290, 299])('passes with a stamp %d s away', async (away) => {
    const { workspace } = await openDoor()
    expect(await workspace.raw({ body: help, contentType: FORM, at: nowS() + away })).toMatchObject({ status: 200 })
  })

  it.each([-302, 310])('is refused with a stamp %d s away, in either direction', async (away) => {
    const { workspace } = await openDoor()
    const answer = await workspace.raw({ body: help, contentType: FORM, at: nowS() + away })
    expect(answer).toMatchObject({
      status: 401,
      json: { error: { message: 'Expected a time stamp within five minutes of now.' } },
    })
  })

  it.each([
    ['another secret', { signingSecret: 'not-ours' }, 'signed by Slack'],
    ['a short signature', { signature: 'v0=00' }, 'signed by Slack'],
    ['a signature of the right length', { signature: `v0=${'0'.repeat(64)}` }, 'signed by Slack'],
    ['letters of two bytes in the signature', { signature: `v0=${'\u00e9'.repeat(64)}` }, 'signed by Slack'],
    ['another version', { signature: `v1=${'0'.repeat(64)}` }, 'signed by Slack'],
    ['no signature', { signature: '' }, 'signed by Slack'],
    ['words for a stamp', { headers: { 'x-slack-request-timestamp': 'now' } }, 'signed by Slack'],
    ['a stamp with a fraction', { headers: { 'x-slack-request-timestamp': `${nowS()}.5` } }, 'signed by Slack'],
  ])('is refused with %s', async (_what, wrong, words) => {
    const { workspace, log, desk } = await openDoor()
    const answer = await workspace.raw({ body: help, contentType: FORM, ...wrong })
    expect(answer).toMatchObject({
      status: 401,
      json: { error: { code: 'unauthorized', message: expect.stringContaining(words) } },
    })
    expect(desk.calls).toEqual([])
    expect(log.some(({ msg }) => msg === 'A request to the Slack door was refused')).toBe(true)
  })

  it('is refused when its body was changed', async () => {
    const { workspace } = await openDoor()
    const at = nowS()
    const signature = `v0=${createHmac('sha256', SECRET).update(`v0:${at}:${help}`).digest('hex')}`
    expect(await workspace.raw({ body: help, contentType: FORM, signature, at })).toMatchObject({ status: 200 })
    const answer = await workspace.raw({ body: `${help}x`, contentType: FORM, signature, at })
    expect(answer.status).toBe(401)
  })

  it.each([
    ['text/plain', 415],
    ['multipart/form-data', 415],
    ['', 415],
    ['application/x-www-form-urlencoded; charset=utf-8', 200],
    ['Application/X-WWW-Form-Urlencoded', 200],
  ])('of type %j gets %d', async (contentType, status) => {
    const { workspace } = await openDoor()
    expect(await workspace.raw({ body: help, contentType })).toMatchObject({ status })
  })

  it.each([
    ['application/json', 'null'],
    ['application/json', '[]'],
    ['application/json', '"x"'],
    ['application/json', '{'],
    ['application/json', ''],
    [FORM, 'payload=null'],
    [FORM, 'payload=%7B'],
    [FORM, 'payload='],
  ])('of type %s with the body %j gets 400 and the door stays open', async (contentType, body) => {
    const { workspace } = await openDoor()
    expect(await workspace.raw({ body, contentType })).toMatchObject({ status: 400 })
    expect(await workspace.raw({ body: help, contentType: FORM })).toMatchObject({ status: 200 })
  })

  it.each([
    ['a click without a person', { type: 'block_actions', trigger_id: '1', actions: [{ action_id: 'take-it' }] }],
    ['a click without a button', { type: 'block_actions', user: { id: DANA }, trigger_id: '1', actions: [] }],
    ['a form without a view', { type: 'view_submission', user: { id: DANA }, view: null }],
    [
      'a person that is a mention',
      { type: 'block_actions', user: { id: '<!channel>' }, trigger_id: '1', actions: [{}] },
    ],
  ])('that is signed and yet %s is answered and does nothing', async (_what, payload) => {
    const { workspace, desk, door } = await openDoor()
    const body = new URLSearchParams({ payload: JSON.stringify({ team: { id: 'T0TEAM' }, ...payload }) }).toString()
    const answer = await workspace.raw({ body, contentType: FORM })
    expect(answer.status).not.toBeNull()
    expect(await door.stop(5_000)).toBeUndefined()
    expect(desk.calls).toEqual([])
  })

  it('answers the look at our certificate without a signature, and does nothing else', async () => {
    const { workspace, desk } = await openDoor()
    const answer = await workspace.raw({ body: `${help}&ssl_check=1`, contentType: FORM, signature: 'none' })
    expect(answer).toMatchObject({ status: 200, text: '' })
    expect(desk.calls).toEqual([])
  })

  it('answers the challenge of Slack', async () => {
    const { workspace } = await openDoor()
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' })
    expect(await workspace.raw({ body, contentType: 'application/json' })).toMatchObject({ json: { challenge: 'abc' } })
  })
})

describe('a body that is too large', () => {
  it.each([
    ['announced', true],
    ['that only grows', false],
  ])('%s gets 413 while it is still being sent', async (_what, isAnnounced) => {
    const { url, door } = await openDoor()
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = http.request(`${url}/slack/events`, {
        method: 'POST',
        headers: { 'content-type': FORM, ...(isAnnounced ? { 'content-length': 3_000_000 } : {}) },
      })
      request.on('response', (response) => {
        resolve(response.statusCode)
        request.destroy()
      })
      request.on('error', reject)
      request.write('x'.repeat(isAnnounced ? 1_000 : 2_000_000))
    })
    expect(status).toBe(413)
    await door.stop(5_000)
  })

  it('is taken up to the limit', async () => {
    const { workspace } = await openDoor()
    const body = `${help}&padding=${'x'.repeat(900_000)}`
    expect(await workspace.raw({ body, contentType: FORM })).toMatchObject({ status: 200 })
  })
})

describe('the same signed request again', () => {
  const item = deskItem()

  async function clicked(world: World) {
    await world.workspace.person(DANA).click(await world.postDispatch(item), 'Take it')
    const delivery = world.workspace.deliveries.at(-1)
    if (!delivery) throw new Error('nothing was delivered')
    return delivery
  }

  it('is refused and does nothing', async () => {
    const world = await openDoor({ items: [item] })
    const delivery = await clicked(world)
    expect(await world.workspace.replay(delivery)).toMatchObject({
      status: 401,
      json: { error: { message: 'This request was already received.' } },
    })
    await world.door.stop(5_000)
    expect(world.desk.calls.filter(({ what }) => what === 'take')).toHaveLength(1)
    expect(world.told(DANA)).toEqual([])
  })

  it('is refused by another process on the same database, and after a restart', async () => {
    const memory = createMemory()
    const first = await openDoor({ items: [item], memory })
    const delivery = await clicked(first)
    const second = await openDoor({ items: [item], memory, beside: first.workspace })
    expect(await second.workspace.replay(delivery)).toMatchObject({ status: 401 })
    expect(second.desk.calls).toEqual([])
  })

  it('is refused when both arrive at once', async () => {
    const world = await openDoor()
    const request = { body: help, contentType: FORM, at: nowS() }
    const answers = await Promise.all([world.workspace.raw(request), world.workspace.raw(request)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => Number(a) - Number(b))).toEqual([200, 401])
  })

  it('does nothing either when the database remembers it late', async () => {
    const world = await openDoor({ items: [item] })
    // Beside a message that does not show it the clicker is told, which is when the first click is through.
    await world.workspace.person(DANA).click(await world.post(renderDispatch(item)), 'Take it')
    await world.hears(DANA, 'It is yours now')
    const delivery = world.workspace.deliveries.at(-1)
    if (!delivery) throw new Error('nothing was delivered')
    const slow = gate()
    world.memory.gate = slow.promise
    expect(await world.workspace.replay(delivery)).toMatchObject({ status: 200, text: '' })
    slow.open()
    await world.door.stop(5_000)
    expect(world.desk.calls.filter(({ what }) => what === 'take')).toHaveLength(1)
  })
})

describe('a database that is away', () => {
  it('costs no time-out: the click is acknowledged and the person is told', async () => {
    const item = deskItem()
    const world = await openDoor({ items: [item] })
    const message = await world.postDispatch(item)
    world.memory.gate = Promise.reject(new Error('connection refused'))
    world.memory.gate.catch(() => undefined)
    expect(await world.workspace.person(DANA).click(message, 'Take it')).toMatchObject({ status: 200 })
    await world.hears(DANA, 'Something broke on our side')
    expect(world.desk.calls).toEqual([])
  })
})
