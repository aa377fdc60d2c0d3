import { afterEach, describe, expect, test } from 'vitest'
import { createLogos } from '../../../src/clients/logo/client.ts'
import { type Loopback, listenOnLoopback } from '../../support/loopback.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

let server: Loopback | null = null
let asked: string[] = []

async function serving(body: Buffer | string, head: { status?: number; headers?: Record<string, string> } = {}) {
  asked = []
  server = await listenOnLoopback(({ request, response }) => {
    asked.push(request.url ?? '')
    response.writeHead(head.status ?? 200, { 'content-type': 'image/png', ...head.headers })
    response.end(body)
  })
  return {
    logos: createLogos({ bases: ['https://dashboard.starbridge.example', server.url] }),
    url: `${server.url}/cedar.png`,
  }
}

afterEach(async () => {
  await server?.close()
  server = null
})

describe('a logo', () => {
  test('from the source’s own host becomes part of the document', async () => {
    const { logos, url } = await serving(PNG)
    expect(await logos(url)).toBe(`data:image/png;base64,${PNG.toString('base64')}`)
  })

  test.each([
    ['a page', '<html>hello</html>', {}],
    [
      'a drawing that can hold scripts',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      { headers: { 'content-type': 'image/svg+xml' } },
    ],
    ['too large', Buffer.concat([PNG, Buffer.alloc(60_000)]), {}],
    ['gone', PNG, { status: 404 }],
    ['elsewhere', '', { status: 302, headers: { location: 'http://169.254.169.254/latest' } }],
  ])('that is %s is none', async (_, body, head) => {
    const { logos, url } = await serving(body, head)
    expect(await logos(url)).toBeNull()
    expect(asked).toHaveLength(1)
  })

  test('from a host that the settings name is fetched by https, and from nowhere near it', async () => {
    const seen: string[] = []
    const inner: typeof fetch = async (url) => {
      seen.push(new Request(url).url)
      return new Response(PNG)
    }
    const logos = createLogos({ bases: [], hosts: ['cdn.files.example'], fetch: inner })
    expect(await logos('https://CDN.files.example/cedar.png')).toMatch(/^data:image\/png/)
    for (const url of [
      'http://cdn.files.example/cedar.png',
      'https://cdn.files.example:8443/cedar.png',
      'https://files.example/cedar.png',
      'https://x.cdn.files.example/cedar.png',
      'https://cdn.files.example.evil.example/cedar.png',
    ])
      expect(await logos(url)).toBeNull()
    expect(seen).toEqual(['https://cdn.files.example/cedar.png'])
  })

  test.each([408, 429, 500, 503])('whose host answers %i is not taken for none', async (status) => {
    const { logos, url } = await serving('busy', { status })
    await expect(logos(url)).rejects.toMatchObject({ name: 'ExternalError', service: 'logo', status, retryable: true })
  })

  test('whose host cannot be reached is not taken for none, and the address is not told', async () => {
    const { logos, url } = await serving(PNG)
    await server?.close()
    server = null
    const error = await logos(url).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'ExternalError', service: 'logo', status: null, retryable: true })
    expect(String(error)).not.toContain('cedar')
  })

  test('that breaks off is not taken for none', async () => {
    server = await listenOnLoopback(({ response }) => {
      response.writeHead(200, { 'content-type': 'image/png', 'content-length': '1000' })
      response.write(PNG.subarray(0, 20), () => response.destroy())
    })
    const logos = createLogos({ bases: [server.url] })
    await expect(logos(`${server.url}/cedar.png`)).rejects.toMatchObject({ service: 'logo', retryable: true })
  })

  test.each([
    ['https://sellers.github.io', 'https://strangers.github.io/cedar.png'],
    ['https://ours.s3.amazonaws.com', 'https://theirs.s3.amazonaws.com/cedar.png'],
    ['https://s3.amazonaws.com/ours', 'http://s3.amazonaws.com/ours/cedar.png'],
  ])('beside %s, at the same host of many, is not asked for: %s', async (base, url) => {
    const inner = () => Promise.reject(new Error('asked'))
    expect(await createLogos({ bases: [base], fetch: inner })(url)).toBeNull()
  })

  test('is asked for at every host under the source’s own name', async () => {
    const hosts: string[] = []
    const inner: typeof fetch = async (url) => {
      hosts.push(new URL(new Request(url).url).host)
      return new Response(PNG)
    }
    const logos = createLogos({ bases: ['https://dashboard.starbridge.example'], fetch: inner })
    expect(await logos('https://files.starbridge.example/cedar.png')).toMatch(/^data:image\/png/)
    expect(hosts).toEqual(['files.starbridge.example'])
  })

  test.each([
    'https://logos.example/cedar.png',
    'http://127.0.0.1:1/cedar.png',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'http://dashboard.starbridge.example/cedar.png',
    'https://starbridge.example.evil.example/cedar.png',
    'not an address',
  ])('at %s is not asked for', async (url) => {
    const { logos } = await serving(PNG)
    expect(await logos(url)).toBeNull()
    expect(asked).toEqual([])
  })
})
