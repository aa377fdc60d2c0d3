import type { CheckFresh } from '../../outbox.ts'
import type { NotionCopy, NotionPages } from '../../ports.ts'
import { findPage } from './put.ts'

export type Trashing = {
  pages: NotionPages
  /** Rejects when another process may be at it by now: awaited before every request. */
  checkFresh: CheckFresh
  /** Where a test ends the process. */
  passed: (place: string) => void
}

/**
 * Puts the report's page into Notion's trash, the one that an earlier try made without recording it included. Doing it
 * twice is doing it once: a page in the trash takes no change but out of it, so it is read first. Answers the page's id;
 * null when there is none.
 */
export async function putInTrash(
  { pages, checkFresh, passed }: Trashing,
  copy: Pick<NotionCopy, 'pageId' | 'marker'>,
): Promise<string | null> {
  const pageId = copy.pageId ?? (await findPage({ pages, checkFresh }, copy.marker))
  if (pageId === null) return null
  await checkFresh()
  const page = await pages.page(pageId)
  if (page === null || page.isInTrash) return pageId
  await checkFresh()
  await pages.change(pageId, { isInTrash: true })
  passed('notion:trashed')
  return pageId
}
