import type { RichTextSection } from '@slack/types'
import type { Instant, ReportDocument, ReportSignal } from '../pipeline/report/types.ts'
import { clip, inline } from './escape.ts'
import { bold, joined, line, type Part, paragraph, sourceLink, untrusted } from './message.ts'
import { amountWords, asOf, count, dayWords, stateWords, typeWord } from './words.ts'

/** How much of a signal a message shows: the fact alone, or also why this prospect would care. */
export type SignalDetail = 'fact' | 'full'

function buyerWords(signal: ReportSignal): string | null {
  const parts = [signal.buyerName, signal.buyerState].filter((part) => part !== null && part.trim() !== '')
  return parts.length === 0 ? null : clip(parts.map((part) => clip(part ?? '', 80)).join(', '), 120)
}

function sources(signal: ReportSignal): Part[] | null {
  const links = signal.sources.map((source) => sourceLink(source.url)).filter((link) => link !== null)
  if (links.length > 0) return ['Source: ', ...(joined(', ', ...links.slice(0, 2)) ?? [])]
  return line('Source: ', untrusted(signal.sources[0]?.title ?? null, 100))
}

/** One signal: type, buyer and where it stands at `now`; the bullet; its source. */
export function signalParagraph(judged: ReportSignal, now: Instant, detail: SignalDetail): RichTextSection | null {
  const signal = asOf(judged, now)
  return paragraph(
    joined(
      ' · ',
      bold(typeWord(signal.type)),
      untrusted(buyerWords(signal), 120, { bold: true }),
      stateWords(signal, now),
      signal.amountUsd === null ? null : amountWords(signal.amountUsd),
      signal.alreadySent ? 'sent to them before' : null,
    ),
    joined('', untrusted(signal.bullet, 420) ?? untrusted(signal.title, 200)),
    detail === 'full' ? joined('', untrusted(signal.whyItMatters, 250, { italic: true })) : null,
    sources(signal),
  )
}

/** One signal as it stands at `now` for the text twin, escaped. */
export function signalText(judged: ReportSignal, now: Instant): string {
  const signal = asOf(judged, now)
  const buyer = buyerWords(signal)
  const where = buyer === null ? '' : `${inline(buyer, 150)}; `
  return `${inline(typeWord(signal.type), 60)}: ${inline(signal.bullet, 250)} (${where}${stateWords(signal, now)})`
}

/** `Nearest deadline: due 27 Mar, 24 days left`, from what is open at `now`; null when none has a deadline. */
export function nearestDeadline(document: ReportDocument, now: Instant): string | null {
  const open = document.signals.map((one) => asOf(one, now)).filter((one) => isAhead(one, now))
  const nearest = open.toSorted((a, b) => (a.daysLeft ?? 0) - (b.daysLeft ?? 0))[0]
  return nearest === undefined ? null : `Nearest deadline: ${stateWords(nearest, now)}.`
}

function isAhead(signal: ReportSignal, now: Instant): boolean {
  return (
    signal.state === 'open' &&
    signal.daysLeft !== null &&
    signal.daysLeft >= 0 &&
    dayWords(signal.deadline, now) !== null
  )
}

/** `+5 more on the page`; null when all are shown. */
export function moreSignals(left: number, hasPage: boolean): string | null {
  if (left <= 0) return null
  return hasPage ? `+${left} more on the page` : `+${count(left, 'more signal')} than fit into one message`
}
