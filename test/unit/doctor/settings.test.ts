import { describe, expect, test } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { examineSettings, isThisMachine } from '../../../src/doctor/settings.ts'

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' }
const statesOf = (env: Record<string, string>) =>
  Object.fromEntries(examineSettings(readConfig(env)).map(({ part, state }) => [part, state]))

test('with nothing set, what is closed is missing and nothing is wrong', () => {
  expect(examineSettings(readConfig({}))).toEqual([
    {
      part: 'HTTP',
      state: 'missing',
      message: 'Without INTAKE_TOKEN the intake for Clay answers 503, without API_TOKEN the rest of /v1 answers 503.',
      next: 'Set INTAKE_TOKEN and API_TOKEN.',
    },
    { part: 'Pages', state: 'ok', message: 'Links lead to http://127.0.0.1:3000.', next: null },
    expect.objectContaining({ part: 'Clay callback', state: 'missing' }),
  ])
})

test('tokens that are set are not asked for', () => {
  expect(statesOf({ INTAKE_TOKEN: 'a', API_TOKEN: 'b' })['HTTP']).toBe('ok')
  expect(examineSettings(readConfig({ INTAKE_TOKEN: 'a' }))[0]?.next).toBe('Set API_TOKEN.')
})

test('a loopback address is wrong with a real workspace and right with one on this machine', () => {
  expect(statesOf(SLACK)['Pages']).toBe('wrong')
  expect(statesOf({ ...SLACK, HOST: '0.0.0.0' })['Pages']).toBe('wrong')
  expect(statesOf({ ...SLACK, PUBLIC_URL: 'https://intel.fernmill.com' })['Pages']).toBe('ok')
  expect(statesOf({ ...SLACK, SLACK_API_URL: 'http://127.0.0.1:4000/api' })['Pages']).toBe('ok')
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
  ['http://10.0.0.5', false],
])('%s is this machine: %s', (url, expected) => {
  expect(isThisMachine(url)).toBe(expected)
})

describe('what cannot be asked is not called ok', () => {
  test('the callback to Clay, because a request would create a row', () => {
    const clay = examineSettings(readConfig({ CLAY_CALLBACK_URL: 'https://api.clay.com/v3/sources/webhook/x' }))[2]
    expect(clay).toMatchObject({ state: 'untried', message: 'Configured, not tried: a request would create a row.' })
  })

  test('data services that nothing uses yet, and only those with a key', () => {
    const states = statesOf({ APOLLO_API_KEY: 'a', SMARTLEAD_API_KEY: 'b' })
    expect(states).toMatchObject({ Apollo: 'untried', Smartlead: 'untried' })
    expect(Object.keys(states)).not.toContain('Hunter')
  })

  test.each(['notion', 'both'])('REPORT_PUBLISHER %s is wrong, because it is not built yet', (publisher) => {
    const env = { REPORT_PUBLISHER: publisher, NOTION_TOKEN: 'a', NOTION_PARENT_PAGE_ID: 'b' }
    expect(statesOf(env)['Notion']).toBe('wrong')
    expect(Object.keys(statesOf({}))).not.toContain('Notion')
  })
})
