import { expect, test } from 'vitest'
import type { BuyerSource } from '../../../../src/pipeline/ports.ts'
import type { FakeContact } from '../../../support/fake-starbridge.ts'
import { AGENCY, CEDAR, failureOf, NOBODY, sampleData, sourceOn, startFake, valueOf } from './world.ts'

async function peopleOf(source: BuyerSource, buyerId = CEDAR) {
  const found = await valueOf(source.contacts(buyerId))
  if (!found) throw new Error('No backend has contacts')
  return found
}

test('all pages are read: the one who decides stands late in the alphabet', async () => {
  const fake = await startFake({ switches: { largestPage: 20 } })
  const { total, contacts } = await peopleOf(sourceOn(fake, 'tools'))
  expect(total).toBe(52)
  expect(contacts).toHaveLength(52)
  expect(contacts.at(-1)).toMatchObject({
    name: 'Vera Yarrowby',
    title: 'Chief Technology Officer',
    phone: '+1-555-555-0171',
    directPhone: '+1-555-555-0172',
    worksAtBuyer: true,
    emailVerified: true,
    emailCheckedAt: '2026-02-05T05:00:15.936Z',
    source: 'WebAgent',
  })
  expect(fake.calls.map(({ asked }) => asked['page_number'])).toEqual([1, 2, 3])
  expect(fake.problems).toEqual([])
})

test('a person on two pages is listed once', async () => {
  const fake = await startFake({ switches: { largestPage: 10, pageOverlap: 4 } })
  const { total, contacts } = await peopleOf(sourceOn(fake, 'tools'))
  expect(new Set(contacts.map(({ id }) => id)).size).toBe(contacts.length)
  expect([total, contacts.length]).toEqual([52, 52])
})

test('a total that says how long the page is does not end the reading', async () => {
  const fake = await startFake({ switches: { largestPage: 20, untrueTotals: true } })
  expect(await peopleOf(sourceOn(fake, 'tools'))).toMatchObject({ total: 52 })
})

test('a list that never ends is read to a bound, and its total is what the source says', async () => {
  const data = sampleData()
  data.contacts = {
    [CEDAR]: Array.from({ length: 40 }, (_, n) => person({ contactId: `c-${n}`, lastName: `Name ${n}` })),
  }
  const fake = await startFake({ data, switches: { largestPage: 3, pageOverlap: 0 } })
  const { total, contacts } = await peopleOf(sourceOn(fake, 'tools'))
  expect([total, contacts.length, fake.count('buyer_contacts')]).toEqual([40, 30, 10])
})

test('odd people are kept as they are: titles verbatim, what is missing null', async () => {
  const fake = await startFake()
  const { contacts } = await peopleOf(sourceOn(fake, 'tools'))
  const named = (lastName: string) => contacts.find((one) => one.lastName === lastName)
  expect(named('Roundbracket')).toMatchObject({ title: 'Director (Acting), Curriculum & Instruction (K-8)' })
  expect(named('Roundbracket')?.normalizedTitles).toHaveLength(31)
  expect(named('Unreachable')).toMatchObject({ email: null, phone: null, emailVerified: null })
  expect(named('Formerly')).toMatchObject({ worksAtBuyer: false })
  expect(named('Bellweather')).toMatchObject({ title: 'Chief Information Officer', emailVerified: false })
  expect(named('Mailhouse')?.email).toMatch(/@gmail\.com$/)
})

test('a row without name or id is left out, and a bad field costs only itself', async () => {
  const data = sampleData()
  const odd = person({ contactId: 'c-odd', name: '', firstName: 'Ona', lastName: 'Oddfield', email: 'not an address' })
  const rows: unknown[] = [
    {
      ...odd,
      worksAtBuyer: 'perhaps',
      emailVerified: 'true',
      emailLastChecked: 'yesterday',
      normalizedTitles: 'Chief',
    },
    { ...person({ contactId: 'c-none', name: '', lastName: '' }), firstName: null },
    { ...person({ lastName: 'Idless' }), contactId: null },
  ]
  data.contacts = { [CEDAR]: rows as FakeContact[] }
  const fake = await startFake({ data })
  expect(await peopleOf(sourceOn(fake, 'tools'))).toEqual({
    total: 1,
    contacts: [
      expect.objectContaining({
        id: 'c-odd',
        name: 'Ona Oddfield',
        email: null,
        worksAtBuyer: null,
        emailVerified: true,
        emailCheckedAt: null,
        normalizedTitles: ['Chief'],
      }),
    ],
  })
})

test('a buyer without people, and one nobody knows, have none', async () => {
  const fake = await startFake()
  const source = sourceOn(fake, 'tools')
  const nobody = { total: 0, contacts: [] }
  expect(await peopleOf(source, AGENCY)).toEqual(nobody)
  expect(await peopleOf(source, NOBODY)).toEqual(nobody)
  fake.fault('buyer_contacts', { kind: 'upstream', status: null, message: 'No buyers found' })
  expect(await peopleOf(source)).toEqual(nobody)
})

test('an id of another team that the service calls malformed is unknown; one of its own is a failure', async () => {
  const fake = await startFake()
  const source = sourceOn(fake, 'tools')
  fake.fault('buyer_contacts', { kind: 'upstream', status: 400 }, 2)
  expect(await peopleOf(source, 'byr-17')).toEqual({ total: 0, contacts: [] })
  expect(await failureOf(source.contacts(CEDAR))).toMatchObject({ status: 400, retryable: false })
})

test('people of another buyer than the one asked for are refused', async () => {
  const fake = await startFake()
  const output = { resolved_buyer_id: AGENCY, totalContacts: 1, contacts: [person({})] }
  fake.fault('buyer_contacts', { kind: 'body', body: { success: true, data: { output_vars: { output } } } })
  expect(await failureOf(sourceOn(fake, 'tools').contacts(CEDAR))).toMatchObject({
    code: 'other_buyer',
    retryable: false,
  })
})

function person(given: Partial<FakeContact>): FakeContact {
  return {
    contactId: 'c-1',
    name: 'Ada Plain',
    firstName: 'Ada',
    lastName: 'Plain',
    title: null,
    normalizedTitles: [],
    email: null,
    phone: null,
    worksAtBuyer: null,
    emailVerified: null,
    emailLastChecked: null,
    source: 'FOIA',
    updatedAt: null,
    ...given,
  }
}
