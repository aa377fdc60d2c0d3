import { onTestFinished } from 'vitest'
import { type BuyerSourceOptions, createBuyerSource } from '../../../../src/clients/starbridge/client.ts'
import { ExternalError } from '../../../../src/errors.ts'
import type { Answered, BuyerSource } from '../../../../src/pipeline/ports.ts'
import {
  buildContacts,
  createFakeStarbridge,
  type FakeOpportunity,
  type FakeStarbridge,
  type FakeStarbridgeData,
  type FakeSwitches,
} from '../../../support/fake-starbridge.ts'

export const NOW = new Date('2026-03-02T10:00:00Z')
export const CEDAR = 'aaaaaaaa-0000-4000-8000-000000000001'
export const AGENCY = 'aaaaaaaa-0000-4000-8000-000000000002'
export const NAMESAKE = 'aaaaaaaa-0000-4000-8000-000000000003'
export const NOBODY = 'aaaaaaaa-0000-4000-8000-00000000dead'

/** One rich district, its namesake in another state, a sparse agency, and what strays into searches. */
export function sampleData(): FakeStarbridgeData {
  return {
    buyers: [
      {
        id: CEDAR,
        name: 'Cedar Hollow Unified School District',
        type: 'SchoolDistrict',
        tags: ['Local'],
        state: 'AZ',
        city: 'Cedar Hollow',
        county: 'Marlow',
        website: 'https://www.cedarhollow.example',
        parentName: 'Marlow County',
        logo: 'https://logos.example/cedar.png',
        attributes: {
          CommonName: 'Cedar Hollow USD',
          MainPhoneNumber: '(555) 555-0100',
          EmailDomains: ['cedarhollow.example', '@g.cedarhollow.example'],
          TotalEnrollment: 12_400,
          EnrollmentTrend: 'ModeratelyDecreasing',
          EmployeeFte: 1_402.5,
          FiscalYearStartDate: '07/01',
          BudgetAmount: 158_690_000,
          BudgetLatestYear: 2026,
          BudgetConfidence: 'Verified',
          BudgetUrl: 'https://docs.cedarhollow.example/budget.pdf',
          ProcurementHellScore: 42,
          AngelProcurementSummary: 'Purchases below $50,000 need three quotes.',
          PropensityToSpend: 'HighlyCautious',
          PropensityToSpendScore: 16,
          AiAdoptionScore: 66,
          AiAdoptionSummary: 'A pilot in two schools.',
          Sis: 'Synergy',
          LmsArray: ['GoogleClassroom', 'Schoology'],
          StarbridgeUrl: 'https://dashboard.starbridge.example/buyer/cedar',
        },
      },
      { id: NAMESAKE, name: 'Cedar Hollow Unified School District', type: 'SchoolDistrict', state: 'NM' },
      { id: AGENCY, name: 'State Department of Workforce', type: 'StateAgency', state: 'NM' },
      { id: `${CEDAR}-f`, name: 'Cedar Hollow Unified School District Federal Liaison', type: 'Federal', state: 'AZ' },
      {
        id: `${CEDAR}-m`,
        name: 'Cedar Hollow Unified School District Military Annex',
        type: 'Department',
        tags: ['Federal'],
        state: 'AZ',
      },
      {
        id: `${CEDAR}-c`,
        name: 'Cedar Hollow Unified School District Ontario',
        type: 'SchoolDistrict',
        state: null,
        countryCode: 'CA',
      },
    ],
    contacts: { [CEDAR]: buildContacts({ buyerId: CEDAR, mailDomain: 'cedarhollow.example' }) },
    opportunities: sampleOpportunities(),
  }
}

function sampleOpportunities(): FakeOpportunity[] {
  return [
    {
      id: 'rfp-open',
      buyerId: CEDAR,
      type: 'Selling',
      title: 'Student Advising Platform',
      status: 'Future',
      postedDate: '2026-02-18',
      untilDate: '2026-03-27',
    },
    {
      id: 'rfp-closed',
      buyerId: CEDAR,
      type: 'Selling',
      title: 'Bus Routing',
      status: 'Past',
      postedDate: '2026-01-05',
      untilDate: '2026-02-06',
    },
    { id: 'rfp-undated', buyerId: CEDAR, type: 'Selling', title: 'Network Cabling' },
    {
      id: 'rfp-ancient',
      buyerId: CEDAR,
      type: 'Selling',
      title: 'Typewriters',
      status: 'Past',
      postedDate: '2019-01-05',
      untilDate: '2019-02-06',
    },
    {
      id: 'meeting',
      buyerId: CEDAR,
      type: 'BoardMeeting',
      alsoUnder: ['StrategicPlan'],
      title: 'Board minutes',
      summary: 'Absenteeism task force.',
      postedDate: '2026-02-10',
      files: [
        { name: 'scan_0042.pdf', url: 'https://docs.cedarhollow.example/minutes.pdf', contentType: 'application/pdf' },
      ],
    },
    {
      id: 'order',
      buyerId: CEDAR,
      type: 'PurchaseOrder',
      title: 'Order to Quillworks, Inc. by Cedar Hollow Unified School District for Tablets',
      postedDate: '2026-01-22',
      purchaseAmount: '61,250',
      files: [{ name: 'po.pdf', url: 'https://erp.example/po', contentType: 'application/pdf' }],
    },
    {
      id: 'contract',
      buyerId: CEDAR,
      type: 'Contract',
      title: 'Order to Northgate CRM LLC by Cedar Hollow Unified School District for Licences',
      postedDate: '2023-05-31',
      untilDate: '2026-05-31',
      purchaseAmount: 184_500,
      status: 'Future',
    },
    { id: 'elsewhere', buyerId: AGENCY, type: 'Selling', title: 'Student Advising Platform', postedDate: '2026-02-18' },
  ]
}

export async function startFake(
  options: { data?: FakeStarbridgeData; switches?: Partial<FakeSwitches> } = {},
): Promise<FakeStarbridge> {
  const fake = await createFakeStarbridge({
    data: options.data ?? sampleData(),
    now: () => NOW,
    ...(options.switches ? { switches: options.switches } : {}),
  })
  onTestFinished(() => fake.close())
  return fake
}

/** A source on one backend of the fake or on both; time between two looks at a run passes at once. */
export function sourceOn(
  fake: FakeStarbridge,
  which: 'api' | 'tools' | 'both',
  more: Partial<BuyerSourceOptions> = {},
): BuyerSource {
  const source = createBuyerSource({
    api: which === 'tools' ? null : fake.api,
    tools: which === 'api' ? null : fake.tools,
    filesAt: fake.api.baseUrl,
    clock: { now: () => NOW },
    wait: async () => undefined,
    ...more,
  })
  if (!source) throw new Error('No backend is configured')
  return source
}

/** The answer of a request that named no earlier one. */
export async function valueOf<T>(asked: Promise<Answered<T>>): Promise<T> {
  const answer = await asked
  if (answer === 'unchanged') throw new Error('Unchanged, though nothing was named')
  return answer.value
}

export async function failureOf(work: Promise<unknown>): Promise<ExternalError> {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  )
  if (!(error instanceof ExternalError)) throw error
  return error
}
