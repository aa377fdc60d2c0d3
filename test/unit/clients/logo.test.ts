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
