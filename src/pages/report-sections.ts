import type { Contact, DecisionMaker } from '../pipeline/report/types.ts'
import { html, type Markup, plain } from './html.ts'
import { initialsOf } from './model-buyer.ts'
import type { SignalGroup, SignalView, SourceView } from './model-signals.ts'
import type { PageModel, ProvenText } from './page-model.ts'
import { type StatusWords, shortDate, type TypeLabel } from './words.ts'

/** A section of the page: `id` is its anchor and the base of its heading's id. */
export type Section = { id: string; heading: string; body: Markup }

/** A source as a link that names its host, or as text that says why it is none. */
function sourceMarkup(source: SourceView): Markup {
  if (!source.link) return html`<bdi>${source.title}</bdi> <span class="host">(${source.note})</span>`
  const { href, host } = source.link
  const named = source.title === host ? null : html` <span class="host">${host}</span>`
  return html`<a href="${href}" rel="noopener noreferrer nofollow"><bdi>${source.title}</bdi></a>${named}`
}

/** All signals, grouped by state. */
export function signalsSection(groups: SignalGroup[]): Section {
  const body = groups.map(
    (group) => html`<h3 class="group">${group.heading} <span class="tally">${group.signals.length}</span></h3>
<ol class="signals" role="list">${group.signals.map(signalCard)}</ol>`,
  )
  return { id: 'signals', heading: 'Signals', body: html`${body}` }
}

function signalCard(signal: SignalView): Markup {
  const anchor = `signal-${signal.number}`
  return html`<li id="${anchor}"><article class="card signal ${toneOf(signal.status)}" aria-labelledby="${anchor}-title">
<div class="rail"><p class="when">${statusMarkup(signal.status)}</p></div>
<div class="body">
<p class="kicker"><span class="number">${signal.number}</span> <span>${typeMarkup(signal.type)}${signal.place && html`<span class="sep"> · </span><bdi>${signal.place}</bdi>`}${signal.alreadySent && html`<span class="sep"> · </span><span class="sent">From our earlier e-mail</span>`}</span></p>
<h4 id="${anchor}-title"><bdi>${signal.title}</bdi></h4>
${signal.bullet && html`<p class="bullet">${signal.bullet}</p>`}
${signal.why && html`<p class="reason"><b>Why it matters:</b> ${signal.why}</p>`}
${signal.facts.length > 0 && html`<dl class="facts">${signal.facts.map((fact) => html`<div><dt>${fact.label}</dt><dd>${fact.day ? html`<time datetime="${fact.day}">${fact.value}</time>` : fact.value}</dd></div>`)}</dl>`}
${signal.sources.length > 0 ? html`<div class="sources"><span>${signal.sources.length === 1 ? 'Source' : 'Sources'}</span><ul role="list">${signal.sources.map((source) => html`<li>${sourceMarkup(source)}</li>`)}</ul></div>` : html`<div class="sources"><span>Source</span> not on file</div>`}
${signal.ranking && html`<p class="ranking">Score <b>${signal.ranking.score}</b>${signal.ranking.reasons.length > 0 && html`: ${signal.ranking.reasons.join('; ')}`}</p>`}
</div></article></li>`
}

function toneOf(status: StatusWords): string {
  return status.soon ? 'soon' : status.state
}

/** The words of `statusLine`, so that nothing is said by colour alone. */
function statusMarkup(status: StatusWords): Markup {
  const { label, countdown, dated } = status
  const [number, ...rest] = countdown?.match(/^\d+/) ? countdown.split(' ') : []
  const left = number ? html`<b>${number}</b> ${rest.join(' ')}` : countdown
  const glue = dated?.word === '' ? ' ' : html`<span class="sep"> · </span>`
  return html`<span class="pill">${label}</span>${left && html`<span class="sep"> · </span><span class="left">${left}</span>`}${dated && html`${glue}<span class="date">${dated.word && `${dated.word} `}<time datetime="${dated.day}">${shortDate(dated.day)}</time></span>`}`
}

function typeMarkup(type: TypeLabel): Markup {
  return type.long
    ? html`<abbr title="${type.long}">${type.short}</abbr>`
    : html`<span class="type">${type.short}</span>`
}

/** Facts of the featured buyer. */
export function buyerSection(buyer: NonNullable<PageModel['buyer']>): Section {
  const facts = buyer.facts.map(
    (fact) =>
      html`<div><dt>${fact.label}</dt><dd>${fact.value}${fact.source && html`<span class="from">${sourceMarkup(fact.source)}</span>`}</dd></div>`,
  )
  const body = html`<div class="card"><div class="who"><span class="badge" aria-hidden="true">${buyer.initials}</span><div><h3><bdi>${buyer.name}</bdi></h3>
${buyer.line && html`<p>${buyer.line}</p>`}
${buyer.website && html`<p><a href="${buyer.website.href}" rel="noopener noreferrer nofollow">${buyer.website.host}</a></p>`}</div></div>
${facts.length > 0 && html`<dl class="grid">${facts}</dl>`}</div>`
  return { id: 'buyer', heading: 'The buyer', body }
}

/** The decision maker's card and the other contacts. Mails and phones are text: a page links only to sources. */
export function peopleSection(dm: DecisionMaker | null, contacts: Contact[], internal: boolean): Section {
  const rows = contacts.map(
    (
      contact,
    ) => html`<li class="card"><h3><bdi>${plain(contact.name, 120)}</bdi></h3>${contact.title && html`<p>${plain(contact.title, 160)}</p>`}
<p class="reach">${[contact.email, contact.phone].filter((way) => way !== null).map((way) => html`<span>${breakable(plain(way, 160))}</span>`)}</p><p class="verified">${contact.verified ? 'Verified' : 'Not verified'}</p></li>`,
  )
  const body = html`${dm && dmCard(dm, internal)}${rows.length > 0 && html`<ul class="people" role="list">${rows}</ul>`}`
  return { id: 'people', heading: peopleHeading(dm, contacts), body }
}

/** The heading over whoever can be shown. */
function peopleHeading(dm: DecisionMaker | null, contacts: Contact[]): string {
  if (!dm) return 'Key contacts'
  return contacts.length > 0 ? 'Decision maker and contacts' : 'Decision maker'
}

/** A long mail address may break after its sign and nowhere nicer. */
function breakable(text: string): Markup {
  const [name, ...host] = text.split('@')
  return host.length === 0 ? html`${text}` : html`${name}@<wbr>${host.join('@')}`
}

function dmCard(dm: DecisionMaker, internal: boolean): Markup {
  const ways = [
    { label: 'E-mail', value: dm.email },
    { label: 'Direct phone', value: dm.directPhone },
    { label: 'Phone', value: dm.phone },
  ].filter((way) => way.value !== null)
  return html`<div class="card dm"><div class="who"><span class="badge" aria-hidden="true">${initialsOf(dm.name)}</span><div><h3><bdi>${plain(dm.name, 120)}</bdi></h3>
${dm.title && html`<p>${plain(dm.title, 200)}</p>`}<p class="verified">${dm.verified ? 'Verified' : 'Not verified'}${internal && html` · confidence ${Math.round(dm.confidence * 100)}%`}</p></div></div>
${ways.length > 0 && html`<dl class="grid">${ways.map((way) => html`<div><dt>${way.label}</dt><dd>${breakable(plain(way.value ?? '', 200))}</dd></div>`)}</dl>`}
${dm.reason && html`<p class="reason"><b>Why this person:</b> ${plain(dm.reason, 400)}</p>`}</div>`
}

/** Where the seller fits, each sentence with the signals that prove it. */
export function relevanceSection(relevance: NonNullable<PageModel['relevance']>): Section {
  const bullets = relevance.bullets.map((bullet) => html`<li>${bullet.text}${evidenceMarkup(bullet)}</li>`)
  const body = html`<div class="card">${relevance.archetype && html`<h3>${relevance.archetype}</h3>`}${relevance.intro && html`<p>${relevance.intro}</p>`}
${bullets.length > 0 && html`<ul class="points">${bullets}</ul>`}</div>`
  return { id: 'relevance', heading: relevance.heading, body }
}

function evidenceMarkup({ signals, record }: ProvenText): Markup | null {
  if (signals.length === 0 && !record) return null
  const links = signals.map(
    (number, index) => html`${index > 0 && ', '}<a href="#signal-${number}">signal ${number}</a>`,
  )
  return html` <span class="proof">(${links}${record && (signals.length > 0 ? ', buyer’s record' : 'buyer’s record')})</span>`
}

/** What the rep says. Internal view only: the reader's projection leaves nothing of it elsewhere. */
export function talkSection(talk: NonNullable<PageModel['talk']>): Section {
  const lines = talk.lines.map((line) => html`<div><dt>${line.label}</dt><dd>${line.text}</dd></div>`)
  const body = html`<div class="card">${lines.length > 0 && html`<dl class="lines">${lines}</dl>`}${talk.script && html`<h3 class="say">What to say</h3><blockquote><p>${talk.script}</p></blockquote>`}</div>`
  return { id: 'gameplan', heading: talk.heading, body }
}

/** How this buyer buys, from its own record. */
export function procurementSection(lines: PageModel['procurement']): Section {
  const items = lines.map(
    (line) => html`<li>${line.text}${line.source && html`<span class="from">${sourceMarkup(line.source)}</span>`}</li>`,
  )
  return {
    id: 'procurement',
    heading: 'Procurement path',
    body: html`<div class="card"><ul class="points">${items}</ul></div>`,
  }
}

/** How the report was made, for the team. */
export function runSection(facts: PageModel['run']): Section {
  const lines = facts.map((fact) => html`<div><dt>${fact.label}</dt><dd>${fact.text}</dd></div>`)
  return {
    id: 'run',
    heading: 'About this report',
    body: html`<div class="card"><dl class="lines">${lines}</dl></div>`,
  }
}
