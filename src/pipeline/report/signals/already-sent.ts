import type { Allocation } from '../../ports.ts'
import type { Signal } from '../types.ts'

/** The e-mail that was answered: signals of the e-mails before it were seen too. */
type Answered = { campaignId: string | null; step: number | null }

/**
 * Which allocations this prospect has seen: those that went out, and those of e-mails up to the answered one of the same
 * campaign, whose `sent` mark may come late. Ids of signals, each once, with the e-mail that told of it where known.
 */
export function seenBy(allocations: readonly Allocation[], { campaignId, step }: Answered): Map<string, number | null> {
  const seen = new Map<string, number | null>()
  for (const { signalId, position, isSent, ...allocation } of allocations) {
    const isOfThis = campaignId !== null && allocation.campaignId === campaignId
    const wasDue = isOfThis && step !== null && position !== null && position <= step
    if (!isSent && !wasDue) continue
    const known = seen.get(signalId) ?? null
    seen.set(signalId, isOfThis ? position : known)
  }
  return seen
}

const MOST_NAMED = 2

/**
 * One sentence on what the prospect has seen of what is on record, fit to show; null when that is nothing. What they saw
 * is acknowledged, never led with.
 */
export function sentNoteOf(signals: readonly Signal[], emails: ReadonlyMap<string, number | null>): string | null {
  const seen = signals.filter(({ alreadySent }) => alreadySent)
  if (seen.length === 0) return null
  const named = seen.flatMap(({ id, title }) => (title ? [{ title, email: emails.get(id) ?? null }] : []))
  const list = named
    .slice(0, MOST_NAMED)
    .map(({ title, email }) => `“${title}”${email === null ? '' : ` (e-mail ${email})`}`)
    .join(' and ')
  const isAll = seen.length === signals.length
  const what = isAll ? 'Everything here was in our e-mails' : `${seen.length} of ${signals.length} were in our e-mails`
  return `${what}${list === '' ? '' : `, such as ${list}`}${isAll ? '; nothing is new since.' : '; new ones come first.'}`
}
