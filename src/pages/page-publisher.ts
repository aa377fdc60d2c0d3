import type { Instant, ReportDocument, ReportId } from '../pipeline/report/types.ts'
import type { CardPicture } from './card-picture.ts'
import { renderReportPage } from './report-page.ts'
import { renderReportText } from './report-text.ts'

export type PagePublisherOptions = {
  picture: CardPicture
  dmInSharedPage: boolean
  /** A readable part and at least 128 random bits, new at each call. */
  makeSlug: (seed: { buyerName: string | null; company: string | null; domain: string; day: string }) => string
}

/**
 * Publishes to our own pages: two slugs, neither derivable from the other. The page is rendered when it is opened;
 * rendering it here too finds out now whether it can be, while the text may still go into Slack instead.
 */
export function createPagePublisher({ picture, dmInSharedPage, makeSlug }: PagePublisherOptions) {
  return {
    async publish({ document }: { reportId: ReportId; document: ReportDocument }) {
      const day = document.madeAt.slice(0, 10)
      const { company, domain } = document.prospect
      // The internal view shows everything that the shareable one may.
      const options = {
        view: 'internal' as const,
        version: 1,
        dmInSharedPage,
        pictureUrl: '',
        updatedAt: document.madeAt,
      }
      if (renderReportPage(document, options) === '') throw new Error('The page came out empty')
      const slug = () => makeSlug({ buyerName: document.buyer?.name ?? null, company, domain, day })
      return [
        { view: 'internal' as const, slug: slug() },
        { view: 'shareable' as const, slug: slug() },
      ]
    },
    text: (document: ReportDocument, now: Instant) =>
      renderReportText(document, { view: 'internal', dmInSharedPage, now }),
    picture: (document: ReportDocument, now: Instant) => picture.render(document, now),
  }
}
