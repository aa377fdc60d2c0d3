import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSlug, makeSlug } from '../../src/pipeline/report/slug.ts'

const seed = {
  buyerName: 'Cedar Hollow Unified School District',
  company: 'Brightpath Labs',
  domain: 'brightpath-labs.example',
  day: '2026-03-02',
}

describe('makeSlug', () => {
  it('reads as buyer, domain and day, then random letters', () => {
    expect(makeSlug(seed)).toMatch(
      /^cedar-hollow-unified-school-district-brightpath-labs-example-2026-03-02-[0-9a-z]{32}$/,
    )
  })

  it('takes the company without a buyer, and a plain word without either', () => {
    expect(makeSlug({ ...seed, buyerName: null })).toMatch(/^brightpath-labs-brightpath-labs-example-2026/)
    expect(makeSlug({ buyerName: '日本', company: '!!', domain: '', day: '2026-03-02' })).toMatch(/^report-2026-03-02-/)
  })

  it('folds letters to ASCII', () => {
    expect(makeSlug({ ...seed, buyerName: 'Łódź & Çeşme’s Straße' })).toMatch(/^lodz-and-cesmes-strasse-brightpath/)
  })

  it('is a slug of at most 112 ASCII letters for any input', () => {
    const text = fc.option(fc.string({ unit: 'binary', maxLength: 300 }), { nil: null })
    fc.assert(
      fc.property(text, text, fc.string({ unit: 'binary', maxLength: 300 }), (buyerName, company, domain) => {
        const slug = makeSlug({ buyerName, company, domain, day: '2026-11-20' })
        expect(isSlug(slug)).toBe(true)
        expect(slug.length).toBeLessThanOrEqual(112)
      }),
    )
  })

  it('carries 160 random bits: two calls of one seed share nothing but the readable part', () => {
    const tails = Array.from({ length: 400 }, () => makeSlug(seed).slice(-32))
    expect(new Set(tails).size).toBe(400)
    for (let at = 0; at < 32; at += 1) {
      const seen = new Set(tails.map((tail) => tail.charAt(at)))
      expect(seen.size, `letter ${at} varies over the alphabet`).toBeGreaterThan(24)
    }
  })

  it('refuses a day that is none', () => {
    expect(() => makeSlug({ ...seed, day: '2026-3-2' })).toThrow(RangeError)
    expect(() => makeSlug({ ...seed, day: '2026-13-40' })).toThrow(RangeError)
  })
})

describe('isSlug', () => {
  const good = makeSlug(seed)
  it.each([
    ['empty', ''],
    ['a path', `../${good}`],
    ['upper case', good.toUpperCase()],
    ['one random letter short', good.slice(0, -1)],
    ['a letter outside the alphabet', `${good.slice(0, -1)}u`],
    ['a line break behind it', `${good}\n`],
    ['no readable part', good.slice(-43)],
    ['a double dash', good.replace('-', '--')],
    ['percent signs', good.replace('cedar', '%2e%2e')],
    ['too long', `${'a'.repeat(90)}${good}`],
  ])('refuses %s', (_, text) => {
    expect(isSlug(text)).toBe(false)
  })

  it('refuses a long hostile text', () => {
    expect(isSlug('a-'.repeat(500_000))).toBe(false)
  })
})
