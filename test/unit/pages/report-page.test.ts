import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { pageSecurityHeaders, renderMessagePage, renderReportPage } from '../../../src/pages/report-page.ts'
import type { ReportDocument } from '../../../src/pipeline/report/types.ts'
import {
  hostileDocument,
  sampleBuyer,
  sampleContact,
  sampleDm,
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
      expect(Buffer.byteLength(html)).toBeLessThan(80_000)
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
      'More at this buyer',
      'Other buyers',
    ])
    expect(headings(render(tier3Document(), { view: 'internal' }), 'h2')).toEqual([
      'Why they’d care',
      'From the reply',
      'Signals',
      'The buyer',
      'Decision maker and key contacts',
      'Where Brightpath Labs fits',
      'Gameplan',
      'Procurement path',
      'More at this buyer',
      'Other buyers',
      'About this report',
    ])
    const bare = sampleDocument({
      signals: [],
      whyTheyCare: null,
      sentNote: null,
      counts: { signals: 0, open: 0, buyers: 0, states: 0, alreadySent: 0 },
    })
    expect(headings(render(bare), 'h2')).toEqual([])
  })

  it('shows the buyer in tier 1 only when more is known than its signals say', () => {
    const known = sampleBuyer({
      name: 'Alder City',
      type: 'City',
      state: 'WA',
      city: null,
      website: null,
      logoUrl: 'https://logo.example/a.png',
      size: null,
      budgetUsd: null,
      facts: [],
    })
    expect(headings(render(sampleDocument({ buyer: known })), 'h2')).not.toContain('The buyer')
    const html = render(sampleDocument({ buyer: { ...known, budgetUsd: 2_500_000 } }))
    expect(html).toContain('$2,500,000')
    expect(html).not.toContain('logo.example')
  })

  it('drops contacts who cannot be reached and the decision maker’s double', () => {
    const document = tier3Document()
    const doubles = [
      sampleContact({ contactId: '', name: 'R. Okafor-Webb', email: document.dm?.email ?? null }),
      sampleContact({ contactId: 'contact-okafor', name: 'Rosalind O. Webb', email: 'other@cedarhollow.example' }),
    ]
    const html = render({ ...document, contacts: [...doubles, ...document.contacts] }, { view: 'internal' })
    for (const name of ['Dr. Rosalind Okafor-Webb', 'Milan Zelenka', 'Priya Raman', 'Consuelo Ruiz'])
      expect(html).toContain(`<bdi>${name}</bdi>`)
    for (const name of ['Otis Farnham', 'R. Okafor-Webb', 'Rosalind O. Webb']) expect(html).not.toContain(name)
  })

  it('names each contact with title, ways, and who has a personal address', () => {
    const html = render(tier3Document(), { view: 'internal' })
    const rows = [...html.matchAll(/<tr role="row">(.*?)<\/tr>/gs)].map((match) =>
      (match[1] ?? '')
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    expect(rows).toHaveLength(7)
    expect(rows[0]).toBe('Name E-mail Phone Status')
    expect(rows[1]).toBe(
      'Milan Zelenka Purchasing Manager Runs purchasing; named as contact in the tender. E-mail m.zelenka@ cedarhollow.example Phone (520) 555-0111 Status Verified',
    )
    expect(rows[5]).toContain('thabo.nkemelu@ gmail.com personal address Phone not on file Status Not verified')
    expect(rows[6]).toContain('E-mail not on file Phone (520) 555-0107')
    expect(html).toContain('47 people on record at the source.')
  })

  it('shows at most ten contacts', () => {
    const contacts = Array.from({ length: 30 }, (_, index) =>
      sampleContact({ contactId: `c${index}`, name: `Person ${index}`, email: `p${index}@x.example` }),
    )
    const html = render(tier3Document({ contacts }), { view: 'internal' })
    expect(html.match(/<tr role="row"><th role="rowheader"/g)).toHaveLength(10)
  })

  it('flags a decision maker’s personal address', () => {
    const dm = sampleDm({ email: 'rosalind.webb@gmail.com', isPersonalMail: true })
    expect(render(tier2Document({ dm }), { view: 'internal' })).toContain(
      'rosalind.webb@<wbr>gmail.com <span class="flag">personal address</span>',
    )
  })

  it('tells a signal of tier 3 as one paragraph, with its source but without the date and the reason twice', () => {
    const words = render(tier3Document()).replace(/<[^>]+>/g, '')
    expect(words).toContain('sells as one product. (RFP 26-014, Student Advising Platform, 18 February 2026)')
    expect(words).not.toMatch(/Why it matters|Posted18/)
    expect(render(tier3Document())).toContain('href="https://procurement.cedarhollow.example/rfp/26-014"')
  })

  it('says in one quiet line what was sent before, to each reader in their words', () => {
    const line = '1 of 12 were in our e-mails, such as “Northgate CRM licence and support” (e-mail 1)'
    expect(render(sampleDocument())).toContain(`<p class="seen"><b>What you have seen:</b> ${line}`)
    expect(render(sampleDocument(), { view: 'internal' })).toContain(`<b>What the prospect has seen:</b> ${line}`)
    expect(render(sampleDocument({ sentNote: null }))).not.toContain('class="seen"')
  })

  it('shows the buyer by its type, with budget, year, confidence and source', () => {
    const html = render(tier2Document(), { view: 'internal' })
    const words = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
    expect(words).toContain('🏫 School district in Cedar Hollow, Arizona')
    expect(words).toContain('Budget, fiscal year 2026 $148,000,000 (verified) Adopted budget FY26 cedarhollow.example')
    expect(words).toContain('Record matched by name and state.')
    const bare = sampleBuyer({ budgetYear: null, budgetConfidence: null, budgetSource: null, matchedBy: null })
    const without = render(tier2Document({ buyer: bare })).replace(/<[^>]+>/g, ' ')
    expect(without).toMatch(/Annual budget\s+\$148,000,000\s+Fiscal year starts/)
  })

  it.each([
    ['SchoolDistrict', '🏫', 'School district'],
    ['HigherEducation', '🏛️', 'Higher education'],
    ['StateAgency', '🏛️', 'State agency'],
    ['City', '🏙️', 'City'],
    ['county', '🏢', 'County'],
    ['PoliceDepartment', '👮', 'Police department'],
    ['FireDepartment', '🚒', 'Fire department'],
    ['Library', '📚', 'Library'],
    ['City, Municipality', '🏙️', 'City'],
  ])('puts the type %s as %s %s', (type, emoji, label) => {
    const html = render(tier2Document({ buyer: sampleBuyer({ type }) }))
    expect(html).toContain(`<span class="sign-of" aria-hidden="true">${emoji}</span> ${label} in Cedar Hollow, Arizona`)
  })

  it('shows an unknown type in its own words, and a bare number of a size with its commas', () => {
    const buyer = sampleBuyer({ type: 'water_reclamation', size: { label: 'Population', value: '1248000' } })
    const html = render(tier2Document({ buyer }))
    expect(html).toContain('<p>Water reclamation in Cedar Hollow, Arizona</p>')
    expect(html).toContain('<dd>1,248,000</dd>')
  })

  it('shows a logo only when it is part of the document and small', () => {
    const picture =
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    const shown = render(tier2Document({ buyer: sampleBuyer({ logo: picture }) }))
    expect(shown).toContain(`<img class="logo" src="${picture}" alt="" width="52" height="52">`)
    expect(pageSecurityHeaders(shown)['Content-Security-Policy']).toContain("img-src 'self' data:;")
    const refused = [
      'https://logo.example/a.png',
      'data:image/svg+xml;base64,PHN2Zz4=',
      'data:text/html;base64,PHN2Zz4=',
      'data:image/png;base64,"><script>alert(1)</script>',
      'data:image/png,<svg>',
      `data:image/png;base64,${'A'.repeat(60_000)}`,
    ]
    for (const logo of refused) {
      const html = render(tier2Document({ buyer: sampleBuyer({ logo }) }))
      expect(html).not.toMatch(/<img|logo\.example|data:text|PHN2Zz4/)
      expect(html).toContain('<span class="badge" aria-hidden="true">CH</span>')
    }
  })

  it('says why there is no record, no decision maker and no procurement path', () => {
    const plan = tier3Document().gameplan
    const document = tier3Document({
      buyer: null,
      buyerNote: 'Two districts have this name.',
      dm: null,
      dmNote: 'No contact fits the role.',
      contacts: [],
      gameplan: plan && { ...plan, procurement: [], procurementNote: 'The record has no procurement guide.' },
    })
    const html = render(document, { view: 'internal' })
    expect(headings(html, 'h2')).toEqual(expect.arrayContaining(['The buyer', 'Decision maker', 'Procurement path']))
    for (const note of ['Two districts have', 'No contact fits', 'has no procurement guide'])
      expect(html).toContain(note)
    const shared = render(document)
    expect(headings(shared, 'h2')).not.toContain('The buyer')
    expect(shared).toContain('has no procurement guide')
  })

  it('keeps in tier 1 the notes on record and people among the facts of the run', () => {
    const notes = { buyerNote: 'No buyer source is set up.', dmNote: 'No buyer source is set up for people.' }
    const html = render(sampleDocument(notes), { view: 'internal' })
    expect(headings(html, 'h2')).not.toContain('Decision maker')
    expect(html).toMatch(/About this report.*No buyer source is set up\..*set up for people/s)
    expect(headings(render(sampleDocument({ ...notes, contactsKnown: 12 }), { view: 'internal' }), 'h2')).toContain(
      'Decision maker',
    )
  })

  it('shows more of the buyer’s record with its state and date, and closes there too what has passed', () => {
    const more = sampleSignal({ title: 'Bus routing', bullet: 'Routing for 40 buses.', amountUsd: 5_000 })
    const at = (now: string) =>
      render(tier2Document({ moreAtBuyer: [more] }), { now })
        .replace(/<[^>]+>/g, '')
        .replace(/\s+/g, ' ')
    expect(at('2026-03-02T12:00:00Z')).toContain(
      'Bus routing RFP · Open · 25 days left · due 27 Mar 2026 · Amount: $5,000',
    )
    expect(at('2026-04-02T12:00:00Z')).toContain('Bus routing RFP · Closed 27 Mar 2026')
    expect(at('2026-03-02T12:00:00Z')).toContain('Routing for 40 buses.')
  })

  it('names the other buyers with their counts, of which day they are, and the signal that stands for each', () => {
    const words = (now: string) =>
      render(tier2Document(), { now })
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
    expect(words('2026-03-02T12:00:00Z')).toContain(
      'Marlow County 🏢 County in Ohio 3 signals, 1 open FY27 proposal: digital services',
    )
    expect(words('2026-03-05T12:00:00Z')).toContain('1 signal, 0 open on 2 March 2026')
    expect(render(tier2Document())).toContain('<a href="#signal-3"><bdi>FY27 proposal: digital services</bdi></a>')
    const [one] = tier2Document().otherBuyers
    expect(headings(render(tier2Document({ otherBuyers: one ? [one] : [] })), 'h2')).toContain('Another buyer')
    expect(headings(render(sampleDocument({ otherBuyers: tier2Document().otherBuyers })), 'h2')).not.toContain(
      'Other buyers',
    )
  })

  it('gives the rep pitch, first words and whom to call, each claim with what proves it', () => {
    const html = render(tier3Document(), { view: 'internal' })
    const plan = html.slice(html.indexOf('<section class="part" id="gameplan"'), html.indexOf('id="procurement"'))
    expect([...plan.matchAll(/<dt>(.*?)<\/dt>/g)].map((match) => match[1])).toEqual([
      'Angle asked for',
      'Pitch',
      'Say first',
      'Call first',
      'Then',
      'Then',
    ])
    expect(plan).toContain('<a href="#signal-1">signal 1</a>, <a href="#signal-5">signal 5</a>)')
  })

  it('says when it was prepared and what the model budget changed', () => {
    const html = render(sampleDocument({ preparedAt: '2026-02-27T23:00:00-02:00', budgetNote: 'A smaller model.' }), {
      view: 'internal',
    })
    expect(html).toContain('<dt>Prepared</dt><dd>On 28 February 2026, before the reply came.</dd>')
    expect(html).toContain('<dt>Model budget</dt><dd>A smaller model.</dd>')
  })

  it('stays small and whole with 10,000 characters in every text', () => {
    const long = 'W&< '.repeat(2_500)
    const stretch = (value: unknown, key: string): unknown => {
      if (typeof value === 'string') return ['state', 'ranking', 'kind', 'madeAt'].includes(key) ? value : long
      if (Array.isArray(value)) return value.map((item) => stretch(item, key))
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, stretch(item, name)]))
    }
    const whole = tier3Document({ buyerNote: 'x', dmNote: 'x', budgetNote: 'x', preparedAt: 'x' })
    for (const view of ['internal', 'shareable'] as const) {
      const html = render(stretch(whole, '') as ReportDocument, { view })
      expect(Buffer.byteLength(html)).toBeLessThan(300_000)
      expect(html).toContain('</html>')
    }
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
    expect(render(tier2Document({ buyer: null }))).toContain('The buyer’s own record is not part of this report.')
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
