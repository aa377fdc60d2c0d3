import { checkNotion } from '../clients/notion/client.ts'
import type { Config } from '../config.ts'
import { ExternalError } from '../errors.ts'
import { notionNextStep } from '../pipeline/report/notion/trouble.ts'
import { type Ask, type Asking, type Finding, failed, missing, ok, untried, wrong } from './finding.ts'

type Pages = Config['pages']

/**
 * The page below which reports are published, read once. Whether the integration may write there shows with the first
 * report: trying it would leave a page behind.
 */
export async function examineNotion({ pages }: Config, ask: Ask): Promise<Finding[]> {
  const { publishing, notion } = pages
  if (publishing !== 'page') return ask('Notion', (asking) => examineParent(pages, asking))
  if (notion.token !== null || notion.parentPageId !== null)
    return [untried('Notion', 'Configured, and nothing is published there while REPORT_PUBLISHER is page.')]
  const next = 'Set REPORT_PUBLISHER, NOTION_TOKEN and NOTION_PARENT_PAGE_ID.'
  return [missing('Notion', 'Not configured: reports are published as our own pages.', next)]
}

async function examineParent({ publishing, notion }: Pages, { fetch, limitMs }: Asking): Promise<Finding[]> {
  const { token, parentPageId, baseUrl } = notion
  const options = { token: token ?? '', parentPageId: parentPageId ?? '', baseUrl, fetch, timeoutMs: limitMs }
  try {
    const page = await checkNotion(options)
    if (page.isInTrash) {
      const next = 'Take it out of the trash, or set NOTION_PARENT_PAGE_ID to another page.'
      return [wrong('Notion', 'The page of NOTION_PARENT_PAGE_ID is in the trash.', next)]
    }
    const read = 'The integration may read the parent page; whether it may write there shows with the first report.'
    return [ok('Notion', read), ...(page.isPublic || publishing === 'both' ? [] : [notPublic()])]
  } catch (error) {
    return [
      error instanceof ExternalError ? wrong('Notion', error.message, notionNextStep(error)) : failed('Notion', error),
    ]
  }
}

/** Pages below one that is published are published too. */
function notPublic(): Finding {
  const text = 'The parent page is not published to the web: prospects cannot open the links that are mailed to them.'
  return wrong(
    'Notion links',
    text,
    'In Notion, choose Share and Publish on that page, or set REPORT_PUBLISHER to both.',
  )
}
