import { describe, expect, it } from 'vitest'
import {
  measureRanking,
  ndcgAt,
  orderByRecency,
  type RankingCase,
  readRankingCases,
} from '../../bench/ranking-quality.ts'
import {
  halfOf,
  type LabelledReply,
  measureReading,
  parseBenchArguments,
  readLabelledReplies,
} from '../../bench/reading-quality.ts'
import type { ReplyReading } from '../../src/pipeline/report/types.ts'

describe('ndcgAt', () => {
  it('is 1 for the ideal order and 0 when nothing gained is shown', () => {
    expect(ndcgAt(5, [3, 2, 1, 0], [0, 1, 2, 3])).toBe(1)
    expect(ndcgAt(5, [0, 0], [0, 0, 3])).toBe(0)
    expect(ndcgAt(5, [], [3])).toBe(0)
    expect(ndcgAt(5, [], [0])).toBe(1)
  })

  it('discounts by log2 of the position and cuts at k', () => {
    // Worked by hand: 7/log2(3) + 3/log2(4) over 7/log2(2) + 3/log2(3).
    expect(ndcgAt(5, [0, 3, 2], [3, 2, 0])).toBeCloseTo((7 / Math.log2(3) + 1.5) / (7 + 3 / Math.log2(3)), 12)
    expect(ndcgAt(1, [0, 3], [3, 0])).toBe(0)
  })
})

describe('measureRanking', () => {
  const one = readRankingCases()[0] as RankingCase
  const byGrade = (best: RankingCase) =>
    Object.entries(best.grades)
      .sort((a, b) => b[1] - a[1])
      .map(([id]) => id)

  it('gives 1 and no wrong signal to the labels themselves', () => {
    const measure = measureRanking(readRankingCases(), byGrade)
    expect(measure.mean).toBeCloseTo(1, 12)
  })

  it('counts the signals of grade 0 at the top, and leaves room above plain recency', () => {
    const worst = measureRanking([one], (best) => byGrade(best).toReversed())
    expect(worst.wrongAtTop).toBe(Object.values(one.grades).filter((grade) => grade === 0).length)
    expect(worst.mean).toBeLessThan(0.1)
    expect(measureRanking(readRankingCases(), orderByRecency).mean).toBeLessThan(0.7)
  })

  it('counts an id once, gives nothing for what is left out, refuses an unknown id', () => {
    const [first, second] = byGrade(one)
    const twice = measureRanking([one], () => [first as string, first as string, second as string])
    expect(twice.mean).toBe(measureRanking([one], () => [first as string, second as string]).mean)
    expect(measureRanking([one], () => []).mean).toBe(0)
    expect(() => measureRanking([one], () => ['nobody'])).toThrow(/no grade/)
  })
})

describe('measureReading', () => {
  const row = (id: string, rest: Partial<LabelledReply>): LabelledReply => ({
    id,
    subject: null,
    text: 'Yes, send it.',
    kind: 'positive',
    notes: [],
    referral: null,
    key: ['send it'],
    ...rest,
  })
  const reading = (rest: Partial<ReplyReading>): ReplyReading => ({
    kind: 'positive',
    keySentences: ['Yes, send it.'],
    notes: [],
    referral: null,
    by: 'rules',
    ...rest,
  })
  const labelOf = (labels: { label: string }[], name: string) => labels.find((one) => one.label === name)

  it('finds nothing wrong with a perfect reading', async () => {
    const rows = [
      row('a', { notes: ['urgency'] }),
      row('b', { kind: 'referral', referral: { name: 'Ann Poe', email: 'ann@x.example', title: null } }),
    ]
    const measure = await measureReading(rows, (one) =>
      reading({ kind: one.kind, referral: one.referral, notes: one.notes.map((kind) => ({ kind, text: kind })) }),
    )
    expect(measure.misses).toEqual([])
    expect(measure.accuracy).toBe(1)
    expect(labelOf(measure.notes, 'urgency')).toEqual({ label: 'urgency', support: 1, precision: 1, recall: 1 })
    expect(measure.referralNames).toEqual({ hit: 1, of: 1 })
    expect(labelOf(measure.kinds, 'unclear')).toEqual({ label: 'unclear', support: 0, precision: null, recall: null })
  })

  it('counts each sort of mistake and names it', async () => {
    const rows = [
      row('a', { kind: 'not_interested', key: ['no thanks'] }),
      row('b', { never: ['555-0100'] }),
      row('c', { kind: 'referral', referral: { name: 'Ann Poe', email: null, title: null } }),
    ]
    const readings: Record<string, Partial<ReplyReading>> = {
      b: { keySentences: ['send it', 'T 555-0100'], notes: [{ kind: 'urgency', text: 'soon' }] },
      c: { kind: 'referral', referral: { name: 'Bob', email: null, title: null } },
    }
    const measure = await measureReading(rows, (one) => reading(readings[one.id] ?? {}))
    expect(labelOf(measure.kinds, 'positive')).toEqual({ label: 'positive', support: 1, precision: 0.5, recall: 1 })
    expect(labelOf(measure.notes, 'urgency')).toEqual({ label: 'urgency', support: 0, precision: 0, recall: null })
    expect(measure.keySentences).toEqual({ hit: 2, of: 3 })
    expect(measure.leaks).toEqual({ hit: 1, of: 1 })
    expect(measure.referralNames).toEqual({ hit: 0, of: 1 })
    expect(measure.misses.map((miss) => `${miss.id} ${miss.what.split(' ')[0]}`)).toEqual([
      'a kind',
      'a key',
      'b note',
      'b leaked',
      'c referral',
    ])
  })

  it('takes a courtesy title before a name as the same name', async () => {
    const rows = [row('a', { kind: 'referral', referral: { name: 'Katrin Seidel', email: null, title: null } })]
    const measure = await measureReading(rows, () =>
      reading({ kind: 'referral', referral: { name: 'Frau Katrin Seidel', email: null, title: null } }),
    )
    expect(measure.referralNames).toEqual({ hit: 1, of: 1 })
  })
})

describe('the halves of the labelled replies', () => {
  it('go by the id alone: the first byte of its SHA-256, even is dev', () => {
    // sha256('a') = ca97…, sha256('b') = 3e23…, sha256('abc') = ba78…, sha256('') = e3b0…
    expect([halfOf('a'), halfOf('b'), halfOf('abc'), halfOf('')]).toEqual(['dev', 'dev', 'dev', 'held'])
  })

  it('split all of them, with enough in each to measure by', () => {
    const [dev, held] = [readLabelledReplies('dev').length, readLabelledReplies('held').length]
    expect(dev + held).toBe(readLabelledReplies().length)
    expect(held).toBeGreaterThanOrEqual(80)
    expect(dev).toBeGreaterThanOrEqual(80)
  })

  it('misses are told of the dev half only', () => {
    expect(parseBenchArguments([])).toEqual({ half: null, withMisses: false })
    expect(parseBenchArguments(['--half', 'dev', '--misses'])).toEqual({ half: 'dev', withMisses: true })
    expect(parseBenchArguments(['--half', 'held'])).toEqual({ half: 'held', withMisses: false })
    expect(() => parseBenchArguments(['--half', 'held', '--misses'])).toThrow(/never looked at/)
    expect(() => parseBenchArguments(['--misses'])).toThrow(/never looked at/)
    expect(() => parseBenchArguments(['--half', 'both'])).toThrow(/dev or held/)
  })
})
