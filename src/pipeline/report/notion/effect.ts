import type { NewEffect } from '../../outbox.ts'
import type { ReportId, RunId } from '../types.ts'

export const NOTION_LANE = 'notion'

/** Copies are made: whether the link to mail leads to them, and how long whoever tells it waits for that. */
export type Copying = { isMain: boolean; waitMs: number }

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
