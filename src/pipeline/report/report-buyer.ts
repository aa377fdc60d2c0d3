import type { Account } from '../ports.ts'
import type { Run } from '../step.ts'
import type { Buyers } from './buyers/cached-buyers.ts'
import { buyerEvidenceLines } from './buyers/evidence-lines.ts'
import type { BuyerFindings } from './buyers/findings.ts'
import { procurementPath } from './buyers/procurement.ts'
import { snapshotFromSignals, toSnapshot } from './buyers/snapshot.ts'
import type { ReportRunInput } from './desk-store.ts'
import { type Prepared, preparedPitch, sealOfPitch } from './prepared.ts'
import { withoutContacts } from './rank/without-contacts.ts'
import { chooseBuyersStep, type FeaturedBuyer } from './steps/choose-buyers.ts'
import { chooseDmStep, type DmChosen } from './steps/choose-dm.ts'
import { type FoundBuyer, findBuyerStep } from './steps/find-buyer.ts'
import { moreAtBuyerStep } from './steps/more-at-buyer.ts'
import { type ContactsRead, readContactsStep } from './steps/read-contacts.ts'
import { readLogoStep } from './steps/read-logo.ts'
import { readOpportunitiesStep } from './steps/read-opportunities.ts'
import { type WrittenPitch, writePitch } from './steps/write-pitch.ts'
import { decideTier } from './tier.ts'
import type { BuyerSnapshot, Signal, Tier } from './types.ts'
import type { Writer } from './writer.ts'

/** Who buys, who decides there, and what to say to them: made beside the ranking, from the buyer's own record. */

export type BuyerFacts = {
  /** All signals, best first by the rule. */
  all: Signal[]
  account: Account | null
  product: string | null
  writer: Writer
  buyers: Buyers | null
  /** The report made ahead whose words serve this one; null when everything is written now. */
  prepared: Prepared | null
}

export type BuyerReport = {
  findings: BuyerFindings
  tier: { tier: Tier; reason: string }
  /** Tier 3 only. */
  pitch: SealedPitch | null
}

/** `seal` says what the words were checked against. */
export type SealedPitch = WrittenPitch & { seal: string }

type ReportRun = Run<ReportRunInput>

export async function reportBuyer(run: ReportRun, facts: BuyerFacts): Promise<BuyerReport> {
  const { all, account, product } = facts
  const { reply, strippedText: replyText } = run.input
  const today = run.now.toISOString().slice(0, 10)
  const own = { name: account?.accountName ?? reply.companyName, domain: reply.domain }
  const { featured, others } = await run.step(chooseBuyersStep, { all, product, replyText, account: own, today })
  const signals = featured ? withIds(all, featured.signalIds) : []
  // Without a source of buyers there is nothing to look up, and no step to pay for.
  const { found, contacts } = featured && facts.buyers ? await lookUp(run, facts.buyers, featured) : NOTHING_FOUND
  const { record } = found
  const extras = record && facts.buyers ? readExtras(run, facts, { buyers: facts.buyers, record, today }) : NO_EXTRAS
  // Whoever awaits it below hears of its failure; until then it is nobody's.
  extras.catch(() => undefined)
  const people = record ? await run.step(chooseDmStep, { read: contacts, product, signals, record, today }) : NOBODY
  const snapshot = record
    ? toSnapshot(record, found.how ?? '')
    : (snapshotFromSignals(signals) ?? bareSnapshot(featured))
  const known: Known = { featured, found, snapshot, signals, people }
  const tier = tierOf(run, facts, people.dm?.verified ?? false)
  const pitch = tier.tier === 3 ? await pitchOf(run, facts, known) : null
  const { more, logo } = await extras
  const findings = { ...findingsOf(known, contacts), snapshot: snapshot && { ...snapshot, logo }, others, more }
  return { findings, tier, pitch }
}

type Known = {
  featured: FeaturedBuyer | null
  found: FoundBuyer
  snapshot: BuyerSnapshot | null
  signals: Signal[]
  people: DmChosen
}

function findingsOf(
  { featured, found, snapshot, people }: Known,
  read: ContactsRead,
): Omit<BuyerFindings, 'others' | 'more'> {
  const path = found.record ? procurementPath(found.record) : null
  return {
    snapshot,
    note: found.note,
    signalIds: featured?.signalIds ?? [],
    dm: people.dm,
    dmNote: people.dm ? null : (read.note ?? people.note),
    contacts: people.contacts,
    contactsKnown: found.record && read.note === null ? people.known : null,
    procurement: {
      procurement: path?.lines ?? [],
      procurementNote: path ? path.note : 'No procurement record of this buyer could be read.',
    },
  }
}

/** Words made ahead while they are of the same buyer and person, else written now. */
async function pitchOf(run: ReportRun, facts: BuyerFacts, known: Known): Promise<SealedPitch | null> {
  const { all, account, product, writer, prepared } = facts
  const { snapshot, found, signals, people } = known
  if (!snapshot) return null
  // A title may hold an address; a model sees none.
  const dmTitle = people.dm?.title ? withoutContacts(people.dm.title) : null
  const record = found.record ? buyerEvidenceLines(found.record, snapshot) : []
  const shown = signals.length > 0 ? signals : all
  const seal = sealOfPitch({
    product,
    signals: shown,
    record,
    dmId: people.dm?.contactId ?? null,
    dmTitle,
  })
  const kept = prepared && preparedPitch(prepared, { snapshot }, seal)
  if (kept) return { ...kept, seal }
  const { reply, strippedText: replyText, angle } = run.input
  const names = [reply.companyName, account?.accountName, product]
  const written = await writePitch(run, {
    buyerName: snapshot.name,
    record,
    dmTitle,
    dmName: people.dm?.name ?? null,
    signals: shown,
    product,
    replyText,
    angle,
    now: run.now,
    writer,
    allowedNames: names.filter((name) => typeof name === 'string'),
  })
  return { ...written, seal }
}

const NOBODY: DmChosen = { dm: null, note: null, contacts: [], known: 0 }

const NOTHING_FOUND: { found: FoundBuyer; contacts: ContactsRead } = {
  found: { record: null, how: null, note: null },
  contacts: { total: 0, contacts: [], note: null },
}

/** The seller's own account, where it is a public body that the source knows by its site: for a report without signals. */
export async function ownRecord(
  run: ReportRun,
  { account, buyers }: Pick<BuyerFacts, 'account' | 'buyers'>,
): Promise<BuyerSnapshot | null> {
  const { reply, freshness } = run.input
  const name = account?.accountName ?? reply.companyName
  if (!buyers || name === null) return null
  const wanted = { id: null, name, type: null, state: null, website: reply.domain }
  const { record, how } = await run.step(findBuyerStep(buyers), { wanted, freshness, isBySite: true })
  return record ? toSnapshot(record, how ?? '') : null
}

/** Record and contacts side by side where the signals name the buyer by id; else the contacts of whom the record is. */
async function lookUp(run: ReportRun, buyers: Buyers, featured: FeaturedBuyer) {
  const { freshness } = run.input
  const { signalIds: _ids, score: _score, reason: _reason, ...wanted } = featured
  const read = (buyerId: string) => run.step(readContactsStep(buyers), { buyerId, freshness })
  const early = featured.id === null ? null : read(featured.id)
  // Whoever awaits it later hears of its failure; nobody does when the record is another one.
  early?.catch(() => undefined)
  const found = await run.step(findBuyerStep(buyers), { wanted, freshness })
  if (!found.record) return { ...NOTHING_FOUND, found }
  const contacts = found.record.id === featured.id && early ? await early : await read(found.record.id)
  return { found, contacts }
}

type AtBuyer = { buyers: Buyers; record: NonNullable<FoundBuyer['record']>; today: string }

/** What a report waits for no longer than a moment: more of the buyer's record, and its logo. */
async function readExtras(run: ReportRun, facts: BuyerFacts, at: AtBuyer) {
  const [more, logo] = await Promise.all([
    readMore(run, facts, at),
    run.step(readLogoStep(at.buyers), { url: at.record.logoUrl }),
  ])
  return { more, logo }
}

const NO_EXTRAS = Promise.resolve({ more: [], logo: null })

async function readMore(run: ReportRun, { product, all }: BuyerFacts, { buyers, record, today }: AtBuyer) {
  const { freshness, reply } = run.input
  const found = await run.step(readOpportunitiesStep(buyers), { buyerId: record.id, product, today, freshness })
  return run.step(moreAtBuyerStep, { found, record, domain: reply.domain, all, product, today })
}

function tierOf(run: ReportRun, { all, account }: BuyerFacts, hasVerifiedDm: boolean) {
  const { reply, tier } = run.input
  const openSignals = all.filter(({ state }) => state === 'open').length
  const accountTier = reply.accountTier ?? account?.tier ?? null
  return decideTier({ accountTier, requested: tier, hasVerifiedDm, openSignals })
}

/** The seller's own account stands as the buyer where no signal names one: its name is all that is known. */
function bareSnapshot(featured: FeaturedBuyer | null): BuyerSnapshot | null {
  if (!featured?.name) return null
  const place = {
    type: null,
    state: null,
    city: null,
    website: featured.website,
    logoUrl: null,
    logo: null,
    size: null,
  }
  const budget = { budgetUsd: null, budgetYear: null, budgetConfidence: null, budgetSource: null }
  return { id: null, name: featured.name, ...place, ...budget, facts: [], matchedBy: null }
}

function withIds(all: Signal[], ids: readonly string[]): Signal[] {
  const byId = new Map(all.map((signal) => [signal.id, signal]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
