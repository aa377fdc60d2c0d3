import { z } from 'zod'
import { isRecord, listOf, part, word } from '../loose-schema.ts'

/**
 * What Smartlead sends and answers, only the fields we use. Nothing is required: two documents describe its events
 * differently, ids come as text or number, and an event that lacks a field may still carry a reply.
 */

/** Custom fields as name and text. */
const fields = z
  .unknown()
  .optional()
  .transform((value) =>
    isRecord(value)
      ? Object.entries(value).flatMap(([name, text]) => (typeof text === 'string' ? [{ name, text }] : []))
      : [],
  )

const mail = { message_id: word, text: word, html: word, body: word, email_body: word, subject: word, time: word }
const historyEntry = z.object({ type: word, message_id: word, time: word, email_body: word, subject: word })
const person = {
  email: word,
  first_name: word,
  last_name: word,
  company_name: word,
  website: word,
  company_url: word,
  linkedin_profile: word,
  custom_fields: fields,
}
const correspondence = { targetLeadEmail: word, replyReceivedFrom: word, repliedCompanyDomain: word }

/** An event in either of its two shapes: flat (help centre) or nested (concept page). */
export const SmartleadEvent = z.object({
  event_type: word,
  event: word,
  event_timestamp: word,
  timestamp: word,
  time_replied: word,
  campaign_id: word,
  campaign_name: word,
  sequence_number: word,
  stats_id: word,
  stats_thread_id: word,
  sl_email_lead_id: word,
  lead_id: word,
  sl_lead_email: word,
  lead_email: word,
  lead_name: word,
  from_email: word,
  to_email: word,
  to_name: word,
  subject: word,
  message_id: word,
  reply_body: word,
  preview_text: word,
  visible_text: word,
  sender_detail: word,
  category: word,
  sent_message: part(mail),
  reply_message: part(mail),
  reply: part(mail),
  email: part(mail),
  lead: part(person),
  lead_data: part(person),
  lead_category: part({ new_name: word, name: word }),
  leadCorrespondence: part(correspondence),
  lead_correspondence: part(correspondence),
  lastReply: part({ message_id: word, email_body: word, time: word, reply_from_email: word }),
  history: listOf(historyEntry),
})
export type SmartleadEvent = z.infer<typeof SmartleadEvent>
export type SmartleadPerson = SmartleadEvent['lead']

/** `GET /leads/?email=`: a lead, or `{}` when there is none. */
export const LeadAnswer = z.object({
  id: word,
  ...person,
  lead_campaign_data: listOf(z.object({ campaign_id: word, campaign_name: word })),
})
export type LeadAnswer = z.infer<typeof LeadAnswer>

/** `GET /campaigns/{id}`. */
export const CampaignAnswer = z.object({ id: word, name: word, status: word })

/** `GET /campaigns/{id}/leads/{leadId}/message-history`. */
export const HistoryAnswer = z.object({ history: listOf(historyEntry) })
export type HistoryEntry = z.infer<typeof historyEntry>

/** `GET /campaigns`: the list itself, or wrapped. */
export const CampaignsAnswer = z
  .union([z.array(z.unknown()), z.object({ data: z.array(z.unknown()) }).transform(({ data }) => data)])
  .transform((list) => list.filter(isRecord).map((campaign) => CampaignAnswer.parse(campaign)))

/** `GET /campaigns/{id}/statistics`: one row for each mail sent; `total_stats` often as text. */
export const StatisticsAnswer = z.object({
  total_stats: word,
  data: listOf(
    z.object({
      lead_email: word,
      lead_name: word,
      lead_category: word,
      stats_id: word,
      sequence_number: word,
      email_subject: word,
      reply_time: word,
    }),
  ),
})
export type StatisticsRow = z.infer<typeof StatisticsAnswer>['data'][number]

/** `GET /leads/fetch-categories`. */
export const CategoriesAnswer = z.array(z.object({ id: word, name: word }))
