import type { KnownBlock } from '@slack/types'
import type { DeskItem, Domain, Instant, Signal, SlackUserId } from '../pipeline/report/types.ts'
import { menuButton, openReportButton, shareButton } from './buttons.ts'
import { links, linkTexts, provenance, shareableText } from './card-parts.ts'
import { moreSignals, signalParagraph, signalText } from './card-signals.ts'
import { inline } from './escape.ts'
import { firstThatFits, twin } from './fit.ts'
import { ACTIONS } from './ids.ts'
import {
  actions,
  bold,
  context,
  joined,
  listOf,
  momentToken,
  paragraph,
  richText,
  type SlackMessage,
  section,
  sourceLink,
  untrusted,
} from './message.ts'
import { count, countsWords, elapsedWords, stateWords, typeWord } from './words.ts'

/** What `/intel` understands. `usage` is shown as code. */
const COMMANDS = [
  {
    usage: '/intel example.com',
    does: 'the newest report on a seller, or its signals at once and a report on the way',
  },
  {
    usage: '/intel report example.com tier 3 for fleet software',
    does: 'a new report; tier and product can be left out',
  },
  { usage: '/intel status', does: 'what the desk is doing right now' },
  { usage: '/intel help', does: 'this list' },
] as const

const commandList = () =>
  listOf(
    'bullet',
    COMMANDS.map(({ usage, does }) => paragraph([{ type: 'text', text: usage, style: { code: true } }, ` ${does}`])),
  )

/** What the commands do, one line each. Ephemeral. */
export function renderHelp(): SlackMessage {
  return {
    text: ['What you can ask for:', ...COMMANDS.map(({ usage, does }) => `${usage}: ${does}`)].join('\n'),
    blocks: [
      ...richText(paragraph([bold('What you can ask for')]), commandList()),
      ...context('Replies arrive by themselves; each one gets a message and a card in its thread.'),
    ],
  }
}

/** The answer to `/intel` alone: what it can do, with buttons for what needs no words. Ephemeral. */
export function renderCommandMenu(): SlackMessage {
  return {
    text: 'Type a domain after /intel to get a report, or choose Desk status or Help.',
    blocks: [
      ...richText(
        paragraph([
          'Type a domain after the command: ',
          { type: 'text', text: COMMANDS[0].usage, style: { code: true } },
        ]),
      ),
      ...actions(menuButton(ACTIONS.menuStatus, 'Desk status'), menuButton(ACTIONS.menuHelp, 'Help')),
    ],
  }
}

/** What the desk is doing. Counts are of replies and reports; `medianSeconds` is acceptance to message 2, today. */
export type DeskStatus = {
  queued: number
  running: number
  delayed: number
  deliveredToday: number
  failedToday: number
  medianSeconds: number | null
  lastDeliveredAt: Instant | null
}

/** The answer to `/intel status`: one line of the present and one of today. Ephemeral. */
export function renderStatusLine(status: DeskStatus): SlackMessage {
  const waiting = [`${status.queued} queued`, `${status.running} running`]
  if (status.delayed > 0) waiting.push(`${status.delayed} delayed`)
  const median = status.medianSeconds === null ? '' : `, half of them within ${elapsedWords(status.medianSeconds)}`
  const failed = status.failedToday === 0 ? 'none failed' : `${status.failedToday} failed`
  const today = `Today: ${count(status.deliveredToday, 'report')} delivered${median}; ${failed}.`
  const last = status.lastDeliveredAt === null ? '' : ` Last one ${momentToken(status.lastDeliveredAt)}.`
  const text = `Now: ${waiting.join(', ')}.\n${today}${last}`
  return { text, blocks: [section(text)] }
}

export type IntelAnswer = {
  domain: Domain
  /** The newest item of this domain, whatever its status; null when there is none. */
  newest: DeskItem | null
  /** Age of its report, in hours; null without one. */
  ageHours: number | null
  /** What is known right now, best first; shown while there is no report. */
  signals: Signal[]
  /** A report is being made. */
  running: boolean
}

const PREVIEW = 5

/** The answer to `/intel example.com`: the newest report, or the signals at once and a report on the way. Ephemeral. */
export function renderIntelAnswer(answer: IntelAnswer): SlackMessage {
  const item = answer.newest
  const hasReport = item !== null && item.document !== null
  const most = Math.min(PREVIEW, hasReport ? (item.document?.signals.length ?? 0) : answer.signals.length)
  const render = (shown: number) =>
    hasReport ? withReport(answer, item, { shown, isShared: false }) : withSignals(answer, shown)
  const renderings = Array.from({ length: most }, (_, index) => () => render(most - index))
  return firstThatFits(renderings, () => render(0))
}

/**
 * A report for everybody in a channel, as `by` shares it: with the link that may be sent on, without the team's own page
 * and without buttons.
 */
export function renderShared(item: DeskItem, by: SlackUserId, ageHours: number | null): SlackMessage {
  const answer = { domain: item.reply.domain, newest: item, ageHours, signals: [], running: false }
  const most = Math.min(PREVIEW, item.document?.signals.length ?? 0)
  const sharedBy = richText(paragraph([{ type: 'user', user_id: by }, ' shares:']))
  const render = (shown: number) => {
    const { text, blocks } = withReport(answer, item, { shown, isShared: true })
    return { text: `<@${by}> shares: ${text}`, blocks: [...sharedBy, ...blocks] }
  }
  const renderings = Array.from({ length: most }, (_, index) => () => render(most - index))
  return firstThatFits(renderings, () => render(0))
}

function ageWords(hours: number | null): string {
  if (hours === null) return ''
  return hours < 1 ? ', less than an hour old' : `, ${elapsedWords(Math.floor(hours) * 3_600)} old`
}

type Showing = { shown: number; isShared: boolean }

function withReport(answer: IntelAnswer, item: DeskItem, { shown, isShared }: Showing): SlackMessage {
  const document = item.document
  if (document === null) return withSignals(answer, shown)
  const fresh = answer.running ? ' A fresh one is being made.' : ''
  const counts = `${countsWords(document, item.shownAt)}.${fresh}`
  const lead = `Report on *${inline(answer.domain, 150)}*${ageWords(answer.ageHours)}: ${counts}`
  const more = moreSignals(document.signals.length - shown, item.linksReachable && item.links !== null)
  const top = document.signals.slice(0, shown)
  const blocks: KnownBlock[] = [
    section(lead),
    ...richText(
      listOf(
        'ordered',
        top.map((signal) => signalParagraph(signal, item.shownAt, 'fact')),
      ),
      more === null ? null : paragraph([more]),
    ),
    ...links(item),
    ...context(...provenance(item, document)),
    ...(isShared ? [] : actions(openReportButton(item), shareButton(item))),
  ]
  const text = twin(
    [lead.replaceAll('*', '')],
    top.map((signal) => signalText(signal, item.shownAt)),
    isShared ? shareableText(item) : linkTexts(item),
  )
  return { text, blocks }
}

function coming(answer: IntelAnswer): string {
  if (answer.running) return 'A report is being made and follows here.'
  return answer.signals.length > 0 ? 'No report was asked for.' : 'There is nothing to report on.'
}

function withSignals(answer: IntelAnswer, shown: number): SlackMessage {
  const found = answer.signals.length
  const what = found === 0 ? 'no signals are known' : `${count(found, 'signal')} known right now`
  const lead = `*${inline(answer.domain, 150)}*: ${what}. ${coming(answer)}`
  const left = found - shown
  const top = answer.signals.slice(0, shown)
  const blocks: KnownBlock[] = [
    section(lead),
    ...richText(
      listOf('ordered', top.map(rawParagraph)),
      left > 0 && found > 0 ? paragraph([`+${left} more${answer.running ? ' in the report' : ''}`]) : null,
    ),
  ]
  return { text: twin([lead.replaceAll('*', '')], top.map(rawText), []), blocks }
}

/** A signal as it is read, before any report: its own title or summary, nothing written about it. */
function rawParagraph(signal: Signal) {
  return paragraph(
    joined(
      ' · ',
      bold(typeWord(signal.type)),
      untrusted(signal.buyerName, 80, { bold: true }),
      untrusted(signal.buyerState, 30),
      stateWords(signal, ''),
    ),
    joined('', untrusted(signal.title ?? signal.summary, 300)),
    joined('', sourceLink(signal.sourceUrl)),
  )
}

function rawText(signal: Signal): string {
  const where = signal.buyerName === null ? '' : `${inline(signal.buyerName, 150)}; `
  const title = inline(signal.title ?? signal.summary ?? '', 250)
  return `${inline(typeWord(signal.type), 60)}: ${title} (${where}${stateWords(signal, '')})`
}
