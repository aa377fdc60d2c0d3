import { z } from '@hono/zod-openapi'

/** The small shapes that every document of the API is made of. Values in the sense of "nothing" are null, never ''. */

export const text = z.string().min(1)
export const moment = z.iso.datetime().openapi({ description: 'A moment in UTC.', example: '2026-11-20T15:04:05.000Z' })
export const day = z.iso.date().openapi({ description: 'A calendar day in UTC.', example: '2027-01-15' })
export const usd = z.number().min(0).openapi({ description: 'US dollars, to the micro-dollar.', example: 0.021 })
export const milliseconds = z.number().min(0)
export const count = z.int().min(0)

export const ReportIdText = z
  .uuid()
  .openapi({ description: 'Opaque id of the reply or report.', example: '7f1d6f0e-3f0b-4c5e-9a53-0d0f5b0f9a11' })

export const DomainText = z
  .string()
  .regex(/^[a-z0-9.-]+\.[a-z0-9-]+$/)
  .openapi({ description: 'Lower-case registrable domain.', example: 'fernmill.com' })

export const TierNumber = z.union([z.literal(1), z.literal(2), z.literal(3)])

export const ReportStatusWord = z
  .enum(['queued', 'running', 'delayed', 'delivered', 'no_signals', 'held', 'dismissed', 'cancelled', 'failed'])
  .openapi('ReportStatus', {
    description:
      'held = stored and not run (out of office, unsubscribe, not interested). delayed = a service is down, retried for 24 hours. Final: delivered, held, dismissed, cancelled, failed, and no_signals until signals appear.',
  })

/** One status a code, as the contract lists them; `internal` is a bug of ours. */
export const PROBLEMS = {
  invalid_json: [400, 'The body is not JSON.'],
  unauthorized: [401, 'The token is missing or wrong.'],
  not_found: [404, 'There is nothing with this id or at this address.'],
  method_not_allowed: [405, 'The address exists, the method does not; see the Allow header.'],
  conflict: [409, 'The Idempotency-Key was used with another body.'],
  too_large: [413, 'The body is larger than 256 kB.'],
  unsupported_type: [415, 'The content type is not application/json.'],
  invalid_input: [422, 'The JSON is understood, a value in it is not; `details` lists path and problem.'],
  internal: [500, 'Something of ours broke; the message carries a reference to our log.'],
  not_configured: [503, 'The token that opens this door is not set, so the door stays closed.'],
  unavailable: [503, 'Our database is away; nothing was stored. See the Retry-After header.'],
} as const satisfies Record<string, readonly [number, string]>

export type ProblemCode = keyof typeof PROBLEMS

export const ErrorDocument = z
  .strictObject({
    error: z.strictObject({
      code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
      message: text.openapi({ description: 'What was expected and what came, fit to show to a person.' }),
      details: z
        .array(
          z.strictObject({
            path: z.string().openapi({ description: 'Dotted; empty for the whole input.' }),
            problem: text,
          }),
        )
        .min(1)
        .optional()
        .openapi({ description: 'Every problem at once; only with invalid_input.' }),
    }),
  })
  .openapi('Error', {
    example: {
      error: {
        code: 'invalid_input',
        message:
          "This is not a reply we can take: domain: Expected a domain, or a prospect_email on the company's own host; got neither.",
        details: [
          { path: 'domain', problem: "Expected a domain, or a prospect_email on the company's own host; got neither." },
        ],
      },
    },
  })
