import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, startTestApp, type TestApp } from '../support/app.ts'
import { checked } from '../support/openapi-check.ts'

/** Report pages and their pictures, as a prospect's browser gets them. */

let test: TestApp
let anybody: Api
let internal = ''
let shareable = ''

beforeAll(async () => {
  test = await startTestApp()
  anybody = checked(test.api(null))
  await test.seedSignals([
    {
      id: 'p-1',
      domain: 'fernmill.com',
      signal_type: 'rfp_posted',
      title: 'Student <b>information</b> system',
      summary: 'Lakeview USD seeks a student information system.',
      buyer_name: 'Lakeview USD',
      event_date: '2026-11-02',
      deadline: '2099-03-01',
    },
  ])
  const id = await test.reply({
    domain: 'fernmill.com',
    prospect_name: 'Dana Whitfield',
    prospect_email: 'dana@fernmill.com',
    reply_text: 'Yes, send it over. Could you show us a demo on Thursday?',
  })
  const { links } = await test.waitForStatus(id, 'delivered')
  internal = links?.internal ?? ''
  shareable = links?.report ?? ''
})
afterAll(() => test?.stop())

describe('a report page', () => {
  it('has two addresses, neither derivable from the other', () => {
    const [one, other] = [internal, shareable].map((url) => new URL(url).pathname.slice('/r/'.length))
    const random = (slug: string | undefined) => slug?.split('-').at(-1) ?? ''
    expect(random(one)).not.toBe(random(other))
    // 26 letters of five bits are 130 bits.
    for (const slug of [one, other]) expect(random(slug)).toMatch(/^[0-9a-z]{26,}$/)
  })

  it('opens at both, without a token, never indexed and with nothing that could run', async () => {
    for (const url of [internal, shareable]) {
      const { status, text, headers } = await anybody('GET', url)
      expect(status).toBe(200)
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(headers.get('x-robots-tag')).toContain('noindex')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toContain('private')
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/unsafe|script-src|\*/)
      expect(text).not.toMatch(/<script|javascript:|\son[a-z]+="/i)
      expect(text).toContain('Lakeview USD')
      expect(text).not.toContain('<b>information</b>')
    }
  })

  it('tells the prospect less than the team', async () => {
    const [team, prospect] = await Promise.all([internal, shareable].map((url) => anybody('GET', url)))
    expect(team?.text).not.toBe(prospect?.text)
    expect(team?.text).toContain('Dana Whitfield')
    expect(prospect?.text).not.toMatch(/Dana Whitfield|dana@fernmill\.com|demo on Thursday/)
  })

  it('shows the whole report without asking any other server', async () => {
    const { text } = await anybody('GET', shareable)
    const asked = [...text.matchAll(/(?:src|<link[^>]*href)="([^"]+)"/g)].map(([, url]) => url ?? '')
    for (const url of asked) expect(url).toMatch(new RegExp(`^(?:data:|${test.url}/|/)`))
  })

  it.each([
    ['an unknown slug', 'lakeview-usd-fernmill-com-2026-11-20-00000000000000000000000000000000'],
    ['half a slug', 'lakeview-usd'],
    ['NUL', '%00'],
    ['a path', '..%2f..%2fetc%2fpasswd'],
    ['markup', '%3Cscript%3Ealert(1)%3C%2Fscript%3E'],
    ['a very long one', 'x'.repeat(5_000)],
  ])('answers %s with a page that says so', async (_, slug) => {
    for (const path of [`/r/${slug}`, `/r/${slug}/card.png`]) {
      const { status, text, headers } = await anybody('GET', path)
      expect(status).toBe(404)
      expect(text).toContain('There is no report at this address')
      expect(text).not.toContain('alert(1)')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('x-robots-tag')).toContain('noindex')
    }
  })

  it('answers a browser that looks before it opens', async () => {
    const answer = await fetch(shareable, { method: 'HEAD' })
    expect([answer.status, await answer.text()]).toEqual([200, ''])
  })

  it('is told in words, not in JSON, when it cannot be read', async () => {
    await test.database.pool.query('alter table intel.report_links rename to report_links_away')
    try {
      const { status, text } = await anybody('GET', shareable)
      expect(status).toBe(503)
      expect(text).toContain('The report cannot be shown right now')
      expect(text).not.toContain('report_links')
    } finally {
      await test.database.pool.query('alter table intel.report_links_away rename to report_links')
    }
    expect((await anybody('GET', shareable)).status).toBe(200)
  })
})

describe('the picture', () => {
  it('is a PNG of 1200 by 630, the same for both views', async () => {
    const pictures = await Promise.all([internal, shareable].map((url) => fetch(`${url}/card.png`)))
    const bytes = await Promise.all(pictures.map(async (answer) => Buffer.from(await answer.arrayBuffer())))
    for (const answer of pictures) {
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe('image/png')
      expect(answer.headers.get('x-robots-tag')).toContain('noindex')
    }
    const [first, second] = bytes
    expect(first?.subarray(1, 4).toString()).toBe('PNG')
    expect([first?.readUInt32BE(16), first?.readUInt32BE(20)]).toEqual([1200, 630])
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true)
  })

  it('is described', async () => expect((await anybody('GET', `${shareable}/card.png`)).status).toBe(200))
})
