import type { BuyerSnapshot, Day, ReportDocument } from '../pipeline/report/types.ts'
import { buyerKind } from './buyer-kind.ts'
import { plain } from './html.ts'
import { type SafeLink, toSafeLink } from './links.ts'
import { type SignalView, type SourceView, sourceView } from './model-signals.ts'
import { stateName } from './states.ts'
import { count, longDate, money } from './words.ts'

export type BuyerView = {
  name: string
  initials: string
  /** A picture that is part of the page, as a data URI; null where the drawn badge stands. */
  logo: string | null
  /** The sign of its type, before `line`; null where none is usual. */
  emoji: string | null
  /** `School district in Cedar Hollow, Arizona`. */
  line: string | null
  /** Its size alone, as `facts` has it too: `12,400 students`. */
  size: string | null
  website: SafeLink | null
  facts: { label: string; value: string; source: SourceView | null }[]
  /** How its record was found. Internal view only. */
  matchedBy: string | null
}

const MOST_FACTS = 14

/** The featured buyer, or null when nothing is known beyond what its signals already say. */
export function buyerView(document: ReportDocument): BuyerView | null {
  const buyer = document.buyer
  if (!buyer) return null
  const website = toSafeLink(
    buyer.website && !buyer.website.includes('://') ? `https://${buyer.website}` : buyer.website,
  )
  const facts = [...sizeOf(buyer), ...budgetOf(buyer), ...buyer.facts]
    .slice(0, MOST_FACTS)
    .map(({ label, value, source }) => ({
      label: plain(label, 60),
      value: plain(value, 400),
      source: source && sourceView(source),
    }))
    .filter((fact) => fact.label !== '' && fact.value !== '')
  if (document.tier === 1 && facts.length === 0 && !website && !buyer.city) return null
  return {
    name: plain(buyer.name, 120),
    initials: initialsOf(buyer.name),
    logo: logoOf(buyer.logo),
    emoji: buyerKind(buyer.type)?.emoji ?? null,
    line: lineOf(buyer),
    size: plain(sizeOf(buyer)[0]?.value ?? '', 80) || null,
    website,
    facts,
    matchedBy: plain(buyer.matchedBy ?? '', 200) || null,
  }
}

type Facts = BuyerSnapshot['facts']

/** A bare number of the source gets its separators. */
function sizeOf({ size }: BuyerSnapshot): Facts {
  if (!size) return []
  const value = size.value.replace(/^\s*\d{4,15}(?!\d|[.,]\d)/, (digits) => Number(digits).toLocaleString('en-US'))
  return [{ label: size.label, value, source: null }]
}

/** `Budget, fiscal year 2026`: `$148,000,000 (verified)`. */
function budgetOf({ budgetUsd, budgetYear, budgetConfidence, budgetSource }: BuyerSnapshot): Facts {
  const amount = money(budgetUsd)
  if (amount === null) return []
  const hasYear = budgetYear !== null && Number.isInteger(budgetYear)
  return [
    {
      label: hasYear ? `Budget, fiscal year ${budgetYear}` : 'Annual budget',
      value: budgetConfidence === null ? amount : `${amount} (${budgetConfidence})`,
      source: budgetSource,
    },
  ]
}

const LONGEST_LOGO = 60_000
const PICTURE = /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]{4,}={0,2}$/

/** Only a picture that is part of the document: fetching one would tell somebody else's server who reads the page. */
function logoOf(url: string | null): string | null {
  return url !== null && url.length <= LONGEST_LOGO && PICTURE.test(url) ? url : null
}

/** One or two letters for the drawn badge, which stands where a logo would contact somebody else's server. */
export function initialsOf(name: string): string {
  const firsts =
    plain(name, 120)
      .replace(/^(?:dr|mrs?|ms|mx|prof|rev|hon)\.? /i, '')
      .match(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu) ?? []
  return firsts.slice(0, 2).join('').toLocaleUpperCase('en') || '•'
}

function lineOf(buyer: { type: string | null; state: string | null; city?: string | null }): string | null {
  const type = buyerKind(buyer.type)?.label ?? ''
  const place = [plain(buyer.city ?? '', 80), buyer.state?.trim() ? stateName(buyer.state) : '']
    .filter(Boolean)
    .join(', ')
  if (type && place) return `${type} in ${place}`
  return type || place || null
}

export type OtherBuyerView = {
  name: string
  emoji: string | null
  /** `County in Ohio`. */
  line: string | null
  /** `2 signals, 1 open`; on a later day `1 open on 2 March 2026`. */
  tally: string
  headline: string | null
  /** The number of its best signal on this page; null when it is not among those shown. */
  number: number | null
}

const MOST_OTHERS = 4

/** Buyers beside the featured one. Their open signals were counted on the day of the report, said where it is `openOn`. */
export function otherBuyers(document: ReportDocument, shown: SignalView[], openOn: Day | null): OtherBuyerView[] {
  const since = openOn === null ? '' : ` on ${longDate(openOn)}`
  return document.otherBuyers
    .slice(0, MOST_OTHERS)
    .map((buyer) => ({
      name: plain(buyer.name, 120),
      emoji: buyerKind(buyer.type)?.emoji ?? null,
      line: lineOf(buyer),
      tally: `${count(buyer.signals, 'signal')}, ${buyer.open} open${since}`,
      headline: plain(buyer.headline ?? '', 200) || null,
      number: shown.find((signal) => signal.id === buyer.signalId)?.number ?? null,
    }))
    .filter((buyer) => buyer.name !== '')
}
