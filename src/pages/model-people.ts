import type { Contact, DecisionMaker, ReportDocument } from '../pipeline/report/types.ts'
import { plain } from './html.ts'
import { count } from './words.ts'

export type PeopleView = {
  /** The heading over whoever can be shown. */
  peopleHeading: string
  dm: DecisionMaker | null
  /** Why no decision maker is named. Internal view only. */
  dmNote: string | null
  /** Those who can be reached, at most ten, without the decision maker twice. */
  contacts: Contact[]
  /** `47 people on record at the source`. */
  contactsKnown: string | null
}

const MOST_CONTACTS = 10

/** Who decides and who else can be reached. */
export function peopleView(document: ReportDocument): PeopleView {
  const { dm, contactsKnown: known } = document
  const contacts = contactsOf(document)
  const note = plain(document.dmNote ?? '', 400)
  const dmNote = dm === null && note !== '' && couldBeNamed(document) ? note : null
  const contactsKnown = known ? `${count(known, 'person', 'people')} on record at the source` : null
  return { peopleHeading: headingOf(dm ?? dmNote, contacts), dm, dmNote, contacts, contactsKnown }
}

/** The people at the buyer were looked at, or the tier promises one: then it is worth a section why nobody is named. */
function couldBeNamed({ tier, contactsKnown }: ReportDocument): boolean {
  return tier > 1 || contactsKnown !== null
}

function contactsOf({ contacts, dm }: ReportDocument): Contact[] {
  const reachable = contacts.filter((contact) => contact.email || contact.phone)
  return reachable.filter((contact) => dm === null || !isSame(contact, dm)).slice(0, MOST_CONTACTS)
}

function isSame(contact: Contact, dm: DecisionMaker): boolean {
  if (contact.contactId !== '' && contact.contactId === dm.contactId) return true
  return contact.email ? contact.email === dm.email : contact.name === dm.name
}

function headingOf(dm: DecisionMaker | string | null, contacts: Contact[]): string {
  if (dm === null) return 'Key contacts'
  return contacts.length > 0 ? 'Decision maker and key contacts' : 'Decision maker'
}
