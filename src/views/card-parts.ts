import type { RichTextBlock } from '@slack/types'
import type { DeskItem, ReportDocument } from '../pipeline/report/types.ts'
import { clip, inline, safeUrl } from './escape.ts'
import { bold, line, ownLink, type Part, paragraph, person, richText, untrusted } from './message.ts'
import { changeWords, count, elapsedWords } from './words.ts'

/** The shareable link in full, to be copied. The internal one is the button's. */
export function links(item: DeskItem): RichTextBlock[] {
  if (item.links === null) return []
  const local = item.linksReachable
    ? null
    : ['The links open only on the machine that runs this service, so the card carries the text itself.']
  const copy = notionCopy(item)
  const also = copy === null ? null : line(bold('Notion copy: '), ownLink(copy))
  return richText(paragraph(line(bold('Link to mail: '), ownLink(item.links.report)), also, local))
}

/** The copy in Notion, where it is not the link to mail itself. */
function notionCopy({ links }: DeskItem): string | null {
  return links === null || links.notion === links.report ? null : links.notion
}

/** The link that may be sent on, for the text twin, escaped. */
export function shareableText(item: DeskItem): string[] {
  const report = safeUrl(item.links?.report)
  return report === null ? [] : [`Link to mail: ${inline(report, 500)}`]
}

/** All links for the text twin, escaped. */
export function linkTexts(item: DeskItem): string[] {
  const internal = safeUrl(item.links?.internal)
  const copy = safeUrl(notionCopy(item))
  return [
    ...shareableText(item),
    ...(copy === null ? [] : [`Notion copy: ${inline(copy, 500)}`]),
    ...(internal === null ? [] : [`Team view: ${inline(internal, 500)}`]),
  ]
}

/** Who was asked to help, by whom and why; null when nobody was. */
export function escalationLine(item: DeskItem): Part[] | null {
  if (item.escalation === null) return null
  const { to, by, why } = item.escalation
  const reason = untrusted(why, 200)
  const through = person(by)
  return line(
    'Escalated to ',
    person(to),
    ...(through === null ? [] : [' by ', through]),
    ...(reason === null ? ['.'] : [': ', reason]),
  )
}

/** How the report was made: tier, ranking, dropped sentences, version, time, data. Untrusted, for plain text. */
export function provenance(item: DeskItem, document: ReportDocument): (string | null)[] {
  const dropped = document.droppedClaims
  return [
    `Tier ${document.tier}: ${document.tierReason}`,
    [document.ranking === 'rules' ? 'Ranked by rules.' : '', document.rankingNote ?? ''].join(' ').trim() || null,
    dropped > 0
      ? `${count(dropped, 'sentence')} dropped: the evidence did not support ${dropped === 1 ? 'it' : 'them'}`
      : null,
    versionWords(item, document),
    item.processingSeconds === null ? null : `Made in ${elapsedWords(item.processingSeconds)}`,
    document.budgetNote,
    document.dataLine,
  ]
}

/** `Version 2: 2 new, 1 gone; angle “budget”`. Untrusted, because a person typed the angle. */
export function versionWords(item: DeskItem, document: ReportDocument | null): string {
  const changed = item.change === null ? '' : `: ${changeWords(item.change)}`
  const isAnother = item.version > 1 && document?.angle
  const angle = isAnother ? `; angle “${clip(document.angle ?? '', 80)}”` : ''
  return `Version ${item.version}${changed}${angle}`
}
