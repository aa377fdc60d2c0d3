import { LIMITS } from './limits.ts'

/** Bounds the work on hostile input: a whole report is far shorter, and so is any field of one. */
const MOST_INPUT = 200_000
const MOST_FIELD = 20_000

/** Control characters except tab and line feed, bidi controls, zero-width and tag characters, lone surrogates. */
const INVISIBLE =
  // oxlint-disable-next-line no-control-regex -- removing them is the point
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Surrogate}]/gu
/** A zero-width joiner is kept only where it builds an emoji. */
const STRAY_JOINER = /\u200d(?!\p{Extended_Pictographic})/gu
/** More than four marks on one letter are a prank that covers the lines around it. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu
/** The start of a Slack token. No real text holds one, and a leaf that somebody flattens into mrkdwn must not mention. */
const TOKEN_START = /<(?=[!@#])/g

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * Untrusted text made safe to show: no control, bidi or zero-width characters, no Slack token, at most four marks on a
 * letter. Line breaks stay when `lines` is `keep`, else every run of white space is one space.
 */
export function cleanText(raw: string, lines: 'join' | 'keep' = 'join'): string {
  const visible = raw
    .slice(0, MOST_INPUT)
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(INVISIBLE, '')
    .replace(STRAY_JOINER, '')
    .replace(STACKED_MARKS, '$1')
    .replace(TOKEN_START, '‹')
  if (lines === 'join') return visible.split(/\s+/u).filter(Boolean).join(' ')
  const kept = visible.split('\n').map((line) => line.trimEnd())
  return kept
    .filter((line, index) => line !== '' || (kept[index - 1] ?? '') !== '')
    .join('\n')
    .trim()
}

/**
 * Untrusted text cleaned and cut to `max` characters (UTF-16 units, as Slack counts). A cut falls between words, or
 * between graphemes when the last word is long, and is shown as `…`. Escape afterwards, never before.
 */
export function clip(raw: string, max: number): string {
  // Cleaning the start is enough, unless most of it was nothing to see.
  const start = cleanText(raw.slice(0, max * 2 + 64))
  const clean = start.length > max ? start : cleanText(raw.slice(0, MOST_FIELD))
  if (clean.length <= max) return clean
  let end = 0
  for (const { index, segment } of graphemes.segment(clean.slice(0, max + 64))) {
    if (index + segment.length > max - 1) break
    end = index + segment.length
  }
  const space = clean.lastIndexOf(' ', end)
  const cut = space > end * 0.7 ? space : end
  return `${clean.slice(0, cut).trimEnd()}…`
}

/** The three characters that Slack's mrkdwn gives a meaning nobody may write by accident. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/**
 * Untrusted text for a mrkdwn string or the text twin: cleaned, cut, escaped, at most `max` characters after escaping.
 * Backticks become apostrophes, because an open code mark would swallow a mention behind it.
 */
export function inline(raw: string, max: number): string {
  const plain = raw.slice(0, MOST_FIELD).replaceAll('`', "'")
  let room = max
  let escaped = escapeMrkdwn(clip(plain, room))
  while (escaped.length > max && room > 1) {
    room -= Math.max(1, Math.floor((escaped.length - max) / 5))
    escaped = escapeMrkdwn(clip(plain, room))
  }
  return escaped
}

/** Letters of one script; a host that needs two of them is dressed up as another. */
const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
]

/**
 * An outside URL that may be shown as a link, as the browser would open it, or null. Refused: anything but http(s), user
 * and password, white space, control, bidi and zero-width characters, a host of mixed scripts, over 3,000 characters.
 */
export function safeUrl(raw: string | null | undefined): string | null {
  if (
    !raw ||
    raw.length > LIMITS.url ||
    /\s/u.test(raw) ||
    raw.replace(INVISIBLE, '') !== raw ||
    raw.includes('\u200d')
  )
    return null
  if (!URL.canParse(raw)) return null
  const parsed = new URL(raw)
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return null
  if (parsed.username !== '' || parsed.password !== '' || parsed.href.length > LIMITS.url) return null
  const written = /^https?:[/\\]*([^/\\?#]*)/i.exec(raw)?.[1] ?? ''
  if (SCRIPTS.filter((script) => script.test(written)).length > 1) return null
  return /[<>|]/.test(parsed.href) ? null : parsed.href
}

/** What a link to this safe URL is labelled with: its own host, so that a label never names another one. */
export function hostOf(url: string): string {
  return new URL(url).host.replace(/^www\./, '')
}

/** An address that may become a `mailto:` link. */
export function isMailable(address: string): boolean {
  return address.length <= 254 && /^[\w.+'-]+@[a-z0-9.-]+\.[a-z0-9-]+$/i.test(address)
}

/** True for a Slack member id; only such an id is ever mentioned. */
export function isUserId(id: string | null | undefined): id is string {
  return typeof id === 'string' && id.length <= 40 && /^[UW][A-Z0-9]+$/.test(id)
}

/** `<@U…>` for a Slack member id, null for anything else. */
export function mention(id: string | null | undefined): string | null {
  return isUserId(id) ? `<@${id}>` : null
}
