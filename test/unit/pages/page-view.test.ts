import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forReader, WITHHELD } from '../../../src/pages/page-view.ts'
import { pictureTree } from '../../../src/pages/picture-tree.ts'
import { renderReportPage, renderReportText } from '../../../src/pages/report-page.ts'
import type { ReportDocument } from '../../../src/pipeline/report/types.ts'
import {
  sampleBuyer,
  sampleContact,
  sampleDm,
  sampleDocument,
  sampleSignal,
  tier2Document,
  tier3Document,
} from '../../support/sample-documents.ts'

const page = (document: ReportDocument, view: 'internal' | 'shareable', dmInSharedPage = false) =>
  renderReportPage(document, {
    view,
    version: 1,
    dmInSharedPage,
    pictureUrl: 'https://intel.example/r/x/card.png',
    updatedAt: document.madeAt,
  })

/** Every string of the decision maker that would let somebody reach or name this person. */
function stringsOf(document: ReportDocument): string[] {
  const { dm } = document
  return [dm?.name, dm?.title, dm?.email, dm?.phone, dm?.directPhone, dm?.reason].filter(
    (text) => typeof text === 'string',
  )
}

const word = fc.stringMatching(/^Zq[a-z]{3,9}$/)
const person = fc.record({ first: word, last: word, digits: fc.stringMatching(/^[2-9]\d{9}$/) })
type Someone = { first: string; last: string; digits: string }

/** Never shown, or read by code: everything else of a document may carry a name by accident. */
const CODE = new Set(['id', 'buyerId', 'signalId', 'contactId', 'evidence', 'kind', 'ranking', 'madeAt', 'preparedAt'])
const STATES = ['open', 'closed', 'unknown']

/** A document in which every text a page could show ends in a contact's name, mail and phone. */
function leaking({ first, last, digits }: Someone): { document: ReportDocument; secrets: string[] } {
  const name = `${first} ${last}`
  const email = `${first}.${last}@agency.example`.toLowerCase()
  const phone = `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`
  const dotted = `${digits.slice(0, 3)}.${digits.slice(3, 6)}.${digits.slice(6)}`
  const leak = `${name.toUpperCase()}, Dr. ${last}, ${email}, ${dotted} or +1 ${phone}.`
  const spoil = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') {
      if (CODE.has(key) || STATES.includes(value) || /^\d{4}-\d\d-\d\d$/.test(value)) return value
      return key === 'url' || key === 'website' || key === 'logoUrl'
        ? `https://x.example/?to=${email}`
        : `${value} ${leak}`
    }
    if (Array.isArray(value)) return value.map((item) => spoil(item, key))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, spoil(item, name)]))
  }
  const whole = tier3Document({
    buyer: sampleBuyer({ logoUrl: 'https://x.example/logo.png' }),
    buyerNote: 'A note.',
    dmNote: 'A note.',
    budgetNote: 'A note.',
  })
  const base = spoil(whole, '') as ReportDocument
  const { title, buyer } = whole
  const document = {
    ...base,
    title: `${title} for ${dotted}`,
    buyer: base.buyer && { ...base.buyer, name: buyer?.name ?? '' },
    dm: sampleDm({ name, title: leak, email, phone, directPhone: null, reason: leak }),
  }
  return { document, secrets: [name, `dr. ${last}`, email, phone, dotted] }
}

describe('the shareable view', () => {
  it.each([
    ['tier 2', tier2Document()],
    ['tier 3', tier3Document()],
  ])('of %s has no string of the decision maker or a contact', (_, document) => {
    const people = document.contacts
      .flatMap((contact) => [contact.name, contact.email, contact.phone])
      .filter((text) => text !== null)
    for (const rendered of [page(document, 'shareable'), renderReportText(document, { view: 'shareable' })])
      for (const secret of [...stringsOf(document), ...people]) expect(rendered).not.toContain(secret)
    for (const secret of stringsOf(document))
      expect(page(document, 'internal')).toContain(secret.replace('@', '@<wbr>').replaceAll('&', '&amp;'))
  })

  it('has no score, reason, note, rep’s line, ranking or count of dropped sentences', () => {
    const document = tier3Document({
      rankingNote: 'Claude answered 529 twice.',
      tierReason: 'T0 account',
      preparedAt: '2026-02-27T06:00:00.000Z',
      budgetNote: 'Near the budget of the day.',
      buyerNote: 'Its record is of last year.',
    })
    const shared = page(document, 'shareable')
    const secrets = [
      '0.93',
      'names your product',
      'Offers Thursday',
      'Jordan Ashby',
      'Lead with “Every',
      'I read that your board',
      'Call first',
      'asks for three references',
      'answered 529',
      'T0 account',
      'had no proof',
      'Internal view',
      'Put “Every Day Counts” first',
      'who picks the tool',
      '27 February 2026',
      'Near the budget',
      'of last year',
      'matched by name and state',
      '47 people on record',
      'What the prospect has seen',
    ]
    for (const secret of secrets) {
      expect(shared).not.toContain(secret)
      expect(page(document, 'internal')).toContain(secret)
    }
  })

  it('keeps what the prospect may have: relevance, procurement path, buyer', () => {
    const shared = page(tier3Document(), 'shareable')
    const kept = [
      'Where Brightpath Labs fits',
      'Procurement path',
      'Purchasing handbook',
      '12,400 students',
      '$148,000,000 (verified)',
      'What you have seen',
      'More at this buyer',
      'Family messaging service',
      'Other buyers',
      '3 signals, 1 open',
    ]
    for (const text of kept) expect(shared).toContain(text)
  })

  it('does not say why nobody is named', () => {
    const document = tier2Document({ dm: null, dmNote: 'The best contact left in February.' })
    expect(page(document, 'internal')).toContain('The best contact left in February.')
    expect(page(document, 'shareable')).not.toMatch(/left in February|Decision maker|people on record/)
  })

  it('shows the decision maker where the setting says so, still without scores and talk track', () => {
    const shared = page(tier3Document(), 'shareable', true)
    expect(shared).toContain('Okafor-Webb')
    expect(shared).toContain('p.raman@<wbr>cedarhollow.example')
    expect(shared).toContain('47 people on record at the source.')
    expect(shared).not.toContain('confidence')
    expect(shared).not.toContain('Would use it daily')
    expect(shared).not.toContain('I read that your board')
  })

  it('carries no name, mail or phone of a contact, whichever of its texts has one', async () => {
    await fc.assert(
      fc.asyncProperty(person, async (someone) => {
        const { document, secrets } = leaking(someone)
        const drawn = JSON.stringify(pictureTree(document, () => true, document.madeAt))
        const shared = [page(document, 'shareable'), renderReportText(document, { view: 'shareable' }), drawn]
        for (const text of shared) {
          // Escapes and line-break hints could hide a name from this test, not from a reader.
          const read = text.replaceAll('<wbr>', '').replaceAll('%40', '@').toLowerCase()
          expect(secrets.filter((secret) => read.includes(secret.toLowerCase()))).toEqual([])
          expect(text).toContain(WITHHELD)
        }
      }),
      { numRuns: 30 },
    )
  })

  it.each([
    ['a title and a middle name', 'Ask Rosalind M. Okafor-Webb.'],
    ['the name the other way round', 'Okafor-Webb, Rosalind (2026)'],
    ['a title and the last name', 'Superintendent Okafor-Webb signed.'],
    ['a sign that nobody sees', 'Ask Rosalind\u200BOkafor-Webb.'],
    ['an encoded address', 'https://x.example/?to=r.okaforwebb%40cedarhollow.example'],
    ['long dashes', 'Call 520–555–0142.'],
  ])('withholds %s', (_, bullet) => {
    const shared = forReader(tier2Document({ signals: [sampleSignal({ bullet })] }), { view: 'shareable' })
    expect(shared.signals[0]?.bullet).toContain(WITHHELD)
    expect(shared.signals[0]?.bullet).not.toMatch(/Okafor|okaforwebb|0142/)
  })

  it('does not take an ordinary word for a contact’s name, nor hide a signal because of one', () => {
    const contacts = ['Unknown', 'open', 'Cedar Hollow'].map((name) => sampleContact({ name, email: 'x@y.example' }))
    const shared = forReader(tier2Document({ contacts }), { view: 'shareable' })
    expect(shared.signals).toHaveLength(7)
    expect(shared.signals[4]?.state).toBe('unknown')
    expect(shared.title).toContain('Cedar Hollow')
  })
})

describe('reading a page later', () => {
  it('closes a tender whose deadline has passed since the run, and counts the open ones anew where all are shown', () => {
    const later = forReader(sampleDocument(), { view: 'internal', now: '2026-03-28T08:00:00Z' })
    expect(later.signals.map((signal) => signal.state)).toEqual([
      'closed',
      'open',
      'closed',
      'open',
      'unknown',
      'unknown',
      'closed',
    ])
    expect(later.signals[1]?.daysLeft).toBe(64)
    // Five were open that day and four of them are shown: nobody knows of the fifth.
    expect(later.counts.open).toBe(5)
    const { counts } = sampleDocument()
    const whole = sampleDocument({ counts: { ...counts, open: 4 } })
    expect(forReader(whole, { view: 'internal', now: '2026-03-28T08:00:00Z' }).counts.open).toBe(2)
    const text = renderReportText(sampleDocument(), { view: 'shareable', now: '2026-03-28T08:00:00Z' })
    expect(text).toContain('Closed 27 Mar 2026')
    expect(text).toContain('Next deadline: 31 May 2026, 64 days left')
  })

  it('is still open on its last day, and the run’s own now is the default', () => {
    expect(forReader(sampleDocument(), { view: 'internal', now: '2026-03-27T23:00:00Z' }).signals[0]).toMatchObject({
      state: 'open',
      daysLeft: 0,
    })
    expect(forReader(sampleDocument(), { view: 'internal' }).signals[0]?.daysLeft).toBe(25)
  })

  it('never calls open what arrives with a past deadline', () => {
    const document = sampleDocument({
      signals: [sampleSignal({ deadline: '2026-02-06', daysLeft: -24, state: 'open' })],
    })
    expect(renderReportText(document, { view: 'internal' })).toContain('Closed 6 Feb 2026')
  })

  it('refuses a document shape it does not know', () => {
    expect(() =>
      forReader({ ...sampleDocument(), shape: 3 } as unknown as ReportDocument, { view: 'internal' }),
    ).toThrow(/shape 2, not 3/)
  })
})
