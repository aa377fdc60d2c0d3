import { z } from '@hono/zod-openapi'
import {
  count,
  DomainText,
  day,
  milliseconds,
  moment,
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
    paragraph: text.nullable().openapi({ description: 'Tier 3: two to four sentences that end with source and date.' }),
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
    budget_year: z.int().nullable().openapi({ description: 'The fiscal year of the budget.' }),
    budget_confidence: z.enum(['verified', 'inferred']).nullable(),
    budget_source: Source.nullable(),
    facts: z.array(z.strictObject({ label: text, value: text, source: Source.nullable() })),
    matched_by: text
      .nullable()
      .openapi({ description: 'How the record was found; null when the signals alone say it.' }),
  })
  .openapi('Buyer')

const OtherBuyer = z.strictObject({
  id: text.nullable(),
  name: text,
  type: text.nullable(),
  state: text.nullable(),
  signals: count,
  open: count.openapi({ description: 'Of its signals, on the day the report was made.' }),
  headline: text.nullable().openapi({ description: 'Title of its best signal.' }),
  signal_id: text.nullable(),
})

const decisionMaker = {
  name: text,
  title: text.nullable(),
  email: text.nullable(),
  phone: text.nullable(),
  direct_phone: text.nullable(),
  verified: z.boolean(),
  confidence: share,
  reason: text,
}

/** As the callback tells of them. */
export const DecisionMakerDocument = z.strictObject(decisionMaker).openapi('DecisionMaker')

const contactFacts = {
  contact_id: text.nullable().openapi({ description: 'Opaque, as the source of the contact has it.' }),
  personal_address: z.boolean().openapi({ description: 'The address is at a personal mail host.' }),
}

const ReportDecisionMaker = z.strictObject({ ...decisionMaker, ...contactFacts }).openapi('ReportDecisionMaker')

const Contact = z.strictObject({
  ...contactFacts,
  name: text,
  title: text.nullable(),
  email: text.nullable(),
  phone: text.nullable(),
  verified: z.boolean(),
  reason: text.nullable().openapi({ description: 'Why this person is listed.' }),
})

const Claim = z
  .strictObject({
    text,
    evidence: z.array(text).min(1).openapi({ description: 'Ids of signals, or `buyer` for the record of the buyer.' }),
  })
  .openapi('Claim')

const Note = z.strictObject({
  kind: z.enum(['demo_asked', 'times_offered', 'territory', 'will_forward', 'urgency', 'packaging']),
  text,
})

const Content = z
  .strictObject({
    title: text,
    buyer: Buyer.nullable(),
    buyer_note: text.nullable().openapi({ description: 'Why the record of the buyer is not shown.' }),
    other_buyers: z.array(OtherBuyer).max(4),
    dm_note: text.nullable().openapi({ description: 'Why no decision maker is named.' }),
    signals: z.array(Signal),
    more_at_buyer: z.array(Signal).openapi({ description: 'More of its own record: never ranked, never counted.' }),
    sent_note: text.nullable().openapi({ description: 'What the prospect was already sent, in one sentence.' }),
    why_they_care: text.nullable(),
    relevance: z
      .strictObject({
        archetype: text,
        intro: text,
        bullets: z.array(Claim),
      })
      .nullable(),
    gameplan: z
      .strictObject({
        primary: text.nullable(),
        secondary: z.array(text),
        script: text.nullable(),
        procurement: z.array(z.strictObject({ text, source: Source.nullable() })),
        pitch: Claim.nullable(),
        lead: Claim.nullable().openapi({ description: 'What to say first on the call.' }),
        procurement_note: text.nullable().openapi({ description: 'Why there is no procurement path.' }),
      })
      .nullable(),
    contacts: z.array(Contact),
    contacts_known: count.nullable().openapi({ description: 'People the source knows there; null when not asked.' }),
    notes: z.array(Note).openapi({ description: 'Read out of the reply.' }),
    dropped_claims: count.openapi({ description: 'Sentences left out because their evidence did not prove them.' }),
    ranking_note: text.nullable().openapi({ description: 'Why rules ranked, when they did.' }),
    angle: text.nullable(),
    prepared_at: moment.nullable().openapi({ description: 'When it was written, if that was before the reply came.' }),
    budget_note: text.nullable().openapi({ description: 'What the model budget changed about this report.' }),
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
    notion_url: z.url().nullable().openapi({ description: 'The page in Notion, once it shows a whole version.' }),
    signal_count: count.nullable().openapi({ description: 'Distinct signals after cleaning.' }),
    top_signals_used: count.nullable(),
    tier: TierNumber.nullable(),
    tier_reason: text.nullable(),
    dm_info: ReportDecisionMaker.nullable(),
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
