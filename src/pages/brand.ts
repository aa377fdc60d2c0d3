import { html, type Markup, ours } from './html.ts'
import { PAGE_STYLE } from './page-style.ts'

/** The mark: a star over a bridge. Drawn here so that a page contacts no other server. */
export const MARK_PATHS = {
  star: 'M20 1c1.2 9.4 3.9 12.1 13 13-9.1.9-11.8 3.6-13 13-1.2-9.4-3.9-12.1-13-13 9.1-.9 11.8-3.6 13-13z',
  bridge: 'M3 36c3.5-6.5 9.6-9.7 17-9.7s13.5 3.2 17 9.7',
}

const MARK = ours(
  `<svg class="mark" viewBox="0 0 40 40" width="34" height="34" aria-hidden="true" focusable="false"><path fill="#f5ab35" d="${MARK_PATHS.star}"/><path fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" d="${MARK_PATHS.bridge}"/></svg>`,
)

const ICON = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-6 -6 52 52"><rect x="-6" y="-6" width="52" height="52" rx="11" fill="#0d1a36"/><path fill="#f5ab35" d="${MARK_PATHS.star}"/><path fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" d="${MARK_PATHS.bridge}"/></svg>`,
)}`

/** The brand line on top of every page. */
export const BRAND = html`<p class="brand">${MARK}<span>Starbridge <b>Intel</b></span></p>`

/** The drawing behind a page's head: decoration only. */
export const SPAN = ours(
  `<svg class="span" viewBox="0 0 420 260" aria-hidden="true" focusable="false"><g fill="none" stroke="#fff" stroke-opacity=".13" stroke-width="2"><path d="M-20 250C60 90 180 60 250 60s150 40 210 190"/><path d="M-20 250h480"/><path d="M60 250v-99M110 250V110M160 250V83M210 250V66M260 250V60M310 250V75M360 250V117"/></g><path fill="#f5ab35" fill-opacity=".92" transform="translate(224 4) scale(1.3)" d="${MARK_PATHS.star}"/></svg>`,
)

/** A whole document: head with the tags every page has, then `body`. `head` adds a page's own tags. */
export function shell(page: { title: string; head?: Markup; body: Markup }): string {
  const style = ours(`<style>${PAGE_STYLE}</style>`)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${page.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex,nofollow">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#0d1a36">
<meta name="format-detection" content="telephone=no">
${page.head}
<link rel="icon" href="${ICON}">
${style}
</head>
<body>
${page.body}
</body>
</html>
`.text
}
