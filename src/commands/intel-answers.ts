import { setTimeout as pause } from 'node:timers/promises'
import { ExternalError } from '../errors.ts'
import type { DeskItem, Domain, ReportId, ReportStatus, Signal, SlackUserId } from '../pipeline/report/types.ts'
import { renderCommandMenu, renderHelp, renderIntelAnswer, renderStatusLine } from '../views/command-messages.ts'
import { inline } from '../views/escape.ts'
import { bold, line, paragraph, richText, type SlackMessage, untrusted } from '../views/message.ts'
import { renderRefusal } from '../views/refusals.ts'
import type { DoorParts } from './door-context.ts'
import type { Plan } from './handle.ts'
import { parseIntel, type ReportWish, type Seller } from './intel-command.ts'

/** What `/intel` answers. Everything here is seen only by the person who typed it. */

/** Who typed the command, and how they are told more than once. */
export type Asker = { userId: SlackUserId; triggerId: string; tell(message: SlackMessage): Promise<void> }

const EXAMPLES = [
  'Type /intel and a domain, such as /intel fernmill.com.',
  'Type /intel help for everything it understands.',
]

/** Words that need no look at the desk are answered with the acknowledgement, the rest after it. */
export function planCommand(parts: DoorParts, text: string, asker: Asker): Plan<SlackMessage> {
  const command = parseIntel(text)
  switch (command.kind) {
    case 'menu':
      return { answer: renderCommandMenu(), work: null }
    case 'help':
      return { answer: helpFor(command.unknown), work: null }
    case 'refused':
      return { answer: renderRefusal(command.problem, EXAMPLES), work: null }
    case 'status':
      return { work: async () => renderStatusLine(await parts.deskStatus()) }
    case 'signals':
      return { work: async () => withWarning(command, await answerSignals(parts, command.domain)) }
    case 'domain':
      return { work: async () => withWarning(command, await answerDomain(parts, command, asker)) }
    case 'report':
      return { work: async () => withWarning(command, await makeReport(parts, command, asker)) }
    default:
      throw new Error(`No command is called ${String(command satisfies never)}`)
  }
}

function helpFor(unknown: string | null): SlackMessage {
  const help = renderHelp()
  if (unknown === null) return help
  const problem = renderRefusal(`/intel does not know "${unknown.slice(0, 100).toWellFormed()}".`)
  return { text: `${problem.text}\n${help.text}`, blocks: [...problem.blocks, ...help.blocks] }
}

/** Letters in the domain that may deceive are named above the answer. */
function withWarning({ warning }: Seller, message: SlackMessage): SlackMessage {
  if (warning === null) return message
  const words = richText(paragraph(line(bold('Check the domain: '), untrusted(warning, 200))))
  return { text: `Check the domain: ${inline(warning, 200)}\n${message.text}`, blocks: [...words, ...message.blocks] }
}

async function answerSignals(parts: DoorParts, domain: Domain): Promise<SlackMessage> {
  const signals = await parts.preview(domain)
  return renderIntelAnswer({ domain, newest: null, ageHours: null, signals, running: false })
}

/** The newest report while it is fresh; else what is known now, and the report as soon as it is ready. */
async function answerDomain(parts: DoorParts, seller: Seller, asker: Asker): Promise<SlackMessage> {
  const { domain } = seller
  const { delivered, pending } = await parts.desk.newestOf(domain)
  const age = ageHours(parts, delivered)
  if (age !== null && age < parts.config.pages.freshHours)
    return renderIntelAnswer({ domain, newest: delivered, ageHours: age, signals: [], running: pending !== null })
  const signals = await previewOf(parts, domain)
  if (pending) return tellAndFollow(parts, { seller, id: pending.id, signals }, asker)
  // Without a signal there is nothing to make a report of: what is known already is all there is.
  if (signals?.length === 0)
    return renderIntelAnswer({ domain, newest: delivered, ageHours: age, signals, running: false })
  const id = await requestReport(parts, { ...seller, tier: null, product: null }, asker)
  return tellAndFollow(parts, { seller, id, signals }, asker)
}

async function makeReport(parts: DoorParts, wish: ReportWish, asker: Asker): Promise<SlackMessage> {
  const [id, signals] = await Promise.all([requestReport(parts, wish, asker), previewOf(parts, wish.domain)])
  return tellAndFollow(parts, { seller: wish, id, signals }, asker)
}

/** One command is one report, however often Slack sends it. It is posted nowhere: the asker shares it. */
async function requestReport(
  { desk }: DoorParts,
  { domain, warning, tier, product }: ReportWish,
  { userId, triggerId }: Asker,
): Promise<ReportId> {
  const request = { domain, warning, tier, product, fresh: false, post: false }
  const from = { origin: 'command' as const, broughtBy: userId, requestKey: `slack:${triggerId}` }
  const { id } = await desk.requestReport(request, from)
  return id
}

/** Null when the signals cannot be read now: the report that is on its way asks for them again. */
async function previewOf({ preview, log }: DoorParts, domain: Domain): Promise<Signal[] | null> {
  try {
    return await preview(domain)
  } catch (error) {
    if (!(error instanceof ExternalError)) throw error
    log.warn({ err: error }, 'Signals could not be shown at once')
    return null
  }
}

type Following = { seller: Seller; id: ReportId; signals: Signal[] | null }

async function tellAndFollow(parts: DoorParts, following: Following, asker: Asker): Promise<SlackMessage> {
  const { seller, signals } = following
  const { domain } = seller
  const first =
    signals === null
      ? renderRefusal(`The signals of ${domain} cannot be read right now.`, [
          'A report is being made and follows here as soon as they can.',
        ])
      : renderIntelAnswer({ domain, newest: null, ageHours: null, signals, running: true })
  await asker.tell(withWarning(seller, first))
  return follow(parts, following)
}

const MOVING: ReportStatus[] = ['queued', 'running']

/** Looks at the report until it has come to rest, the time is over or the door closes. */
async function follow(parts: DoorParts, { seller: { domain }, id }: Following): Promise<SlackMessage> {
  const { desk, pace, closing } = parts
  const until = performance.now() + pace.followMs
  while (!closing.aborted) {
    const item = await desk.item(id)
    if (!item || !MOVING.includes(item.status)) return ending(parts, domain, item)
    const left = until - performance.now()
    if (left <= 0)
      return renderRefusal(`The report on ${domain} takes longer than usual and is still being made.`, [
        `Ask again with /intel ${domain} in a minute.`,
      ])
    await pause(Math.min(pace.lookAgainMs, left), undefined, { signal: closing }).catch(() => undefined)
  }
  return renderRefusal(`This service is being restarted. The report on ${domain} is made all the same.`, [
    `Ask again with /intel ${domain} in a minute.`,
  ])
}

function ending(parts: DoorParts, domain: Domain, item: DeskItem | null): SlackMessage {
  const again = `Ask again with /intel report ${domain}.`
  if (item?.document)
    return renderIntelAnswer({
      domain,
      newest: item,
      ageHours: ageHours(parts, item),
      signals: [],
      running: false,
    })
  if (item?.status === 'no_signals')
    return renderIntelAnswer({ domain, newest: null, ageHours: null, signals: [], running: false })
  const note = item?.statusNote ?? 'It is no longer known here.'
  if (item?.status === 'delayed')
    return renderRefusal(`The report on ${domain} is delayed. ${note}`, [
      `It is tried again by itself; look with /intel ${domain}.`,
    ])
  return renderRefusal(`There is no report on ${domain}. ${note}`, [again])
}

/** Age of the newest version in hours; null while there is none. */
export function ageHours({ clock }: Pick<DoorParts, 'clock'>, item: DeskItem | null): number | null {
  const made = Date.parse(item?.document?.madeAt ?? '')
  return Number.isNaN(made) ? null : Math.max(0, (clock.now().getTime() - made) / 3_600_000)
}
