import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Json, type SignalRow, startTestApp, type TestApp } from '../support/app.ts'
import { createFakeStarbridge, type FakeStarbridge } from '../support/fake-starbridge.ts'
import { buyerWorldOf } from '../support/sellers/buyer-world.ts'
import {
  cardOf,
  deliver,
  documentOf,
  noticesOf,
  outputsOf,
  prospectWith,
  replyOf,
  reportOf,
  rowsOf,
  runOf,
  settled,
  unknownProspect,
  wordsOf,
} from './support/desk.ts'

/** Reports with the buyer's own record, through the whole app: reply in, card, pages, API and callback out. */

const PRODUCT = 'science laboratory equipment'
const TITLE = 'Director of Science Curriculum'
const HVAC = 'HVAC equipment and controls'
const FACILITIES = 'Director of Facilities and Operations'

let starbridge: FakeStarbridge
let test: TestApp

const rows = (): SignalRow[] => ['single-buyer', 'many-buyers', 'set-075'].flatMap((set) => rowsOf(set))
const titleAt = (row: SignalRow) => (row.id.startsWith('ob-') ? TITLE : FACILITIES)

beforeAll(async () => {
  starbridge = await createFakeStarbridge({ data: buyerWorldOf(rows(), titleAt) })
  test = await startTestApp({ env: starbridge.env })
})

afterAll(async () => {
  await test.stop()
  expect(starbridge.problems).toEqual([])
  await starbridge.close()
})

const at = (json: Json, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], json)

describe('a report of tier 2', () => {
  it('has the buyer from its own record, the decision maker found late in the alphabet, and other buyers', async () => {
    const prospect = await prospectWith(test, 'set-075')
    const item = await deliver(test, replyOf(prospect, { product: HVAC }))
    const report = await reportOf(test, item.id)
    expect(report['tier']).toBe(2)
    expect(at(report, 'dm_info')).toMatchObject({ name: 'Vera Yarrowby', title: FACILITIES, verified: true })
    const buyer = item.document?.buyer
    const row = rows().find((one) => one['buyer_id'] === buyer?.id)
    expect(buyer).toMatchObject({ name: row?.['buyer_name'], matchedBy: expect.stringContaining('id') })
    expect(buyer?.budgetYear).toBe(2026)
    expect(buyer?.facts.length).toBeGreaterThan(2)
    expect(item.document?.otherBuyers.length).toBeGreaterThan(0)
    expect(item.document?.relevance).toBeNull()
    const card = wordsOf(cardOf(test, item.id))
    expect(card).toContain('Vera Yarrowby')
    expect(card).toContain(FACILITIES)
    expect(test.clay.taken().find((one) => one['id'] === item.id)).toMatchObject({ dm_name: 'Vera Yarrowby', tier: 2 })
  })

  it('shows the decision maker to the team and not to the prospect', async () => {
    const prospect = await prospectWith(test, 'single-buyer')
    const item = await deliver(test, replyOf(prospect, { product: PRODUCT, requested_tier: 3 }))
    const outputs = await outputsOf(test, item)
    const { dm } = item.document ?? {}
    expect(outputs['internal_url']).toContain('Vera Yarrowby')
    for (const secret of [dm?.name, dm?.email, dm?.phone, dm?.directPhone])
      expect(outputs['report_url']).not.toContain(secret)
    for (const contact of item.document?.contacts ?? []) expect(outputs['report_url']).not.toContain(contact.name)
  })
})

describe('a report of tier 3', () => {
  it('has relevance, pitch, gameplan, script, contacts and the procurement path of the record', async () => {
    const prospect = await prospectWith(test, 'single-buyer')
    const item = await deliver(test, replyOf(prospect, { product: PRODUCT, requested_tier: 3 }))
    const document = documentOf(item)
    expect(document.tier).toBe(3)
    expect(document.title).toContain('Umberfield Regional School District')
    expect(document.relevance?.bullets.length).toBeGreaterThanOrEqual(2)
    expect(document.gameplan?.pitch?.evidence.length).toBeGreaterThan(0)
    expect(document.gameplan?.script).toContain('Vera Yarrowby')
    expect(document.gameplan?.primary).toContain('Vera Yarrowby')
    expect(document.gameplan?.procurement.map(({ text }) => text).join(' ')).toMatch(/three written quotes/)
    expect(document.contacts.length).toBeGreaterThanOrEqual(3)
    expect(document.contactsKnown).toBeGreaterThan(45)
    for (const signal of document.signals) expect(signal.paragraph).toMatch(/\(.+\d{4}\)$/)
    expect(document.signals.length).toBeLessThanOrEqual(6)
    const [question] = test.claude.callsOf('write-pitch').slice(-1)
    expect(question?.request?.turn).toContain(TITLE)
  })

  it('never tells a model whose mail and phone it is', async () => {
    const prospect = await prospectWith(test, 'single-buyer')
    const item = await deliver(test, replyOf(prospect, { product: PRODUCT, requested_tier: 3 }))
    const asked = JSON.stringify(test.claude.calls.map(({ request }) => request))
    const logged = JSON.stringify(test.log)
    const people = [item.document?.dm, ...(item.document?.contacts ?? [])]
    expect(people.length).toBeGreaterThan(3)
    for (const person of people)
      for (const secret of [person?.name, person?.email, person?.phone].filter((one) => typeof one === 'string')) {
        expect(asked).not.toContain(secret)
        expect(logged).not.toContain(secret)
      }
  })

  it('is written by the rules where the model invents', async () => {
    test.claude.respond((request) => (request.prompt === 'write-pitch' ? 'lie' : 'good'))
    try {
      const prospect = await prospectWith(test, 'single-buyer')
      const item = await deliver(test, replyOf(prospect, { product: PRODUCT, requested_tier: 3 }))
      expect(item.document?.droppedClaims).toBeGreaterThan(3)
      expect(item.document?.relevance?.bullets.length).toBeGreaterThanOrEqual(2)
      const outputs = Object.values(await outputsOf(test, item)).join('\n')
      for (const lie of ['123,456,789', 'Zyloquent', 'Falk-Romero', '4,217']) expect(outputs).not.toContain(lie)
    } finally {
      test.claude.respond('good')
    }
  })

  it('is complete without a model', async () => {
    const bare = await startTestApp({ env: starbridge.env, noModel: true })
    try {
      const prospect = await prospectWith(bare, 'single-buyer')
      const item = await deliver(bare, replyOf(prospect, { product: PRODUCT, requested_tier: 3 }))
      expect(item.document).toMatchObject({ tier: 3, ranking: 'rules' })
      expect(item.document?.relevance?.bullets.length).toBeGreaterThanOrEqual(2)
      expect(item.document?.gameplan?.script).toMatch(/\?$/)
    } finally {
      await bare.stop()
    }
  })
})

describe('a source of buyers that fails', () => {
  it('costs the report its buyer and nothing else, and says so', async () => {
    starbridge.fault('attributes', 500, 50)
    starbridge.fault('buyer_profile', 500, 50)
    try {
      const prospect = await prospectWith(test, 'many-buyers', (all) => all.map((row) => ({ ...row, buyer_id: null })))
      const item = await deliver(test, replyOf(prospect, { product: HVAC }))
      expect(item.document).toMatchObject({ tier: 1, dm: null })
      expect(item.document?.buyer?.name).toBeTruthy()
      const run = await runOf(test, item)
      expect(run['status']).toBe('partial')
    } finally {
      for (const operation of ['attributes', 'buyer_profile'] as const) starbridge.fault(operation, 500, 0)
    }
  })
})

describe('a reply without signals', () => {
  it('tells what is known of the domain’s own account, and nothing of one that only has its name', async () => {
    const [own, namesake] = [unknownProspect(), unknownProspect()]
    const record = { type: 'City', state: 'WA', attributes: { FiscalYearStartDate: '01/01' } }
    const site = { website: `https://www.${own.domain}` }
    starbridge.data.buyers.push({ id: 'byr-own', name: own.company, ...record, ...site })
    starbridge.data.buyers.push({ id: 'byr-namesake', name: namesake.company, ...record })
    const ids = await Promise.all([own, namesake].map((prospect) => test.reply(replyOf(prospect))))
    const told = []
    for (const id of ids) {
      await test.waitForStatus(id, 'no_signals')
      await settled(test)
      told.push(noticesOf(test, id, 'no-signals').map(wordsOf).join())
    }
    expect(told[0]).toContain(`Known of the buyer: ${own.company}`)
    expect(told[0]).toContain('1 January')
    expect(told[1]).toContain('no signals found')
    expect(told[1]).not.toContain('Known of the buyer')
  })
})

describe('ten replies of one seller at once', () => {
  it('look up its signals, its buyer and the people there once', async () => {
    const world = await createFakeStarbridge({
      data: buyerWorldOf(rows(), titleAt),
      latency: { attributes: 150, buyer_contacts: 150, search: 150 },
    })
    // What was read of a seller serves for five seconds: here they do not pass.
    const start = new Date()
    const own = await startTestApp({ env: world.env, clock: { now: () => start } })
    try {
      const prospect = await prospectWith(own, 'single-buyer')
      const asked = own.signals.requests()
      const ids = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          own.reply(replyOf(prospect, { product: PRODUCT, prospect_email: `p${n}@${prospect.domain}` })),
        ),
      )
      for (const id of ids) expect((await own.waitForStatus(id, 'delivered')).document?.tier).toBe(2)
      expect(world.count('attributes')).toBe(1)
      expect(world.count('buyer_contacts')).toBe(1)
      expect(own.signals.requests() - asked).toBeLessThanOrEqual(2 + 10)
    } finally {
      await own.stop()
      await world.close()
    }
  })
})
