import type { ProviderReply } from '../pipeline/ports.ts'

/** A reply of which nothing is known yet, not even whether its text is whole. */
export const NOTHING_KNOWN: ProviderReply = {
  prospectEmail: null,
  emailToCheck: null,
  prospectName: null,
  prospectTitle: null,
  companyName: null,
  websites: [],
  spareDomain: null,
  replyText: null,
  textIsCut: true,
  subject: null,
  campaignId: null,
  campaignName: null,
  sequenceStep: null,
  messageId: null,
  threadId: null,
  repliedAt: null,
  leadId: null,
  profileUrl: null,
  accountId: null,
}

/** Custom fields under such a name may hold the company's site. */
export const SITE_FIELD = /^(?:company[\s_-]?)?(?:website|domain|url|site)$/i
