import { ExternalError } from '../../errors.ts'
import type { ProviderLookups, ProviderNews, ProviderReply } from '../../pipeline/ports.ts'
import { createHttp, type Http, type HttpRequest, type Pace } from '../http.ts'
import { lastOfTheirs, messageIdOf, replyOfPerson, timeOf, wordsOf } from './events.ts'
import { createHeyreachInbox } from './inbox.ts'
import { CampaignsForLeadAnswer, ChatroomAnswer, LeadAnswer } from './schema.ts'

export const HEYREACH_URL = 'https://api.heyreach.io/api/public'

export type HeyreachOptions = {
  apiKey: string
  /** Null is HeyReach's own. */
  baseUrl: string | null
  pace?: Pace
  fetch?: typeof fetch
  timeoutMs?: number
}

/** Asks for a path below the base; a body makes it a POST, which HeyReach uses for reading too. */
export type AskHeyreach = {
  http: Http
  request: (operation: string, path: string, options: { json?: object; abort?: AbortSignal }) => HttpRequest
}

/**
 * HeyReach's look-ups: people, campaigns, conversations. Throws `ExternalError` (service `heyreach`). Source: its
 * Postman documents.
 */
export function createHeyreach(options: HeyreachOptions): ProviderLookups {
  const ask = asking(options)
  return {
    complete: (reply, asked) => complete(ask, reply, asked),
    inbox: createHeyreachInbox(ask),
  }
}

/** One harmless request: a good key gets an empty 200, a bad one 401. */
export async function checkHeyreach(options: HeyreachOptions): Promise<void> {
  const { http, request } = asking(options)
  await http.request(request('check key', '/auth/CheckApiKey', {}))
}

function asking(options: HeyreachOptions): AskHeyreach {
  const { apiKey, baseUrl, pace, fetch } = options
  const timeoutMs = options.timeoutMs ?? 10_000
  const http = createHttp({
    service: 'heyreach',
    timeoutMs,
    ...(pace ? { pace } : {}),
    ...(fetch ? { fetch } : {}),
  })
  return {
    http,
    request: (operation, path, { json, abort }) => ({
      operation,
      method: json ? 'POST' : 'GET',
      url: `${baseUrl ?? HEYREACH_URL}${path}`,
      headers: { 'X-API-KEY': apiKey },
      ...(json ? { json } : {}),
      ...(abort ? { abort } : {}),
    }),
  }
}

type Asked = Parameters<ProviderLookups['complete']>[1]

/**
 * What is wanted is looked up, nothing else. A reply of the list counts only when its writer is in a campaign: the inbox
 * also holds what the account's owner talks about with friends.
 */
async function complete(ask: AskHeyreach, reply: ProviderReply, asked: Asked): Promise<ProviderNews> {
  const { wants, isListed, abort } = asked
  let known = reply
  if (isListed || (wants.campaign && reply.campaignId === null)) {
    const found = await withCampaign(ask, known, abort)
    if (isListed && found === null) return { is: 'ignored', why: 'The conversation belongs to no campaign.' }
    known = found ?? known
  }
  if (wants.website || wants.name || wants.email) known = await withLead(ask, known, abort)
  if (wants.text || known.textIsCut) known = await withChatroom(ask, known, abort)
  return { is: 'reply', reply: known }
}

async function withCampaign(ask: AskHeyreach, reply: ProviderReply, abort?: AbortSignal) {
  const { profileUrl, prospectEmail, leadId } = reply
  const who = profileUrl
    ? { profileUrl }
    : prospectEmail
      ? { email: prospectEmail }
      : leadId
        ? { linkedinId: leadId }
        : null
  if (who === null) return null
  const json = { ...who, offset: 0, limit: 100 }
  const request = ask.request('campaigns', '/campaign/GetCampaignsForLead', { json, ...(abort ? { abort } : {}) })
  const answer = await orNull(ask.http.json(request, CampaignsForLeadAnswer))
  // Their order is not documented: the one made last is the likeliest to have been answered.
  const created = ({ creation_time }: { creation_time: string | null }) => Date.parse(creation_time ?? '') || 0
  const campaign = [...(answer?.items ?? [])].sort((a, b) => created(b) - created(a))[0]
  if (!answer || !campaign) return null
  return {
    ...reply,
    campaignId: reply.campaignId ?? campaign.campaign_id,
    campaignName: reply.campaignName ?? campaign.campaign_name,
    prospectName: reply.prospectName ?? answer.lead_full_name,
  }
}

async function withLead(ask: AskHeyreach, reply: ProviderReply, abort?: AbortSignal): Promise<ProviderReply> {
  const { profileUrl } = reply
  if (profileUrl === null) return reply
  const request = ask.request('lead', '/lead/GetLead', { json: { profileUrl }, ...(abort ? { abort } : {}) })
  const lead = await orNull(ask.http.json(request, LeadAnswer))
  if (!lead) return reply
  const found = replyOfPerson(lead)
  return {
    ...reply,
    prospectEmail: reply.prospectEmail ?? found.prospectEmail,
    prospectName: reply.prospectName ?? found.prospectName,
    prospectTitle: reply.prospectTitle ?? found.prospectTitle,
    companyName: reply.companyName ?? found.companyName,
    websites: [...reply.websites, ...found.websites],
    leadId: reply.leadId ?? found.leadId,
  }
}

/** The whole last message of theirs: a list shows the beginning only. */
async function withChatroom(ask: AskHeyreach, reply: ProviderReply, abort?: AbortSignal): Promise<ProviderReply> {
  const { accountId, threadId } = reply
  if (accountId === null || threadId === null) return reply
  const path = `/inbox/GetChatroom/${encodeURIComponent(accountId)}/${encodeURIComponent(threadId)}`
  const room = await orNull(ask.http.json(ask.request('chatroom', path, abort ? { abort } : {}), ChatroomAnswer))
  const last = room ? lastOfTheirs(room.messages) : null
  const replyText = last ? wordsOf(last) : null
  if (!last || replyText === null) return reply
  return {
    ...reply,
    replyText,
    textIsCut: false,
    messageId: messageIdOf(threadId, replyText),
    repliedAt: timeOf(last) ?? reply.repliedAt,
  }
}

/** Whom or what HeyReach does not know is no failure of it. */
async function orNull<Value>(answer: Promise<Value>): Promise<Value | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ExternalError && error.status === 404) return null
    throw error
  }
}
