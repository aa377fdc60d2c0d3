import { describe, expect, onTestFinished, test } from 'vitest'
import {
  buildContacts,
  createFakeStarbridge,
  type FakeStarbridge,
  type FakeStarbridgeData,
  type FakeSwitches,
} from '../../support/fake-starbridge.ts'

const CITY = 'city-1'

function data(): FakeStarbridgeData {
  return {
    buyers: [
      { id: CITY, name: 'Alder City', type: 'City', state: 'WA', attributes: { Population: 90_000 } },
      { id: 'fed-1', name: 'Alder City Weather Office', type: 'Federal', state: 'WA' },
    ],
    contacts: { [CITY]: buildContacts({ buyerId: CITY, mailDomain: 'alder.example' }) },
    opportunities: [
      { id: 'm-1', buyerId: CITY, type: 'BoardMeeting', title: 'Minutes', postedDate: '2026-02-20' },
      ...Array.from({ length: 45 }, (_, n) => ({
        id: `p-${n}`,
        buyerId: CITY,
        type: 'PurchaseOrder' as const,
        title: `Order ${n}`,
        status: n < 42 ? 'Past' : 'Future',
        postedDate: '2026-01-15',
      })),
    ],
  }
}

async function start(switches: Partial<FakeSwitches> = {}): Promise<FakeStarbridge> {
  const fake = await createFakeStarbridge({ data: data(), switches, now: () => new Date('2026-03-02T10:00:00Z') })
  onTestFinished(() => fake.close())
  return fake
}

type Answer = { status: number; headers: Headers; body: Record<string, unknown> }

async function ask(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init)
  const text = await response.text()
  const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
  return { status: response.status, headers: response.headers, body }
}

const api = (fake: FakeStarbridge, path: string, headers: Record<string, string> = {}, method = 'GET') =>
  ask(`${fake.api.baseUrl}${path}`, { method, headers: { authorization: `Bearer ${fake.api.apiKey}`, ...headers } })

const tool = (fake: FakeStarbridge, name: string, inputs: Record<string, unknown>, how = '') =>
  ask(`${fake.tools.baseUrl}/apps/${fake.tools.ids[name]}${how}`, {
    method: 'POST',
    headers: { 'x-api-key': fake.tools.apiKey },
    body: JSON.stringify({ input_vars: inputs }),
  })

function outputOf({ body }: Answer): Record<string, unknown> {
  const { output } = (body['data'] as { output_vars: { output: unknown } }).output_vars
  return (typeof output === 'string' ? JSON.parse(output) : output) as Record<string, unknown>
}

describe('strictness', () => {
  test('a wrong key is refused on both services', async () => {
    const fake = await start()
    expect((await api(fake, '/buyer/quick/search?buyerName=a', { authorization: 'Bearer x' })).status).toBe(401)
    const url = `${fake.tools.baseUrl}/apps/${fake.tools.ids['buyer_search']}`
    expect((await ask(url, { method: 'POST', headers: { 'x-api-key': 'x' }, body: '{}' })).status).toBe(401)
  })

  test('an unknown path, parameter, attribute, input and body are written down', async () => {
    const fake = await start()
    expect((await api(fake, '/buyer/list')).status).toBe(404)
    await api(fake, '/buyer/quick/search?buyerName=alder&state=WA')
    await api(fake, '/buyer/quick/search?buyerName=alder&buyerStateCode=WA')
    expect((await api(fake, `/buyer/${CITY}/attributes?attribute=Logo`)).status).toBe(400)
    await tool(fake, 'buyer_search', { query: 'alder', state: 'WA', page_number: 0 })
    expect(fake.problems).toEqual([
      'unexpected GET /api/external/buyer/list',
      '/api/external/buyer/quick/search has no parameter state',
      'buyerStateCode WA is ignored: it is no name of a state',
      'Logo is no BuyerField',
      'buyer_search takes no state',
      'buyer_search: page_number is not a count',
    ])
  })

  test('Conference is a 400, and so are a period and a sort field that do not exist', async () => {
    const fake = await start()
    expect((await tool(fake, 'opportunity_search', { types: ['Conference'] })).status).toBe(400)
    for (const wrong of [{ from_date_relative_period: 'LastWeek' }, { sort_field: 'Date' }])
      expect(outputOf(await tool(fake, 'opportunity_search', wrong))).toMatchObject({ status_code: 400 })
    expect(fake.problems).toHaveLength(3)
  })

  test('the eleventh tool at once is refused', async () => {
    const fake = await start()
    fake.fault('buyer_search', { kind: 'hang' }, 10)
    const stop = new AbortController()
    const url = `${fake.tools.baseUrl}/apps/${fake.tools.ids['buyer_search']}`
    const headers = { 'x-api-key': fake.tools.apiKey }
    const body = JSON.stringify({ input_vars: { query: 'alder' } })
    const hanging = Array.from({ length: 10 }, () =>
      ask(url, { method: 'POST', headers, body, signal: stop.signal }).catch(() => null),
    )
    await fake.waitFor(() => fake.count('buyer_search') === 10)
    expect((await tool(fake, 'buyer_search', { query: 'alder' })).status).toBe(429)
    stop.abort()
    await Promise.all(hanging)
    expect(fake.problems).toEqual(['more than 10 tools at once'])
  })
})

describe('faithfulness', () => {
  test('searches mix in federal buyers, and a state that is no name is ignored', async () => {
    const fake = await start()
    const { body } = await api(fake, '/buyer/quick/search?buyerName=alder+city')
    expect(body['buyers']).toMatchObject([
      { id: CITY, type: 'City' },
      { id: 'fed-1', type: 'Federal' },
    ])
    const ignored = await api(fake, '/buyer/quick/search?buyerName=alder+city&buyerStateCode=Ohioo')
    expect(ignored.body['buyers']).toHaveLength(2)
    const heeded = await api(fake, '/buyer/quick/search?buyerName=alder+city&buyerStateCode=Ohio')
    expect(heeded.body['buyers']).toEqual([])
  })

  test('an attribute that is unset is null, and a buyer nobody knows is a 404', async () => {
    const fake = await start()
    const { body } = await api(fake, `/buyer/${CITY}/attributes?attribute=Population&attribute=Sis`)
    expect(body).toEqual({ buyerId: CITY, buyerData: { Population: 90_000, Sis: null } })
    expect((await api(fake, '/buyer/nobody/attributes')).status).toBe(404)
  })

  test('contacts come in surname order, page by page from 1, with rows that repeat', async () => {
    const fake = await start()
    const pages = await Promise.all(
      [1, 2, 3].map((page_number) => tool(fake, 'buyer_contacts', { buyer_id: CITY, page_size: 30, page_number })),
    )
    const rows = pages.map((page) => outputOf(page)['contacts'] as { lastName: string }[])
    expect(rows.map((page) => page.length)).toEqual([30, 23, 0])
    expect(rows[1]?.[0]).toEqual(rows[0]?.[29])
    expect(rows[1]?.at(-1)?.lastName).toBe('Yarrowby')
  })

  test('relevance starves meetings: of mixed types none is on the first page, and the total is the page', async () => {
    const fake = await start()
    const output = outputOf(await tool(fake, 'opportunity_search', { types: ['Meeting', 'Purchase'] }))
    const rows = output['opportunities'] as { type: string; status: string; dueDate: unknown }[]
    expect(rows.filter(({ type }) => type === 'BoardMeeting')).toEqual([])
    expect(rows.filter(({ status }) => status === 'Past').length).toBeGreaterThan(30)
    expect(rows.every(({ dueDate }) => dueDate === null)).toBe(true)
    expect(output).toMatchObject({ totalItems: 40, typesResolved: ['BoardMeeting', 'PurchaseOrder'] })
  })

  test('a run says 202 until it is ready', async () => {
    const fake = await start({ pendingPolls: 2 })
    await tool(fake, 'buyer_chat', { buyer_id: CITY, question: 'Who decides?' }, '/async')
    const look = () =>
      fetch(`${fake.tools.baseUrl}/apps/run/run-1/output`, { headers: { 'x-api-key': fake.tools.apiKey } })
    const statuses = [(await look()).status, (await look()).status, (await look()).status]
    expect(statuses).toEqual([202, 202, 200])
  })

  test('the chat fails now and then, and denies contacts that exist', async () => {
    const fake = await start({ chatFailsEvery: 3 })
    const say = async () => outputOf(await tool(fake, 'buyer_chat', { buyer_id: CITY, question: 'Who decides?' }))
    expect([await say(), await say(), await say()]).toMatchObject([
      { ai_response: 'There are no contacts on record.' },
      { ai_response: expect.any(String) },
      { status_code: 500 },
    ])
  })

  test('a summary is null, then ready; without a Bridge it is a 404', async () => {
    const fake = await start()
    const look = () => api(fake, `/buyer/${CITY}/summary`)
    expect((await look()).body).toMatchObject({ summary: null, needsRegeneration: true })
    expect((await look()).body).toMatchObject({ summary: { whatsRecent: {} }, needsRegeneration: false })
    fake.switches.summaryAfter = 'empty'
    expect(await look()).toMatchObject({ status: 404, body: { code: 'resource.buyer.summary.empty' } })
  })

  test('rows appear late, in an envelope of pages', async () => {
    const fake = await start()
    const look = () => api(fake, '/bridge/bridge-all/row?page=5', {}, 'PUT')
    expect((await look()).body).toMatchObject({ totalItems: 0, result: [] })
    expect((await look()).body).toMatchObject({ pageNumber: 5, pageSize: 10, totalItems: 46, totalPages: 5 })
    const signals = await api(fake, `/feed/all/buyer-signals?buyerId=${CITY}&page=1`)
    expect(signals.body['result']).toHaveLength(10)
    expect((await api(fake, `/feed/all/buyer-signals?buyerId=${CITY}&page=0`)).status).toBe(400)
  })

  test('an answer has a name, and is not sent again to who names it', async () => {
    const fake = await start()
    const etag = (await api(fake, `/buyer/${CITY}/attributes`)).headers.get('etag') ?? ''
    const again = await api(fake, `/buyer/${CITY}/attributes`, { 'if-none-match': etag })
    expect([again.status, again.body]).toEqual([304, {}])
  })

  test('a fault is met as often as it is told to, and can be ended', async () => {
    const fake = await start()
    fake.fault('buyer_search', 503, 9)
    expect((await tool(fake, 'buyer_search', { query: 'alder' })).status).toBe(503)
    fake.fault('buyer_search', 503, 0)
    expect((await tool(fake, 'buyer_search', { query: 'alder' })).status).toBe(200)
  })

  test('every answer of an operation takes as long as it is told to', async () => {
    const fake = await start()
    fake.latency('buyer_contacts', 600_000)
    const stop = new AbortController()
    const url = `${fake.tools.baseUrl}/apps/${fake.tools.ids['buyer_contacts']}`
    const body = JSON.stringify({ input_vars: { buyer_id: CITY } })
    const headers = { 'x-api-key': fake.tools.apiKey }
    const slow = ask(url, { method: 'POST', headers, body, signal: stop.signal }).catch(() => 'left')
    expect((await tool(fake, 'buyer_search', { query: 'alder' })).status).toBe(200)
    expect(fake.calls[0]).toMatchObject({ operation: 'buyer_contacts', status: null })
    stop.abort()
    expect(await slow).toBe('left')
  })
})
