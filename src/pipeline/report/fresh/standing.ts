import { nameForms, stateOfBuyer } from '../buyers/buyer-names.ts'
import type { BuyerSnapshot, ReportDocument, ReportSignal } from '../types.ts'

/** What a newly made report says otherwise than the version that stands. */

/**
 * Another decision maker (or none any more), tier or featured buyer. A record or people that could not be read this time
 * are no news: the version that stands knows more. Without its record a buyer has the signals' id and name, which may be
 * none and a short one, so the buyers are not compared then.
 */
export function tellsOtherwise(standing: ReportDocument, next: ReportDocument): boolean {
  if (standing.buyer && standing.buyer.matchedBy !== null && next.buyer?.matchedBy === null) return false
  if (!isSameBuyer(standing.buyer, next.buyer)) return true
  if (standing.contactsKnown !== null && next.contactsKnown === null) return false
  return standing.tier !== next.tier || standing.dm?.contactId !== next.dm?.contactId
}

type Facts = Pick<ReportSignal, 'id' | 'deadline' | 'amountUsd' | 'state' | 'daysLeft'> & { title: string | null }

/** Ids of signals that the standing version shows and that have another title, deadline or amount, or another end. */
export function outdatedIds(standing: ReportDocument, all: readonly Facts[]): string[] {
  const now = new Map(all.map((signal) => [signal.id, signal]))
  return standing.signals.filter((shown) => isOutdated(shown, now.get(shown.id))).map(({ id }) => id)
}

function isOutdated(shown: ReportSignal, now: Facts | undefined): boolean {
  if (!now) return false
  if (now.title !== null && now.title !== shown.title) return true
  if (now.deadline !== shown.deadline || now.amountUsd !== shown.amountUsd) return true
  // Days pass by themselves, and pages count them: only an end before its day, or a new start, was somebody's doing.
  const isOver = now.state === 'closed' && (now.daysLeft === null || now.daysLeft >= 0)
  return shown.state === 'closed' ? now.state !== 'closed' : isOver
}

/** By id where both have one, else by state and the known spellings of the name. */
export function isSameBuyer(a: BuyerSnapshot | null, b: BuyerSnapshot | null): boolean {
  if (a === null || b === null) return a === b
  if (a.id !== null && b.id !== null) return a.id === b.id
  const [one, other] = [stateOfBuyer(a.name, a.state), stateOfBuyer(b.name, b.state)]
  if (one !== null && other !== null && one !== other) return false
  const forms = new Set(nameForms(a.name, a.type ?? b.type))
  return a.name === b.name || nameForms(b.name, b.type ?? a.type).some((form) => forms.has(form))
}
