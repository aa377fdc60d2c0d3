import { z } from 'zod'
import type { BuyerOpportunity } from '../../pipeline/ports.ts'
import type { Day, SignalType } from '../../pipeline/report/types.ts'
import { field, toAmount, toDay, toFileLink, toText } from './values.ts'
import { vendorOf } from './vendor.ts'

/** The tool's types in our words. It takes either spelling and answers with the second; `Conference` it refuses. */
const TYPES = new Map<string, SignalType>([
  ['Meeting', 'board_mention'],
  ['BoardMeeting', 'board_mention'],
  ['RFP', 'rfp_posted'],
  ['Selling', 'rfp_posted'],
  ['Purchase', 'purchase_order'],
  ['PurchaseOrder', 'purchase_order'],
  ['Contract', 'contract_expiration'],
  ['StrategicPlan', 'strategic_plan'],
])

const DAY_MS = 86_400_000

/** Periods the tool knows, with the days that each surely covers. */
const PERIODS = [
  { name: 'LastThirtyDays', days: 29 },
  { name: 'LastThreeMonths', days: 88 },
  { name: 'LastSixMonths', days: 180 },
  { name: 'LastYear', days: 364 },
]

type SearchInputs = Record<string, string>

/**
 * One search a type, newest first: mixed types sorted by relevance hold no meetings. Meetings, tenders and purchases
 * since a day; what runs (contracts, plans) by its end, the next one first.
 */
export function searchesSince(since: Day, now: Date): { type: string; inputs: SearchInputs }[] {
  const days = (now.getTime() - Date.parse(`${since}T00:00:00Z`)) / DAY_MS
  const period = PERIODS.find((period) => days <= period.days)?.name
  const happened: SearchInputs = {
    ...(period ? { from_date_relative_period: period } : {}),
    sort_field: 'OpportunityFromDate',
    sort_direction: 'DESC',
  }
  const running: SearchInputs = {
    until_date_relative_period: 'Future',
    sort_field: 'OpportunityUntilDate',
    sort_direction: 'ASC',
  }
  return [
    ...['Meeting', 'RFP', 'Purchase'].map((type) => ({ type, inputs: happened })),
    ...['Contract', 'StrategicPlan'].map((type) => ({ type, inputs: running })),
  ]
}

/** True unless the row ended or happened before the window; a row without any date stays. */
export function isSince({ fromDate, untilDate }: BuyerOpportunity, since: Day): boolean {
  const latest = [fromDate, untilDate]
    .filter((day) => day !== null)
    .sort()
    .at(-1)
  return latest === undefined || latest >= since
}

const text = (max: number) => field((value) => toText(value, max))
const File = z.object({ sourceUrl: field(toFileLink), url: field(toFileLink) }).catch({ sourceUrl: null, url: null })

/**
 * A row of `opportunity_search`. `dueDate` is null in every captured row, and `createdAt` is when it was indexed: neither
 * is read. Null without id or buyer.
 */
export const ToolOpportunity = z
  .object({
    id: text(200),
    buyerId: text(100),
    buyerName: text(300),
    type: text(60),
    title: text(500),
    summary: text(8_000),
    status: text(60),
    fromDate: field(toDay),
    postedDate: field(toDay),
    untilDate: field(toDay),
    purchaseAmount: field(toAmount),
    files: z.array(File).catch([]),
    purchaseOrders: z.array(z.object({ vendorName: text(300) }).catch({ vendorName: null })).catch([]),
  })
  .transform((row): BuyerOpportunity | null => {
    if (row.id === null || row.buyerId === null) return null
    const type = TYPES.get(row.type ?? '') ?? row.type ?? 'unknown'
    const isBought = type === 'purchase_order' || type === 'contract_expiration'
    return {
      id: row.id,
      buyerId: row.buyerId,
      type,
      title: row.title,
      summary: row.summary,
      status: row.status,
      fromDate: row.fromDate ?? row.postedDate,
      untilDate: row.untilDate,
      amountUsd: row.purchaseAmount,
      vendor: isBought ? (soleVendor(row.purchaseOrders) ?? vendorOf(row.title, row.buyerName)) : null,
      // File names are scraped and mean nothing to a reader.
      sourceTitle: row.title,
      sourceUrl: sourceOf(type, row.files),
    }
  })

function soleVendor(orders: { vendorName: string | null }[]): string | null {
  const vendors = [...new Set(orders.map(({ vendorName }) => vendorName))]
  return vendors.length === 1 ? (vendors[0] ?? null) : null
}

/** Only documents of meetings and plans are cited by address; those of tenders and purchases lead to log-in pages. */
function sourceOf(type: string, files: { sourceUrl: string | null; url: string | null }[]): string | null {
  if (type !== 'board_mention' && type !== 'strategic_plan') return null
  return files.map(({ sourceUrl, url }) => sourceUrl ?? url).find((link) => link !== null) ?? null
}
