import type { NotionBlock } from './notion-elements.ts'
import { NOTION_LIMITS } from './notion-limits.ts'

/** Blocks in their order, cut into requests that Notion takes: by blocks beside one another, blocks in all, and bytes. */
export function chunkBlocks(blocks: NotionBlock[]): NotionBlock[][] {
  const chunks: NotionBlock[][] = []
  let size = { blocks: 0, bytes: 0 }
  for (const block of blocks) {
    const more = { blocks: countOf(block), bytes: Buffer.byteLength(JSON.stringify(block)) }
    const last = chunks.at(-1)
    const fits =
      last !== undefined &&
      last.length < NOTION_LIMITS.children &&
      size.blocks + more.blocks <= NOTION_LIMITS.blocks &&
      size.bytes + more.bytes <= NOTION_LIMITS.bytes
    if (fits) last.push(block)
    else chunks.push([block])
    size = fits ? { blocks: size.blocks + more.blocks, bytes: size.bytes + more.bytes } : more
  }
  return chunks
}

/** A block and everything inside it. */
function countOf(block: NotionBlock): number {
  return childrenOf(block).reduce((sum, child) => sum + countOf(child), 1)
}

function childrenOf(block: NotionBlock): NotionBlock[] {
  if (block.type === 'toggle') return block.toggle.children
  if (block.type === 'callout') return block.callout.children ?? []
  if (block.type === 'column_list') return block.column_list.children
  if (block.type === 'column') return block.column.children
  return block.type === 'table' ? block.table.children : []
}
