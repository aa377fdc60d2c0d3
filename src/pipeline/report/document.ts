import type { BuyerSnapshot, Contact, DecisionMaker, Gameplan, ReportDocument, ReportSignal } from './types.ts'

/** A document of the first shape: what it lacks against the present one. */
type FirstShape = Omit<
  ReportDocument,
  'shape' | keyof typeof NEW_FIELDS | 'signals' | 'buyer' | 'dm' | 'contacts' | 'gameplan'
> & {
  shape: 1
  signals: Omit<ReportSignal, 'paragraph'>[]
  buyer: Omit<BuyerSnapshot, keyof typeof NEW_OF_BUYER> | null
  dm: Omit<DecisionMaker, 'contactId' | 'isPersonalMail'> | null
  contacts: Omit<Contact, 'contactId' | 'isPersonalMail' | 'reason'>[]
  gameplan: Omit<Gameplan, 'pitch' | 'lead' | 'procurementNote'> | null
}

const NEW_FIELDS = {
  buyerNote: null,
  otherBuyers: [],
  dmNote: null,
  contactsKnown: null,
  moreAtBuyer: [],
  sentNote: null,
  preparedAt: null,
  budgetNote: null,
}
const NEW_OF_BUYER = { logo: null, budgetYear: null, budgetConfidence: null, budgetSource: null, matchedBy: null }

/** A stored document in the present shape. One of a shape that is newer than this code stays as it is: views refuse it. */
export function readDocument(stored: ReportDocument | FirstShape): ReportDocument {
  if (stored.shape !== 1) return stored
  const { buyer, dm, gameplan } = stored
  return {
    ...stored,
    ...NEW_FIELDS,
    shape: 2,
    signals: stored.signals.map((signal) => ({ ...signal, paragraph: null })),
    buyer: buyer && { ...buyer, ...NEW_OF_BUYER },
    dm: dm && { ...dm, contactId: '', isPersonalMail: false },
    contacts: stored.contacts.map((contact) => ({ ...contact, contactId: '', isPersonalMail: false, reason: '' })),
    gameplan: gameplan && { ...gameplan, pitch: null, lead: null, procurementNote: null },
  }
}
