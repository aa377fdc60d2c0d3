/** One page as it was read: `rows` counts what came, `items` is what of it could be read. */
type Page<Item> = {
  items: Item[]
  rows: number
  /** How many rows a full page has by the source's own word, or as asked for. */
  size: number
  /** What the source calls the total; it is known to be wrong in both directions. */
  total: number | null
}

/**
 * Pages from 1 on, each item once. Ends with a page that is empty or brings nothing new, with a short page once the
 * total is reached, or at `mostPages`. No total is trusted alone: one that is too small does not end the reading, one
 * that is too large costs one request more. `isWhole` is false when `mostPages` ended it.
 */
export async function everyPage<Item extends { id: string }>(
  read: (pageNumber: number) => Promise<Page<Item>>,
  mostPages: number,
): Promise<{ items: Item[]; isWhole: boolean; total: number | null }> {
  const found = new Map<string, Item>()
  let total: number | null = null
  for (let number = 1; number <= mostPages; number += 1) {
    const page = await read(number)
    total = page.total ?? total
    const before = found.size
    for (const item of page.items) if (!found.has(item.id)) found.set(item.id, item)
    const isShort = page.rows < page.size
    if (page.rows === 0 || (page.items.length > 0 && found.size === before) || (isShort && found.size >= (total ?? 0)))
      return { items: [...found.values()], isWhole: true, total }
  }
  return { items: [...found.values()], isWhole: false, total }
}
