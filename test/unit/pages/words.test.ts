import { describe, expect, it } from 'vitest'
import { stateName } from '../../../src/pages/states.ts'
import * as words from '../../../src/pages/words.ts'
import { sampleSignal } from '../../support/sample-documents.ts'

const line = (overrides: Parameters<typeof sampleSignal>[0]) =>
  words.statusLine(words.statusWords(sampleSignal(overrides)))

describe('status in words', () => {
  it.each([
    ['open with a deadline', {}, 'Open · 25 days left · due 27 Mar 2026'],
    ['the last day', { daysLeft: 0 }, 'Open · last day · due 27 Mar 2026'],
    ['one day', { daysLeft: 1 }, 'Open · 1 day left · due 27 Mar 2026'],
    [
      'a contract',
      { type: 'contract_expiration', deadline: '2026-05-31', daysLeft: 90 },
      'Open · 90 days left · ends 31 May 2026',
    ],
    ['a far deadline, no countdown', { deadline: '2028-12-31', daysLeft: 1035 }, 'Open · due 31 Dec 2028'],
    ['an unknown type', { type: 'bake_sale' }, 'Open · 25 days left · by 27 Mar 2026'],
    ['open without a deadline', { deadline: null, eventDate: null }, 'Open'],
    ['closed', { state: 'closed', deadline: '2026-02-06', daysLeft: -24 }, 'Closed 6 Feb 2026'],
    [
      'an ended contract',
      { type: 'contract_expiration', state: 'closed', deadline: '2026-02-06', daysLeft: -24 },
      'Ended 6 Feb 2026',
    ],
    ['cancelled before its day', { state: 'closed' }, 'Closed'],
    ['closed without a deadline', { state: 'closed', deadline: null }, 'Closed · dated 18 Feb 2026'],
    [
      'an amendment, which ends nothing',
      { type: 'contract_expiration', state: 'unknown', deadline: '2026-04-10', daysLeft: 39 },
      'Date on file 10 Apr 2026',
    ],
    [
      'a long plan',
      { type: 'strategic_plan', state: 'unknown', deadline: '2030-12-31', daysLeft: 1765 },
      'Runs to 31 Dec 2030',
    ],
    [
      'a conference',
      { type: 'conference', state: 'unknown', deadline: '2026-04-21', daysLeft: 50 },
      'Takes place 21 Apr 2026',
    ],
    ['no deadline', { state: 'unknown', deadline: null, daysLeft: null }, 'No deadline · dated 18 Feb 2026'],
    ['no date at all', { state: 'unknown', deadline: null, eventDate: null }, 'No date given'],
    ['a deadline that is no day', { state: 'unknown', deadline: 'soon', eventDate: null }, 'No date given'],
  ] as const)('%s', (_, overrides, expected) => {
    expect(line(overrides)).toBe(expected)
  })

  it('marks the last 30 days as soon', () => {
    expect(words.statusWords(sampleSignal({ daysLeft: 30 })).soon).toBe(true)
    expect(words.statusWords(sampleSignal({ daysLeft: 31 })).soon).toBe(false)
  })
})

describe('words', () => {
  it('puts dates as people do, in UTC, and leaves what is no day', () => {
    expect(words.longDate('2026-03-27')).toBe('27 March 2026')
    expect(words.monthYear('2026-03-02')).toBe('March 2026')
    expect(words.dayOf('2026-03-02T23:59:59-05:00')).toBe('2026-03-03')
    expect(words.longDate('2026-02-30')).toBe('2026-02-30')
    expect(words.dayOf('whenever')).toBeNull()
  })

  it('writes whole dollars with separators and no amount for what is none', () => {
    expect(words.money(184_500)).toBe('$184,500')
    expect(words.money(99.5)).toBe('$99.50')
    expect(words.money(0)).toBe('$0')
    expect(words.money(Number.NaN)).toBeNull()
    expect(words.money(null)).toBeNull()
  })

  it('explains RFP, and spaces a type it does not know', () => {
    expect(words.typeLabel('rfp_posted', 'open')).toEqual({ short: 'RFP', long: 'Request for proposals' })
    expect(words.typeLabel('contract_expiration', 'open').short).toBe('Contract ending')
    expect(words.typeLabel('contract_expiration', 'unknown').short).toBe('Contract')
    expect(words.typeLabel('bond_measure', 'open').short).toBe('Bond measure')
    expect(words.typeLabel('constructor', 'open').short).toBe('Constructor')
    expect(words.typeLabel('', 'open').short).toBe('Signal')
  })

  it('names states by code and buyer types by word', () => {
    expect(stateName('az')).toBe('Arizona')
    expect(stateName('Ontario')).toBe('Ontario')
    expect(words.spaced('HigherEducation', 40)).toBe('Higher education')
    expect(words.spaced('K12 School', 40)).toBe('K12 school')
  })
})
