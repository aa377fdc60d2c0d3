import { html, type Markup } from './html.ts'
import type { SourceView } from './model-signals.ts'
import { type StatusWords, shortDate, type TypeLabel } from './words.ts'

/** A section of the page: `id` is its anchor and the base of its heading's id. */
export type Section = { id: string; heading: string; body: Markup }

/** A source as a link that names its host, or as text that says why it is none. */
export function sourceMarkup(source: SourceView): Markup {
  if (!source.link) return html`<bdi>${source.title}</bdi> <span class="host">(${source.note})</span>`
  const { href, host } = source.link
  const named = source.title === host ? null : html` <span class="host">${host}</span>`
  return html`<a href="${href}" rel="noopener noreferrer nofollow"><bdi>${source.title}</bdi></a>${named}`
}

/** The words of `statusLine`, so that nothing is said by colour alone. */
export function statusMarkup(status: StatusWords): Markup {
  const { label, countdown, dated } = status
  const [number, ...rest] = countdown?.match(/^\d+/) ? countdown.split(' ') : []
  const left = number ? html`<b>${number}</b> ${rest.join(' ')}` : countdown
  const glue = dated?.word === '' ? ' ' : html`<span class="sep"> · </span>`
  return html`<span class="pill">${label}</span>${left && html`<span class="sep"> · </span><span class="left">${left}</span>`}${dated && html`${glue}<span class="date">${dated.word && `${dated.word} `}<time datetime="${dated.day}">${shortDate(dated.day)}</time></span>`}`
}

export function typeMarkup(type: TypeLabel): Markup {
  return type.long
    ? html`<abbr title="${type.long}">${type.short}</abbr>`
    : html`<span class="type">${type.short}</span>`
}

/** A sign that says nothing the words beside it do not say. */
export function signMarkup(emoji: string | null): Markup | null {
  return emoji === null ? null : html`<span class="sign-of" aria-hidden="true">${emoji}</span> `
}
