import { z } from 'zod'
import { isRecord, listOf, part, word } from '../loose-schema.ts'

/**
 * What HeyReach sends and answers, only the fields we use. Its API mixes camelCase and snake_case and its events are
 * only partly known, so names are brought to one form first and nothing is required.
 */

const DEEPEST = 12

/** Every name as snake_case: `lastMessageAt` and `last_message_at` are one. */
export function snakeCased(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST) return null
  if (Array.isArray(value)) return value.map((item) => snakeCased(item, depth + 1))
  if (!isRecord(value)) return value
  const entries = Object.entries(value).filter(([name]) => name !== '__proto__')
  return Object.fromEntries(entries.map(([name, item]) => [snakeCase(name), snakeCased(item, depth + 1)]))
}

function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
}

const flag = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'boolean' ? value : null))

const named = <Output>(schema: z.ZodType<Output>) => z.preprocess((value) => snakeCased(value), schema)

const person = {
  id: word,
  linkedin_id: word,
  profile_url: word,
  first_name: word,
  last_name: word,
  full_name: word,
  position: word,
  headline: word,
  company_name: word,
  company_url: word,
  website: word,
  email_address: word,
  enriched_email_address: word,
  custom_email_address: word,
  custom_fields: listOf(z.object({ name: word, value: word })),
}
const message = z.object({
  created_at: word,
  creation_time: word,
  timestamp: word,
  body: word,
  message: word,
  text: word,
  sender: word,
  is_reply: flag,
})
const campaign = { id: word, name: word, campaign_id: word, campaign_name: word }

/** An event; `recent_messages` holds the conversation's end, the newest first or last. */
export const HeyreachEvent = named(
  z.object({
    event_type: word,
    event: word,
    conversation_id: word,
    timestamp: word,
    lead: part(person),
    correspondent_profile: part(person),
    sender: part({ id: word }),
    linked_in_account_id: word,
    campaign: part(campaign),
    campaign_id: word,
    campaign_name: word,
    message: word,
    recent_messages: listOf(message),
  }),
)
export type HeyreachEvent = z.infer<typeof HeyreachEvent>
export type HeyreachPerson = HeyreachEvent['lead']
export type HeyreachMessage = HeyreachEvent['recent_messages'][number]

const conversation = z.object({
  id: word,
  group_chat: flag,
  last_message_at: word,
  last_message_text: word,
  last_message_sender: word,
  linked_in_account_id: word,
  correspondent_profile: part(person),
  messages: listOf(message),
})
export type Conversation = z.infer<typeof conversation>

/** `GET /inbox/GetChatroom/{accountId}/{conversationId}`. */
export const ChatroomAnswer = named(conversation)

/** `POST /inbox/GetConversationsV2`. A page without `items` is another service's answer. */
export const ConversationsAnswer = named(
  z
    .object({ items: z.array(z.unknown()) })
    .transform(({ items }) => items.filter(isRecord).map((i) => conversation.parse(i))),
)

/** `POST /campaign/GetCampaignsForLead`. */
export const CampaignsForLeadAnswer = named(
  z.object({
    lead_full_name: word,
    items: listOf(z.object({ campaign_id: word, campaign_name: word, creation_time: word })),
  }),
)

/** `POST /lead/GetLead`. */
export const LeadAnswer = named(z.object(person))
