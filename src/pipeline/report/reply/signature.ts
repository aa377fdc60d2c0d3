import { CLOSERS, CONTENT_WORDS, NOTICES, SENT_FROM, TITLE_WORDS } from './signature-words.ts'

/**
 * Signatures, "Sent from my phone" and legal notices, removed by rules on real shapes. Works on lines and only ever
 * drops whole lines, so nothing is invented. A phone number inside a sentence stays; one in a signature goes.
 */

const MAX_SIGNATURE_LINES = 14
const MAX_LINE = 160
/** How far from the end a closing word is looked for, and how often the shorter text is looked at again. */
const REACH = 40
const MAX_ROUNDS = 6
const DELIMITER = /^\s*(?:--|—|–{2}|-- |_{2,9}|\*{3,9}|={3,9})\s*$/u
const NOTICE_BANNER =
  /^\s*\[?(?:caution|external|warning|attention|external email|external sender)\]?\s?[:!-]?\s?(?:this|external|e-?mail|do not)?/iu
const PHONE = /(?:\+?\d[\d().\s/-]{6,20}\d)(?:\s?(?:x|ext\.?)\s?\d{1,6})?/u
const EMAIL = /[^\s@]{1,64}@[^\s@]{1,190}\.[a-z]{2,24}/iu
const URL = /(?:https?:\/\/|www\.)\S{3,200}|^[a-z0-9-]{2,60}\.(?:com|org|net|io|co|edu|gov|us|example|ai)\/?$/iu
const LABELLED =
  /^\s*(?:m|t|p|o|c|d|e|w|f|tel|phone|mobile|cell|office|direct|fax|email|e-mail|web|linkedin|toll[ -]free)\s?[:.|]\s?\S/iu
const ADDRESS =
  /\d{1,6}\s[\p{L}.\s]{2,40}\b(?:street|st|avenue|ave|road|rd|blvd|drive|dr|suite|ste|floor|lane|way|parkway|pkwy)\b|\b[A-Z]{2}\s\d{5}(?:-\d{4})?\b/iu
const NAME_LINE =
  /^\s*[-–—~*]?\s?(?:\p{Lu}[\p{L}'’.-]{0,24}|\p{Lu}\.)(?:\s(?:\p{Lu}[\p{L}'’.-]{0,24}|\p{Lu}\.?|de|van|von|da|la)){0,3}(?:,\s?(?:PhD|Ph\.D\.|MBA|CPA|PMP|Jr\.?|Sr\.?|Ed\.D\.|CISSP))?\s*$/u
const PICTURE = /^\s*(?:\[(?:cid|image|inline image|logo)[:\s][^\]]{0,300}\]|<image\d{0,4}\.\w{3,4}>)\s*$/iu
const SLOGAN = /^\s*["“”*]/u
const ANNOUNCING =
  /\b(?:contact|contacts|to|with|is|at|in|for|and|or|by|from|call|email|e-mail|cc|name|below|following|info|person|about|the|our|my|a)$|\b(?:below|following|his info|her info|contact info)[.!]?$/iu
const POSTSCRIPT = /^\s*p\.?\s?s\.?\s?[:.,-]?\s/iu

/** The lines without signature and notices. Trailing and leading blank lines go as well. */
export function withoutSignature(lines: string[]): string[] {
  let body = trimBlank(withoutNotices(lines.filter((line) => !isSentFrom(line) && !PICTURE.test(line))))
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const next = trimBlank(withoutTail(withoutClosing(body)))
    if (next.length === body.length) break
    body = next
  }
  return body
}

/** From a delimiter on everything goes; from a closing word on, what follows when it is a signature. */
function withoutClosing(lines: string[]): string[] {
  const from = Math.max(1, lines.length - REACH)
  const cut = lines.findIndex(
    (line, at) => at > 0 && (DELIMITER.test(line) || (at >= from && isCloserOfSignature(lines, at))),
  )
  return cut < 0 ? lines : [...lines.slice(0, cut), ...postscript(lines.slice(cut))]
}

function isSentFrom(line: string): boolean {
  return line.length <= 120 && SENT_FROM.some((start) => line.trim().toLowerCase().startsWith(start))
}

/** A notice runs from its first line to the end of its paragraph. */
function withoutNotices(lines: string[]): string[] {
  const kept: string[] = []
  let inNotice = false
  for (const line of lines) {
    if (line.trim() === '') inNotice = false
    else if (!inNotice) inNotice = isNotice(line)
    if (!inNotice) kept.push(line)
  }
  return kept
}

function isNotice(line: string): boolean {
  const start = line.slice(0, 600).toLowerCase().replaceAll('’', "'")
  if (NOTICES.some((words) => start.includes(words))) return true
  return NOTICE_BANNER.test(line) && /external|outside|originated/iu.test(start)
}

/** "Thanks," or "Best, Dana" with nothing but signature lines below it. */
function isCloserOfSignature(lines: string[], at: number): boolean {
  const line = lines[at] ?? ''
  if (!isCloser(line)) return false
  const below = lines.slice(at + 1).filter((next) => next.trim() !== '')
  const said = below.findIndex((next) => POSTSCRIPT.test(next))
  const signature = said < 0 ? below : below.slice(0, said)
  if (signature.length > MAX_SIGNATURE_LINES) return false
  const [first, ...rest] = signature
  if (first === undefined) return true
  const isNamed = isSignatureLine(first) || isShortName(first)
  return isNamed && (rest.every(isSignatureLine) || rest.slice(0, 3).some((next) => isContact(next) || isTitle(next)))
}

/** "dana" or "dana reyes", in small letters, right below a closing word. */
function isShortName(line: string): boolean {
  return /^\s*[-–—~]?\s?[\p{L}.'’-]{1,24}(?:\s[\p{L}.'’-]{1,24})?\s*$/u.test(line) && !isContentWord(line)
}

function isCloser(line: string): boolean {
  if (line.length > 70) return false
  const words = line.toLowerCase().replaceAll('’', "'").trim()
  const closer = CLOSERS.find(
    (start) => words === start || (words.startsWith(start) && /^[\s,.!;:-]/u.test(words.slice(start.length))),
  )
  if (closer === undefined) return false
  const rest = line
    .trim()
    .slice(closer.length)
    .replace(/^[\s,.!;:–—-]{1,6}|[.,!]{1,3}$/gu, '')
    .trim()
  return rest === '' || (NAME_LINE.test(rest) && !isContentWord(rest)) || isCloser(rest)
}

function isSignatureLine(line: string): boolean {
  if (line.length > MAX_LINE || line.trim().endsWith('?')) return false
  if (
    SLOGAN.test(line) ||
    isContact(line) ||
    isTitle(line) ||
    NAME_LINE.test(line) ||
    isCloser(line) ||
    DELIMITER.test(line)
  )
    return true
  const words = line.trim().split(/\s+/u)
  const ends = /[.!]$/u.test(line.trim()) && !/\b(?:Inc|LLC|Ltd|Co|Corp)\.$/u.test(line.trim())
  return (
    words.length <= 7 && !ends && words.filter((word) => /^[\p{Lu}\d|&"“•·]/u.test(word)).length * 2 >= words.length
  )
}

function isContact(line: string): boolean {
  if (line.length > MAX_LINE) return false
  if (LABELLED.test(line) || URL.test(line) || ADDRESS.test(line)) return line.trim().split(/\s+/u).length <= 16
  const rest = line.replace(PHONE, ' ').replace(EMAIL, ' ').trim()
  return rest.length < line.trim().length && rest.split(/\s+/u).filter((word) => /\p{L}{2}/u.test(word)).length <= 4
}

function isTitle(line: string): boolean {
  const words = line.toLowerCase().split(/[\s,|/&-]+/u)
  return (
    words.length <= 12 &&
    words.some((word) => TITLE_WORDS.has(word)) &&
    /^\s*["|•·]?\p{Lu}/u.test(line) &&
    !/[.?!]$/u.test(line.trim())
  )
}

/** A signature without a closing word: a name, or a name with contact lines, at the very end. */
function withoutTail(lines: string[]): string[] {
  let start = lines.length
  while (start > 1 && lines.length - start < MAX_SIGNATURE_LINES && isTailLine(lines[start - 1] ?? '')) start -= 1
  const first = start
  while (start < lines.length && !(isBlockStart(lines, start, first) && isTailStart(lines, start))) start += 1
  return lines.slice(0, start)
}

/** Only the first line of a block can begin a signature: the middle of an announced contact cannot. */
function isBlockStart(lines: string[], at: number, first: number): boolean {
  return at === first || (lines[at - 1] ?? '').trim() === ''
}

function isTailLine(line: string): boolean {
  return line.trim() === '' || (isSignatureLine(line) && !isContentWord(line.trim()))
}

/** A tail begins with a name and is only that, or holds a title or a contact; never when the line above announces it. */
function isTailStart(lines: string[], at: number): boolean {
  const line = lines[at] ?? ''
  if (isContentWord(line) || isAnnounced(lastFilled(lines, at))) return false
  if (/[|•·]/u.test(line) && isSignatureLine(line)) return isContact(line) || isTitle(line)
  if (!NAME_LINE.test(line)) return false
  const rest = lines.slice(at + 1).filter((next) => next.trim() !== '')
  if (rest.length === 0) return line.trim().split(/\s+/u).length <= 3
  return rest.length === 1 || rest.some((next) => isContact(next) || isTitle(next))
}

/** "You want:", "please contact", "our CTO is": what follows is said, not signed. */
function isAnnounced(line: string): boolean {
  return /[:,]$/u.test(line) || ANNOUNCING.test(line)
}

function lastFilled(lines: string[], before: number): string {
  for (let at = before - 1; at >= 0 && at >= before - 4; at -= 1) {
    const line = (lines[at] ?? '').trim()
    if (line !== '') return line
  }
  return ''
}

function isContentWord(line: string): boolean {
  const words = line
    .toLowerCase()
    .split(/[^\p{L}']+/u)
    .filter((word) => word !== '')
  return words.some((word) => CONTENT_WORDS.has(word))
}

/** What a person adds below their name is content: "PS: we only sell in Texas". */
function postscript(lines: string[]): string[] {
  const at = lines.findIndex((line) => POSTSCRIPT.test(line))
  if (at < 0) return []
  const end = lines.findIndex((line, index) => index > at && line.trim() === '')
  return ['', ...lines.slice(at, end < 0 ? undefined : end)]
}

function trimBlank(lines: string[]): string[] {
  let start = 0
  let end = lines.length
  while (start < end && (lines[start] ?? '').trim() === '') start += 1
  while (end > start && (lines[end - 1] ?? '').trim() === '') end -= 1
  return lines.slice(start, end)
}
