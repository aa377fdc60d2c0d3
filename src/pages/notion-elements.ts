import type { SourceView } from './model-signals.ts'
import { NOTION_LIMITS } from './notion-limits.ts'

/** Blocks of a Notion page, typed as the API takes them; only the kinds that a report uses. */

type Color = 'default' | 'gray' | 'gray_background' | 'blue_background' | 'yellow_background' | 'green_background'

export type RichText = {
  type: 'text'
  text: { content: string; link?: { url: string } }
  annotations?: { bold?: boolean; color?: Color }
}

type Text = { rich_text: RichText[]; color?: Color }
type Row = { type: 'table_row'; table_row: { cells: RichText[][] } }
type Column = { type: 'column'; column: { children: NotionBlock[] } }

export type NotionBlock =
  | { type: 'paragraph'; paragraph: Text }
  | { type: 'bulleted_list_item'; bulleted_list_item: Text }
  | { type: 'toggle'; toggle: Text & { children: NotionBlock[] } }
  | { type: 'callout'; callout: Text & { icon: { type: 'emoji'; emoji: string }; children?: NotionBlock[] } }
  | { type: 'heading_2'; heading_2: Text }
  | { type: 'heading_3'; heading_3: Text }
  | { type: 'divider'; divider: Record<string, never> }
  | { type: 'column_list'; column_list: { children: Column[] } }
  | Column
  | {
      type: 'table'
      table: { table_width: number; has_column_header: boolean; has_row_header: boolean; children: Row[] }
    }
  | Row

type Style = { bold?: true; color?: Color }

/** Text that Notion shows as it is; cut into pieces of the length it takes. Nothing for an empty text. */
export function words(text: string | null | undefined, style?: Style): RichText[] {
  const annotations = style ? { annotations: style } : {}
  return pieces(text ?? '').map((content) => ({ type: 'text', text: { content }, ...annotations }))
}

/** By code points, so that no character is cut in two. */
function pieces(text: string): string[] {
  const cut: string[] = []
  let piece = ''
  for (const letter of text.toWellFormed()) {
    if (piece.length + letter.length > NOTION_LIMITS.text) {
      cut.push(piece)
      piece = ''
    }
    piece += letter
  }
  return piece === '' ? cut : [...cut, piece]
}

/** A source as a link that names its host, or as text that says why it is none. */
export function source(view: SourceView): RichText[] {
  const { title, link, note } = view
  if (link === null) return words(`${title} (${note ?? 'no link on file'})`)
  // Notion takes no longer address than this.
  if (link.href.length > NOTION_LIMITS.url) return words(`${title} (${link.host})`)
  const named = title === link.host ? [] : words(` ${link.host}`, { color: 'gray' })
  return [...linked(title, link.href), ...named]
}

/** A link to an address that `toSafeLink` has let pass. */
export function linked(text: string, href: string): RichText[] {
  const isTooLong = href.length > NOTION_LIMITS.url
  return words(text).map((piece) => (isTooLong ? piece : { ...piece, text: { ...piece.text, link: { url: href } } }))
}

/** The parts that are there, with the separator between them. */
export function joined(separator: string, parts: RichText[][]): RichText[] {
  const present = parts.filter((part) => part.length > 0)
  return present.flatMap((part, index) => (index === 0 ? part : [...words(separator), ...part]))
}

const fitting = (text: RichText[]) => text.slice(0, NOTION_LIMITS.richText)

/** No block when there is no text. */
export function paragraph(text: RichText[], color: Color = 'default'): NotionBlock[] {
  return text.length === 0 ? [] : [{ type: 'paragraph', paragraph: { rich_text: fitting(text), color } }]
}

export function bullet(text: RichText[]): NotionBlock[] {
  if (text.length === 0) return []
  return [{ type: 'bulleted_list_item', bulleted_list_item: { rich_text: fitting(text) } }]
}

export function heading2(text: string): NotionBlock {
  return { type: 'heading_2', heading_2: { rich_text: fitting(words(text)) } }
}

export function heading3(text: string): NotionBlock {
  return { type: 'heading_3', heading_3: { rich_text: fitting(words(text)) } }
}

export function divider(): NotionBlock {
  return { type: 'divider', divider: {} }
}

/** Closed until somebody opens it; no block when there is nothing inside. */
export function toggle(text: RichText[], children: NotionBlock[]): NotionBlock[] {
  if (children.length === 0) return []
  return [{ type: 'toggle', toggle: { rich_text: fitting(text), children: children.slice(0, NOTION_LIMITS.children) } }]
}

export function callout(
  text: RichText[],
  { icon, color, children = [] }: { icon: string; color: Color; children?: NotionBlock[] },
): NotionBlock {
  const inside = children.length === 0 ? {} : { children: children.slice(0, NOTION_LIMITS.children) }
  return {
    type: 'callout',
    callout: { rich_text: fitting(text), icon: { type: 'emoji', emoji: icon }, color, ...inside },
  }
}

/** Side by side. Notion takes no single column and no empty one. */
export function columns(given: NotionBlock[][]): NotionBlock[] {
  const filled = given.filter((blocks) => blocks.length > 0).slice(0, NOTION_LIMITS.children)
  if (filled.length < 2) return filled.flat()
  const children = filled.map((blocks): Column => ({ type: 'column', column: { children: blocks } }))
  return [{ type: 'column_list', column_list: { children } }]
}

/** Rows of one width below a header; more rows than a table takes at once make another table. */
export function table(header: string[], rows: RichText[][][]): NotionBlock[] {
  const perTable = NOTION_LIMITS.children - 1
  const tables = Array.from({ length: Math.ceil(rows.length / perTable) }, (_, index) =>
    rows.slice(index * perTable, (index + 1) * perTable),
  )
  const width = header.length
  const head = header.map((name) => words(name))
  const row = (cells: RichText[][]): Row => ({
    type: 'table_row',
    table_row: { cells: Array.from({ length: width }, (_, index) => fitting(cells[index] ?? [])) },
  })
  return tables.map((some) => ({
    type: 'table',
    table: { table_width: width, has_column_header: true, has_row_header: false, children: [head, ...some].map(row) },
  }))
}
