import { type GivenBlock, insideOf } from './block-rules.ts'

/** How a page reads, for tests that look at words and for people who look at pictures. */

type RichText = { text: { content: string; link?: { url: string } | null }; annotations?: { bold?: boolean } }
type Content = { rich_text?: RichText[]; cells?: RichText[][]; icon?: { emoji: string }; color?: string }

const contentOf = (block: GivenBlock) => block[block.type] as Content

/** Every word of the blocks and all that is inside them, links with their addresses. */
export function textOf(blocks: GivenBlock[]): string {
  return blocks.map((block) => [...linesOf(block), textOf(insideOf(block))].filter(Boolean).join('\n')).join('\n')
}

function linesOf(block: GivenBlock): string[] {
  const { rich_text: text = [], cells = [] } = contentOf(block)
  return cells.length > 0 ? [cells.map(plain).join(' | ')] : [plain(text)]
}

function plain(text: RichText[]): string {
  return text.map((part) => part.text.content + (part.text.link ? ` <${part.text.link.url}>` : '')).join('')
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign)

/** A sketch of the page as Notion would draw it, toggles open. */
export function htmlOf(title: string, blocks: GivenBlock[]): string {
  return `<!doctype html><meta charset="utf-8"><title>${escape(title)}</title><style>
body{font:16px/1.5 system-ui,sans-serif;max-width:760px;margin:48px auto;color:#37352f;padding:0 24px}
.columns{display:flex;gap:24px}.columns>div{flex:1}.callout{display:flex;gap:10px;border-radius:4px;padding:14px;margin:6px 0}
table{border-collapse:collapse;width:100%}td{border:1px solid #ddd;padding:6px 8px;vertical-align:top}tr:first-child{font-weight:600}
p,ul,details{margin:4px 0}.gray{color:#787774}a{color:inherit}hr{border:0;border-top:1px solid #ddd}
.gray_background{background:#f1f1ef}.blue_background{background:#e7f3f8}.yellow_background{background:#fbf3db}.green_background{background:#edf3ec}
</style><h1>${escape(title)}</h1>${blocks.map(drawn).join('\n')}`
}

function drawn(block: GivenBlock): string {
  const { rich_text: text = [], cells = [], icon, color = '' } = contentOf(block)
  const inside = insideOf(block).map(drawn).join('')
  const words = rich(text)
  switch (block.type) {
    case 'heading_2':
      return `<h2>${words}</h2>`
    case 'heading_3':
      return `<h3>${words}</h3>`
    case 'divider':
      return '<hr>'
    case 'bulleted_list_item':
      return `<ul><li>${words}${inside}</li></ul>`
    case 'toggle':
      return `<details open><summary>${words}</summary>${inside}</details>`
    case 'callout':
      return `<div class="callout ${escape(color)}"><span>${icon?.emoji ?? ''}</span><div>${words}${inside}</div></div>`
    case 'column_list':
      return `<div class="columns">${inside}</div>`
    case 'column':
      return `<div>${inside}</div>`
    case 'table':
      return `<table>${inside}</table>`
    case 'table_row':
      return `<tr>${cells.map((cell) => `<td>${rich(cell)}</td>`).join('')}</tr>`
    default:
      return `<p class="${escape(color)}">${words}${inside}</p>`
  }
}

function rich(text: RichText[]): string {
  const parts = text.map(({ text: { content, link }, annotations }) => {
    const words = annotations?.bold ? `<b>${escape(content)}</b>` : escape(content)
    return link ? `<a href="${escape(link.url)}">${words}</a>` : words
  })
  return parts.join('').replaceAll('\n', '<br>')
}
