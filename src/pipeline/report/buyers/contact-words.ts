import { cutAtWord, plainText } from '../signals/plain-text.ts'
import { AREA_NAMES } from './title-areas.ts'
import type { WeighedContact } from './weigh-contact.ts'

/** What people were chosen by: the product, or the signals where no product is known. */
export type SaleSubject = { product: string | null; isFromSignals: boolean }

/** Why this person decides, in one sentence without any address or number. */
export function dmReason(weighed: WeighedContact, subject: SaleSubject): string {
  return `${upperFirst([fitText(weighed, subject), ...marks(weighed)].join('; '))}.`
}

/** Why this person is in the table: what they are responsible for, and how sure the address is. */
export function contactReason(weighed: WeighedContact): string {
  const area = weighed.area === null ? 'close to what is sold' : AREA_NAMES[weighed.area]
  return upperFirst([area, ...marks(weighed)].join('; '))
}

/** Why nobody is named, in words fit to show and without a name. */
export function noDmNote({
  all,
  fitting,
  left,
  subject,
}: {
  all: readonly WeighedContact[]
  /** Those who fit, are there and rank high enough. */
  fitting: readonly WeighedContact[]
  left: ReadonlyMap<string, string>
  subject: SaleSubject
}): string {
  if (all.length === 0) return 'No contacts are known at this buyer.'
  const known = all.length === 1 ? '1 contact is known' : `${all.length} contacts are known`
  const what = subject.product === null || subject.isFromSignals ? 'the signals' : 'the product'
  const bestLeft = all.find(({ contact, fit }) => left.has(contact.id) && fit >= 0.5)
  const gone = bestLeft ? ` One whose title fits ${left.get(bestLeft.contact.id) ?? 'has left'}.` : ''
  if (fitting.length === 0) return `${known}, none fits ${what} well enough.${gone}`
  if (fitting.some(({ isVerified }) => isVerified)) return `${known}, none is sure enough to be named.${gone}`
  const who = fitting.length === 1 ? 'the one whose title fits has' : `the ${fitting.length} whose titles fit have`
  return `${known}, but ${who} no verified e-mail.${gone}`
}

function fitText({ area, isOnSubject, reading }: WeighedContact, { product, isFromSignals }: SaleSubject): string {
  const sale = isFromSignals || product === null ? 'the signals' : `“${cutAtWord(plainText(product, 300), 60)}”`
  if (isOnSubject) return `the title is on the same subject as ${sale}`
  if (area === 'executive' && reading.rank === 'head') return 'heads the buyer; no title is closer to the sale'
  return `responsible for ${area === null ? 'the subject' : AREA_NAMES[area]}, which fits ${sale}`
}

function marks(weighed: WeighedContact): string[] {
  const { contact } = weighed
  const phone = contact.directPhone ? 'direct phone' : contact.phone ? 'phone' : null
  const mail = weighed.isPersonalMail
    ? 'personal e-mail address'
    : weighed.isVerified
      ? 'verified e-mail'
      : weighed.mail !== null
        ? 'unverified e-mail'
        : null
  return [
    mail,
    phone,
    weighed.isOffDomain ? 'address is not at the buyer’s own domain' : null,
    weighed.reading.isInterim ? 'interim' : null,
    contact.worksAtBuyer === null ? 'not confirmed to work there' : null,
  ].flatMap((mark) => mark ?? [])
}

function upperFirst(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
