import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { pageSecurityHeaders, renderMessagePage, renderReportPage } from '../../../src/pages/report-page.ts'
import type { ReportDocument } from '../../../src/pipeline/report/types.ts'
import {
  hostileDocument,
  sampleDocument,
  sampleSignal,
  tier2Document,
  tier3Document,
} from '../../support/sample-documents.ts'

const render = (document: ReportDocument, options: Partial<Parameters<typeof renderReportPage>[1]> = {}): string =>
  renderReportPage(document, {
    view: 'shareable',
    version: 1,
    dmInSharedPage: false,
    pictureUrl: 'https://intel.example/r/x/card.png',
    updatedAt: document.madeAt,
    ...options,
  })

const headings = (html: string, level: string): string[] =>
  [...html.matchAll(new RegExp(`<${level}[^>]*>(.*?)</${level}>`, 'gs'))].map((match) =>
    (match[1] ?? '').replace(/<[^>]+>/g, ''),
  )

const DOCUMENTS = [
  ['tier 1', sampleDocument()],
  ['tier 2', tier2Document()],
  ['tier 3', tier3Document()],
  ['hostile', hostileDocument()],
] as const

describe('every page', () => {
  it.each(DOCUMENTS)('of %s is one small file without script, form, frame or outside resource', (_, document) => {
    for (const view of ['internal', 'shareable'] as const) {
      const html = render(document, { view })
      expect(Buffer.byteLength(html)).toBeLessThan(60_000)
      expect(html).not.toMatch(/<(script|iframe|form|object|embed|base|img|link rel="stylesheet")/i)
      expect(html.match(/<style>/g)).toHaveLength(1)
      expect(html).toContain('<html lang="en">')
      expect(html).toContain('<meta name="robots" content="noindex,nofollow">')
    }
  })

  it('has headers that name its own style sheet and nothing else', () => {
    const html = render(sampleDocument())
    const headers = pageSecurityHeaders(html)
    const style = html.slice(html.indexOf('<style>') + 7, html.indexOf('</style>'))
    const hash = createHash('sha256').update(style).digest('base64')
    expect(headers['Content-Security-Policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    )
    expect(headers).toMatchObject({
      'X-Robots-Tag': 'noindex, nofollow, noarchive',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-cache',
    })
    expect(() => pageSecurityHeaders('<p>other</p>')).toThrow(/style sheet/)
  })
})

describe('the report page', () => {
  it('leads with the title, the seller, the month and the numbers of the document', () => {
    const html = render(sampleDocument())
    expect(headings(html, 'h1')).toEqual(['5 public-sector buyers — Intelligence Report for student advising software'])
    expect(html).toContain('Prepared for <b><bdi>Brightpath Labs</bdi></b>')
    expect(html.replace(/<[^>]+>/g, ' ')).toMatch(
      /signals found\s+7 shown\s+12\s+open now\s+4 shown\s+5\s+buyers\s+5\s+states\s+5\s+Next deadline\s+16 March 2026\s+14\s+days left\s+Marlow County/,
    )
  })

  it('falls back to the domain without a company', () => {
    const prospect = { ...sampleDocument().prospect, company: null }
    expect(render(sampleDocument({ prospect }))).toContain('Prepared for <b><bdi>brightpath-labs.example</bdi>')
  })

  it('groups signals open first and keeps the ranking’s order inside', () => {
    const html = render(sampleDocument({ signals: sampleDocument().signals.toReversed() }))
    expect(headings(html, 'h3')).toEqual(['Open now 4', 'Worth knowing 2', 'Closed, for context 1'])
    expect(headings(html, 'h4')).toEqual([
      'State learning-recovery grant',
      'FY27 proposal: digital services',
      'Northgate CRM licence and support',
      'Student Advising Platform',
      'New chief information officer',
      '“Every Day Counts” absenteeism task force',
      'Case Management Portal',
    ])
  })

  it('shows of each signal its status in words, type, buyer, state, bullet, why, amount, vendor and sources', () => {
    const html = render(sampleDocument({ signals: [sampleSignal({ amountUsd: 61_250, vendor: 'Quillworks' })] }))
    const words = html.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')
    expect(words).toContain('Open · 25 days left · due 27 Mar 2026')
    expect(words).toContain('RFP · Cedar Hollow Unified School District, Arizona')
    expect(words).toContain('covering 14 schools, with answers due on 27 March.')
    expect(words).toContain('Why it matters: Advising and early alerts')
    expect(words).toMatch(/Amount\$61,250.*VendorQuillworks.*Posted18 February 2026/)
    expect(html).toContain('<time datetime="2026-03-27">27 Mar 2026</time>')
    expect(html).toContain('<abbr title="Request for proposals">RFP</abbr>')
    expect(html).toContain(
      '<a href="https://procurement.cedarhollow.example/rfp/26-014" rel="noopener noreferrer nofollow"><bdi>RFP 26-014, Student Advising Platform</bdi></a> <span class="host">procurement.cedarhollow.example</span>',
    )
  })

  it('says where a source has no address, none that may be shown, or is missing', () => {
    const sources = [
      { title: 'Letter 12', url: null },
      { title: 'Trap', url: 'https://bank.example@evil.example/' },
    ]
    const html = render(
      sampleDocument({ signals: [sampleSignal({ sources }), sampleSignal({ id: 's2', sources: [] })] }),
    )
    expect(html).toContain('<bdi>Letter 12</bdi> <span class="host">(no link on file)</span>')
    expect(html).toContain('<bdi>Trap</bdi> <span class="host">(address not shown)</span>')
    expect(html).toContain('<span>Source</span> not on file')
    expect(html).not.toContain('evil.example')
  })

  it('has the sections of its tier in the fixed order, and none that would be empty', () => {
    expect(headings(render(sampleDocument()), 'h2')).toEqual(['Why you’d care', 'Signals'])
    expect(headings(render(tier3Document()), 'h2')).toEqual([
      'Why you’d care',
      'Signals',
      'The buyer',
      'Where Brightpath Labs fits',
      'Procurement path',
    ])
    expect(headings(render(tier3Document(), { view: 'internal' }), 'h2')).toEqual([
      'Why they’d care',
      'From the reply',
      'Signals',
      'The buyer',
      'Decision maker and contacts',
      'Where Brightpath Labs fits',
      'Gameplan',
      'Procurement path',
      'About this report',
    ])
    const bare = sampleDocument({
      signals: [],
      whyTheyCare: null,
      counts: { signals: 0, open: 0, buyers: 0, states: 0, alreadySent: 0 },
    })
    expect(headings(render(bare), 'h2')).toEqual([])
  })

  it('shows the buyer in tier 1 only when more is known than its signals say', () => {
    const known = {
      id: null,
      name: 'Alder City',
      type: 'City',
      state: 'WA',
      city: null,
      website: null,
      logoUrl: 'https://logo.example/a.png',
      size: null,
      budgetUsd: null,
      facts: [],
    }
    expect(headings(render(sampleDocument({ buyer: known })), 'h2')).not.toContain('The buyer')
    const html = render(sampleDocument({ buyer: { ...known, budgetUsd: 2_500_000 } }))
    expect(html).toContain('$2,500,000')
    expect(html).not.toContain('logo.example')
  })

  it('drops contacts who cannot be reached and the decision maker’s double', () => {
    const document = tier2Document()
    const double = {
      ...document.contacts[0],
      name: 'R. Okafor-Webb',
      email: document.dm?.email ?? null,
      title: null,
      phone: null,
      verified: true,
    }
    const html = render({ ...document, contacts: [double, ...document.contacts] }, { view: 'internal' })
    expect(headings(html, 'h3')).toEqual(
      expect.arrayContaining(['Dr. Rosalind Okafor-Webb', 'Milan Zelenka', 'Priya Raman']),
    )
    expect(html).not.toContain('Otis Farnham')
    expect(html).not.toContain('R. Okafor-Webb')
  })

  it('ties a relevance sentence to the numbers of the signals that prove it', () => {
    expect(render(tier3Document())).toContain('(<a href="#signal-1">signal 1</a>, buyer’s record)')
    expect(render(tier3Document())).toContain('(<a href="#signal-5">signal 5</a>)')
  })

  it('is honest in its footer', () => {
    const rules = sampleDocument({ ranking: 'rules', rankingNote: 'No key for Claude is set.' })
    expect(render(rules)).toContain('in the order of fixed rules')
    expect(render(rules)).not.toContain('Claude')
    expect(render(rules, { view: 'internal' })).toContain('No key for Claude is set.')
    expect(render(tier2Document({ buyer: null }))).toContain('The buyer’s own record could not be read')
    const html = render(sampleDocument(), { version: 3, otherVersions: 2, updatedAt: '2026-03-09T23:30:00-02:00' })
    expect(html).toContain('Version 3, updated 10 March 2026. This link always shows the newest of 3 versions.')
    expect(html).toContain('check the source before you act on one')
    expect(html).toContain('from 3 March 2025 to 2 March 2026')
  })

  it('has preview tags with the absolute picture, and none for a picture that is no address', () => {
    const html = render(sampleDocument())
    expect(html).toContain('<meta property="og:image" content="https://intel.example/r/x/card.png">')
    expect(html).toContain(
      '<meta property="og:description" content="12 buying signals at 5 public-sector buyers, 5 open. Next deadline 16 March 2026.">',
    )
    expect(render(sampleDocument(), { pictureUrl: 'javascript:alert(1)' })).not.toContain('og:image')
  })

  it('draws the same page every time', () => {
    const document = tier3Document()
    expect(render(document)).toBe(render(document))
  })
})

describe('message pages', () => {
  it.each([
    ['not_found', 'There is no report at this address'],
    ['gone', 'This report has expired'],
    ['unavailable', 'The report cannot be shown right now'],
  ] as const)('%s says what happened and what to do', (kind, title) => {
    const html = renderMessagePage(kind)
    expect(headings(html, 'h1')).toEqual([title])
    expect(html).toContain('class="hint"')
    expect(pageSecurityHeaders(html)['Content-Security-Policy']).toContain("default-src 'none'")
  })
})
