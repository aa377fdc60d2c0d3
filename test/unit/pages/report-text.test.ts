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
        expect(text).toContain(signal.paragraph ?? signal.bullet)
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
      '12 signals found (6 shown), 5 open now (4 shown), 5 buyers, 5 states',
      'Next deadline: 16 March 2026, 14 days left, Marlow County',
      'What the prospect has seen: 1 of 12 were in our e-mails',
      'Why they’d care: You asked about',
      'FROM THE REPLY\n- Offers Thursday',
      'OPEN NOW\n1. Student Advising Platform\n   Open · 25 days left · due 27 Mar 2026\n   RFP · Cedar Hollow Unified School District, Arizona',
      'Score 0.93: open tender',
      'from our earlier e-mail',
      'WORTH KNOWING\n5. ',
      'THE BUYER\nCedar Hollow Unified School District\nSchool district in Cedar Hollow, Arizona',
      'Budget, fiscal year 2026: $148,000,000 (verified) [Adopted budget FY26, https://',
      'Record matched by name and state.',
      'DECISION MAKER AND KEY CONTACTS\nDr. Rosalind Okafor-Webb, Executive Director, Student Services & Technology (Interim)\nVerified\nE-mail: r.okaforwebb@cedarhollow.example',
      '- Milan Zelenka, Purchasing Manager, m.zelenka@cedarhollow.example, (520) 555-0111, verified: Runs purchasing',
      'thabo.nkemelu@gmail.com (personal address), not verified',
      '47 people on record at the source.',
      'WHERE BRIGHTPATH LABS FITS\nAttendance pressure — early alerts',
      '(signal 1, buyer’s record)',
      'GAMEPLAN\nAngle asked for: Lead with',
      'Pitch: Put “Every Day Counts” first',
      '(signal 1, signal 5)\nSay first: Your board',
      'Call first: Dr. Rosalind',
      'Say: I read that your board',
      'PROCUREMENT PATH\n- Formal bids above $100,000',
      'MORE AT THIS BUYER\n- Strategic plan 2025 to 2030, goal 3\n  Strategic plan · No deadline · dated 17 Jun 2025',
      'Purchase order 88213 (no link on file)',
      'OTHER BUYERS\n- Marlow County, County in Ohio, 3 signals, 1 open: FY27 proposal',
      'ABOUT THIS REPORT\nProspect: Jordan Ashby, VP Sales, Brightpath Labs, brightpath-labs.example',
      'Sentences left out: 1 sentence had no proof',
      'Starbridge signals for brightpath-labs.example',
    ]
    const positions = order.map((part) => [part, text.indexOf(part)])
    expect(positions.filter(([, at]) => at === -1)).toEqual([])
    expect(positions).toEqual(positions.toSorted((a, b) => Number(a[1]) - Number(b[1])))
  })

  it('says in words what is missing, and nothing of it to the prospect', () => {
    const document = tier2Document({ buyer: null, buyerNote: 'Two of this name.', dm: null, dmNote: 'Nobody fits.' })
    const text = renderReportText(document, { view: 'internal' })
    expect(text).toContain('THE BUYER\nTwo of this name.')
    expect(text).toContain('DECISION MAKER\nNobody fits.\n47 people on record at the source.')
    expect(renderReportText(document, { view: 'shareable' })).not.toMatch(/Two of this|Nobody fits|people on record/)
  })

  it('prints no address that may not be a link, and nothing invisible', () => {
    const text = renderReportText(hostileDocument(), { view: 'internal' })
    expect(text).not.toMatch(/evil\.example@|bank\.example|vbscript|data:text|file:\/\//)
    expect(text).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B]|[^\P{Cc}\n]/u)
    expect(text).toContain('(address not shown)')
  })
})
