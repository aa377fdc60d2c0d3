/** Everything a reader sees in blocks or a view, as lines: text, mentions as `<@U…>`, links as `label (url)`, button labels. */
export function shown(blocks: unknown): string {
  const lines: string[] = []
  collect(blocks, lines)
  return lines.join('')
}

const BREAKS = new Set(['rich_text_section', 'rich_text_quote', 'section', 'header', 'context', 'button', 'input'])

function collect(node: unknown, lines: string[]): void {
  if (Array.isArray(node)) {
    for (const one of node) collect(one, lines)
    return
  }
  if (typeof node !== 'object' || node === null) return
  const value = node as Record<string, unknown>
  if (value['type'] === 'user') lines.push(`<@${String(value['user_id'])}>`)
  else if (value['type'] === 'link') lines.push(`${String(value['text'])} (${String(value['url'])})`)
  else if (value['type'] === 'date') lines.push(String(value['fallback']))
  else {
    if (typeof value['text'] === 'string') lines.push(value['text'])
    for (const [key, one] of Object.entries(value)) if (key !== 'confirm') collect(one, lines)
  }
  if (BREAKS.has(String(value['type']))) lines.push('\n')
}

/** The labels of all buttons, in order. */
export function buttons(blocks: unknown): string[] {
  return elements(blocks).map((one) => (one['text'] as { text: string }).text)
}

/** Every element with an action id, in order. */
export function elements(node: unknown): Record<string, unknown>[] {
  if (Array.isArray(node)) return node.flatMap(elements)
  if (typeof node !== 'object' || node === null) return []
  const value = node as Record<string, unknown>
  const own = typeof value['action_id'] === 'string' ? [value] : []
  return [...own, ...Object.values(value).flatMap(elements)]
}
