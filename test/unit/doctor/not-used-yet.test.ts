import { expect, test } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { notUsedYet } from '../../../src/doctor/not-used-yet.ts'

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' }
const namesOf = (env: Record<string, string>) => notUsedYet(readConfig(env)).map(({ variable }) => variable)

test.each<[string, string]>([
  ['ADMINS', 'U1'],
  ['MODEL_PLAN', 'claude-other'],
  ['CLAY_API_KEY', 'x'],
  ['CLAY_SESSION_COOKIE', 'x'],
  ['CLAY_BASE_URL', 'https://clay.example'],
  ['APOLLO_API_KEY', 'x'],
  ['HUNTER_API_KEY', 'x'],
  ['PROSPEO_API_KEY', 'x'],
  ['FINDYMAIL_API_KEY', 'x'],
  ['CLEARBIT_API_KEY', 'x'],
])('%s is told', (variable, value) => {
  expect(namesOf({ ...SLACK, [variable]: value })).toEqual([variable])
})

test('what is used, absent or as by default is not told', () => {
  const used = {
    DEFAULT_OWNER: 'U1',
    ESCALATION_OWNER: 'U2',
    CLAY_CALLBACK_URL: 'https://a.example',
    ANTHROPIC_API_KEY: 'x',
    ALERTS_CHANNEL: 'C0ALERTS',
    STARBRIDGE_API_KEY: 'x',
    STARBRIDGE_BASE_URL: 'https://a.example',
    DATAGEN_API_KEY: 'x',
    STARBRIDGE_TOOLS: '{"buyer_search":"id"}',
  }
  const same = { MODEL_PLAN: 'claude-opus-5-5' }
  expect(namesOf({})).toEqual([])
  expect(namesOf({ ...SLACK, ...used, ...same })).toEqual([])
})
