import { afterAll, beforeAll, describe } from 'vitest'
import { createBuyerSource } from '../../../../src/clients/starbridge/client.ts'
import { readConfig } from '../../../../src/config.ts'
import type { BuyerSource } from '../../../../src/pipeline/ports.ts'
import { createFakeStarbridge, type FakeStarbridge } from '../../../support/fake-starbridge.ts'
import { keepsTheContract } from '../../../support/starbridge/contract.ts'
import { sampleData } from './world.ts'

/**
 * One contract for the stand-in and for the real services. The real part is registered only where a key and
 * STARBRIDGE_CONTRACT_BUYER are set: the full name of a buyer, and after a bar its state (`Alder City|AZ`).
 */
type Keys = Parameters<typeof createBuyerSource>[0]
const WRONG = 'a-key-that-nobody-has'

const wrongly = ({ api, tools }: Keys): Keys => ({
  api: api && { ...api, apiKey: WRONG },
  tools: tools && { ...tools, apiKey: WRONG },
})

function made(keys: Keys): BuyerSource {
  const source = createBuyerSource(keys)
  if (!source) throw new Error('No backend is configured')
  return source
}

describe.each(['api', 'tools', 'both'] as const)('the stand-in, by %s', (which) => {
  let fake: FakeStarbridge
  beforeAll(async () => {
    fake = await createFakeStarbridge({ data: sampleData(), switches: { pendingPolls: 0 } })
  })
  afterAll(() => fake.close())
  keepsTheContract(async () => {
    const keys = { api: which === 'tools' ? null : fake.api, tools: which === 'api' ? null : fake.tools }
    const buyer = { name: 'Cedar Hollow Unified School District', state: 'AZ' }
    return { source: made(keys), stranger: made(wrongly(keys)), buyer }
  })
})

const [name, state] = (process.env['STARBRIDGE_CONTRACT_BUYER'] ?? '').split('|')
const { data } = readConfig(name ? process.env : {})
const given = ({ apiKey, baseUrl }: { apiKey: string | null; baseUrl: string | null }) =>
  apiKey === null ? null : { apiKey, baseUrl }
const tools = given(data.datagen)
const real: [string, Keys][] = [
  ['the published API', { api: given(data.starbridge), tools: null }],
  ['the wrapper tools', { api: null, tools: tools && { ...tools, ids: data.starbridgeTools } }],
]

for (const [what, keys] of real.filter(([, keys]) => createBuyerSource(keys) !== null))
  describe(`the real service, by ${what}`, () => {
    keepsTheContract(async () => ({
      source: made(keys),
      stranger: made(wrongly(keys)),
      buyer: { name: name ?? '', state: state ?? null },
    }))
  })
