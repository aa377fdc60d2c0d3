import { describe, expect, test } from 'vitest'
import { createBuyerSource } from '../../../../src/clients/starbridge/client.ts'
import { AGENCY, CEDAR, failureOf, NAMESAKE, NOBODY, sampleData, sourceOn, startFake, valueOf } from './world.ts'

const CEDAR_NAME = 'Cedar Hollow Unified School District'

describe.each(['api', 'tools'] as const)('by the %s', (which) => {
  test('a search drops federal bodies and other countries, and puts the whole name first', async () => {
    const fake = await startFake()
    const found = await valueOf(sourceOn(fake, which).search({ name: CEDAR_NAME, state: null }))
    expect(found.map(({ id }) => id).sort()).toEqual([CEDAR, NAMESAKE])
    expect(found.every(({ name }) => name === CEDAR_NAME)).toBe(true)
    expect(fake.problems).toEqual([])
  })

  test('a state narrows the search, and a code is sent in the words of the backend', async () => {
    const fake = await startFake()
    const found = await valueOf(sourceOn(fake, which).search({ name: CEDAR_NAME, state: 'NM' }))
    expect(found).toEqual([expect.objectContaining({ id: NAMESAKE, state: 'NM', type: 'SchoolDistrict' })])
    const sent = which === 'api' ? { buyerStateCode: ['NewMexico'] } : { states: ['NM'] }
    expect(fake.calls[0]?.asked).toMatchObject(sent)
    expect(fake.problems).toEqual([])
  })

  test('a search without a match is empty, and no failure', async () => {
    const fake = await startFake()
    expect(await valueOf(sourceOn(fake, which).search({ name: 'Zanthorp Village', state: null }))).toEqual([])
  })

  test('a record holds what the source keeps, in our words', async () => {
    const fake = await startFake()
    expect(await valueOf(sourceOn(fake, which).record(CEDAR))).toEqual({
      id: CEDAR,
      name: CEDAR_NAME,
      type: 'SchoolDistrict',
      state: 'AZ',
      city: 'Cedar Hollow',
      website: 'https://www.cedarhollow.example/',
      parentName: 'Marlow County',
      commonName: 'Cedar Hollow USD',
      county: 'Marlow',
      countryCode: 'US',
      phone: '(555) 555-0100',
      // The published API has no key for it.
      logoUrl: which === 'api' ? null : 'https://logos.example/cedar.png',
      emailDomains: ['cedarhollow.example', 'g.cedarhollow.example'],
      population: null,
      enrollment: 12_400,
      enrollmentTrend: 'Moderately decreasing',
      employees: 1_403,
      fiscalYearStart: '07/01',
      budget: {
        amountUsd: 158_690_000,
        year: 2026,
        confidence: 'verified',
        sourceUrl: 'https://docs.cedarhollow.example/budget.pdf',
      },
      procurement: { score: 42, scoreSummary: null, guide: 'Purchases below $50,000 need three quotes.' },
      propensity: { score: 16, summary: 'Highly cautious' },
      aiAdoption: { score: 66, summary: 'A pilot in two schools.' },
      systems: [
        { label: 'Student information system', value: 'Synergy' },
        { label: 'Learning management system', value: 'GoogleClassroom' },
        { label: 'Learning management system', value: 'Schoology' },
      ],
      recordUrl: 'https://dashboard.starbridge.example/buyer/cedar',
    })
    expect(fake.problems).toEqual([])
  })

  test('an agency is sparse: a name, and nothing is made up', async () => {
    const fake = await startFake()
    expect(await valueOf(sourceOn(fake, which).record(AGENCY))).toMatchObject({
      name: 'State Department of Workforce',
      state: 'NM',
      budget: null,
      enrollment: null,
      employees: null,
      procurement: { score: null, scoreSummary: null, guide: null },
      propensity: { score: null, summary: null },
      systems: [],
      emailDomains: [],
    })
  })

  test('an id that the source does not know is null, whatever its form', async () => {
    const fake = await startFake()
    const source = sourceOn(fake, which)
    expect(await valueOf(source.record(NOBODY))).toBeNull()
    expect(await valueOf(source.record('byr-of-another-team/../x'))).toBeNull()
  })

  test('a buyer whose name is unset is unknown', async () => {
    const data = sampleData()
    data.buyers.push({ id: NOBODY, name: '', type: 'Other', state: null })
    const fake = await startFake({ data })
    expect(await valueOf(sourceOn(fake, which).record(NOBODY))).toBeNull()
  })

  test('numbers as text, lists as text and strange values cost their own field only', async () => {
    const data = sampleData()
    data.buyers.push({
      id: NOBODY,
      name: 'Odd City',
      type: 'City',
      state: 'TX',
      website: 'javascript:alert(1)',
      logo: 'logo/2c5f156f.png',
      attributes: {
        Population: '993,588',
        BudgetAmount: '$5,900,000',
        BudgetLatestYear: 'soon',
        BudgetConfidence: 'High',
        BudgetUrl: 'budget.pdf',
        EmployeeFte: { count: 3 },
        ProcurementHellScore: 240,
        FiscalYearStartDate: '13/01',
        EmailDomains: 'odd.example, localhost',
        LmsArray: 'Canvas',
        EnrollmentTrend: 7,
      },
    })
    const fake = await startFake({ data })
    expect(await valueOf(sourceOn(fake, which).record(NOBODY))).toMatchObject({
      website: null,
      logoUrl: which === 'api' ? null : `${new URL(fake.api.baseUrl).origin}/logo/2c5f156f.png`,
      population: 993_588,
      employees: null,
      fiscalYearStart: null,
      budget: { amountUsd: 5_900_000, year: null, confidence: null, sourceUrl: null },
      procurement: { score: null },
      emailDomains: ['odd.example'],
      systems: [{ label: 'Learning management system', value: 'Canvas' }],
    })
  })

  test.each([
    ['https://logos.example/cedar.png', 'https://logos.example/cedar.png'],
    ['/files/cedar.png', '/files/cedar.png'],
    ['files/cedar.png', '/files/cedar.png'],
    ['//cdn.example/cedar.png', null],
    ['http://logos.example/cedar.png', null],
    ['javascript:alert(1)', null],
    ['two words.png', null],
  ])('a logo at %s is an address, wherever it is told', async (logo, expected) => {
    const data = sampleData()
    data.buyers.push({ id: NOBODY, name: 'Odd City', type: 'City', state: 'TX', logo })
    const fake = await startFake({ data })
    const source = sourceOn(fake, which)
    const whole = expected?.startsWith('/') ? `${new URL(fake.api.baseUrl).origin}${expected}` : expected
    // The published API tells it in a search, the tools in a record.
    if (which === 'tools') expect(await valueOf(source.record(NOBODY))).toMatchObject({ logoUrl: whole })
    else expect(await valueOf(source.search({ name: 'Odd City', state: 'TX' }))).toMatchObject([{ logoUrl: whole }])
  })
})

test('a record without a logo costs no question to the tools', async () => {
  const fake = await startFake()
  expect(await valueOf(sourceOn(fake, 'both').record(CEDAR))).toMatchObject({ logoUrl: null })
  expect(fake.calls.map(({ operation }) => operation)).toEqual(['attributes'])
})

test('a record of another buyer than the one asked for is refused', async () => {
  const fake = await startFake()
  fake.fault('attributes', { kind: 'body', body: { buyerId: AGENCY, buyerData: { Name: 'Agency' } } })
  expect(await failureOf(sourceOn(fake, 'api').record(CEDAR))).toMatchObject({ code: 'other_buyer', retryable: false })
  const output = { resolved_buyer_id: AGENCY, profile: { id: AGENCY, name: 'Agency' } }
  fake.fault('buyer_profile', { kind: 'body', body: { data: { output_vars: { output } } } })
  expect(await failureOf(sourceOn(fake, 'tools').record(CEDAR))).toMatchObject({
    code: 'other_buyer',
    retryable: false,
  })
})

test('a profile is read from wherever the tool keeps a field: metadata, address, output without a wrapper', async () => {
  const fake = await startFake()
  const metadata = { address: { city: 'Alder', state: 'TX', phone: '555-0100' }, procurementHellScore: '58' }
  const profile = { id: CEDAR, name: 'Alder City', tags: ['Municipal', 'City'], url: 'alder.example', metadata }
  const extraData = { lms: 'Canvas', schoolDistrictTotalStudents: 139_246, procurementHellSummary: 'Slow.' }
  const output = { resolved_buyer_id: CEDAR, profile: { ...profile, extraData } }
  fake.fault('buyer_profile', { kind: 'body', body: { data: { output_vars: output } } })
  expect(await valueOf(sourceOn(fake, 'tools').record(CEDAR))).toMatchObject({
    type: 'City',
    state: 'TX',
    city: 'Alder',
    phone: '555-0100',
    website: 'https://alder.example/',
    enrollment: 139_246,
    procurement: { score: 58, scoreSummary: 'Slow.' },
    systems: [{ label: 'Learning management system', value: 'Canvas' }],
  })
})

test('the API names its answers: the same name again is unchanged, another answer is given', async () => {
  const fake = await startFake()
  const source = sourceOn(fake, 'both')
  const first = await source.record(CEDAR)
  const etag = first === 'unchanged' ? null : first.etag
  expect(etag).toEqual(expect.any(String))
  expect(await source.record(CEDAR, { etag })).toBe('unchanged')
  const buyer = fake.data.buyers.find(({ id }) => id === CEDAR)
  if (buyer) buyer.city = 'Elsewhere'
  expect(await source.record(CEDAR, { etag })).toMatchObject({ value: { city: 'Elsewhere' } })
  expect(fake.count('buyer_profile')).toBe(0)
})

test('a service that names nothing gives no etag, and one that answers 304 unasked has failed', async () => {
  const fake = await startFake({ switches: { etags: false } })
  const source = sourceOn(fake, 'api')
  expect(await source.search({ name: CEDAR_NAME, state: null })).toMatchObject({ etag: null })
  fake.fault('attributes', { kind: 'status', status: 304 })
  expect(await failureOf(source.record(CEDAR))).toMatchObject({ status: 304, retryable: false })
})

test('a state that the API ignores is filtered here', async () => {
  const data = sampleData()
  data.buyers.push({ id: NOBODY, name: `${CEDAR_NAME} Annex`, type: 'SchoolDistrict', state: 'GU' })
  const fake = await startFake({ data })
  // The stand-in's list has no Guam, as the API's may not have.
  const found = await valueOf(sourceOn(fake, 'api').search({ name: CEDAR_NAME, state: 'GU' }))
  expect(found.map(({ id }) => id)).toEqual([NOBODY])
  expect(fake.problems).toEqual(['buyerStateCode Guam is ignored: it is no name of a state'])
})

test('a search by tool reads on until the whole name is found, however long the list', async () => {
  const data = sampleData()
  for (let n = 0; n < 120; n += 1)
    data.buyers.push({ id: `mesa-${n}`, name: `Alder Mesa ${String(n).padStart(3, '0')}`, type: 'City', state: 'AZ' })
  data.buyers.push({ id: 'the-one', name: 'Mesa', type: 'City', state: 'AZ' })
  const fake = await startFake({ data })
  const found = await valueOf(sourceOn(fake, 'tools').search({ name: 'mesa', state: 'AZ' }))
  expect(found[0]?.id).toBe('the-one')
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
  expect(fake.count('buyer_search')).toBe(2)
})

describe('what is configured', () => {
  test('nothing, or tools without a single id: there is no source', async () => {
    expect(createBuyerSource({ api: null, tools: null })).toBeNull()
    expect(createBuyerSource({ api: null, tools: { apiKey: 'x', baseUrl: null, ids: {} } })).toBeNull()
  })

  test('the API alone has no contacts and no opportunities', async () => {
    const fake = await startFake()
    const source = sourceOn(fake, 'api')
    expect(await valueOf(source.contacts(CEDAR))).toBeNull()
    expect(await valueOf(source.opportunities({ buyerId: CEDAR, text: '', since: '2026-01-01' }))).toBeNull()
    expect(fake.calls).toEqual([])
  })

  test('a tool without an id is an ability that is absent; ids may carry the names DataGen shows', async () => {
    const fake = await startFake()
    const ids = { starbridge_buyer_contacts: fake.tools.ids['buyer_contacts'] ?? '' }
    const source = sourceOn(fake, 'tools', { tools: { ...fake.tools, ids } })
    expect(await valueOf(source.contacts(CEDAR))).toMatchObject({ total: 52 })
    expect(await valueOf(source.search({ name: CEDAR_NAME, state: null }))).toEqual([])
    expect(await valueOf(source.record(CEDAR))).toBeNull()
    expect(await valueOf(source.opportunities({ buyerId: CEDAR, text: '', since: '2026-01-01' }))).toBeNull()
    expect(fake.calls.map(({ operation }) => operation)).toEqual(['buyer_contacts'])
  })

  test('with both, the API is asked for buyers and the tools for people: one look-up each', async () => {
    const fake = await startFake()
    const source = sourceOn(fake, 'both')
    await source.search({ name: CEDAR_NAME, state: 'AZ' })
    await source.record(CEDAR)
    await source.contacts(CEDAR)
    expect(fake.calls.map(({ operation }) => operation)).toEqual(['search', 'attributes', 'buyer_contacts'])
  })
})
