import type { Account } from '../ports.ts'
import { stateOfBuyer } from './buyers/buyer-names.ts'
import type { BuyerFindings } from './buyers/findings.ts'
import { groupByBuyer } from './buyers/group-buyers.ts'
import { longDay, sourcesOf, toReportSignal, type Written } from './report-signal.ts'
import { sentNoteOf } from './signals/already-sent.ts'
import type {
  BuyerSnapshot,
  Contact,
  Gameplan,
  Instant,
  LeftOut,
  Note,
  Relevance,
  ReplyInput,
  ReportDocument,
  Signal,
  Tier,
} from './types.ts'

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
  buyer: BuyerFindings
  tier: { tier: Tier; reason: string }
  /** Tier 3 only. */
  pitch: ({ relevance: Relevance } & Pick<Gameplan, 'pitch' | 'lead' | 'script'>) | null
  /** In which e-mail the prospect saw a signal, by id. */
  sentEmails: ReadonlyMap<string, number | null>
  preparedAt: Instant | null
  budgetNote: string | null
  now: Date
}

/** Tier 3 tells of few signals at length. */
const MOST_PARAGRAPHS = 6

/** Puts the report together: a fixed layout, counts by code, and no sentence that is not already checked. */
export function assembleReport(facts: AssemblyFacts): ReportDocument {
  const { reply, account, all, buyer, now } = facts
  const { tier, reason } = facts.tier
  const product = reply.product ?? account?.product ?? null
  const chosen = tier === 3 ? facts.chosen.slice(0, MOST_PARAGRAPHS) : facts.chosen
  const counts = countAll(all)
  const company = reply.companyName ?? account?.accountName ?? null
  return {
    shape: 2,
    title: titleOf({ all, chosen, buyer, tier, product: product ?? company ?? reply.domain }),
    prospect: { name: reply.prospectName, title: reply.prospectTitle, company, domain: reply.domain },
    product,
    tier,
    tierReason: reason,
    ranking: facts.ranking,
    rankingNote: facts.rankingNote,
    angle: facts.angle,
    buyer: tier === 1 ? basicOf(buyer.snapshot) : buyer.snapshot,
    buyerNote: buyer.note,
    otherBuyers: buyer.others,
    ...peopleOf(buyer, tier),
    signals: chosen.map((written) => toReportSignal(written, tier)),
    moreAtBuyer: tier === 1 ? [] : buyer.more,
    sentNote: sentNoteOf(all, facts.sentEmails),
    whyTheyCare: facts.whyTheyCare,
    relevance: tier === 3 ? (facts.pitch?.relevance ?? null) : null,
    gameplan: tier === 3 && facts.pitch ? gameplanOf(facts.pitch, buyer) : null,
    notes: facts.notes,
    counts,
    droppedClaims: facts.droppedClaims,
    preparedAt: facts.preparedAt,
    budgetNote: facts.budgetNote,
    dataLine: dataLineOf(all, facts.leftOut),
    madeAt: now.toISOString(),
  }
}

/** Who is named. Somebody whom the source is not sure of makes no tier, and is still whom the rep would ask for. */
function peopleOf({ dm, dmNote, contacts, contactsKnown }: BuyerFindings, tier: Tier) {
  const shown = tier === 1 && dm?.verified ? null : dm
  return { dm: shown, dmNote, contacts: tier === 3 ? contacts : [], contactsKnown }
}

/** Tier 1 tells where and what the buyer is; budget and record come with tier 2. */
function basicOf(snapshot: BuyerSnapshot | null): BuyerSnapshot | null {
  if (!snapshot) return null
  const money = { budgetUsd: null, budgetYear: null, budgetConfidence: null, budgetSource: null }
  return { ...snapshot, ...money, facts: [], logoUrl: null, logo: null }
}

const MOST_SECONDARY = 3

/** Whom to call, by code; what to say, as it was checked; how the buyer buys, as its record says. */
function gameplanOf(
  pitch: NonNullable<AssemblyFacts['pitch']>,
  { dm, contacts, procurement }: BuyerFindings,
): Gameplan {
  const others = contacts.filter(({ contactId }) => contactId !== dm?.contactId)
  return {
    pitch: pitch.pitch,
    lead: pitch.lead,
    primary: dm ? `${named(dm)}: ${dm.reason}` : null,
    secondary: others.slice(0, MOST_SECONDARY).map((contact) => `${named(contact)}: ${contact.reason}`),
    script: pitch.script,
    ...procurement,
  }
}

const named = ({ name, title }: Pick<Contact, 'name' | 'title'>) => (title ? `${name}, ${title}` : name)

/** A buyer that goes by its id here and by its name there is one, and `Arizona` is `AZ`. */
function countAll(all: Signal[]): ReportDocument['counts'] {
  const buyers = groupByBuyer(all).filter(({ id, name }) => id !== null || name !== null)
  const states = new Set(
    buyers.map(({ name, state }) => stateOfBuyer(name, state) ?? state).filter((state) => state !== null),
  )
  return {
    signals: all.length,
    open: all.filter((signal) => signal.state === 'open').length,
    buyers: buyers.length,
    states: states.size,
    alreadySent: all.filter((signal) => signal.alreadySent).length,
  }
}

type Titled = { all: Signal[]; chosen: Written[]; buyer: BuyerFindings; tier: Tier; product: string }

/**
 * One buyer is named, and so is the featured one where the report is about it (tiers 2 and 3); of several, all that were
 * found are counted, as in the figures below the title.
 */
function titleOf({ all, chosen, buyer, tier, product }: Titled): string {
  const { buyers } = countAll(all)
  const first = chosen[0]?.signal.buyerName ?? buyer.snapshot?.name ?? 'Buying signals'
  const featured = tier > 1 ? buyer.snapshot?.name : undefined
  return `${featured ?? (buyers > 1 ? `${buyers} buyers` : first)} — Intelligence Report for ${product}`
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

const earlier = (a: string, b: string) => (a < b ? a : b)
const later = (a: string, b: string) => (a > b ? a : b)
