import type { ListedReply, ProviderInbox } from '../../pipeline/ports.ts'
import { NOTHING_KNOWN } from '../provider-reply.ts'
import { isNegativeCategory } from './categories.ts'
import type { AskSmartlead } from './client.ts'
import { CampaignsAnswer, StatisticsAnswer, type StatisticsRow } from './schema.ts'

/** Rows asked for at once, and requests for one campaign at one look. Their order is not documented: all are read. */
const PAGE = 500
const MOST_PAGES = 12
/** Campaigns nobody can answer yet. */
const SILENT = new Set(['DRAFTED', 'ARCHIVED'])

/**
 * Smartlead's replies by campaign: there is no documented list of all of them. `GET /campaigns` and
 * `GET /campaigns/{id}/statistics?email_status=replied` are known from other users of the API only; when they answer
 * something else, this is an `ExternalError` and the reconciliation says so.
 */
export function createSmartleadInbox({ http, request }: AskSmartlead): ProviderInbox {
  return {
    async parts(abort) {
      const campaigns = await http.json(request('campaigns', '/campaigns', abort ? { abort } : {}), CampaignsAnswer)
      return campaigns.flatMap(({ id, name, status }) =>
        id === null || SILENT.has(status?.toUpperCase() ?? '') ? [] : [{ id, name }],
      )
    },
    async since(campaign, since, abort) {
      const replies: ListedReply[] = []
      for (let page = 0, offset = 0; page < MOST_PAGES; page += 1) {
        const query = { email_status: 'replied', limit: String(PAGE), offset: String(offset) }
        const path = `/campaigns/${encodeURIComponent(campaign)}/statistics`
        const asked = request('replies', path, { query, ...(abort ? { abort } : {}) })
        const { data, total_stats: total } = await http.json(asked, StatisticsAnswer)
        replies.push(...data.flatMap((row) => listed(campaign, row, since)))
        offset += data.length
        if (data.length === 0 || (total !== null && offset >= Number(total))) return { replies, isWhole: true }
      }
      return { replies, isWhole: false }
    },
  }
}

function listed(campaignId: string, row: StatisticsRow, since: Date): ListedReply[] {
  const at = row.reply_time === null ? Number.NaN : Date.parse(row.reply_time)
  if (Number.isNaN(at) || at < since.getTime() || row.lead_email === null) return []
  if (row.lead_category !== null && isNegativeCategory(row.lead_category)) return []
  const moment = new Date(at).toISOString()
  const key = `${campaignId}/${row.stats_id ?? row.lead_email}/${moment}`
  return [{ key, at: moment, reply: { ...NOTHING_KNOWN, ...whoOf(row), campaignId, repliedAt: moment } }]
}

function whoOf(row: StatisticsRow) {
  return {
    prospectEmail: row.lead_email,
    prospectName: row.lead_name,
    subject: row.email_subject,
    sequenceStep: row.sequence_number,
    threadId: row.stats_id,
  }
}
