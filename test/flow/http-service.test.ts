import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWeb } from '../../src/web/web.ts'
import { API_TOKEN, type Api, INTAKE_TOKEN, startTestApp, type TestApp } from '../support/app.ts'
import { answerProblem, checked } from '../support/openapi-check.ts'

/** Health, metrics, the description of the API, and what every address has in common. */

let test: TestApp
let api: Api
let open: Api

beforeAll(async () => {
  test = await startTestApp()
  api = checked(test.api())
  open = checked(test.api(null))
})
afterAll(() => test?.stop())

/** As a proxy on this machine passes on somebody from elsewhere. */
const FROM_OUTSIDE = { headers: { 'x-forwarded-for': '203.0.113.9' } }
const codeOf = ({ status, json }: Awaited<ReturnType<Api>>) => [status, json['error']?.['code']]

describe('health', () => {
  it('is open to everybody', async () => {
    expect((await open('GET', '/healthz', undefined, FROM_OUTSIDE)).json).toEqual({ status: 'ok' })
    expect((await open('GET', '/readyz', undefined, FROM_OUTSIDE)).json).toEqual({ status: 'ready', database: 'ok' })
  })

  it('needs neither the pool nor the queue: a door has no SQL', async () => {
    const { db: _, queue: __, ...door } = test.app.context
    const web = createWeb(door, { isReady: () => true })
    expect(await (await web.request('/readyz')).json()).toEqual({ status: 'ready', database: 'ok' })
    const metrics = await web.request('/metrics', { headers: { authorization: `Bearer ${API_TOKEN}` } })
    expect([metrics.status, await metrics.text()]).toEqual([200, expect.stringContaining('intel_jobs{queue="run"')])
  })

  it('says that the database is away', async () => {
    const own = await startTestApp({ noSlack: true, noModel: true, noClay: true })
    try {
      own.databaseGate.shut()
      const { status, json } = await checked(own.api(null))('GET', '/readyz')
      expect([status, json]).toEqual([503, { status: 'not_ready', database: 'away' }])
    } finally {
      own.databaseGate.open()
      await own.stop()
    }
  })
})

describe('metrics', () => {
  let own: TestApp
  beforeAll(async () => {
    own = await startTestApp({ noSlack: true, noModel: true, noClay: true })
  })
  afterAll(() => own?.stop())

  it('count answers, jobs, reports and waiting effects, by route and never by id', async () => {
    const id = await own.reply({ domain: 'metric-mill.com', reply_text: 'Yes please' })
    await own.waitForStatus(id, 'no_signals')
    await own.waitForQuiet()
    await own.api()('GET', `/v1/reports/${id}`)
    await own.api()('GET', '/nowhere/at-all')
    const { text, headers } = await checked(own.api(null))('GET', '/metrics')
    expect(headers.get('content-type')).toContain('text/plain')
    for (const name of [
      'intel_http_seconds',
      'intel_replies_total',
      'intel_jobs',
      'intel_reports',
      'intel_effects_waiting',
      'intel_process_resident_memory_bytes',
    ])
      expect(text).toContain(`# TYPE ${name} `)
    expect(text).toContain('intel_replies_total{status="202"} 1\n')
    expect(text).toContain('intel_reports{status="no_signals"} 1\n')
    expect(text).toMatch(/intel_http_seconds_count\{method="GET",route="\/v1\/reports\/:id",status="200"\} 1\n/)
    expect(text).toMatch(/intel_jobs\{queue="run",state="queued"\} 0/)
    expect(text).not.toContain(id)
    expect(text).not.toContain('at-all')
  })
})

describe('what is open on this machine only', () => {
  it.each(['/metrics', '/openapi.json', '/docs'])('%s wants API_TOKEN from elsewhere', async (path) => {
    expect((await open('GET', path)).status).toBe(200)
    expect(codeOf(await open('GET', path, undefined, FROM_OUTSIDE))).toEqual([401, 'unauthorized'])
    const forwarded = { headers: { forwarded: 'for=203.0.113.9' } }
    expect(codeOf(await open('GET', path, undefined, forwarded))).toEqual([401, 'unauthorized'])
    const intake = checked(test.api(INTAKE_TOKEN))
    expect(codeOf(await intake('GET', path, undefined, FROM_OUTSIDE))).toEqual([401, 'unauthorized'])
    expect((await api('GET', path, undefined, FROM_OUTSIDE)).status).toBe(200)
  })
})

describe('doors without a token', () => {
  it('stay closed, and say which variable opens them', async () => {
    const bare = await startTestApp({
      noSlack: true,
      noModel: true,
      noClay: true,
      env: { INTAKE_TOKEN: '', API_TOKEN: '' },
    })
    try {
      for (const token of [null, API_TOKEN, '']) {
        const call = checked(bare.api(token))
        const intake = await call('POST', '/v1/replies', { domain: 'fernmill.com' })
        expect(codeOf(intake)).toEqual([503, 'not_configured'])
        expect(intake.text).toContain('INTAKE_TOKEN')
        const reports = await call('POST', '/v1/reports', { domain: 'fernmill.com' })
        expect(codeOf(reports)).toEqual([503, 'not_configured'])
        expect(reports.text).toContain('API_TOKEN')
        for (const path of ['/v1/reports/x', '/v1/runs', '/v1/runs/x'])
          expect(codeOf(await call('GET', path))).toEqual([503, 'not_configured'])
        expect(codeOf(await call('GET', '/docs', undefined, FROM_OUTSIDE))).toEqual([503, 'not_configured'])
        expect((await call('GET', '/metrics')).status).toBe(200)
      }
    } finally {
      await bare.stop()
    }
  })

  it('one token opens its own door only', async () => {
    const half = await startTestApp({ noSlack: true, noModel: true, noClay: true, env: { API_TOKEN: '' } })
    try {
      const intake = checked(half.api(INTAKE_TOKEN))
      const id = await half.reply({ domain: 'fernmill.com' })
      expect((await intake('GET', `/v1/reports/${id}`)).status).toBe(200)
      expect(codeOf(await intake('GET', '/v1/runs'))).toEqual([503, 'not_configured'])
    } finally {
      await half.stop()
    }
  })
})

describe('addresses', () => {
  it.each([
    ['DELETE', '/v1/replies', 'POST'],
    ['GET', '/v1/replies', 'POST'],
    ['PATCH', '/v1/reports', 'POST'],
    ['PUT', '/v1/reports/some-id', 'GET'],
    ['GET', '/slack/events', 'POST'],
    ['PUT', '/slack/events?retry=1', 'POST'],
    ['POST', '/healthz', 'GET'],
    ['POST', '/r/some-slug', 'GET'],
    ['DELETE', '/r/some-slug/card.png', 'GET'],
  ])('%s %s is method_not_allowed', async (method, path, allowed) => {
    const answer = await api(method, path)
    expect(codeOf(answer)).toEqual([405, 'method_not_allowed'])
    expect(answer.headers.get('allow')).toBe(allowed)
    expect(answer.json['error']?.['message']).toContain(method)
  })

  it.each(['/', '/v1', '/v1/replies/', '/v2/replies', '/v1/reports/a/b', '/favicon.ico', '/%zz', '/v1/enrichments'])(
    '%s is not_found',
    async (path) => expect(codeOf(await api('GET', path))).toEqual([404, 'not_found']),
  )

  it('a bug of ours is a reference to the log, and no more', async () => {
    await test.database.pool.query('alter table intel.runs rename to runs_away')
    try {
      const answer = await api('GET', '/v1/runs')
      expect(codeOf(answer)).toEqual([500, 'internal'])
      const reference = /reference ([0-9a-f]{8})/.exec(answer.text)?.[1]
      expect(answer.text).not.toMatch(/intel\.runs|relation|select/)
      expect(test.log.find((line) => line['reference'] === reference)).toMatchObject({ err: { code: '42P01' } })
    } finally {
      await test.database.pool.query('alter table intel.runs_away rename to runs')
    }
  })
})

type Described = {
  openapi: string
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> }
}
type Operation = {
  summary: string
  security?: Record<string, unknown>[]
  parameters?: { name: string; in: string }[]
  responses: Record<string, unknown>
}

describe('the description', () => {
  const read = async () => (await open('GET', '/openapi.json')).json as unknown as Described

  it('lists exactly the routes that there are', async () => {
    const { paths } = await read()
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const web = createWeb(test.app.context, { isReady: () => true })
    const registered = web.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    expect(described.toSorted()).toEqual([...new Set(registered)].toSorted())
  })

  it('is whole: version, address, parameters of every path, and no reference into nothing', async () => {
    const document = await read()
    expect(document.openapi).toBe('3.1.0')
    expect(document.servers).toEqual([{ url: test.url }])
    expect(Object.keys(document.components.securitySchemes)).toEqual(['intakeToken', 'apiToken'])
    for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      expect(Object.keys(document.components.schemas)).toContain(name)
    for (const [path, methods] of Object.entries(document.paths))
      for (const operation of Object.values(methods)) {
        const named = (operation.parameters ?? []).filter((one) => one.in === 'path').map((one) => one.name)
        expect(named).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
        expect(operation.summary).not.toBe('')
      }
  })

  it('names a token for every route that wants one, and its refusals', async () => {
    const { paths } = await read()
    for (const [path, methods] of Object.entries(paths))
      for (const [method, { security, responses }] of Object.entries(methods)) {
        const answer = await open(
          method.toUpperCase(),
          path.replaceAll(/[{}]/g, ''),
          method === 'post' ? {} : undefined,
        )
        expect([path, answer.status === 401]).toEqual([path, (security ?? []).length > 0 && !isOpen(security)])
        if (answer.status === 401) expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '503']))
      }
  })

  it('gives a sample that is taken', async () => {
    const { schemas } = (await read()).components as { schemas: Record<string, { properties: Properties }> }
    const sampleOf = (name: string) =>
      Object.fromEntries(Object.entries(schemas[name]?.properties ?? {}).map(([key, field]) => [key, field.example]))
    const intake = checked(test.api(INTAKE_TOKEN))
    const taken = await intake('POST', '/v1/replies', sampleOf('ReplyRequest'))
    expect(taken.status).toBe(202)
    const { rows } = await test.database.pool.query('select extra from intel.replies where id = $1', [taken.json['id']])
    expect(rows[0].extra).toEqual({})
    expect((await api('POST', '/v1/reports', sampleOf('OneReportRequest'))).status).toBe(202)
    expect((await api('POST', '/v1/reports', sampleOf('ManyReportsRequest'))).status).toBe(202)
  })

  it('is checked for real: an answer with one field more or less does not pass', async () => {
    const id = await test.reply({ domain: 'strict-mill.com' })
    const answer = await api('GET', `/v1/reports/${id}`)
    const seen = { method: 'GET', path: `/v1/reports/${id}` }
    const { tier: _, ...less } = answer.json
    expect(answerProblem({ ...seen, answer })).toBeNull()
    expect(answerProblem({ ...seen, answer: { ...answer, json: less } })).toMatch(/tier/)
    const more = { ...answer.json, surprise: {} }
    expect(answerProblem({ ...seen, answer: { ...answer, json: more } })).toMatch(/surprise/)
    expect(answerProblem({ ...seen, answer: { ...answer, status: 418 } })).toMatch(/no described answer/)
  })
})

type Properties = Record<string, { example?: unknown }>
const isOpen = (security: Record<string, unknown>[] | undefined) =>
  security?.some((one) => Object.keys(one).length === 0) === true

describe('the page of the description', () => {
  it('holds every route, runs nothing and asks nobody', async () => {
    const { text, headers } = await open('GET', '/docs')
    const { paths } = (await open('GET', '/openapi.json')).json as unknown as Described
    for (const path of Object.keys(paths)) expect(text).toContain(`<code>${path}</code>`)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|script/)
    expect(headers.get('x-robots-tag')).toContain('noindex')
    expect(text).not.toMatch(/<script|\son[a-z]+="|(?:src|href)="https?:/i)
    expect(text).toContain('&quot;message&quot;')
    for (const [, target] of text.matchAll(/href="#([^"]+)"/g)) expect(text).toContain(`id="${target}"`)
  })
})
