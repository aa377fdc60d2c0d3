import { createHash } from 'node:crypto'
import type { ReportDocument } from '../pipeline/report/types.ts'
import { chunkBlocks } from './notion-chunks.ts'
import type { NotionBlock } from './notion-elements.ts'
import * as sections from './notion-sections.ts'
import { pageModel } from './page-model.ts'
import { longDate } from './words.ts'

/** A report for Notion: `chunks` are requests one after the other; `hash` tells two contents apart. */
export type NotionReport = { title: string; chunks: NotionBlock[][]; hash: string }

/**
 * The shareable view of a report as native blocks, from the same model as our page, so that what the reader may not see
 * is gone before. It is rendered in the run's own now and says only days: the same version is the same blocks whenever it
 * is tried again, and as true whenever it is read.
 * Throws on a document shape it does not know.
 */
export function renderNotionReport(
  document: ReportDocument,
  { version, dmInSharedPage }: { version: number; dmInSharedPage: boolean },
): NotionReport {
  const view = { view: 'shareable' as const, dmInSharedPage, isCopy: true }
  const model = pageModel(document, view, { version, updatedAt: document.madeAt, otherVersions: version - 1 })
  const asOf = longDate(model.asOf)
  const chunks = chunkBlocks([
    ...sections.headBlocks(model, asOf),
    ...sections.signalBlocks(model.groups),
    ...sections.buyerBlocks(model.buyer),
    ...sections.peopleBlocks(model),
    ...sections.relevanceBlocks(model.relevance),
    ...sections.procurementBlocks(model),
    ...sections.recordBlocks(model.more),
    ...sections.otherBuyerBlocks(model.others),
    ...sections.footBlocks(model, asOf),
  ])
  const hash = createHash('sha256')
    .update(JSON.stringify([model.fullTitle, chunks]))
    .digest('hex')
    .slice(0, 32)
  return { title: model.fullTitle, chunks, hash }
}
