import { describe, expect, onTestFinished, test } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { type Ask, within } from '../../../src/doctor/finding.ts'
import { examineProviders } from '../../../src/doctor/providers.ts'
import { createFakeHeyreach } from '../../support/fake-heyreach.ts'
import { createFakeSmartlead } from '../../support/fake-smartlead.ts'

const ask: Ask = (part, question) => within(part, { limitMs: 60_000, fetch }, question)
const examined = async (env: Record<string, string>) =>
  Object.fromEntries((await examineProviders(readConfig(env), ask)).map((finding) => [finding.part, finding]))

async function fakes() {
  const [smartlead, heyreach] = await Promise.all([createFakeSmartlead(), createFakeHeyreach()])
  onTestFinished(async () => void (await Promise.all([smartlead.close(), heyreach.close()])))
  const env = {
    SMARTLEAD_API_KEY: smartlead.key,
    SMARTLEAD_BASE_URL: smartlead.url,
    HEYREACH_API_KEY: heyreach.key,
    HEYREACH_BASE_URL: heyreach.url,
  }
  return { smartlead, heyreach, env }
}

test('nothing configured is missing, and names what to set', async () => {
  expect(await examined({})).toMatchObject({
    Smartlead: { state: 'missing', next: 'Set SMARTLEAD_API_KEY.' },
    HeyReach: { state: 'missing', next: 'Set HEYREACH_API_KEY.' },
    Webhooks: { state: 'missing', next: 'Set WEBHOOK_TOKEN.' },
  })
})

test('good keys are ok after one harmless request each', async () => {
  const { smartlead, heyreach, env } = await fakes()
  const found = await examined({ ...env, WEBHOOK_TOKEN: 'path-token', PUBLIC_URL: 'https://intel.fernmill.com' })
  expect(found).toMatchObject({
    Smartlead: { state: 'ok', message: 'The key is good; the account has 2 categories.' },
    HeyReach: { state: 'ok' },
    Webhooks: { state: 'ok', message: expect.stringContaining('https://intel.fernmill.com/v1/webhooks/smartlead/…') },
  })
  expect([smartlead.requests.length, heyreach.requests.length]).toEqual([1, 1])
  expect(JSON.stringify(found)).not.toContain('path-token')
})

describe('what is wrong is named, never the key', () => {
  test('a refused key', async () => {
    const { env } = await fakes()
    const found = await examined({
      ...env,
      SMARTLEAD_API_KEY: 'of-somebody-else',
      HEYREACH_API_KEY: 'of-somebody-else',
    })
    expect(found).toMatchObject({
      Smartlead: { state: 'wrong', next: 'Set SMARTLEAD_API_KEY anew.' },
      HeyReach: { state: 'wrong', next: 'Set HEYREACH_API_KEY anew.' },
    })
    expect(JSON.stringify(found)).not.toContain('of-somebody-else')
  })

  test('an address where nobody or somebody else is', async () => {
    const { smartlead, env } = await fakes()
    smartlead.fault({ status: 200, body: { hello: 'world' } })
    const found = await examined({ ...env, HEYREACH_BASE_URL: 'http://127.0.0.1:9' })
    expect(found).toMatchObject({
      Smartlead: { state: 'wrong', next: 'Check SMARTLEAD_BASE_URL.' },
      HeyReach: { state: 'wrong', next: 'Check HEYREACH_BASE_URL.' },
    })
  })

  test('a signing secret behind a closed door', async () => {
    const { Webhooks } = await examined({ SMARTLEAD_WEBHOOK_SECRET: 'hidden-word' })
    expect(Webhooks).toMatchObject({ state: 'wrong', next: 'Set WEBHOOK_TOKEN.' })
    expect(JSON.stringify(Webhooks)).not.toContain('hidden-word')
  })
})
