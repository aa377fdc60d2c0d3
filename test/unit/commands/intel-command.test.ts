import { describe, expect, it } from 'vitest'
import { parseIntel } from '../../../src/commands/intel-command.ts'

const fernmill = { domain: 'fernmill.com', warning: null }

describe('parseIntel', () => {
  it.each([
    ['', { kind: 'menu' }],
    ['   \t ', { kind: 'menu' }],
    ['help', { kind: 'help', unknown: null }],
    ['HELP me', { kind: 'help', unknown: null }],
    ['?', { kind: 'help', unknown: null }],
    ['status', { kind: 'status' }],
    ['fernmill.com', { kind: 'domain', ...fernmill }],
    ['  https://www.Fernmill.com/about?x=1 ', { kind: 'domain', ...fernmill }],
    ['dana@fernmill.com', { kind: 'domain', ...fernmill }],
    ['domain fernmill.com', { kind: 'domain', ...fernmill }],
    ['Domain <http://fernmill.com|fernmill.com>', { kind: 'domain', ...fernmill }],
    ['<https://fernmill.com/>', { kind: 'domain', ...fernmill }],
    ['signals fernmill.com', { kind: 'signals', ...fernmill }],
    ['report fernmill.com', { kind: 'report', ...fernmill, tier: null, product: null }],
    ['report fernmill.com tier 3', { kind: 'report', ...fernmill, tier: 3, product: null }],
    ['fernmill.com tier 2', { kind: 'report', ...fernmill, tier: 2, product: null }],
    [
      'report fernmill.com TIER 1 for  fleet   software',
      { kind: 'report', ...fernmill, tier: 1, product: 'fleet software' },
    ],
    [
      'report fernmill.com for fleet software tier 3',
      { kind: 'report', ...fernmill, tier: 3, product: 'fleet software' },
    ],
    ['report fernmill.com for tier lists', { kind: 'report', ...fernmill, tier: null, product: 'tier lists' }],
    ['make me rich', { kind: 'help', unknown: 'make me rich' }],
    ['runs', { kind: 'help', unknown: 'runs' }],
  ])('reads %j', (text, expected) => {
    expect(parseIntel(text)).toEqual(expected)
  })

  it.each([
    ['domain', 'got nothing'],
    ['report', 'got nothing'],
    ['report fernmill', 'single word'],
    ['jane@gmail.com', 'free-mail host'],
    ['http://127.0.0.1', 'IP address'],
    ['nothing.invalid', 'there is no ending'],
    ['domain fernmill.com and more', 'one domain'],
    ['report fernmill.com tier 9', 'Expected tier 1, 2 or 3, got "9".'],
    ['report fernmill.com tier', 'Expected tier 1, 2 or 3, got nothing.'],
    ['report fernmill.com tier 1 tier 2', 'one tier'],
    ['report fernmill.com for', 'Expected a product after "for"'],
    ['report fernmill.com please', 'got "please"'],
    [`report fernmill.com for ${'x'.repeat(201)}`, 'got 201'],
    ['x'.repeat(1_001), 'got 1001 characters'],
  ])('refuses %j in one sentence', (text, words) => {
    expect(parseIntel(text)).toEqual({ kind: 'refused', problem: expect.stringContaining(words) })
  })

  it('warns of letters that deceive', () => {
    expect(parseIntel('fеrnmill.com')).toMatchObject({ kind: 'domain', warning: expect.any(String) })
  })

  it('keeps control characters and halves of letters out of what is stored', () => {
    expect(parseIntel('report fernmill.com for fleet\u0000soft\uD800ware')).toMatchObject({
      product: 'fleet soft\uFFFDware',
    })
  })

  it('reads hostile text', () => {
    for (const piece of ['<', 'a.', 'tier 1 ', 'for ', '@', '\u00ad'])
      expect(parseIntel(piece.repeat(1_000).slice(0, 1_000)).kind).toMatch(/^(refused|help)$/)
  })
})
