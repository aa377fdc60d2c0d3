import type { RichTextSection } from '@slack/types'
import type { DeskItem, NoteKind, SlackUserId } from '../pipeline/report/types.ts'
import { clip, inline, isUserId, mention } from './escape.ts'
import { bold, emailLink, joined, line, type Part, paragraph, person, untrusted } from './message.ts'
import { elapsedWords, noteWord } from './words.ts'

/** Who is mentioned in every message about the item: whoever took it, else whoever it was assigned to. */
export function responsible(item: DeskItem): SlackUserId | null {
  const id = item.owner?.userId ?? item.assignedTo
  return isUserId(id) ? id : null
}

/** `<@U…>` of the person responsible, or words that say there is nobody. */
export function responsibleMention(item: DeskItem): string {
  return mention(responsible(item)) ?? 'Nobody is assigned yet;'
}

/** The company as it came with the reply, else as the report knows it, else its domain. Untrusted. */
export function companyOf(item: DeskItem): string {
  return firstOf(item.reply.companyName, item.document?.prospect.company) ?? item.reply.domain
}

function titleOf(item: DeskItem): string | null {
  return firstOf(item.reply.prospectTitle, item.document?.prospect.title)
}

function nameOf(item: DeskItem): string | null {
  return firstOf(item.reply.prospectName, item.document?.prospect.name)
}

/** The first that still says something once cleaned. */
function firstOf(...texts: (string | null | undefined)[]): string | null {
  return texts.find((text) => typeof text === 'string' && clip(text, 200) !== '') ?? null
}

/** Who replied, in a few untrusted words: name and company, or the best there is. At most `max` characters. */
export function headline(item: DeskItem, max: number): string {
  const who = nameOf(item) ?? firstOf(item.reply.prospectEmail)
  return who === null ? clip(companyOf(item), max) : clip(`${clip(who, 70)}, ${clip(companyOf(item), 70)}`, max)
}

const ASKED_BY: Record<DeskItem['origin'], string | null> = {
  reply: null,
  api: 'by API',
  command: 'by command',
  cli: 'on the command line',
  prepared: 'ahead of a launch',
}

/** How a report was asked for, such as `by API`; null for a reply. Nobody waits for an answer to such a report. */
export function askedHow(item: DeskItem): string | null {
  return ASKED_BY[item.origin]
}

/** What the item is called in a sentence. */
export function nounOf(item: DeskItem): 'reply' | 'report' {
  return item.origin === 'reply' ? 'reply' : 'report'
}

/** Said where an address is expected and none came. A report that somebody asked for has no prospect at all. */
function missingEmail(item: DeskItem): string | null {
  return item.origin === 'reply' ? 'no e-mail address came with it' : null
}

/** Name and title, company, domain and e-mail, and a warning when the domain is dressed up as another. */
export function whoParagraph(item: DeskItem): RichTextSection | null {
  const { domain, domainWarning, prospectEmail } = item.reply
  const company = companyOf(item)
  const email = emailLink(firstOf(prospectEmail)) ?? missingEmail(item)
  return paragraph(
    joined(', ', untrusted(nameOf(item), 80, { bold: true }), untrusted(titleOf(item), 120)),
    joined(' · ', untrusted(company, 100, { bold: true }), company === domain ? null : untrusted(domain, 100), email),
    line(bold('Check the domain: '), untrusted(domainWarning, 200)),
  )
}

/** Name, company and e-mail in one line. */
export function whoLine(item: DeskItem): Part[] {
  const email = emailLink(firstOf(item.reply.prospectEmail)) ?? missingEmail(item)
  const name = untrusted(nameOf(item), 80, { bold: true })
  return joined(' · ', name, untrusted(companyOf(item), 100, { bold: true }), email) ?? []
}

/** The same as `whoParagraph` for the text twin, escaped: `Dana Whitfield (Director), Fernmill, fernmill.com, dana@fernmill.com`. */
export function whoText(item: DeskItem): string {
  const name = nameOf(item)
  const title = titleOf(item)
  const company = companyOf(item)
  const parts = [
    name === null ? null : `${inline(name, 120)}${title === null ? '' : ` (${inline(title, 120)})`}`,
    inline(company, 150),
    company === item.reply.domain ? null : inline(item.reply.domain, 150),
    item.reply.prospectEmail === null ? missingEmail(item) : inline(item.reply.prospectEmail, 200),
  ]
  return parts.filter((part) => part !== null && part !== '').join(', ')
}

/** Where the referral points, on a line of its own; null when the reply refers to nobody. */
export function referralLine(item: DeskItem): Part[] | null {
  const referral = item.reading.referral
  if (referral === null) return null
  const who = joined(
    ', ',
    untrusted(referral.name, 80, { bold: true }),
    untrusted(referral.title, 100),
    emailLink(firstOf(referral.email)),
  )
  return who === null ? null : [bold('Refers you to: '), ...who]
}

/** The referral for the text twin, escaped; null when there is none. */
export function referralText(item: DeskItem): string | null {
  const referral = item.reading.referral
  const parts = [referral?.name, referral?.title, referral?.email].flatMap((part) => (part ? [inline(part, 150)] : []))
  return parts.length === 0 ? null : `Refers you to: ${parts.join(', ')}.`
}

/** Kinds of note that say something without their sentence. */
const SAYS_ENOUGH: NoteKind[] = ['demo_asked', 'will_forward', 'urgency']

/**
 * What the reply asks of the rep, one short line each, from at most six notes. A sentence is said once: notes that share
 * it share a line, and one that is among `quoted` gives way to the words for its kind where these say enough.
 */
export function noteLines(item: DeskItem, quoted: readonly string[] = []): RichTextSection[] {
  const bySentence = Map.groupBy(item.reading.notes.slice(0, 6), (note) => note.text)
  return [...bySentence]
    .map(([text, notes]) => {
      const kinds = [...new Set(notes.map((note) => note.kind))]
      const isSaid = quoted.includes(text) && kinds.every((kind) => SAYS_ENOUGH.includes(kind))
      return paragraph(joined(': ', bold(noteWords(kinds)), isSaid ? null : untrusted(text, 200)))
    })
    .filter((one) => one !== null)
}

/** `Demo asked, urgent`. */
function noteWords(kinds: NoteKind[]): string {
  const words = kinds.map(noteWord).join(', ').toLowerCase()
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

/** `, 4 min after the reply.` */
function howFast(item: DeskItem, seconds: number): string {
  return `, ${elapsedWords(seconds)} after ${item.origin === 'reply' ? 'the reply' : 'it was asked for'}.`
}

/** Who has it and how fast that was, as a line; null while nobody has. */
export function ownerLine(item: DeskItem): Part[] | null {
  if (item.owner === null) return null
  return line('Taken by ', person(item.owner.userId), howFast(item, item.owner.secondsAfterReceipt))
}

/** The same as mrkdwn and for the text twin; null while nobody has it. */
export function ownerText(item: DeskItem): string | null {
  const who = mention(item.owner?.userId)
  if (item.owner === null || who === null) return null
  return `Taken by ${who}${howFast(item, item.owner.secondsAfterReceipt)}`
}

/** `the reply was dismissed by …`, as parts of a line. */
export function dismissedParts(item: DeskItem): Part[] {
  const who = person(item.dismissedBy)
  return [`the ${nounOf(item)} was dismissed`, ...(who === null ? [] : [' by ', who])]
}

/** The same as mrkdwn and for the text twin. */
export function dismissedText(item: DeskItem): string {
  const who = mention(item.dismissedBy)
  return `the ${nounOf(item)} was dismissed${who === null ? '' : ` by ${who}`}`
}
