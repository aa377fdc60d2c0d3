import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BuyerContact } from '../../../src/pipeline/ports.ts'
import { chooseDecisionMaker, DM_THRESHOLDS } from '../../../src/pipeline/report/buyers/rank-contacts.ts'
import { CONTACT_WEIGHTS } from '../../../src/pipeline/report/buyers/weigh-contact.ts'
import { contact, contactFacts, signal } from './build.ts'

const ADVISING = { title: 'Director of Counseling' }
const choose = (contacts: BuyerContact[], fields: Parameters<typeof contactFacts>[1] = {}) =>
  chooseDecisionMaker(contactFacts(contacts, fields))
const dmOf = (...given: Parameters<typeof choose>) => choose(...given).dm?.contactId ?? null

describe('chooseDecisionMaker', () => {
  it('names who fits the product best, with confidence and a reason without address or number', () => {
    const { dm, note } = choose([
      contact('a', { title: 'Superintendent' }),
      contact('b', { ...ADVISING, directPhone: '555-0199' }),
      contact('c', { title: 'Chief Information Officer' }),
    ])
    expect(dm).toEqual({
      contactId: 'b',
      name: 'Person B',
      title: 'Director of Counseling',
      email: 'b@cedarhollow.example',
      phone: '555-0100',
      directPhone: '555-0199',
      verified: true,
      confidence: expect.closeTo(0.99, 2),
      reason: 'The title is on the same subject as “student advising software”; verified e-mail; direct phone.',
      isPersonalMail: false,
    })
    expect(note).toBeNull()
  })

  it('weighs measures that sum to one', () => {
    const sum = Object.values(CONTACT_WEIGHTS).reduce((total, weight) => total + weight, 0)
    expect(sum).toBeCloseTo(1, 12)
  })

  it('names nobody rather than a wrong one, and says why', () => {
    const teachers = Array.from({ length: 24 }, (_, at) => contact(`t${at}`))
    expect(choose(teachers)).toMatchObject({
      dm: null,
      note: '24 contacts are known, none fits the product well enough.',
      contacts: [],
      known: 24,
    })
    expect(choose([])).toMatchObject({ dm: null, note: 'No contacts are known at this buyer.' })
    expect(choose([contact('a', { ...ADVISING, emailVerified: false })])).toMatchObject({
      dm: null,
      note: '1 contact is known, but the one whose title fits has no verified e-mail.',
    })
    expect(choose([contact('a', { title: 'Director of Counseling' })], { product: null, signals: [] }).dm).toBeNull()
  })

  it('names nobody below the thresholds', () => {
    const { dm } = choose([contact('a', { title: 'Superintendent' })])
    expect(dm?.confidence).toBeGreaterThanOrEqual(DM_THRESHOLDS.confidence)
    expect(dmOf([contact('a', { title: 'Superintendent', email: 'a@elsewhere.example' })])).toBeNull()
  })

  it('follows the signals: a security signal leads to security, a tender also to purchasing', () => {
    const people = [
      contact('ciso', { title: 'Chief Information Security Officer' }),
      contact('buys', { title: 'Director of Purchasing' }),
      contact('head', { title: 'Superintendent' }),
    ]
    const breach = signal('s', {
      type: 'board_mention',
      title: 'Phishing breach',
      summary: 'The board reviewed a breach.',
    })
    expect(dmOf(people, { product: 'managed services', signals: [breach] })).toBe('ciso')
    const chairs = signal('r', { type: 'rfp_posted', title: 'Lecterns', summary: 'The district seeks lecterns.' })
    expect(dmOf(people, { product: 'lecterns', signals: [chairs] })).toBe('buys')
    const money = signal('b', { type: 'budget_event', title: 'Lecterns', summary: 'The budget funds lecterns.' })
    const cfo = contact('cfo', { title: 'Chief Financial Officer' })
    expect(dmOf([...people, cfo], { product: 'lecterns', signals: [money] })).toBe('cfo')
  })

  it('takes nothing from a closed signal', () => {
    const closed = signal('s', { type: 'rfp_posted', state: 'closed', title: 'Lecterns' })
    const people = [contact('buys', { title: 'Director of Purchasing' })]
    expect(dmOf(people, { product: 'lecterns', signals: [closed] })).toBeNull()
  })

  it('calls an address verified only when the source did', () => {
    for (const emailVerified of [false, null]) {
      const { dm, contacts } = choose([contact('a', { ...ADVISING, emailVerified })])
      expect(dm).toBeNull()
      expect(contacts).toMatchObject([{ contactId: 'a', verified: false }])
    }
  })

  it('names a personal address only when nobody better passes, unverified and with little confidence', () => {
    const personal = contact('p', { ...ADVISING, email: 'counsel@gmail.com' })
    expect(choose([personal]).dm).toMatchObject({ isPersonalMail: true, verified: false })
    expect(choose([personal]).dm?.confidence).toBeLessThan(0.5)
    expect(choose([personal]).dm?.reason).toContain('personal e-mail address')
    expect(dmOf([personal, contact('head', { title: 'Superintendent' })])).toBe('head')
    expect(dmOf([{ ...personal, emailVerified: false }])).toBeNull()
    expect(choose([personal, contact('head', { title: 'Superintendent' })]).contacts).toContainEqual(
      expect.objectContaining({ contactId: 'p', isPersonalMail: true, verified: false }),
    )
  })

  it('trusts an address at another domain less, and says so', () => {
    const own = choose([contact('a', ADVISING)]).dm
    const other = choose([contact('a', { ...ADVISING, email: 'a@elsewhere.example' })]).dm
    expect(other?.confidence).toBeLessThan(own?.confidence ?? 0)
    expect(other?.reason).toContain('not at the buyer’s own domain')
    const buyer = { name: 'Cedar Hollow', type: 'SchoolDistrict', website: null, emailDomains: ['elsewhere.example'] }
    expect(choose([contact('a', { ...ADVISING, email: 'a@elsewhere.example' })], { buyer }).dm?.confidence).toBe(
      own?.confidence,
    )
  })

  it('lists who can be reached, best first, at most ten, and never who has neither e-mail nor phone', () => {
    const heads = Array.from({ length: 14 }, (_, at) => contact(`d${at}`, { title: 'Director of Student Services' }))
    const { contacts, known } = choose([
      ...heads,
      contact('silent', { ...ADVISING, email: null, phone: null, directPhone: null }),
      contact('blank', { ...ADVISING, email: ' ', phone: ' ' }),
    ])
    expect(known).toBe(16)
    expect(contacts).toHaveLength(10)
    expect(contacts.map(({ contactId }) => contactId)).not.toContain('silent')
    expect(contacts.map(({ contactId }) => contactId)).not.toContain('blank')
    expect(choose([contact('a', { ...ADVISING, email: 'not an address', phone: null })]).contacts).toEqual([])
  })

  it('keeps an odd title as it stands', () => {
    const title = 'Dir., Student Svcs. (K–12) / “Advising”'
    const { dm, contacts } = choose([contact('a', { title })])
    expect([dm?.title, contacts[0]?.title]).toEqual([title, title])
  })

  it('shows each person once: one id, or one address under names that share a word', () => {
    const rows = [
      contact('a', { ...ADVISING, name: 'Dana Ruiz', updatedAt: '2026-01-01T00:00:00Z', directPhone: '555-0142' }),
      contact('a', { ...ADVISING, name: 'Dana Ruiz' }),
      contact('b', { ...ADVISING, name: 'D. Ruiz', email: 'A@CedarHollow.example' }),
      contact('c', { ...ADVISING, name: 'Lee Moss', email: 'a@cedarhollow.example' }),
    ]
    const { known, contacts, dm } = choose(rows)
    expect(known).toBe(2)
    expect(contacts).toHaveLength(2)
    expect(dm?.directPhone).toBe('555-0142')
  })
})

describe('who has left', () => {
  const report = (title: string, summary: string | null = null, type = 'job_change') => [
    signal('j', { type, title, summary, eventDate: '2026-02-20' }),
  ]
  const director = (id: string, name: string) => contact(id, { name, title: 'Director of Counseling' })
  const leavers = (people: BuyerContact[], signals: ReturnType<typeof report>) =>
    choose(people, { signals }).left.map(({ contactId }) => contactId)

  it.each([
    ['Dana Ruiz departed', null],
    ['Change at the top', 'Dana Ruiz, director of counseling, retired in February.'],
    ['Change at the top', 'Lee Moss succeeds Dana Ruiz as director of counseling.'],
    ['Change at the top', 'Dana M. Ruiz will be replaced by Lee Moss.'],
    ['Change at the top', 'Lee Moss was named director of counseling, replacing Dana Ruiz.'],
    ['Change at the top', 'The resignation of Dana Ruiz was accepted. Lee Moss was appointed.'],
    ['Change at the top', 'Former director Dana Ruiz joined a company.'],
  ])('hears that one left and the other did not: %s %s', (title, summary) => {
    expect(leavers([director('d', 'Dana Ruiz'), director('l', 'Lee Moss')], report(title, summary))).toEqual(['d'])
  })

  it('invalidates the holder of a role that nobody in particular left, and nobody of another rank', () => {
    const people = [
      contact('m', { title: 'Procurement Manager' }),
      contact('d', { title: 'Procurement Director' }),
      contact('f', { title: 'Finance Manager' }),
    ]
    const chosen = choose(people, { signals: report('Procurement manager departed') })
    expect(chosen.left).toEqual([
      { contactId: 'm', why: 'holds a role that is reported as left in a job-change signal of 20 Feb 2026' },
    ])
  })

  it('doubts the holder on record when somebody new has the role, unless seen there since', () => {
    const signals = report('New chief information officer', 'A new CIO started on February 20.', 'leadership_change')
    const cio = contact('c', { title: 'CIO' })
    expect(leavers([cio], signals)).toEqual(['c'])
    expect(leavers([{ ...cio, updatedAt: '2026-02-25T00:00:00Z' }], signals)).toEqual([])
  })

  it('leaves alone whom a signal of another kind names', () => {
    const signals = [signal('b', { type: 'board_mention', title: 'Minutes', summary: 'Dana Ruiz left the meeting.' })]
    expect(leavers([director('d', 'Dana Ruiz')], signals)).toEqual([])
  })

  it('never names who left, by signal, record or title, and says so', () => {
    const signals = report('Dana Ruiz departed')
    expect(choose([director('d', 'Dana Ruiz')], { signals })).toMatchObject({
      dm: null,
      contacts: [],
      note: '1 contact is known, none fits the product well enough. One whose title fits is reported as leaving in a job-change signal of 20 Feb 2026.',
    })
    expect(dmOf([contact('a', { ...ADVISING, worksAtBuyer: false })])).toBeNull()
    expect(dmOf([contact('a', { title: 'Director of Counseling (retired)' })])).toBeNull()
  })

  it('stays quick on hostile text', () => {
    const long = `${'Chief of '.repeat(20_000)} ${'A'.repeat(50_000)}`
    const people = Array.from({ length: 47 }, (_, at) => contact(`p${at}`, { title: long }))
    expect(choose(people, { signals: report(long, long) }).known).toBe(47)
  })
})

describe('must not repeat', () => {
  /** 47 people in order of surname, as the source gives them; only the last one decides. */
  const bySurname = Array.from({ length: 47 }, (_, at) => {
    const letter = String.fromCharCode(65 + Math.floor((at * 26) / 47))
    const fields = {
      name: `Pat ${letter}${letter.toLowerCase()}rowe`,
      title: at === 46 ? 'Director of Counseling' : 'Teacher',
    }
    return contact(`c${String(at).padStart(2, '0')}`, { ...fields, normalizedTitles: at % 2 === 0 ? [] : ['Teacher'] })
  })

  it('must not repeat: all 47 people are weighed, and the right one is the last of the alphabet', () => {
    const { dm, contacts, known } = choose(bySurname)
    expect(dm?.contactId).toBe('c46')
    expect(contacts[0]?.contactId).toBe('c46')
    expect(known).toBe(47)
  })

  it('must not repeat: people in any order, or given twice, give the same answer', () => {
    const mixed = bySurname.map((person, at) =>
      at % 5 === 0 ? { ...person, title: 'Director of Student Services' } : person,
    )
    const expected = choose(mixed)
    fc.assert(
      fc.property(fc.shuffledSubarray([...mixed, ...mixed], { minLength: mixed.length * 2 }), (shuffled) => {
        expect(choose(shuffled)).toEqual(expected)
      }),
      { numRuns: 30 },
    )
  })
})
