import { describe, expect, test } from 'vitest'
import { includeFeatured } from '../../src/pipeline/report/include-featured.ts'
import { type Prepared, preparedPitch, rankPrepared } from '../../src/pipeline/report/prepared.ts'
import { toReportSignal } from '../../src/pipeline/report/report-signal.ts'
import type { ReportDocument, Signal } from '../../src/pipeline/report/types.ts'
import { tier3Document } from '../support/sample-documents.ts'
import { FLEET } from './rank/fixtures.ts'

const NOW = new Date('2026-03-02T12:00:00Z')
const ALL: Signal[] = FLEET.map((signal) => ({ ...signal }))

function preparedOf(signals: readonly Signal[], given: Partial<ReportDocument> = {}): Prepared {
  const shown = signals
    .slice(0, 3)
    .map((signal) => toReportSignal({ signal, bullet: `Prepared ${signal.id}`, whyItMatters: null }, 1))
  const document = { ...tier3Document(), ranking: 'claude' as const, whyTheyCare: 'Why.', signals: shown, ...given }
  return { document, madeAt: NOW, signalIds: signals.map(({ id }) => id) }
}

describe('a prepared ranking', () => {
  test('serves while the signals are the same, over the rows of today', () => {
    const seen = ALL.map((signal) => ({ ...signal, alreadySent: signal.id === 'fm-1' }))
    const ranked = rankPrepared(preparedOf(ALL), seen)
    expect(ranked?.chosen.map(({ bullet }) => bullet).toSorted()).toEqual([
      'Prepared fm-1',
      'Prepared fm-2',
      'Prepared fm-3',
    ])
    expect(ranked?.chosen[0]?.signal.alreadySent).toBe(false)
    expect(ranked).toMatchObject({ ranking: 'claude', whyTheyCare: 'Why.', claims: [] })
  })

  test.each([
    ['a signal is new', (all: Signal[]) => [...all, { ...(all[0] as Signal), id: 'new' }]],
    ['a signal is gone', (all: Signal[]) => all.slice(0, -1)],
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
    expect(rankPrepared(preparedOf(ALL), change(ALL))).toBeNull()
  })

  test('by rules is not worth keeping', () => {
    expect(rankPrepared(preparedOf(ALL, { ranking: 'rules' }), ALL)).toBeNull()
  })
})

describe('a prepared pitch', () => {
  const document = tier3Document()
  const prepared: Prepared = { document, madeAt: NOW, signalIds: [] }

  test('serves for the same buyer and the same person', () => {
    expect(preparedPitch(prepared, { snapshot: document.buyer, dm: document.dm })?.relevance).toEqual(
      document.relevance,
    )
  })

  test('does not serve for another person or buyer', () => {
    expect(preparedPitch(prepared, { snapshot: document.buyer, dm: null })).toBeNull()
    const other = document.buyer && { ...document.buyer, name: 'Another' }
    expect(preparedPitch(prepared, { snapshot: other, dm: document.dm })).toBeNull()
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
