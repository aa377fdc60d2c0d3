import { describe, expect, test } from 'vitest'
import { includeFeatured } from '../../src/pipeline/report/include-featured.ts'
import {
  type Prepared,
  preparedPitch,
  rankPrepared,
  sealOfPitch,
  sealOfRanking,
} from '../../src/pipeline/report/prepared.ts'
import { toReportSignal } from '../../src/pipeline/report/report-signal.ts'
import type { ReportDocument, Signal } from '../../src/pipeline/report/types.ts'
import { tier3Document } from '../support/sample-documents.ts'
import { FLEET } from './rank/fixtures.ts'

const NOW = new Date('2026-03-02T12:00:00Z')
const ALL: Signal[] = FLEET.map((signal) => ({ ...signal }))

const PRODUCT = 'fleet software'

const claimOf = (text: string) => ({
  claim: { text, evidence: ['fm-1'] },
  verdict: 'kept' as const,
  problems: null,
})

function preparedOf(signals: readonly Signal[], given: Partial<ReportDocument> = {}): Prepared {
  const shown = signals
    .slice(0, 3)
    .map((signal) => toReportSignal({ signal, bullet: `Prepared ${signal.id}`, whyItMatters: null }, 1))
  const document = { ...tier3Document(), ranking: 'claude' as const, whyTheyCare: 'Why.', signals: shown, ...given }
  const counts = { rankingClaims: 1, rankingDropped: 2 }
  const seal = { ranking: sealOfRanking(signals, PRODUCT), pitch: null, ...counts }
  return { document, madeAt: NOW, seal, claims: [claimOf('Why.'), claimOf('Pitch.')] }
}

describe('a prepared ranking', () => {
  test('serves while the signals are the same, over the rows of today', () => {
    const seen = ALL.map((signal) => ({ ...signal, alreadySent: signal.id === 'fm-1' }))
    const ranked = rankPrepared(preparedOf(ALL), seen, PRODUCT)
    expect(ranked?.chosen.map(({ bullet }) => bullet).toSorted()).toEqual([
      'Prepared fm-1',
      'Prepared fm-2',
      'Prepared fm-3',
    ])
    expect(ranked?.chosen[0]?.signal.alreadySent).toBe(false)
    expect(ranked).toMatchObject({ ranking: 'claude', whyTheyCare: 'Why.', claims: [{ verdict: 'kept' }] })
  })

  test('brings its own claims and dropped sentences, and none of the pitch', () => {
    const ranked = rankPrepared(preparedOf(ALL, { droppedClaims: 5 }), ALL, PRODUCT)
    expect(ranked).toMatchObject({ claims: [claimOf('Why.')], droppedClaims: 2 })
  })

  test.each([
    ['a signal is new', (all: Signal[]) => [...all, { ...(all[0] as Signal), id: 'new' }]],
    ['a signal is gone', (all: Signal[]) => all.slice(0, -1)],
    [
      'a summary reads otherwise',
      (all: Signal[]) => all.map((one) => (one.id === 'fm-4' ? { ...one, summary: 'CANCELLED' } : one)),
    ],
    [
      'the vendor is another one',
      (all: Signal[]) => all.map((one) => (one.id === 'fm-2' ? { ...one, vendor: 'Zed' } : one)),
    ],
    [
      'a shown one has closed',
      (all: Signal[]) => all.map((one) => (one.id === 'fm-1' ? { ...one, state: 'closed' as const } : one)),
    ],
    [
      'a shown one has another deadline',
      (all: Signal[]) => all.map((one) => (one.id === 'fm-1' ? { ...one, deadline: '2026-05-05' } : one)),
    ],
    [
      'a shown one has another amount',
      (all: Signal[]) => all.map((one) => (one.id === 'fm-3' ? { ...one, amountUsd: 1 } : one)),
    ],
  ])('does not serve when %s', (_, change) => {
    expect(rankPrepared(preparedOf(ALL), change(ALL), PRODUCT)).toBeNull()
  })

  test('does not serve for another product', () => {
    expect(rankPrepared(preparedOf(ALL), ALL, 'bus telematics')).toBeNull()
  })

  test('does not serve when all it shows was sent and something unseen is there', () => {
    const seen = ALL.map((signal) => ({ ...signal, alreadySent: signal.id !== 'fm-4' }))
    expect(rankPrepared(preparedOf(ALL), seen, PRODUCT)).toBeNull()
    const all = ALL.map((signal) => ({ ...signal, alreadySent: true }))
    expect(rankPrepared(preparedOf(ALL), all, PRODUCT)?.chosen).toHaveLength(3)
  })

  test('puts what is unseen first', () => {
    const seen = ALL.map((signal) => ({ ...signal, alreadySent: signal.id !== 'fm-3' }))
    expect(rankPrepared(preparedOf(ALL), seen, PRODUCT)?.chosen[0]?.signal.id).toBe('fm-3')
  })

  test('by rules is not worth keeping', () => {
    expect(rankPrepared(preparedOf(ALL, { ranking: 'rules' }), ALL, PRODUCT)).toBeNull()
  })
})

describe('a prepared pitch', () => {
  const document = { ...tier3Document(), droppedClaims: 5 }
  const facts = { product: PRODUCT, signals: ALL, record: ['Enrolment: 9,412'], dmId: 'c1', dmTitle: 'Director' }
  const seal = { ranking: '', pitch: sealOfPitch(facts), rankingClaims: 1, rankingDropped: 2 }
  const prepared: Prepared = { document, madeAt: NOW, seal, claims: [claimOf('Why.'), claimOf('Pitch.')] }
  const served = (change: Partial<typeof facts>, snapshot = document.buyer) =>
    preparedPitch(prepared, { snapshot }, sealOfPitch({ ...facts, ...change }))

  test('serves while everything that it was checked against is the same', () => {
    expect(served({})?.pitch.relevance).toEqual(document.relevance)
  })

  test('brings its own claims and dropped sentences, and none of the ranking', () => {
    expect(served({})).toMatchObject({ claims: [claimOf('Pitch.')], droppedClaims: 3 })
  })

  test.each([
    ['the record says otherwise', { record: ['Enrolment: 9,000'] }],
    ['another person decides', { dmId: 'c2' }],
    ['the title is another one', { dmTitle: 'Superintendent' }],
    ['a cited signal has closed', { signals: ALL.map((one) => ({ ...one, state: 'closed' as const })) }],
    ['the product is another one', { product: 'bus telematics' }],
  ])('does not serve when %s', (_, change) => {
    expect(served(change)).toBeNull()
  })

  test('does not serve for another buyer', () => {
    expect(served({}, document.buyer && { ...document.buyer, name: 'Another' })).toBeNull()
  })
})

describe('the featured buyer', () => {
  const written = (id: string) => {
    const signal = ALL.find((one) => one.id === id) as Signal
    return { signal, bullet: id, whyItMatters: null }
  }
  const ids = ['fm-2', 'fm-3']

  test('is shown with its best signal when the ranking left it out', () => {
    const shown = includeFeatured([written('fm-1'), written('fm-4')], ids, { all: ALL, tier: 1, now: NOW })
    expect(shown.map(({ signal }) => signal.id)).toEqual(['fm-1', 'fm-4', 'fm-2'])
    expect(shown[2]?.bullet).toContain('Birch City')
  })

  test('comes first in its own report, and nowhere else', () => {
    const chosen = ['fm-1', 'fm-3', 'fm-4', 'fm-2'].map(written)
    const order = (tier: 1 | 2 | 3) =>
      includeFeatured(chosen, ids, { all: ALL, tier, now: NOW }).map(({ signal }) => signal.id)
    expect(order(2)).toEqual(['fm-3', 'fm-2', 'fm-1', 'fm-4'])
    expect(order(1)).toEqual(['fm-1', 'fm-3', 'fm-4', 'fm-2'])
  })

  test('never makes what was sent lead', () => {
    const chosen = ['fm-1', 'fm-3'].map(written).map((one) => ({
      ...one,
      signal: { ...one.signal, alreadySent: one.signal.id === 'fm-3' },
    }))
    const [lead] = includeFeatured(chosen, ids, { all: ALL, tier: 3, now: NOW })
    expect(lead?.signal.id).toBe('fm-1')
  })

  test('never has more than ten', () => {
    const many = Array.from({ length: 10 }, () => written('fm-1'))
    expect(includeFeatured(many, ids, { all: ALL, tier: 1, now: NOW })).toHaveLength(10)
  })
})
