import { ExternalError } from '../../errors.ts'
import type { ProviderLookups, ProviderNews, ProviderReply } from '../../pipeline/ports.ts'
import { createHttp, type Http, type HttpRequest, type Pace } from '../http.ts'
import { nameOf, newest, sitesOf } from './events.ts'
import { createSmartleadInbox } from './inbox.ts'
import { CampaignAnswer, CategoriesAnswer, HistoryAnswer, LeadAnswer } from './schema.ts'

export const SMARTLEAD_URL = 'https://server.smartlead.ai/api/v1'

export type SmartleadOptions = {
  apiKey: string
  /** Null is Smartlead's own. */
  baseUrl: string | null
  pace?: Pace
  fetch?: typeof fetch
  timeoutMs?: number
}

/** Asks for a path below the base; the key goes into the query, the only place Smartlead takes it. */
export type AskSmartlead = {
  http: Http
  request: (
    operation: string,
    path: string,
    options: { query?: Record<string, string>; abort?: AbortSignal },
  ) => HttpRequest
}

/**
 * Smartlead's look-ups: leads, campaigns, histories and the list of replies. Throws `ExternalError` (service
 * `smartlead`). Source: its API reference; answers vary, so that nothing in them is required.
 */
export function createSmartlead(options: SmartleadOptions): ProviderLookups {
  const ask = asking(options)
  return {
    complete: (reply, asked) => complete(ask, reply, asked),
    inbox: createSmartleadInbox(ask),
  }
}

/** One harmless request: the categories of the account, as many as there are. */
export async function checkSmartlead(options: SmartleadOptions): Promise<number> {
  const { http, request } = asking(options)
  return (await http.json(request('categories', '/leads/fetch-categories', {}), CategoriesAnswer)).length
}

function asking(options: SmartleadOptions): AskSmartlead {
  const { apiKey, baseUrl, pace, fetch } = options
  const timeoutMs = options.timeoutMs ?? 10_000
  const http = createHttp({
    service: 'smartlead',
    timeoutMs,
    ...(pace ? { pace } : {}),
    ...(fetch ? { fetch } : {}),
  })
  return {
    http,
    request(operation, path, { query = {}, abort }) {
      const url = new URL(`${baseUrl ?? SMARTLEAD_URL}${path}`)
      for (const [name, value] of Object.entries({ ...query, api_key: apiKey })) url.searchParams.set(name, value)
      return { operation, url, ...(abort ? { abort } : {}) }
    },
  }
}

type Asked = Parameters<ProviderLookups['complete']>[1]

/** What is wanted is looked up, nothing else: the lead by address, then the campaign's name, then the history. */
async function complete(ask: AskSmartlead, reply: ProviderReply, asked: Asked): Promise<ProviderNews> {
  const { wants, abort } = asked
  let known = reply
  if (
    wants.email ||
    wants.website ||
    wants.name ||
    (wants.campaign && reply.campaignId === null) ||
    needsLead(known, asked)
  )
    known = await withLead(ask, known, abort)
  if (wants.campaign && known.campaignId !== null && known.campaignName === null)
    known = { ...known, campaignName: await campaignName(ask, known.campaignId, abort) }
  if (wants.text) known = await withHistory(ask, known, abort)
  return { is: 'reply', reply: known }
}

const needsLead = ({ leadId }: ProviderReply, { wants }: Asked) => wants.text && leadId === null

async function withLead(ask: AskSmartlead, reply: ProviderReply, abort?: AbortSignal): Promise<ProviderReply> {
  const email = reply.prospectEmail ?? reply.emailToCheck
  if (email === null) return reply
  const request = ask.request('lead', '/leads/', { query: { email }, ...(abort ? { abort } : {}) })
  const lead = await orNull(ask.http.json(request, LeadAnswer))
  // An address nobody knows is a mailbox of ours, or somebody who never was in a campaign.
  if (!lead || (lead.id === null && lead.email === null)) return { ...reply, emailToCheck: null }
  const campaign = campaignOf(lead, reply.campaignId)
  return {
    ...reply,
    prospectEmail: email,
    emailToCheck: null,
    prospectName: reply.prospectName ?? nameOf(lead),
    companyName: reply.companyName ?? lead.company_name,
    websites: [...reply.websites, ...sitesOf(lead)],
    campaignId: reply.campaignId ?? campaign?.campaign_id ?? null,
    campaignName: reply.campaignName ?? campaign?.campaign_name ?? null,
    leadId: reply.leadId ?? lead.id,
    profileUrl: reply.profileUrl ?? lead.linkedin_profile,
  }
}

/** The campaign of the reply, or the lead's only one. */
function campaignOf({ lead_campaign_data: campaigns }: LeadAnswer, id: string | null) {
  if (id !== null) return campaigns.find(({ campaign_id }) => campaign_id === id)
  return campaigns.length === 1 ? campaigns[0] : undefined
}

async function campaignName(ask: AskSmartlead, id: string, abort?: AbortSignal): Promise<string | null> {
  const request = ask.request('campaign', `/campaigns/${encodeURIComponent(id)}`, abort ? { abort } : {})
  return (await orNull(ask.http.json(request, CampaignAnswer)))?.name ?? null
}

/** The reply itself as the conversation has it: the one of the given moment, else the newest. */
async function withHistory(ask: AskSmartlead, reply: ProviderReply, abort?: AbortSignal): Promise<ProviderReply> {
  const { campaignId, leadId } = reply
  if (campaignId === null || leadId === null) return reply
  const path = `/campaigns/${encodeURIComponent(campaignId)}/leads/${encodeURIComponent(leadId)}/message-history`
  const answer = await orNull(ask.http.json(ask.request('history', path, abort ? { abort } : {}), HistoryAnswer))
  const replies = (answer?.history ?? []).filter(({ type }) => type?.toUpperCase() === 'REPLY')
  const found = replies.find(({ time }) => isSameMoment(time, reply.repliedAt)) ?? newest(replies)
  if (!found) return reply
  return {
    ...reply,
    replyText: found.email_body ?? reply.replyText,
    textIsCut: found.email_body === null && reply.textIsCut,
    messageId: found.message_id ?? reply.messageId,
    subject: reply.subject ?? found.subject,
    repliedAt: found.time ?? reply.repliedAt,
  }
}

function isSameMoment(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && Math.abs(Date.parse(a) - Date.parse(b)) < 1_000
}

/** What is not there is no failure of the service. */
async function orNull<Value>(answer: Promise<Value>): Promise<Value | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ExternalError && error.status === 404) return null
    throw error
  }
}
