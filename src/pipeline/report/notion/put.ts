import type { NotionBlocks, NotionChild, NotionCopies, NotionCopy, NotionPage, NotionPages } from '../../ports.ts'
import { endingOf, titleWith } from './marker.ts'

/** What a page shall show: `chunks` are requests one after the other, `hash` tells two contents apart. */
export type NotionContent = { title: string; chunks: NotionBlocks[]; hash: string }

/** One try to put a content on a report's page. */
export type Putting = {
  pages: NotionPages
  copies: NotionCopies
  effect: { id: string; tries: number }
  /** Rejects when another process may be at it by now: awaited before every request. */
  checkFresh: () => Promise<void>
  /** Where a test ends the process. */
  passed: (place: string) => void
}

/**
 * Brings the report's page to this content, whatever an earlier try left: the page is found or made, the new blocks are
 * put at its top, and then the older ones below them are taken away. So a reader always sees a whole report, and what is
 * doubled is below the new one and goes. Every finding is recorded before the next request, and a try that was cut off is
 * gone on with by the next one.
 */
export async function putOnPage(putting: Putting, known: NotionCopy, content: NotionContent): Promise<NotionCopy> {
  const isSame = known.state === 'building' && known.hash === content.hash
  let copy: NotionCopy = { ...known, state: 'building', hash: content.hash, placed: isSame ? known.placed : [] }
  // The intent: whoever finds this and no page id looks for the page before making one.
  await putting.copies.save(copy, putting.effect)
  const { page, isNew } = await pageFor(putting, copy, {
    content,
    isLost: known.hash !== null && known.pageId === null,
  })
  copy = { ...copy, pageId: page.id, url: page.url }
  if (copy.placed.length > 0) copy = { ...copy, placed: stillThere(copy.placed, await childrenOf(putting, page.id)) }
  await putting.copies.save(copy, putting.effect)
  copy = await place(putting, copy, content)
  if (!isNew) await removeOlder(putting, page, new Set(copy.placed.flat()))
  return copy
}

type Sought = { content: NotionContent; isLost: boolean }

/** The page as it is known, else as it is found by its marker, else a new one; named, and out of the trash. */
async function pageFor(putting: Putting, copy: NotionCopy, { content, isLost }: Sought) {
  const { pages, copies, effect, checkFresh, passed } = putting
  const title = titleWith(copy.marker, content.title)
  const pageId = copy.pageId ?? (isLost ? await findPage(putting, copy.marker) : null)
  if (pageId !== null) {
    const page = await takeUp(putting, pageId, title)
    if (page) return { page, isNew: false }
    // Forgotten before another one is made, so that this one too is looked for after a crash.
    await copies.save({ ...copy, pageId: null, placed: [] }, effect)
  }
  await checkFresh()
  const page = await pages.create(title)
  passed('notion:created')
  return { page, isNew: true }
}

/** Out of the trash, where somebody or a try that was given up has put it, and under its present name. */
async function takeUp({ pages, checkFresh }: Putting, pageId: string, title: string): Promise<NotionPage | null> {
  await checkFresh()
  const page = await pages.page(pageId)
  if (page === null) return null
  if (page.isInTrash) {
    await checkFresh()
    await pages.change(pageId, { isInTrash: false })
  }
  await checkFresh()
  return pages.change(pageId, { title })
}

/**
 * The page below the parent whose title ends with the marker. The parent's own list is read and not Notion's search,
 * which learns of a new page only after a while.
 */
export async function findPage(
  { pages, checkFresh }: Pick<Putting, 'pages' | 'checkFresh'>,
  marker: string,
): Promise<string | null> {
  let cursor: string | null = null
  do {
    await checkFresh()
    const { children, next }: Awaited<ReturnType<NotionPages['children']>> = await pages.children(null, cursor)
    const found = children.find(({ title }) => title?.endsWith(endingOf(marker)))
    if (found) return found.id
    cursor = next
  } while (cursor !== null)
  return null
}

async function childrenOf({ pages, checkFresh }: Putting, pageId: string): Promise<NotionChild[]> {
  const all: NotionChild[] = []
  let cursor: string | null = null
  do {
    await checkFresh()
    const { children, next }: Awaited<ReturnType<NotionPages['children']>> = await pages.children(pageId, cursor)
    all.push(...children)
    cursor = next
  } while (cursor !== null)
  return all
}

/** Blocks placed by an earlier try count only while all of them stand: otherwise all of them are placed anew. */
function stillThere(placed: string[][], present: NotionChild[]): string[][] {
  const ids = new Set(present.map(({ id }) => id))
  return placed.flat().every((id) => ids.has(id)) ? placed : []
}

async function place(putting: Putting, copy: NotionCopy, { chunks }: NotionContent): Promise<NotionCopy> {
  const { pages, copies, effect, checkFresh, passed } = putting
  let now = copy
  for (const chunk of chunks.slice(copy.placed.length)) {
    await checkFresh()
    const blocks = await pages.append(copy.pageId ?? '', chunk, now.placed.at(-1)?.at(-1) ?? null)
    passed('notion:placed')
    now = { ...now, placed: [...now.placed, blocks.map(({ id }) => id)] }
    await copies.save(now, effect)
  }
  return now
}

/**
 * Takes away what we put there before: whatever was made by the page's maker or by whom the new blocks are from, should
 * the integration have been replaced. What a person added to the page, a page below it included, is theirs.
 */
async function removeOlder(putting: Putting, page: NotionPage, keep: ReadonlySet<string>): Promise<void> {
  const present = await childrenOf(putting, page.id)
  const makers = new Set([page.createdBy, ...present.filter(({ id }) => keep.has(id)).map((child) => child.createdBy)])
  const older = present.filter((child) => !keep.has(child.id) && !child.isPage && makers.has(child.createdBy))
  for (const { id } of older) {
    await putting.checkFresh()
    await putting.pages.remove(id)
    putting.passed('notion:removed')
  }
}
