import { describe, expect, test } from 'vitest'
import type { BudgetState } from '../../src/pipeline/ports.ts'
import { decideBudget, writerAt } from '../../src/pipeline/report/budget.ts'

const MODELS = { read: 'small', write: 'large', plan: 'largest' }
const state = (given: Partial<BudgetState>): BudgetState => ({
  dayMicros: 10_000_000,
  reportMicros: 1_000_000,
  nearPercent: 80,
  spentTodayMicros: 0,
  spentOnReportMicros: 0,
  ...given,
})

describe('the budget', () => {
  test.each([
    [{}, 'full', null],
    [{ spentTodayMicros: 7_999_999 }, 'full', null],
    [
      { spentTodayMicros: 8_000_000 },
      'smaller',
      'Today’s budget of $10.00 is nearly used up: the smaller model wrote.',
    ],
    [{ spentTodayMicros: 10_000_000 }, 'rules', 'Today’s budget of $10.00 is used up: rules ranked and wrote.'],
    [{ spentTodayMicros: 9_998_500 }, 'rules', expect.stringContaining('is used up')],
    [
      { spentOnReportMicros: 800_000 },
      'smaller',
      'This report’s budget of $1.00 is nearly used up: the smaller model wrote.',
    ],
    [
      { spentTodayMicros: 8_000_000, spentOnReportMicros: 1_000_000 },
      'rules',
      expect.stringContaining('This report’s'),
    ],
    [{ dayMicros: null, reportMicros: null, spentTodayMicros: 1e12 }, 'full', null],
    [{ dayMicros: 0 }, 'rules', expect.stringContaining('$0.00')],
  ])('with %j is %s', (given, level, note) => {
    expect(decideBudget(state(given))).toMatchObject({ level, note })
  })

  test('picks who writes', () => {
    const at = (given: Partial<BudgetState>) => writerAt(decideBudget(state(given)), MODELS)
    expect(at({})).toMatchObject({ role: 'write', modelId: 'large' })
    expect(at({ spentTodayMicros: 9_000_000 })).toMatchObject({ role: 'read', modelId: 'small' })
    expect(at({ spentTodayMicros: 10_000_000 })).toMatchObject({
      role: null,
      whyRules: expect.stringContaining('used up'),
    })
  })
})
