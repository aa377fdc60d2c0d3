import { describe, expect, test } from 'vitest'
import { ToolOpportunity } from '../../../../src/clients/starbridge/opportunity.ts'
import { vendorOf } from '../../../../src/clients/starbridge/vendor.ts'
import type { FakeOpportunity, FakeStarbridge } from '../../../support/fake-starbridge.ts'
import { AGENCY, CEDAR, failureOf, NOBODY, sampleData, sourceOn, startFake, valueOf } from './world.ts'

async function foundBy(fake: FakeStarbridge, query: { text?: string; since?: string; buyerId?: string } = {}) {
  const asked = { buyerId: CEDAR, text: '', since: '2025-09-15', ...query }
  const found = await valueOf(sourceOn(fake, 'tools').opportunities(asked))
  if (!found) throw new Error('No backend has opportunities')
  return found
}

test('each type is asked for on its own with a window, and Conference never', async () => {
  const fake = await startFake()
  await foundBy(fake)
  const asked = fake.calls.filter(({ operation }) => operation === 'opportunity_search').map(({ asked }) => asked)
  expect(asked.map(({ types }) => types)).toEqual([['Meeting'], ['RFP'], ['Purchase'], ['Contract'], ['StrategicPlan']])
  for (const inputs of asked) {
    const isRunning = /Contract|StrategicPlan/.test(String(inputs['types']))
    const happened = { from_date_relative_period: 'LastSixMonths', sort_field: 'OpportunityFromDate' }
    const running = { until_date_relative_period: 'Future', sort_field: 'OpportunityUntilDate', sort_direction: 'ASC' }
    expect(inputs).toMatchObject({ buyer_ids: [CEDAR], ...(isRunning ? running : happened) })
  }
  expect(fake.problems).toEqual([])
})

test.each([
  ['2026-02-20', 'LastThirtyDays'],
  ['2025-12-10', 'LastThreeMonths'],
  ['2025-03-10', 'LastYear'],
  ['2024-03-10', undefined],
])('since %s asks for %s, never for less', async (since, period) => {
  const fake = await startFake()
  await foundBy(fake, { since })
  expect(fake.calls[0]?.asked['from_date_relative_period']).toBe(period)
})

test('rows come in our words: the deadline is untilDate, money is purchaseAmount, Past stays Past', async () => {
  const fake = await startFake()
  const found = new Map((await foundBy(fake)).map((one) => [one.id, one]))
  expect([...found.keys()].sort()).toEqual(['contract', 'meeting', 'order', 'rfp-closed', 'rfp-open', 'rfp-undated'])
  expect(found.get('rfp-open')).toEqual({
    id: 'rfp-open',
    buyerId: CEDAR,
    type: 'rfp_posted',
    title: 'Student Advising Platform',
    summary: null,
    status: 'Future',
    fromDate: '2026-02-18',
    untilDate: '2026-03-27',
    amountUsd: null,
    vendor: null,
    sourceTitle: 'Student Advising Platform',
    sourceUrl: null,
  })
  expect(found.get('rfp-closed')).toMatchObject({ status: 'Past', untilDate: '2026-02-06' })
  expect(found.get('rfp-undated')).toMatchObject({ status: null, fromDate: null, untilDate: null })
  expect(found.get('contract')).toMatchObject({
    type: 'contract_expiration',
    untilDate: '2026-05-31',
    amountUsd: 184_500,
    vendor: 'Northgate CRM LLC',
  })
})

test('an amount as text is read, and only meetings and plans are cited by address, never by a file name', async () => {
  const fake = await startFake()
  const found = await foundBy(fake)
  expect(found.find(({ id }) => id === 'order')).toMatchObject({
    type: 'purchase_order',
    amountUsd: 61_250,
    vendor: 'Quillworks, Inc.',
    sourceUrl: null,
  })
  const meeting = found.find(({ id }) => id === 'meeting')
  expect(meeting).toMatchObject({ type: 'board_mention', sourceUrl: 'https://docs.cedarhollow.example/minutes.pdf' })
  expect(JSON.stringify(found)).not.toContain('scan_0042')
})

test('a row under two types and on two pages is listed once', async () => {
  const data = sampleData()
  data.opportunities = Array.from({ length: 90 }, (_, n) => tender(n))
  const fake = await startFake({ data, switches: { pageOverlap: 5 } })
  const found = await foundBy(fake)
  expect(found).toHaveLength(90)
  expect(new Set(found.map(({ id }) => id)).size).toBe(90)
})

test('what lies before the window, or is at another buyer, is left out here too', async () => {
  const data = sampleData()
  const fake = await startFake({ data })
  const ids = (await foundBy(fake, { since: '2015-01-01' })).map(({ id }) => id)
  expect(ids).toContain('rfp-ancient')
  expect(ids).not.toContain('elsewhere')
  expect((await foundBy(fake, { since: '2026-02-15' })).map(({ id }) => id)).not.toContain('rfp-closed')
})

test('words are searched for, alternatives with OR', async () => {
  const fake = await startFake()
  const found = await foundBy(fake, { text: 'advising OR absenteeism' })
  expect(found.map(({ id }) => id).sort()).toEqual(['meeting', 'rfp-open'])
})

test('a buyer with nothing and one nobody knows have an empty list', async () => {
  const fake = await startFake()
  expect(await foundBy(fake, { buyerId: AGENCY, since: '2026-02-25' })).toEqual([])
  expect(await foundBy(fake, { buyerId: NOBODY })).toEqual([])
})

test('a row that cannot be read is left out, unknown types and odd files are kept as they are', async () => {
  const rows: unknown[] = [
    { ...tender(1), id: null },
    { ...tender(2), type: 'constructor', alsoUnder: ['Selling'], files: 'none', title: null, summary: '' },
    { ...tender(3), postedDate: '2026-13-45', untilDate: '2026-03-09T23:30:00-07:00', purchaseAmount: 'a lot' },
  ]
  const fake = await startFake({ data: { ...sampleData(), opportunities: rows as FakeOpportunity[] } })
  const found = await foundBy(fake)
  expect(found.sort((a, b) => a.id.localeCompare(b.id))).toEqual([
    expect.objectContaining({ id: 't-2', type: 'constructor', title: null, summary: null }),
    expect.objectContaining({ id: 't-3', fromDate: null, untilDate: '2026-03-10', amountUsd: null }),
  ])
})

test('a dueDate and the time of indexing are never read, and an order that names its vendor is believed', () => {
  const row = { id: 'r', buyerId: CEDAR, type: 'Selling', dueDate: '2026-03-09', createdAt: '2026-02-01T00:00:00Z' }
  expect(ToolOpportunity.parse(row)).toMatchObject({ fromDate: null, untilDate: null })
  const orders = [{ vendorName: 'Quillworks' }]
  const order = { ...row, type: 'PurchaseOrder', title: 'Tablets', purchaseOrders: orders }
  expect(ToolOpportunity.parse(order)).toMatchObject({ vendor: 'Quillworks' })
  const two = [...orders, { vendorName: 'Brightkeys' }]
  expect(ToolOpportunity.parse({ ...order, purchaseOrders: two })).toMatchObject({ vendor: null })
})

test('one type that fails is a failure of all: half an answer would pass for the whole', async () => {
  const fake = await startFake()
  fake.fault('opportunity_search', { kind: 'status', status: 500 })
  expect(await failureOf(foundBy(fake))).toMatchObject({ service: 'datagen', status: 500, retryable: true })
})

describe('the vendor of a purchase', () => {
  const BUYER = 'Lakeshore University'
  test.each([
    ['Order to Quillworks, Inc. by Lakeshore University for Licences', 'Quillworks, Inc.'],
    ['Order to Stand by Me Books LLC by Lakeshore University for Readers by the dozen', 'Stand by Me Books LLC'],
    ['Purchase Order to 3Oaks by LAKESHORE UNIVERSITY for paper', '3Oaks'],
    ['Quillworks Corp. at Lakeshore University', 'Quillworks Corp.'],
    ['Laptops from Brightkeys Government', 'Brightkeys Government'],
  ])('%s', (title, vendor) => {
    expect(vendorOf(title, BUYER)).toBe(vendor)
  })

  test.each([
    null,
    'Tablets',
    'Order to Quillworks by Another University for Licences',
    'Training at Lakeshore University',
    'Network Upgrade at Lakeshore University',
    'Quillworks Corp. at Another University',
    'Bus service from Mesa to Gilbert',
    'Refund from 2023',
    'Transfer from General Fund',
    'Supplies from March',
    'Laptops from the usual place',
    'Laptops from Brightkeys from Ohio',
    'Laptops from Brightkeys for Lakeshore University',
  ])('is not guessed: %s', (title) => {
    expect(vendorOf(title, BUYER)).toBeNull()
  })
})

function tender(n: number): FakeOpportunity {
  return { id: `t-${n}`, buyerId: CEDAR, type: 'Selling', title: `Tender ${n}`, postedDate: '2026-02-18' }
}
