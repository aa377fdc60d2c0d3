import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ruleBullet } from '../../../src/pipeline/report/signals/bullets.ts'
import type { RawSignal } from '../../../src/pipeline/report/types.ts'
import { judged, NOW } from './build.ts'

function bullet(fields: Partial<RawSignal>): string {
  return ruleBullet(judged(fields), NOW)
}

describe('ruleBullet', () => {
  it('puts the date first, with the days left counted by us', () => {
    expect(
      bullet({
        type: 'rfp_posted',
        title: 'Student Advising Platform',
        deadline: '2026-03-27',
        summary: 'The district seeks an advising platform for students in 12 schools. Due in 90 days.',
      }),
    ).toBe('Due 27 Mar 2026 (25 days left): The district seeks an advising platform for students in 12 schools.')
    expect(bullet({ type: 'rfp_posted', title: 'Platform', deadline: '2026-03-02' })).toBe(
      'Due 2 Mar 2026 (last day): Platform',
    )
  })

  it('can leave the count out for text that is read again later', () => {
    const signal = judged({
      type: 'contract_expiration',
      title: 'Student CRM',
      deadline: '2026-05-31',
      vendor: 'Northgate CRM',
      amountUsd: 184_500,
    })
    expect(ruleBullet(signal, NOW, { countdown: false })).toBe(
      'Contract ends 31 May 2026: Student CRM ($184,500, Northgate CRM)',
    )
  })

  it('says closed of what is closed, whatever its own text says', () => {
    const text = bullet({
      type: 'rfp_posted',
      title: 'Advising software',
      deadline: '2026-02-06',
      summary: 'Bidding is open now. Proposals are due February 6. The county wants scheduling for 40 advisors.',
    })
    expect(text).toBe('Closed 6 Feb 2026: Advising software. The county wants scheduling for 40 advisors.')
  })

  it('says closed when the deadline passed between judging and writing', () => {
    const signal = judged({ type: 'rfp_posted', title: 'Advising software', deadline: '2026-03-04' })
    const later = new Date('2026-03-05T08:00:00Z')
    expect(ruleBullet(signal, later)).toBe('Closed 4 Mar 2026: Advising software')
  })

  it('does not give a day to a closing it only knows from the status', () => {
    expect(bullet({ type: 'rfp_posted', title: 'Portal', deadline: '2026-06-01', status: 'Cancelled' })).toBe(
      'Closed: Portal',
    )
  })

  it('keeps names that hold the word open', () => {
    expect(bullet({ title: 'Open Data portal', status: 'Closed' })).toBe('Closed: Open Data portal')
    expect(bullet({ title: 'Now open: Advising RFP, due soon', status: 'Closed' })).toMatch(
      /^Closed: (?!.*\b(?:open|due|soon)\b)/i,
    )
  })

  it('never says that an amendment expires', () => {
    const fields = {
      type: 'contract_expiration',
      isAmendment: true,
      deadline: '2026-04-10',
      title: 'Expiring permit contract, amendment 3',
    }
    expect(bullet({ ...fields, summary: 'Contract expiring April 10. Two licences are added.' })).toBe(
      'Contract amendment: End permit contract, amendment 3. Two licences are added.',
    )
  })

  it('leaves out sentences whose count of days is of another day', () => {
    expect(
      bullet({ title: 'Award', summary: 'The vote is in 10 days. The board set aside $90,000 for tutoring.' }),
    ).toBe('Award. The board set aside $90,000 for tutoring.')
  })

  it('cleans markup, entities, captions and line breaks', () => {
    expect(
      bullet({
        title: null,
        summary:
          'WEBVTT\n00:00:01.000 --> 00:00:04.000\nThe <em>board</em> heard&nbsp;R&amp;D staff.\n\n- See [minutes](https://x.example/a(b)',
      }),
    ).toMatch(/^The board heard R&D staff\./)
  })

  it('ends at a sentence when it can, and at a word with … when it must', () => {
    const sentence = `The council approved ${'one more '.repeat(20)}step.`
    expect(bullet({ title: null, summary: `${sentence} ${sentence}` })).toBe(sentence)
    const endless = bullet({ title: null, summary: 'word '.repeat(200) })
    expect(endless).toMatch(/word…$/)
    expect(endless.length).toBeLessThanOrEqual(240)
  })

  it('does not end a sentence at an abbreviation or a decimal', () => {
    expect(
      bullet({ title: null, summary: 'Dr. Ames of St. Paul asked the U.S. office for $3.4 million. More follows.' }),
    ).toBe('Dr. Ames of St. Paul asked the U.S. office for $3.4 million. More follows.')
  })

  it('names amount and vendor once', () => {
    const fields = { type: 'purchase_order', title: 'Order', vendor: 'Quillworks', amountUsd: 61_250 }
    expect(bullet({ ...fields, summary: 'Licences from Quillworks for $61,250.' })).toBe(
      'Order. Licences from Quillworks for $61,250.',
    )
    expect(bullet({ ...fields, summary: 'Advising licences.' })).toBe('Order. Advising licences ($61,250, Quillworks).')
  })

  it('is at most 240 characters on one line for any text, and true of any closed signal', () => {
    const word = fc.constantFrom(
      'open',
      'due',
      'Proposals',
      'now',
      'expiring',
      '.',
      ' ',
      '\n',
      '<b>',
      '&amp;',
      '…',
      '😀',
      'in 5 days',
      '$4.5',
    )
    const text = fc
      .array(fc.oneof(word, fc.string({ maxLength: 12 })), { maxLength: 60 })
      .map((parts) => parts.join(' '))
    fc.assert(
      fc.property(text, text, fc.boolean(), (title, summary, isClosed) => {
        const fields = {
          type: 'rfp_posted',
          title: `T ${title}`,
          summary,
          deadline: isClosed ? '2026-02-06' : '2026-03-27',
        }
        const said = bullet(fields)
        expect(said.length).toBeLessThanOrEqual(240)
        expect(said).not.toMatch(/[\n\t]/)
        if (isClosed) expect(said).toMatch(/^Closed 6 Feb 2026: (?!.*\b(?:due|open|now)\b(?![ -]))/i)
      }),
      { numRuns: 300 },
    )
  })
})
