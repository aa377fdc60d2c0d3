import { assert, constantFrom, integer, pre, property, string, stringMatching } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evidenceOf } from '../../../src/pipeline/report/claims/evidence.ts'
import { checkClaim } from '../../../src/pipeline/report/claims/gate.ts'
import { CONTEXT, NOW, SIGNALS, signalOf } from './fixtures.ts'
import { TRUE_CLAIMS } from './true-claims.ts'

type Swap = { id: string; before: string; hit: string; after: string }

/** Every place in the true sentences where `pattern` stands. */
function places(pattern: RegExp): Swap[] {
  return TRUE_CLAIMS.flatMap(([id, text]) =>
    [...text.matchAll(pattern)].map((match) => ({
      id,
      before: text.slice(0, match.index),
      hit: match[0],
      after: text.slice(match.index + match[0].length),
    })),
  )
}

function isRefused(swap: Swap, replacement: string): boolean {
  return !checkClaim({ text: `${swap.before}${replacement}${swap.after}`, evidence: [swap.id] }, CONTEXT).ok
}

const MONTHS = 'January|February|March|April|May|June|July|August|September|October|November|December'

describe('a true sentence with one thing changed is refused', () => {
  test('a number', () => {
    const numbers = places(/(?<![\w.,/-])\d[\d,.]*\d(?![\w/-])|(?<![\w.,/-])\d(?![\w/.,-])/g)
    expect(numbers.length).toBeGreaterThan(60)
    assert(
      property(constantFrom(...numbers), integer({ min: 3_000, max: 9_999_999 }), (swap, value) => {
        pre(
          value !== 9_400 &&
            value !== 61_250 &&
            value !== 22_000 &&
            value !== 3_400_000 &&
            value !== 1_900_000 &&
            value !== 184_500 &&
            value !== 410_000,
        )
        // An amount may be rounded fairly, so it is moved far from every true one.
        const far = value > 50_000 ? value + 50_000_000 : value
        return isRefused(swap, String(far))
      }),
      { numRuns: 400 },
    )
  })

  test('a number by one', () => {
    for (const swap of places(/(?<![\w.,/$-])\d{1,4}(?![\w/.,-])/g)) {
      const other = String(Number(swap.hit) + 1)
      expect(isRefused(swap, other), `${swap.before}${other}${swap.after}`).toBe(true)
    }
  })

  test('a date', () => {
    const dates = places(new RegExp(`(?:${MONTHS}) \\d{1,2}(?!\\d)`, 'g'))
    expect(dates.length).toBeGreaterThan(20)
    const spoken = (day: string) => `${MONTHS.split('|')[Number(day.slice(5, 7)) - 1]} ${Number(day.slice(8))}`
    const days = SIGNALS.flatMap(({ eventDate, deadline }) => [eventDate, deadline]).filter((day) => day !== null)
    const known = new Set([...dates.map((swap) => swap.hit), ...days.map(spoken)])
    assert(
      property(
        constantFrom(...dates),
        constantFrom(...MONTHS.split('|')),
        integer({ min: 1, max: 28 }),
        (swap, month, day) => {
          pre(!known.has(`${month} ${day}`))
          return isRefused(swap, `${month} ${day}`)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('a year', () => {
    const years = places(/\b202\d\b/g)
    expect(years.length).toBeGreaterThan(15)
    assert(
      property(constantFrom(...years), integer({ min: 2031, max: 2099 }), (swap, year) =>
        isRefused(swap, String(year)),
      ),
      { numRuns: 100 },
    )
  })

  test('a name', () => {
    const names = places(
      /\b(?:Cedar|Hollow|Marlow|Alder|Tidewater|Pine|Ridge|Lakeshore|Northgate|Quillworks|Civicworks|OpenDocket|Maria|Lopez|Alan|Reyes|Western|Career|Spring|Arizona|Michigan|Illinois)\b/g,
    )
    expect(names.length).toBeGreaterThan(40)
    assert(
      property(constantFrom(...names), stringMatching(/^[A-Z][a-z]{3,9}x[a-z]$/), (swap, name) =>
        isRefused(swap, name),
      ),
      { numRuns: 300 },
    )
  })

  test('the signal it cites', () => {
    const others = TRUE_CLAIMS.flatMap(([id, text]) =>
      SIGNALS.filter((signal) => signal.id !== id && /\d/.test(text)).map((signal) => ({ text, id: signal.id })),
    )
    const passed = others.filter(({ text, id }) => checkClaim({ text, evidence: [id] }, CONTEXT).ok)
    expect(passed).toEqual([])
  })
})

describe('hostile input', () => {
  test('never throws, whatever the sentence and the signal', () => {
    assert(
      property(
        string({ unit: 'binary', maxLength: 500 }),
        string({ unit: 'binary', maxLength: 500 }),
        (text, summary) => {
          const evidence = new Map([['x', evidenceOf(signalOf({ id: 'x', summary }))]])
          const verdict = checkClaim(
            { text, evidence: ['x'] },
            { evidence, now: NOW, allowedNames: [text.slice(0, 20)] },
          )
          return verdict.ok || verdict.problems.length > 0
        },
      ),
      { numRuns: 300 },
    )
  })

  test.for([
    '1,',
    '1-',
    'one hundred ',
    'a.',
    '(1',
    'March ',
    '$',
    'A-',
    'not ',
    "a'a",
    '1/1/',
    'x@',
    '1.1.',
    'of the ',
    'Q1 FY',
    '\n',
    'Aa of ',
  ])('%j many times over is read to its end', (piece) => {
    const evidence = new Map([
      ['x', evidenceOf(signalOf({ id: 'x', title: piece.repeat(40), summary: piece.repeat(60_000 / piece.length) }))],
    ])
    const verdict = checkClaim(
      { text: piece.repeat(400 / piece.length).slice(0, 399), evidence: ['x'] },
      { evidence, now: NOW, allowedNames: [] },
    )
    expect(verdict).toBeDefined()
  })
})
