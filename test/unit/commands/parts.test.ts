import { describe, expect, it } from 'vitest'
import { createBoltLog } from '../../../src/commands/bolt-log.ts'
import { handle } from '../../../src/commands/handle.ts'
import { createInFlight } from '../../../src/commands/in-flight.ts'
import { readClick } from '../../../src/commands/payloads.ts'
import { createLogger } from '../../../src/log.ts'
import type { SlackMessage } from '../../../src/views/message.ts'

function recordingLog() {
  const lines: Record<string, unknown>[] = []
  const log = createLogger('debug', { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) })
  return { log, lines }
}

describe('createInFlight', () => {
  it('is idle at once when nothing is in hand', async () => {
    expect(await createInFlight().idle(10_000)).toBe(true)
  })

  it('waits for the last one, and counts a leaving once', async () => {
    const inFlight = createInFlight()
    const [first, second] = [inFlight.enter(), inFlight.enter()]
    const idle = inFlight.idle(10_000)
    first()
    first()
    expect(await Promise.race([idle, Promise.resolve('still busy')])).toBe('still busy')
    second()
    expect(await idle).toBe(true)
  })

  it('gives up at the deadline', async () => {
    const inFlight = createInFlight()
    inFlight.enter()
    expect(await inFlight.idle(5)).toBe(false)
  })
})

describe('createBoltLog', () => {
  it('passes on warnings and errors without tokens, addresses and objects', () => {
    const { log, lines } = recordingLog()
    const boltLog = createBoltLog(log)
    boltLog.debug('payload', { token: 'x' })
    boltLog.info('hello')
    boltLog.warn('failed for xoxb-1-abc and xapp-2-def at', 'https://hooks.slack.com/actions/T0/1/secret')
    boltLog.error(new Error('wss://link.example/?ticket=1 broke'), { body: { text: 'what was typed' } })
    expect(lines.map(({ detail }) => detail)).toEqual(['failed for [token] and [token] at [url]', 'Error: [url] broke'])
    expect(JSON.stringify(lines)).not.toContain('what was typed')
  })
})

describe('handle', () => {
  const who = { userId: 'U0BDR', userTeam: null, team: 'T0TEAM', enterprise: null }

  function exchange(order: string[], isFirst = true) {
    return {
      who,
      isFirst: Promise.resolve(isFirst),
      ack: async () => void order.push('ack'),
      tell: async ({ text }: SlackMessage) => void order.push(`tell ${text.slice(0, 20)}`),
    }
  }

  it('acknowledges before any work', async () => {
    const order: string[] = []
    const { log } = recordingLog()
    await handle({ log, whyNot: async () => null }, exchange(order), () => ({
      work: async () => {
        order.push('work')
        return { text: 'done', blocks: [] }
      },
    }))
    expect(order).toEqual(['ack', 'work', 'tell done'])
  })

  it('acknowledges and tells also when the payload breaks the parser', async () => {
    const order: string[] = []
    const { log, lines } = recordingLog()
    await handle({ log, whyNot: async () => null }, exchange(order), () => {
      throw new Error('broken parser')
    })
    expect(order).toEqual(['ack', 'tell Something broke on o'])
    expect(lines[0]).toMatchObject({ msg: 'A request from Slack failed', err: { message: 'broken parser' } })
  })

  it('works also when the acknowledgement is lost', async () => {
    const order: string[] = []
    const { log } = recordingLog()
    const lost = { ...exchange(order), ack: () => Promise.reject(new Error('socket closed')) }
    await handle({ log, whyNot: async () => null }, lost, () => ({
      work: async () => ({ text: 'done', blocks: [] }),
    }))
    expect(order).toEqual(['tell done'])
  })

  it('does nothing for the repeat of a request', async () => {
    const order: string[] = []
    const { log } = recordingLog()
    await handle({ log, whyNot: async () => null }, exchange(order, false), () => ({
      work: async () => ({ text: 'done', blocks: [] }),
    }))
    expect(order).toEqual(['ack'])
  })
})

describe('readClick', () => {
  const body = {
    user: { id: 'U0BDR' },
    trigger_id: '1.2',
    channel: { id: 'C0INTENT' },
    actions: [{ action_id: 'take-it', value: 'rep_1' }],
  }

  it.each([
    ['the channel', { container: { message_ts: '1.1' } }, null],
    ['a thread', { container: { message_ts: '1.2', thread_ts: '1.1' } }, '1.1'],
    ['the parent of a thread', { container: { message_ts: '1.1', thread_ts: '1.1' } }, null],
    [
      'a reply that the channel shows too',
      { container: { message_ts: '1.2', thread_ts: '1.1' }, message: { subtype: 'thread_broadcast' } },
      null,
    ],
  ])('answers in %s where it is seen', (_where, more, threadTs) => {
    expect(readClick({ ...body, ...more })).toMatchObject({ threadTs, action: { actionId: 'take-it' } })
  })
})
