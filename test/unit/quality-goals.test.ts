import { afterAll, describe, expect, test } from 'vitest'
import { measureRanking, orderByRecency, orderByRule, readRankingCases } from '../../bench/ranking-quality.ts'
import { measureReading, readLabelledReplies } from '../../bench/reading-quality.ts'
import { readByRules } from '../../src/pipeline/report/reply/read-rules.ts'
import { createReplyStripper } from '../../src/pipeline/report/reply/strip-reply.ts'

/** The goals that somebody else's labels hold us to. The measures themselves are in `bench/`. */

const stripper = createReplyStripper()
afterAll(() => stripper.stop())

describe('the rule order', () => {
  test('puts on top what the labels put there, far better than the newest first', () => {
    const cases = readRankingCases()
    expect(cases.length).toBeGreaterThanOrEqual(14)
    const rule = measureRanking(cases, orderByRule)
    expect(rule.mean).toBeGreaterThanOrEqual(0.85)
    expect(rule.mean).toBeGreaterThan(measureRanking(cases, orderByRecency).mean + 0.3)
  })
})

describe('the reading by rules', () => {
  test('is right on replies that nobody tuned it on', async () => {
    const held = readLabelledReplies('held')
    expect(held.length).toBeGreaterThanOrEqual(80)
    const measure = await measureReading(held, async (row) => readByRules(await stripper.strip(row.text), row.subject))
    expect(measure.accuracy).toBeGreaterThanOrEqual(0.88)
    const recallOf = (label: string) => measure.kinds.find((kind) => kind.label === label)?.recall
    // Whoever asks not to be mailed again must never become a sales card.
    expect(recallOf('unsubscribe')).toBe(1)
    expect(recallOf('positive')).toBeGreaterThanOrEqual(0.88)
    expect(measure.leaks.hit).toBe(0)
  })
})
