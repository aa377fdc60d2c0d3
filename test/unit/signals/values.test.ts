import { describe, expect, it } from 'vitest'
import {
  toDay,
  toDollars,
  toDomainKey,
  toFlag,
  toInstant,
  toNumber,
  toText,
  toWebAddress,
} from '../../../src/clients/signals/values.ts'

describe('toDay', () => {
  it.each<[unknown, string | null]>([
    ['2026-03-27', '2026-03-27'],
    ['2026-03-27T17:00:00', '2026-03-27'],
    ['2026-03-27 11:41:15.41+00', '2026-03-27'],
    ['2026-03-27T23:30:00-07:00', '2026-03-28'],
    ['2026-03-27T00:30:00+0200', '2026-03-26'],
    ['20260327', '2026-03-27'],
    ['3/27/26', '2026-03-27'],
    ['03/27/2026 5:00 PM', '2026-03-27'],
    ['27/03/2026', '2026-03-27'],
    ['1/1/99', '1999-01-01'],
    ['Mar 27, 2026', '2026-03-27'],
    ['27th March 2026', '2026-03-27'],
    [1774569600, '2026-03-27'],
    ['1774569600000', '2026-03-27'],
    ['0001-01-01', '0001-01-01'],
    ['2026-02-30', null],
    ['13/13/2026', null],
    [45678, null],
    [Number.NaN, null],
    ['infinity', null],
    ['soon', null],
    ['', null],
    [null, null],
    [{}, null],
    [new Date('2026-03-27T10:00:00Z'), '2026-03-27'],
  ])('reads %s as %s', (value, day) => {
    expect(toDay(value)).toBe(day)
  })
})

describe('the other values', () => {
  it('reads moments', () => {
    expect(toInstant('2026-11-20 11:41:15.41+00')).toBe('2026-11-20T11:41:15.410Z')
    expect(toInstant('2026-11-20T11:41:15')).toBe('2026-11-20T11:41:15.000Z')
    expect(toInstant('2026-11-20')).toBe('2026-11-20T00:00:00.000Z')
    expect(toInstant('11/20/26')).toBe('2026-11-20T00:00:00.000Z')
    expect(toInstant('2026-11-20T99:00')).toBeNull()
  })

  it.each<[unknown, number | null]>([
    [184500, 184500],
    ['99.00', 99],
    ['$184,500/yr', 184500],
    ['USD 1.9M', 1_900_000],
    ['$3.4 million', 3_400_000],
    ['$50,000 - $75,000', 50000],
    ['410K', 410000],
    ['-5', null],
    [-5, null],
    ['about ten', null],
    [Number.POSITIVE_INFINITY, null],
  ])('reads dollars from %s', (value, dollars) => {
    expect(toDollars(value)).toBe(dollars)
  })

  it('reads numbers and flags', () => {
    expect([toNumber('1,200'), toNumber('0.62'), toNumber('62%'), toNumber('x'), toNumber(true)]).toEqual([
      1200,
      0.62,
      62,
      null,
      null,
    ])
    expect(['true', 'T', 'yes', '1', 1, true].every(toFlag)).toBe(true)
    expect(['false', 'no', '', 0, null, 'maybe'].some(toFlag)).toBe(false)
  })

  it('reads text: no control characters, no half characters, nothing for the words of nothing', () => {
    expect(toText(' a\u0000b\nc ', 10)).toBe('ab\nc')
    expect(toText('ab😀', 3)?.isWellFormed()).toBe(true)
    expect(['', ' ', 'N/A', 'null', 'None', '-'].map((value) => toText(value, 10))).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
    ])
    expect(toText('R&amp;D', 10)).toBe('R&amp;D')
  })

  it('takes only web addresses for links', () => {
    expect(toWebAddress('https://a.example/x.pdf')).toBe('https://a.example/x.pdf')
    expect(toWebAddress('www.a.example/x')).toBe('https://www.a.example/x')
    for (const value of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc', 'a b', 'http://localhost', '/x'])
      expect(toWebAddress(value)).toBeNull()
  })

  it('reads a domain from an address or a mail', () => {
    expect(toDomainKey('HTTPS://www.Fernmill.com:8080/about?x=1')).toBe('fernmill.com')
    expect(toDomainKey('Ann@Fernmill.com')).toBe('fernmill.com')
    for (const value of ['fernmill', 'a b.com', '', null, '.com', 'x'.repeat(400)])
      expect(toDomainKey(value)).toBeNull()
  })
})
