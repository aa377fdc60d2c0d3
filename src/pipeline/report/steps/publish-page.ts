import { textHash } from '../../canonical.ts'
import type { Step } from '../../step.ts'
import type { Publisher } from '../desk-store.ts'
import type { ReportDocument, ReportId } from '../types.ts'

type Links = { slug: string; view: 'internal' | 'shareable' }[]

/** Publishes the report. Without a page the text goes into Slack instead: the links are empty then. */
export function publishPageStep(publisher: Publisher): Step<{ reportId: ReportId; document: ReportDocument }, Links> {
  return {
    name: 'publish-page',
    version: 1,
    tries: 2,
    keyOf: ({ reportId, document }) => [reportId, textHash(JSON.stringify(document))],
    work: (report) => publisher.publish(report),
    fallback: () => [],
  }
}
