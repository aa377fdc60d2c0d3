import { describe, expect, it } from 'vitest'
import { INTAKE_TOKEN, startTestApp } from '../support/app.ts'
import { cardOf, deliver, messageOne, prospectWith, replyOf, reportOf, settled, threadOf } from './support/desk.ts'
import { withApp } from './support/lifecycle.ts'

/** What one bad thing must not do to its neighbours. */

describe('text that Postgres cannot store', () => {
  it.each([
    ['a NUL', 'Birch City \u0000 plans.'],
    ['half a surrogate pair', 'Birch City \ud83d plans.'],
  ])('in the answer of a model, such as %s, costs nobody a report', async (_, why) => {
    await withApp({}, async (test) => {
      test.claude.respond((request) => {
        if (request.prompt !== 'rank-and-write') return 'good'
        const ids = [...request.turn.matchAll(/id=(\S+)/g)].map((found) => found[1])
        const top = ids.slice(0, 3).map((id) => ({ signal_id: id, bullet: '', why }))
        return { answer: { top, why_they_care: { text: why, evidence_ids: [] } } }
      })
      const others = await Promise.all(
        [1, 2, 3].map(async () => test.reply(replyOf(await prospectWith(test, 'set-003')))),
      )
      for (const id of others) await test.waitForStatus(id, 'delivered')
      await settled(test)
      const { rows } = await test.database.pool.query(`select max(attempt) as starts from intel.runs`)
      expect(rows[0].starts).toBe(1)
    })
  })

  it('in a name at the limit of its length is cut, not refused', async () => {
    await withApp({ noModel: true, noSlack: true }, async (test) => {
      const fields = { first_name: 'A'.repeat(198), last_name: '😀😀' }
      const answer = await test.api(INTAKE_TOKEN)('POST', '/v1/replies', { domain: 'fernmill.example', ...fields })
      expect(answer.status).toBe(202)
    })
  })
})

describe('a process without the settings', () => {
  it('leaves messages to one that has them', async () => {
    await withApp({ noModel: true }, async (test) => {
      test.workspace.fault('chat.postMessage', { kind: 'http', status: 503 }, { times: 1_000 })
      const id = await test.reply(replyOf(await prospectWith(test, 'set-003')))
      await test.until(async () => (await reportOf(test, id))['version'] === (1 as unknown))
      await test.app.stop()
      const bare = await startTestApp({ beside: test, noModel: true, noSlack: true, noClay: true })
      await bare.until(async () => (await bare.app.context.runs.show('none')) === null)
      const { rows } = await bare.database.pool.query(
        `select distinct status from intel.effects where report_id = $1`,
        [id],
      )
      expect(rows).toEqual([{ status: 'pending' }])
      await bare.stop()
    })
  })
})

describe('a reply dismissed while its card waits', () => {
  it('gets no card and no callback, until a person runs it anyway', async () => {
    await withApp({ noModel: true }, async (test) => {
      const isCard = (args: Record<string, unknown>) => JSON.stringify(args['metadata'] ?? '').includes('card:')
      const fault = test.workspace.fault(
        'chat.postMessage',
        { kind: 'http', status: 503 },
        { times: 1_000, when: isCard },
      )
      const id = await test.reply(replyOf(await prospectWith(test, 'set-003')))
      await test.until(() => fault.used() > 0)
      expect(await test.app.context.desk.dismiss(id, 'U0BDR')).toMatchObject({ ok: true })
      fault.clear()
      await settled(test)
      expect(threadOf(test, id)).toHaveLength(1)
      expect(messageOne(test, id).text).toContain('ismissed')
      expect(test.clay.taken()).toEqual([])
      expect(await test.app.context.desk.runAnyway(id, 'U0BDR')).toMatchObject({ ok: true })
      await test.waitForStatus(id, 'delivered')
      await settled(test)
      expect(cardOf(test, id).text).toContain('intel is ready')
    })
  })
})

describe('a claim of cost', () => {
  it('is what the recorded calls cost, however the run ended', async () => {
    await withApp({}, async (test) => {
      const item = await deliver(test, replyOf(await prospectWith(test, 'set-012')))
      const { rows } = await test.database.pool.query(
        `select r.cost_micros, (select sum(cost_micros)::int from intel.model_calls c where c.run_id = r.id) as paid
         from intel.runs r where r.id = $1`,
        [item.runId],
      )
      expect(rows[0].paid).toBeGreaterThan(0)
      expect(Number(rows[0].cost_micros)).toBe(rows[0].paid)
    })
  })
})
