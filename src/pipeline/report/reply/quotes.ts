import { phrases } from './word-list.ts'

/**
 * Quoted history in plain-text mail, found by linear rules on single lines: the fallback when the library is too slow,
 * and a second pass after it for the shapes it keeps (Outlook's header block without brackets, forwarded mail).
 */

/** A header line is short; a longer line is prose or an attack, and is never tested. */
const MAX_HEADER = 400
const MAX_HEADER_LINES = 4

/** Words that end "On … wrote:" in the languages mail programs speak. */
const WROTE =
  /(?:wrote|écrit|ecrit|escribió|escribio|ha scritto|scritto|escreveu|schrieb|schreef|geschreven|skrev|kirjoitti|napisał|napisał\(a\)|pisze|napsal|написал|пише|yazdı)(?:\s[^:]{0,120})?\s?:\s?-*$|写道[:：]$|のメッセージ[:：]$|작성:$/iu
const WROTE_START =
  /^\s{0,8}(?:-{0,8}\s?)?(?:On|Le|El|Il|Em|Am|Op|Den|Dnia|W dniu|Il giorno|Pe|在|20\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|[\p{L}.]{2,20},?\s\d{1,2}|[^<>]{2,80}<[^<>\s]{3,120}>)/iu
const DIVIDER =
  /^[\s>]*-{2,12}\s?(?:original message|forwarded message|original appointment|ursprüngliche nachricht|weitergeleitete nachricht|message d'origine|message original|message transféré|mensaje original|mensaje reenviado|mensagem original|messaggio originale|oorspronkelijk bericht|oprindelig besked|ursprungligt meddelande)\s?-{0,12}\s*$|^begin forwarded message:\s*$/iu
/** First lines of a header block, and the lines that follow one. */
const FROM = /^[\s*>]{0,8}(?:from|von|de|van|da|från|fra|od|от|kimden|发件人|差出人)\s?\*?\s?[:：]\*?\s?\S/iu
const FOLLOWS =
  /^[\s*>]{0,8}(?:sent|date|to|cc|subject|reply-to|gesendet|datum|an|betreff|envoyé|à|objet|enviado(?: el)?|fecha|para|asunto|data|assunto|inviato|oggetto|a|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne)\s?\*?\s?[:：]/iu
const QUOTED = /^\s{0,8}(?:>|\|\s|&gt;)/u
const RULE = /^\s*_{10,80}\s*$/u
const SIGN = /^\s*>|wrote\s*:|-{2,12}\s?original|forwarded message|^_{10,}/imu
/** Every other mark the library or these rules act on, as plain words to look for. */
const OTHER_SIGNS = phrases(`
  écrit | escribió | scritto | escreveu | schrieb | schreef | skrev | kirjoitti | napisał | pisze | 写道 | のメッセージ
  작성 | nachricht | oprindelig | message d'origine | original message | ---
`)

/** True when the text may hold quoted history, so that the library is worth its time. Linear. */
export function hasQuoteSigns(text: string): boolean {
  if (SIGN.test(text)) return true
  const lower = text.toLowerCase()
  if (OTHER_SIGNS.some((sign) => lower.includes(sign))) return true
  return text.split('\n').some((line) => line.length <= MAX_HEADER && FROM.test(line))
}

/** The lines a person wrote themselves, in order. Quoted lines go; from a header of unmarked history on, all goes. */
export function withoutQuotes(lines: string[]): string[] {
  const kept: string[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const header = headerLength(lines, at)
    if (header > 0) {
      if (!isFollowedByMarks(lines, at + header)) break
      at += header - 1
    } else if (!QUOTED.test(line)) kept.push(line)
  }
  return kept
}

/** How many lines from `at` on introduce quoted history: 0 when none do. */
function headerLength(lines: string[], at: number): number {
  const line = lines[at] ?? ''
  if (line.length === 0 || line.length > MAX_HEADER || QUOTED.test(line)) return 0
  if (DIVIDER.test(line)) return 1
  if (RULE.test(line) && isHeaderBlock(lines, nextFilled(lines, at + 1))) return 1
  if (isHeaderBlock(lines, at)) return 1
  return wroteLength(lines, at)
}

/** "On Mon, 2 Nov 2026 at 10:01, Sam Ito <sam@…> wrote:", wrapped over at most four lines. */
function wroteLength(lines: string[], at: number): number {
  if (!WROTE_START.test(lines[at] ?? '')) return 0
  let joined = ''
  for (let length = 1; length <= MAX_HEADER_LINES; length += 1) {
    const line = (lines[at + length - 1] ?? '').trim()
    if (line === '' && length > 1) return 0
    joined = `${joined} ${line}`.trim()
    if (joined.length > MAX_HEADER) return 0
    if (WROTE.test(joined)) return hasDateOrAddress(joined) ? length : 0
  }
  return 0
}

/** "As I wrote:" is prose; a header names a day, a time or an address. */
function hasDateOrAddress(line: string): boolean {
  return /\d{1,2}[:.h]\d{2}|\d{4}|[^\s@]{1,80}@|<[^<>]{1,200}>|\d{1,2}[/.]\d{1,2}/u.test(line)
}

/** "From: …" with at least one of its sister lines within the next four. */
function isHeaderBlock(lines: string[], at: number): boolean {
  const line = lines[at] ?? ''
  if (line.length > MAX_HEADER || !FROM.test(line)) return false
  return lines.slice(at + 1, at + 5).some((next) => next.length <= MAX_HEADER * 4 && FOLLOWS.test(next))
}

function isFollowedByMarks(lines: string[], from: number): boolean {
  return QUOTED.test(lines[nextFilled(lines, from)] ?? '')
}

function nextFilled(lines: string[], from: number): number {
  let at = from
  while (at < lines.length && at < from + 4 && (lines[at] ?? '').trim() === '') at += 1
  return at
}
