import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClayCallback } from '../../src/web/openapi/intake-documents.ts'
import {
  type Api,
  INTAKE_TOKEN,
  type Json,
  type SignalRow,
  startTestApp,
  type TestApp,
  textAt,
} from '../support/app.ts'
import { checked } from '../support/openapi-check.ts'

/** The poll API and the record of runs, on the whole app. */

let test: TestApp
let api: Api
const DOMAIN = 'fernmill.com'

const signal = (id: string, domain: string, fields: Partial<SignalRow> = {}): SignalRow => ({
  id,
  domain,
  signal_type: 'rfp_posted',
  title: `Student information system ${id}`,
  summary: 'Lakeview USD seeks a student information system.',
  buyer_name: 'Lakeview USD',
  buyer_state: 'AZ',
  event_date: '2026-11-02',
  deadline: '2027-03-01',
  source_title: 'Notice',
  source_url: `https://lakeview.example/${id}`,
  ...fields,
})

beforeAll(async () => {
  test = await startTestApp()
  api = checked(test.api())
  await test.seedSignals([
    signal('a-1', DOMAIN),
    signal('a-2', DOMAIN, { signal_type: 'board_mention', deadline: null, amount_usd: 250_000, vendor: 'Oldware' }),
    signal('a-3', DOMAIN, { status: 'Closed', deadline: '2026-10-01', source_url: null }),
  ])
})
afterAll(() => test?.stop())

const idOf = (json: Json) => textAt(json, 'id')
const idsOf = (json: Json) => json['ids'] as unknown as string[]
const ask = async (body: unknown, headers: Record<string, string> = {}) => api('POST', '/v1/reports', body, { headers })
const countOf = async (sql: string, values: unknown[] = []) =>
  Number((await test.database.pool.query(`select count(*) as n from ${sql}`, values)).rows[0]?.n)

describe('a report asked for', () => {
  it('is made, read by its address, and posted nowhere', async () => {
    const asked = await ask({ domain: DOMAIN, product: 'student information systems', tier: 2 })
    expect(asked.status).toBe(202)
    const id = idOf(asked.json)
    const read = await api('GET', `${textAt(asked.json, 'status_url')}?wait=20`)
    expect(read.json).toMatchObject({
      id,
      status: 'delivered',
      version: 1,
      domain: DOMAIN,
      signal_count: 3,
      tier: 1,
      dm_info: null,
      error: null,
      content: { dropped_claims: 0 },
    })
    const signals = read.json['content']?.['signals'] as unknown as { id: string; state: string; sources: unknown[] }[]
    expect(signals.map((one) => one.id).sort()).toEqual(['a-1', 'a-2', 'a-3'])
    expect(signals.find((one) => one.id === 'a-3')).toMatchObject({ state: 'closed' })
    await test.waitForQuiet()
    expect(await countOf('intel.effects where report_id = $1', [id])).toBe(0)
  })

  it('is posted when asked so, card and all', async () => {
    const id = idOf((await ask({ domain: DOMAIN, post: true })).json)
    await test.waitForStatus(id, 'delivered')
    await test.waitForQuiet()
    const kinds = await test.database.pool.query('select kind from intel.effects where report_id = $1', [id])
    expect(kinds.rows.map(({ kind }) => String(kind)).toSorted()).toEqual(['card', 'dispatch'])
    expect(test.workspace.problems).toEqual([])
  })

  it('says no_signals, with a reason, when there are none', async () => {
    const id = idOf((await ask({ domain: 'nothing-known.com' })).json)
    const read = await api('GET', `/v1/reports/${id}?wait=20`)
    expect(read.json).toMatchObject({ status: 'no_signals', content: null, report_url: null, signal_count: null })
    expect(read.json['status_note']).toMatch(/No signals are stored for nothing-known\.com/)
  })
})

describe('the callback to Clay', () => {
  it('is the flat record that is described, for a report and for none', async () => {
    const found = await test.reply({ domain: DOMAIN, reply_text: 'Yes, please.', message_id: 'callback-1' })
    const empty = await test.reply({
      domain: 'no-callback-signals.com',
      reply_text: 'Yes, please.',
      message_id: 'callback-2',
    })
    for (const [id, status] of [
      [found, 'delivered'],
      [empty, 'no_signals'],
    ] as const) {
      const record = await test.clay.waitFor(() => test.clay.taken().find((one) => one['id'] === id))
      expect(ClayCallback.safeParse(record).error?.issues).toBeUndefined()
      expect(record).toMatchObject({ status, version: status === 'delivered' ? 1 : 0 })
    }
    expect(test.clay.problems).toEqual([])
  })
})

describe('waiting for a report', () => {
  it('answers for one that is done', async () => {
    const id = idOf((await ask({ domain: 'quiet.com' })).json)
    await test.waitForStatus(id, 'no_signals')
    expect((await api('GET', `/v1/reports/${id}?wait=30`)).json['status']).toBe('no_signals')
  })

  it('answers with the report when it is delivered within the time', async () => {
    const id = idOf((await ask({ domain: DOMAIN })).json)
    const read = await api('GET', `/v1/reports/${id}?wait=30`)
    expect(read.json['status']).toBe('delivered')
  })

  it('answers with what there is when the time is over', async () => {
    const own = await startTestApp({ noSlack: true, noModel: true, noClay: true })
    try {
      const call = checked(own.api())
      own.signals.fault('hang')
      const id = idOf((await call('POST', '/v1/reports', { domain: DOMAIN })).json)
      await own.until(() => own.signals.requests() > 0)
      const started = performance.now()
      const read = await call('GET', `/v1/reports/${id}?wait=0.3`)
      expect(performance.now() - started).toBeGreaterThanOrEqual(290)
      expect(['queued', 'running']).toContain(read.json['status'])
      expect(read.json).toMatchObject({ version: 0, content: null, processing_time_seconds: null })
    } finally {
      own.signals.open()
      await own.stop()
    }
  })

  it.each(['abc', '-1', 'Infinity', '1e999'])('refuses wait=%s', async (wait) => {
    const id = idOf((await ask({ domain: 'quiet.com' })).json)
    const answer = await api('GET', `/v1/reports/${id}?wait=${wait}`)
    expect(answer.status).toBe(422)
    expect(answer.json['error']?.['details']?.['0']).toMatchObject({ path: 'wait' })
  })
})

describe('an Idempotency-Key', () => {
  it('answers the same body with the same report', async () => {
    const headers = { 'idempotency-key': 'same-body' }
    const first = await ask({ domain: 'once.com' }, headers)
    const again = await ask({ domain: 'once.com' }, headers)
    expect(again).toMatchObject({ status: 202, json: first.json })
    expect(idOf((await ask({ domain: 'once.com' })).json)).not.toBe(idOf(first.json))
    expect(idOf((await ask({ domain: 'once.com' }, { 'idempotency-key': 'other' })).json)).not.toBe(idOf(first.json))
  })

  it('refuses another body', async () => {
    const headers = { 'idempotency-key': 'other-body' }
    await ask({ domain: 'first.com' }, headers)
    const answer = await ask({ domain: 'second.com' }, headers)
    expect([answer.status, answer.json['error']?.['code']]).toEqual([409, 'conflict'])
    expect(await countOf("intel.replies where domain = 'second.com'")).toBe(0)
  })

  it('makes one report of 20 requests at once', async () => {
    const headers = { 'idempotency-key': 'at-once' }
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask({ domain: 'at-once.com' }, headers)))
    expect(new Set(answers.map(({ json }) => idOf(json))).size).toBe(1)
    expect(await countOf("intel.runs where domain = 'at-once.com'")).toBe(1)
  })

  it('lets one of two different bodies win, and makes nothing of the other', async () => {
    const headers = { 'idempotency-key': 'race' }
    const bodies = Array.from({ length: 10 }, (_, index) => ({ domain: `race-${index % 2}.com` }))
    const answers = await Promise.all(bodies.map((body) => ask(body, headers)))
    const taken = answers.filter(({ status }) => status === 202)
    expect(taken).toHaveLength(5)
    expect(new Set(taken.map(({ json }) => idOf(json))).size).toBe(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(5)
    expect(await countOf("intel.replies where domain like 'race-_.com'")).toBe(1)
  })

  it('works for a list of domains', async () => {
    const headers = { 'idempotency-key': 'a-list' }
    const first = await ask({ domains: ['list-a.com', 'list-b.com'] }, headers)
    const again = await ask({ domains: ['list-a.com', 'list-b.com'] }, headers)
    expect(idsOf(again.json)).toEqual(idsOf(first.json))
  })
})

describe('a list of domains', () => {
  it('gives an id each, in order', async () => {
    const domains = ['HTTPS://Many-A.com/x', 'many-b.com', 'many-c.com']
    const answer = await ask({ domains })
    expect(answer.status).toBe(202)
    const read = await Promise.all(idsOf(answer.json).map((id) => api('GET', `/v1/reports/${id}`)))
    expect(read.map(({ json }) => json['domain'])).toEqual(['many-a.com', 'many-b.com', 'many-c.com'])
  })

  it('takes 500 and no more, and lets a reply overtake them', async () => {
    const own = await startTestApp({ noSlack: true, noModel: true, noClay: true, runSlots: 1 })
    try {
      const call = checked(own.api())
      const domains = Array.from({ length: 501 }, (_, index) => `bulk-${index}.com`)
      const refused = await call('POST', '/v1/reports', { domains })
      expect(refused.status).toBe(422)
      expect((await own.database.pool.query('select 1 from intel.replies')).rowCount).toBe(0)
      const taken = await call('POST', '/v1/reports', { domains: domains.slice(0, 500) })
      expect(new Set(idsOf(taken.json)).size).toBe(500)
      const reply = await own.reply({ domain: 'in-a-hurry.com' })
      await own.waitForStatus(reply, 'no_signals')
      const { rows } = await own.database.pool.query("select count(*) as n from intel.runs where status = 'queued'")
      expect(Number(rows[0]?.n)).toBeGreaterThan(200)
    } finally {
      await own.stop()
    }
  })

  it.each([
    ['an empty list', { domains: [] }, 'domains'],
    ['a text for a list', { domains: 'a.com' }, 'domains'],
    ['one bad domain', { domains: ['good-one.com', 'bad one'] }, 'domains.1'],
    ['a number in it', { domains: [7] }, 'domains.0'],
    ['both forms', { domain: 'a.com', domains: ['b.com'] }, 'domain'],
    ['neither form', {}, 'domain'],
    ['a list as body', [], ''],
    ['tier 0', { domain: 'a.com', tier: 0 }, 'tier'],
    ['a word for a flag', { domain: 'a.com', post: 'perhaps' }, 'post'],
  ])('%s is invalid_input, and nothing is stored', async (_, body, path) => {
    const before = await countOf('intel.replies')
    const answer = await ask(body)
    expect(answer.status).toBe(422)
    const { error } = answer.json as unknown as { error: { details: { path: string }[] } }
    expect(error.details.map((detail) => detail.path)).toEqual([path])
    expect(await countOf('intel.replies')).toBe(before)
  })
})

describe('ids', () => {
  it.each(['nope', '00000000-0000-4000-8000-000000000000', '%00', "'--", 'a%2Fb', '%F0%9F%92%A5', 'x'.repeat(3_000)])(
    'the unknown one %s is not_found',
    async (id) => {
      for (const kind of ['reports', 'runs']) {
        const answer = await api('GET', `/v1/${kind}/${id}`)
        expect([answer.status, answer.json['error']?.['code']]).toEqual([404, 'not_found'])
      }
    },
  )
})

describe('tokens', () => {
  it('the intake token reads what it brought, and nothing else', async () => {
    const intake = checked(test.api(INTAKE_TOKEN))
    const brought = await test.reply({ domain: 'brought.com', reply_text: 'Yes please' })
    const asked = idOf((await ask({ domain: 'brought.com' })).json)
    expect((await intake('GET', `/v1/reports/${brought}`)).status).toBe(200)
    expect((await intake('GET', `/v1/reports/${asked}`)).status).toBe(404)
    expect((await api('GET', `/v1/reports/${brought}`)).status).toBe(200)
    expect((await intake('POST', '/v1/reports', { domain: 'brought.com' })).status).toBe(401)
    expect((await intake('GET', '/v1/runs')).status).toBe(401)
    const runId = textAt((await api('GET', `/v1/reports/${asked}`)).json, 'run_id')
    expect((await intake('GET', `/v1/runs/${runId}`)).status).toBe(401)
  })

  it.each([null, 'wrong'])('nobody enters with %s', async (token) => {
    const stranger = checked(test.api(token))
    for (const [method, path] of [
      ['POST', '/v1/reports'],
      ['GET', '/v1/reports/x'],
      ['GET', '/v1/runs'],
      ['GET', '/v1/runs/x'],
    ] as const) {
      const answer = await stranger(method, path, method === 'POST' ? {} : undefined)
      expect([path, answer.status]).toEqual([path, 401])
    }
  })
})

describe('the record of runs', () => {
  it('tells steps, attempts and model calls of one', async () => {
    const id = await test.reply({
      domain: DOMAIN,
      reply_text: 'Send it over. Can we talk?',
      message_id: 'for-the-record',
    })
    await test.waitForStatus(id, 'delivered')
    const report = (await api('GET', `/v1/reports/${id}`)).json
    const run = (await api('GET', `/v1/runs/${textAt(report, 'run_id')}`)).json
    expect(run).toMatchObject({ report_id: id, domain: DOMAIN, pipeline: 'report', parent_run_id: null, starts: 1 })
    const steps = run['steps'] as unknown as { name: string; model_calls: { model: string; cost_usd: number }[] }[]
    expect(steps.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['read-reply', 'read-signals', 'judge-signals', 'publish-page']),
    )
    const [call] = steps.find(({ name }) => name === 'read-reply')?.model_calls ?? []
    expect(call).toMatchObject({ model: 'claude-haiku-5-5', prompt: expect.stringContaining('read-reply') })
    expect(call?.cost_usd).toBeGreaterThan(0)
    expect(test.claude.problems).toEqual([])
  })

  it('is listed newest first, page by page, without a gap or a repeat', async () => {
    // One request, so that all runs are queued in the same moment.
    const ids = idsOf((await ask({ domains: Array.from({ length: 7 }, () => 'paged.com') })).json)
    const seen: { id: string; report_id: string; queued_at: string }[] = []
    let cursor = ''
    do {
      const page = (await api('GET', `/v1/runs?domain=paged.com&limit=2&cursor=${cursor}`)).json
      seen.push(...(page['runs'] as unknown as typeof seen))
      cursor = (page['next'] as unknown as string | null) ?? ''
    } while (cursor !== '' && seen.length < 50)
    expect(seen.map((run) => run.report_id).sort()).toEqual(ids.toSorted())
    expect(seen.map((run) => run.queued_at)).toEqual(
      seen
        .map((run) => run.queued_at)
        .toSorted()
        .toReversed(),
    )
  })

  it('is filtered by pipeline, status and time', async () => {
    const id = idOf((await ask({ domain: 'filtered.com' })).json)
    await test.waitForStatus(id, 'no_signals')
    await test.waitForQuiet()
    const list = async (query: string) => {
      const { json } = await api('GET', `/v1/runs?domain=FILTERED.com&${query}`)
      return (json['runs'] as unknown as unknown[]).length
    }
    expect(await list('pipeline=report&status=stopped&since=2026-01-01T00:00:00Z')).toBe(1)
    expect(await list('pipeline=&status=')).toBe(1)
    expect(await list('pipeline=playbook')).toBe(0)
    expect(await list('status=failed')).toBe(0)
    expect(await list('since=2999-01-01T00:00:00%2B01:00')).toBe(0)
  })

  it.each([
    ['status=happy', 'status'],
    ['since=yesterday', 'since'],
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=many', 'limit'],
    ['cursor=!!', 'cursor'],
    [`cursor=${Buffer.from('2026-01-01T00:00:00Z a\0b').toString('base64url')}`, 'cursor'],
    ['domain=a%00b', 'domain'],
    [`pipeline=${'x'.repeat(254)}`, 'pipeline'],
  ])('refuses ?%s', async (query, path) => {
    const answer = await api('GET', `/v1/runs?${query}`)
    expect(answer.status).toBe(422)
    expect(answer.json['error']?.['details']?.['0']).toMatchObject({ path })
  })
})
