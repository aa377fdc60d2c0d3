import type { BuyerSnapshot, Contact, DecisionMaker, Gameplan, OtherBuyer, ReportSignal } from '../types.ts'

/** What a report says of buyers and of the people there. Everything may be missing; then a note says why. */
export type BuyerFindings = {
  snapshot: BuyerSnapshot | null
  note: string | null
  others: OtherBuyer[]
  /** Ids of the featured buyer's signals, best first. */
  signalIds: string[]
  dm: DecisionMaker | null
  dmNote: string | null
  contacts: Contact[]
  contactsKnown: number | null
  /** More of the buyer's own record, in its own words. */
  more: ReportSignal[]
  procurement: Pick<Gameplan, 'procurement' | 'procurementNote'>
}
