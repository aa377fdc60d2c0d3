import { assert, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Standing, Terms } from '../../../src/pipeline/clock-store.ts'
import { allowance } from '../../../src/pipeline/report/fresh/allowance.ts'

const HOUR_MS = 3_600_000
const none: Standing = { waiting: 100, running: 0, ended: 0, claimed: 0, claimedLately: 0, endedMicros: 0 }
const terms: Terms = { budgetMicros: null, expectedMicros: 50_000, perHour: 60, ageMs: 0 }

describe('the pace', () => {
  test.each([
    ['at the start one goes at once', none, terms, 1],
    ['after a minute another one', { ...none, claimed: 1, claimedLately: 1 }, { ...terms, ageMs: 60_000 }, 1],
    ['before its time none', { ...none, claimed: 1, claimedLately: 1 }, { ...terms, ageMs: 59_000 }, 0],
    ['a fast pace takes several a minute', none, { ...terms, perHour: 600, ageMs: 60_000 }, 11],
    ['a pause of ten hours is made up for by one hour at most', none, { ...terms, ageMs: 10 * HOUR_MS }, 60],
    ['no more are taken than wait', { ...none, waiting: 2 }, { ...terms, ageMs: HOUR_MS }, 2],
    ['a clock that went back takes none but the first', none, { ...terms, ageMs: -HOUR_MS }, 1],
  ])('%s', (_, standing, given, take) => {
    expect(allowance(standing, given)).toEqual({ take, isOutOfBudget: false })
  })
})

describe('the budget', () => {
  const later = { ...terms, ageMs: HOUR_MS }
  test.each([
    ['takes what is expected to fit', none, 199_999, { take: 3, isOutOfBudget: false }],
    ['counts what is on its way', { ...none, running: 3 }, 200_000, { take: 1, isOutOfBudget: false }],
    ['waits for what is on its way', { ...none, running: 4 }, 200_000, { take: 0, isOutOfBudget: false }],
    [
      'ends when nothing more fits',
      { ...none, ended: 4, endedMicros: 160_000 },
      200_000,
      { take: 0, isOutOfBudget: true },
    ],
    [
      'learns that reports are dearer',
      { ...none, ended: 1, endedMicros: 90_000 },
      200_000,
      { take: 1, isOutOfBudget: false },
    ],
    [
      'stays with the plan when they are cheaper',
      { ...none, ended: 1, endedMicros: 1 },
      100_000,
      { take: 1, isOutOfBudget: false },
    ],
  ])('%s', (_, standing, budgetMicros, allowed) => {
    expect(allowance(standing, { ...later, budgetMicros })).toEqual(allowed)
  })

  test('without a cost there is nothing to stop', () => {
    expect(allowance(none, { ...later, budgetMicros: 0, expectedMicros: 0 }).take).toBe(60)
  })

  test('is never exceeded by what is expected, whatever stands', () => {
    const n = (max: number) => integer({ min: 0, max })
    assert(
      property(
        n(50),
        n(20),
        n(50),
        n(5_000_000),
        n(10_000_000),
        (waiting, running, ended, endedMicros, budgetMicros) => {
          const standing = { ...none, waiting, running, ended, endedMicros: ended === 0 ? 0 : endedMicros }
          const { take } = allowance(standing, { ...later, budgetMicros })
          const each = 50_000
          expect(take === 0 || standing.endedMicros + (running + take) * each <= budgetMicros).toBe(true)
        },
      ),
    )
  })
})
