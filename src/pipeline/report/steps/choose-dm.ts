import { textHash } from '../../canonical.ts'
import type { BuyerRecord } from '../../ports.ts'
import { empty, type Step, skipped } from '../../step.ts'
import { chooseDecisionMaker } from '../buyers/rank-contacts.ts'
import type { Contact, DecisionMaker, Signal } from '../types.ts'
import type { ContactsRead } from './read-contacts.ts'

/** `note` says why nobody is named, fit to show. */
export type DmChosen = { dm: DecisionMaker | null; note: string | null; contacts: Contact[]; known: number }

type Input = {
  read: ContactsRead
  product: string | null
  /** The featured buyer's signals. */
  signals: Signal[]
  record: BuyerRecord
  /** The day of the run's now: who has left by then is no longer named. */
  today: string
}

/** The decision maker and whom else to ask, by the documented score (docs/buyers.md); nobody rather than a wrong one. */
export const chooseDmStep: Step<Input, DmChosen> = {
  name: 'choose-dm',
  version: 2,
  keyOf: (input) => textHash(JSON.stringify(input)),
  work({ read, product, signals, record }, { now }) {
    const nobody: DmChosen = { dm: null, note: read.note, contacts: [], known: read.total }
    if (read.contacts.length === 0) return skipped(nobody, read.note ?? 'There are no contacts to choose from')
    const chosen = chooseDecisionMaker({ contacts: read.contacts, product, signals, buyer: record, now })
    return chosen.dm ? chosen : empty(chosen, chosen.note)
  },
}
