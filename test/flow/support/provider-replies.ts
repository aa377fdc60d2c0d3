import type { HeyreachReply } from '../../support/fake-heyreach.ts'
import type { SmartleadReply } from '../../support/fake-smartlead.ts'
import { unknownProspect } from './desk.ts'

/** Replies in the providers' worlds, each of a prospect of its own. */

export const TOKEN = 'path-token-of-the-webhooks'

let replies = 0

export function smartleadReply(fields: Partial<SmartleadReply> = {}): SmartleadReply {
  const { domain, email, company } = unknownProspect()
  replies += 1
  return {
    email,
    firstName: 'Dana',
    lastName: `Whitfield${replies}`,
    company,
    website: `https://www.${domain}/about`,
    campaignId: 4_000 + replies,
    campaignName: `Spring districts ${replies}`,
    step: 2,
    text: `Yes, please send me the report number ${replies} this week.`,
    messageId: `<reply-${process.pid}-${replies}@mail.${domain}>`,
    at: new Date().toISOString(),
    ...fields,
  }
}

export function heyreachReply(fields: Partial<HeyreachReply> = {}): HeyreachReply {
  const { domain, email, company } = unknownProspect()
  replies += 1
  return {
    conversationId: `2-conversation-${process.pid}-${replies}`,
    accountId: 77,
    slug: `dana-${process.pid}-${replies}`,
    firstName: 'Dana',
    lastName: `Ito${replies}`,
    position: 'VP Sales',
    company,
    email,
    website: domain,
    campaign: { id: 900 + replies, name: `LinkedIn spring ${replies}` },
    text: `Interested, send me number ${replies}.`,
    at: new Date().toISOString(),
    ...fields,
  }
}

/** The same reply as Clay passes it on: other words around it, other ids. */
export function byClay(reply: SmartleadReply, fields: Record<string, unknown> = {}) {
  const quoted = `\n\nOn Mon, 2 Nov 2026 at 10:01, Sam <sam@outreach-fleet.com> wrote:\n> Hello`
  return {
    prospect_email: reply.email.toUpperCase(),
    company_name: reply.company,
    product: 'bus routing',
    reply_text: `${reply.text}${quoted}`,
    message_id: `clay-row-${reply.messageId.length}-${reply.email}`,
    ...fields,
  }
}
