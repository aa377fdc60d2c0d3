import type { Day, ReportSignal, SourceLink } from '../pipeline/report/types.ts'
import { plain } from './html.ts'
import { type SafeLink, toSafeLink } from './links.ts'
import { stateName } from './states.ts'
import { isDay, longDate, money, type StatusWords, statusWords, type TypeLabel, typeLabel } from './words.ts'

/** A source in words; `note` says why there is no link. */
export type SourceView = { title: string; link: SafeLink | null; note: string | null }

type Fact = { label: string; value: string; day: Day | null }

export type SignalView = {
  id: string
  /** Its number on the page, from 1, by which other sections refer to it. */
  number: number
  type: TypeLabel
  state: ReportSignal['state']
  deadline: Day | null
  status: StatusWords
  title: string
  buyer: string | null
  place: string | null
  /** What it says; in tier 3 a whole paragraph, which ends with source and date. */
  bullet: string | null
  why: string | null
  facts: Fact[]
  sources: SourceView[]
  alreadySent: boolean
  /** Internal view only. Reasons count days, so that on a later one the label says of which day: `Score on 2 March 2026`. */
  ranking: { label: string; score: string; reasons: string[] } | null
}

export type SignalGroup = { state: ReportSignal['state']; heading: string; signals: SignalView[] }

const GROUPS: { state: ReportSignal['state']; heading: string }[] = [
  { state: 'open', heading: 'Open now' },
  { state: 'unknown', heading: 'Worth knowing' },
  { state: 'closed', heading: 'Closed, for context' },
]

/**
 * Who reads the signals; the day of a copy that is not judged again, null where they are judged when read; and the
 * report's day, where that is not the day of reading.
 */
type Reading = { isInternal: boolean; copiedOn: Day | null; past: Day | null }

/** Open first, then without a deadline, then closed; the ranking's order inside each. Numbered through. At most 30. */
export function signalGroups(signals: ReportSignal[], reading: Reading): SignalGroup[] {
  let number = 0
  const shown = signals.slice(0, 30)
  return GROUPS.map(({ state, heading }) => ({
    state,
    heading: state === 'open' && reading.copiedOn !== null ? `Open on ${longDate(reading.copiedOn)}` : heading,
    signals: shown.filter((signal) => signal.state === state).map((signal) => signalView(signal, ++number, reading)),
  })).filter((group) => group.signals.length > 0)
}

/** A source as it may be shown; without a usable address its title stands alone, and says so. */
export function sourceView(source: SourceLink): SourceView {
  const link = toSafeLink(source.url)
  const title = plain(source.title, 160) || link?.host || 'Source'
  if (link) return { title, link, note: null }
  return { title, link: null, note: source.url ? 'address not shown' : 'no link on file' }
}

function signalView(signal: ReportSignal, number: number, { isInternal, copiedOn, past }: Reading): SignalView {
  const type = typeLabel(signal.type, signal.state)
  const title = plain(signal.title, 200) || type.short
  const paragraph = plain(signal.paragraph ?? '', 2_400) || null
  const bullet = paragraph ?? plain(signal.bullet, 1_600)
  const buyer = plain(signal.buyerName ?? '', 120) || null
  const state = signal.buyerState?.trim() ? stateName(signal.buyerState) : null
  return {
    id: signal.id,
    number,
    type,
    state: signal.state,
    deadline: signal.deadline !== null && isDay(signal.deadline) ? signal.deadline : null,
    status: statusWords(signal, copiedOn),
    title,
    buyer,
    place: [buyer, state].filter(Boolean).join(', ') || null,
    bullet: bullet === '' || bullet === title ? null : bullet,
    why: paragraph ? null : plain(signal.whyItMatters ?? '', 600) || null,
    facts: factsOf(signal),
    sources: signal.sources.slice(0, 6).map(sourceView),
    alreadySent: signal.alreadySent,
    ranking: isInternal
      ? {
          label: past === null ? 'Score' : `Score on ${longDate(past)}`,
          score: signal.score.toFixed(2),
          reasons: signal.reasons.slice(0, 6).map((reason) => plain(reason, 120)),
        }
      : null,
  }
}

/** Something more of the buyer's own record: its own words, where it stands, and its source. */
export type RecordView = {
  type: TypeLabel
  state: ReportSignal['state']
  status: StatusWords
  title: string
  text: string | null
  facts: Fact[]
  sources: SourceView[]
}

const MOST_RECORDS = 8

/** More at the featured buyer, as its record has it: neither ranked nor numbered. */
export function recordViews(signals: ReportSignal[], copiedOn: Day | null): RecordView[] {
  return signals.slice(0, MOST_RECORDS).map((signal) => {
    const type = typeLabel(signal.type, signal.state)
    const title = plain(signal.title, 200) || type.short
    const text = plain(signal.bullet, 600)
    return {
      type,
      state: signal.state,
      status: statusWords(signal, copiedOn),
      title,
      text: text === '' || text === title ? null : text,
      facts: factsOf(signal),
      sources: signal.sources.slice(0, 3).map(sourceView),
    }
  })
}

const VENDOR_LABELS: Record<string, string> = { contract_expiration: 'Incumbent', purchase_order: 'Bought from' }
const DATE_LABELS: Record<string, string> = { rfp_posted: 'Posted', board_mention: 'Meeting' }

function factsOf(signal: ReportSignal): Fact[] {
  const amount = money(signal.amountUsd)
  const vendor = plain(signal.vendor ?? '', 120)
  const isTold = signal.paragraph !== null
  const day =
    !isTold && signal.deadline !== null && signal.eventDate !== null && isDay(signal.eventDate)
      ? signal.eventDate
      : null
  return [
    ...(amount ? [{ label: 'Amount', value: amount, day: null }] : []),
    ...(vendor ? [{ label: VENDOR_LABELS[signal.type] ?? 'Vendor', value: vendor, day: null }] : []),
    ...(day ? [{ label: DATE_LABELS[signal.type] ?? 'Dated', value: longDate(day), day }] : []),
  ]
}
