import { createHmac } from 'node:crypto'
import {
  createProviderServer,
  deliverEvent,
  type ProviderRequest,
  type ProviderServer,
} from './providers/provider-server.ts'

/** A reply as somebody wrote it in Smartlead's world. */
export type SmartleadReply = {
  email: string
  firstName: string
  lastName: string
  company: string
  website: string | null
  campaignId: number
  campaignName: string
  step: number
  text: string
  html?: string
  messageId: string
  at: string
}

export type IdForm = 'number' | 'string'

export type FakeSmartlead = ProviderServer & {
  key: string
  /** From now on the API knows of this reply: its lead, its campaign, its history. */
  know(reply: SmartleadReply, more?: { category?: string }): void
  /** The rest of the rate limit that every answer tells; null tells none. */
  limit(remaining: number | null, resetSeconds?: number): void
}

const KEY = 'smartlead-key-0123456789'
const MAILBOX = 'sam@outreach-fleet.com'

/**
 * A strict stand-in for Smartlead's API: the key in the query, `{}` for an unknown lead, counters as text, one row of
 * statistics for each mail sent.
 */
export async function createFakeSmartlead(): Promise<FakeSmartlead> {
  const known: { reply: SmartleadReply; category: string | null }[] = []
  const limits = { remaining: null as number | null, resetSeconds: 1 }
  const server = await createProviderServer({
    isGoodKey: ({ request }) => new URL(request.url ?? '/', 'http://x').searchParams.get('api_key') === KEY,
    route: (request) => {
      const body = answer(known, request)
      if (body === undefined) return null
      const { remaining, resetSeconds } = limits
      const headers: Record<string, string> =
        remaining === null
          ? {}
          : { 'x-ratelimit-remaining': String(remaining), 'x-ratelimit-reset': String(resetSeconds) }
      return body === null
        ? { status: 404, body: { message: 'Campaign not found' }, headers }
        : { status: 200, body, headers }
    },
  })
  return {
    ...server,
    key: KEY,
    know: (reply, { category } = {}) => void known.push({ reply, category: category ?? null }),
    limit: (remaining, resetSeconds = 1) => void Object.assign(limits, { remaining, resetSeconds }),
  }
}

type Known = { reply: SmartleadReply; category: string | null }

/** Undefined: no such route. Null: nothing there. */
function answer(known: Known[], { method, path, query }: ProviderRequest): unknown {
  if (method !== 'GET') return undefined
  if (path === '/leads/') return leadOf(known, query.get('email') ?? '')
  if (path === '/leads/fetch-categories')
    return [
      { id: 1, name: 'Interested' },
      { id: 77, name: 'Not Interested' },
    ]
  if (path === '/campaigns') return campaignsOf(known)
  const [, id, rest] = /^\/campaigns\/(\d+)(\/.*)?$/.exec(path) ?? []
  const ofCampaign = known.filter(({ reply }) => String(reply.campaignId) === id)
  if (id === undefined) return undefined
  if (ofCampaign.length === 0) return null
  if (rest === undefined) return campaignsOf(ofCampaign)[0]
  if (rest === '/statistics') return statisticsOf(ofCampaign, query)
  const lead = /^\/leads\/(\d+)\/message-history$/.exec(rest)?.[1]
  return lead === undefined ? undefined : historyOf(ofCampaign.filter(({ reply }) => String(leadId(reply)) === lead))
}

/** Any stable number does. */
export const leadId = ({ email }: Pick<SmartleadReply, 'email'>) =>
  Array.from(email).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003, 7)

function leadOf(known: Known[], email: string): unknown {
  const reply = known.findLast((entry) => entry.reply.email === email)?.reply
  if (!reply) return {}
  return {
    id: String(leadId(reply)),
    email,
    first_name: reply.firstName,
    last_name: reply.lastName,
    company_name: reply.company,
    website: reply.website,
    company_url: null,
    custom_fields: { Opener: 'Saw your post' },
    lead_campaign_data: [{ campaign_id: reply.campaignId, campaign_name: reply.campaignName, lead_category_id: null }],
  }
}

function campaignsOf(known: Known[]) {
  const byId = new Map(known.map(({ reply }) => [reply.campaignId, reply.campaignName]))
  return [...byId].map(([id, name]) => ({ id, name, status: 'ACTIVE' }))
}

/** No page is longer than 100 rows, whatever was asked for. */
function statisticsOf(known: Known[], query: URLSearchParams) {
  if (query.get('email_status') !== 'replied') throw new Error('The list of all mails is not wanted')
  const rows = known.map(({ reply, category }) => ({
    lead_name: `${reply.firstName} ${reply.lastName}`,
    lead_email: reply.email,
    lead_category: category,
    stats_id: `s-${reply.messageId}`,
    sequence_number: reply.step,
    email_subject: 'Districts in spring',
    reply_time: reply.at,
    open_count: '2',
  }))
  const offset = Number(query.get('offset') ?? 0)
  const page = rows.slice(offset, offset + Math.min(100, Number(query.get('limit') ?? 100)))
  return { total_stats: String(rows.length), data: page, offset, limit: page.length }
}

function historyOf(known: Known[]) {
  const sent = { type: 'SENT', message_id: '<sent-1@outreach-fleet.com>', time: '2026-11-01T08:00:00.000Z' }
  const replies = known.map(({ reply }) => historyEntry(reply))
  return { history: [{ ...sent, email_body: '<p>Hello</p>', subject: 'Districts in spring' }, ...replies], to: MAILBOX }
}

const historyEntry = (reply: SmartleadReply) => ({
  type: 'REPLY',
  message_id: reply.messageId,
  stats_id: `s-${reply.messageId}`,
  time: reply.at,
  email_body: reply.html ?? reply.text,
  subject: 'Re: Districts in spring',
})

const asId = (id: number, form: IdForm) => (form === 'string' ? String(id) : id)

/** `EMAIL_REPLY` in the flat shape of the help centre. `swapped`: `to_email` is our own mailbox, as production has it. */
export function replyEvent(
  reply: SmartleadReply,
  options: { ids?: IdForm; eventType?: string; swapped?: boolean; without?: string[]; secretKey?: string } = {},
): Record<string, unknown> {
  const { ids = 'number', eventType = 'EMAIL_REPLY', swapped = false, without = [], secretKey } = options
  const event: Record<string, unknown> = {
    webhook_id: asId(9001, ids),
    webhook_name: 'Starbridge Intel',
    event_type: eventType,
    event_timestamp: reply.at,
    campaign_id: asId(reply.campaignId, ids),
    campaign_name: reply.campaignName,
    campaign_status: 'ACTIVE',
    sequence_number: asId(reply.step, ids),
    stats_id: `s-${reply.messageId}`,
    sl_email_lead_id: asId(leadId(reply), ids),
    sl_lead_email: reply.email,
    from_email: swapped ? reply.email : MAILBOX,
    to_email: swapped ? MAILBOX : reply.email,
    to_name: `${reply.firstName} ${reply.lastName}`,
    subject: 'Re: Districts in spring',
    sent_message: { message_id: '<sent-1@outreach-fleet.com>', html: '<p>Hello</p>', text: 'Hello', time: reply.at },
    reply_message: {
      message_id: reply.messageId,
      html: reply.html ?? `<div>${reply.text}</div>`,
      text: reply.text,
      time: reply.at,
    },
    reply_body: reply.text,
    preview_text: reply.text.slice(0, 30),
    reply_category: 3,
    app_url: 'https://app.smartlead.example/inbox/1',
    metadata: { webhook_created_at: reply.at },
    ...(secretKey === undefined ? {} : { secret_key: secretKey }),
  }
  return Object.fromEntries(Object.entries(event).filter(([name]) => !without.includes(name)))
}

/** `LEAD_CATEGORY_UPDATED`, with the conversation and the last reply. */
export function categoryEvent(
  reply: SmartleadReply,
  { name = 'Interested', ids = 'number', without = [] }: { name?: string; ids?: IdForm; without?: string[] } = {},
): Record<string, unknown> {
  const event: Record<string, unknown> = {
    webhook_id: asId(9001, ids),
    event_type: 'LEAD_CATEGORY_UPDATED',
    created_at: reply.at,
    lead_id: asId(leadId(reply), ids),
    from_email: MAILBOX,
    to_email: reply.email,
    to_name: `${reply.firstName} ${reply.lastName}`,
    campaign_id: asId(reply.campaignId, ids),
    campaign_name: reply.campaignName,
    category: name,
    lead_category: { old_id: null, old_name: null, new_id: asId(4242, ids), new_name: name },
    lead_data: {
      email: reply.email,
      first_name: reply.firstName,
      last_name: reply.lastName,
      company_name: reply.company,
      website: reply.website,
      company_url: 'https://www.linkedin.com/company/somebody',
      custom_fields: {},
    },
    history: (historyOf([{ reply, category: null }]) as { history: object[] }).history,
    lastReply: { message_id: reply.messageId, email_body: reply.html ?? reply.text, time: reply.at },
  }
  return Object.fromEntries(Object.entries(event).filter(([field]) => !without.includes(field)))
}

/** The nested shape of the concept page: no id of the reply itself. */
export function nestedEvent(reply: SmartleadReply, event = 'EMAIL_REPLIED'): Record<string, unknown> {
  return {
    event,
    timestamp: reply.at,
    campaign_id: reply.campaignId,
    campaign_name: reply.campaignName,
    lead_id: leadId(reply),
    email_account_id: 12,
    lead: {
      email: reply.email,
      first_name: reply.firstName,
      last_name: reply.lastName,
      company_name: reply.company,
      custom_fields: { Website: reply.website },
    },
    sequence_number: reply.step,
    email: { subject: 'Districts in spring', message_id: '<sent-1@outreach-fleet.com>' },
    reply: { subject: 'Re: Districts in spring', body: reply.html ?? reply.text },
  }
}

/** A mail that Smartlead cannot place in a campaign. */
export function untrackedEvent(reply: SmartleadReply): Record<string, unknown> {
  return {
    event_type: 'UNTRACKED_REPLIES',
    event_timestamp: reply.at,
    reply_message: { message_id: reply.messageId, html: `<p>${reply.text}</p>`, text: '', time: reply.at },
    sender_detail: `${reply.firstName} ${reply.lastName} <${reply.email}>`,
    recipient_detail: `Sam <${MAILBOX}>`,
    subject: 'Re: Districts in spring',
    visible_text: reply.text,
    has_attachment: false,
  }
}

export const sentEvent = (reply: SmartleadReply) => ({
  event_type: 'EMAIL_SENT',
  from_email: MAILBOX,
  to_email: reply.email,
  campaign_id: reply.campaignId,
})

export type Delivery = { requestId?: string; secret?: string; signature?: string }

/** Posts an event as Smartlead does; with a secret it is signed. */
export function deliverSmartlead(appUrl: string, token: string, event: unknown, delivery: Delivery = {}) {
  const { requestId, secret } = delivery
  const body = typeof event === 'string' ? event : JSON.stringify(event)
  const signed = secret === undefined ? undefined : `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  const signature = delivery.signature ?? signed
  return deliverEvent(`${appUrl}/v1/webhooks/smartlead/${token}`, body, {
    'x-webhook-level': 'campaign',
    ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
    ...(signature === undefined ? {} : { 'x-smartlead-signature': signature }),
  })
}
