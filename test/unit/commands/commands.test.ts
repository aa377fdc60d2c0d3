import { describe, expect, it } from 'vitest'
import { ExternalError } from '../../../src/errors.ts'
import type { DeskItem, ReportId } from '../../../src/pipeline/report/types.ts'
import { deliveredItem, deskItem } from '../../support/desk-items.ts'
import { sampleDocument } from '../../support/sample-documents.ts'
import { domainOf, gate, INTENT, NOW, openDoor, previewSignal, type World } from './setup.ts'

const DANA = 'U0BDR'
const fernmill = domainOf('fernmill.com')

/** A delivered report on fernmill.com of a certain age. */
function report(ageHours: number, overrides: Partial<DeskItem> = {}): DeskItem {
  const madeAt = new Date(NOW.getTime() - ageHours * 3_600_000).toISOString()
  return deliveredItem({ document: { ...sampleDocument(), madeAt }, ...overrides, reply: { domain: fernmill } })
}

const ask = ({ workspace }: World, text: string) => workspace.person(DANA).command(INTENT, '/intel', text)

/** The report that a command asked for. */
function requested({ desk }: World): DeskItem {
  const item = [...desk.items.values()].at(-1)
  if (!item) throw new Error('nothing was asked for')
  return item
}

function finish(world: World, changes: Partial<DeskItem>): void {
  const item = requested(world)
  world.desk.items.set(item.id, { ...item, ...changes })
}

describe('words that need no look at the desk', () => {
  it.each([
    ['', 'Desk status'],
    ['help', 'What you can ask for'],
    ['sing a song', '/intel does not know \\"sing a song\\".'],
    ['jane@gmail.com', 'free-mail host'],
    ['report fernmill.com tier 9', 'Expected tier 1, 2 or 3'],
  ])('answers %j with the acknowledgement, only to the asker', async (text, words) => {
    const world = await openDoor()
    const answer = await ask(world, text)
    expect(answer).toMatchObject({ status: 200, json: { response_type: 'ephemeral' } })
    expect(world.told(DANA)).toEqual([expect.stringContaining(words)])
    expect(world.desk.calls).toEqual([])
    expect(world.workspace.posts(INTENT)).toEqual([])
    expect(world.workspace.problems).toEqual([])
  })

  it('never repeats what was typed as markup', async () => {
    const world = await openDoor()
    await ask(world, 'sing <!channel> <https://evil.test|bank>')
    const [told] = world.workspace.ephemerals(DANA)
    expect(told?.text).toContain('sing')
    expect(told?.text).not.toMatch(/<!channel>|<https/)
    expect(JSON.stringify(told?.blocks)).not.toContain('"mrkdwn"')
  })

  it('says what to type after a domain it cannot take', async () => {
    const world = await openDoor()
    await ask(world, 'nothing.invalid')
    expect(world.told(DANA)[0]).toContain('/intel fernmill.com')
  })
})

describe('/intel and a domain', () => {
  it('answers with the newest report while it is fresh, and asks for none', async () => {
    const world = await openDoor({ items: [report(3)] })
    await ask(world, 'fernmill.com')
    const told = await world.hears(DANA, 'Report on')
    expect(told).toContain('3 h old')
    expect(told).toContain('share-report')
    expect(world.desk.calls.map(({ what }) => what)).toEqual(['newestOf'])
  })

  it('shows the signals at once, asks for a report, and tells when it is ready', async () => {
    const world = await openDoor({ items: [report(25)], signals: [previewSignal()] })
    await ask(world, 'fernmill.com')
    const first = await world.hears(DANA, '1 signal known right now')
    expect(first).toContain('A report is being made and follows here.')
    expect(world.desk.calls).toContainEqual({
      what: 'requestReport',
      facts: {
        request: { domain: fernmill, warning: null, tier: null, product: null, fresh: false, post: false },
        from: { origin: 'command', broughtBy: DANA, requestKey: expect.stringMatching(/^slack:.+/) },
      },
    })
    finish(world, { ...report(0), id: requested(world).id })
    const second = await world.hears(DANA, 'less than an hour old')
    expect(second).toContain('share-report')
    expect(world.workspace.problems).toEqual([])
  })

  it('waits for the report that is on its way instead of asking for another', async () => {
    const pending = deskItem({ id: 'rep_pending' as ReportId, status: 'running', reply: { domain: fernmill } })
    const world = await openDoor({ items: [pending], signals: [previewSignal()] })
    await ask(world, 'fernmill.com')
    await world.hears(DANA, 'follows here')
    expect(world.desk.calls.some(({ what }) => what === 'requestReport')).toBe(false)
    finish(world, { ...report(0), id: pending.id })
    await world.hears(DANA, 'Report on')
  })

  it('asks for nothing when no signal is known', async () => {
    const world = await openDoor({ signals: [] })
    await ask(world, 'fernmill.com')
    await world.hears(DANA, 'no signals are known. There is nothing to report on.')
    expect(world.desk.calls.map(({ what }) => what)).toEqual(['newestOf'])
  })

  it('shows the old report when there is nothing newer to tell', async () => {
    const world = await openDoor({ items: [report(60)], signals: [] })
    await ask(world, 'fernmill.com')
    await world.hears(DANA, '3 days old')
    expect(world.desk.calls.some(({ what }) => what === 'requestReport')).toBe(false)
  })

  it('asks for a report also when the signals cannot be read at once', async () => {
    const down = new ExternalError('no answer', {
      service: 'signals',
      operation: 'select',
      status: 503,
      retryable: true,
    })
    const world = await openDoor({ signals: down })
    await ask(world, 'fernmill.com')
    await world.hears(DANA, 'cannot be read right now')
    finish(world, { status: 'delayed', statusNote: 'Signals are down; tried again until tomorrow.' })
    expect(await world.hears(DANA, 'is delayed')).toContain('Signals are down')
  })

  it('warns of a domain that looks like another one', async () => {
    const world = await openDoor({ signals: [] })
    await ask(world, 'fеrnmill.com')
    await world.hears(DANA, 'Check the domain')
  })
})

describe('/intel report', () => {
  it('asks for a new report with tier and product, whatever there is', async () => {
    const world = await openDoor({ items: [report(1)], signals: [previewSignal()] })
    await ask(world, 'report fernmill.com tier 3 for fleet software')
    await world.hears(DANA, 'follows here')
    const request = world.desk.calls.find(({ what }) => what === 'requestReport')
    expect(request?.facts).toMatchObject({ request: { tier: 3, product: 'fleet software', post: false } })
  })

  it.each([
    [{ status: 'no_signals' as const }, 'There is nothing to report on.'],
    [{ status: 'failed' as const, statusNote: 'Ranking broke.' }, 'There is no report on fernmill.com. Ranking broke.'],
    [{ status: 'cancelled' as const, statusNote: 'Stopped by a person.' }, 'Stopped by a person.'],
  ])('says how it ended: %j', async (changes, words) => {
    const world = await openDoor({ signals: [previewSignal()] })
    await ask(world, 'report fernmill.com')
    await world.hears(DANA, 'follows here')
    finish(world, changes)
    await world.hears(DANA, words)
  })

  it('stops waiting after a while and says what to type', async () => {
    const world = await openDoor({ signals: [previewSignal()], pace: { followMs: 30, lookAgainMs: 5 } })
    await ask(world, 'report fernmill.com')
    expect(await world.hears(DANA, 'takes longer than usual')).toContain('/intel fernmill.com')
  })

  it('stops waiting when the door closes, and says so before it is closed', async () => {
    const world = await openDoor({ signals: [previewSignal()], pace: { followMs: 60_000, lookAgainMs: 60_000 } })
    await ask(world, 'report fernmill.com')
    await world.hears(DANA, 'follows here')
    await world.door.stop(5_000)
    expect(world.told(DANA).at(-1)).toContain('being restarted')
  })
})

describe('/intel signals and /intel status', () => {
  it('shows the signals and asks for nothing', async () => {
    const world = await openDoor({ signals: [previewSignal(), previewSignal({ id: 'sig-2' })] })
    await ask(world, 'signals fernmill.com')
    await world.hears(DANA, '2 signals known right now. No report was asked for.')
    expect(world.desk.calls).toEqual([])
  })

  it('says what the desk is doing', async () => {
    const world = await openDoor()
    await ask(world, 'status')
    await world.hears(DANA, 'Now: 2 queued, 1 running.')
  })
})

describe('what can go wrong around a command', () => {
  it('acknowledges before the desk has answered anything', async () => {
    const world = await openDoor({ items: [report(1)] })
    const slow = gate()
    world.desk.gate = slow.promise
    const answer = await ask(world, 'fernmill.com')
    expect(answer).toMatchObject({ status: 200, text: '' })
    expect(world.told(DANA)).toEqual([])
    slow.open()
    await world.hears(DANA, 'Report on')
  })

  it('gives a reference for a bug and keeps the bug in the log', async () => {
    const world = await openDoor()
    world.desk.broken = new TypeError('undefined is not a function')
    await ask(world, 'fernmill.com')
    const told = await world.hears(DANA, 'Something broke on our side')
    const line = world.log.find((one) => one['msg'] === 'A request from Slack failed')
    expect(told).toContain(line?.['reference'])
    expect(told).not.toContain('undefined is not a function')
  })

  it('names the service that is away', async () => {
    const facts = { service: 'signals', operation: 'select', status: null, retryable: true }
    const world = await openDoor({ signals: new ExternalError('no answer', facts) })
    await ask(world, 'signals fernmill.com')
    await world.hears(DANA, 'A service this needs (signals) does not answer right now.')
  })

  it('tells beside the channel when the response_url is gone', async () => {
    const world = await openDoor({ items: [report(1)] })
    world.workspace.fault('response_url', { kind: 'http', status: 404 })
    await ask(world, 'fernmill.com')
    await world.hears(DANA, 'Report on')
    expect(world.workspace.callsOf('chat.postEphemeral')).toHaveLength(1)
  })

  it('never logs a token, a response_url or what was typed', async () => {
    const world = await openDoor({ items: [report(1)] })
    world.workspace.fault('response_url', { kind: 'drop' })
    world.workspace.fault('chat.postEphemeral', { kind: 'rate-limit', retryAfterSeconds: 5 })
    await ask(world, 'fernmill.com')
    await world.door.stop(5_000)
    expect(world.log.map(({ msg }) => msg)).toContain('A person could not be told something beside a message')
    const text = JSON.stringify(world.log)
    expect(text).not.toMatch(/xoxb-|\/actions\/|fernmill/)
  })
})
