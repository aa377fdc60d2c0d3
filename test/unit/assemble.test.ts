import { describe, expect, test } from 'vitest'
import { type AssemblyFacts, assembleReport } from '../../src/pipeline/report/assemble.ts'
import type { BuyerFindings } from '../../src/pipeline/report/buyers/findings.ts'
import { snapshotFromSignals } from '../../src/pipeline/report/buyers/snapshot.ts'
import { decideTier } from '../../src/pipeline/report/tier.ts'
import type { Domain, ReplyInput, Signal } from '../../src/pipeline/report/types.ts'
import { changeBetween } from '../../src/pipeline/report/version-change.ts'

const now = new Date('2026-03-02T12:00:00Z')

const reply: ReplyInput = {
  domain: 'fernmill.example' as Domain,
  domainWarning: null,
  prospectName: 'Ana Ruiz',
  prospectEmail: 'ana@fernmill.example',
  prospectTitle: null,
  companyName: 'Fern Mill',
  replyText: null,
  product: 'fleet software',
  campaignId: null,
  campaignName: null,
  sequenceStep: null,
  messageId: null,
  threadId: null,
  repliedAt: null,
  accountTier: null,
  requestedTier: null,
}

function signal(id: string, facts: Partial<Signal> = {}): Signal {
  return {
    id,
    domain: 'fernmill.example',
    type: 'board_mention',
    title: `Title ${id}`,
    summary: null,
    buyerId: null,
    buyerName: 'Birch City',
    buyerType: 'City',
    buyerState: 'WA',
    eventDate: '2026-02-10',
    deadline: null,
    detectedAt: null,
    status: null,
    amountUsd: null,
    vendor: null,
    isAmendment: false,
    sourceTitle: `Minutes ${id}`,
    sourceUrl: `https://docs.example/${id}`,
    sourceRef: null,
    relevanceScore: null,
    state: 'unknown',
    daysLeft: null,
    alreadySent: false,
    score: 0.5,
    reasons: [],
    ...facts,
  }
}

function findings(all: Signal[], facts: Partial<BuyerFindings> = {}): BuyerFindings {
  return {
    snapshot: snapshotFromSignals(all),
    note: null,
    others: [],
    signalIds: all.map(({ id }) => id),
    dm: null,
    dmNote: null,
    contacts: [],
    contactsKnown: null,
    more: [],
    procurement: { procurement: [], procurementNote: 'No procurement guide is on record.' },
    ...facts,
  }
}

function assemble(all: Signal[], facts: Partial<AssemblyFacts> = {}) {
  return assembleReport({
    reply,
    account: null,
    notes: [],
    all,
    leftOut: [],
    chosen: all.map((one) => ({ signal: one, bullet: `Bullet ${one.id}`, whyItMatters: null })),
    whyTheyCare: null,
    ranking: 'rules',
    rankingNote: null,
    droppedClaims: 0,
    angle: null,
    buyer: findings(all),
    tier: { tier: 1, reason: 'No verified decision maker is known' },
    pitch: null,
    sentEmails: new Map(),
    preparedAt: null,
    budgetNote: null,
    now,
    ...facts,
  })
}

describe('a report', () => {
  test('is named after its one buyer', () => {
    const document = assemble([signal('a'), signal('b')])
    expect(document.title).toBe('Birch City — Intelligence Report for fleet software')
    expect(document.buyer).toMatchObject({ name: 'Birch City', type: 'City', state: 'WA' })
  })

  test('counts all buyers that were found, in title and figures alike', () => {
    const all = [
      signal('a'),
      signal('b', { buyerName: 'Oakton County', buyerState: 'OH', state: 'open' }),
      signal('c', { buyerName: 'Alder City' }),
    ]
    const document = assemble(all, { chosen: [{ signal: all[0] as Signal, bullet: 'x', whyItMatters: null }] })
    expect(document.title).toBe('3 buyers — Intelligence Report for fleet software')
    expect(document.counts).toEqual({ signals: 3, open: 1, buyers: 3, states: 2, alreadySent: 0 })
  })

  test('must not repeat: one buyer that goes by id and by name is counted twice', () => {
    const named = { buyerName: 'Cedar Hollow USD', buyerType: 'SchoolDistrict' }
    const all = [
      signal('a', { ...named, buyerId: 'b1', buyerState: 'AZ' }),
      signal('b', { ...named, buyerId: null, buyerState: 'Arizona' }),
      signal('c', { buyerName: 'Cedar Hollow Unified School District', buyerType: 'SchoolDistrict', buyerState: 'AZ' }),
    ]
    const { counts, title } = assemble(all)
    expect(counts).toMatchObject({ signals: 3, buyers: 1, states: 1 })
    expect(title).not.toContain('buyers')
  })

  test('falls back from product to company to domain', () => {
    const { companyName: _, ...bare } = reply
    expect(assemble([signal('a')], { reply: { ...reply, product: null } }).title).toContain('for Fern Mill')
    const document = assemble([signal('a')], { reply: { ...bare, companyName: null, product: null } })
    expect(document.title).toContain('for fernmill.example')
  })

  test('says which window its data covers, what was left out and what has no source', () => {
    const bare = signal('b', { sourceTitle: null, sourceUrl: null, title: null, eventDate: '2026-01-05' })
    const document = assemble([signal('a'), bare], { leftOut: [{ id: 'x', reason: 'duplicate' }] })
    expect(document.dataLine).toBe(
      'Public-sector signals dated 5 January 2026 to 10 February 2026, 1 of them without a named source. 1 row was left out as duplicate, stale or empty.',
    )
    expect(assemble([signal('a')]).dataLine).toBe(
      'Public-sector signals dated 10 February 2026 to 10 February 2026, each with its source.',
    )
  })

  test('has no buyer when its signals name none', () => {
    const document = assemble([signal('a', { buyerName: null, buyerType: null, buyerState: null })])
    expect(document.buyer).toBeNull()
    expect(document.title).toBe('Buying signals — Intelligence Report for fleet software')
  })
})

describe('a tier', () => {
  const facts = { accountTier: null, requested: null, hasVerifiedDm: true, openSignals: 3 }
  test.each([
    [{}, 2],
    [{ hasVerifiedDm: false }, 1],
    [{ accountTier: 'T0' }, 3],
    [{ accountTier: 'T1' }, 3],
    [{ accountTier: 'T2' }, 2],
    [{ accountTier: 'T0', openSignals: 2 }, 2],
    [{ requested: 3 as const }, 3],
    [{ requested: 3 as const, hasVerifiedDm: false }, 1],
    [{ requested: 1 as const, accountTier: 'T0' }, 1],
    [{ requested: 2 as const, accountTier: 'T0' }, 2],
  ])('of %j is %i, with a reason', (change, tier) => {
    const decided = decideTier({ ...facts, ...change })
    expect(decided.tier).toBe(tier)
    expect(decided.reason).toMatch(/^[A-Z].{5,}/)
  })
})

describe('a version', () => {
  test('says what is new, gone and moved', () => {
    const [a, b, c] = [signal('a'), signal('b'), signal('c')]
    const before = assemble([a, b])
    expect(changeBetween(before, before)).toEqual({
      added: 0,
      removed: 0,
      moved: 0,
      text: 'The same signals in the same order.',
    })
    expect(changeBetween(before, assemble([b, a]))).toMatchObject({ moved: 2, text: '2 moved, another signal leads.' })
    expect(changeBetween(before, assemble([a, c]))).toMatchObject({ added: 1, removed: 1, text: '1 new, 1 gone.' })
    expect(changeBetween(before, assemble([a, b], { ranking: 'claude' })).text).toBe('Ranked by Claude now.')
    const moved = assemble([{ ...a, deadline: '2026-06-01' }, b])
    expect(changeBetween(before, moved)).toMatchObject({ changed: 1, text: '1 changed.' })
  })
})
