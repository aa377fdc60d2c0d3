import type { ReportDocument } from '../pipeline/report/types.ts'
import { plain } from './html.ts'
import { type SafeLink, toSafeLink } from './links.ts'
import { type SourceView, sourceView } from './model-signals.ts'
import { stateName } from './states.ts'
import { money, spaced } from './words.ts'

export type BuyerView = {
  name: string
  initials: string
  /** `School district in Cedar Hollow, Arizona`. */
  line: string | null
  website: SafeLink | null
  facts: { label: string; value: string; source: SourceView | null }[]
}

/** The featured buyer, or null when nothing is known beyond what its signals already say. */
export function buyerView(document: ReportDocument): BuyerView | null {
  const buyer = document.buyer
  if (!buyer) return null
  const website = toSafeLink(
    buyer.website && !buyer.website.includes('://') ? `https://${buyer.website}` : buyer.website,
  )
  const budget = money(buyer.budgetUsd)
  const facts = [
    ...(buyer.size ? [{ ...buyer.size, source: null }] : []),
    ...(budget ? [{ label: 'Annual budget', value: budget, source: null }] : []),
    ...buyer.facts,
  ]
    .slice(0, 14)
    .map(({ label, value, source }) => ({
      label: plain(label, 60),
      value: plain(value, 400),
      source: source && sourceView(source),
    }))
    .filter((fact) => fact.label !== '' && fact.value !== '')
  if (document.tier === 1 && facts.length === 0 && !website && !buyer.city) return null
  return { name: plain(buyer.name, 120), initials: initialsOf(buyer.name), line: lineOf(buyer), website, facts }
}

/** One or two letters for the drawn badge, which stands where a logo would contact somebody else's server. */
export function initialsOf(name: string): string {
  const firsts =
    plain(name, 120)
      .replace(/^(?:dr|mrs?|ms|mx|prof|rev|hon)\.? /i, '')
      .match(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu) ?? []
  return firsts.slice(0, 2).join('').toLocaleUpperCase('en') || '•'
}

function lineOf(buyer: NonNullable<ReportDocument['buyer']>): string | null {
  const type = buyer.type?.trim() ? spaced(buyer.type, 60) : ''
  const place = [plain(buyer.city ?? '', 80), buyer.state?.trim() ? stateName(buyer.state) : '']
    .filter(Boolean)
    .join(', ')
  if (type && place) return `${type} in ${place}`
  return type || place || null
}
