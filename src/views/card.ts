import type { KnownBlock } from '@slack/types'
import type { DeskItem, ReportDocument } from '../pipeline/report/types.ts'
import { reportButtons } from './buttons.ts'
import { escalationLine, links, linkTexts, provenance } from './card-parts.ts'
import { decisionMaker, decisionMakerText, otherBuyersLine, otherBuyersText } from './card-people.ts'
import { moreSignals, nearestDeadline, signalParagraph, signalText } from './card-signals.ts'
import { fullTalkTrack, preparedWords, sentLine, sentText, talkTexts, talkTrack } from './card-talk.ts'
import { inline } from './escape.ts'
import { isFirstOnItsWay } from './first-version.ts'
import { firstThatFits, TWIN_CHARACTERS, twin } from './fit.ts'
import {
  actions,
  bold,
  context,
  header,
  line,
  listOf,
  paragraph,
  richText,
  type SlackMessage,
  section,
  untrusted,
} from './message.ts'
import {
  askedHow,
  dismissedText,
  headline,
  noteLines,
  ownerLine,
  ownerText,
  responsibleMention,
  whoParagraph,
  whoText,
} from './who.ts'
import { countsWords } from './words.ts'

/** A picture of the report that was uploaded to Slack before, for links that Slack cannot reach. */
export type CardPicture = { fileId: string }

const TOP_SIGNALS = 5
/** Below so many signals it is the talk that gives way. */
const FEWEST_SIGNALS = 3

type Rendering = { signals: number; detail: 'fact' | 'full'; talk: 'none' | 'short' | 'full' }

/**
 * Message 2, the card, in the item's present state: who and what to do, why now, the top signals, the decision maker,
 * how it was made, links and buttons. Where the links lead nowhere it carries the fuller text and the picture itself.
 * It always fits into one message: signals go from the end and are counted.
 */
export function renderCard(given: DeskItem, picture: CardPicture | null = null): SlackMessage {
  // Being posted is what makes it delivered.
  const item: DeskItem = isFirstOnItsWay(given) ? { ...given, status: 'delivered' } : given
  const document = item.document
  if (document === null || !isKnown(document)) return withoutDocument(item)
  const isFull = !item.linksReachable || item.links === null
  const most = isFull ? document.signals.length : Math.min(TOP_SIGNALS, document.signals.length)
  const short = document.tier === 3 ? 'short' : 'none'
  const down = (to: number, rest: Omit<Rendering, 'signals'>) =>
    Array.from({ length: most - Math.min(to, most) + 1 }, (_, index) => ({ signals: most - index, ...rest }))
  const wanted: Rendering[] = [
    ...(isFull ? down(TOP_SIGNALS, { detail: 'full', talk: 'full' }) : []),
    ...(isFull && short === 'short' ? down(FEWEST_SIGNALS, { detail: 'fact', talk: 'full' }) : []),
    ...down(1, { detail: 'fact', talk: short }),
  ]
  const render = (rendering: Rendering) => card({ item, document, picture, rendering })
  return firstThatFits(
    wanted.map((rendering) => () => render(rendering)),
    () => render({ signals: 0, detail: 'fact', talk: 'none' }),
  )
}

/** A stored document can be of another version of the code. */
function isKnown(document: ReportDocument): boolean {
  const shape: number = document.shape
  return shape === 2
}

type Ingredients = { item: DeskItem; document: ReportDocument; picture: CardPicture | null; rendering: Rendering }

function card({ item, document, picture, rendering }: Ingredients): SlackMessage {
  const shown = document.signals.slice(0, rendering.signals)
  const more = moreSignals(document.signals.length - shown.length, item.linksReachable && item.links !== null)
  const items = shown.map((signal) => signalParagraph(signal, item.shownAt, rendering.detail))
  const prepared = preparedWords(item, document)
  const talk = { none: () => [], short: talkTrack, full: fullTalkTrack }[rendering.talk]
  const blocks: KnownBlock[] = [
    header(`Intel: ${headline(item, 130)}`),
    section(lead(item, document)),
    ...richText(
      whoParagraph(item),
      paragraph(ownerLine(item), escalationLine(item)),
      listOf('bullet', noteLines(item)),
    ),
    ...richText(paragraph(line(bold('Why they care: '), untrusted(document.whyTheyCare, 400)), line(prepared))),
    ...richText(
      shown.length > 0 ? paragraph([bold(shown.length === 1 ? 'Signal' : 'Top signals')]) : null,
      listOf('ordered', items),
      more === null ? null : paragraph([more]),
      paragraph(sentLine(document)),
    ),
    ...decisionMaker(document),
    ...talk(document),
    ...richText(paragraph(otherBuyersLine(document, item.shownAt))),
    ...links(item),
    ...pictureBlock(item, picture),
    ...context(...provenance(item, document)),
    ...actions(...reportButtons(item)),
  ]
  return { text: cardText(item, document), blocks }
}

/** Why now and what to do: our own words and counts only. */
function lead(item: DeskItem, document: ReportDocument): string {
  const facts = [`intel is ready: *${countsWords(document, item.shownAt)}.*`, nearestDeadline(document, item.shownAt)]
  const known = `${responsibleMention(item)} ${facts.filter((fact) => fact !== null).join(' ')}`
  return `${known}\n${whatToDo(item)}`
}

function whatToDo(item: DeskItem): string {
  if (item.status === 'dismissed') {
    const words = dismissedText(item)
    return `${words.charAt(0).toUpperCase()}${words.slice(1)}: nothing more to do.`
  }
  if (item.status === 'held') return 'The reply is held: do not mail.'
  if (item.status === 'delayed') return 'A new version is delayed and being retried; this one stays until it is ready.'
  return howToUse(item)
}

/** Whoever asked for a report knows what for; a prospect who replied is mailed and called. */
function howToUse(item: DeskItem): string {
  const hasPage = item.linksReachable && item.links !== null
  const asked = askedHow(item)
  if (asked !== null) return `Report asked for ${asked}; ${hasPage ? 'the link can be sent' : 'everything is below'}.`
  return hasPage ? 'Mail the link, then call.' : 'Call now; everything is below.'
}

function pictureBlock(item: DeskItem, picture: CardPicture | null): KnownBlock[] {
  if (picture === null) return []
  return [
    {
      type: 'image',
      slack_file: { id: picture.fileId },
      alt_text: `Head of the report page for ${headline(item, 150)}`,
    },
  ]
}

/** The text twin. What is said of the talk and of other buyers gives way, from the end, to what must have room. */
function cardText(item: DeskItem, document: ReportDocument): string {
  const head = [
    lead(item, document).replaceAll('*', ''),
    whoText(item),
    document.whyTheyCare === null ? null : `Why they care: ${inline(document.whyTheyCare, 300)}`,
    preparedWords(item, document),
  ]
  const signals = document.signals.slice(0, TOP_SIGNALS).map((signal) => signalText(signal, item.shownAt))
  const first = [sentText(document), decisionMakerText(document)]
  const extras = [...talkTexts(document), otherBuyersText(document, item.shownAt)]
  const last = [...linkTexts(item), ownerText(item)]
  for (let kept = extras.length; kept > 0; kept--) {
    const text = twin(head, signals, [...first, ...extras.slice(0, kept), ...last])
    if (text.length <= TWIN_CHARACTERS) return text
  }
  return twin(head, signals, [...first, ...last])
}

/** What is left when there is no document, or one of a shape that this version of the code does not know. */
function withoutDocument(item: DeskItem): SlackMessage {
  const words = `${responsibleMention(item)} the report cannot be shown here. Open the page, or make a new version with Regenerate.`
  return {
    text: twin([words, whoText(item)], [], linkTexts(item)),
    blocks: [
      header(`Intel: ${headline(item, 130)}`),
      section(words),
      ...richText(whoParagraph(item), paragraph(ownerLine(item), escalationLine(item))),
      ...links(item),
      ...actions(...reportButtons(item)),
    ],
  }
}
