import { describe, expect, it } from 'vitest'
import { chooseForModel, chooseForReport } from '../../../src/pipeline/report/signals/choose.ts'
import type { Signal } from '../../../src/pipeline/report/types.ts'
import { idsOf, judged } from './build.ts'

const template = judged({})

function signal(id: string, fields: Partial<Signal> = {}): Signal {
  return { ...template, id, buyerName: `Buyer of ${id}`, score: 0.5, ...fields }
}

function many(count: number, fields: (at: number) => Partial<Signal>): Signal[] {
  return Array.from({ length: count }, (_, at) => signal(`s${at}`, fields(at)))
}

describe('chooseForReport', () => {
  it('takes all of one to three, even closed and sent ones, and leads with what is not', () => {
    const three = [
      signal('closed', { state: 'closed', score: 0.09 }),
      signal('sent', { alreadySent: true, score: 0.2 }),
      signal('new', { score: 0.3 }),
    ]
    expect(idsOf(chooseForReport(three))).toEqual(['new', 'sent', 'closed'])
  })

  it('takes at most ten, best first', () => {
    const chosen = chooseForReport(many(30, (at) => ({ score: 0.9 - at / 100 })))
    expect(idsOf(chosen)).toEqual(['s0', 's1', 's2', 's3', 's4', 's5', 's6', 's7', 's8', 's9'])
  })

  it('spreads over buyers when scores are near, and not when they are far', () => {
    const one = many(12, (at) => ({ buyerName: 'One', score: 0.8 - at / 1000 }))
    const others = [signal('near', { score: 0.7 }), signal('far', { score: 0.3 })]
    const chosen = idsOf(chooseForReport([...one, ...others]))
    expect(chosen.slice(0, 2)).toEqual(['s0', 'near'])
    expect(chosen.indexOf('s1')).toBeLessThan(chosen.indexOf('far'))
    expect(chosen).toContain('far')
  })

  it('fills up to five with sent and then closed ones, and no further', () => {
    const signals = [
      ...many(2, () => ({ state: 'open' })),
      signal('sent', { alreadySent: true, score: 0.2 }),
      ...['c1', 'c2', 'c3', 'c4'].map((id) => signal(id, { state: 'closed', score: 0.05 })),
    ]
    expect(idsOf(chooseForReport(signals))).toEqual(['s0', 's1', 'sent', 'c1', 'c2'])
    expect(idsOf(chooseForReport(many(6, () => ({})).concat(signal('closed', { state: 'closed' }))))).not.toContain(
      'closed',
    )
  })

  it('shows closed ones when there is nothing else', () => {
    expect(chooseForReport(many(8, () => ({ state: 'closed' })))).toHaveLength(5)
    expect(chooseForReport([])).toEqual([])
  })
})

describe('chooseForModel', () => {
  it('takes forty, unseen before sent before closed', () => {
    const signals = [
      ...many(30, () => ({})),
      ...many(15, (at) => ({ id: `c${at}`, state: 'closed', score: 0.06 })),
      ...many(5, (at) => ({ id: `k${at}`, alreadySent: true, score: 0.2 })),
    ]
    const chosen = chooseForModel(signals)
    expect(chosen).toHaveLength(40)
    expect(chosen.slice(0, 30).every((each) => each.state !== 'closed' && !each.alreadySent)).toBe(true)
    expect(chosen.slice(30, 35).every((each) => each.alreadySent)).toBe(true)
    expect(chosen.slice(35).every((each) => each.state === 'closed')).toBe(true)
  })
})
