import type { Contact, DecisionMaker, Instant, ReportDocument } from '../pipeline/report/types.ts'
import { plain } from './html.ts'
import { type BuyerView, buyerView } from './model-buyer.ts'
import { type SignalGroup, type SignalView, type SourceView, signalGroups, sourceView } from './model-signals.ts'
import { forReader, type ViewOptions } from './page-view.ts'
import { count, dayOf, longDate, monthYear } from './words.ts'

/** A claim with the numbers of the signals on this page that prove it; `record` when the buyer's own record does. */
export type ProvenText = { text: string; signals: number[]; record: boolean }

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
  why: { heading: string; text: string } | null
  replyNotes: string[]
  groups: SignalGroup[]
  buyer: BuyerView | null
  dm: DecisionMaker | null
  contacts: Contact[]
  relevance: { heading: string; archetype: string; intro: string; bullets: ProvenText[] } | null
  talk: { heading: string; lines: { label: string; text: string }[]; script: string | null } | null
  procurement: { text: string; source: SourceView | null }[]
  run: { label: string; text: string }[]
  footer: string[]
  description: string
}

/** The document in words for one reader. `edition` adds the lines on version and updates, which only a page has. */
export function pageModel(
  source: ReportDocument,
  options: ViewOptions,
  edition?: { version: number; updatedAt: Instant; otherVersions?: number },
): PageModel {
  const document = forReader(source, options)
  const internal = options.view === 'internal'
  const groups = signalGroups(document.signals, internal)
  const shown = groups.flatMap((group) => group.signals)
  const company = plain(document.prospect.company ?? document.prospect.domain, 120)
  const made = dayOf(document.madeAt) ?? document.madeAt
  return {
    view: options.view,
    ...titleOf(document),
    company,
    monthYear: monthYear(made),
    asOf: dayOf(options.now ?? document.madeAt) ?? made,
    glance: glanceOf(document, shown),
    next: nextDeadline(shown),
    why: whyOf(document, internal),
    replyNotes: [...new Set(document.notes.map((note) => plain(note.text, 300)))].filter(Boolean),
    groups,
    buyer: buyerView(document),
    dm: document.dm,
    contacts: contactsOf(document),
    relevance: relevanceOf(document, company, shown),
    talk: talkOf(document),
    procurement: proceduresOf(document),
    run: internal ? runFacts(document, shown) : [],
    footer: footerOf(document, internal, edition),
    description: descriptionOf(document, nextDeadline(shown)),
  }
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

function glanceOf(document: ReportDocument, shown: SignalView[]): PageModel['glance'] {
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
    { label: 'open now', value: String(open), detail: part(open, openShown) },
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

function whyOf(document: ReportDocument, internal: boolean): PageModel['why'] {
  const text = plain(document.whyTheyCare ?? '', 600)
  return text ? { heading: internal ? 'Why they’d care' : 'Why you’d care', text } : null
}

/** Those who can be reached, without the decision maker twice. */
function contactsOf(document: ReportDocument): Contact[] {
  const reachable = document.contacts.filter((contact) => contact.email ?? contact.phone)
  const isDm = (contact: Contact) =>
    document.dm !== null &&
    (contact.email !== null ? contact.email === document.dm.email : contact.name === document.dm.name)
  return reachable.filter((contact) => !isDm(contact)).slice(0, 10)
}

function relevanceOf(document: ReportDocument, company: string, shown: SignalView[]): PageModel['relevance'] {
  const relevance = document.relevance
  if (!relevance) return null
  const bullets = relevance.bullets.slice(0, 6).map((claim) => ({
    text: plain(claim.text, 800),
    signals: shown.filter((signal) => claim.evidence.includes(signal.id)).map((signal) => signal.number),
    record: claim.evidence.includes('buyer'),
  }))
  return {
    heading: `Where ${company} fits`,
    archetype: plain(relevance.archetype, 120),
    intro: plain(relevance.intro, 800),
    bullets: bullets.filter((bullet) => bullet.text !== ''),
  }
}

function talkOf(document: ReportDocument): PageModel['talk'] {
  const plan = document.gameplan
  const lines = [
    { label: 'Angle', text: plain(document.angle ?? '', 800) },
    { label: 'Call first', text: plain(plan?.primary ?? '', 400) },
    ...(plan?.secondary ?? []).slice(0, 3).map((text) => ({ label: 'Then', text: plain(text, 400) })),
  ].filter((line) => line.text !== '')
  const script = plain(plan?.script ?? '', 1_200) || null
  if (lines.length === 0 && script === null) return null
  return { heading: plan ? 'Gameplan' : 'Talk track', lines, script }
}

function proceduresOf(document: ReportDocument): PageModel['procurement'] {
  const lines = (document.gameplan?.procurement ?? []).slice(0, 8)
  return lines
    .map(({ text, source }) => ({ text: plain(text, 600), source: source && sourceView(source) }))
    .filter((line) => line.text !== '')
}

function runFacts(document: ReportDocument, shown: SignalView[]): PageModel['run'] {
  const { prospect, counts, droppedClaims } = document
  const person = [prospect.name, prospect.title, prospect.company].map((word) => plain(word ?? '', 120)).filter(Boolean)
  const ranking = document.ranking === 'claude' ? 'Claude, checked against the sources.' : 'Fixed rules.'
  return [
    { label: 'Prospect', text: [...person, plain(prospect.domain, 253)].join(', ') },
    { label: 'Product', text: plain(document.product ?? '', 300) },
    { label: `Tier ${document.tier}`, text: plain(document.tierReason, 400) },
    { label: 'Ranking', text: plain([ranking, document.rankingNote ?? ''].join(' '), 500) },
    {
      label: 'Sentences left out',
      text:
        droppedClaims === 0
          ? 'None: every sentence is backed by its source.'
          : `${count(droppedClaims, 'sentence')} had no proof in the sources.`,
    },
    {
      label: 'Signals',
      text: `${counts.signals} found, ${shown.length} shown, ${counts.alreadySent} sent to this prospect before.`,
    },
  ].filter((fact) => fact.text !== '')
}

function footerOf(document: ReportDocument, internal: boolean, edition: Parameters<typeof pageModel>[2]): string[] {
  const others = edition?.otherVersions ?? 0
  const updated = edition ? (dayOf(edition.updatedAt) ?? null) : null
  return [
    plain(document.dataLine, 400),
    document.ranking === 'rules' && !internal
      ? 'The signals are in the order of fixed rules and in the words of their sources; no written analysis was available.'
      : '',
    document.tier > 1 && document.buyer === null ? 'The buyer’s own record could not be read for this report.' : '',
    'Put together from public records. Dates and amounts are as published, days are counted in UTC; check the source before you act on one.',
    edition
      ? [
          `Version ${edition.version}`,
          updated ? `, updated ${longDate(updated)}` : '',
          '.',
          others > 0 ? ` This link always shows the newest of ${others + 1} versions.` : '',
        ].join('')
      : '',
  ].filter(Boolean)
}

function descriptionOf(document: ReportDocument, next: PageModel['next']): string {
  const { signals, open, buyers } = document.counts
  const found = `${count(signals, 'buying signal')} at ${count(buyers, 'public-sector buyer')}, ${open} open.`
  return next ? `${found} Next deadline ${next.date}.` : found
}
