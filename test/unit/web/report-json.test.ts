import { describe, expect, it } from 'vitest'
import { readDocument } from '../../../src/pipeline/report/document.ts'
import type { ReportDocument } from '../../../src/pipeline/report/types.ts'
import { ReportDocumentJson } from '../../../src/web/openapi/report-documents.ts'
import { toContent, toReportJson } from '../../../src/web/report-json.ts'
import { deliveredItem } from '../../support/desk-items.ts'
import {
  sampleContact,
  sampleDm,
  sampleDocument,
  tier2Document,
  tier3Document,
} from '../../support/sample-documents.ts'

const ID = '7f1d6f0e-3f0b-4c5e-9a53-0d0f5b0f9a11'
const answer = (document: ReportDocument | null) => ({ ...toReportJson(deliveredItem({ document }), null), id: ID })

/** A document as an earlier version of the code stored it. */
function firstShape(document: ReportDocument): Parameters<typeof readDocument>[0] {
  const stored: Record<string, unknown> = { ...document, shape: 1 }
  const added = ['buyerNote', 'otherBuyers', 'dmNote', 'contactsKnown', 'moreAtBuyer', 'sentNote', 'preparedAt']
  for (const name of [...added, 'budgetNote']) delete stored[name]
  return stored as Parameters<typeof readDocument>[0]
}

const NOTES = {
  buyerNote: 'Its record is of last year.',
  dmNote: 'Nobody fits.',
  preparedAt: '2026-03-01T06:00:00.000Z',
  budgetNote: 'A smaller model wrote this.',
}

describe('a report for the API', () => {
  it.each([
    ['tier 1', sampleDocument()],
    ['tier 2', tier2Document()],
    ['tier 3', tier3Document(NOTES)],
    ['nothing known', tier3Document({ buyer: null, dm: null, relevance: null, gameplan: null, signals: [] })],
    ['the first shape', readDocument(firstShape(tier3Document()))],
  ])('is as the description says: %s', (_, document) => {
    expect(ReportDocumentJson.safeParse(answer(document)).error).toBeUndefined()
  })

  it('is described without a document too', () => {
    expect(ReportDocumentJson.safeParse(answer(null)).error).toBeUndefined()
  })

  it('tells everything of tier 3 in the contract’s own names', () => {
    const content = toContent(tier3Document(NOTES))
    expect(content).toMatchObject({
      buyer: {
        budget_usd: 148_000_000,
        budget_year: 2026,
        budget_confidence: 'verified',
        budget_source: { title: 'Adopted budget FY26' },
        matched_by: 'matched by name and state',
      },
      buyer_note: 'Its record is of last year.',
      dm_note: 'Nobody fits.',
      contacts_known: 47,
      sent_note:
        '1 of 12 were in our e-mails, such as “Northgate CRM licence and support” (e-mail 1); new ones come first.',
      prepared_at: '2026-03-01T06:00:00.000Z',
      budget_note: 'A smaller model wrote this.',
    })
    expect(content.other_buyers[0]).toEqual({
      id: 'buyer-marlow',
      name: 'Marlow County',
      type: 'County',
      state: 'OH',
      signals: 3,
      open: 1,
      headline: 'FY27 proposal: digital services',
      signal_id: 'sig-3',
    })
    expect(content.contacts[4]).toEqual({
      contact_id: 'contact-nkemelu',
      name: 'Thabo Nkemelu',
      title: 'Board Member, District 4',
      email: 'thabo.nkemelu@gmail.com',
      phone: null,
      verified: false,
      personal_address: true,
      reason: 'Moved to set up the task force.',
    })
    expect(content.gameplan).toMatchObject({
      pitch: { evidence: ['sig-5', 'sig-1'] },
      lead: { evidence: ['sig-5'] },
      procurement_note: null,
    })
    expect(content.signals[0]?.paragraph).toContain('(RFP 26-014, Student Advising Platform, 18 February 2026)')
    expect(content.more_at_buyer.map(({ title, paragraph }) => [title, paragraph])).toEqual([
      ['Strategic plan 2025 to 2030, goal 3', null],
      ['Attendance letters, print and post', null],
      ['Family messaging service', null],
    ])
  })

  it('names the decision maker with the source’s id and a personal address as one', () => {
    const dm = sampleDm({ email: 'rosalind.webb@gmail.com', isPersonalMail: true })
    expect(answer(tier2Document({ dm })).dm_info).toMatchObject({
      name: 'Dr. Rosalind Okafor-Webb',
      email: 'rosalind.webb@gmail.com',
      contact_id: 'contact-okafor',
      personal_address: true,
    })
  })

  it('says null, never an empty text, of what an older version did not know', () => {
    const document = tier3Document({
      dm: sampleDm({ contactId: '' }),
      contacts: [sampleContact({ contactId: '', reason: '' })],
    })
    expect(toContent(document).contacts[0]).toMatchObject({ contact_id: null, reason: null })
    expect(answer(document).dm_info).toMatchObject({ contact_id: null })
  })
})
