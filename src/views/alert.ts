import type { SlackUserId } from '../pipeline/report/types.ts'
import { inline, mention } from './escape.ts'
import { twin } from './fit.ts'
import { bold, joined, line, listOf, paragraph, richText, type SlackMessage, section, untrusted } from './message.ts'

type Alert = { mention: SlackUserId | null; what: string; next: string | null; details: string[] }

const MOST_DETAILS = 10

/** What concerns no single report, for the operators: what happened, what to do, and the details. */
export function renderAlert({ mention: lead, what, next, details }: Alert): SlackMessage {
  const who = mention(lead)
  const opening = `${who === null ? '' : `${who} `}*The desk has news.*`
  const shown = details.slice(0, MOST_DETAILS)
  return {
    text: twin(
      [`${opening.replaceAll('*', '')} ${inline(what, 300)}`],
      shown.map((detail) => inline(detail, 200)),
      next === null ? [] : [`Next: ${inline(next, 300)}`],
    ),
    blocks: [
      section(opening),
      ...richText(
        paragraph(joined('', untrusted(what, 400))),
        listOf(
          'bullet',
          shown.map((detail) => paragraph(joined('', untrusted(detail, 200)))),
        ),
        next === null ? null : paragraph(line(bold('Next: '), untrusted(next, 300))),
      ),
    ],
  }
}
