import { plainText, sentencesOf } from './signals/plain-text.ts'
import type { ReportSignal, Signal, SourceLink, Tier } from './types.ts'

/** One chosen signal with the words that are shown of it. */
export type Written = { signal: Signal; bullet: string; whyItMatters: string | null }

/** A signal as the report shows it; tier 3 has a paragraph of it. */
export function toReportSignal(written: Written, tier: Tier): ReportSignal {
  const { signal, bullet, whyItMatters } = written
  return {
    id: signal.id,
    type: signal.type,
    title: signal.title ?? signal.sourceTitle ?? bullet.slice(0, 80),
    bullet,
    whyItMatters,
    buyerId: signal.buyerId,
    buyerName: signal.buyerName,
    buyerType: signal.buyerType,
    buyerState: signal.buyerState,
    eventDate: signal.eventDate,
    deadline: signal.deadline,
    state: signal.state,
    daysLeft: signal.daysLeft,
    amountUsd: signal.amountUsd,
    vendor: signal.vendor,
    sources: sourcesOf(signal),
    alreadySent: signal.alreadySent,
    score: signal.score,
    reasons: signal.reasons,
    paragraph: tier === 3 ? paragraphOf(written) : null,
  }
}

export function sourcesOf(signal: Signal): SourceLink[] {
  const title = signal.sourceTitle ?? signal.sourceRef ?? signal.title
  if (!signal.sourceUrl && !title) return []
  return [{ title: title ?? 'Source', url: signal.sourceUrl }]
}

const LONGEST_DETAIL = 280
/** Words of a sentence that a paragraph has already, from which on it says nothing new. */
const MOST_REPEATED = 0.6

/**
 * Tier 3: the checked bullet, one more sentence of the signal's own text, and why it matters; it ends with source and
 * date. Nothing in it is new: every sentence has passed the gate or is the source's own.
 */
function paragraphOf({ signal, bullet, whyItMatters }: Written): string {
  const [source] = sourcesOf(signal)
  const day = signal.eventDate === null ? null : longDay(signal.eventDate)
  const ending = [source?.title ?? null, day].filter((part) => part !== null).join(', ')
  const sentences = [withoutTitle(bullet, signal.title), detailOf(signal, bullet), whyItMatters].filter(
    (text) => text !== null && text !== '',
  )
  return `${sentences.map((text) => ended(text ?? '')).join(' ')}${ending === '' ? '' : ` (${ending})`}`
}

/** The title stands above the paragraph: a bullet that opens with it need not say it again. */
function withoutTitle(bullet: string, title: string | null): string {
  const rest = title && bullet.startsWith(`${title}. `) ? bullet.slice(title.length + 2) : bullet
  return wordsOf(rest).length >= 5 ? rest : bullet
}

/** The first sentence of the source's own text that the bullet does not say; nothing of what is closed. */
function detailOf(signal: Signal, bullet: string): string | null {
  if (signal.state === 'closed' || signal.isAmendment) return null
  const said = new Set(wordsOf(bullet))
  const fresh = sentencesOf(plainText(signal.summary)).find((sentence) => {
    const words = wordsOf(sentence)
    const repeated = words.filter((word) => said.has(word)).length
    return words.length >= 5 && sentence.length <= LONGEST_DETAIL && repeated / words.length < MOST_REPEATED
  })
  return fresh ?? null
}

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []
const ended = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`)

const LONG_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

/** `2026-03-02` as `2 March 2026`. */
export const longDay = (day: string) => LONG_DAY.format(new Date(`${day}T00:00:00Z`))
