import type { RichTextBlock } from '@slack/types'
import type { DecisionMaker, Instant, ReportDocument } from '../pipeline/report/types.ts'
import { clip, inline } from './escape.ts'
import { bold, emailLink, joined, line, type Part, paragraph, richText, untrusted } from './message.ts'
import { confidenceWords, sinceMade } from './words.ts'

/** The decision maker: title verbatim, every number we have, and how sure we are; or why nobody is named. */
export function decisionMaker(document: ReportDocument): RichTextBlock[] {
  const dm = document.dm
  if (dm === null) return richText(paragraph(line(bold('Decision maker: '), untrusted(dmNoteOf(document), 250))))
  const at = joined('', untrusted(document.buyer?.name ?? null, 100))
  return richText(
    paragraph(
      [bold('Decision maker'), ...(at === null ? [] : [' at ', ...at])],
      joined(', ', untrusted(dm.name, 80, { bold: true }), untrusted(dm.title, 150)),
      joined(
        ' · ',
        emailLink(dm.email),
        isPersonal(dm) ? PERSONAL : null,
        labelled('phone ', dm.phone),
        labelled('direct ', dm.directPhone),
        verifiedWords(dm),
      ),
      joined(': ', confidenceWords(dm.confidence), untrusted(dm.reason, 250)),
    ),
  )
}

const PERSONAL = 'personal address'
const isPersonal = (dm: DecisionMaker) => dm.isPersonalMail && dm.email !== null

function labelled(label: string, text: string | null): Part {
  const shown = untrusted(text, 40)
  return shown?.type === 'text' ? { ...shown, text: `${label}${shown.text}` } : null
}

function verifiedWords(dm: DecisionMaker): string {
  return dm.verified ? 'verified' : 'not verified'
}

/** The note where the people at the buyer were looked at, or the tier promises somebody: elsewhere nobody expects one. */
function dmNoteOf({ dm, dmNote, tier, contactsKnown }: ReportDocument): string | null {
  return dm === null && (tier > 1 || contactsKnown !== null) ? dmNote : null
}

/** The same for the text twin, escaped; null when there is nothing to say. */
export function decisionMakerText(document: ReportDocument): string | null {
  const dm = document.dm
  const note = dmNoteOf(document)
  if (dm === null) return note === null ? null : `Decision maker: ${inline(note, 250)}`
  const parts = [dm.name, dm.title, dm.email, dm.phone, dm.directPhone].flatMap((part) =>
    part ? [inline(part, 120)] : [],
  )
  const flags = [verifiedWords(dm), isPersonal(dm) ? PERSONAL : null, confidenceWords(dm.confidence)]
  return `Decision maker: ${parts.join(', ')} (${flags.filter((flag) => flag !== null).join(', ')})`
}

const MOST_OTHERS = 4

/** `Marlow County, OH (1 open)`, of up to four; in tier 1 the signals themselves tell it. */
function otherBuyers(document: ReportDocument): string[] {
  if (document.tier === 1) return []
  return document.otherBuyers.slice(0, MOST_OTHERS).flatMap(({ name, state, open }) => {
    const words = [clip(name, 60), clip(state ?? '', 20)].filter((word) => word !== '').join(', ')
    return words === '' ? [] : [`${words} (${open} open)`]
  })
}

/** The other buyers in one line, with how many of their signals were open on the day of the report. */
export function otherBuyersLine(document: ReportDocument, now: Instant): Part[] | null {
  const label = bold(`Other buyers${sinceMade(document, now)}: `)
  return line(label, untrusted(otherBuyers(document).join(', '), 400))
}

/** The same for the text twin, escaped; null when there is none. */
export function otherBuyersText(document: ReportDocument, now: Instant): string | null {
  const names = otherBuyers(document).join(', ')
  return names === '' ? null : `Other buyers${sinceMade(document, now)}: ${inline(names, 450)}`
}
