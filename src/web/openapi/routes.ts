import { z } from '@hono/zod-openapi'
import {
  EventReceived,
  Health,
  HeyreachEventRequest,
  ManyReportsRequest,
  OneReportRequest,
  Readiness,
  ReplyAccepted,
  ReplyRequest,
  ReportAccepted,
  ReportsAccepted,
  SmartleadEventRequest,
} from './intake-documents.ts'
import { ReportDocumentJson } from './report-documents.ts'
import { RunJson, RunListJson, RunListParameters } from './run-documents.ts'
import type { ProblemCode } from './values.ts'

/** Every route of the HTTP door as data: the OpenAPI document, the page and the tests read the same list. */

type Answer = { description: string; schema: z.ZodType } | { description: string; mediaType: string }

export type RouteFacts = {
  method: 'get' | 'post'
  /** As OpenAPI writes it: `/v1/reports/{id}`. */
  path: string
  tag: 'Intake' | 'Reports' | 'Runs' | 'Pages' | 'Service'
  summary: string
  description?: string
  /** Whose token opens it; `local` is open on loopback and takes `API_TOKEN` elsewhere; `none` is open. */
  opens: 'intake' | 'api' | 'api or intake' | 'local' | 'none'
  params?: z.ZodObject
  query?: z.ZodObject
  headers?: z.ZodObject
  body?: z.ZodType
  answers: Record<number, Answer>
  /** What it refuses beyond what its token and our own trouble bring. */
  problems: ProblemCode[]
}

const idOf = (what: string) => z.object({ id: z.string().openapi({ description: `Id of the ${what}.` }) })
const slug = z.object({ slug: z.string().openapi({ description: 'The unguessable name of the page.' }) })
const token = z.object({ token: z.string().openapi({ description: 'WEBHOOK_TOKEN; another one answers not_found.' }) })
const EVENT: ProblemCode[] = ['not_configured', 'not_found', 'invalid_json', 'too_large']
const BODY: ProblemCode[] = ['invalid_json', 'too_large', 'unsupported_type', 'invalid_input']

export const ROUTES: RouteFacts[] = [
  {
    method: 'post',
    path: '/v1/replies',
    tag: 'Intake',
    summary: 'Take in a positive reply',
    description:
      'Stored and queued before the answer, so that an accepted reply is never lost; safe to repeat. Message 1 is in the channel within a second.',
    opens: 'intake',
    body: ReplyRequest,
    answers: {
      200: { description: 'The same message again: the id of the first one.', schema: ReplyAccepted },
      202: { description: 'Taken.', schema: ReplyAccepted },
    },
    problems: BODY,
  },
  {
    method: 'post',
    path: '/v1/webhooks/smartlead/{token}',
    tag: 'Intake',
    summary: "Take in Smartlead's events",
    description:
      'Stored before the answer and understood after it; at most 4 MB. A reply that Clay brings too is one reply. With SMARTLEAD_WEBHOOK_SECRET set, X-Smartlead-Signature or secret_key must prove it.',
    opens: 'none',
    params: token,
    headers: z.object({
      'X-Request-Id': z.string().optional().openapi({ description: 'Names a delivery and its repeats.' }),
      'X-Smartlead-Signature': z.string().optional().openapi({
        description: 'sha256= and the HMAC of the raw body, in hex; looked at when SMARTLEAD_WEBHOOK_SECRET is set.',
      }),
    }),
    body: SmartleadEventRequest,
    answers: { 200: { description: 'Stored, now or before.', schema: EventReceived } },
    problems: [...EVENT, 'unauthorized'],
  },
  {
    method: 'post',
    path: '/v1/webhooks/heyreach/{token}',
    tag: 'Intake',
    summary: "Take in HeyReach's events",
    description:
      'Stored before the answer and understood after it; at most 4 MB. The path token is all that proves it.',
    opens: 'none',
    params: token,
    body: HeyreachEventRequest,
    answers: { 200: { description: 'Stored, now or before.', schema: EventReceived } },
    problems: EVENT,
  },
  {
    method: 'post',
    path: '/v1/reports',
    tag: 'Reports',
    summary: 'Ask for a report on a domain, or on up to 500',
    description: 'Nothing is posted to Slack unless "post" is true.',
    opens: 'api',
    headers: z.object({
      'Idempotency-Key': z.string().optional().openapi({
        description: 'The same key and body get the same answer; another body is refused.',
        example: 'import-42',
      }),
    }),
    body: z.union([OneReportRequest, ManyReportsRequest]),
    answers: {
      202: { description: 'Queued.', schema: z.union([ReportAccepted, ReportsAccepted]) },
    },
    problems: [...BODY, 'conflict'],
  },
  {
    method: 'get',
    path: '/v1/reports/{id}',
    tag: 'Reports',
    summary: 'Read a report',
    description: 'INTAKE_TOKEN reads the reports of replies it brought, and no other.',
    opens: 'api or intake',
    params: idOf('reply or report'),
    query: z.object({
      wait: z.coerce.number().min(0).max(55).optional().openapi({
        description: 'Seconds to wait for a final status before answering; more than 55 is 55.',
        example: 25,
      }),
    }),
    answers: { 200: { description: 'The report as it stands.', schema: ReportDocumentJson } },
    problems: ['not_found', 'invalid_input'],
  },
  {
    method: 'get',
    path: '/v1/runs',
    tag: 'Runs',
    summary: 'List runs, newest first',
    opens: 'api',
    query: RunListParameters,
    answers: { 200: { description: 'A page of runs, without their steps.', schema: RunListJson } },
    problems: ['invalid_input'],
  },
  {
    method: 'get',
    path: '/v1/runs/{id}',
    tag: 'Runs',
    summary: 'Read a run with its steps, attempts and model calls',
    opens: 'api',
    params: idOf('run'),
    answers: { 200: { description: 'The run.', schema: RunJson } },
    problems: ['not_found'],
  },
  {
    method: 'get',
    path: '/r/{slug}',
    tag: 'Pages',
    summary: 'A report page',
    description: 'Internal or shareable, told by the slug. Never indexed, no script.',
    opens: 'none',
    params: slug,
    answers: {
      200: { description: 'The newest version.', mediaType: 'text/html' },
      404: { description: 'There is no report at this address.', mediaType: 'text/html' },
      410: { description: 'The report has expired.', mediaType: 'text/html' },
      503: { description: 'The page cannot be shown right now.', mediaType: 'text/html' },
    },
    problems: [],
  },
  {
    method: 'get',
    path: '/r/{slug}/card.png',
    tag: 'Pages',
    summary: "The picture of a report page's head",
    opens: 'none',
    params: slug,
    answers: {
      200: { description: '1200 × 630 pixels.', mediaType: 'image/png' },
      404: { description: 'There is no report at this address.', mediaType: 'text/html' },
      410: { description: 'The report has expired.', mediaType: 'text/html' },
    },
    problems: [],
  },
  {
    method: 'get',
    path: '/healthz',
    tag: 'Service',
    summary: 'Does the process live',
    opens: 'none',
    answers: { 200: { description: 'It does.', schema: Health } },
    problems: [],
  },
  {
    method: 'get',
    path: '/readyz',
    tag: 'Service',
    summary: 'Can it take replies',
    opens: 'none',
    answers: {
      200: { description: 'It can.', schema: Readiness },
      503: { description: 'It starts, stops, or its database is away.', schema: Readiness },
    },
    problems: [],
  },
  {
    method: 'get',
    path: '/metrics',
    tag: 'Service',
    summary: 'Metrics for Prometheus',
    opens: 'local',
    answers: { 200: { description: 'Text exposition format.', mediaType: 'text/plain' } },
    problems: [],
  },
  {
    method: 'get',
    path: '/openapi.json',
    tag: 'Service',
    summary: 'This document',
    opens: 'local',
    answers: { 200: { description: 'OpenAPI 3.1.', schema: z.looseObject({ openapi: z.literal('3.1.0') }) } },
    problems: [],
  },
  {
    method: 'get',
    path: '/docs',
    tag: 'Service',
    summary: 'This document, to read',
    opens: 'local',
    answers: { 200: { description: 'A page without script.', mediaType: 'text/html' } },
    problems: [],
  },
]
