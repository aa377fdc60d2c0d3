import { expect, onTestFinished, test } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { type Ask, type Finding, within } from '../../../src/doctor/finding.ts'
import { examineStarbridge } from '../../../src/doctor/starbridge.ts'
import { createFakeStarbridge, type FakeStarbridge } from '../../support/fake-starbridge.ts'

const ask: Ask = (part, question) => within(part, { limitMs: 60_000, fetch }, question)

async function fake(): Promise<FakeStarbridge> {
  const server = await createFakeStarbridge({ data: { buyers: [] } })
  onTestFinished(() => server.close())
  return server
}

async function examined(env: Record<string, string>): Promise<Record<string, Finding>> {
  const found = await examineStarbridge(readConfig(env), ask)
  return Object.fromEntries(found.map((finding) => [finding.part, finding]))
}

const only = ({ tools }: FakeStarbridge, ...names: string[]) =>
  JSON.stringify(Object.fromEntries(names.map((name) => [name, tools.ids[name.replace('starbridge_', '')]])))

test('not configured is missing, and names what to set', async () => {
  expect(await examined({})).toMatchObject({
    Starbridge: { state: 'missing', next: 'Set STARBRIDGE_API_KEY.' },
    DataGen: { state: 'missing', next: 'Set DATAGEN_API_KEY and STARBRIDGE_TOOLS.' },
  })
})

test('both answer: one request each, and every tool has its id', async () => {
  const server = await fake()
  const found = await examined(server.env)
  expect(Object.keys(found)).toEqual(['Starbridge', 'DataGen'])
  expect(found).toMatchObject({ Starbridge: { state: 'ok' }, DataGen: { state: 'ok' } })
  expect(server.calls.map(({ operation }) => operation).sort()).toEqual(['buyer_search', 'search'])
  expect(server.problems).toEqual([])
})

test('the tools without an id are named with what is lost', async () => {
  const server = await fake()
  const { STARBRIDGE_TOOLS } = await examined({
    ...server.env,
    STARBRIDGE_TOOLS: only(server, 'starbridge_buyer_search'),
  })
  expect(STARBRIDGE_TOOLS).toMatchObject({
    state: 'missing',
    message: expect.stringContaining('contacts and decision makers (buyer_contacts)'),
    next: 'Add the ids of buyer_profile, buyer_contacts, opportunity_search.',
  })
})

test('without the id of the search nothing is asked', async () => {
  const server = await fake()
  const found = await examined({
    ...server.env,
    STARBRIDGE_API_KEY: '',
    STARBRIDGE_TOOLS: only(server, 'buyer_contacts'),
  })
  expect(found).toMatchObject({ DataGen: { state: 'untried' }, STARBRIDGE_TOOLS: { state: 'missing' } })
  expect(server.calls).toEqual([])
})

test('a name that is no tool is wrong', async () => {
  const server = await fake()
  const ids = { ...server.tools.ids, buyer_profiles: 'x' }
  const found = await examined({ ...server.env, STARBRIDGE_TOOLS: JSON.stringify(ids) })
  expect(found['STARBRIDGE_TOOLS']).toMatchObject({
    state: 'wrong',
    message: expect.stringContaining('buyer_profiles'),
  })
})

test('ids without a key are wrong', async () => {
  const { DataGen } = await examined({ STARBRIDGE_TOOLS: '{"buyer_search":"x"}' })
  expect(DataGen).toMatchObject({ state: 'wrong', next: 'Set DATAGEN_API_KEY.' })
})

test('a refused key names its setting and is not shown', async () => {
  const server = await fake()
  const key = 'key-of-somebody-else'
  const found = await examined({ ...server.env, STARBRIDGE_API_KEY: key, DATAGEN_API_KEY: key })
  expect(found).toMatchObject({
    Starbridge: { state: 'wrong', next: 'Set STARBRIDGE_API_KEY anew.' },
    DataGen: { state: 'wrong', next: 'Set DATAGEN_API_KEY anew.' },
  })
  expect(JSON.stringify(found)).not.toContain(key)
})

test('a tool whose own key for Starbridge is refused says where that key is kept', async () => {
  const server = await fake()
  server.fault('buyer_search', { kind: 'upstream', status: 401 })
  const { DataGen } = await examined(server.env)
  expect(DataGen).toMatchObject({ state: 'wrong', next: 'Renew the key for Starbridge that is kept at DataGen.' })
})

test('an id that no tool has is told from a wrong address', async () => {
  const server = await fake()
  const { DataGen } = await examined({ ...server.env, STARBRIDGE_TOOLS: '{"buyer_search":"none"}' })
  expect(DataGen).toMatchObject({ state: 'wrong', next: 'Check the id of buyer_search in STARBRIDGE_TOOLS.' })
})

test('a page in place of the API, and nobody at the address, name the address', async () => {
  const server = await fake()
  server.fault('search', { kind: 'html' })
  server.fault('buyer_search', { kind: 'reset' })
  expect(await examined(server.env)).toMatchObject({
    Starbridge: { state: 'wrong', next: 'Check STARBRIDGE_BASE_URL.' },
    DataGen: { state: 'wrong', next: 'Check DATAGEN_BASE_URL.' },
  })
})
