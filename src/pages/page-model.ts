import type { Day, ReportDocument } from '../pipeline/report/types.ts'
import { plain } from './html.ts'
import { type BuyerView, buyerView, type OtherBuyerView, otherBuyers } from './model-buyer.ts'
import { type PeopleView, peopleView } from './model-people.ts'
import {
  type ProcurementView,
  type ProvenText,
  procurementView,
  type RelevanceView,
  relevanceView,
  type TalkView,
  talkView,
} from './model-plan.ts'
import { type Edition, footerOf, type RunFact, runFacts } from './model-run.ts'
import { type RecordView, recordViews, type SignalGroup, type SignalView, signalGroups } from './model-signals.ts'
import { forReader, hasUnseenOpen, type ViewOptions } from './page-view.ts'
import { count, dayOf, longDate, monthYear, shortDate } from './words.ts'

export type { ProvenText }

/** Everything a page says, in order and in words. The HTML page and the text twin walk it and add nothing. */
export type PageModel = {
  view: ViewOptions['view']
  /** The title's part before the dash, large; and the rest. */
  title: { lead: string; rest: string | null }
  fullTitle: string
  company: string
  monthYear: string
  asOf: string
  glance: { label: string; value: string; detail: string | null }[]
  next: { date: string; day: string; countdown: string | null; buyer: string | null; number: number } | null
  /** What was sent before, acknowledged in one quiet line. */
  sent: { heading: string; text: string } | null
  why: { heading: string; text: string } | null
  replyNotes: string[]
  groups: SignalGroup[]
  buyer: BuyerView | null
  /** Why the buyer's record is not shown, where the tier promises it. Internal view only. */
  buyerNote: string | null
  relevance: RelevanceView | null
  talk: TalkView | null
  more: RecordView[]
  others: OtherBuyerView[]
  run: RunFact[]
  footer: string[]
  description: string
} & PeopleView &
  ProcurementView

/** The document in words for one reader. `edition` adds the lines on version and updates, which only a page has. */
export function pageModel(source: ReportDocument, options: ViewOptions, edition?: Edition): PageModel {
  const document = forReader(source, options)
  const isInternal = options.view === 'internal'
  const company = plain(document.prospect.company ?? document.prospect.domain, 120)
  const made = dayOf(document.madeAt) ?? document.madeAt
  const asOf = dayOf(options.now ?? document.madeAt) ?? made
  const copiedOn = options.isCopy === true ? made : null
  // The day of the report, where that is not the day of reading: what was counted then is said of it.
  const past = copiedOn ?? (asOf > made ? made : null)
  const openOn = copiedOn ?? (hasUnseenOpen(source) ? past : null)
  const groups = signalGroups(document.signals, { isInternal, copiedOn, past })
  const shown = groups.flatMap((group) => group.signals)
  const { buyer, buyerNote } = buyerPart(document)
  const people = peopleView(document)
  const said = { buyerNote: buyerNote !== null, dmNote: people.dmNote !== null }
  return {
    view: options.view,
    ...titleOf(document),
    company,
    monthYear: monthYear(made),
    asOf,
    glance: glanceOf(document, shown, { openOn, isLater: asOf > made }),
    next: nextDeadline(shown),
    sent: sentOf(document, isInternal),
    why: whyOf(document, isInternal),
    replyNotes: [...new Set(document.notes.map((note) => plain(note.text, 300)))].filter(Boolean),
    groups,
    buyer,
    buyerNote,
    ...people,
    relevance: relevanceView(document, company, shown),
    talk: talkView(document, shown),
    ...procurementView(document),
    more: recordViews(document.moreAtBuyer, copiedOn),
    // In tier 1 they are beside nobody, unless the featured buyer is shown too.
    others: buyer === null && document.tier === 1 ? [] : otherBuyers(document, shown, past),
    run: isInternal ? runFacts(document, shown, { ...said, past }) : [],
    footer: footerOf(document, isInternal, edition),
    description: descriptionOf(document, nextDeadline(shown), openOn),
  }
}

/** Why a record is missing is said beside what is shown of the buyer, or where the tier promises a record. */
function buyerPart(document: ReportDocument): Pick<PageModel, 'buyer' | 'buyerNote'> {
  const buyer = buyerView(document)
  const note = plain(document.buyerNote ?? '', 400)
  return { buyer, buyerNote: note !== '' && (buyer !== null || document.tier > 1) ? note : null }
}

function titleOf(document: ReportDocument): Pick<PageModel, 'title' | 'fullTitle'> {
  const whole = plain(document.title, 300) || 'Intelligence report'
  const at = whole.indexOf(' — ')
  const title =
    at < 1
      ? { lead: plain(whole, 140), rest: null }
      : { lead: plain(whole.slice(0, at), 140), rest: plain(whole.slice(at + 3), 140) }
  return { title, fullTitle: [title.lead, title.rest].filter(Boolean).join(' — ') }
}

/** `openOn`: the day that the count of open ones is of, where it is not the day of reading. */
function glanceOf(
  document: ReportDocument,
  shown: SignalView[],
  { openOn, isLater }: { openOn: Day | null; isLater: boolean },
): PageModel['glance'] {
  const { signals, open, buyers, states } = document.counts
  const openShown = shown.filter((signal) => signal.state === 'open').length
  const part = (all: number, here: number) => (all > here ? `${here} shown` : null)
  const distinct = (values: (string | null)[]) => new Set(values.filter((value) => value !== null)).size
  const buyersShown = distinct(document.signals.map((signal) => signal.buyerName))
  const statesShown = distinct(document.signals.map((signal) => signal.buyerState))
  return [
    {
      label: signals === 1 ? 'signal found' : 'signals found',
      value: String(signals),
      detail: part(signals, shown.length),
    },
    {
      label: openOn === null ? 'open now' : `open on ${shortDate(openOn)}`,
      value: String(open),
      detail: openOn !== null && isLater ? `${openShown || 'none'} shown still open` : part(open, openShown),
    },
    { label: buyers === 1 ? 'buyer' : 'buyers', value: String(buyers), detail: part(buyers, buyersShown) },
    ...(states > 0
      ? [{ label: states === 1 ? 'state' : 'states', value: String(states), detail: part(states, statesShown) }]
      : []),
  ]
}

function nextDeadline(shown: SignalView[]): PageModel['next'] {
  const open = shown.filter((signal) => signal.state === 'open' && signal.deadline !== null)
  const first = open.sort((a, b) => (a.deadline ?? '').localeCompare(b.deadline ?? ''))[0]
  if (!first?.deadline) return null
  const { deadline: day, status, buyer, number } = first
  return { day, date: longDate(day), countdown: status.countdown, buyer, number }
}

function sentOf(document: ReportDocument, isInternal: boolean): PageModel['sent'] {
  const text = plain(document.sentNote ?? '', 500)
  return text ? { heading: isInternal ? 'What the prospect has seen' : 'What you have seen', text } : null
}

function whyOf(document: ReportDocument, isInternal: boolean): PageModel['why'] {
  const text = plain(document.whyTheyCare ?? '', 600)
  return text ? { heading: isInternal ? 'Why they’d care' : 'Why you’d care', text } : null
}

function descriptionOf(document: ReportDocument, next: PageModel['next'], openOn: Day | null): string {
  const { signals, open, buyers } = document.counts
  const since = openOn === null ? '' : ` on ${longDate(openOn)}`
  const found = `${count(signals, 'buying signal')} at ${count(buyers, 'public-sector buyer')}, ${open} open${since}.`
  return next ? `${found} Next deadline ${next.date}.` : found
}
