import { z } from '@hono/zod-openapi'
import {
  count,
  DomainText,
  day,
  milliseconds,
  ReportIdText,
  ReportStatusWord,
  TierNumber,
  text,
  usd,
} from './values.ts'

/** A report as the API tells it: `src/web/report-json.ts` makes it, and every real answer is checked against this. */

const Source = z.strictObject({ title: text, url: z.url().nullable() }).openapi('Source')

const share = z.number().min(0).max(1)

const Signal = z
  .strictObject({
    id: text,
    type: text,
    title: text,
    bullet: text.openapi({ description: 'The sentence people read; proved by the signal it stands for.' }),
    why_it_matters: text.nullable(),
    buyer_name: text.nullable(),
    buyer_type: text.nullable(),
    buyer_state: text.nullable(),
    event_date: day.nullable(),
    deadline: day.nullable(),
    days_left: z.int().nullable().openapi({ description: 'To the deadline; negative when past.' }),
    state: z.enum(['open', 'closed', 'unknown']),
    amount_usd: z.number().nullable(),
    vendor: text.nullable(),
    sources: z.array(Source),
    already_sent: z.boolean().openapi({ description: 'This prospect was sent this signal before.' }),
    score: share,
    reasons: z.array(text).openapi({ description: 'Why this score, strongest first.' }),
  })
  .openapi('Signal')

const Buyer = z
  .strictObject({
    id: text.nullable(),
    name: text,
    type: text.nullable(),
    state: text.nullable(),
    city: text.nullable(),
    website: text.nullable(),
    logo_url: text.nullable(),
    size: z.strictObject({ label: text, value: text }).nullable(),
    budget_usd: z.number().nullable(),
    facts: z.array(z.strictObject({ label: text, value: text, source: Source.nullable() })),
  })
  .openapi('Buyer')

export const DecisionMakerDocument = z
  .strictObject({
    name: text,
    title: text.nullable(),
    email: text.nullable(),
    phone: text.nullable(),
    direct_phone: text.nullable(),
    verified: z.boolean(),
    confidence: share,
    reason: text,
  })
  .openapi('DecisionMaker')

const Contact = z.strictObject({
  name: text,
  title: text.nullable(),
  email: text.nullable(),
  phone: text.nullable(),
  verified: z.boolean(),
})

const Note = z.strictObject({
  kind: z.enum(['demo_asked', 'times_offered', 'territory', 'will_forward', 'urgency', 'packaging']),
  text,
})

const Content = z
  .strictObject({
    title: text,
    buyer: Buyer.nullable(),
    signals: z.array(Signal),
    why_they_care: text.nullable(),
    relevance: z
      .strictObject({
        archetype: text,
        intro: text,
        bullets: z.array(z.strictObject({ text, evidence: z.array(text).min(1) })),
      })
      .nullable(),
    gameplan: z
      .strictObject({
        primary: text.nullable(),
        secondary: z.array(text),
        script: text.nullable(),
        procurement: z.array(z.strictObject({ text, source: Source.nullable() })),
      })
      .nullable(),
    contacts: z.array(Contact),
    notes: z.array(Note).openapi({ description: 'Read out of the reply.' }),
    dropped_claims: count.openapi({ description: 'Sentences left out because their evidence did not prove them.' }),
    ranking_note: text.nullable().openapi({ description: 'Why rules ranked, when they did.' }),
    angle: text.nullable(),
    data_line: text,
  })
  .openapi('ReportContent')

const Progress = z.strictObject({
  step: text,
  status: z.enum(['pending', 'running', 'ok', 'empty', 'skipped', 'fallback', 'failed']),
  ms: milliseconds,
})

export const ReportDocumentJson = z
  .strictObject({
    id: ReportIdText,
    status: ReportStatusWord,
    status_note: text.nullable().openapi({ description: 'Why it is delayed, held, dismissed, cancelled or failed.' }),
    version: count.openapi({ description: '0 until the first version is delivered.' }),
    run_id: text.nullable(),
    domain: DomainText,
    domain_warning: text.nullable().openapi({ description: 'Letters in the domain that may deceive.' }),
    report_url: z.url().nullable().openapi({ description: 'The shareable page: the one to mail to the prospect.' }),
    internal_url: z.url().nullable().openapi({ description: 'The page for the team, with the decision maker.' }),
    signal_count: count.nullable().openapi({ description: 'Distinct signals after cleaning.' }),
    top_signals_used: count.nullable(),
    tier: TierNumber.nullable(),
    tier_reason: text.nullable(),
    dm_info: DecisionMakerDocument.nullable(),
    processing_time_seconds: z
      .number()
      .min(0)
      .nullable()
      .openapi({ description: 'Acceptance to the card in Slack; to page ready for a report asked for here.' }),
    cost_usd: usd,
    ranking: z.enum(['claude', 'rules']).nullable(),
    error: z.strictObject({ code: text, message: text }).nullable(),
    progress: z.array(Progress),
    content: Content.nullable(),
  })
  .openapi('Report')
