/**
 * What Notion takes in one request. Source: the pages “Request limits” and “Append block children” of its API reference.
 * A request may weigh 500 kB; the rest is room for what is around the blocks.
 */
export const NOTION_LIMITS = { text: 2_000, url: 2_000, richText: 100, children: 100, blocks: 1_000, bytes: 400_000 }
