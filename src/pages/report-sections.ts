import { html, type Markup } from './html.ts'
import type { ProcurementView, ProvenText, RelevanceView, TalkView } from './model-plan.ts'
import type { RunFact } from './model-run.ts'
import type { SignalGroup, SignalView } from './model-signals.ts'
import { type Section, sourceMarkup, statusMarkup, typeMarkup } from './section.ts'

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
  const tone = signal.status.soon ? 'soon' : signal.state
  return html`<li id="${anchor}"><article class="card signal ${tone}" aria-labelledby="${anchor}-title">
<div class="rail"><p class="when">${statusMarkup(signal.status)}</p></div>
<div class="body">
<p class="kicker"><span class="number">${signal.number}</span> <span>${typeMarkup(signal.type)}${signal.place && html`<span class="sep"> · </span><bdi>${signal.place}</bdi>`}${signal.alreadySent && html`<span class="sep"> · </span><span class="sent">From our earlier e-mail</span>`}</span></p>
<h4 id="${anchor}-title"><bdi>${signal.title}</bdi></h4>
${signal.bullet && html`<p class="bullet">${signal.bullet}</p>`}
${signal.why && html`<p class="reason"><b>Why it matters:</b> ${signal.why}</p>`}
${signal.facts.length > 0 && html`<dl class="facts">${signal.facts.map((fact) => html`<div><dt>${fact.label}</dt><dd>${fact.day ? html`<time datetime="${fact.day}">${fact.value}</time>` : fact.value}</dd></div>`)}</dl>`}
${signal.sources.length > 0 ? html`<div class="sources"><span>${signal.sources.length === 1 ? 'Source' : 'Sources'}</span><ul role="list">${signal.sources.map((source) => html`<li>${sourceMarkup(source)}</li>`)}</ul></div>` : html`<div class="sources"><span>Source</span> not on file</div>`}
${signal.ranking && html`<p class="ranking">${signal.ranking.label} <b>${signal.ranking.score}</b>${signal.ranking.reasons.length > 0 && html`: ${signal.ranking.reasons.join('; ')}`}</p>`}
</div></article></li>`
}

/** Where the seller fits, each sentence with the signals that prove it. */
export function relevanceSection(relevance: RelevanceView): Section {
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
export function talkSection(talk: TalkView): Section {
  const lines = talk.lines.map(
    (line) => html`<div><dt>${line.label}</dt><dd>${line.text}${evidenceMarkup(line)}</dd></div>`,
  )
  const body = html`<div class="card">${lines.length > 0 && html`<dl class="lines">${lines}</dl>`}${talk.script && html`<h3 class="say">What to say</h3><blockquote><p>${talk.script}</p></blockquote>`}</div>`
  return { id: 'gameplan', heading: talk.heading, body }
}

/** How this buyer buys, from its own record, or that the record does not say. */
export function procurementSection({ procurement, procurementNote: note }: ProcurementView): Section {
  const items = procurement.map(
    (line) => html`<li>${line.text}${line.source && html`<span class="from">${sourceMarkup(line.source)}</span>`}</li>`,
  )
  return {
    id: 'procurement',
    heading: 'Procurement path',
    body: html`<div class="card">${items.length > 0 && html`<ul class="points">${items}</ul>`}${note && html`<p class="quiet">${note}</p>`}</div>`,
  }
}

/** How the report was made, for the team. */
export function runSection(facts: RunFact[]): Section {
  const lines = facts.map((fact) => html`<div><dt>${fact.label}</dt><dd>${fact.text}</dd></div>`)
  return {
    id: 'run',
    heading: 'About this report',
    body: html`<div class="card"><dl class="lines">${lines}</dl></div>`,
  }
}
