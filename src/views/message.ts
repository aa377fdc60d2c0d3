import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  MrkdwnElement,
  PlainTextElement,
  RichTextBlock,
  RichTextElement,
  RichTextList,
  RichTextQuote,
  RichTextSection,
  SectionBlock,
} from '@slack/types'
import type { Instant } from '../pipeline/report/types.ts'
import { clip, hostOf, isMailable, isUserId, safeUrl } from './escape.ts'
import { LIMITS } from './limits.ts'

/** A message as Slack takes it. `text` says the same as `blocks`, for notifications and screen readers. */
export type SlackMessage = { text: string; blocks: KnownBlock[] }

/** Our own words, a finished leaf, or nothing. Untrusted text comes in through `untrusted` only. */
export type Part = string | RichTextElement | null

type Style = { bold?: boolean; italic?: boolean }

/** Untrusted text as a leaf that parses nothing; null when nothing is left of it. */
export function untrusted(text: string | null, max: number, style?: Style): RichTextElement | null {
  const shown = text === null ? '' : clip(text, max)
  if (shown === '') return null
  return style === undefined ? { type: 'text', text: shown } : { type: 'text', text: shown, style }
}

export function bold(text: string): RichTextElement {
  return { type: 'text', text, style: { bold: true } }
}

/** A mention of a Slack member, or null when the id is none. */
export function person(id: string | null | undefined): RichTextElement | null {
  return isUserId(id) ? { type: 'user', user_id: id } : null
}

/** A longer address would push signals out of the message: its host is named without a link. */
const MOST_LINK = 1_000

/** An outside link, labelled with its own host; null when the URL is not safe. */
export function sourceLink(url: string | null): RichTextElement | null {
  const safe = safeUrl(url)
  if (safe === null) return null
  const text = clip(hostOf(safe), 80)
  return safe.length > MOST_LINK ? { type: 'text', text } : { type: 'link', url: safe, text }
}

/** One of our own links, shown in full so that it can be copied; null when it is no link. */
export function ownLink(url: string): RichTextElement | null {
  const safe = safeUrl(url)
  return safe === null ? null : { type: 'link', url: safe, text: safe }
}

/** An e-mail address as a link, or as text when it is not one that can be linked. */
export function emailLink(address: string | null): RichTextElement | null {
  if (address === null || !isMailable(address)) return untrusted(address, 120)
  return { type: 'link', url: `mailto:${encodeURI(address)}`, text: address }
}

const DATE_FORMAT = '{date_short_pretty} at {time}'

/** Whole seconds since 1970, or null when the text is no moment or lies before 1970. */
function unixSeconds(at: Instant): number | null {
  const seconds = Math.floor(Date.parse(at) / 1000)
  return Number.isFinite(seconds) && seconds >= 0 && seconds <= 9_999_999_999 ? seconds : null
}

/** `2026-11-20 13:44 UTC`: what is read where Slack cannot show the reader's own time. */
function utcWords(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** A moment in the reader's own time zone, as a leaf; null when it is no moment. */
export function moment(at: Instant): RichTextElement | null {
  const timestamp = unixSeconds(at)
  return timestamp === null ? null : { type: 'date', timestamp, format: DATE_FORMAT, fallback: utcWords(timestamp) }
}

/** A moment in the reader's own time zone, as a mrkdwn token; `at an unknown time` when it is no moment. */
export function momentToken(at: Instant): string {
  const seconds = unixSeconds(at)
  return seconds === null ? 'at an unknown time' : `<!date^${seconds}^${DATE_FORMAT}|${utcWords(seconds)}>`
}

function leaves(parts: readonly Part[]): RichTextElement[] {
  return parts.flatMap((part): RichTextElement[] => {
    if (part === null || part === '') return []
    return [typeof part === 'string' ? { type: 'text', text: part } : part]
  })
}

/** The parts that are there, with the separator between them; null when there is none. */
export function joined(separator: string, ...parts: Part[]): Part[] | null {
  const present = parts.filter((part) => part !== null && part !== '')
  return present.length === 0 ? null : present.flatMap((part, index) => (index === 0 ? [part] : [separator, part]))
}

/** A line of a paragraph: nothing when one of its parts is missing, so that no label stands alone. */
export function line(...parts: Part[]): Part[] | null {
  return parts.includes(null) ? null : parts
}

/** Lines below one another; lines that are null are left out. Null when none is left. */
export function paragraph(...lines: (Part[] | null)[]): RichTextSection | null {
  const present = lines
    .filter((one) => one !== null)
    .map(leaves)
    .filter((one) => one.length > 0)
  if (present.length === 0) return null
  const elements = present.flatMap((one, index) => (index === 0 ? one : leaves(['\n', ...one])))
  return { type: 'rich_text_section', elements }
}

export function quote(...parts: Part[]): RichTextQuote | null {
  const elements = leaves(parts)
  return elements.length === 0 ? null : { type: 'rich_text_quote', elements }
}

/** A list of paragraphs; null when there is none. */
export function listOf(style: 'bullet' | 'ordered', items: (RichTextSection | null)[]): RichTextList | null {
  const elements = items.filter((item) => item !== null)
  return elements.length === 0 ? null : { type: 'rich_text_list', style, elements }
}

/** A block of formatted text that parses nothing; no block when all parts are null. */
export function richText(...parts: (RichTextSection | RichTextList | RichTextQuote | null)[]): RichTextBlock[] {
  const elements = parts.filter((part) => part !== null)
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements }]
}

export function plain(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: clip(text, max), emoji: false }
}

/** A heading. Untrusted words are fine here: plain text parses nothing. */
export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, LIMITS.headerText) }
}

/** Our own mrkdwn: only trusted words, mentions and date tokens. */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true }
}

export function section(text: string): SectionBlock {
  return { type: 'section', text: mrkdwn(text) }
}

/** Small grey text. Strings may be untrusted and are shown as they are; our own mrkdwn comes through `mrkdwn`. */
export function context(...elements: (string | MrkdwnElement | null)[]): ContextBlock[] {
  const shown = elements.flatMap((one): (MrkdwnElement | PlainTextElement)[] => {
    if (one === null) return []
    const element = typeof one === 'string' ? plain(one, 400) : one
    return element.text === '' ? [] : [element]
  })
  return shown.length === 0 ? [] : [{ type: 'context', elements: shown.slice(0, LIMITS.contextElements) }]
}

/** A row of buttons; no block when there is none. */
export function actions(...buttons: (Button | null)[]): ActionsBlock[] {
  const elements = buttons.filter((button) => button !== null)
  return elements.length === 0 ? [] : [{ type: 'actions', elements }]
}
