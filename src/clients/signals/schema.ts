import { z } from 'zod'
import type { Account, Allocation } from '../../pipeline/ports.ts'
import type { Domain, RawSignal } from '../../pipeline/report/types.ts'
import { toDay, toDollars, toFlag, toInstant, toNumber, toText, toWebAddress } from './values.ts'

/** Other words for our signal types, as exports and search results write them. Unknown words are kept. */
const TYPE_WORDS: Record<string, string> = {
  rfp: 'rfp_posted',
  selling: 'rfp_posted',
  solicitation: 'rfp_posted',
  meeting: 'board_mention',
  board_meeting: 'board_mention',
  boardmeeting: 'board_mention',
  contract: 'contract_expiration',
  purchase: 'purchase_order',
  purchaseorder: 'purchase_order',
  po: 'purchase_order',
  strategicplan: 'strategic_plan',
  budget: 'budget_event',
  grant: 'grant_funding',
  leadership: 'leadership_change',
  jobchange: 'job_change',
  vendorpresence: 'vendor_presence',
  foia: 'foia_response',
  compliance: 'compliance_mandate',
  enrolment_change: 'enrollment_change',
}

const text = (max: number) =>
  z
    .unknown()
    .optional()
    .transform((value) => toText(value, max))
const day = z.unknown().optional().transform(toDay)

/** `RFP posted`, `rfp-posted` and `RFP` are one type; a missing one is `unknown`. */
export function signalType(value: unknown): string {
  const word = (toText(value, 60) ?? 'unknown').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_')
  return (Object.hasOwn(TYPE_WORDS, word) ? TYPE_WORDS[word] : undefined) ?? word
}

/**
 * One row of the signals table under our column names. No field can fail: what cannot be read is null, so a bad row
 * costs its own field and never the batch. Only a row without id or domain is refused.
 */
const SignalRow = z
  .object({
    id: text(200).pipe(z.string()),
    domain: text(253).pipe(z.string()),
    signal_type: z.unknown().optional().transform(signalType),
    title: text(500),
    summary: text(8000),
    buyer_id: text(200),
    buyer_name: text(300),
    buyer_type: text(100),
    buyer_state: text(60),
    event_date: day,
    deadline: day,
    detected_at: z.unknown().optional().transform(toInstant),
    status: text(60),
    amount_usd: z.unknown().optional().transform(toDollars),
    vendor: text(300),
    is_amendment: z.unknown().optional().transform(toFlag),
    source_title: text(300),
    source_url: z.unknown().optional().transform(toWebAddress),
    source_ref: text(300),
    relevance_score: z.unknown().optional().transform(toNumber),
  })
  .transform(
    (row): RawSignal => ({
      id: row.id,
      domain: row.domain.toLowerCase(),
      type: row.signal_type,
      title: row.title,
      summary: row.summary,
      buyerId: row.buyer_id,
      buyerName: row.buyer_name,
      buyerType: row.buyer_type,
      buyerState: row.buyer_state,
      eventDate: row.event_date,
      deadline: row.deadline,
      detectedAt: row.detected_at,
      status: row.status,
      amountUsd: row.amount_usd,
      vendor: row.vendor,
      isAmendment: row.is_amendment,
      sourceTitle: row.source_title,
      sourceUrl: row.source_url,
      sourceRef: row.source_ref,
      relevanceScore: row.relevance_score,
    }),
  )

/** Every readable row of an answer, in its order. */
export function parseSignalRows(rows: readonly unknown[]): RawSignal[] {
  return rows.flatMap((row) => {
    const parsed = SignalRow.safeParse(row)
    return parsed.success ? [parsed.data] : []
  })
}

const AccountRow = z.object({
  account_name: text(300),
  tier: z.unknown().optional().transform(toAccountTier),
  product: text(2000),
  territory: text(300),
})

/** The seller's row of `accounts`; columns that are absent or unreadable are null. */
export function parseAccountRow(row: unknown, domain: Domain): Account | null {
  const parsed = AccountRow.safeParse(row)
  if (!parsed.success) return null
  const { account_name, tier, product, territory } = parsed.data
  return { domain, accountName: account_name, tier, product, territory }
}

/** `T0` to `T3`, from `t1`, `Tier 1` or `1`; null for anything else. */
export function toAccountTier(value: unknown): string | null {
  const found = /^(?:t|tier)?[\s_-]*([0-3])$/i.exec(toText(value, 20) ?? '')
  return found ? `T${found[1]}` : null
}

const AllocationRow = z.object({
  signal_id: text(200).pipe(z.string()),
  campaign_id: text(200),
  sequence_position: z.unknown().optional().transform(toNumber),
  sent: z.unknown().optional().transform(toFlag),
})

/** The readable rows of `signal_allocations`. */
export function parseAllocationRows(rows: readonly unknown[]): Allocation[] {
  return rows.flatMap((row) => {
    const parsed = AllocationRow.safeParse(row)
    if (!parsed.success) return []
    const { signal_id, campaign_id, sequence_position, sent } = parsed.data
    const position = sequence_position !== null && sequence_position > 0 ? Math.trunc(sequence_position) : null
    return [{ signalId: signal_id, campaignId: campaign_id, position, isSent: sent }]
  })
}
