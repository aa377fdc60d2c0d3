import { ExternalError, sentenceOf } from '../../../errors.ts'
import type { Logger } from '../../../log.ts'
import { type CheckFresh, type Done, type Effect, type EffectHandler, reportOf } from '../../outbox.ts'
import type { NotionCopies, NotionCopy, NotionPages } from '../../ports.ts'
import type { DeskStore, Trouble } from '../desk-store.ts'
import { causeOf, type NoticeKind, noticeEffect } from '../effects.ts'
import type { DeskItem, ReportDocument } from '../types.ts'
import { isGoing } from './effect.ts'
import { markerOf } from './marker.ts'
import { type NotionContent, putOnPage } from './put.ts'
import { putInTrash } from './trash.ts'
import { notionNextStep } from './trouble.ts'

/**
 * Publishing to Notion: one page a report, the same one for every version. The newest version is what is put there; a
 * report that was dismissed or has expired is taken away.
 */

export type NotionDeps = {
  pages: NotionPages
  copies: NotionCopies
  store: Pick<DeskStore, 'item'>
  render: (document: ReportDocument, options: { version: number }) => NotionContent
  /** The channel of the messages; null when Slack is not configured. */
  channel: string | null
  tell: (effect: ReturnType<typeof noticeEffect>) => Promise<void>
  log: Logger
  /** Where a test ends the process. */
  passed: (place: string) => void
}

export function createNotionHandler(deps: NotionDeps): EffectHandler {
  return {
    async reconcile(effect) {
      const { item, copy, isUnwanted } = await standing(deps, effect)
      if (!item || !copy) return null
      const isDone = isUnwanted ? copy.state === 'gone' : shows(copy, item)
      return isDone ? toDone(copy) : null
    },
    async perform(effect, checkFresh) {
      const now = await standing(deps, effect)
      if (!now.item?.document) return 'skipped'
      if (now.isUnwanted) return now.copy === null ? 'skipped' : takeAway(deps, now.copy, { effect, checkFresh })
      return publish(deps, { ...now, document: now.item.document, item: now.item }, { effect, checkFresh })
    },
    async gaveUp(effect, error, checkFresh) {
      const { item, copy, isUnwanted } = await standing(deps, effect)
      // A version that nobody wants any more: what takes it away follows.
      if (isUnwanted && !isGoing(effect)) return
      // Nobody is told that a page is still there which, for all that is known, never was.
      if (isUnwanted && !wasThere(copy)) return
      if (isUnwanted) return tellOperator(deps, item, stays(effect, error, { item, copy }))
      if (copy) await abandon(deps, copy, { effect, checkFresh })
      await tellOperator(deps, item, failed(effect, error))
    },
  }
}

type Trying = { effect: Effect; checkFresh: CheckFresh }
type Standing = { item: DeskItem | null; copy: NotionCopy | null; isUnwanted: boolean }

/**
 * How report and copy stand now. Every effect brings the copy to where the report is by then, whatever it was stored for:
 * its newest version shown, or nothing of one that was dismissed or has expired.
 */
async function standing({ store, copies }: NotionDeps, effect: Effect): Promise<Standing> {
  const id = reportOf(effect)
  const [item, copy, isExpired] = await Promise.all([store.item(id), copies.read(id), copies.isExpired(id)])
  return { item, copy, isUnwanted: item?.status === 'dismissed' || isExpired }
}

const shows = (copy: NotionCopy, item: DeskItem) => copy.state === 'ready' && copy.version >= item.version

const wasThere = (copy: NotionCopy | null) => copy !== null && (copy.pageId !== null || copy.version > 0)

const toDone = ({ pageId, url, version }: NotionCopy): Done => ({ externalId: pageId, result: { url, version } })

type Publishing = { item: DeskItem; document: ReportDocument; copy: NotionCopy | null }

async function publish(deps: NotionDeps, { item, document, copy }: Publishing, trying: Trying): Promise<Done> {
  const { copies, pages, passed } = deps
  // An effect of an older version that waited longer than the one of this version.
  if (copy && shows(copy, item)) return toDone(copy)
  const { version } = item
  const content = deps.render(document, { version })
  const put = await putOnPage({ pages, copies, ...trying, passed }, copy ?? noCopy(item.id), content)
  const ready: NotionCopy = { ...put, state: 'ready', version, placed: [] }
  await copies.save(ready, trying.effect)
  return toDone(ready)
}

function noCopy(reportId: NotionCopy['reportId']): NotionCopy {
  const nothing = { pageId: null, url: null, hash: null, placed: [] }
  return { reportId, marker: markerOf(reportId), version: 0, state: 'building', ...nothing }
}

/** The report was dismissed or its pages have expired: nobody shall read it in Notion either. */
async function takeAway(
  { pages, copies, passed }: NotionDeps,
  copy: NotionCopy,
  { effect, checkFresh }: Trying,
): Promise<Done> {
  if (copy.state === 'gone') return toDone(copy)
  const pageId = await putInTrash({ pages, checkFresh, passed }, copy)
  // No version is shown there until another one is whole.
  const gone: NotionCopy = { ...copy, pageId, state: 'gone', version: 0, placed: [] }
  await copies.save(gone, effect)
  return toDone(gone)
}

/** Our own page counts from now on. A page that never showed a whole report is nobody's: into the trash with it. */
async function abandon({ pages, copies, log, passed }: NotionDeps, copy: NotionCopy, { effect, checkFresh }: Trying) {
  await copies.save({ ...copy, state: 'failed' }, effect)
  if (copy.version > 0) return
  try {
    await putInTrash({ pages, checkFresh, passed }, copy)
  } catch (error) {
    // Another process is at this page by now.
    if (!(error instanceof ExternalError)) throw error
    // It stays empty or half done below its parent; the next version of this report goes on with it.
    log.warn({ err: error, report: copy.reportId }, 'A page in Notion that was begun could not be taken away')
  }
}

type Telling = { kind: NoticeKind; key: string; trouble: Trouble; cause: string }

const whatHappened = (effect: Effect, error: unknown) =>
  `${sentenceOf(error)}${effect.tries > 1 ? `, after ${effect.tries} tries` : ''}.`

function failed(effect: Effect, error: unknown): Telling {
  const next = `${notionNextStep(error) ?? 'It may pass by itself.'} Regenerate tries again.`
  const trouble = { what: whatHappened(effect, error), next, reference: effect.id.slice(-8) }
  return { kind: 'notion-failed', key: effect.id, trouble, cause: causeOf(error) }
}

/** The clock tries again every hour; a person hears of it once a version. */
function stays(effect: Effect, error: unknown, { item, copy }: Pick<Standing, 'item' | 'copy'>): Telling {
  const step = notionNextStep(error) ?? ''
  const next = `${step} It is tried again every hour; or move the page to the trash in Notion: ${copy?.url ?? 'its title ends with the report’s marker'}`
  const trouble = { what: whatHappened(effect, error), next: next.trim(), reference: effect.id.slice(-8) }
  return { kind: 'notion-stays', key: String(item?.version ?? 0), trouble, cause: causeOf(error) }
}

async function tellOperator(deps: NotionDeps, item: DeskItem | null, facts: Telling): Promise<void> {
  if (deps.channel && item?.postsToSlack) await deps.tell(noticeEffect(item.id, deps.channel, facts))
}
