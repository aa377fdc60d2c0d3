/**
 * HTML mail to plain text, small and linear: one pass over the tags, no tree. It never renders anything, it only has
 * to leave the words a person wrote, with line breaks where a reader saw them and `>` before quoted lines.
 */

const MAX_HTML = 512_000
const MARKUP =
  /<(?:!doctype|html|body|head|div|p|br|span|table|blockquote|style|font|meta|ul|ol)(?:\s[^<>]{0,2000})?\/?>|<\/[a-z]{1,10}>/i
const LINE_MARKUP = /<(?:br|p|div|tr|li|table|body)(?:\s[^<>]{0,2000})?\/?>/i
const TAG = /<(\/?)([a-z][a-z0-9:]{0,20})([^<>]{0,4000})>|<!--|<![^<>-]{0,400}>|<\?[^<>]{0,400}>/i
const INVISIBLE_CONTENT = new Set(['style', 'script', 'head', 'title', 'template', 'noscript', 'svg', 'select'])
const BREAKING = new Set([
  'p',
  'div',
  'br',
  'tr',
  'table',
  'ul',
  'ol',
  'li',
  'h1',
  'h2',
  'h3',
  'h4',
  'hr',
  'blockquote',
  'pre',
])
const SIGNATURE_MARK =
  /(?:class|id)\s{0,3}=\s{0,3}["']?[^"'<>]{0,80}(?:gmail_signature|ms-outlook-mobile-signature|x_signature|moz-signature)/i
const ENTITIES = `
  amp& lt< gt> quot" apos' ndash– mdash— hellip… lsquo‘ rsquo’ ldquo“ rdquo” bull• middot· euro€ pound£ szligß
  eacuteé egraveè agraveà ccedilç ntildeñ oacuteó iacuteí aacuteá uacuteú aumlä oumlö uumlü iexcl¡ iquest¿`
const NAMED: ReadonlyMap<string, string> = new Map([
  ...ENTITIES.trim()
    .split(/\s+/)
    .map((pair): [string, string] => [pair.slice(0, -1), pair.slice(-1)]),
  ['nbsp', ' '],
])

/** True when the text carries markup a mail program writes; `a < b` and `<https://…>` are not markup. */
export function looksLikeHtml(raw: string): boolean {
  return MARKUP.test(raw.slice(0, MAX_HTML))
}

/** The words of an HTML mail. Style, script and comments go; quoted lines get `> `; a marked signature gets `-- `. */
export function htmlToText(raw: string): string {
  const html = raw.slice(0, MAX_HTML)
  const tags = new RegExp(TAG, 'gi')
  const out = new LineWriter(!LINE_MARKUP.test(html))
  let at = 0
  /** The element whose words nobody sees, until it closes; a body ends any of them, as in browsers. */
  let skipped: string | null = null
  for (let tag = tags.exec(html); tag !== null; tag = tags.exec(html)) {
    if (skipped === null) out.words(html.slice(at, tag.index))
    at = tags.lastIndex
    const name = (tag[2] ?? '').toLowerCase()
    const closes = tag[1] === '/'
    if (tag[0] === '<!--') {
      const end = html.indexOf('-->', at)
      if (end < 0) return out.text()
      at = tags.lastIndex = end + 3
    } else if (skipped !== null) skipped = (closes && name === skipped) || name === 'body' ? null : skipped
    else if (!closes && INVISIBLE_CONTENT.has(name) && !tag[0].endsWith('/>')) skipped = name
    else out.tag(name, closes, tag[3] ?? '')
  }
  if (skipped === null) out.words(html.slice(at))
  return out.text()
}

class LineWriter {
  readonly #keepsNewlines: boolean
  readonly #lines: string[] = []
  #line = ''
  #depth = 0

  /** A text with inline tags only keeps its own newlines; in any other HTML they mean a space. */
  constructor(keepsNewlines: boolean) {
    this.#keepsNewlines = keepsNewlines
  }

  words(text: string): void {
    const [first = '', ...rest] = this.#keepsNewlines ? text.split('\n') : [text]
    this.#line += first.replace(/\s+/gu, ' ')
    for (const line of rest) {
      this.#break()
      this.#line = line.replace(/\s+/gu, ' ')
    }
  }

  tag(name: string, closes: boolean, attributes: string): void {
    if (BREAKING.has(name)) this.#break()
    if (name === 'blockquote') this.#depth = Math.max(0, Math.min(20, this.#depth + (closes ? -1 : 1)))
    if (name === 'p') this.#lines.push('')
    if (name === 'td' || name === 'th') this.#line += ' '
    if (!closes && SIGNATURE_MARK.test(attributes)) {
      this.#break()
      this.#lines.push('-- ')
    }
  }

  text(): string {
    this.#break()
    return this.#lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  }

  #break(): void {
    const line = decodeEntities(this.#line)
      .replace(/[^\S\n]+/gu, ' ')
      .trim()
    this.#line = ''
    if (line !== '' || this.#lines.at(-1) !== '') this.#lines.push(this.#depth > 0 ? `> ${line}` : line)
  }
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/gi, (entity) => {
    const name = entity.slice(1, -1)
    if (!name.startsWith('#')) return NAMED.get(name) ?? NAMED.get(name.toLowerCase()) ?? entity
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    const isShown = code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) && !(code >= 127 && code < 160)
    return isShown ? String.fromCodePoint(code) : ' '
  })
}
