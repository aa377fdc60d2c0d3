const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  rsquo: '’',
  lsquo: '‘',
  rdquo: '”',
  ldquo: '“',
  bull: '•',
}

/**
 * Text of a document as one clean line: tags, Markdown marks, caption timestamps, list bullets and control characters
 * gone, entities decoded once, white space collapsed. Reads at most `max` characters. Whoever shows it still escapes it.
 */
export function plainText(text: string | null, max = 8000): string {
  if (!text) return ''
  return text
    .slice(0, max)
    .replace(/\d{2}:\d{2}:\d{2}[.,]\d{3} {0,3}--> {0,3}\d{2}:\d{2}:\d{2}[.,]\d{3}/g, ' ')
    .replace(/^WEBVTT\b/, ' ')
    .replace(/<(?:\/?[a-z!][^<>]{0,300})>/gi, ' ')
    .replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/gi, (whole, name: string) => entity(name) ?? whole)
    .replace(/!?\[([^[\]]{0,300})\]\([^()\s]{0,500}\)/g, '$1')
    .replace(/^[ \t]{0,8}(?:[-*•‣▪]|#{1,6}|>)[ \t]/gm, ' ')
    .replace(/\*\*|__|`/g, '')
    .replace(/\p{Cc}|\p{Cf}/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,;:!?])/g, '$1')
    .trim()
}

/** True when there is a letter or a digit to read. */
export function saysSomething(text: string | null): boolean {
  return /[\p{L}\p{N}]/u.test(plainText(text, 2000))
}

/** Before these a full stop ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s(“"])(?:dr|mr|mrs|ms|st|no|inc|co|corp|ltd|dept|est|approx|vs|jr|sr|rev|gov|supt|univ|fig|vol|u\.s|e\.g|i\.e|a\.m|p\.m|[a-z])\.$/i

/** Sentences of a clean line, in order. Abbreviations, initials and decimals do not end one. Linear in the length. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = []
  let start = 0
  for (const found of text.matchAll(/[.!?]["”')\]]? (?=[\p{Lu}\p{N}"“‘'($])/gu)) {
    const end = found.index + found[0].trimEnd().length
    if (ABBREVIATION.test(text.slice(Math.max(start, end - 12), end))) continue
    sentences.push(text.slice(start, end).trim())
    start = found.index + found[0].length
  }
  const rest = text.slice(start).trim()
  return rest ? [...sentences, rest] : sentences
}

/** At most `max` characters, cut before a word with `…`. */
export function cutAtWord(text: string, max: number): string {
  if (text.length <= max) return text
  const room = text.slice(0, max - 1)
  const space = room.lastIndexOf(' ')
  return `${(space > max / 2 ? room.slice(0, space) : room).replace(/[\s,;:(–—-]+$/, '').toWellFormed()}…`
}

function entity(name: string): string | null {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? null
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code >= 32 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : ' '
}
