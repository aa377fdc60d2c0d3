import type { NewEffect } from '../../outbox.ts'
import type { ReportId, RunId } from '../types.ts'

export const NOTION_LANE = 'notion'

/** Copies are made: whether the link to mail leads to them, and how long whoever tells it waits for that. */
export type Copying = { isMain: boolean; waitMs: number }

/** What was published goes first: nobody waits for a page to leave or to come back. */
const LAST = { kind: 'notion', lane: NOTION_LANE, priority: 2, payload: {}, afterId: null }
const GONE = 'notion-gone:'

/**
 * The copy of a report that was dismissed or has expired goes into Notion's trash. `key` tells one such time from another:
 * the same is stored once.
 */
export function copyGone(reportId: ReportId, key: string): NewEffect {
  return { id: `${GONE}${reportId}:${key}`, reportId, ...LAST }
}

/** The copy of a report that is open again without a new version comes out of the trash. */
export function copyBack(reportId: ReportId, key: string): NewEffect {
  return { id: `notion-back:${reportId}:${key}`, reportId, ...LAST }
}

/** Whether an effect was stored to take a copy away. */
export const isGoing = ({ id }: Pick<NewEffect, 'id'>): boolean => id.startsWith(GONE)

type Version = { reportId: ReportId; runId: RunId; isFirst: boolean }

/**
 * What tells of a new version, and beside it the version's copy in Notion. Where the link to mail leads there, the others
 * would rather follow the copy. A report's first copy goes before another report's next version.
 */
export function withCopy(
  { isMain, waitMs }: Copying,
  { reportId, runId, isFirst }: Version,
  tellers: NewEffect[],
): NewEffect[] {
  const place = { lane: NOTION_LANE, priority: isFirst ? 0 : 1, afterId: null }
  const copy = { id: `notion:${reportId}:${runId}`, kind: 'notion', reportId, payload: { runId }, ...place }
  return [copy, ...(isMain ? tellers.map((effect) => ({ ...effect, hopesFor: { id: copy.id, waitMs } })) : tellers)]
}
