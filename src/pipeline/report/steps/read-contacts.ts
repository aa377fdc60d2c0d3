import type { BuyerContact } from '../../ports.ts'
import { empty, type Step, skipped } from '../../step.ts'
import type { Buyers } from '../buyers/cached-buyers.ts'
import { patient, reasonOf } from '../buyers/patience.ts'

/** `note` says why there is nobody, fit to show. */
export type ContactsRead = { total: number; contacts: BuyerContact[]; note: string | null }

type Input = { buyerId: string; freshness: string | null }

/** Everybody the source knows at the buyer; without them the report goes on. */
export function readContactsStep(buyers: Buyers): Step<Input, ContactsRead> {
  const nobody = (note: string | null): ContactsRead => ({ total: 0, contacts: [], note })
  return {
    name: 'read-contacts',
    version: 1,
    tries: 2,
    async work({ buyerId, freshness }, { abort }) {
      const { value } = await buyers.contacts(buyerId, { abort: patient(abort), isInsisted: freshness !== null })
      if (!value) return skipped(nobody('No source of contacts is configured.'), 'No source of contacts is configured')
      const read = { ...value, note: null }
      return value.contacts.length === 0 ? empty({ ...read, note: 'Nobody is on record at this buyer.' }) : read
    },
    fallback: (_input, error) => nobody(`The buyer's contacts could not be read: ${reasonOf(error)}.`),
  }
}
