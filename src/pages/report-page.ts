import type { Instant, ReportDocument } from '../pipeline/report/types.ts'
import { BRAND, SPAN, shell } from './brand.ts'
import { html, type Markup, ours } from './html.ts'
import { toSafeLink } from './links.ts'
import { type PageModel, pageModel } from './page-model.ts'
import * as sections from './report-sections.ts'
import type { Section } from './section.ts'
import { buyerSection, moreSection, othersSection } from './sections-buyer.ts'
import { peopleSection } from './sections-people.ts'

export { renderMessagePage } from './message-page.ts'
export { pageSecurityHeaders } from './page-headers.ts'
export { renderReportText } from './report-text.ts'

export type ReportPageOptions = {
  view: 'internal' | 'shareable'
  version: number
  dmInSharedPage: boolean
  /** Absolute address of the page's picture, for link previews. */
  pictureUrl: string
  updatedAt: Instant
  /** How many other versions of this report exist. */
  otherVersions?: number
  /** When the page is read: deadlines that have passed since the run are shown as closed. Default: the run's now. */
  now?: Instant
}

/**
 * The report as one self-contained HTML page without script: the internal view for the team, or the shareable view that
 * is mailed to the prospect. Throws on a document shape it does not know.
 */
export function renderReportPage(document: ReportDocument, options: ReportPageOptions): string {
  const model = pageModel(document, options, options)
  const parts = sectionsOf(model)
  return shell({
    title: `${model.fullTitle} · Starbridge Intel`,
    head: previewTags(model, options.pictureUrl),
    body: html`<a class="skip" href="#content">Skip to the signals</a>
${head(model)}
<main class="wrap" id="content">
${model.sent && html`<p class="seen"><b>${model.sent.heading}:</b> ${model.sent.text}</p>`}
${model.why && html`<section class="whybox" aria-labelledby="why-h"><h2 id="why-h">${model.why.heading}</h2><p>${model.why.text}</p></section>`}
${model.replyNotes.length > 0 && html`<section class="notes" aria-labelledby="notes-h"><h2 id="notes-h">From the reply</h2><ul role="list">${model.replyNotes.map((note) => html`<li>${note}</li>`)}</ul></section>`}
${parts.length > 2 && contents(parts)}
${parts.map((part) => html`<section class="part" id="${part.id}" aria-labelledby="${part.id}-h"><h2 id="${part.id}-h">${part.heading}</h2>${part.body}</section>`)}
</main>
<footer class="wrap">${model.footer.map((line) => html`<p>${line}</p>`)}<p class="sign">Starbridge Intel · ${model.monthYear}</p></footer>`,
  })
}

function sectionsOf(model: PageModel): Section[] {
  const { groups, buyer, buyerNote, relevance, talk, procurement, procurementNote, more, others, run } = model
  const hasPeople = model.dm !== null || model.contacts.length > 0 || model.dmNote !== null
  return [
    groups.length > 0 ? sections.signalsSection(groups) : null,
    buyer !== null || buyerNote !== null ? buyerSection(buyer, buyerNote) : null,
    hasPeople ? peopleSection(model) : null,
    relevance && sections.relevanceSection(relevance),
    talk && sections.talkSection(talk),
    procurement.length > 0 || procurementNote !== null ? sections.procurementSection(model) : null,
    more.length > 0 ? moreSection(more) : null,
    others.length > 0 ? othersSection(others) : null,
    run.length > 0 ? sections.runSection(run) : null,
  ].filter((part) => part !== null)
}

function head(model: PageModel): Markup {
  const { lead, rest } = model.title
  return html`<header class="top">${model.view === 'shareable' && SPAN}<div class="wrap">
<div class="bar">${BRAND}${model.view === 'internal' && html`<p class="internal">Internal view: send the shareable link</p>`}</div>
<h1${lead.length > 60 && ours(' class="long"')}><bdi>${lead}</bdi>${rest && html`<span class="dash"> — </span><span class="rest"><bdi>${rest}</bdi></span>`}</h1>
<p class="for">Prepared for <b><bdi>${model.company}</bdi></b><span class="sep"> · </span>${model.monthYear}</p>
<div class="glance"><dl aria-label="At a glance">${model.glance.map((item) => html`<div><dt>${item.label}${item.detail && html` <span>${item.detail}</span>`}</dt><dd>${item.value}</dd></div>`)}</dl>${model.next && deadline(model.next)}</div>
</div></header>`
}

function deadline(next: NonNullable<PageModel['next']>): Markup {
  return html`<p class="next"><span>Next deadline</span> <b><time datetime="${next.day}">${next.date}</time></b> ${next.countdown && html`<span class="left">${next.countdown}</span> `}<a href="#signal-${next.number}">${next.buyer ?? 'See the signal'}</a></p>`
}

function contents(parts: Section[]): Markup {
  return html`<nav class="contents" aria-label="On this page"><ul role="list">${parts.map((part) => html`<li><a href="#${part.id}">${part.heading}</a></li>`)}</ul></nav>`
}

function previewTags(model: PageModel, pictureUrl: string): Markup {
  const picture = toSafeLink(pictureUrl)
  return html`<meta name="description" content="${model.description}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="Starbridge Intel">
<meta property="og:title" content="${model.fullTitle}">
<meta property="og:description" content="${model.description}">
${
  picture &&
  html`<meta property="og:image" content="${picture.href}">
<meta property="og:image:type" content="image/png">
<meta property="og:image:width" content="1200">
<meta property="og:image:height" content="630">
<meta property="og:image:alt" content="${model.fullTitle}. ${model.description}">
<meta name="twitter:card" content="summary_large_image">`
}`
}
