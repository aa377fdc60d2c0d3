import type { Hono } from 'hono'
import { z } from 'zod'
import type { DoorContext } from '../context.ts'
import { UserError } from '../errors.ts'
import type { RunQuery } from '../pipeline/run-views.ts'
import { requireToken } from './auth.ts'
import { invalid } from './replies.ts'
import { toRunJson } from './report-json.ts'
import { isId } from './reports.ts'

const STATUSES = ['queued', 'running', 'delayed', 'completed', 'partial', 'failed', 'stopped', 'cancelled'] as const

/** Postgres takes no NUL in a text. */
const text = z
  .string()
  .max(253)
  .regex(/^[^\0]*$/, 'expected text without control characters')
  .optional()

export const RunListQuery = z.object({
  pipeline: text,
  domain: text,
  status: z.enum(STATUSES).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})

/** The record of runs: newest first, a page at a time. */
export function addRunRoutes(web: Hono, { runs, config }: DoorContext): void {
  const tokens = { intake: config.server.intakeToken, api: config.server.apiToken }
  web.get('/v1/runs', async (c) => {
    requireToken(c, tokens, ['api'])
    const given = Object.fromEntries(Object.entries(c.req.query()).filter(([, value]) => value !== ''))
    const query = RunListQuery.safeParse(given)
    if (!query.success) {
      throw invalid(
        'The query cannot be read',
        query.error.issues.map((issue) => ({ path: issue.path.join('.'), problem: issue.message })),
      )
    }
    const { pipeline, domain, status, since, limit, cursor } = query.data
    const page = await runs.list({
      pipeline: pipeline ?? null,
      domain: domain?.toLowerCase() ?? null,
      status: status ?? null,
      since: since ? new Date(since) : null,
      cursor: cursor ? readCursor(cursor) : null,
      limit,
    })
    return c.json({ runs: page.runs.map(toRunJson), next: page.next && toCursor(page.next) })
  })
  web.get('/v1/runs/:id', async (c) => {
    requireToken(c, tokens, ['api'])
    const id = c.req.param('id')
    const run = isId(id) ? await runs.show(id) : null
    if (!run) throw new UserError('not_found', 'There is no run with this id.')
    return c.json(toRunJson(run))
  })
}

function readCursor(text: string): Place {
  const place = fromCursor(text)
  if (place) return place
  throw invalid('The query cannot be read', [{ path: 'cursor', problem: 'expected the "next" of an earlier answer' }])
}

type Place = NonNullable<RunQuery['cursor']>

/** The `next` of a page of runs: the place of its last run, for no eyes. */
export function toCursor({ queuedAt, id }: Place): string {
  return Buffer.from(`${queuedAt.toISOString()} ${id}`).toString('base64url')
}

/** The place that `toCursor` was given; null for any other text. */
export function fromCursor(text: string): Place | null {
  const [time = '', id = ''] = Buffer.from(text, 'base64url').toString('utf8').split(' ')
  const queuedAt = new Date(time)
  return isId(id) && !Number.isNaN(queuedAt.getTime()) ? { queuedAt, id } : null
}
