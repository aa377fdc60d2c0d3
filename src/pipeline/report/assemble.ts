import type { Account } from '../ports.ts'
import { decideTier } from './tier.ts'
import type {
  BuyerSnapshot,
  LeftOut,
  Note,
  ReplyInput,
  ReportDocument,
  ReportSignal,
  Signal,
  SourceLink,
  Tier,
} from './types.ts'

/** One chosen signal with the words that are shown of it. */
export type Written = { signal: Signal; bullet: string; whyItMatters: string | null }

export type AssemblyFacts = {
  reply: ReplyInput
  account: Account | null
  notes: Note[]
  /** All signals after cleaning, best first. */
  all: Signal[]
  leftOut: LeftOut[]
  chosen: Written[]
  whyTheyCare: string | null
  ranking: 'claude' | 'rules'
  rankingNote: string | null
  droppedClaims: number
  angle: string | null
  requestedTier: Tier | null
  now: Date
}

/** Puts the report together: a fixed layout, counts by code, and no sentence that is not already checked. */
export function assembleReport(facts: AssemblyFacts): ReportDocument {
  const { reply, account, all, chosen, now } = facts
  const product = reply.product ?? account?.product ?? null
  const signals = chosen.map(toReportSignal)
  const counts = countAll(all)
  const accountTier = reply.accountTier ?? account?.tier ?? null
  const requested = facts.requestedTier
  const { tier, reason } = decideTier({ accountTier, requested, hasVerifiedDm: false, openSignals: counts.open })
  return {
    shape: 1,
    title: titleOf(signals, counts.buyers, product ?? reply.companyName ?? account?.accountName ?? reply.domain),
    prospect: {
      name: reply.prospectName,
      title: reply.prospectTitle,
      company: reply.companyName ?? account?.accountName ?? null,
      domain: reply.domain,
    },
    product,
    tier,
    tierReason: reason,
    ranking: facts.ranking,
    rankingNote: facts.rankingNote,
    angle: facts.angle,
    buyer: featuredBuyer(signals),
    dm: null,
    contacts: [],
    signals,
    whyTheyCare: facts.whyTheyCare,
    relevance: null,
    gameplan: null,
    notes: facts.notes,
    counts,
    droppedClaims: facts.droppedClaims,
    dataLine: dataLineOf(all, facts.leftOut),
    madeAt: now.toISOString(),
  }
}

function toReportSignal({ signal, bullet, whyItMatters }: Written): ReportSignal {
  return {
    id: signal.id,
    type: signal.type,
    title: signal.title ?? signal.sourceTitle ?? bullet.slice(0, 80),
    bullet,
    whyItMatters,
    buyerId: signal.buyerId,
    buyerName: signal.buyerName,
    buyerType: signal.buyerType,
    buyerState: signal.buyerState,
    eventDate: signal.eventDate,
    deadline: signal.deadline,
    state: signal.state,
    daysLeft: signal.daysLeft,
    amountUsd: signal.amountUsd,
    vendor: signal.vendor,
    sources: sourcesOf(signal),
    alreadySent: signal.alreadySent,
    score: signal.score,
    reasons: signal.reasons,
  }
}

function sourcesOf(signal: Signal): SourceLink[] {
  const title = signal.sourceTitle ?? signal.sourceRef ?? signal.title
  if (!signal.sourceUrl && !title) return []
  return [{ title: title ?? 'Source', url: signal.sourceUrl }]
}

function countAll(all: Signal[]): ReportDocument['counts'] {
  return {
    signals: all.length,
    open: all.filter((signal) => signal.state === 'open').length,
    buyers: new Set(all.map((signal) => signal.buyerId ?? signal.buyerName).filter((buyer) => buyer !== null)).size,
    states: new Set(all.map((signal) => signal.buyerState).filter((state) => state !== null)).size,
    alreadySent: all.filter((signal) => signal.alreadySent).length,
  }
}

const nameKey = (signal: ReportSignal) => signal.buyerName?.trim().toLowerCase() ?? null

/** One buyer is named; of several, all that were found are counted, as in the figures below the title. */
function titleOf(signals: ReportSignal[], buyers: number, product: string): string {
  const [first] = signals
  const subject = buyers > 1 ? `${buyers} buyers` : (first?.buyerName ?? 'Buying signals')
  return `${subject} — Intelligence Report for ${product}`
}

/** The buyer with the most of what is shown; the better ranked one when two have as many. Only what signals say. */
function featuredBuyer(signals: ReportSignal[]): BuyerSnapshot | null {
  const groups = Map.groupBy(
    signals.filter((signal) => signal.buyerName !== null),
    nameKey,
  )
  const best = [...groups.values()].reduce<ReportSignal[]>(
    (top, group) => (group.length > top.length ? group : top),
    [],
  )
  const first = best[0]
  if (!first?.buyerName) return null
  return {
    id: best.find((signal) => signal.buyerId !== null)?.buyerId ?? null,
    name: first.buyerName,
    type: best.find((signal) => signal.buyerType !== null)?.buyerType ?? null,
    state: best.find((signal) => signal.buyerState !== null)?.buyerState ?? null,
    city: null,
    website: null,
    logoUrl: null,
    size: null,
    budgetUsd: null,
    facts: [],
  }
}

function dataLineOf(all: Signal[], leftOut: LeftOut[]): string {
  const days = all.map((signal) => signal.eventDate).filter((day) => day !== null)
  const [first, last] = [days.reduce(earlier, days[0] ?? ''), days.reduce(later, days[0] ?? '')]
  const window = first && last ? ` dated ${longDay(first)} to ${longDay(last)}` : ''
  const bare = all.filter((signal) => sourcesOf(signal).length === 0).length
  const sources = bare === 0 ? ', each with its source' : `, ${bare} of them without a named source`
  const rows = leftOut.length === 1 ? '1 row was' : `${leftOut.length} rows were`
  const rest = leftOut.length > 0 ? ` ${rows} left out as duplicate, stale or empty.` : ''
  return `Public-sector signals${window}${sources}.${rest}`
}

const LONG_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const longDay = (day: string) => LONG_DAY.format(new Date(`${day}T00:00:00Z`))

const earlier = (a: string, b: string) => (a < b ? a : b)
const later = (a: string, b: string) => (a > b ? a : b)
