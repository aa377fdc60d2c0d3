import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkSignalTable, createSignalSource, type SignalSourceOptions } from '../../../src/clients/signals/client.ts'
import { parseColumns } from '../../../src/clients/signals/columns.ts'
import { ExternalError } from '../../../src/errors.ts'
import type { Domain } from '../../../src/pipeline/report/types.ts'
import { createFakeHttp, type FakeAnswer, type FakeHttp, type SeenRequest } from '../../support/fake-http.ts'

const KEY = 'sb_secret_0123456789abcdef'
const DOMAIN = 'brightpath-labs.example' as Domain
const TABLE = '/rest/v1/signals'

let fake: FakeHttp
beforeEach(async () => {
  fake = await createFakeHttp()
})
afterEach(() => fake.close())

function options(fields: Partial<SignalSourceOptions> = {}): SignalSourceOptions {
  return { url: fake.url, key: KEY, table: 'signals', columns: {}, timeoutMs: 60_000, retryDelayMs: 0, ...fields }
}

/** Answers a range as PostgREST does, never more than `cap` rows. */
function pageOf(rows: object[], cap = 1000): (request: SeenRequest) => FakeAnswer {
  return ({ query }) => {
    const offset = Number(query.get('offset') ?? 0)
    const page = rows.slice(offset, offset + Math.min(Number(query.get('limit') ?? cap), cap))
    const last = offset + page.length - 1
    return { status: 206, body: page, headers: { 'content-range': `${offset}-${last}/${rows.length}` } }
  }
}

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `s${at}`, domain: DOMAIN, title: `T${at}` }))

async function failure(work: Promise<unknown>): Promise<ExternalError> {
  const error = await work.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  )
  if (!(error instanceof ExternalError)) throw error
  return error
}

describe('signalsOf', () => {
  it('asks for its own columns of one domain, newest first, with the key in headers only', async () => {
    fake.expect('GET', TABLE).replyWith(pageOf(rowsOf(2)))
    const signals = await createSignalSource(options()).signalsOf('Brightpath-Labs.example' as Domain, 1000)
    expect(signals.map(({ id }) => id)).toEqual(['s0', 's1'])
    const [request] = fake.seen
    expect(request?.query.get('domain')).toBe('eq.brightpath-labs.example')
    expect(request?.query.get('order')).toBe('event_date.desc.nullslast,id.asc')
    expect(request?.query.get('select')).toMatch(/^id,domain,signal_type,title,/)
    expect(request?.query.get('select')).not.toContain('raw')
    expect(request?.headers['apikey']).toBe(KEY)
    await fake.done()
  })

  it('selects only mapped columns under our names, and quotes what needs it', async () => {
    const columns = { domain: 'Seller Domain', title: 'headline', event_date: 'date' }
    fake.expect('GET', '/rest/v1/leads').reply(200, [{ id: 7, domain: DOMAIN, title: 'A', event_date: '3/1/26' }])
    const [signal] = await createSignalSource(options({ table: 'leads', columns })).signalsOf(DOMAIN, 10)
    expect(signal).toMatchObject({ id: '7', title: 'A', eventDate: '2026-03-01', summary: null, type: 'unknown' })
    const [request] = fake.seen
    expect(request?.query.get('select')).toBe('id,domain:"Seller Domain",title:headline,event_date:date')
    expect(request?.query.get('"Seller Domain"')).toBe(`eq.${DOMAIN}`)
    expect(request?.query.get('order')).toBe('date.desc.nullslast,id.asc')
    await fake.done()
  })

  it('reads pages of 500 up to the limit, each row once', async () => {
    const rows = rowsOf(1100)
    rows[500] = { ...rows[499], title: 'moved' } as (typeof rows)[number]
    fake.expect('GET', TABLE).replyWith(pageOf(rows)).times(3)
    const signals = await createSignalSource(options()).signalsOf(DOMAIN, 1050)
    expect(fake.seen.map(({ query }) => [query.get('offset'), query.get('limit')])).toEqual([
      ['0', '500'],
      ['500', '500'],
      ['1000', '50'],
    ])
    expect(signals).toHaveLength(1049)
    await fake.done()
  })

  it('goes on when the server gives fewer rows than asked for', async () => {
    fake
      .expect('GET', TABLE)
      .replyWith(pageOf(rowsOf(250), 100))
      .times(3)
    expect(await createSignalSource(options()).signalsOf(DOMAIN, 1000)).toHaveLength(250)
    await fake.done()
  })

  it('ends when rows went away between pages', async () => {
    const rows = rowsOf(700)
    fake.expect('GET', TABLE).replyWith(pageOf(rows))
    fake.expect('GET', TABLE).reply(416, { code: 'PGRST103', message: 'Requested range not satisfiable' })
    expect(await createSignalSource(options()).signalsOf(DOMAIN, 1000)).toHaveLength(500)
    await fake.done()
  })

  it('keeps every row it can read, and of a bad row what it can', async () => {
    const bad = {
      id: 'bad',
      domain: DOMAIN,
      event_date: 'last week',
      amount_usd: {},
      is_amendment: 'yes',
      source_url: 'javascript:alert(1)',
    }
    const good = {
      id: 'good',
      domain: DOMAIN,
      signal_type: 'Meeting',
      amount_usd: '99.00',
      detected_at: '2026-11-20 11:41:15.41+00',
    }
    fake.expect('GET', TABLE).reply(200, [null, 5, { title: 'no id' }, bad, good])
    const signals = await createSignalSource(options()).signalsOf(DOMAIN, 10)
    expect(signals).toMatchObject([
      { id: 'bad', eventDate: null, amountUsd: null, isAmendment: true, sourceUrl: null },
      { id: 'good', type: 'board_mention', amountUsd: 99, detectedAt: '2026-11-20T11:41:15.410Z' },
    ])
    await fake.done()
  })

  it.each([503, 429, 500])('tries once more after %i, and only once', async (status) => {
    fake.expect('GET', TABLE).reply(status, { message: 'busy' })
    fake.expect('GET', TABLE).replyWith(pageOf(rowsOf(1)))
    expect(await createSignalSource(options()).signalsOf(DOMAIN, 10)).toHaveLength(1)
    fake.expect('GET', TABLE).reply(status, { message: 'busy' }).times(2)
    expect(await failure(createSignalSource(options()).signalsOf(DOMAIN, 10))).toMatchObject({
      service: 'signals',
      operation: 'select signals',
      status,
      retryable: true,
    })
    expect(fake.seen).toHaveLength(4)
    await fake.done()
  })

  it('leaves a long wait to the queue', async () => {
    fake.expect('GET', TABLE).reply(429, { message: 'slow down' }, { 'retry-after': '30' })
    expect(await failure(createSignalSource(options()).signalsOf(DOMAIN, 10))).toMatchObject({ retryAfterMs: 30_000 })
    await fake.done()
  })

  it('tries once more when the connection breaks or nothing comes', async () => {
    fake.expect('GET', TABLE).disconnect()
    fake.expect('GET', TABLE).replyWith(pageOf(rowsOf(1)))
    expect(await createSignalSource(options()).signalsOf(DOMAIN, 10)).toHaveLength(1)
    fake.expect('GET', TABLE).hang().times(2)
    const slow = createSignalSource(options({ timeoutMs: 40 }))
    expect(await failure(slow.signalsOf(DOMAIN, 10))).toMatchObject({ code: 'timeout', retryable: true })
    await fake.done()
  })

  it.each([
    ['PGRST205', 404, "Could not find the table 'public.signals' in the schema cache", 'set SIGNALS_TABLE'],
    ['42P01', 404, 'relation "public.signals" does not exist', 'set SIGNALS_TABLE'],
    [
      '42703',
      400,
      'column signals.headline does not exist',
      'no column “headline” (our title): correct SIGNALS_COLUMNS',
    ],
    ['PGRST204', 400, "Could not find the 'headline' column of 'signals'", '“headline” (our title)'],
  ])('says which setting to put right after %s', async (code, status, message, text) => {
    fake.expect('GET', TABLE).reply(status, { code, message, hint: null, details: null })
    const error = await failure(createSignalSource(options({ columns: { title: 'headline' } })).signalsOf(DOMAIN, 10))
    expect(error).toMatchObject({ service: 'signals', code, status, retryable: false })
    expect(error.message).toContain(text)
    await fake.done()
  })

  it('names the key setting when the key is refused, without the key', async () => {
    fake.expect('GET', TABLE).reply(401, { message: `Invalid API key ${KEY}` })
    const error = await failure(createSignalSource(options()).signalsOf(DOMAIN, 10))
    expect(error.message).toContain('check SIGNALS_SUPABASE_KEY')
    expect(`${error.message} ${String(error.cause)}`).not.toContain(KEY)
    await fake.done()
  })

  it('does not take a web page or an empty answer for rows', async () => {
    fake.expect('GET', TABLE).reply(200, '<html>Paused</html>', { 'content-type': 'text/html' })
    expect(await failure(createSignalSource(options()).signalsOf(DOMAIN, 10))).toMatchObject({
      code: 'bad_json',
      retryable: false,
    })
    fake.expect('GET', TABLE).reply(404, '')
    expect(await failure(createSignalSource(options()).signalsOf(DOMAIN, 10))).toMatchObject({
      status: 404,
      retryable: false,
    })
    await fake.done()
  })

  it('stops when the run is cancelled', async () => {
    fake.expect('GET', TABLE).hang()
    const controller = new AbortController()
    const reason = new Error('cancelled')
    const work = createSignalSource(options()).signalsOf(DOMAIN, 10, controller.signal)
    controller.abort(reason)
    await expect(work).rejects.toBe(reason)
  })
})

describe('allocationsOf', () => {
  const ALLOCATIONS = '/rest/v1/signal_allocations'

  it('reads what was given to e-mails to the address, in lower case', async () => {
    const first = { signal_id: 'a', campaign_id: 'c-1', sequence_position: 2, sent: true }
    fake.expect('GET', ALLOCATIONS).reply(200, [first, { signal_id: 4, sequence_position: 0, sent: 'false' }, {}])
    const source = createSignalSource(options())
    expect(await source.allocationsOf(' Ann,(Ops)+x&y@Fernmill.com ')).toEqual([
      { signalId: 'a', campaignId: 'c-1', position: 2, isSent: true },
      { signalId: '4', campaignId: null, position: null, isSent: false },
    ])
    expect(fake.seen[0]?.query.get('prospect_email')).toBe('eq.ann,(ops)+x&y@fernmill.com')
    await fake.done()
  })

  it('is empty without the table, and an error when the service is down', async () => {
    fake.expect('GET', ALLOCATIONS).reply(404, { code: 'PGRST205', message: 'no table' })
    expect(await createSignalSource(options()).allocationsOf('a@b.example')).toEqual([])
    fake.expect('GET', ALLOCATIONS).reply(500, { message: 'down' }).times(2)
    expect(await failure(createSignalSource(options()).allocationsOf('a@b.example'))).toMatchObject({ status: 500 })
    await fake.done()
  })
})

describe('accountOf', () => {
  it('reads the row, with a tier in our words', async () => {
    fake
      .expect('GET', '/rest/v1/accounts')
      .reply(200, [{ domain: DOMAIN, account_name: 'Brightpath', tier: 'tier 1', extra: 1 }])
    expect(await createSignalSource(options()).accountOf(DOMAIN)).toEqual({
      domain: DOMAIN,
      accountName: 'Brightpath',
      tier: 'T1',
      product: null,
      territory: null,
    })
    await fake.done()
  })

  it('is null without a row and without the table', async () => {
    fake.expect('GET', '/rest/v1/accounts').reply(200, [])
    fake.expect('GET', '/rest/v1/accounts').reply(404, { code: '42P01', message: 'relation does not exist' })
    const source = createSignalSource(options())
    expect(await source.accountOf(DOMAIN)).toBeNull()
    expect(await source.accountOf(DOMAIN)).toBeNull()
    await fake.done()
  })
})

describe('checkSignalTable', () => {
  it('makes one request for one row and says how many there are', async () => {
    fake.expect('GET', TABLE).replyWith(pageOf(rowsOf(42)))
    expect(await checkSignalTable(options())).toEqual({ ok: true, rows: 42 })
    expect(fake.seen[0]?.query.get('limit')).toBe('1')
    await fake.done()
  })

  it('names every missing column', async () => {
    const missing = (column: string) => ({ code: '42703', message: `column signals.${column} does not exist` })
    fake.expect('GET', TABLE).reply(400, missing('headline'))
    fake.expect('GET', TABLE).reply(400, missing('Due By'))
    fake.expect('GET', TABLE).replyWith(pageOf([]))
    const columns = { title: 'headline', deadline: 'Due By', summary: 'body' }
    expect(await checkSignalTable(options({ columns }))).toEqual({
      ok: false,
      problem:
        'The table “signals” has no columns “headline” (our title), “Due By” (our deadline): correct SIGNALS_COLUMNS.',
    })
    await fake.done()
  })

  it('says what else is wrong', async () => {
    fake.expect('GET', TABLE).reply(404, { code: 'PGRST205', message: 'no table' })
    expect(await checkSignalTable(options())).toMatchObject({
      ok: false,
      problem: expect.stringContaining('SIGNALS_TABLE') as string,
    })
    await fake.close()
    expect(await checkSignalTable(options())).toMatchObject({
      ok: false,
      problem: expect.stringContaining('could not be reached') as string,
    })
  })
})

describe('parseColumns', () => {
  it('takes a mapping, or nothing', () => {
    expect(parseColumns('{"id":"signal_id","summary":"content"}')).toEqual({
      ok: true,
      columns: { id: 'signal_id', summary: 'content' },
    })
    for (const nothing of [null, undefined, '', ' ', '{}'])
      expect(parseColumns(nothing)).toEqual({ ok: true, columns: {} })
  })

  it('reports every problem at once', () => {
    const wrong = parseColumns('{"headline":"x","title":"a(b)","deadline":"due","event_date":"due","amount_usd":5}')
    expect(wrong).toMatchObject({ ok: false })
    expect(wrong.ok ? [] : wrong.problems.map(({ path }) => path)).toEqual([
      'headline',
      'title',
      'amount_usd',
      'deadline',
      'event_date',
    ])
    expect(parseColumns('{"id":"signal_id"}')).toMatchObject({ ok: false, problems: [{ path: '' }] })
    for (const text of ['[]', '5', '{"a"', 'null']) expect(parseColumns(text).ok).toBe(false)
  })
})
