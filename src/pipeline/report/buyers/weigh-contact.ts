import type { BuyerContact } from '../../ports.ts'
import { isFreeMailHost, parseDomain } from '../domain-name.ts'
import { buyerKind } from '../signals/buyer-kinds.ts'
import { clamp } from '../signals/components.ts'
import { daysFrom } from '../signals/days.ts'
import type { Domain } from '../types.ts'
import { mailOf } from './merge-contacts.ts'
import type { RoleNeeds } from './role-needs.ts'
import { meets, subjectOf } from './subjects.ts'
import type { Area } from './title-areas.ts'
import { type Rank, readTitle, type TitleReading } from './titles.ts'

/** The buyer as far as its people are weighed. */
export type ContactsBuyer = {
  name: string
  type: string | null
  website: string | null
  emailDomains: readonly string[]
}

/** One person with the measures of the rule; all numbers are 0 to 1. */
export type WeighedContact = {
  contact: BuyerContact
  reading: TitleReading
  /** How well the title fits the sale, and by what: the area, and whether the title names the product's own subject. */
  fit: number
  area: Area | null
  isOnSubject: boolean
  score: number
  confidence: number
  mail: string | null
  isVerified: boolean
  isPersonalMail: boolean
  /** The address is at another domain than the buyer's; false where its domains are not known. */
  isOffDomain: boolean
}

/** What orders people; the weights sum to 1. */
export const CONTACT_WEIGHTS = { fit: 0.55, rank: 0.2, mail: 0.15, present: 0.05, phone: 0.05 } as const

const RANK_WORTH: Record<Rank, number> = {
  head: 0.8,
  chief: 1,
  director: 0.95,
  manager: 0.75,
  coordinator: 0.55,
  staff: 0.2,
  support: 0.05,
}
/** A title that names the product's own subject fits fully, one that names that of a signal nearly. */
const ON_SUBJECT = { product: 1, signals: 0.8 } as const
/** Who runs a small body runs all of it: its chief of police, its library director. */
const HEADS: Partial<Record<ReturnType<typeof buyerKind> & string, Area>> = {
  police: 'police',
  fire: 'fire',
  library: 'library',
}
const HEAD_OF_SPECIAL = 0.75
/** What is left of the confidence where something speaks against an address or a person. */
const DOUBT = { offDomain: 0.8, personalMail: 0.5, interim: 0.95, unchecked: 0.9 } as const
const STALE_DAYS = 365

/** Weighs one person for one sale: score = sum of weight × measure; confidence = score × every doubt. */
export function weighContact(
  contact: BuyerContact,
  { needs, buyer, now }: { needs: RoleNeeds | null; buyer: ContactsBuyer; now: Date },
): WeighedContact {
  const reading = readTitle(contact.title, contact.normalizedTitles)
  const fit = fitOf(reading, needs, buyer)
  const mail = mailOf(contact)
  const isPersonalMail = mail !== null && isFreeMailHost(mail.slice(mail.lastIndexOf('@') + 1))
  const isVerified = mail !== null && contact.emailVerified === true && !isPersonalMail
  const isOffDomain = mail !== null && !isPersonalMail && isElsewhere(mail, buyer)
  const phone = contact.directPhone !== null ? 1 : contact.phone !== null ? 0.6 : 0
  const measures = {
    fit: fit.fit,
    rank: RANK_WORTH[reading.rank],
    mail: isVerified ? 1 : mail === null ? 0 : 0.3,
    present: contact.worksAtBuyer === true ? 1 : contact.worksAtBuyer === null ? 0.5 : 0,
    phone,
  }
  const score = (Object.keys(CONTACT_WEIGHTS) as (keyof typeof CONTACT_WEIGHTS)[]).reduce(
    (sum, measure) => sum + CONTACT_WEIGHTS[measure] * measures[measure],
    0,
  )
  const age = daysFrom(now, contact.emailCheckedAt?.slice(0, 10) ?? null)
  const doubts = [
    isOffDomain ? DOUBT.offDomain : 1,
    isPersonalMail ? DOUBT.personalMail : 1,
    reading.isInterim ? DOUBT.interim : 1,
    age !== null && -age > STALE_DAYS ? DOUBT.unchecked : 1,
  ]
  return {
    contact,
    reading,
    ...fit,
    score: rounded(score * (isOffDomain ? DOUBT.offDomain : 1)),
    confidence: rounded(doubts.reduce((left, doubt) => left * doubt, score)),
    mail,
    isVerified,
    isPersonalMail,
    isOffDomain,
  }
}

/** The best of the title's areas, or the subject itself where the title names it. Staff and support decide little. */
function fitOf(
  reading: TitleReading,
  needs: RoleNeeds | null,
  buyer: ContactsBuyer,
): Pick<WeighedContact, 'fit' | 'area' | 'isOnSubject'> {
  const nothing = { fit: 0, area: null, isOnSubject: false }
  if (needs === null || reading.areas.includes('board')) return { ...nothing, area: reading.areas[0] ?? null }
  const subject = subjectOf(reading.words)
  const named = meets(subject, needs.product)
    ? ON_SUBJECT.product
    : meets(subject, needs.signals)
      ? ON_SUBJECT.signals
      : 0
  const kind = buyerKind(buyer.type, buyer.name)
  const worthOf = (area: Area) => {
    const isHead = kind !== null && HEADS[kind] === area && /^(?:head|chief|director)$/.test(reading.rank)
    return Math.max(needs.areas.get(area) ?? 0, isHead ? HEAD_OF_SPECIAL : 0)
  }
  const best = reading.areas.reduce<{ area: Area | null; worth: number }>(
    (best, area) => (worthOf(area) > best.worth ? { area, worth: worthOf(area) } : best),
    { area: reading.areas[0] ?? null, worth: 0 },
  )
  const share = reading.rank === 'support' ? 0.2 : reading.rank === 'staff' ? 0.5 : 1
  return { fit: rounded(Math.max(named, best.worth) * share), area: best.area, isOnSubject: named > best.worth }
}

function isElsewhere(mail: string, buyer: ContactsBuyer): boolean {
  const own = [buyer.website, ...buyer.emailDomains].flatMap((name) => domainIn(name) ?? [])
  const domain = domainIn(mail)
  return own.length > 0 && (domain === null || !own.includes(domain))
}

function domainIn(text: string | null): Domain | null {
  const parsed = text === null ? null : parseDomain(text)
  return parsed?.ok ? parsed.domain : null
}

function rounded(value: number): number {
  return Math.round(clamp(value) * 10_000) / 10_000
}
