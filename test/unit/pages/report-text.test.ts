import { describe, expect, it } from 'vitest'
import { toSafeLink } from '../../../src/pages/links.ts'
import { renderReportText } from '../../../src/pages/report-page.ts'
import { hostileDocument, sampleDocument, tier2Document, tier3Document } from '../../support/sample-documents.ts'

describe('the text twin', () => {
  it.each([
    ['tier 1', sampleDocument()],
    ['tier 2', tier2Document()],
    ['tier 3', tier3Document()],
  ])('of %s has every bullet and every source in both views', (_, document) => {
    for (const view of ['internal', 'shareable'] as const) {
      const text = renderReportText(document, { view })
      for (const signal of document.signals) {
        expect(text).toContain(signal.title)
        expect(text).toContain(signal.bullet)
        for (const source of signal.sources) {
          expect(text).toContain(`Source: ${source.title}`)
          if (source.url) expect(text).toContain(toSafeLink(source.url)?.href)
        }
      }
    }
  })

  it('is complete and in the page’s order', () => {
    const text = renderReportText(tier3Document(), { view: 'internal' })
    const order = [
      'Cedar Hollow Unified School District — Intelligence Report',
      'Prepared for Brightpath Labs, March 2026',
      '12 signals found (7 shown), 5 open now (4 shown), 5 buyers, 5 states',
      'Next deadline: 16 March 2026, 14 days left, Marlow County',
      'Why they’d care: You asked about',
      'FROM THE REPLY\n- Offers Thursday',
      'OPEN NOW\n1. Student Advising Platform\n   Open · 25 days left · due 27 Mar 2026\n   RFP · Cedar Hollow Unified School District, Arizona',
      'Score 0.93: open tender',
      'from our earlier e-mail',
      'WORTH KNOWING\n5. ',
      'CLOSED, FOR CONTEXT\n7. Case Management Portal\n   Closed 6 Feb 2026',
      'THE BUYER\nCedar Hollow Unified School District\nSchool district in Cedar Hollow, Arizona',
      'DECISION MAKER\nDr. Rosalind Okafor-Webb, Executive Director, Student Services & Technology (Interim)\nVerified\nE-mail: r.okaforwebb@cedarhollow.example',
      'KEY CONTACTS\n- Milan Zelenka',
      'WHERE BRIGHTPATH LABS FITS\nAttendance pressure — early alerts',
      '(signal 1, buyer’s record)',
      'GAMEPLAN\nAngle: Lead with',
      'Say: I read that your board',
      'PROCUREMENT PATH\n- Formal bids above $100,000',
      'ABOUT THIS REPORT\nProspect: Jordan Ashby, VP Sales, Brightpath Labs, brightpath-labs.example',
      'Sentences left out: 1 sentence had no proof',
      'Starbridge signals for brightpath-labs.example',
    ]
    const positions = order.map((part) => [part, text.indexOf(part)])
    expect(positions.filter(([, at]) => at === -1)).toEqual([])
    expect(positions).toEqual(positions.toSorted((a, b) => Number(a[1]) - Number(b[1])))
  })

  it('prints no address that may not be a link, and nothing invisible', () => {
    const text = renderReportText(hostileDocument(), { view: 'internal' })
    expect(text).not.toMatch(/evil\.example@|bank\.example|vbscript|data:text|file:\/\//)
    expect(text).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B]|[^\P{Cc}\n]/u)
    expect(text).toContain('(address not shown)')
  })
})
