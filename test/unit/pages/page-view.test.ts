import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forReader, WITHHELD } from '../../../src/pages/page-view.ts'
import { renderReportPage, renderReportText } from '../../../src/pages/report-page.ts'
import type { ReportDocument } from '../../../src/pipeline/report/types.ts'
import { sampleDocument, sampleSignal, tier2Document, tier3Document } from '../../support/sample-documents.ts'

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

describe('the shareable view', () => {
  it.each([
    ['tier 2', tier2Document()],
    ['tier 3', tier3Document()],
  ])('of %s has no string of the decision maker or a contact', (_, document) => {
    const people = document.contacts.flatMap((contact) => [contact.name, contact.email]).filter((text) => text !== null)
    for (const rendered of [page(document, 'shareable'), renderReportText(document, { view: 'shareable' })])
      for (const secret of [...stringsOf(document), ...people]) expect(rendered).not.toContain(secret)
    for (const secret of stringsOf(document))
      expect(page(document, 'internal')).toContain(secret.replace('@', '@<wbr>').replaceAll('&', '&amp;'))
  })

  it('has no score, reason, note, rep’s line, ranking or count of dropped sentences', () => {
    const document = tier3Document({ rankingNote: 'Claude answered 529 twice.', tierReason: 'T0 account' })
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
    ]
    for (const secret of secrets) {
      expect(shared).not.toContain(secret)
      expect(page(document, 'internal')).toContain(secret)
    }
  })

  it('keeps what the prospect may have: relevance, procurement path, buyer', () => {
    const shared = page(tier3Document(), 'shareable')
    for (const text of ['Where Brightpath Labs fits', 'Procurement path', 'Purchasing handbook', '12,400 students'])
      expect(shared).toContain(text)
  })

  it('shows the decision maker where the setting says so, still without scores and talk track', () => {
    const shared = page(tier3Document(), 'shareable', true)
    expect(shared).toContain('Okafor-Webb')
    expect(shared).toContain('p.raman@<wbr>cedarhollow.example')
    expect(shared).not.toContain('confidence')
    expect(shared).not.toContain('I read that your board')
  })

  it('withholds a contact’s name, mail and phone wherever a sentence, a source or an address carries them', () => {
    const word = fc.stringMatching(/^Zq[a-z]{3,9}$/)
    const secret = fc.record({ first: word, last: word, digits: fc.stringMatching(/^[2-9]\d{9}$/) })
    fc.assert(
      fc.property(secret, ({ first, last, digits }) => {
        const name = `${first} ${last}`
        const email = `${first}.${last}@agency.example`.toLowerCase()
        const phone = `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`
        const dotted = `${digits.slice(0, 3)}.${digits.slice(3, 6)}.${digits.slice(6)}`
        const leak = `Ask ${name.toUpperCase()}, ${email}, ${dotted} or +1 ${phone}.`
        const base = tier3Document()
        const document: ReportDocument = {
          ...base,
          dm: { name, title: null, email, phone, directPhone: null, verified: true, confidence: 1, reason: leak },
          whyTheyCare: leak,
          dataLine: leak,
          signals: [
            sampleSignal({
              bullet: leak,
              whyItMatters: leak,
              sources: [{ title: leak, url: `https://x.example/?to=${email}` }],
            }),
          ],
          relevance: { archetype: leak, intro: leak, bullets: [{ text: leak, evidence: [] }] },
        }
        for (const text of [page(document, 'shareable'), renderReportText(document, { view: 'shareable' })]) {
          const found = [name, email, phone, dotted].filter((part) => text.toLowerCase().includes(part.toLowerCase()))
          expect(found).toEqual([])
          expect(text).toContain(WITHHELD)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('does not take an ordinary word for a contact’s name, nor hide a signal because of one', () => {
    const contacts = ['Unknown', 'open', 'Cedar Hollow'].map((name) => ({
      name,
      title: null,
      email: 'x@y.example',
      phone: null,
      verified: false,
    }))
    const shared = forReader(tier2Document({ contacts }), { view: 'shareable' })
    expect(shared.signals).toHaveLength(7)
    expect(shared.signals[4]?.state).toBe('unknown')
    expect(shared.title).toContain('Cedar Hollow')
  })
})

describe('reading a page later', () => {
  it('closes a tender whose deadline has passed since the run, and counts one open less', () => {
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
    expect(later.counts.open).toBe(3)
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
      forReader({ ...sampleDocument(), shape: 2 } as unknown as ReportDocument, { view: 'internal' }),
    ).toThrow(/shape 1, not 2/)
  })
})
