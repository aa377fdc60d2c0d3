import type { BuyerContact } from '../../ports.ts'
import type { Contact, DecisionMaker, Signal } from '../types.ts'
import { contactReason, dmReason, noDmNote } from './contact-words.ts'
import { departuresOf, type Holder } from './departures.ts'
import { compareText } from './group-buyers.ts'
import { mergeContacts } from './merge-contacts.ts'
import { roleNeeds } from './role-needs.ts'
import { readTitle } from './titles.ts'
import { type ContactsBuyer, type WeighedContact, weighContact } from './weigh-contact.ts'

export type ContactFacts = {
  contacts: readonly BuyerContact[]
  /** What the seller sells; null when nobody knows. */
  product: string | null
  /** The judged signals of this buyer, with job changes and leadership changes. */
  signals: readonly Signal[]
  buyer: ContactsBuyer
  /** The run's recorded now. */
  now: Date
}

export type ChosenContacts = {
  dm: DecisionMaker | null
  /** Why no decision maker is named, fit to show; null when one is. */
  note: string | null
  /** At most ten, best first, each with an e-mail or a phone; the decision maker is the first. */
  contacts: Contact[]
  /** Distinct people, those that cannot be reached included. */
  known: number
  /** Who is not there any more, and why; never shown as a contact. */
  left: { contactId: string; why: string }[]
}

/** Below either of these nobody is named: no decision maker rather than a wrong one. */
export const DM_THRESHOLDS = { fit: 0.5, confidence: 0.6 } as const
/** A fitting person who can be reached at a personal address only is named, with this confidence at most. */
const PERSONAL_CONFIDENCE = 0.45
/** From here on a title has enough to do with the sale to be in the table. */
const LISTED_FIT = 0.2
const MOST_LISTED = 10

/**
 * The person at a buyer who decides on this sale, and those worth knowing, by one rule (`weigh-contact.ts`), never by
 * alphabet. A decision maker has a verified e-mail, is not known to have left, ranks as coordinator or above, and passes
 * both thresholds. Somebody whose only address is a personal one is named only when nobody else passes, unverified.
 * The same people in any order, or twice, give the same answer.
 */
export function chooseDecisionMaker(facts: ContactFacts): ChosenContacts {
  const merged = mergeContacts(facts.contacts)
  const left = departed(merged, facts)
  const needs = roleNeeds(facts.product, facts.signals)
  const all = merged.map((contact) => weighContact(contact, { needs, buyer: facts.buyer, now: facts.now })).sort(better)
  const there = all.filter(({ contact }) => !left.has(contact.id))
  const fitting = there.filter((each) => each.fit >= DM_THRESHOLDS.fit && decides(each))
  const primary =
    fitting.find((each) => each.isVerified && each.confidence >= DM_THRESHOLDS.confidence) ??
    fitting.find((each) => each.isPersonalMail && each.contact.emailVerified === true) ??
    null
  const listed = there.filter((each) => each !== primary && isReachable(each) && each.fit >= LISTED_FIT)
  const subject = { product: facts.product, isFromSignals: (needs?.product.topics.size ?? 0) === 0 }
  return {
    dm: primary && toDm(primary, dmReason(primary, subject)),
    note: primary === null ? noDmNote({ all, fitting, left, subject }) : null,
    contacts: [...(primary ? [primary] : []), ...listed].slice(0, MOST_LISTED).map(toContact),
    known: merged.length,
    left: [...left]
      .map(([contactId, why]) => ({ contactId, why }))
      .sort((a, b) => compareText(a.contactId, b.contactId)),
  }
}

/** By the record itself, by the title, or by a signal. */
function departed(contacts: readonly BuyerContact[], { signals, buyer }: ContactFacts): Map<string, string> {
  const holders = contacts.map(
    (contact): Holder => ({
      id: contact.id,
      name: contact.name,
      reading: readTitle(contact.title, contact.normalizedTitles),
      seenAt: contact.updatedAt?.slice(0, 10) ?? null,
    }),
  )
  const left = departuresOf(holders, signals, buyer)
  for (const contact of contacts) {
    if (contact.worksAtBuyer === false) left.set(contact.id, 'does not work there any more according to the record')
    else if (readTitle(contact.title).isFormer) left.set(contact.id, 'has left according to the title')
  }
  return left
}

function decides({ reading }: WeighedContact): boolean {
  return reading.rank !== 'staff' && reading.rank !== 'support'
}

function isReachable({ contact, mail }: WeighedContact): boolean {
  return mail !== null || filled(contact.phone) !== null || filled(contact.directPhone) !== null
}

/** Best first: score, then confidence, then fit, then the id, which says nothing about a name. */
function better(a: WeighedContact, b: WeighedContact): number {
  return b.score - a.score || b.confidence - a.confidence || b.fit - a.fit || compareText(a.contact.id, b.contact.id)
}

function toDm(weighed: WeighedContact, reason: string): DecisionMaker {
  const { contact, isPersonalMail } = weighed
  return {
    contactId: contact.id,
    name: contact.name,
    title: filled(contact.title),
    email: weighed.mail === null ? null : (contact.email?.trim() ?? null),
    phone: filled(contact.phone),
    directPhone: filled(contact.directPhone),
    verified: weighed.isVerified,
    confidence: isPersonalMail ? Math.min(weighed.confidence, PERSONAL_CONFIDENCE) : weighed.confidence,
    reason,
    isPersonalMail,
  }
}

function toContact(weighed: WeighedContact): Contact {
  const { contact } = weighed
  return {
    contactId: contact.id,
    name: contact.name,
    title: filled(contact.title),
    email: weighed.mail === null ? null : (contact.email?.trim() ?? null),
    phone: filled(contact.directPhone) ?? filled(contact.phone),
    verified: weighed.isVerified,
    isPersonalMail: weighed.isPersonalMail,
    reason: contactReason(weighed),
  }
}

function filled(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text
}
