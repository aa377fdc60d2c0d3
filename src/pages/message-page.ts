import { BRAND, shell } from './brand.ts'
import { html } from './html.ts'

export type MessageKind = 'not_found' | 'gone' | 'unavailable'

const MESSAGES: Record<MessageKind, { title: string; text: string; hint: string }> = {
  not_found: {
    title: 'There is no report at this address',
    text: 'The link may be incomplete, for example because a mail program broke it over two lines.',
    hint: 'Copy the whole link from the message you received, or reply to that message and ask for it again.',
  },
  gone: {
    title: 'This report has expired',
    text: 'Public-sector deadlines move quickly, so a report is taken down when it is no longer current.',
    hint: 'Reply to the message it came with to get a fresh one.',
  },
  unavailable: {
    title: 'The report cannot be shown right now',
    text: 'Nothing is lost: the report is kept, only this page could not be loaded.',
    hint: 'Please try the same link again in a few minutes.',
  },
}

/** A small branded page in place of a report. */
export function renderMessagePage(kind: MessageKind): string {
  const { title, text, hint } = MESSAGES[kind]
  return shell({
    title: `${title} · Starbridge Intel`,
    body: html`<div class="message">
<header class="top"><div class="wrap">${BRAND}</div></header>
<main class="wrap"><div class="card"><h1>${title}</h1><p>${text}</p><p class="hint">${hint}</p></div></main>
</div>`,
  })
}
