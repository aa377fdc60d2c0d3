import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseBuyers, toOtherBuyer } from '../../../src/pipeline/report/buyers/choose-buyers.ts'
import { type BuyerFacts, rankBuyers } from '../../../src/pipeline/report/buyers/score-buyers.ts'
import { BUYER_WEIGHTS } from '../../../src/pipeline/report/buyers/scored-buyer.ts'
import type { RawSignal, Signal } from '../../../src/pipeline/report/types.ts'
import { judge, NOW, rawSignal, twentyShapes } from '../signals/build.ts'
import { signal } from './build.ts'

const FACTS: BuyerFacts = { now: NOW, product: null, replyText: null }
const ranked = (signals: Signal[], facts: Partial<BuyerFacts> = {}) => rankBuyers(signals, { ...FACTS, ...facts })
const judgedAll = (rows: RawSignal[]) => judge(rows).signals
const of = (name: string, fields: Partial<Signal> = {}) => ({ buyerName: name, buyerId: null, ...fields })

describe('grouping by buyer', () => {
  it('counts a buyer under its id and under its name only as one', () => {
    const buyers = ranked([
      signal('a', { buyerId: 'b-1', buyerName: 'Cedar Hollow Unified School District' }),
      signal('b', of('Cedar Hollow USD')),
      signal('c', of('CEDAR HOLLOW U.S.D., AZ', { buyerState: null })),
    ])
    expect(buyers).toHaveLength(1)
    expect(buyers[0]).toMatchObject({ id: 'b-1', state: 'AZ' })
    expect(buyers[0]?.signals).toHaveLength(3)
  })

  it('keeps two of one name in two states apart, and does not guess for a row without a state', () => {
    const buyers = ranked([
      signal('a', of('Marlow County', { buyerType: 'County', buyerState: 'OH' })),
      signal('b', of('Marlow County', { buyerType: 'County', buyerState: 'KY' })),
      signal('c', of('County of Marlow', { buyerType: 'County', buyerState: null })),
    ])
    expect(buyers.map(({ signals }) => signals.length)).toEqual([1, 1, 1])
  })

  it('keeps a name apart from two ids that go by it', () => {
    const buyers = ranked([
      signal('a', { buyerId: 'b-1' }),
      signal('b', { buyerId: 'b-2' }),
      signal('c', of('Cedar Hollow USD')),
    ])
    expect(buyers).toHaveLength(3)
  })

  it('leaves out signals that name no buyer at all', () => {
    expect(ranked([signal('a', { buyerId: null, buyerName: null })])).toEqual([])
  })
})

describe('rankBuyers', () => {
  it('weighs five measures that sum to one', () => {
    const sum = Object.values(BUYER_WEIGHTS).reduce((total, weight) => total + weight, 0)
    expect(sum).toBeCloseTo(1, 12)
  })

  it('gives the same list for the same signals in any order', () => {
    const signals = judgedAll(twentyShapes())
    const expected = ranked(signals, { product: 'student advising software' })
    fc.assert(
      fc.property(fc.shuffledSubarray(signals, { minLength: signals.length }), (shuffled) => {
        expect(ranked(shuffled, { product: 'student advising software' })).toEqual(expected)
      }),
    )
  })

  it('gives the same list for signals that are given twice', () => {
    const signals = judgedAll(twentyShapes())
    fc.assert(
      fc.property(fc.subarray(signals), (again) => {
        expect(ranked([...signals, ...again])).toEqual(ranked(signals))
      }),
    )
  })

  it('puts who asks for the product first, with reasons', () => {
    const [first] = ranked(judgedAll(twentyShapes()), { product: 'student advising software' })
    expect(first?.name).toBe('Cedar Hollow USD')
    expect(first?.reasons).toEqual(expect.arrayContaining(['nearest deadline in 25 days']))
    expect(first?.reasons.join()).toMatch(/signals?, .*open/)
  })

  it('does not blow up a small difference: the best of small amounts is still small', () => {
    const buyers = ranked([signal('a', { amountUsd: 6000 }), signal('b', of('Marlow County', { buyerState: 'OH' }))])
    expect(buyers.find(({ name }) => name === 'Cedar Hollow USD')?.parts.dollars).toBeLessThan(0.2)
  })

  it('values what this prospect has not seen over what it has', () => {
    const [first] = ranked([signal('a', of('Sent USD', { alreadySent: true })), signal('b', of('Unseen USD'))])
    expect(first?.name).toBe('Unseen USD')
  })
})

describe('must not repeat', () => {
  it('must not repeat: one tender under two ids, each found twice, counts once', () => {
    const tender = { type: 'rfp_posted', title: 'Student Advising Platform', state: 'open' as const, daysLeft: 25 }
    const one = signal('a', { ...tender, eventDate: '2026-02-18' })
    const other = signal('b', { ...tender, title: 'Student advising platform', eventDate: '2026-02-19' })
    const [buyer] = ranked([one, other, one, other])
    expect(buyer?.signals).toHaveLength(1)
    expect(buyer?.open).toBe(1)
  })

  it('must not repeat: a closed tender brings no urgency, whatever its status was called', () => {
    const rows = [
      rawSignal({ id: 'past', type: 'rfp_posted', status: 'Past', deadline: '2026-03-20' }),
      rawSignal({ id: 'over', type: 'rfp_posted', deadline: '2026-02-17', buyerName: 'Oakmere SD' }),
    ]
    expect(ranked(judgedAll(rows)).map(({ parts }) => parts.urgency)).toEqual([0, 0])
    expect(ranked(judgedAll(rows)).map(({ open }) => open)).toEqual([0, 0])
  })

  it('must not repeat: recency is the day of the event, never the day it was indexed', () => {
    const old = signal('old', of('Old USD', { eventDate: '2025-03-10', detectedAt: '2026-03-01T00:00:00Z' }))
    const undated = signal('none', of('Undated USD', { eventDate: null, detectedAt: '2026-03-01T00:00:00Z' }))
    const fresh = signal('new', of('Fresh USD', { eventDate: '2026-02-20', detectedAt: '2025-03-01T00:00:00Z' }))
    const buyers = ranked([old, undated, fresh])
    expect(buyers[0]?.name).toBe('Fresh USD')
    expect(buyers.find(({ name }) => name === 'Undated USD')?.parts.recency).toBe(0)
    expect(buyers.find(({ name }) => name === 'Old USD')?.parts.recency).toBeLessThan(0.1)
  })

  it('must not repeat: the amount of a purchase has weight', () => {
    const buyers = ranked([
      signal('a', of('Paying USD', { type: 'purchase_order', amountUsd: 500_000 })),
      signal('b', of('Silent USD', { type: 'purchase_order' })),
    ])
    expect(buyers[0]?.name).toBe('Paying USD')
    expect(buyers[0]?.parts.dollars).toBe(1)
    expect(buyers[0]?.reasons).toContain('$500,000 named')
  })

  it('must not repeat: a tender is pressing by our name of its type', () => {
    const [buyer] = ranked([signal('a', { type: 'rfp_posted', state: 'open', daysLeft: 20 })])
    expect(buyer?.parts.urgency).toBe(1)
  })

  it('must not repeat: what is shown of a buyer is its own, in whatever order buyers come', () => {
    const signals = ['AZ', 'OH', 'TX', 'VA'].flatMap((state) => [
      signal(`${state}-1`, of(`District of ${state}`, { buyerState: state, title: `Need of ${state}` })),
      signal(`${state}-2`, of(`District of ${state}`, { buyerState: state, title: `Plan of ${state}` })),
    ])
    fc.assert(
      fc.property(fc.shuffledSubarray(signals, { minLength: signals.length }), (shuffled) => {
        for (const buyer of ranked(shuffled)) {
          expect(buyer.name).toBe(`District of ${buyer.state}`)
          expect(buyer.signals.map(({ id }) => id.slice(0, 2))).toEqual([buyer.state, buyer.state])
          expect(toOtherBuyer(buyer)?.headline).toContain(buyer.state)
        }
      }),
    )
  })
})

describe('chooseBuyers', () => {
  const choose = (signals: Signal[], product: string | null = null) => chooseBuyers(ranked(signals, { product }))

  it('features one with two relevant signals over a higher scored one with a single signal', () => {
    const signals = [
      signal('big', of('Big USD', { type: 'rfp_posted', state: 'open', daysLeft: 20, amountUsd: 4_000_000 })),
      signal('s1', of('Steady USD')),
      signal('s2', of('Steady USD')),
    ]
    expect(ranked(signals)[0]?.name).toBe('Big USD')
    const { featured, reason, others } = choose(signals)
    expect(featured?.name).toBe('Steady USD')
    expect(reason).toMatch(/^Featured for .+\.$/)
    expect(others.map(({ name }) => name)).toEqual(['Big USD'])
  })

  it('never chooses a federal body, and takes a city called Federal Way for none', () => {
    const signals = [
      signal('f1', of('Bureau of Records', { buyerType: 'Federal' })),
      signal('f2', of('U.S. Department of Energy', { buyerType: null })),
      signal('c1', of('Federal Way', { buyerType: 'City', buyerState: 'WA' })),
      signal('c2', of('Federal Way Public Schools', { buyerType: null, buyerState: 'WA' })),
    ]
    const { featured, others } = choose(signals)
    const names = [featured, ...others].map((buyer) => buyer?.name)
    expect(new Set(names)).toEqual(new Set(['Federal Way', 'Federal Way Public Schools']))
    expect(choose(signals.slice(0, 2))).toEqual({ featured: null, reason: null, others: [] })
  })

  it('never features one whose signals are all closed while another has a live one', () => {
    const closed = { state: 'closed' as const, amountUsd: 4_000_000, eventDate: '2026-03-01' }
    const { featured } = choose([
      signal('a', of('Closed USD', closed)),
      signal('b', of('Closed USD', closed)),
      signal('c', of('Live USD', { eventDate: '2025-04-01' })),
    ])
    expect(featured?.name).toBe('Live USD')
  })

  it('spreads others over states when scores are near, and not when they are far', () => {
    const two = (name: string, fields: Partial<Signal>) => [
      signal(`${name}1`, of(name, fields)),
      signal(`${name}2`, of(name, fields)),
    ]
    const signals = [
      ...two('A', { buyerState: 'AZ', amountUsd: 900_000 }),
      ...two('B', { buyerState: 'AZ', amountUsd: 500_000 }),
      ...two('C', { buyerState: 'OH', amountUsd: 400_000 }),
      signal('d', of('D', { buyerState: 'TX', eventDate: '2025-03-05' })),
    ]
    expect(choose(signals).others.map(({ name }) => name)).toEqual(['C', 'B', 'D'])
  })

  it('shows at most four others, and breaks ties the same way in any order', () => {
    const signals = Array.from({ length: 9 }, (_, at) => signal(`s${at}`, of(`Buyer ${at}`)))
    const expected = choose(signals)
    expect(expected.others).toHaveLength(4)
    fc.assert(
      fc.property(fc.shuffledSubarray(signals, { minLength: 9 }), (shuffled) => {
        expect(choose(shuffled)).toEqual(expected)
      }),
    )
  })

  it('tells of another buyer only what its signals say', () => {
    const [buyer] = ranked([signal('a', { title: 'Student **Advising**', state: 'open', daysLeft: 3 }), signal('b')])
    expect(buyer && toOtherBuyer(buyer)).toEqual({
      id: null,
      name: 'Cedar Hollow USD',
      type: 'SchoolDistrict',
      state: 'AZ',
      signals: 2,
      open: 1,
      headline: 'Student Advising',
      signalId: 'a',
    })
  })
})
