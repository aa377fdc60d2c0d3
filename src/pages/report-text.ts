import type { Contact, DecisionMaker, ReportDocument } from '../pipeline/report/types.ts'
import { plain } from './html.ts'
import type { OtherBuyerView } from './model-buyer.ts'
import type { RecordView, SignalView, SourceView } from './model-signals.ts'
import { type PageModel, type ProvenText, pageModel } from './page-model.ts'
import type { ViewOptions } from './page-view.ts'
import { statusLine } from './words.ts'

/**
 * The page as plain text, complete and in the same order, sources as addresses: for Slack and the command line, and
 * when the page cannot be published. Not escaped for any target: a door that posts it escapes it.
 */
export function renderReportText(document: ReportDocument, options: ViewOptions): string {
  const model = pageModel(document, options)
  const blocks = [
    [model.fullTitle, `Prepared for ${model.company}, ${model.monthYear}`].join('\n'),
    glanceText(model),
    model.sent && `${model.sent.heading}: ${model.sent.text}`,
    model.why && `${model.why.heading}: ${model.why.text}`,
    section('From the reply', bullets(model.replyNotes)),
    ...model.groups.map((group) => section(group.heading, group.signals.map(signalText).join('\n\n'))),
    section('The buyer', buyerText(model)),
    section(model.peopleHeading, peopleText(model)),
    model.relevance && section(model.relevance.heading, relevanceText(model.relevance)),
    model.talk && section(model.talk.heading, talkText(model.talk)),
    section('Procurement path', procurementText(model)),
    section('More at this buyer', model.more.map(recordText).join('\n')),
    section(model.others.length === 1 ? 'Another buyer' : 'Other buyers', model.others.map(otherText).join('\n')),
    section('About this report', model.run.map((fact) => `${fact.label}: ${fact.text}`).join('\n')),
    model.footer.join('\n'),
  ]
  return `${blocks.filter(Boolean).join('\n\n')}\n`
}

function section(heading: string, body: string): string | null {
  return body === '' ? null : `${heading.toUpperCase()}\n${body}`
}

function bullets(lines: string[]): string {
  return lines.map((line) => `- ${line}`).join('\n')
}

function glanceText(model: PageModel): string {
  const numbers = model.glance.map((item) => `${item.value} ${item.label}${item.detail ? ` (${item.detail})` : ''}`)
  const { next } = model
  const deadline = next && `Next deadline: ${[next.date, next.countdown, next.buyer].filter(Boolean).join(', ')}`
  return [numbers.join(', '), deadline].filter(Boolean).join('\n')
}

function signalText(signal: SignalView): string {
  const kicker = [signal.type.short, signal.place, signal.alreadySent ? 'from our earlier e-mail' : null]
  const facts = signal.facts.map((fact) => `${fact.label}: ${fact.value}`)
  const sources = signal.sources.map((source) => `Source: ${sourceText(source)}`)
  const { ranking } = signal
  return [
    `${signal.number}. ${signal.title}`,
    statusLine(signal.status),
    kicker.filter(Boolean).join(' · '),
    signal.bullet,
    signal.why && `Why it matters: ${signal.why}`,
    facts.join(' · '),
    ...(sources.length > 0 ? sources : ['Source: not on file']),
    ranking &&
      `${ranking.label} ${ranking.score}${ranking.reasons.length > 0 ? `: ${ranking.reasons.join('; ')}` : ''}`,
  ]
    .filter(Boolean)
    .join('\n   ')
}

function sourceText(source: SourceView): string {
  return source.link ? `${source.title}, ${source.link.href}` : `${source.title} (${source.note})`
}

function fromText(source: SourceView | null): string {
  return source ? ` [${sourceText(source)}]` : ''
}

function buyerText({ buyer, buyerNote }: PageModel): string {
  if (buyer === null) return buyerNote ?? ''
  const facts = buyer.facts.map((fact) => `${fact.label}: ${fact.value}${fromText(fact.source)}`)
  const matched = buyer.matchedBy === null ? null : `Record ${buyer.matchedBy}.`
  return [buyer.name, buyer.line, buyer.website?.href, ...facts, buyerNote, matched].filter(Boolean).join('\n')
}

function peopleText({ dm, dmNote, contacts, contactsKnown }: PageModel): string {
  if (dm === null && dmNote === null && contacts.length === 0) return ''
  const rows = contacts.length > 0 ? contacts.map(contactText).join('\n') : null
  return [dm && dmText(dm), dmNote, rows, contactsKnown && `${contactsKnown}.`].filter(Boolean).join('\n')
}

const verifiedWords = (person: { verified: boolean }) => (person.verified ? 'Verified' : 'Not verified')

function mailText({ email, isPersonalMail }: Pick<Contact, 'email' | 'isPersonalMail'>): string {
  return email ? `${plain(email, 200)}${isPersonalMail ? ' (personal address)' : ''}` : ''
}

function dmText(dm: DecisionMaker): string {
  return [
    [plain(dm.name, 120), dm.title ? plain(dm.title, 200) : null].filter(Boolean).join(', '),
    verifiedWords(dm),
    dm.email && `E-mail: ${mailText(dm)}`,
    dm.directPhone && `Direct phone: ${plain(dm.directPhone, 200)}`,
    dm.phone && `Phone: ${plain(dm.phone, 200)}`,
    dm.reason && `Why this person: ${plain(dm.reason, 400)}`,
  ]
    .filter(Boolean)
    .join('\n')
}

function contactText(contact: Contact): string {
  const { name, title, phone, reason } = contact
  const words = [plain(name, 120), plain(title ?? '', 200), mailText(contact), plain(phone ?? '', 60)]
  const line = [...words, verifiedWords(contact).toLowerCase()].filter(Boolean).join(', ')
  return `- ${line}${reason ? `: ${plain(reason, 300)}` : ''}`
}

function relevanceText(relevance: NonNullable<PageModel['relevance']>): string {
  const points = relevance.bullets.map((point) => `${point.text}${proofText(point)}`)
  return [relevance.archetype, relevance.intro, bullets(points)].filter(Boolean).join('\n')
}

function proofText({ signals, record }: ProvenText): string {
  const proof = [...signals.map((number) => `signal ${number}`), ...(record ? ['buyer’s record'] : [])]
  return proof.length > 0 ? ` (${proof.join(', ')})` : ''
}

function talkText(talk: NonNullable<PageModel['talk']>): string {
  const lines = talk.lines.map((line) => `${line.label}: ${line.text}${proofText(line)}`)
  return [...lines, talk.script && `Say: ${talk.script}`].filter(Boolean).join('\n')
}

function procurementText({ procurement, procurementNote }: PageModel): string {
  return procurementNote ?? bullets(procurement.map((line) => line.text + fromText(line.source)))
}

function recordText(record: RecordView): string {
  const facts = record.facts.map((fact) => `${fact.label}: ${fact.value}`)
  const sources = record.sources.map((source) => `Source: ${sourceText(source)}`)
  const status = [record.type.short, statusLine(record.status), ...facts].join(' · ')
  return [`- ${record.title}`, status, record.text, ...sources].filter(Boolean).join('\n  ')
}

function otherText({ name, line, tally, headline }: OtherBuyerView): string {
  return `- ${[name, line, tally].filter(Boolean).join(', ')}${headline ? `: ${headline}` : ''}`
}
