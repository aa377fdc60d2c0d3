import { describe, expect, test } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { examineSettings } from '../../../src/doctor/settings.ts'

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

describe('what cannot be asked is not called ok', () => {
  test('the callback to Clay, because a request would create a row', () => {
    const clay = examineSettings(readConfig({ CLAY_CALLBACK_URL: 'https://api.clay.com/v3/sources/webhook/x' }))[2]
    expect(clay).toMatchObject({ state: 'untried', message: 'Configured, not tried: a request would create a row.' })
  })

  test('what is set and not used yet, by variable', () => {
    const found = examineSettings(readConfig({ APOLLO_API_KEY: 'a', CLAY_API_KEY: 'b' }))
    expect(found.filter(({ part }) => part === 'Not used yet')).toEqual([
      expect.objectContaining({ state: 'untried', message: expect.stringMatching(/^CLAY_API_KEY is set, but /) }),
      expect.objectContaining({ state: 'untried', message: 'APOLLO_API_KEY is set, but no data service is asked.' }),
    ])
    expect(statesOf({})).not.toHaveProperty('Not used yet')
  })
})

test('a workspace without a default owner is wrong, and nobody asks for one without a workspace', () => {
  const owner = examineSettings(readConfig(SLACK)).find(({ part }) => part === 'Slack owner')
  expect(owner).toMatchObject({ state: 'wrong', next: 'Set DEFAULT_OWNER to a Slack user id.' })
  expect(statesOf({ ...SLACK, DEFAULT_OWNER: 'U1' })).not.toHaveProperty('Slack owner')
  expect(statesOf({})).not.toHaveProperty('Slack owner')
})
