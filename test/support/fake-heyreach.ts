import {
  createProviderServer,
  deliverEvent,
  type ProviderRequest,
  type ProviderServer,
} from './providers/provider-server.ts'

/** A reply as somebody wrote it on LinkedIn. */
export type HeyreachReply = {
  conversationId: string
  accountId: number
  slug: string
  firstName: string
  lastName: string
  position: string
  company: string
  email: string | null
  website: string | null
  /** Null for somebody the account's owner merely knows. */
  campaign: { id: number; name: string } | null
  text: string
  at: string
}

export type FakeHeyreach = ProviderServer & {
  key: string
  /** From now on the API knows of this conversation. `sender`: whose the last word is. */
  know(reply: HeyreachReply, more?: { sender?: 'ME' | 'CORRESPONDENT' }): void
}

const KEY = 'heyreach-key-0123456789'
/** HeyReach allows no longer page. */
const MOST = 100
/** A list shows the beginning of a message only. */
const SHOWN = 200

type Known = { reply: HeyreachReply; sender: 'ME' | 'CORRESPONDENT' }

/** A strict stand-in for HeyReach's API: POST for reading, pages of at most 100, camelCase beside `linkedin_id`. */
export async function createFakeHeyreach(): Promise<FakeHeyreach> {
  const known: Known[] = []
  const server = await createProviderServer({
    isGoodKey: ({ request }) => request.headers['x-api-key'] === KEY,
    route: (request) => answer(known, request),
  })
  return { ...server, key: KEY, know: (reply, { sender = 'CORRESPONDENT' } = {}) => void known.push({ reply, sender }) }
}

function answer(known: Known[], { method, path, body }: ProviderRequest) {
  const asked = (body ?? {}) as Record<string, unknown>
  const ok = (value: unknown) => ({ status: 200, body: value })
  const [, account, id] = /^\/inbox\/GetChatroom\/(\w+)\/([\w-]+)$/.exec(path) ?? []
  if (method === 'GET' && path === '/auth/CheckApiKey') return ok(undefined)
  if (method === 'GET' && id !== undefined) {
    const found = known.find(({ reply }) => reply.conversationId === id && String(reply.accountId) === account)
    return found ? ok(conversationOf(found, true)) : { status: 404, body: { errorMessage: 'No such conversation' } }
  }
  if (method !== 'POST') return null
  if (path === '/inbox/GetConversationsV2') return conversations(known, asked)
  if (path === '/lead/GetLead') {
    const found = known.find(({ reply }) => profileOf(reply) === asked['profileUrl'])
    return found ? ok(leadOf(found.reply)) : { status: 404, body: { errorMessage: 'Lead not found' } }
  }
  if (path !== '/campaign/GetCampaignsForLead') return null
  const of = known.filter(({ reply }) => profileOf(reply) === asked['profileUrl'] && reply.campaign)
  const items = of.map(({ reply }) => ({
    campaignId: reply.campaign?.id,
    campaignName: reply.campaign?.name,
    campaignStatus: 'IN_PROGRESS',
    creationTime: '2026-10-01T00:00:00Z',
    leadStatus: 'Finished',
  }))
  return ok({ leadFullName: of[0] ? nameOf(of[0].reply) : null, totalCount: items.length, items })
}

function conversations(known: Known[], asked: Record<string, unknown>) {
  const { offset, limit, filters } = asked
  if (typeof offset !== 'number' || typeof limit !== 'number' || limit > MOST || typeof filters !== 'object')
    return { status: 400, body: { errors: { Limit: ['The field Limit must be between 1 and 100.'] } } }
  const newest = [...known].sort((a, b) => b.reply.at.localeCompare(a.reply.at))
  const items = newest.slice(offset, offset + limit).map((entry) => conversationOf(entry, false))
  return { status: 200, body: { totalCount: known.length, items } }
}

const nameOf = ({ firstName, lastName }: HeyreachReply) => `${firstName} ${lastName}`
export const profileOf = ({ slug }: Pick<HeyreachReply, 'slug'>) => `https://www.linkedin.com/in/${slug}/`

function conversationOf({ reply, sender }: Known, isWhole: boolean) {
  const messages = [
    { createdAt: '2026-11-01T08:00:00Z', body: 'Hello', sender: 'ME', isInMail: false },
    { createdAt: reply.at, body: reply.text, sender: 'CORRESPONDENT', isInMail: false },
  ]
  return {
    id: reply.conversationId,
    read: false,
    groupChat: false,
    lastMessageAt: reply.at,
    lastMessageText: sender === 'ME' ? 'Thanks!' : reply.text.slice(0, SHOWN),
    lastMessageType: 'TEXT',
    lastMessageSender: sender,
    totalMessages: messages.length,
    linkedInAccountId: reply.accountId,
    correspondentProfile: { ...leadOf(reply), customFields: [] },
    messages: isWhole ? messages : [],
  }
}

function leadOf(reply: HeyreachReply) {
  return {
    linkedin_id: `ACoA-${reply.slug}`,
    profileUrl: `https://linkedin.com/in/${reply.slug}`,
    firstName: reply.firstName,
    lastName: reply.lastName,
    companyName: reply.company,
    companyUrl: 'https://www.linkedin.com/company/4711',
    position: reply.position,
    emailAddress: reply.email,
    enrichedEmailAddress: null,
    experiences: '[]',
    customFields: reply.website === null ? [] : [{ name: 'website', value: reply.website }],
  }
}

/** An event as receivers have seen it, in snake_case; `eventType` null leaves its type out, as happens. */
export function heyreachEvent(
  reply: HeyreachReply,
  eventType: string | null = 'MESSAGE_REPLY_RECEIVED',
): Record<string, unknown> {
  return {
    ...(eventType === null ? {} : { event_type: eventType }),
    conversation_id: reply.conversationId,
    sender: { id: reply.accountId, first_name: 'Sam', email_address: 'sam@outreach-fleet.com' },
    lead: {
      id: `ACoA-${reply.slug}`,
      profile_url: `https://linkedin.com/in/${reply.slug}?utm=x`,
      first_name: reply.firstName,
      last_name: reply.lastName,
      position: reply.position,
      company_name: reply.company,
      company_url: 'https://www.linkedin.com/company/4711',
      email_address: reply.email,
      custom_fields: reply.website === null ? [] : [{ name: 'Website', value: reply.website }],
    },
    ...(reply.campaign === null ? {} : { campaign: reply.campaign }),
    recent_messages: [
      { creation_time: reply.at, message: reply.text, is_reply: true },
      { creation_time: '2026-11-01T08:00:00Z', message: 'Hello', is_reply: false },
    ],
  }
}

export function deliverHeyreach(appUrl: string, token: string, event: unknown) {
  return deliverEvent(`${appUrl}/v1/webhooks/heyreach/${token}`, event)
}
