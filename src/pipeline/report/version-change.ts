import { isSameBuyer, outdatedIds } from './fresh/standing.ts'
import type { ReportDocument, VersionChange } from './types.ts'

/** What a new version changed, told by ids and their order, in one sentence fit to show. */
export function changeBetween(before: ReportDocument, after: ReportDocument): VersionChange {
  const old = before.signals.map((signal) => signal.id)
  const now = after.signals.map((signal) => signal.id)
  const added = now.filter((id) => !old.includes(id)).length
  const removed = old.filter((id) => !now.includes(id)).length
  const stayedOld = old.filter((id) => now.includes(id))
  const stayedNow = now.filter((id) => old.includes(id))
  const moved = stayedNow.filter((id, place) => stayedOld[place] !== id).length
  const changed = outdatedIds(before, after.signals).length
  const words = [
    added > 0 ? `${added} new` : null,
    removed > 0 ? `${removed} gone` : null,
    changed > 0 ? `${changed} changed` : null,
    moved > 0 ? `${moved} moved` : null,
    before.signals[0]?.id !== after.signals[0]?.id ? 'another signal leads' : null,
    isSameBuyer(before.buyer, after.buyer) ? null : 'another buyer is featured',
    decisionMakerWords(before, after),
    before.tier !== after.tier ? `tier ${before.tier} became ${after.tier}` : null,
    before.ranking !== after.ranking ? `ranked by ${after.ranking === 'claude' ? 'Claude' : 'rules'} now` : null,
  ].filter((word) => word !== null)
  const text = words.length > 0 ? sentence(words) : 'The same signals in the same order.'
  return { added, removed, moved, ...(changed > 0 ? { changed } : {}), text }
}

function decisionMakerWords({ dm: before }: ReportDocument, { dm: after }: ReportDocument): string | null {
  if (before?.contactId === after?.contactId) return null
  if (after === null) return 'no decision maker is named any more'
  return before === null ? 'a decision maker is named' : 'another decision maker is named'
}

const sentence = (words: string[]) => {
  const text = words.join(', ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
