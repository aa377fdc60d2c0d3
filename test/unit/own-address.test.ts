import { expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { isReachable, isThisMachine, urlOf } from '../../src/own-address.ts'

test.each([
  ['127.0.0.1', 'http://127.0.0.1:3000'],
  ['desk.fernmill.com', 'http://desk.fernmill.com:3000'],
  ['::1', 'http://[::1]:3000'],
  ['::', 'http://[::]:3000'],
])('%s is at %s', (host, url) => {
  expect(urlOf({ host, port: 3000 })).toBe(url)
  expect(URL.canParse(urlOf({ host, port: 3000 }))).toBe(true)
})

test.each([
  ['http://localhost:3000', true],
  ['http://desk.localhost', true],
  ['http://127.8.9.1', true],
  ['http://[::1]:3000', true],
  ['http://0.0.0.0:3000', true],
  ['http://[::ffff:127.0.0.1]', true],
  ['https://localhost.fernmill.com', false],
  // A name that begins with 127. is no address.
  ['https://127.fernmill.com', false],
  ['http://[::]:3000', true],
  ['http://[::ffff:0.0.0.0]', true],
  ['http://[::2]', false],
  ['http://10.0.0.5', false],
])('%s is this machine: %s', (url, expected) => {
  expect(isThisMachine(url)).toBe(expected)
})

test.each<[Record<string, string>, boolean]>([
  [{}, false],
  [{ HOST: '0.0.0.0' }, false],
  [{ HOST: '::' }, false],
  [{ HOST: '::1' }, false],
  [{ HOST: '10.0.0.5' }, true],
  [{ HOST: '0.0.0.0', PUBLIC_URL: 'https://127.fernmill.com' }, true],
  [{ HOST: '0.0.0.0', SLACK_API_URL: 'http://127.0.0.1:4000/api' }, true],
])('with a workspace, %j can be reached: %s', (env, expected) => {
  const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' }
  expect(isReachable(readConfig({ ...slack, ...env }))).toBe(expected)
  expect(isReachable(readConfig({ HOST: '0.0.0.0' }))).toBe(true)
})
