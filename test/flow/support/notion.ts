import type { DeskItem } from '../../../src/pipeline/report/types.ts'
import type { TestApp, TestAppOptions } from '../../support/app.ts'
import type { FakeNotion, ShownPage } from '../../support/fake-notion.ts'
import { cardOf, click, reportOf, settled } from './desk.ts'

/** An app that publishes to this Notion, as fast as it can. */
export function publishing(
  where: FakeNotion,
  publisher: 'notion' | 'both',
  times: TestAppOptions['notion'] = {},
): TestAppOptions {
  const env = {
    REPORT_PUBLISHER: publisher,
    NOTION_TOKEN: where.token,
    NOTION_PARENT_PAGE_ID: where.parentPageId,
    NOTION_BASE_URL: where.url,
  }
  return { noModel: true, env, notion: { requestsPerSecond: 1_000, ...times } }
}

/** The one page of a report; throws when there is none or more than one. */
export function pageIn(where: FakeNotion, item: DeskItem): ShownPage {
  const [page, ...more] = where.pages().filter((one) => one.text.includes(item.reply.companyName ?? '-'))
  if (!page || more.length > 0) throw new Error(`There are ${page ? more.length + 1 : 0} pages`)
  return page
}

/** Has the report's next version made from its card, as a person does. */
export async function regenerate(app: TestApp, id: string, version: number): Promise<void> {
  await click(app, 'U0BDR', cardOf(app, id), 'Regenerate')
  await app.workspace.waitFor(() => app.workspace.currentView('U0BDR'))
  await app.workspace.person('U0BDR').submit({ Angle: 'renewals' })
  await app.until(async () => (await reportOf(app, id))['version'] === (version as unknown))
  await settled(app)
}
