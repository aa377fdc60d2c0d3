import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderNotionReport } from '../../../src/pages/notion-blocks.ts'
import { chunkBlocks } from '../../../src/pages/notion-chunks.ts'
import {
  bullet,
  columns,
  linked,
  type NotionBlock,
  paragraph,
  table,
  words,
} from '../../../src/pages/notion-elements.ts'
import { renderReportText } from '../../../src/pages/report-text.ts'
import type { ReportDocument } from '../../../src/pipeline/report/types.ts'
import { problemOfChildren } from '../../support/notion/block-rules.ts'
import { textOf } from '../../support/notion/page-text.ts'
import {
  hostileDocument,
  sampleDocument,
  sampleSignal,
  tier2Document,
  tier3Document,
} from '../../support/sample-documents.ts'

const render = (document: ReportDocument, options: Partial<Parameters<typeof renderNotionReport>[1]> = {}) =>
  renderNotionReport(document, { version: 1, dmInSharedPage: false, ...options })

const shown = (chunks: NotionBlock[][]) => textOf(chunks.flat())
const typesOf = (blocks: NotionBlock[]) => [...new Set(blocks.map(({ type }) => type))]

/** What Notion would say of each request. */
function problemsOf(chunks: NotionBlock[][]): string[] {
  return chunks.flatMap((chunk) => {
    const bytes = Buffer.byteLength(JSON.stringify({ children: chunk }))
    return [problemOfChildren(chunk), bytes > 490_000 ? `${bytes} bytes` : null].filter((problem) => problem !== null)
  })
}

const DOCUMENTS = [
  ['tier 1', sampleDocument()],
  ['tier 2', tier2Document()],
  ['tier 3', tier3Document()],
  ['hostile', hostileDocument()],
] as const

describe('a report as blocks', () => {
  it.each(DOCUMENTS)('of %s is what Notion takes, in one request', (_, document) => {
    for (const dmInSharedPage of [false, true]) {
      const { chunks } = render(document, { dmInSharedPage })
      expect(problemsOf(chunks)).toEqual([])
      expect(chunks).toHaveLength(1)
    }
  })

  it.each(DOCUMENTS)('of %s says every word of our own page but how far a day is', (_, document) => {
    for (const dmInSharedPage of [false, true]) {
      const own = renderReportText(document, { view: 'shareable', dmInSharedPage })
      // Days are in full there, and what is open is said of a day.
      const twin = own
        .replace(/\b\d+ days? left\b|\blast day\b|\bopen now\b/gi, '')
        .replace(/\b(\d{1,2}) (Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4})\b/g, '$1 $3')
      const { title, chunks } = render(document, { dmInSharedPage })
      const has = new Set(wordsIn(`${title} ${shown(chunks)}`))
      expect(wordsIn(twin).filter((word) => !has.has(word))).toEqual([])
    }
  })

  it('uses the native blocks: callouts, columns, toggles, tables, lists, dividers', () => {
    const blocks = render(tier3Document()).chunks.flat()
    expect(typesOf(blocks).sort()).toEqual(
      [
        'bulleted_list_item',
        'callout',
        'column_list',
        'divider',
        'heading_2',
        'heading_3',
        'paragraph',
        'table',
        'toggle',
      ].sort(),
    )
  })

  it('keeps sources, facts and evidence inside, and links only to safe addresses', () => {
    const hostile = JSON.stringify(render(hostileDocument()).chunks)
    const addresses = [...hostile.matchAll(/"link":\{"url":"([^"]*)"/g)].map((match) => match[1] ?? '')
    expect(addresses.length).toBeGreaterThan(0)
    for (const address of addresses) expect(address).toMatch(/^https?:\/\/[^@]*$/)
    const long = `https://source.example/${'a'.repeat(2_000)}`
    const signals = [sampleSignal({ sources: [{ title: 'Long one', url: long }] })]
    const { chunks } = render(sampleDocument({ signals }))
    expect(problemsOf(chunks)).toEqual([])
    expect(shown(chunks)).toContain('Source: Long one (source.example)')
  })

  it('shows the decision maker and the contacts only where the shared page may', () => {
    const document = tier3Document()
    const without = JSON.stringify(render(document))
    const withThem = JSON.stringify(render(document, { dmInSharedPage: true }))
    for (const { name, email } of [document.dm, document.contacts[0]].filter((person) => person != null)) {
      expect(without).not.toContain(name)
      expect(without).not.toContain(email ?? '-')
      expect(withThem).toContain(name)
      expect(withThem).toContain(email ?? '-')
    }
  })

  it('never shows what is for the team: notes, scores, tier, talk track', () => {
    const document = tier3Document()
    const text = shown(render(document, { dmInSharedPage: true }).chunks)
    for (const secret of [
      document.notes[0]?.text,
      document.tierReason,
      document.gameplan?.script,
      document.signals[0]?.reasons[0],
    ])
      expect(text).not.toContain(secret ?? '-')
  })

  it('says which version it is and as of which day it speaks', () => {
    const text = shown(render(tier2Document(), { version: 3 }).chunks)
    expect(text).toContain('Version 3, updated 2 March 2026. This link always shows the newest of 3 versions.')
    expect(text).toContain('What is open and what is closed is as of 2 March 2026.')
    expect(text.split('\n')[0]).toContain('As of 2 March 2026')
  })

  it.each(DOCUMENTS)('of %s says days and never how far they are, as nobody judges it again', (_, document) => {
    const text = shown(render(document, { dmInSharedPage: true }).chunks)
    expect(text).not.toMatch(/days? left|last day|open now|soon/i)
    expect(text).not.toMatch(/^Open(?! on 2 March 2026)/m)
  })

  it('says of a signal on which day it was open and when it is due, in full', () => {
    const text = shown(render(sampleDocument()).chunks)
    expect(text).toContain('Open on 2 March 2026, due 27 March 2026')
    expect(text).toMatch(/open on 2 Mar 2026/)
    expect(text).toMatch(/As of 2 March 2026 the next deadline is 16 March 2026, Marlow County/)
  })

  it('is the same whenever it is rendered, and another one when a word is another', () => {
    const { hash } = render(tier3Document())
    expect(render(tier3Document()).hash).toBe(hash)
    expect(render(tier3Document({ whyTheyCare: 'Something else.' })).hash).not.toBe(hash)
    expect(render(tier3Document(), { version: 2 }).hash).not.toBe(hash)
  })

  it('of any text, however long, hostile or many, is what Notion takes', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constantFrom(
        'x'.repeat(9_000),
        '𝒳'.repeat(5_000),
        '\uD800',
        '\0',
        '   ',
        '',
        '**bold** [a](javascript:1) <b>',
      ),
    )
    const url = fc.oneof(
      fc.webUrl(),
      fc.constantFrom(null, 'javascript:alert(1)', 'https://a.example/' + 'b'.repeat(1_990)),
      text,
    )
    const signal = fc.record({
      title: text,
      bullet: text,
      buyerName: text,
      vendor: text,
      sources: fc.array(fc.record({ title: text, url }), { maxLength: 12 }),
    })
    const arbitrary = fc.record({
      title: text,
      whyTheyCare: text,
      dataLine: text,
      signals: fc.array(signal, { maxLength: 60 }),
    })
    fc.assert(
      fc.property(arbitrary, ({ signals, ...rest }) => {
        const document = tier3Document({
          ...rest,
          signals: signals.map((one, n) => sampleSignal({ id: `s${n}`, ...one })),
        })
        const { title, chunks } = render(document, { dmInSharedPage: true })
        expect(problemsOf(chunks)).toEqual([])
        expect(title.length).toBeLessThanOrEqual(300)
        expect(title.trim()).not.toBe('')
      }),
      { numRuns: 60 },
    )
  })
})

describe('what Notion limits', () => {
  it('a long text is cut into pieces that are whole characters, and nothing of it is lost', () => {
    const text = `${'a'.repeat(1_999)}😀${'b'.repeat(2_500)}`
    const pieces = words(text)
    expect(pieces.map((piece) => piece.text.content.length)).toEqual([1_999, 2_000, 502])
    expect(pieces.map((piece) => piece.text.content).join('')).toBe(text)
  })

  it('a text of more pieces than a block takes is cut at a hundred', () => {
    const blocks = paragraph(Array.from({ length: 130 }, () => words('x')).flat())
    expect(problemsOf([blocks])).toEqual([])
  })

  it('blocks are cut into requests by number, by all that is inside them, and by weight', () => {
    const small = Array.from({ length: 250 }, (_, n) => bullet(words(String(n)))).flat()
    expect(chunkBlocks(small).map((chunk) => chunk.length)).toEqual([100, 100, 50])
    expect(chunkBlocks(small).flat()).toEqual(small)
    const tables = Array.from({ length: 30 }, () =>
      table(
        ['A'],
        Array.from({ length: 90 }, () => [words('x')]),
      ),
    ).flat()
    expect(chunkBlocks(tables).map((chunk) => chunk.length)).toEqual([10, 10, 10])
    const heavy = Array.from({ length: 90 }, () => paragraph(words('w'.repeat(10_000)))).flat()
    expect(chunkBlocks(heavy).map((chunk) => chunk.length)).toEqual([39, 39, 12])
    for (const chunks of [chunkBlocks(small), chunkBlocks(tables), chunkBlocks(heavy)])
      expect(problemsOf(chunks)).toEqual([])
    expect(chunkBlocks([])).toEqual([])
  })

  it('rows that lack a cell are filled, and more than a table takes make another one', () => {
    const tables = table(
      ['A', 'B'],
      [[words('1')], ...Array.from({ length: 150 }, () => [words('x'), words('y'), words('z')])],
    )
    expect(tables).toHaveLength(2)
    expect(problemsOf([tables])).toEqual([])
  })

  it('a single column is no columns, and nothing makes no block', () => {
    expect(columns([paragraph(words('one'))]).map(({ type }) => type)).toEqual(['paragraph'])
    expect(columns([[], []])).toEqual([])
    expect([...paragraph([]), ...bullet([]), ...table(['A'], [])]).toEqual([])
    expect(linked('', 'https://a.example')).toEqual([])
  })
})

/** Words as they are read, without what stands around them. */
function wordsIn(text: string): string[] {
  const found = text.toLowerCase().match(/[^\s,;:()[\]<>|·]+/g) ?? []
  return found.map((word) => word.replace(/^[-.]+|[.…]+$/g, '')).filter((word) => word !== '')
}
