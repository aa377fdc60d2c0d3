import { sentenceOf } from '../../../errors.ts'
import type { Logger } from '../../../log.ts'
import { type CheckFresh, type Done, type Effect, type EffectHandler, reportOf } from '../../outbox.ts'
import type { NotionCopies, NotionCopy, NotionPages } from '../../ports.ts'
import type { DeskStore } from '../desk-store.ts'
import { causeOf, noticeEffect } from '../effects.ts'
import type { DeskItem, ReportDocument } from '../types.ts'
import { markerOf } from './marker.ts'
import { findPage, type NotionContent, putOnPage } from './put.ts'
import { notionNextStep } from './trouble.ts'

/** Publishing to Notion: one page a report, the same one for every version. The newest version is what is put there. */

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
      const [item, copy] = await Promise.all([deps.store.item(reportOf(effect)), deps.copies.read(reportOf(effect))])
      return item && copy && shows(copy, item) ? toDone(copy) : null
    },
    perform: (effect, checkFresh) => publish(deps, effect, checkFresh),
    async gaveUp(effect, error) {
      await abandon(deps, effect)
      await tellOperator(deps, effect, error)
    },
  }
}

const shows = (copy: NotionCopy, item: DeskItem) => copy.state === 'ready' && copy.version >= item.version

const toDone = ({ pageId, url, version }: NotionCopy): Done => ({ externalId: pageId, result: { url, version } })

async function publish(deps: NotionDeps, effect: Effect, checkFresh: CheckFresh): Promise<Done | 'skipped'> {
  const { copies, pages, passed } = deps
  const reportId = reportOf(effect)
  const item = await deps.store.item(reportId)
  if (!item?.document || item.status === 'dismissed') return 'skipped'
  const known = await copies.read(reportId)
  // An effect of an older version that waited longer than the one of this version.
  if (known && shows(known, item)) return toDone(known)
  const { version } = item
  const content = deps.render(item.document, { version })
  const put = await putOnPage({ pages, copies, effect, checkFresh, passed }, known ?? noCopy(reportId), content)
  const ready: NotionCopy = { ...put, state: 'ready', version, placed: [] }
  await copies.save(ready, effect)
  return toDone(ready)
}

function noCopy(reportId: NotionCopy['reportId']): NotionCopy {
  const nothing = { pageId: null, url: null, hash: null, placed: [] }
  return { reportId, marker: markerOf(reportId), version: 0, state: 'building', ...nothing }
}

/** Our own page counts from now on. A page that never showed a whole report is nobody's: into the trash with it. */
async function abandon({ pages, copies, log }: NotionDeps, effect: Effect): Promise<void> {
  const copy = await copies.read(reportOf(effect))
  if (!copy) return
  await copies.save({ ...copy, state: 'failed' }, effect)
  if (copy.version > 0) return
  try {
    const pageId = copy.pageId ?? (await findPage({ pages, checkFresh: async () => undefined }, copy.marker))
    if (pageId !== null) await pages.change(pageId, { isInTrash: true })
  } catch (error) {
    // It stays empty or half done below its parent; the next version of this report goes on with it.
    log.warn({ err: error, report: copy.reportId }, 'A page in Notion that was begun could not be taken away')
  }
}

async function tellOperator(deps: NotionDeps, effect: Effect, error: unknown): Promise<void> {
  const item = await deps.store.item(reportOf(effect))
  if (!deps.channel || !item?.postsToSlack) return
  const tries = effect.tries > 1 ? `, after ${effect.tries} tries` : ''
  const next = `${notionNextStep(error) ?? 'It may pass by itself.'} Regenerate tries again.`
  const trouble = { what: `${sentenceOf(error)}${tries}.`, next, reference: effect.id.slice(-8) }
  const facts = { kind: 'notion-failed' as const, key: effect.id, trouble, cause: causeOf(error) }
  await deps.tell(noticeEffect(reportOf(effect), deps.channel, facts))
}
