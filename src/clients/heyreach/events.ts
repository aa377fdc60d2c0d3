import { createHash } from 'node:crypto'
import type { ProviderNews, ProviderReply } from '../../pipeline/ports.ts'
import { NOTHING_KNOWN, SITE_FIELD } from '../provider-reply.ts'
import { HeyreachEvent, type HeyreachMessage, type HeyreachPerson } from './schema.ts'

/** What an event of HeyReach means. Its body is documented nowhere; this takes what receivers have seen. */

const REPLIES = new Set(['MESSAGE_REPLY_RECEIVED', 'EVERY_MESSAGE_REPLY_RECEIVED', 'INMAIL_REPLY_RECEIVED'])

/** Reads a stored event. Never throws: what it is not made for is `unreadable`. */
export function readHeyreachEvent(body: unknown): ProviderNews {
  const parsed = HeyreachEvent.safeParse(body)
  if (!parsed.success) return { is: 'unreadable', why: 'HeyReach sent something that is no JSON object.' }
  const event = parsed.data
  const kind = (event.event_type ?? event.event ?? '').toUpperCase().replace(/[^A-Z]+/g, '_')
  if (kind !== '' && !REPLIES.has(kind)) return { is: 'ignored', why: `The event ${kind.slice(0, 60)} is no reply.` }
  const last = lastOfTheirs(event.recent_messages)
  const replyText = last ? wordsOf(last) : event.message
  if (replyText === null) {
    if (kind !== '') return { is: 'unreadable', why: `HeyReach sent ${kind} without the message.` }
    return event.lead.profile_url === null && event.conversation_id === null
      ? { is: 'unreadable', why: 'HeyReach sent an event without a type, a person and a message.' }
      : { is: 'ignored', why: 'The event has no type and carries no reply.' }
  }
  const { campaign, conversation_id: conversationId } = event
  const reply: ProviderReply = {
    ...replyOfPerson(withFallback(event.lead, event.correspondent_profile)),
    replyText,
    textIsCut: false,
    campaignId: campaign.id ?? campaign.campaign_id ?? event.campaign_id,
    campaignName: campaign.name ?? campaign.campaign_name ?? event.campaign_name,
    messageId: messageIdOf(conversationId, replyText),
    threadId: conversationId,
    repliedAt: (last && timeOf(last)) ?? event.timestamp,
    accountId: event.sender.id ?? event.linked_in_account_id,
  }
  return { is: 'reply', reply }
}

/** HeyReach's messages carry no id, and two hooks may fire for one: the conversation and the words name it. */
export function messageIdOf(conversationId: string | null, text: string | null): string | null {
  if (conversationId === null || text === null) return null
  const letters = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, 120)
  return `heyreach:${conversationId}:${createHash('sha256').update(letters).digest('hex').slice(0, 32)}`
}

/** What the person wrote last; null when the conversation's end is all ours. */
export function lastOfTheirs(messages: HeyreachMessage[]): HeyreachMessage | null {
  const marked = messages.some(({ sender, is_reply }) => sender !== null || is_reply !== null)
  const theirs = marked ? messages.filter(isTheirs) : messages
  const timed = theirs.filter((message) => !Number.isNaN(Date.parse(timeOf(message) ?? '')))
  if (timed.length < theirs.length) return theirs.at(-1) ?? null
  return timed.sort((a, b) => Date.parse(timeOf(a) ?? '') - Date.parse(timeOf(b) ?? '')).at(-1) ?? null
}

function isTheirs({ sender, is_reply }: HeyreachMessage): boolean {
  return sender === null ? is_reply === true : sender.toUpperCase() === 'CORRESPONDENT'
}

export const wordsOf = ({ body, message, text }: HeyreachMessage) => body ?? message ?? text
export const timeOf = ({ created_at, creation_time, timestamp }: HeyreachMessage) =>
  created_at ?? creation_time ?? timestamp

function withFallback(person: HeyreachPerson, other: HeyreachPerson): HeyreachPerson {
  return person.profile_url === null && person.email_address === null ? other : person
}

/** A reply with what is known of the person and nothing else. */
export function replyOfPerson(person: HeyreachPerson): ProviderReply {
  const both = [person.first_name, person.last_name].filter((name) => name !== null).join(' ')
  const custom = person.custom_fields.filter(({ name }) => name !== null && SITE_FIELD.test(name))
  const sites = [person.website, person.company_url, ...custom.map(({ value }) => value)]
  return {
    ...NOTHING_KNOWN,
    prospectEmail: person.custom_email_address ?? person.email_address ?? person.enriched_email_address,
    prospectName: person.full_name ?? (both || null),
    prospectTitle: person.position ?? person.headline,
    companyName: person.company_name,
    websites: sites.flatMap((site) => site ?? []),
    // The profile's own address is often a private one; the enriched one is of the company.
    spareDomain: person.enriched_email_address,
    leadId: person.linkedin_id,
    profileUrl: person.profile_url === null ? null : linkedInUrl(person.profile_url),
  }
}

/** One form of a profile's address, and the one the documents send: https, www, lower-case, a slash at the end. */
function linkedInUrl(address: string): string {
  const url = URL.parse(address.includes('://') ? address : `https://${address}`)
  if (!url || !/(?:^|\.)linkedin\.com$/i.test(url.hostname)) return address
  return `https://www.linkedin.com${url.pathname.toLowerCase().replace(/\/+$/, '')}/`
}
