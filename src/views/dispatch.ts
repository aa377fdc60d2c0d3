import type { Button, KnownBlock } from '@slack/types'
import type { DeskItem, ReplyKind } from '../pipeline/report/types.ts'
import { dismissButton, runAnywayButton, takeItButton } from './buttons.ts'
import { inline, mention } from './escape.ts'
import { isCardKeptBack, isFirstOnItsWay } from './first-version.ts'
import { twin } from './fit.ts'
import {
  actions,
  context,
  header,
  joined,
  listOf,
  momentToken,
  mrkdwn,
  type Part,
  paragraph,
  person,
  quote,
  richText,
  type SlackMessage,
  section,
  untrusted,
} from './message.ts'
import { renderQuietLine } from './quiet-line.ts'
import {
  askedHow,
  dismissedParts,
  dismissedText,
  headline,
  noteLines,
  ownerLine,
  ownerText,
  referralLine,
  referralText,
  responsible,
  responsibleMention,
  whoLine,
  whoParagraph,
  whoText,
} from './who.ts'
import { elapsedWords, kindWords, secondsBetween } from './words.ts'

/**
 * Message 1, for every status of the item. While a reply waits it says who, what they said and what to do; once the
 * card is posted it is one line of state. A reply that rules alone held is one quiet line that mentions nobody.
 */
export function renderDispatch(item: DeskItem): SlackMessage {
  if (item.version > 0 && !isFirstOnItsWay(item) && !isCardKeptBack(item)) return stateOnly(item)
  if (item.status === 'held' && item.reading.by === 'rules') return renderQuietLine(item)
  return full(item)
}

/** What is going on and what to do, after the mention. Our own words only. */
const PROGRESS: Record<DeskItem['status'], (item: DeskItem) => string> = {
  queued: coming,
  running: coming,
  delayed: () => 'please answer now. Intel is delayed and is being retried; it will arrive in this thread.',
  no_signals: () => 'please answer with the standard follow-up. No signals were found; details are in the thread.',
  held: (item) => `the run is stopped. A closer reading says that this is ${kindWords(item.reading.kind)}.`,
  dismissed: (item) => `${dismissedText(item)}. Nothing more to do.`,
  cancelled: () => 'the run was cancelled. The reply is kept.',
  failed: () => 'please answer now without intel. Making it failed; details are in the thread.',
  delivered: () => 'intel is below in the thread.',
}

/** The same for a report that somebody asked for: no prospect waits for an answer. */
const ASKED_PROGRESS: typeof PROGRESS = {
  ...PROGRESS,
  queued: () => 'intel is coming in this thread.',
  running: () => 'intel is coming in this thread.',
  delayed: () => 'intel is delayed and is being retried; it will arrive in this thread.',
  no_signals: () => 'no signals were found; details are in the thread.',
  held: () => 'the run is stopped.',
  cancelled: () => 'the run was cancelled.',
  failed: () => 'making intel failed; details are in the thread.',
}

function coming(item: DeskItem): string {
  return `please answer now. Intel is coming in this thread.${unsure(item)}`
}

function unsure(item: DeskItem): string {
  return item.reading.kind === 'unclear' ? ' It is not clear that the reply is positive: read it first.' : ''
}

/** Statuses in which the mention has nothing to ask: the name of the person stays out of it. */
const SETTLED: DeskItem['status'][] = ['dismissed', 'cancelled', 'held']

function lead(item: DeskItem): string {
  const words = (askedHow(item) === null ? PROGRESS : ASKED_PROGRESS)[item.status](item)
  if (SETTLED.includes(item.status)) return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
  return `${responsibleMention(item)} ${words}`
}

function full(item: DeskItem): SlackMessage {
  const said = item.reading.keySentences.slice(0, 3)
  const blocks: KnownBlock[] = [
    header(`${title(item)}: ${headline(item, 120)}`),
    section(lead(item)),
    ...richText(
      paragraph(referralLine(item)),
      whoParagraph(item),
      quote(...(joined(' ', ...said.map((sentence) => untrusted(sentence, 400))) ?? [])),
      listOf('bullet', noteLines(item, said)),
    ),
    ...context(item.statusNote, campaignWords(item), arrival(item), mrkdwnOrNull(ownerText(item))),
    ...actions(...buttonsOf(item)),
  ]
  const text = twin(
    [lead(item), `${title(item)}: ${whoText(item)}`, referralText(item)],
    [
      ...said.map((sentence) => `"${inline(sentence, 400)}"`),
      ...item.reading.notes.slice(0, 6).map((note) => inline(note.text, 200)),
    ],
    [item.statusNote === null ? null : inline(item.statusNote, 300), ownerText(item)],
  )
  return { text, blocks }
}

const TITLES: Record<ReplyKind, string> = {
  positive: 'Positive reply',
  referral: 'Referral',
  unclear: 'Reply to check',
  out_of_office: 'Reply',
  unsubscribe: 'Reply',
  not_interested: 'Reply',
}

function title(item: DeskItem): string {
  const asked = askedHow(item)
  return asked === null ? TITLES[item.reading.kind] : `Report asked for ${asked}`
}

function buttonsOf(item: DeskItem): (Button | null)[] {
  if (SETTLED.includes(item.status)) return [runAnywayButton(item)]
  const again = item.status === 'failed' ? runAnywayButton(item, 'Try again') : null
  return [takeItButton(item), again, dismissButton(item)]
}

const mrkdwnOrNull = (text: string | null) => (text === null ? null : mrkdwn(text))

/** Campaign and step, untrusted. */
function campaignWords(item: DeskItem): string | null {
  const { campaignName, campaignId, sequenceStep } = item.reply
  const campaign = campaignName ?? campaignId
  const words = [
    campaign === null ? null : `Campaign: ${campaign}`,
    sequenceStep === null ? null : `step ${sequenceStep}`,
  ]
  const present = words.filter((word) => word !== null)
  return present.length === 0 ? null : present.join(', ')
}

/** When they replied, in the reader's own zone, and how long it took to reach us when that was long. */
function arrival(item: DeskItem) {
  const { repliedAt } = item.reply
  if (repliedAt === null || !Number.isFinite(Date.parse(repliedAt)))
    return mrkdwn(`${askedHow(item) === null ? 'Arrived' : 'Asked for'} ${momentToken(item.receivedAt)}`)
  const late = secondsBetween(repliedAt, item.receivedAt)
  const lag = late !== null && late >= 60 ? `, reached us ${elapsedWords(late)} later` : ''
  return mrkdwn(`Replied ${momentToken(repliedAt)}${lag}`)
}

/** What else there is to say once a version is in the thread, as parts of a line and for the text twin. */
function since(item: DeskItem): { parts: Part[]; text: string } {
  if (item.status === 'dismissed')
    return { parts: ['; ', ...dismissedParts(item), '.'], text: `; ${dismissedText(item)}.` }
  const text = SINCE[item.status] ?? '.'
  return { parts: [text], text }
}

const SINCE: Partial<Record<DeskItem['status'], string>> = {
  delayed: '; a new version is delayed and being retried.',
  held: '; the reply is held.',
}

/** Once a version is delivered: who, who has it, and that the card is below. The card has the buttons. */
function stateOnly(item: DeskItem): SlackMessage {
  const nobody = 'has not taken it yet.'
  const owner = ownerText(item) ?? `${mention(responsible(item)) ?? 'Nobody'} ${nobody}`
  const ownerParts = ownerLine(item) ?? [person(responsible(item)) ?? 'Nobody', ` ${nobody}`]
  const below = `Intel is below in the thread, version ${item.version}`
  const { parts, text } = since(item)
  return {
    text: twin([`${owner} ${below}${text}`, whoText(item)], [], []),
    blocks: richText(paragraph([...whoLine(item), '\n', ...ownerParts, ` ${below}`, ...parts])),
  }
}
