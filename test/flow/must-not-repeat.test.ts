import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { createFakeStarbridge, type FakeStarbridge } from '../support/fake-starbridge.ts'
import { buyerWorldOf } from '../support/sellers/buyer-world.ts'
import { deliver, documentOf, outputsOf, prospectWith, replyOf, rowsOf, runOf } from './support/desk.ts'

/**
 * Defects of an earlier automation that a rebuild must not repeat, through the whole app. Those of scoring, counting,
 * ranking contacts and joining records have their tests beside that code, in `test/unit/buyers`.
 */

const PRODUCT = 'science laboratory equipment'

let starbridge: FakeStarbridge
let test: TestApp

beforeAll(async () => {
  const rows = ['single-buyer', 'all-past', 'many-buyers'].flatMap((set) => rowsOf(set))
  starbridge = await createFakeStarbridge({
    data: buyerWorldOf(rows, () => 'Director of Science Curriculum'),
    // The later a buyer is asked for, the sooner it answers.
    latency: { attributes: 60, buyer_contacts: 20 },
  })
  test = await startTestApp({ env: starbridge.env })
})
afterAll(async () => {
  await test.stop()
  await starbridge.close()
})

it('must not repeat: a tender that has closed is called active', async () => {
  const prospect = await prospectWith(test, 'all-past')
  test.claude.respond((request) => {
    if (request.prompt !== 'rank-and-write') return 'good'
    const aliases = [...request.turn.matchAll(/^(s\d+) \| /gm)].map(([, alias]) => alias)
    const top = aliases.map((alias) => ({
      signal_id: alias,
      bullet: 'The tender is open for bids now.',
      why: 'You can still bid.',
    }))
    const line = { text: 'The tender is open now.', evidence_ids: aliases.slice(0, 1) }
    return { answer: { top, why_they_care: line } }
  })
  try {
    const item = await deliver(test, replyOf(prospect))
    expect(documentOf(item).signals.length).toBeGreaterThan(3)
    expect(documentOf(item).counts.open).toBe(0)
    for (const signal of documentOf(item).signals) {
      expect(signal.state).toBe('closed')
      expect(signal.bullet).toMatch(/^Closed/)
    }
    const outputs = Object.values(await outputsOf(test, item)).join('\n')
    for (const lie of ['is open for bids', 'can still bid', 'tender is open now']) expect(outputs).not.toContain(lie)
  } finally {
    test.claude.respond('good')
  }
})

it('must not repeat: a failed leg of the buyer’s record fails the report', async () => {
  starbridge.fault('buyer_contacts', 500, 20)
  try {
    const prospect = await prospectWith(test, 'many-buyers')
    const item = await deliver(test, replyOf(prospect, { product: 'air quality sensors' }))
    expect(documentOf(item).buyer?.matchedBy).toContain('id')
    expect(item.document).toMatchObject({ dm: null, tier: 1 })
    expect(documentOf(item).dmNote).toMatch(/could not be read/)
    expect((await runOf(test, item))['status']).toBe('partial')
  } finally {
    starbridge.fault('buyer_contacts', 500, 0)
  }
})

it('must not repeat: a page without a source, or one that is live before it is checked', async () => {
  const prospect = await prospectWith(test, 'single-buyer')
  test.claude.respond((request) => (request.prompt === 'rank-and-write' ? { slowMs: 3_000 } : 'good'))
  try {
    const id = await test.reply(replyOf(prospect, { product: PRODUCT, requested_tier: 3 }))
    const links = async () => {
      const { rows } = await test.database.pool.query(`select slug from intel.report_links where report_id = $1`, [id])
      return rows.length
    }
    await test.claude.waitFor(() =>
      test.claude.calls.some((call) => call.request?.prompt === 'rank-and-write' && call.status === null),
    )
    expect(await links()).toBe(0)
    const item = await test.waitForStatus(id, 'delivered')
    const { signals, buyer, gameplan } = documentOf(item)
    const { steps } = (await runOf(test, item)) as unknown as { steps: { name: string }[] }
    const names = steps.map(({ name }) => name)
    expect(names.indexOf('check-claims')).toBeLessThan(names.indexOf('publish-page'))
    for (const signal of signals) expect(signal.sources[0]?.url).toMatch(/^https:/)
    for (const fact of buyer?.facts ?? []) expect(fact.source?.url).toMatch(/^https:/)
    for (const line of gameplan?.procurement ?? []) expect(line.source?.url).toMatch(/^https:/)
    expect(buyer?.budgetSource?.url).toMatch(/^https:/)
    const outputs = await outputsOf(test, item)
    for (const signal of signals) expect(outputs['report_url']).toContain(signal.sources[0]?.url)
  } finally {
    test.claude.respond('good')
  }
})
