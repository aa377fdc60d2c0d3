import type { BuyerBrief, BuyerOpportunity } from '../../ports.ts'
import { plainText } from '../signals/plain-text.ts'
import type { RawSignal } from '../types.ts'
import { nameForms } from './buyer-names.ts'

/**
 * Types whose last day is a day to act by. A meeting that was held or a purchase that was made is `Past` at the source
 * without anything having closed: its day is its event day alone.
 */
const HELD = new Set(['board_mention', 'purchase_order', 'conference', 'leadership_change', 'job_change'])

const CHANGES_A_CONTRACT = /\b(?:amendment|addendum|modification|change order)\b/i

type Known = Pick<RawSignal, 'id' | 'type' | 'title' | 'buyerId' | 'buyerName' | 'buyerType'>

/**
 * What a buyer published or bought, as rows that `judgeSignals` judges like any other: the source's last day is the
 * deadline, its first day the event day, its amount ours. Each once, and none that `known` has under the same id, or under
 * the same title, buyer and type.
 */
export function toRawSignals(
  opportunities: readonly BuyerOpportunity[],
  { buyer, domain, known }: { buyer: BuyerBrief; domain: string; known: readonly Known[] },
): RawSignal[] {
  const ids = new Set(known.map(({ id }) => id))
  const events = new Set(known.filter((signal) => isOf(buyer, signal)).map(eventOf))
  const rows: RawSignal[] = []
  for (const opportunity of opportunities) {
    const row = toRow(opportunity, buyer, domain)
    const isKnown = plainText(row.title) !== '' && events.has(eventOf(row))
    if (opportunity.buyerId !== buyer.id || ids.has(row.id) || isKnown) continue
    ids.add(row.id)
    rows.push(row)
  }
  return rows
}

function toRow(opportunity: BuyerOpportunity, buyer: BuyerBrief, domain: string): RawSignal {
  const isHeld = HELD.has(opportunity.type)
  return {
    id: opportunity.id,
    domain,
    type: opportunity.type,
    title: opportunity.title,
    summary: opportunity.summary,
    buyerId: buyer.id,
    buyerName: buyer.name,
    buyerType: buyer.type,
    buyerState: buyer.state,
    eventDate: opportunity.fromDate,
    deadline: isHeld ? null : opportunity.untilDate,
    detectedAt: null,
    status: isHeld ? null : opportunity.status,
    amountUsd: opportunity.amountUsd,
    vendor: opportunity.vendor,
    isAmendment: opportunity.type === 'contract_expiration' && CHANGES_A_CONTRACT.test(opportunity.title ?? ''),
    sourceTitle: opportunity.sourceTitle,
    sourceUrl: opportunity.sourceUrl,
    sourceRef: null,
    relevanceScore: null,
  }
}

function isOf(buyer: BuyerBrief, signal: Known): boolean {
  if (signal.buyerId !== null && signal.buyerId === buyer.id) return true
  const forms = nameForms(buyer.name, buyer.type)
  return nameForms(signal.buyerName, signal.buyerType).some((form) => forms.includes(form))
}

function eventOf({ type, title }: Pick<RawSignal, 'type' | 'title'>): string {
  const words = plainText(title, 1000)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
  return `${type}\n${words.trim()}`
}
