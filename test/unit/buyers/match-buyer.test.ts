import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BuyerBrief } from '../../../src/pipeline/ports.ts'
import { matchBuyer, type WantedBuyer } from '../../../src/pipeline/report/buyers/match-buyer.ts'
import { brief } from './build.ts'

const wanted = (fields: Partial<WantedBuyer>): WantedBuyer => ({
  id: null,
  name: null,
  state: null,
  website: null,
  ...fields,
})
const why = (match: ReturnType<typeof matchBuyer>) => (match.ok ? `matched ${match.brief.id}` : match.why)

describe('matchBuyer', () => {
  it('takes the id before any name', () => {
    const match = matchBuyer(wanted({ id: 'b', name: 'Cedar Hollow USD', state: 'AZ' }), [
      brief('a'),
      brief('b', { name: 'Cedar Hollow Schools' }),
    ])
    expect(match).toMatchObject({ ok: true, brief: { id: 'b' }, how: 'matched by id' })
  })

  it('refuses an id whose record has another name in another state', () => {
    const match = matchBuyer(wanted({ id: 'a', name: 'Marlow County', state: 'OH' }), [brief('a')])
    expect(why(match)).toBe(
      'The record under this id is Cedar Hollow Unified School District (AZ), another buyer than Marlow County (OH).',
    )
  })

  it.each<[string, string, Partial<BuyerBrief>]>([
    ['Cedar Hollow USD', 'AZ', {}],
    ['Cedar Hollow U.S.D.', 'Arizona', {}],
    ['The Cedar Hollow Unified School Dist.', 'AZ', {}],
    ['Cedar Hollow Unified District', 'AZ', {}],
    ['Cedar Hollow Unified, AZ', 'AZ', {}],
    ['Pine Ridge ISD', 'TX', { name: 'Pine Ridge Independent School District', state: 'TX' }],
    ['School District of Oakmere', 'OR', { name: 'Oakmere School District', state: 'OR' }],
    ['Oakmere Public Schools', 'OR', { name: 'Oakmere School District', state: 'OR' }],
    ['School District No. 12', 'CO', { name: 'School District #12', state: 'CO' }],
    ['Tidewater CC', 'VA', { name: 'Tidewater Community College', type: 'HigherEducation', state: 'VA' }],
    ['Marlow County', 'OH', { name: 'County of Marlow', type: 'County', state: 'OH' }],
    ['Marlow, County of', 'OH', { name: 'Marlow County', type: 'County', state: 'OH' }],
    ['Marlow Co.', 'OH', { name: 'Marlow County Government', type: 'County', state: 'OH' }],
    ['City of Alder', 'WA', { name: 'Alder', type: 'City', state: 'WA' }],
    ['Alder, City of', 'WA', { name: 'City of Alder', type: 'City', state: 'WA' }],
    ['St. Brannoc County', 'LA', { name: 'Saint Brannoc County', type: 'County', state: 'LA' }],
    ['Mt. Ferris School District', 'PA', { name: 'Mount Ferris School District', state: 'PA' }],
    ['Peña Blanca USD', 'NM', { name: 'Pena Blanca Unified School District', state: 'NM' }],
  ])('knows %s in %s', (name, state, fields) => {
    const match = matchBuyer(wanted({ name, state }), [
      brief('other', { name: 'Someone Else USD' }),
      brief('x', fields),
    ])
    expect(match).toMatchObject({ ok: true, brief: { id: 'x' }, how: 'matched by name and state' })
  })

  it.each<[string, Partial<WantedBuyer>, Partial<BuyerBrief>]>([
    ['another state', { name: 'Cedar Hollow USD', state: 'NM' }, {}],
    ['no state on the record', { name: 'Cedar Hollow USD', state: 'AZ' }, { state: null }],
    ['another kind of district', { name: 'Cedar Hollow Elementary School District', state: 'AZ' }, {}],
    [
      'a city for a county',
      { name: 'Marlow County', state: 'OH' },
      { name: 'City of Marlow', type: 'City', state: 'OH' },
    ],
    [
      'the police of a city',
      { name: 'City of Alder', state: 'WA' },
      { name: 'City of Alder', type: 'PoliceDepartment', state: 'WA' },
    ],
    ['a part of the name', { name: 'Cedar Hollow', state: 'AZ' }, {}],
    [
      'the university in a state',
      { name: 'University of Lakeshore', state: 'MI' },
      { name: 'Lakeshore University', type: 'HigherEducation', state: 'MI' },
    ],
  ])('refuses %s', (_, fields, other) => {
    expect(matchBuyer(wanted(fields), [brief('x', other)]).ok).toBe(false)
  })

  it('takes nobody by an abbreviation alone, and says so', () => {
    const match = matchBuyer(wanted({ name: 'CHUSD', state: 'AZ' }), [brief('x', { name: 'CHUSD' })])
    expect(why(match)).toBe('CHUSD is an abbreviation that several bodies may go by.')
  })

  it('takes none of two that fit alike, and names both with their states', () => {
    const candidates = [brief('a', { city: 'Mesa' }), brief('b', { city: 'Yuma', name: 'Cedar Hollow USD' })]
    expect(why(matchBuyer(wanted({ name: 'Cedar Hollow USD', state: 'AZ' }), candidates))).toBe(
      'Two records fit equally well: Cedar Hollow USD (Yuma, AZ) and Cedar Hollow Unified School District (Mesa, AZ).',
    )
    const states = [
      brief('a', { name: 'Marlow County', type: 'County', state: 'OH' }),
      brief('b', { name: 'Marlow County', type: 'County', state: 'KY' }),
    ]
    expect(why(matchBuyer(wanted({ name: 'Marlow County' }), states))).toBe(
      'Two records fit equally well: Marlow County (KY) and Marlow County (OH).',
    )
  })

  it('prefers the nearer of two spellings of a city', () => {
    const cities = [
      brief('plain', { name: 'City of Alder', type: 'City', state: 'WA' }),
      brief('full', { name: 'Alder City', type: 'City', state: 'WA' }),
    ]
    expect(matchBuyer(wanted({ name: 'Alder City', type: 'City', state: 'WA' }), cities)).toMatchObject({
      brief: { id: 'full' },
    })
    expect(matchBuyer(wanted({ name: 'Alder City', type: 'City', state: 'WA' }), cities.slice(0, 1))).toMatchObject({
      brief: { id: 'plain' },
    })
  })

  it('names the look-alike that it does not take', () => {
    const match = matchBuyer(wanted({ name: 'Cedar Hollow USD', state: 'NM' }), [brief('x')])
    expect(why(match)).toBe(
      'No record fits Cedar Hollow USD (NM); Cedar Hollow Unified School District (AZ) is another one.',
    )
  })

  it('gives the same answer for candidates in any order and given twice', () => {
    const candidates = [brief('a'), brief('b', { state: 'NM' }), brief('c', { name: 'Cedar Hollow Elementary SD' })]
    const expected = matchBuyer(wanted({ name: 'Cedar Hollow USD', state: 'AZ' }), candidates)
    expect(expected).toMatchObject({ ok: true, brief: { id: 'a' } })
    fc.assert(
      fc.property(fc.shuffledSubarray([...candidates, ...candidates], { minLength: 6 }), (shuffled) => {
        expect(matchBuyer(wanted({ name: 'Cedar Hollow USD', state: 'AZ' }), shuffled)).toEqual(expected)
      }),
    )
  })

  describe('by site', () => {
    const named = { name: 'Cedar Hollow Schools of Excellence', state: 'AZ' }

    it('takes the one record of the same registrable domain', () => {
      const match = matchBuyer(wanted({ ...named, website: 'cedarhollow.example' }), [
        brief('x', { website: 'https://www.cedarhollow.example/home' }),
        brief('y', { website: 'https://other.example' }),
      ])
      expect(match).toMatchObject({ ok: true, brief: { id: 'x' }, how: 'matched by site cedarhollow.example' })
    })

    it.each<[string, string, Partial<BuyerBrief>]>([
      ['of another state', 'cedarhollow.example', { website: 'cedarhollow.example', state: 'NM' }],
      ['of another kind', 'cedarhollow.example', { website: 'cedarhollow.example', type: 'City', name: 'Hollow' }],
      ['under another host', 'north.cedarhollow.example', { website: 'south.cedarhollow.example' }],
      ['on a state’s portal', 'https://az.gov', { website: 'https://schools.az.gov' }],
      ['on a host of many', 'https://sites.google.com/a', { website: 'https://sites.google.com/b' }],
    ])('refuses one %s', (_, website, fields) => {
      expect(matchBuyer(wanted({ ...named, website }), [brief('x', fields)]).ok).toBe(false)
    })

    it('takes none of two on one site', () => {
      const match = matchBuyer(wanted({ website: 'alder.example' }), [
        brief('a', { name: 'Alder', type: 'City', state: 'WA', website: 'alder.example' }),
        brief('b', { name: 'Alder Police', type: 'PoliceDepartment', state: 'WA', website: 'alder.example' }),
      ])
      expect(why(match)).toBe('Two records fit equally well: Alder (WA) and Alder Police (WA).')
    })
  })
})
