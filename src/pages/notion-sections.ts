import type { Contact, DecisionMaker } from '../pipeline/report/types.ts'
import { plain } from './html.ts'
import type { OtherBuyerView } from './model-buyer.ts'
import type { RecordView, SignalGroup, SignalView } from './model-signals.ts'
import * as notion from './notion-elements.ts'
import type { PageModel, ProvenText } from './page-model.ts'
import { copiedStatusLine } from './words.ts'

/** The sections of a report as Notion's own blocks: one function a section, nothing when it has nothing to say. */

type Blocks = notion.NotionBlock[]

const bold = (text: string | null | undefined) => notion.words(text, { bold: true })
const gray = (text: string | null | undefined) => notion.words(text, { color: 'gray' })

/**
 * Whom it was made for and as of which day it speaks, the key figures side by side, the next deadline of that day, and why
 * the reader would care.
 */
export function headBlocks(model: PageModel, asOf: string): Blocks {
  const { next, sent, why } = model
  const made = notion.joined(' ', [
    notion.words('Prepared for'),
    bold(model.company),
    gray(`· ${model.monthYear} · As of ${asOf}`),
  ])
  return [
    ...notion.paragraph(made),
    ...notion.columns(model.glance.map(figure)),
    ...(next === null ? [] : [deadline(next, asOf)]),
    ...(why === null ? [] : [notion.callout(bold(why.heading), { ...BLUE, children: text(why.text) })]),
    ...(sent === null ? [] : notion.paragraph([...bold(`${sent.heading}: `), ...notion.words(sent.text)], 'gray')),
  ]
}

const BLUE = { icon: '💡', color: 'blue_background' } as const

const text = (words: string | null) => notion.paragraph(notion.words(words))

function figure({ value, label, detail }: PageModel['glance'][number]): Blocks {
  return notion.paragraph([
    ...bold(value),
    ...notion.words(` ${label}`),
    ...gray(detail === null ? null : ` (${detail})`),
  ])
}

function deadline(next: NonNullable<PageModel['next']>, asOf: string): notion.NotionBlock {
  const facts = [bold(next.date), notion.words(next.buyer)]
  const words = [...notion.words(`As of ${asOf} the next deadline is `), ...notion.joined(', ', facts)]
  return notion.callout(words, { icon: '📅', color: 'yellow_background' })
}

/** All signals, grouped by state, each a card whose sources open on a click. */
export function signalBlocks(groups: SignalGroup[]): Blocks {
  if (groups.length === 0) return []
  const cards = groups.flatMap((group) => [
    notion.heading3(`${group.heading} (${group.signals.length})`),
    ...group.signals.map(signalCard),
  ])
  return [notion.heading2('Signals'), ...cards]
}

const LOOKS = {
  open: { icon: '🟢', color: 'green_background' },
  unknown: { icon: '🔎', color: 'gray_background' },
  closed: { icon: '📁', color: 'gray_background' },
} as const

function signalCard(signal: SignalView): notion.NotionBlock {
  const type = signal.type.long ? `${signal.type.short} (${signal.type.long})` : signal.type.short
  const kicker = [type, signal.place, signal.alreadySent ? 'from our earlier e-mail' : null].filter(Boolean).join(' · ')
  const why = signal.why === null ? [] : [...bold('Why it matters: '), ...notion.words(signal.why)]
  return notion.callout(bold(`${signal.number}. ${signal.title}`), {
    ...LOOKS[signal.state],
    children: [
      ...text(copiedStatusLine(signal.status)),
      ...notion.paragraph(gray(kicker)),
      ...text(signal.bullet),
      ...notion.paragraph(why),
      ...detailsOf(signal),
    ],
  })
}

function factsAndSources({ facts, sources }: Pick<SignalView, 'facts' | 'sources'>): Blocks {
  const shown = sources.flatMap((one) => notion.bullet([...notion.words('Source: '), ...notion.source(one)]))
  const none = shown.length === 0 ? notion.bullet(notion.words('Source: not on file')) : []
  return [...facts.flatMap((fact) => notion.bullet(notion.words(`${fact.label}: ${fact.value}`))), ...shown, ...none]
}

function detailsOf(signal: SignalView): Blocks {
  const label = signal.facts.length > 0 ? 'Details and sources' : 'Sources'
  return notion.toggle(notion.words(label), factsAndSources(signal))
}

/** Facts of the featured buyer, each with its source. */
export function buyerBlocks(buyer: PageModel['buyer']): Blocks {
  if (buyer === null) return []
  const site = buyer.website === null ? [] : notion.linked(buyer.website.host, buyer.website.href)
  const rows = buyer.facts.map(({ label, value, source }) => [
    notion.words(label),
    notion.words(value),
    source === null ? [] : notion.source(source),
  ])
  return [
    notion.heading2('The buyer'),
    ...notion.paragraph(notion.joined(' · ', [bold(buyer.name), notion.words(buyer.line), site])),
    ...notion.table(['Fact', 'Value', 'Source'], rows),
  ]
}

/** The decision maker and the other contacts, where this reader may see them. Mails and phones are text. */
export function peopleBlocks({ dm, contacts, peopleHeading, contactsKnown }: PageModel): Blocks {
  const rows = [...(dm === null ? [] : [dmRow(dm)]), ...contacts.map(contactRow)]
  if (rows.length === 0) return []
  const people = notion.table(['Name', 'Title', 'E-mail', 'Phone', 'Verified'], rows)
  return [notion.heading2(peopleHeading), ...people, ...notion.paragraph(gray(contactsKnown))]
}

function dmRow(dm: DecisionMaker): notion.RichText[][] {
  const phones = [dm.directPhone === null ? null : `${dm.directPhone} (direct)`, dm.phone].filter((way) => way !== null)
  return cells([dm.name, dm.title, mail(dm), phones.join(', '), verified(dm)])
}

function contactRow(contact: Contact): notion.RichText[][] {
  return cells([contact.name, contact.title, mail(contact), contact.phone, verified(contact)])
}

const cells = (values: (string | null)[]) => values.map((value) => notion.words(plain(value ?? '', 500)))
const mail = ({ email, isPersonalMail }: Pick<Contact, 'email' | 'isPersonalMail'>) =>
  email !== null && isPersonalMail ? `${email} (personal address)` : email
const verified = (person: { verified: boolean }) => (person.verified ? 'Verified' : 'Not verified')

/** Where the seller fits; what proves each sentence opens on a click. */
export function relevanceBlocks(relevance: PageModel['relevance']): Blocks {
  if (relevance === null) return []
  const proven = relevance.bullets.filter((bullet) => proofOf(bullet) !== '')
  return [
    notion.heading2(relevance.heading),
    ...notion.paragraph(bold(relevance.archetype)),
    ...text(relevance.intro),
    ...relevance.bullets.flatMap((bullet) => notion.bullet(notion.words(bullet.text))),
    ...notion.toggle(
      notion.words('Evidence'),
      proven.flatMap((bullet) => notion.bullet(notion.words(`${plain(bullet.text, 120)} (${proofOf(bullet)})`))),
    ),
  ]
}

function proofOf({ signals, record }: ProvenText): string {
  return [...signals.map((number) => `signal ${number}`), ...(record ? ['buyer’s record'] : [])].join(', ')
}

/** How this buyer buys, in the words of its own record, or why that is not known. */
export function procurementBlocks({ procurement: lines, procurementNote }: PageModel): Blocks {
  if (lines.length === 0 && procurementNote === null) return []
  const items = lines.flatMap((line) =>
    notion.bullet(
      notion.joined(' · ', [notion.words(line.text), line.source === null ? [] : notion.source(line.source)]),
    ),
  )
  return [notion.heading2('Procurement path'), ...items, ...text(procurementNote)]
}

/** More of the featured buyer's own record: each opens on a click. */
export function recordBlocks(more: RecordView[]): Blocks {
  if (more.length === 0) return []
  const records = more.flatMap((record) => {
    const line = notion.joined(' · ', [
      bold(record.title),
      notion.words(record.type.short),
      notion.words(copiedStatusLine(record.status)),
    ])
    return notion.toggle(line, [...text(record.text), ...factsAndSources(record)])
  })
  return [notion.heading2('More at this buyer'), ...records]
}

/** Buyers beside the featured one. */
export function otherBuyerBlocks(others: OtherBuyerView[]): Blocks {
  const rows = others.map(({ name, line, tally, headline }) =>
    [name, line, tally, headline].map((cell) => notion.words(cell)),
  )
  if (rows.length === 0) return []
  return [notion.heading2('Other buyers'), ...notion.table(['Buyer', 'What and where', 'Signals', 'Best signal'], rows)]
}

/** Where all this is from and when it was true: unlike our own page, a page in Notion is not judged anew when read. */
export function footBlocks(model: PageModel, asOf: string): Blocks {
  const lines = [...model.footer, `What is open and what is closed is as of ${asOf}.`]
  return [notion.divider(), ...lines.flatMap((line) => notion.paragraph(gray(line), 'gray'))]
}
