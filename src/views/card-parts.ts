import type { RichTextBlock } from '@slack/types'
import type { DecisionMaker, DeskItem, ReportDocument } from '../pipeline/report/types.ts'
import { clip, inline, safeUrl } from './escape.ts'
import {
  bold,
  emailLink,
  joined,
  line,
  listOf,
  ownLink,
  type Part,
  paragraph,
  person,
  richText,
  untrusted,
} from './message.ts'
import { changeWords, confidenceWords, count, elapsedWords } from './words.ts'

/** The decision maker: title verbatim, every number we have, and how sure we are. Empty without one. */
export function decisionMaker(document: ReportDocument): RichTextBlock[] {
  const dm = document.dm
  if (dm === null) return []
  const at = joined('', untrusted(document.buyer?.name ?? null, 100))
  return richText(
    paragraph(
      [bold('Decision maker'), ...(at === null ? [] : [' at ', ...at])],
      joined(', ', untrusted(dm.name, 80, { bold: true }), untrusted(dm.title, 150)),
      joined(
        ' · ',
        emailLink(dm.email),
        labelled('phone ', dm.phone),
        labelled('direct ', dm.directPhone),
        verifiedWords(dm),
      ),
      joined(': ', confidenceWords(dm.confidence), untrusted(dm.reason, 250)),
    ),
  )
}

function labelled(label: string, text: string | null): Part {
  const shown = untrusted(text, 40)
  return shown?.type === 'text' ? { ...shown, text: `${label}${shown.text}` } : null
}

function verifiedWords(dm: DecisionMaker): string {
  return dm.verified ? 'verified' : 'not verified'
}

/** The decision maker for the text twin, escaped; null without one. */
export function decisionMakerText(dm: DecisionMaker | null): string | null {
  if (dm === null) return null
  const parts = [dm.name, dm.title, dm.email, dm.phone, dm.directPhone].flatMap((part) =>
    part ? [inline(part, 120)] : [],
  )
  return `Decision maker: ${parts.join(', ')} (${verifiedWords(dm)}, ${confidenceWords(dm.confidence)})`
}

function angleLine(document: ReportDocument): Part[] | null {
  return line(bold('Angle: '), untrusted(document.angle, 250))
}

/** What to lead with, in three lines: shown in tier 3. */
export function talkTrack(document: ReportDocument): RichTextBlock[] {
  const { relevance, gameplan } = document
  return richText(
    paragraph(
      line(bold('Relevance: '), untrusted(relevance?.intro ?? null, 350)),
      angleLine(document),
      line(bold('Lead with: '), untrusted(gameplan?.primary ?? null, 350)),
    ),
  )
}

/** Everything of relevance, gameplan and procurement, for a reader who cannot open the page. */
export function fullTalkTrack(document: ReportDocument): RichTextBlock[] {
  const { relevance, gameplan } = document
  const points = (relevance?.bullets ?? [])
    .slice(0, 4)
    .map((claim) => paragraph(joined('', untrusted(claim.text, 250))))
  const next = (gameplan?.secondary ?? []).slice(0, 4).map((text) => paragraph(joined('', untrusted(text, 200))))
  const path = (gameplan?.procurement ?? []).slice(0, 4).map((step) => paragraph(joined('', untrusted(step.text, 200))))
  const procurement = listOf('bullet', path)
  return richText(
    paragraph(line(bold('Relevance: '), untrusted(relevance?.intro ?? null, 350))),
    listOf('bullet', points),
    paragraph(angleLine(document), line(bold('Lead with: '), untrusted(gameplan?.primary ?? null, 350))),
    listOf('bullet', next),
    paragraph(line(bold('Say: '), untrusted(gameplan?.script ?? null, 600))),
    procurement === null ? null : paragraph([bold('Procurement path')]),
    procurement,
  )
}

/** The shareable link in full, to be copied. The internal one is the button's. */
export function links(item: DeskItem): RichTextBlock[] {
  if (item.links === null) return []
  const local = item.linksReachable
    ? null
    : ['The links open only on the machine that runs this service, so the card carries the text itself.']
  return richText(paragraph(line(bold('Link to mail: '), ownLink(item.links.report)), local))
}

/** The link that may be sent on, for the text twin, escaped. */
export function shareableText(item: DeskItem): string[] {
  const report = safeUrl(item.links?.report)
  return report === null ? [] : [`Link to mail: ${inline(report, 500)}`]
}

/** Both links for the text twin, escaped. */
export function linkTexts(item: DeskItem): string[] {
  const internal = safeUrl(item.links?.internal)
  return [...shareableText(item), ...(internal === null ? [] : [`Team view: ${inline(internal, 500)}`])]
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
    document.ranking === 'rules' ? ['Ranked by rules.', document.rankingNote ?? ''].join(' ').trim() : null,
    dropped > 0
      ? `${count(dropped, 'sentence')} dropped: the evidence did not support ${dropped === 1 ? 'it' : 'them'}`
      : null,
    versionWords(item, document),
    item.processingSeconds === null ? null : `Made in ${elapsedWords(item.processingSeconds)}`,
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
