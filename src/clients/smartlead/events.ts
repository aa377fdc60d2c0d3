import type { ProviderNews, ProviderReply } from '../../pipeline/ports.ts'
import { SITE_FIELD } from '../provider-reply.ts'
import { isNegativeCategory } from './categories.ts'
import { type HistoryEntry, SmartleadEvent, type SmartleadPerson } from './schema.ts'

/** What an event of Smartlead means. Sources: its help centre (flat shape), its concept page (nested shape). */

/** Several pages spell the same event differently. */
const REPLIES = new Set(['EMAIL_REPLY', 'EMAIL_REPLIED', 'REPLY_RECEIVED', 'UNTRACKED_REPLIES', 'UNTRACKED_REPLY'])
const CATEGORIES = new Set(['LEAD_CATEGORY_UPDATED', 'LEAD_CATEGORY_UPDATE', 'CATEGORY_UPDATED'])
const OTHERS = new Set([
  'EMAIL_SENT',
  'FIRST_EMAIL_SENT',
  'EMAIL_OPEN',
  'EMAIL_OPENED',
  'EMAIL_LINK_CLICK',
  'EMAIL_LINK_CLICKED',
  'LINK_CLICKED',
  'EMAIL_BOUNCE',
  'EMAIL_BOUNCED',
  'LEAD_UNSUBSCRIBED',
  'CAMPAIGN_STATUS_CHANGED',
  'MANUAL_STEP_REACHED',
  'EMAIL_ACCOUNT_DISCONNECTED',
  'LINKEDIN_DISCONNECTED',
])

/** Reads a stored event. Never throws: what it is not made for is `unreadable`. */
export function readSmartleadEvent(body: unknown): ProviderNews {
  const parsed = SmartleadEvent.safeParse(body)
  if (!parsed.success) return { is: 'unreadable', why: 'Smartlead sent something that is no JSON object.' }
  const event = parsed.data
  const kind = (event.event_type ?? event.event ?? '').toUpperCase().replace(/[^A-Z]+/g, '_')
  if (CATEGORIES.has(kind)) return readCategory(event)
  if (OTHERS.has(kind)) return { is: 'ignored', why: `The event ${kind} is no reply.` }
  const said = textOf(event)
  if (!REPLIES.has(kind) && said === null) {
    return kind === ''
      ? { is: 'unreadable', why: 'Smartlead sent an event without a type and without a reply.' }
      : { is: 'ignored', why: `The event ${kind.slice(0, 60)} carries no reply.` }
  }
  const category = event.lead_category.new_name ?? event.lead_category.name ?? nameOnly(event.category)
  if (category !== null && isNegativeCategory(category)) return negative(category)
  return { is: 'reply', reply: { ...commonOf(event), replyText: said, ...messageOf(event) } }
}

/** A lead was put into a category; the reply itself stands in `lastReply`, else in the history. */
function readCategory(event: SmartleadEvent): ProviderNews {
  const { lead_category: changed } = event
  const category = changed.new_name ?? changed.name ?? nameOnly(event.category)
  if (category === null) return { is: 'ignored', why: 'A lead was taken out of its category.' }
  if (isNegativeCategory(category)) return negative(category)
  const { text, messageId, ...message } = lastMessageOf(event)
  const common = commonOf(event)
  return { is: 'reply', reply: { ...common, ...message, replyText: text ?? textOf(event), messageId } }
}

/** The reply that was categorised, put together from `lastReply` and its twin in the history. */
function lastMessageOf({ lastReply, history, ...event }: SmartleadEvent) {
  const replies = history.filter(({ type }) => type?.toUpperCase() === 'REPLY')
  const { email_body: body, message_id: id } = lastReply
  const isSame = (entry: HistoryEntry) =>
    id === null ? entry.email_body !== null && entry.email_body === body : entry.message_id === id
  const entry = body === null && id === null ? newest(replies) : replies.find(isSame)
  return {
    text: body ?? entry?.email_body ?? null,
    messageId: id ?? entry?.message_id ?? event.reply_message.message_id,
    subject: entry?.subject ?? event.subject,
    repliedAt: lastReply.time ?? entry?.time ?? event.time_replied,
  }
}

const negative = (category: string): ProviderNews => ({
  is: 'ignored',
  why: `The category is “${category.slice(0, 60)}”.`,
})

/** `category` is an id in one document and a name in the other. */
function nameOnly(category: string | null): string | null {
  return category !== null && !/^\d+$/.test(category) ? category : null
}

/** The last one by its time; by its place where a time is missing. */
export function newest<Entry extends { time: string | null }>(entries: readonly Entry[]): Entry | undefined {
  const timeOf = ({ time }: Entry) => (time === null ? Number.NaN : Date.parse(time))
  if (entries.some((entry) => Number.isNaN(timeOf(entry)))) return entries.at(-1)
  return [...entries].sort((a, b) => timeOf(a) - timeOf(b)).at(-1)
}

/** The reply's text; `preview_text` is cut and only better than nothing. */
function textOf({ reply_message, reply, reply_body, visible_text, preview_text }: SmartleadEvent): string | null {
  const whole = reply_message.text ?? visible_text ?? reply_message.html ?? reply_body
  return whole ?? reply.text ?? reply.body ?? reply.html ?? reply.email_body ?? preview_text
}

function messageOf(event: SmartleadEvent): Pick<ProviderReply, 'messageId' | 'subject' | 'repliedAt' | 'textIsCut'> {
  const { reply_message, reply, sent_message, email, message_id } = event
  // Without a reply's own id, the id at the top may be the one of the mail that was answered.
  const other = message_id === sent_message.message_id || message_id === email.message_id ? null : message_id
  const texts = [reply_message.text, reply_message.html, event.visible_text, event.reply_body]
  return {
    messageId: reply_message.message_id ?? reply.message_id ?? other,
    subject: reply.subject ?? event.subject ?? email.subject,
    repliedAt: reply_message.time ?? event.time_replied ?? reply.time ?? event.event_timestamp ?? event.timestamp,
    textIsCut: [...texts, reply.text, reply.body, reply.html, reply.email_body].every((text) => text === null),
  }
}

type Common = Omit<ProviderReply, 'replyText' | 'messageId' | 'subject' | 'repliedAt'>

/**
 * Who and where. The documents say that `to_email` is the lead and production says that it may be our own mailbox, so it
 * is only worth a check.
 */
function commonOf(event: SmartleadEvent): Common {
  const { lead, lead_data: data, leadCorrespondence, lead_correspondence: correspondence } = event
  const sender = senderOf(event.sender_detail)
  const known = event.sl_lead_email ?? leadCorrespondence.targetLeadEmail ?? correspondence.targetLeadEmail
  const received = leadCorrespondence.replyReceivedFrom ?? correspondence.replyReceivedFrom
  const prospectEmail = known ?? data.email ?? lead.email ?? event.lead_email ?? sender.email ?? received
  return {
    prospectEmail,
    emailToCheck: prospectEmail === null && event.to_email !== event.from_email ? event.to_email : null,
    prospectName: nameOf(data) ?? nameOf(lead) ?? event.to_name ?? event.lead_name ?? sender.name,
    prospectTitle: null,
    companyName: data.company_name ?? lead.company_name,
    websites: [...sitesOf(data), ...sitesOf(lead)],
    spareDomain: leadCorrespondence.repliedCompanyDomain ?? correspondence.repliedCompanyDomain,
    textIsCut: false,
    campaignId: event.campaign_id,
    campaignName: event.campaign_name,
    sequenceStep: event.sequence_number,
    threadId: event.stats_thread_id ?? event.stats_id,
    leadId: event.sl_email_lead_id ?? event.lead_id,
    profileUrl: data.linkedin_profile ?? lead.linkedin_profile,
    accountId: null,
  }
}

export function nameOf({ first_name: first, last_name: last }: SmartleadPerson): string | null {
  return [first, last].filter((name) => name !== null).join(' ') || null
}

/** Where a lead's company may be found: its own fields, then custom ones of such a name. */
export function sitesOf({ website, company_url: company, custom_fields: fields }: SmartleadPerson): string[] {
  const custom = fields.filter(({ name }) => SITE_FIELD.test(name.trim())).map(({ text }) => text)
  return [website, company, ...custom].flatMap((site) => site ?? [])
}

/** `Dana Whitfield <dana@fernmill.com>`. */
function senderOf(detail: string | null): { name: string | null; email: string | null } {
  const found = /^\s*"?([^"<>]{0,200}?)"?\s*<([^<>\s]{3,254})>\s*$/.exec(detail ?? '')
  if (found) return { name: found[1]?.trim() || null, email: found[2] ?? null }
  return { name: null, email: detail !== null && /^[^\s<>@]{1,64}@[^\s<>@]{1,190}$/.test(detail) ? detail : null }
}
