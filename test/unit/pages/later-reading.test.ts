import { describe, expect, it } from 'vitest'
import { pageModel } from '../../../src/pages/page-model.ts'
import { renderReportPage, renderReportText } from '../../../src/pages/report-page.ts'
import type { ReportDocument } from '../../../src/pipeline/report/types.ts'
import { sampleDocument, tier2Document, tier3Document } from '../../support/sample-documents.ts'

/** A page is read on other days than it is made: what it says of open and closed is true of the day of reading. */

const AFTER_ALL = '2030-01-01T00:00:00Z'

const htmlOf = (document: ReportDocument, now: string) =>
  renderReportPage(document, {
    view: 'internal',
    version: 1,
    dmInSharedPage: false,
    pictureUrl: 'https://intel.example/r/x/card.png',
    updatedAt: document.madeAt,
    now,
  })
const modelAt = (document: ReportDocument, now: string) => pageModel(document, { view: 'shareable', now })
const openOf = (document: ReportDocument, now: string) =>
  modelAt(document, now).glance.find(({ label }) => label.startsWith('open'))

describe('a page read after the deadline', () => {
  it.each([
    ['tier 1', sampleDocument()],
    ['tier 2', tier2Document()],
    ['tier 3', tier3Document()],
  ])('must not repeat: a page read after the deadline still says open in prose (%s)', (_, document) => {
    expect(document.counts.open).toBeGreaterThan(0)
    const text = renderReportText(document, { view: 'internal', now: AFTER_ALL })
    expect(text).not.toMatch(/open now|Next deadline/i)
    for (const line of text.split('\n')) {
      // Counts of what is open, and of days to go, name the day they were counted on.
      if (/\d+ (?:of them )?open|signals are open|open signals|days left/.test(line))
        expect(line).toMatch(/2 Mar(?:ch)? 2026/)
    }
    const html = htmlOf(document, AFTER_ALL)
    expect(html).not.toMatch(/open now|Next deadline|class="left"/i)
    expect(html).toContain('Score on 2 March 2026 <b>0.93</b>: open tender, 25 days left')
    expect(htmlOf(document, document.madeAt)).toContain('Score <b>0.93</b>: open tender, 25 days left')
  })
})

describe('how many are open', () => {
  const all = sampleDocument()
  const openShown = all.signals.filter(({ state }) => state === 'open').length

  it('is told of now on the day of the report', () => {
    expect(openOf(all, all.madeAt)).toEqual({ label: 'open now', value: '5', detail: `${openShown} shown` })
    expect(modelAt(all, all.madeAt).description).toContain(', 5 open. Next deadline 16 March 2026.')
  })

  it('is told of that day on a later one, because some are not shown and may have closed', () => {
    const later = openOf(all, '2026-03-17T00:00:00Z')
    expect(later).toEqual({ label: 'open on 2 Mar 2026', value: '5', detail: `${openShown - 1} shown still open` })
    expect(openOf(all, AFTER_ALL)).toMatchObject({ detail: 'none shown still open' })
    expect(modelAt(all, AFTER_ALL).description).toMatch(/, 5 open on 2 March 2026\.$/)
  })

  it('is counted anew where all of them are shown', () => {
    const whole = sampleDocument({ counts: { ...all.counts, open: openShown } })
    expect(openOf(whole, '2026-03-17T00:00:00Z')).toEqual({
      label: 'open now',
      value: String(openShown - 1),
      detail: null,
    })
    expect(openOf(whole, AFTER_ALL)).toMatchObject({ label: 'open now', value: '0' })
  })
})
