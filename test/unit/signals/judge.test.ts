import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WEIGHTS } from '../../../src/pipeline/report/signals/score.ts'
import type { RawSignal } from '../../../src/pipeline/report/types.ts'
import { idsOf, judge, judged, NOW, rawSignal, twentyShapes } from './build.ts'

describe('cleaning', () => {
  it('leaves out what the domain notes say, with the reason', () => {
    const { signals, leftOut } = judge(twentyShapes())
    expect(leftOut).toEqual(
      expect.arrayContaining([
        { id: '3', reason: 'absurd_date' },
        { id: '12', reason: 'stale_purchase' },
        { id: '7', reason: 'duplicate' },
      ]),
    )
    expect(signals).toHaveLength(17)
    expect(new Set(idsOf(signals)).size).toBe(17)
  })

  it('counts one event under two ids once, and as sent when either id was sent', () => {
    const same = { title: 'Board Minutes — Advising!', eventDate: '2026-02-10' }
    const rows = [
      rawSignal({ id: 'a', ...same }),
      rawSignal({ id: 'b', ...same, title: 'board minutes: advising', summary: 'Fuller.' }),
      rawSignal({ id: 'c', ...same, eventDate: '2026-02-11' }),
    ]
    const { signals, leftOut } = judge(rows, { sentIds: new Set(['a']) })
    expect(idsOf(signals).sort()).toEqual(['b', 'c'])
    expect(leftOut).toEqual([{ id: 'a', reason: 'duplicate' }])
    expect(signals.find(({ id }) => id === 'b')?.alreadySent).toBe(true)
    expect(signals.find(({ id }) => id === 'c')?.alreadySent).toBe(false)
  })

  it('uses rows without a buyer only when no row that stays has one', () => {
    const lone = rawSignal({ id: 'lone', buyerName: ' ' })
    const stale = rawSignal({ id: 'stale', type: 'purchase_order', eventDate: '2020-01-01' })
    expect(idsOf(judge([lone, stale]).signals)).toEqual(['lone'])
    const withBuyer = judge([lone, rawSignal({ id: 'bought' })])
    expect(idsOf(withBuyer.signals)).toEqual(['bought'])
    expect(withBuyer.leftOut).toEqual([{ id: 'lone', reason: 'no_buyer' }])
  })

  it.each<[string, Partial<RawSignal>, string | null]>([
    ['a deadline before 2000', { deadline: '1999-01-01' }, 'absurd_date'],
    ['the first day of 2000', { eventDate: '2000-01-01' }, null],
    ['markup without a word', { title: '<b> </b>', summary: '—' }, 'empty'],
    ['a summary alone', { title: null, summary: 'Something.' }, null],
    ['a purchase of exactly two years ago', { type: 'purchase_order', eventDate: '2024-03-02' }, null],
    ['a purchase a day older', { type: 'purchase_order', eventDate: '2024-03-01' }, 'stale_purchase'],
    ['an old tender', { type: 'rfp_posted', eventDate: '2024-03-01' }, null],
  ])('judges %s', (_, fields, reason) => {
    const { leftOut } = judge([rawSignal({ id: 'x', ...fields })])
    expect(leftOut).toEqual(reason ? [{ id: 'x', reason }] : [])
  })
})

describe('state', () => {
  it.each<[string, Partial<RawSignal>, string, number | null]>([
    ['the deadline day itself', { type: 'rfp_posted', deadline: '2026-03-02' }, 'open', 0],
    ['the day after', { type: 'rfp_posted', deadline: '2026-03-01' }, 'closed', -1],
    [
      'a cancelled tender with a date ahead',
      { type: 'rfp_posted', deadline: '2026-04-01', status: 'Cancelled' },
      'closed',
      30,
    ],
    ['a status in capitals without a date', { type: 'rfp_posted', status: ' PAST ' }, 'closed', null],
    [
      'a status that says open of a past date',
      { type: 'rfp_posted', deadline: '2026-02-06', status: 'Open' },
      'closed',
      -24,
    ],
    ['no date at all', { type: 'rfp_posted' }, 'unknown', null],
    ['a plan that runs to 2030', { type: 'strategic_plan', deadline: '2030-12-31' }, 'unknown', 1765],
    [
      'an amendment with a date ahead',
      { type: 'contract_expiration', isAmendment: true, deadline: '2026-04-10' },
      'unknown',
      39,
    ],
    ['a stand-in for no end', { type: 'contract_expiration', deadline: '9999-12-31' }, 'unknown', null],
    ['a type we do not know', { type: 'moon_landing', deadline: '2026-04-10' }, 'unknown', 39],
  ])('of %s', (_, fields, state, daysLeft) => {
    expect(judged(fields)).toMatchObject({ state, daysLeft })
  })

  it('calls the last second of the deadline day open and the next one closed', () => {
    const row = rawSignal({ id: 'x', type: 'rfp_posted', deadline: '2026-03-02' })
    expect(judge([row], { now: new Date('2026-03-02T23:59:59Z') }).signals[0]?.state).toBe('open')
    expect(judge([row], { now: new Date('2026-03-03T00:00:00Z') }).signals[0]?.state).toBe('closed')
  })
})

describe('order', () => {
  it('never puts sent before unseen, nor closed before either', () => {
    const strong = { type: 'rfp_posted', title: 'Advising platform', deadline: '2026-03-30', amountUsd: 900_000 }
    const rows = [
      rawSignal({ id: 'closed', ...strong, deadline: '2026-02-20' }),
      rawSignal({ id: 'sent', ...strong, buyerName: 'Alder City' }),
      rawSignal({ id: 'weak', type: 'conference', eventDate: '2025-01-01' }),
      rawSignal({ id: 'closed-sent', ...strong, buyerName: 'Marlow County', status: 'Closed' }),
    ]
    const { signals } = judge(rows, { product: 'Advising platform', sentIds: new Set(['sent', 'closed-sent']) })
    expect(idsOf(signals)).toEqual(['weak', 'sent', 'closed', 'closed-sent'])
    expect(signals[1]?.reasons[0]).toBe('already sent to this prospect')
    expect(signals[2]?.reasons[0]).toBe('closed 20 Feb 2026')
  })

  it('breaks ties by type, then by id, never by the order of rows', () => {
    const rows = ['b', 'a', 'c'].map((id) => rawSignal({ id, title: `Minutes ${id}` }))
    expect(idsOf(judge(rows).signals)).toEqual(['a', 'b', 'c'])
    expect(idsOf(judge(rows.toReversed()).signals)).toEqual(['a', 'b', 'c'])
  })

  it('uses the relevance score of the table softly, whatever its scale', () => {
    for (const scale of [1, 10, 100]) {
      const rows = [0.9, 0.1].map((score, at) =>
        rawSignal({ id: `r${at}`, title: `Minutes ${at}`, relevanceScore: score * scale }),
      )
      const [first, second] = judge(rows).signals
      expect(first?.id).toBe('r0')
      expect((first?.score ?? 0) - (second?.score ?? 0)).toBeLessThan(0.05)
    }
  })

  it('has weights that sum to one', () => {
    expect(Object.values(WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10)
  })

  it('gives the same list for the same rows in any order, with scores from 0 to 1', () => {
    const rows = twentyShapes()
    const expected = judge(rows, { product: 'Student advising platform' }).signals
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        expect(judge(shuffled, { product: 'Student advising platform' }).signals).toEqual(expected)
      }),
      { numRuns: 25 },
    )
    for (const { score } of expected) expect(score >= 0 && score <= 1).toBe(true)
  })
})

describe('reasons', () => {
  it('are short phrases with the facts in them', () => {
    const rows = [
      rawSignal({ id: 'x', type: 'budget_event', title: 'Fleet software', amountUsd: 250_000, deadline: '2026-03-26' }),
      rawSignal({ id: 'y', title: 'Parks', buyerName: 'Alder City' }),
    ]
    const [first] = judge(rows, { replyText: 'Do you see anyone looking for fleet software?' }).signals
    expect(first?.reasons).toEqual(
      expect.arrayContaining(['deadline in 24 days', '$250,000 set aside', 'matches “fleet software” in the reply']),
    )
  })

  it('do not count words that were quoted, or that belong to a signature', () => {
    const rows = [rawSignal({ id: 'x', title: 'Fleet software' }), rawSignal({ id: 'y', title: 'Ransomware defence' })]
    const replyText = 'Ransomware, please.\n-- \nFleet software sales\nOn Monday Ann wrote:\n> fleet software'
    expect(judge(rows, { replyText }).signals[0]?.id).toBe('y')
  })

  it('never say that something is due when it is closed', () => {
    const signal = judged({ type: 'rfp_posted', deadline: '2026-02-06', title: 'Advising' })
    expect(signal.reasons.join(' ')).not.toMatch(/due|open|left/)
  })
})

describe('hostile sizes', () => {
  it('judges thousands of rows of long text', () => {
    const long = 'advising <b>platform '.repeat(400)
    const rows = Array.from({ length: 2000 }, (_, at) =>
      rawSignal({ id: String(at), title: `${at} ${long}`, summary: '<'.repeat(8000) }),
    )
    const { signals } = judge(rows, {
      product: long,
      replyText: `${'a '.repeat(20_000)}\n`,
      angle: 'not '.repeat(3000),
      now: NOW,
    })
    expect(signals).toHaveLength(2000)
  })
})
