import type { Day, Instant, ReportDocument } from '../pipeline/report/types.ts'
import { plain } from './html.ts'
import type { SignalView } from './model-signals.ts'
import { count, dayOf, longDate } from './words.ts'

export type RunFact = { label: string; text: string }

/** What only a page has: which version it is, when it was made, and how many others there are. */
export type Edition = { version: number; updatedAt: Instant; otherVersions?: number }

/** What is said elsewhere on the page already, and is not repeated here; and the report's day, on a later one. */
type Said = { buyerNote: boolean; dmNote: boolean; past: Day | null }

/** How the report was made, for the team. */
export function runFacts(document: ReportDocument, shown: SignalView[], said: Said): RunFact[] {
  const { prospect, counts, droppedClaims } = document
  const person = [prospect.name, prospect.title, prospect.company].map((word) => plain(word ?? '', 120)).filter(Boolean)
  const ranking = document.ranking === 'claude' ? 'Claude, checked against the sources.' : 'Fixed rules.'
  return [
    { label: 'Prospect', text: [...person, plain(prospect.domain, 253)].join(', ') },
    { label: 'Product', text: plain(document.product ?? '', 300) },
    { label: `Tier ${document.tier}`, text: ofItsDay(plain(document.tierReason, 400), said.past) },
    { label: 'Prepared', text: preparedText(document.preparedAt) },
    { label: 'Buyer’s record', text: said.buyerNote ? '' : plain(document.buyerNote ?? '', 400) },
    { label: 'Decision maker', text: said.dmNote || document.dm ? '' : plain(document.dmNote ?? '', 400) },
    { label: 'Ranking', text: plain([ranking, document.rankingNote ?? ''].join(' '), 500) },
    { label: 'Model budget', text: plain(document.budgetNote ?? '', 400) },
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

/** A reason that counts what is open was true on the report's day. */
function ofItsDay(reason: string, past: Day | null): string {
  return reason === '' || past === null ? reason : `As of ${longDate(past)}: ${reason}`
}

function preparedText(preparedAt: Instant | null): string {
  const day = preparedAt === null ? null : dayOf(preparedAt)
  return day === null ? '' : `On ${longDate(day)}, before the reply came.`
}

/** Where all of it is from and how far it goes. */
export function footerOf(document: ReportDocument, isInternal: boolean, edition: Edition | undefined): string[] {
  const others = edition?.otherVersions ?? 0
  const updated = edition ? (dayOf(edition.updatedAt) ?? null) : null
  return [
    plain(document.dataLine, 400),
    document.ranking === 'rules' && !isInternal
      ? 'The signals are in the order of fixed rules and in the words of their sources; no written analysis was available.'
      : '',
    document.tier > 1 && document.buyer === null && document.buyerNote === null
      ? 'The buyer’s own record is not part of this report.'
      : '',
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
