import type { Contact, DecisionMaker } from '../pipeline/report/types.ts'
import { html, type Markup, ours, plain } from './html.ts'
import { initialsOf } from './model-buyer.ts'
import type { PageModel } from './page-model.ts'
import type { Section } from './section.ts'

/** The decision maker's card and the table of other contacts. Mails and phones are text: a page links only to sources. */
export function peopleSection(model: PageModel): Section {
  const { dm, dmNote, contacts, contactsKnown } = model
  const isInternal = model.view === 'internal'
  const body = html`${dm && dmCard(dm, isInternal)}${dmNote && html`<div class="card"><p class="quiet">${dmNote}</p></div>`}
${contacts.length > 0 && contactsTable(contacts, isInternal)}
${contactsKnown && html`<p class="quiet below">${contactsKnown}.</p>`}`
  return { id: 'people', heading: model.peopleHeading, body }
}

const PERSONAL = html` <span class="flag">personal address</span>`

/** From this length on a mail's host may break at its dots too. */
const LONG_HOST = 24

/** A long mail address may break after its sign and nowhere nicer. */
function breakable(text: string): Markup {
  const at = text.lastIndexOf('@')
  if (at === -1) return html`${text}`
  const host = text.slice(at + 1)
  const parts = host.length > LONG_HOST ? host.split(/(?<=\.)/) : [host]
  return html`${text.slice(0, at)}@<wbr>${parts.map((part, index) => html`${index > 0 && ours('<wbr>')}${part}`)}`
}

function dmCard(dm: DecisionMaker, isInternal: boolean): Markup {
  const ways = [
    { label: 'E-mail', value: dm.email, flag: dm.isPersonalMail },
    { label: 'Direct phone', value: dm.directPhone, flag: false },
    { label: 'Phone', value: dm.phone, flag: false },
  ].filter((way) => way.value)
  return html`<div class="card dm"><div class="who"><span class="badge" aria-hidden="true">${initialsOf(dm.name)}</span><div><h3><bdi>${plain(dm.name, 120)}</bdi></h3>
${dm.title && html`<p>${plain(dm.title, 200)}</p>`}<p class="verified">${verifiedWords(dm)}${isInternal && html` · confidence ${Math.round(dm.confidence * 100)}%`}</p></div></div>
${ways.length > 0 && html`<dl class="grid">${ways.map((way) => html`<div><dt>${way.label}</dt><dd>${breakable(plain(way.value ?? '', 200))}${way.flag && PERSONAL}</dd></div>`)}</dl>`}
${dm.reason && html`<p class="reason"><b>Why this person:</b> ${plain(dm.reason, 400)}</p>`}</div>`
}

const verifiedWords = (person: { verified: boolean }) => (person.verified ? 'Verified' : 'Not verified')

/**
 * A table that becomes a list of cards on a phone: the roles are named, because a browser forgets them with the layout,
 * and so is each cell, because its column's head is then not on sight.
 */
function contactsTable(contacts: Contact[], isInternal: boolean): Markup {
  const heads = ['Name', 'E-mail', 'Phone', 'Status']
  const rows = contacts.map((contact) => contactRow(contact, isInternal))
  return html`<div class="card table"><table role="table" aria-label="Key contacts"><thead role="rowgroup"><tr role="row">${heads.map((head) => html`<th role="columnheader" scope="col">${head}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows}</tbody></table></div>`
}

function contactRow(contact: Contact, isInternal: boolean): Markup {
  const { title, email, phone, reason } = contact
  return html`<tr role="row"><th role="rowheader" scope="row"><bdi>${plain(contact.name, 120)}</bdi>${title && html`<span class="title">${plain(title, 200)}</span>`}${isInternal && reason && html`<span class="because">${plain(reason, 300)}</span>`}</th>
${cell('E-mail', email && html`${breakable(plain(email, 200))}${contact.isPersonalMail && PERSONAL}`)}
${cell('Phone', phone && html`${plain(phone, 60)}`)}
${cell('Status', html`${verifiedWords(contact)}`)}</tr>`
}

function cell(label: string, value: Markup | '' | null): Markup {
  return value
    ? html`<td role="cell"><span class="label" aria-hidden="true">${label}</span> <span class="value">${value}</span></td>`
    : html`<td role="cell" class="none"><span class="label" aria-hidden="true">${label}</span> <span class="value">not on file</span></td>`
}
