import { z } from 'zod'
import type { BuyerBrief } from '../../pipeline/ports.ts'
import { toBuyerType } from './buyer.ts'
import { toStateCode } from './states.ts'
import { field, toLink, toPictureLink, toText, toTexts } from './values.ts'

/** What is asked of a buyer: keys of `BuyerField` as published. A key that does not exist would cost the whole answer. */
export const ATTRIBUTES = [
  'Name',
  'CommonName',
  'ParentName',
  'Type',
  'Url',
  'CountryCode',
  'StateCode',
  'StateName',
  'City',
  'County',
  'MainPhoneNumber',
  'EmailDomains',
  'Population',
  'TotalEnrollment',
  'EnrollmentTrend',
  'EmployeeFte',
  'FiscalYearStartDate',
  'BudgetAmount',
  'BudgetLatestYear',
  'BudgetConfidence',
  'BudgetUrl',
  'ProcurementHellScore',
  'AngelProcurementSummary',
  'PropensityToSpend',
  'PropensityToSpendScore',
  'PropensityToSpendSummary',
  'AiAdoptionScore',
  'AiAdoptionSummary',
  'Sis',
  'LmsArray',
  'StarbridgeUrl',
] as const

/** A row of a search, with what the search itself must know to leave it out. */
export type FoundBuyer = { id: string; brief: BuyerBrief; tags: string[]; countryCode: string | null }

/** `BuyerBrief` of the published API; null without id or name. `origin`: where the source keeps its files. */
export const apiBuyer = (origin: string) =>
  z
    .object({
      id: field((value) => toText(value, 100)),
      name: field((value) => toText(value, 300)),
      type: field(toBuyerType),
      countryCode: field((value) => toText(value, 3)),
      stateCode: field(toStateCode),
      url: field(toLink),
      tags: field(toTexts),
      logoPath: field((value) => toPictureLink(value, origin)),
    })
    .transform(({ id, name, type, countryCode, stateCode, url, tags, logoPath: logoUrl }): FoundBuyer | null => {
      if (id === null || name === null) return null
      const brief = { id, name, type, state: stateCode, city: null, website: url, parentName: null, logoUrl }
      return { id, brief, tags, countryCode }
    })

export const ApiSearch = z.object({ buyers: z.array(z.unknown()) })

/** `buyerData` is null when nothing is known of the buyer. */
export const ApiAttributes = z.object({
  buyerId: z.string(),
  buyerData: z.record(z.string(), z.unknown()).nullish(),
})
