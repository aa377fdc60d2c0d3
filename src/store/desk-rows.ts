import { readDocument } from '../pipeline/report/document.ts'
import type {
  DeskItem,
  Publishing,
  ReplyInput,
  ReplyReading,
  ReportDocument,
  ReportId,
  ReportOrigin,
  ReportStatus,
  RunId,
  VersionChange,
} from '../pipeline/report/types.ts'

export type ItemRow = {
  id: ReportId
  origin: ReportOrigin
  input: ReplyInput
  received_at: Date
  reading: ReplyReading | null
  status: ReportStatus
  status_note: string | null
  error_code: string | null
  assigned_to: string | null
  owner_id: string | null
  owned_at: Date | null
  escalation: DeskItem['escalation']
  dismissed_by: string | null
  version: number
  run_id: RunId | null
  posts_to_slack: boolean
  first_ready_at: Date | null
  document: ReportDocument | null
  change: VersionChange | null
  card_at: Date | null
  /** What a message that is still tried was refused with. */
  waiting_for: string | null
  links: { internal?: string; shareable?: string } | null
  /** Of a copy in Notion that shows a whole version. */
  notion_url: string | null
  cost_micros: number | string
}

const NOTHING_READ: ReplyReading = { kind: 'unclear', keySentences: [], notes: [], referral: null, by: 'rules' }

/** Where pages live, whether people can reach them, what is published where, and what time it is. */
export type Site = { publicUrl: string; isReachable: boolean; publishing: Publishing; now: () => Date }

/** Turns a row into what doors show. `site` says where pages live and whether people can reach them. */
export function toItem(row: ItemRow, site: Site): DeskItem {
  const received = row.received_at.getTime()
  const readyAt = row.posts_to_slack ? row.card_at : row.first_ready_at
  return {
    id: row.id,
    origin: row.origin,
    postsToSlack: row.posts_to_slack,
    reply: row.input,
    reading: row.reading ?? NOTHING_READ,
    receivedAt: row.received_at.toISOString(),
    status: row.status,
    statusNote: row.status_note ?? (row.waiting_for ? `Slack has not taken a message yet: ${row.waiting_for}` : null),
    errorCode: row.error_code,
    assignedTo: row.assigned_to,
    owner: ownerOf(row),
    escalation: row.escalation,
    dismissedBy: row.dismissed_by,
    version: row.version,
    runId: row.run_id,
    document: row.document && readDocument(row.document),
    links: linksOf(row, site),
    linksReachable: site.isReachable,
    shownAt: site.now().toISOString(),
    change: row.change,
    processingSeconds: readyAt ? Math.round((readyAt.getTime() - received) / 10) / 100 : null,
    costMicros: Number(row.cost_micros),
  }
}

function ownerOf(row: ItemRow): DeskItem['owner'] {
  if (!row.owner_id || !row.owned_at) return null
  const seconds = Math.round((row.owned_at.getTime() - row.received_at.getTime()) / 1_000)
  return { userId: row.owner_id, at: row.owned_at.toISOString(), secondsAfterReceipt: Math.max(0, seconds) }
}

function linksOf(row: ItemRow, { publicUrl, publishing }: Site): DeskItem['links'] {
  const { internal, shareable } = row.links ?? {}
  if (!internal || !shareable) return null
  const notion = publishing === 'page' ? null : row.notion_url
  const report = publishing === 'notion' && notion !== null ? notion : `${publicUrl}/r/${shareable}`
  return { report, internal: `${publicUrl}/r/${internal}`, notion }
}
