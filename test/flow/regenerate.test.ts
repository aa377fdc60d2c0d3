import { describe, expect, it } from 'vitest'
import { textAt } from '../support/app.ts'
import { noticesOf, prospectWith, replyOf, reportOf, settled } from './support/desk.ts'
import { withApp } from './support/lifecycle.ts'

/** What the next version of a report may reuse, and what happens when it cannot be made. */

const DAY_MS = 86_400_000
const day = (now: Date, offset: number) => new Date(now.getTime() + offset * DAY_MS).toISOString().slice(0, 10)

type SignalJson = { state: string; days_left: number | null }

describe('a regenerated report', () => {
  it('judges what is open by the day it is made, not by the day of the version before', async () => {
    const start = new Date('2026-11-20T12:00:00Z')
    let now = start
    // The data of the version before stays young enough to serve; only the judgement must be new.
    const options = { noModel: true, noSlack: true, clock: { now: () => now }, env: { FRESH_HOURS: '999' } }
    await withApp(options, async (test) => {
      await test.seedSignals([
        {
          id: 'tender',
          domain: 'fernmill.example',
          signal_type: 'rfp_posted',
          title: 'Fleet software RFP',
          summary: 'Oakton County asks for fleet software.',
          buyer_name: 'Oakton County',
          event_date: day(start, -5),
          deadline: day(start, 5),
        },
      ])
      const id = await test.reply({ domain: 'fernmill.example', reply_text: 'Yes, please send more.' })
      await test.waitForStatus(id, 'delivered')
      const before = await reportOf(test, id)
      expect(before['content']?.['signals']).toMatchObject([{ state: 'open', days_left: 5 }])
      now = new Date(start.getTime() + 10 * DAY_MS)
      const wish = { angle: null, tier: null, fresh: false, by: 'U0BDR', nonce: 'n1' }
      expect(await test.app.context.desk.regenerate(id, wish)).toMatchObject({ ok: true })
      await test.until(async () => (await reportOf(test, id))['version'] === (2 as unknown))
      const after = (await reportOf(test, id))['content']?.['signals'] as unknown as SignalJson[]
      expect(after).toMatchObject([{ state: 'closed', days_left: -5 }])
    })
  })

  it('finds signals that came after a first run found none', async () => {
    await withApp({ noModel: true }, async (test) => {
      const id = await test.reply({ domain: 'millbrook.example', reply_text: 'Yes, please send more.' })
      await test.waitForStatus(id, 'no_signals')
      await test.seedSignals([
        {
          id: 'late',
          domain: 'millbrook.example',
          title: 'Fleet plan',
          summary: 'Birch City plans.',
          buyer_name: 'Birch City',
        },
      ])
      const wish = { angle: null, tier: null, fresh: false, by: 'U0BDR', nonce: 'n2' }
      expect(await test.app.context.desk.regenerate(id, wish)).toMatchObject({ ok: true })
      await test.waitForStatus(id, 'delivered')
      await settled(test)
      expect((await reportOf(test, id))['signal_count']).toBe(1)
    })
  })

  it('that cannot be made leaves the version before, its status and what Clay was told', async () => {
    await withApp({ noModel: true, maxFailures: 1, keepTryingMs: 0 }, async (test) => {
      const id = await test.reply(replyOf(await prospectWith(test, 'set-003')))
      await test.waitForStatus(id, 'delivered')
      await settled(test)
      const told = test.clay.taken().length
      test.signals.fault('down')
      const wish = { angle: 'budget', tier: null, fresh: true, by: 'U0BDR', nonce: 'n3' }
      expect(await test.app.context.desk.regenerate(id, wish)).toMatchObject({ ok: true })
      await test.workspace.waitFor(() => noticesOf(test, id, 'failed').length === 1)
      await settled(test)
      expect(await reportOf(test, id)).toMatchObject({ status: 'delivered', version: 1, signal_count: 3 })
      expect(test.clay.taken()).toHaveLength(told)
    })
  })
})

describe('a fault of ours', () => {
  it('is told by its reference, not by its words', async () => {
    const delayMs = () => {
      throw new TypeError('secret inner words')
    }
    await withApp({ noModel: true, maxFailures: 1, delayMs }, async (test) => {
      test.signals.fault('down')
      const id = await test.reply(replyOf(await prospectWith(test, 'set-003')))
      await test.waitForStatus(id, 'failed')
      await settled(test)
      const report = await reportOf(test, id)
      expect(report['error']).toMatchObject({ code: 'internal' })
      expect(textAt(report, 'status_note')).toMatch(/reference [0-9a-f]{8}/)
      const outputs = JSON.stringify([report, test.clay.taken(), noticesOf(test, id, 'failed')])
      expect(outputs).not.toContain('secret inner words')
    })
  })
})

describe('a report asked for by API', () => {
  it('is not told to Clay, which has no row for it', async () => {
    await withApp({ noModel: true }, async (test) => {
      const { domain } = await prospectWith(test, 'set-003')
      const { json } = await test.api()('POST', '/v1/reports', { domain })
      await test.waitForStatus(textAt(json, 'id'), 'delivered')
      await settled(test)
      expect(test.clay.taken()).toEqual([])
    })
  })

  it('that should post without Slack is refused', async () => {
    await withApp({ noModel: true, noSlack: true }, async (test) => {
      const { status, json } = await test.api()('POST', '/v1/reports', { domain: 'fernmill.example', post: true })
      expect(status).toBe(503)
      expect(json['error']).toMatchObject({ code: 'not_configured' })
    })
  })

  it('reuses young data, and reads anew when asked to be fresh', async () => {
    await withApp({ noModel: true, noSlack: true }, async (test) => {
      const { domain } = await prospectWith(test, 'set-003')
      const ask = async (body: object) => {
        const { json } = await test.api()('POST', '/v1/reports', { domain, ...body })
        return test.waitForStatus(textAt(json, 'id'), 'delivered')
      }
      const readsOf = async (runId: string | null) => {
        const run = await test.app.context.runs.show(String(runId))
        return run?.steps.find((step) => step.name === 'read-signals')?.reusedFrom ?? null
      }
      const first = await ask({})
      const second = await ask({})
      expect(await readsOf(second.runId)).toBe(first.runId)
      expect(await readsOf((await ask({ fresh: true })).runId)).toBeNull()
    })
  })
})
