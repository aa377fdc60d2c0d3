import type { RichTextBlock } from '@slack/types'
import type { DeskItem, ReportDocument } from '../pipeline/report/types.ts'
import { inline } from './escape.ts'
import { bold, joined, line, listOf, type Part, paragraph, richText, untrusted } from './message.ts'
import { dayWords } from './words.ts'

/** What to say first: our label, and the words of the report. */
type Said = { label: string; text: string | null; max: number }

/** What tier 3 leads with. An angle that somebody asked for stands where no pitch was written. */
function opening({ relevance, gameplan, angle }: ReportDocument): Said[] {
  const pitch = gameplan?.pitch?.text ?? null
  return [
    { label: 'Relevance: ', text: relevance?.intro ?? null, max: 350 },
    pitch === null ? { label: 'Angle: ', text: angle, max: 250 } : { label: 'Pitch: ', text: pitch, max: 350 },
    { label: 'Say first: ', text: gameplan?.lead?.text ?? null, max: 300 },
  ]
}

const spoken = ({ label, text, max }: Said) => line(bold(label), untrusted(text, max))

/** What to lead with, in three lines: shown in tier 3. */
export function talkTrack(document: ReportDocument): RichTextBlock[] {
  return richText(paragraph(...opening(document).map(spoken)))
}

/** The same for the text twin, escaped. Tier 3 only. */
export function talkTexts(document: ReportDocument): string[] {
  if (document.tier !== 3) return []
  return opening(document).flatMap(({ label, text }) => (text ? [`${label}${inline(text, 220)}`] : []))
}

/** Everything of relevance, gameplan and procurement, for a reader who cannot open the page. */
export function fullTalkTrack(document: ReportDocument): RichTextBlock[] {
  const { relevance, gameplan } = document
  const [intro, ...rest] = opening(document)
  const points = (relevance?.bullets ?? [])
    .slice(0, 4)
    .map((claim) => paragraph(joined('', untrusted(claim.text, 250))))
  const next = (gameplan?.secondary ?? []).slice(0, 4).map((text) => paragraph(joined('', untrusted(text, 200))))
  const path = (gameplan?.procurement ?? []).slice(0, 4).map((step) => paragraph(joined('', untrusted(step.text, 200))))
  const procurement = listOf('bullet', path)
  const noPath = procurement === null ? (gameplan?.procurementNote ?? null) : null
  return richText(
    intro === undefined ? null : paragraph(spoken(intro)),
    listOf('bullet', points),
    paragraph(...rest.map(spoken), line(bold('Call first: '), untrusted(gameplan?.primary ?? null, 350))),
    listOf('bullet', next),
    paragraph(line(bold('Say: '), untrusted(gameplan?.script ?? null, 600))),
    procurement === null ? null : paragraph([bold('Procurement path')]),
    procurement,
    paragraph(line(bold('Procurement path: '), untrusted(noPath, 250))),
  )
}

/** What the prospect saw before, below what is new; null when that is nothing. */
export function sentLine({ sentNote }: ReportDocument): Part[] | null {
  return line(bold('Already sent: '), untrusted(sentNote, 300))
}

/** The same for the text twin, escaped. */
export function sentText({ sentNote }: ReportDocument): string | null {
  return sentNote === null ? null : `Already sent: ${inline(sentNote, 250)}`
}

/** What was written ahead does not know the reply; whoever can, makes it anew. Our own words only; null when it was not. */
export function preparedWords(item: DeskItem, document: ReportDocument): string | null {
  const day = dayWords(document.preparedAt, item.shownAt)
  if (day === null) return null
  if (item.origin !== 'reply') return `Prepared on ${day}.`
  const isSettled = item.status === 'dismissed' || item.status === 'held' || item.status === 'delayed'
  return `Prepared on ${day}; made before the reply came.${isSettled ? '' : ' Regenerate writes it anew, with the reply.'}`
}
