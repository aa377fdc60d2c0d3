import type { InputProblem } from '../../errors.ts'
import type { ProviderEvent, ProviderReply, ProviderWants } from '../ports.ts'
import { parseDomain } from '../report/domain-name.ts'
import { parseReply, type ReplyResult } from '../report/intake.ts'

/** A provider's reply in the words of `POST /v1/replies`, so that both ways in meet the same rules. */

/** Sites where many have a page: they name no company. */
const SHARED_SITES = /(?:^|\.)(?:linkedin|facebook|instagram|twitter|x|youtube|linktr|crunchbase)\.(?:com|ee)$/

/** The company's domain: its site, else the host of the address, else what the provider names beside. */
export function domainOf({ websites, prospectEmail, spareDomain }: ProviderReply): string | null {
  for (const place of [...websites, prospectEmail, spareDomain]) {
    const found = place === null ? null : parseDomain(place)
    if (found?.ok && !SHARED_SITES.test(found.domain)) return found.domain
  }
  return null
}

/** What a look-up could add. A listed reply is only the sign of one: its text is always wanted. */
export function wantsOf(reply: ProviderReply, isListed: boolean): ProviderWants {
  return {
    email: reply.prospectEmail === null && reply.emailToCheck !== null,
    website: domainOf(reply) === null,
    name: reply.prospectName === null,
    campaign: reply.campaignName === null,
    text: isListed || reply.replyText === null || reply.textIsCut,
  }
}

/** Parses a reply. A field that cannot be read is left out rather than the reply: nobody is there to correct it. */
export function parseProviderReply(reply: ProviderReply, event: ProviderEvent, now: Date): ReplyResult {
  const body = toBody(reply, event, now)
  const parsed = parseReply(body)
  if (parsed.ok) return parsed
  return parseReply(without(body, parsed.problems))
}

function without(body: Record<string, unknown>, problems: InputProblem[]): Record<string, unknown> {
  const wrong = new Set(problems.map(({ path }) => path))
  return Object.fromEntries(Object.entries(body).filter(([field]) => !wrong.has(field)))
}

function toBody(reply: ProviderReply, event: ProviderEvent, now: Date): Record<string, unknown> {
  const { provider } = event
  return {
    domain: domainOf(reply),
    prospect_email: reply.prospectEmail,
    prospect_name: reply.prospectName,
    prospect_title: reply.prospectTitle,
    company_name: reply.companyName,
    reply_text: reply.replyText,
    campaign_id: reply.campaignId,
    campaign_name: reply.campaignName,
    sequence_step: reply.sequenceStep,
    message_id: reply.messageId,
    thread_id: reply.threadId,
    replied_at: reply.repliedAt,
    subject: reply.subject,
    linkedin_url: reply.profileUrl,
    provider,
    provider_lead_id: reply.leadId,
    provider_event: event.id,
    ...(event.kind === LISTED ? { reconciled: { provider, at: now.toISOString() } } : {}),
  }
}

/** The kind of an event that a look at a provider's list made. */
export const LISTED = 'listed'
