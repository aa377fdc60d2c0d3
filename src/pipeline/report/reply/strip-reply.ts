import { htmlToText, looksLikeHtml } from './html-text.ts'
import { QuoteReader } from './quote-reader.ts'
import { hasQuoteSigns, withoutQuotes } from './quotes.ts'
import { withoutSignature } from './signature.ts'

export type ReplyStripper = {
  /** What the person wrote themselves, in their own lines; `''` when nothing is left. Never rejects. */
  strip(raw: string): Promise<string>
  /** Ends the worker; texts under way are answered by the rules. */
  stop(): Promise<void>
}

const TIME_LIMIT_MS = 150
const MAX_CHARS = 64 * 1024

/**
 * Takes quoted history, signature and legal notices off a reply. HTML becomes text first. Only the first `maxChars`
 * characters (64 Ki) are looked at. A text without any sign of quoting never meets the library; one with such signs is
 * read by `email-reply-parser` in a worker with `timeLimitMs` (150), after which the worker is ended, a new one is
 * started when next needed, and linear rules answer instead.
 */
export function createReplyStripper(options: { timeLimitMs?: number; maxChars?: number } = {}): ReplyStripper {
  const maxChars = options.maxChars ?? MAX_CHARS
  const reader = new QuoteReader(options.timeLimitMs ?? TIME_LIMIT_MS)
  return {
    async strip(raw) {
      const text = toPlainText(raw, maxChars)
      if (!hasQuoteSigns(text)) return ownWords(text)
      const visible = await reader.visibleText(text)
      return ownWords(visible === null ? text : keptLines(text, visible))
    },
    stop: () => reader.stop(),
  }
}

/** The same by rules alone: linear, synchronous, what `strip` answers when the library is too slow. */
export function stripByRules(raw: string, maxChars = MAX_CHARS): string {
  return ownWords(toPlainText(raw, maxChars))
}

function toPlainText(raw: string, maxChars: number): string {
  const text = looksLikeHtml(raw) ? htmlToText(raw) : raw
  const lines = text.slice(0, maxChars).toWellFormed().replace(/\r\n?/g, '\n').replaceAll('\u00a0', ' ')
  return lines.replace(/[^\P{Cc}\n\t]/gu, '').replace(/[ \t]+$/gmu, '')
}

function ownWords(text: string): string {
  return withoutSignature(withoutQuotes(text.split('\n')))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/**
 * The lines of `text` that the library left visible, in order. It joins and trims lines and can even repeat text
 * through replacement patterns; matching against the original keeps every shown line one that was written.
 */
function keptLines(text: string, visible: string): string {
  const lines = text.split('\n')
  const places = placesOf(lines)
  const kept: string[] = []
  let at = 0
  for (const line of visible.split('\n').map((shown) => shown.trim())) {
    const found = line === '' ? undefined : nextPlace(places.get(line), at)
    if (found === undefined) continue
    if (found > at && (lines[found - 1] ?? '').trim() === '' && kept.length > 0) kept.push('')
    kept.push(lines[found] ?? '')
    at = found + 1
  }
  return kept.join('\n')
}

/** Where each line stands, last first, so that taking the next place is a pop. */
function placesOf(lines: string[]): Map<string, number[]> {
  const places = new Map<string, number[]>()
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = (lines[at] ?? '').trim()
    const known = places.get(line)
    if (known) known.push(at)
    else places.set(line, [at])
  }
  return places
}

function nextPlace(places: number[] | undefined, from: number): number | undefined {
  let place = places?.pop()
  while (place !== undefined && place < from) place = places?.pop()
  return place
}
