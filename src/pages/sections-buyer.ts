import { html, type Markup } from './html.ts'
import type { BuyerView, OtherBuyerView } from './model-buyer.ts'
import type { RecordView } from './model-signals.ts'
import { type Section, signMarkup, sourceMarkup, statusMarkup, typeMarkup } from './section.ts'

/** The featured buyer with the facts of its record, or why that record is not here. */
export function buyerSection(buyer: BuyerView | null, note: string | null): Section {
  const quiet = [
    note && html`<p class="quiet">${note}</p>`,
    buyer?.matchedBy && html`<p class="quiet">Record ${buyer.matchedBy}.</p>`,
  ]
  const body = html`<div class="card">${buyer && buyerMarkup(buyer)}${quiet}</div>`
  return { id: 'buyer', heading: 'The buyer', body }
}

function buyerMarkup(buyer: BuyerView): Markup {
  const facts = buyer.facts.map(
    (fact) =>
      html`<div><dt>${fact.label}</dt><dd>${fact.value}${fact.source && html`<span class="from">${sourceMarkup(fact.source)}</span>`}</dd></div>`,
  )
  return html`<div class="who">${badgeMarkup(buyer)}<div><h3><bdi>${buyer.name}</bdi></h3>
${buyer.line && html`<p>${signMarkup(buyer.emoji)}${buyer.line}</p>`}
${buyer.website && html`<p><a href="${buyer.website.href}" rel="noopener noreferrer nofollow">${buyer.website.host}</a></p>`}</div></div>
${facts.length > 0 && html`<dl class="grid">${facts}</dl>`}`
}

/** The name stands beside it, so that a picture says nothing new. */
function badgeMarkup({ logo, initials }: BuyerView): Markup {
  return logo
    ? html`<img class="logo" src="${logo}" alt="" width="52" height="52">`
    : html`<span class="badge" aria-hidden="true">${initials}</span>`
}

/** More of the featured buyer's own record, in its words. */
export function moreSection(records: RecordView[]): Section {
  const items = records.map(
    (record) => html`<li class="${record.status.soon ? 'soon' : record.state}"><h3><bdi>${record.title}</bdi></h3>
<p class="kicker"><span>${typeMarkup(record.type)}<span class="sep"> · </span>${statusMarkup(record.status)}${record.facts.map((fact) => html`<span class="sep"> · </span>${fact.label}: ${fact.value}`)}</span></p>
${record.text && html`<p class="text">${record.text}</p>`}
${record.sources.map((source) => html`<p class="from">${sourceMarkup(source)}</p>`)}</li>`,
  )
  return {
    id: 'more',
    heading: 'More at this buyer',
    body: html`<ul class="card rows" role="list">${items}</ul>`,
  }
}

/** Buyers beside the featured one, each with how much there is and its best signal. */
export function othersSection(buyers: OtherBuyerView[]): Section {
  const items = buyers.map(
    (buyer) => html`<li class="card"><h3><bdi>${buyer.name}</bdi></h3>
${buyer.line && html`<p class="quiet">${signMarkup(buyer.emoji)}${buyer.line}</p>`}
<p class="tally-line">${buyer.tally}</p>
${buyer.headline && html`<p class="text">${buyer.number === null ? html`<bdi>${buyer.headline}</bdi>` : html`<a href="#signal-${buyer.number}"><bdi>${buyer.headline}</bdi></a>`}</p>`}</li>`,
  )
  return {
    id: 'others',
    heading: buyers.length === 1 ? 'Another buyer' : 'Other buyers',
    body: html`<ul class="people" role="list">${items}</ul>`,
  }
}
