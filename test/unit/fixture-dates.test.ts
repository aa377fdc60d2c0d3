import { describe, expect, it } from 'vitest'
import { fillDates } from '../support/fixture-dates.ts'

const NOW = new Date('2026-03-02T15:00:00Z')

describe('fillDates', () => {
  it('fills days, instants and words, in UTC', () => {
    const text =
      '{{day:+30}} {{day:-5}} {{day:+0}} {{instant:-2}} {{instant:-0.5}} {{long:+30}} {{month:-40}} {{year:-62}}'
    expect(fillDates(text, NOW)).toBe(
      '2026-04-01 2026-02-25 2026-03-02 2026-02-28T15:00:00.000Z 2026-03-02T03:00:00.000Z April 1, 2026 January 2026 2025',
    )
  })

  it('counts from the UTC day, also a minute before midnight', () => {
    expect(fillDates('{{day:+1}}', new Date('2026-12-31T23:59:00Z'))).toBe('2027-01-01')
  })

  it('leaves other text alone', () => {
    expect(fillDates('{"a":{"b":"{ day:+3 }"}} $& $1', NOW)).toBe('{"a":{"b":"{ day:+3 }"}} $& $1')
  })

  it.each(['{{days:+3}}', '{{day:3}}', '{{day:+1.5}}', '{{}}', '{{day:+}}'])('refuses %s', (token) => {
    expect(() => fillDates(`x ${token}`, NOW)).toThrow(/unknown date token/)
  })
})
