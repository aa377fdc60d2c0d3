import { z } from '@hono/zod-openapi'
import { DecisionMakerDocument } from './report-documents.ts'
import { DomainText, ReportIdText, ReportStatusWord, text } from './values.ts'

/** What callers send, and what they get back at once. */

const words = (example: string, description?: string) =>
  z
    .string()
    .optional()
    .openapi({ ...(description ? { description } : {}), example })
const id = (example: string, description?: string) =>
  z
    .union([z.string(), z.number()])
    .optional()
    .openapi({ ...(description ? { description } : {}), example })

export const ReplyRequest = z
  .looseObject({
    domain: words(
      'fernmill.com',
      "The prospect's domain: bare, as a URL or as an e-mail address. Required unless prospect_email is on the company's own host.",
    ),
    prospect_email: words('dana@fernmill.com', 'Stands in for the domain unless its host is a free-mail one.'),
    prospect_name: words('Dana Whitfield', 'Who replied; first_name and last_name are taken too.'),
    prospect_title: words('VP Sales'),
    company_name: words('Fernmill Software'),
    reply_text: words(
      'Yes, send it over. Could we talk on Thursday?',
      'The reply as it came; quoted text and signature are removed by us.',
    ),
    product: words('student information systems', 'What the prospect sells, for ranking.'),
    campaign_id: id('c-17'),
    campaign_name: words('Spring districts'),
    sequence_step: z
      .union([z.int(), z.string()])
      .optional()
      .openapi({ description: 'Which mail of the sequence was answered, 0 to 1000.', example: 2 }),
    message_id: id(
      '<CAF9x@mail.fernmill.com>',
      'Id of the message, at most 1000 characters. The same message_id is the same message; without one the same domain, e-mail, campaign, step and text are.',
    ),
    thread_id: id('t-1'),
    replied_at: words('2026-11-20T15:04:05Z', 'When it was written; a date that cannot be read is kept and ignored.'),
    account_tier: words('T1', 'T0 to T3.'),
    requested_tier: z
      .union([z.int(), z.string()])
      .optional()
      .openapi({ description: '1, 2 or 3: how deep the report goes.', example: 3 }),
  })
  .openapi('ReplyRequest', {
    description: '"" is absent, numbers in strings are accepted, unknown fields are kept (at most 50 and 20 kB).',
  })

export const ReplyAccepted = z
  .strictObject({
    id: ReportIdText,
    status: ReportStatusWord,
    status_url: z.url().openapi({ description: 'Where the report can be read.' }),
    duplicate: z.boolean().openapi({ description: 'True when this message was taken before; nothing runs twice.' }),
  })
  .openapi('ReplyAccepted', {
    example: {
      id: '7f1d6f0e-3f0b-4c5e-9a53-0d0f5b0f9a11',
      status: 'queued',
      status_url: 'http://127.0.0.1:3000/v1/reports/7f1d6f0e-3f0b-4c5e-9a53-0d0f5b0f9a11',
      duplicate: false,
    },
  })

const nested = (description: string) => z.looseObject({}).optional().openapi({ description })

export const SmartleadEventRequest = z
  .looseObject({
    event_type: words(
      'EMAIL_REPLY',
      'Any event may come; LEAD_CATEGORY_UPDATED and replies are taken, others ignored.',
    ),
    sl_lead_email: words('dana@fernmill.com'),
    campaign_id: id('4711'),
    campaign_name: words('Spring districts'),
    reply_message: nested('message_id, text, html, time'),
    lead_category: nested('new_name: a name such as Not Interested takes nothing in.'),
    lastReply: nested('message_id, email_body, time'),
  })
  .openapi('SmartleadEvent', { description: 'As Smartlead sends it, flat or nested; nothing is required.' })

export const HeyreachEventRequest = z
  .looseObject({
    event_type: words('MESSAGE_REPLY_RECEIVED', 'May be absent.'),
    conversation_id: words('2-abc'),
    lead: nested('profile_url, email_address, first_name, last_name, company_name'),
    campaign: nested('id, name'),
  })
  .openapi('HeyreachEvent', { description: 'As HeyReach sends it; nothing is required.' })

export const EventReceived = z
  .strictObject({
    id: z.uuid().openapi({ description: 'Our name of the event, for the log and the operators.' }),
    duplicate: z.boolean().openapi({ description: 'True when this event was stored before.' }),
  })
  .openapi('EventReceived', { example: { id: '0b6b1c5e-5d4c-4a53-8a51-9a2b6f6f3c11', duplicate: false } })

const options = {
  product: words('student information systems', 'What the seller sells, for ranking.'),
  tier: z.union([z.int(), z.string()]).optional().openapi({ description: '1, 2 or 3.', example: 2 }),
  fresh: z.boolean().optional().openapi({ description: 'True makes a report of data read now.', example: false }),
  post: z.boolean().optional().openapi({ description: 'True posts it to Slack too.', example: false }),
}

export const OneReportRequest = z
  .looseObject({
    domain: z.string().openapi({ description: "The seller's domain.", example: 'fernmill.com' }),
    ...options,
  })
  .openapi('OneReportRequest')

export const ManyReportsRequest = z
  .looseObject({
    domains: z
      .array(z.string())
      .min(1)
      .max(500)
      .openapi({ example: ['fernmill.com', 'brightpath.com'] }),
    ...options,
  })
  .openapi('ManyReportsRequest')

export const ReportAccepted = z.strictObject({ id: ReportIdText, status_url: z.url() }).openapi('ReportAccepted', {
  example: {
    id: '7f1d6f0e-3f0b-4c5e-9a53-0d0f5b0f9a11',
    status_url: 'http://127.0.0.1:3000/v1/reports/7f1d6f0e-3f0b-4c5e-9a53-0d0f5b0f9a11',
  },
})

export const ReportsAccepted = z
  .strictObject({
    ids: z.array(ReportIdText).min(1).openapi({ description: 'In the order of the domains.' }),
  })
  .openapi('ReportsAccepted', { example: { ids: ['7f1d6f0e-3f0b-4c5e-9a53-0d0f5b0f9a11'] } })

export const Health = z.strictObject({ status: z.literal('ok') }).openapi('Health')

export const Readiness = z
  .strictObject({ status: z.enum(['ready', 'not_ready']), database: z.enum(['ok', 'away']) })
  .openapi('Readiness')

/** What Clay's webhook source receives. Documented here because its receiver reads the same document. */
export const ClayCallback = z
  .strictObject({
    id: ReportIdText,
    delivery_id: text.openapi({ description: 'The same on every repeat of the same delivery.' }),
    version: z.int().min(0),
    status: z.enum(['delivered', 'no_signals', 'failed']),
    domain: DomainText,
    prospect_email: text.nullable(),
    processing_time_seconds: z.number().min(0).nullable(),
    summary_text: text,
    report_url: z.url().nullable(),
    signal_count: z.int().min(0),
    top_signals_used: z.int().min(0),
    tier: z.int().min(1).max(3).nullable(),
    dm_info: DecisionMakerDocument.nullable(),
    dm_name: text.nullable(),
    dm_title: text.nullable(),
    dm_email: text.nullable(),
    dm_phone: text.nullable(),
  })
  .openapi('ClayCallback')
