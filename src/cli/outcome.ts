import { renderReportText } from '../pages/report-page.ts'
import type { DeskItem } from '../pipeline/report/types.ts'
import type { Settled } from './settle.ts'

export type RenderedOutcome = {
  /** For stdout; null when there is nothing to show. */
  text: string | null
  /** For stderr: a sentence and next steps; empty when all is well. */
  trouble: string[]
  isSuccess: boolean
}

export type OutcomeOptions = {
  /** True when nobody meant to wait. */
  isLeft: boolean
  dmInSharedPage: boolean
}

/** What became of a report, in words. An honest "nothing to report" and a held reply are successes. */
export function renderOutcome(settled: Settled, options: OutcomeOptions): RenderedOutcome {
  const { item } = settled
  const note = item.statusNote ?? ''
  const done = (text: string): RenderedOutcome => ({ text, trouble: unsentLines(settled), isSuccess: true })
  const failed = (...trouble: string[]): RenderedOutcome => ({ text: null, trouble, isSuccess: false })
  switch (item.status) {
    case 'delivered':
      return done(renderDelivered(settled, options))
    case 'no_signals':
      return done(
        `${note || `No signals for ${item.reply.domain}.`}\nLoad some with: intel seed <file>\n\n${idLine(item)}`,
      )
    case 'held':
      return done(`Stored and not run. ${note}\n\n${idLine(item)}`)
    case 'failed':
      return failed(`The report failed: ${note || 'the run did not say why'}`, ...lookLines(item))
    case 'cancelled':
    case 'dismissed':
      return failed(`The report was ${item.status}. ${note}`.trim(), ...lookLines(item))
    case 'queued':
    case 'running':
    case 'delayed':
      break
  }
  return options.isLeft ? done(`Queued.\n\n${idLine(item)}`) : failed(...lateLines(item))
}

function renderDelivered({ item, isAlone }: Settled, { dmInSharedPage }: OutcomeOptions): string {
  const now = new Date().toISOString()
  const text = item.document ? renderReportText(item.document, { view: 'internal', dmInSharedPage, now }) : ''
  const pages = item.links
    ? [
        `Page to send:      ${item.links.report}`,
        `Page for the team: ${item.links.internal}`,
        isAlone ? 'The pages open while the app runs: npm start' : null,
      ]
    : ['There is no page.']
  const warning = item.reply.domainWarning
  const parts = [
    warning && `Mind the domain: ${warning}`,
    text.trimEnd(),
    pages.filter(Boolean).join('\n'),
    idLine(item),
  ]
  return parts.filter(Boolean).join('\n\n')
}

const idLine = (item: DeskItem) => [`Report ${item.id}`, item.runId && `run ${item.runId}`].filter(Boolean).join(', ')

const lookLines = (item: DeskItem) =>
  item.runId ? [`  See what ran: intel runs show ${item.runId}`] : [`  ${idLine(item)}`]

function lateLines(item: DeskItem): string[] {
  const why =
    item.status === 'delayed' ? `The report is delayed. ${item.statusNote ?? ''}` : 'The report is not ready yet.'
  return [why.trim(), '  It goes on when the app or a command runs.', ...lookLines(item)]
}

function unsentLines({ unsent }: Settled): string[] {
  if (unsent === 0) return []
  const what = unsent === 1 ? 'One message is' : `${unsent} messages are`
  return [`${what} not sent yet; whoever runs next sends ${unsent === 1 ? 'it' : 'them'}: npm start`]
}
