/**
 * HTML that is escaped unless it was made here. A page is built from `html` templates; every value put into one is
 * escaped at that moment, so a string can only become markup by being written in our own source.
 */

/** Markup made by `html` from our own source text. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString(): string {
    return this.text
  }
}

/** What a template takes: nothing (`null`, `undefined`, `false`, `''`) leaves no trace. */
export type Part = Markup | string | number | false | null | undefined | readonly Part[]

/**
 * Characters nobody can see that change how the rest is read: controls, bidi marks, embeddings, overrides and isolates,
 * zero-width spaces, line and paragraph separators, tags. Zero-width joiners stay: some scripts need them.
 */
const INVISIBLE =
  /[\p{Cc}\u061C\u00AD\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]+/gu

/** The text without what nobody can see: a space in its place. */
export function visible(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, ' ')
}

/** One line of plain text: invisible characters and runs of white space become one space. At most `limit` characters, cut with an ellipsis. */
export function plain(text: string, limit = 2_000): string {
  const line = visible(text.slice(0, limit * 4))
    .replace(/\s+/gu, ' ')
    .trim()
  if (line.length <= limit) return line
  const cut = line.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/u, '')
  const space = cut.lastIndexOf(' ')
  return `${(space > limit * 0.8 ? cut.slice(0, space) : cut).trimEnd()}…`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Escapes for element content and for quoted attribute values alike. The only place where it happens. */
export function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
}

/** Template tag: our own text stays as it is, every value is escaped. Attribute values must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  const pieces = strings.map((piece, index) => piece + (index < parts.length ? render(parts[index]) : ''))
  return new Markup(pieces.join(''))
}

/** Our own constant markup, such as an icon or the style sheet. Never call it with a value from outside. */
export function ours(text: string): Markup {
  return new Markup(text)
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (part instanceof Markup) return part.text
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  return part.map(render).join('')
}
