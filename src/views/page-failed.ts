import type { KnownBlock } from '@slack/types'
import type { DeskItem } from '../pipeline/report/types.ts'
import { reportButtons } from './buttons.ts'
import { cleanText, inline } from './escape.ts'
import { fits, TWIN_CHARACTERS } from './fit.ts'
import { actions, context, header, paragraph, richText, type SlackMessage, section } from './message.ts'
import { dismissedText, headline, ownerLine, responsibleMention, whoParagraph, whoText } from './who.ts'

/** One block holds at most this much of the text, so that a reader can open it piece by piece. */
const PIECE = 2_800
/** Where the text starts when it is tried to fit; it shrinks until Slack takes the message. */
const MOST_TEXT = 10_000
const STEP = 500

/**
 * Message 2 when the page could not be published: the report as text in place of a link, and marked as such. `textTwin`
 * is the whole report as plain lines; what has no room is counted at the end.
 */
export function renderPageFailed(item: DeskItem, textTwin: string): SlackMessage {
  const report = cleanText(textTwin, 'keep')
  for (let room = MOST_TEXT; room > 0; room -= STEP) {
    const message = render(item, report, room)
    if (fits(message)) return message
  }
  return render(item, report, 0)
}

function render(item: DeskItem, report: string, room: number): SlackMessage {
  const shown = upToLine(report, room)
  const left = report.length - shown.length
  const settled = item.status === 'dismissed' ? ` Since then ${dismissedText(item)}.` : ''
  const words = `${responsibleMention(item)} intel is ready, but *the page could not be published*. Here is the text instead of a link.${settled}`
  const blocks: KnownBlock[] = [
    header(`Intel: ${headline(item, 130)}`),
    section(words),
    ...richText(whoParagraph(item), paragraph(ownerLine(item))),
    ...pieces(shown).flatMap((text) => richText({ type: 'rich_text_section', elements: [{ type: 'text', text }] })),
    ...context(
      left > 0
        ? `${left.toLocaleString('en-US')} more characters have no room here. Regenerate to publish the page.`
        : null,
    ),
    ...actions(...reportButtons(item)),
  ]
  const head = `${words.replaceAll('*', '')}\n${whoText(item)}\n`
  return { text: `${head}${inline(report, TWIN_CHARACTERS - head.length - 10)}`, blocks }
}

/** The text up to the last line break before `max` characters, or up to `max` when the line is longer than that. */
function upToLine(text: string, max: number): string {
  if (text.length <= max) return text
  const cut = text.lastIndexOf('\n', max)
  return text.slice(0, cut > 0 ? cut : max).replace(/\p{Surrogate}$/u, '')
}

function pieces(text: string): string[] {
  const found: string[] = []
  for (let rest = text; rest !== ''; ) {
    const piece = upToLine(rest, PIECE)
    if (piece.trim() !== '') found.push(piece)
    rest = rest.slice(Math.max(1, piece.length)).replace(/^\n/, '')
  }
  return found
}
