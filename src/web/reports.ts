import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import type { DoorContext } from '../context.ts'
import { UserError } from '../errors.ts'
import { parseReportRequest } from '../pipeline/report/intake.ts'
import type { DeskItem, ReportId, ReportStatus } from '../pipeline/report/types.ts'
import { requireToken } from './auth.ts'
import { readJson } from './body.ts'
import { invalid } from './replies.ts'
import { toReportJson } from './report-json.ts'

const LONGEST_WAIT_S = 55
const LOOK_AGAIN_MS = 200
const FINAL = new Set<ReportStatus>(['delivered', 'held', 'dismissed', 'cancelled', 'failed', 'no_signals'])

/** True for text of the shape of our ids; anything else needs no look into the store. */
export function isId(text: string): boolean {
  return /^[\w-]{1,64}$/.test(text)
}

/** The poll API: ask for a report, then read it. */
export function addReportRoutes(web: Hono, context: DoorContext): void {
  const { desk, runs, store, config } = context
  const { intakeToken: intake, apiToken: api, publicUrl } = config.server
  web.post('/v1/reports', async (c) => {
    requireToken(c, { intake, api }, ['api'])
    const { body, text } = await readJson(c)
    const key = c.req.header('idempotency-key') ?? null
    const parsed = parseReportRequest(body)
    if (!parsed.ok) throw invalid('This is not a report we can make', parsed.problems)
    if (!config.slack && parsed.requests.some((request) => request.post)) {
      throw new UserError('not_configured', '"post" needs Slack, and SLACK_BOT_TOKEN is not set.')
    }
    const answer = await onceByKey(context, { key, text }, async (nameOf) => {
      const from = { origin: 'api' as const, broughtBy: 'api' }
      const accepted = await Promise.all(
        parsed.requests.map((request, index) => desk.requestReport(request, { ...from, requestKey: nameOf(index) })),
      )
      const ids = accepted.map(({ id }) => id)
      return parsed.many ? { ids } : { id: ids[0], status_url: `${publicUrl}/v1/reports/${ids[0]}` }
    })
    return c.json(answer as object, 202)
  })
  web.get('/v1/reports/:id', async (c) => {
    const caller = requireToken(c, { intake, api }, ['api', 'intake'])
    const id = c.req.param('id') as ReportId
    const unknown = new UserError('not_found', 'There is no report with this id.')
    if (!isId(id)) throw unknown
    // What another door brought does not exist for the intake token.
    if (caller === 'intake' && (await store.broughtBy(id)) !== 'intake') throw unknown
    const item = await waitFor(context, id, { seconds: waitOf(c.req.query('wait')), closed: c.req.raw.signal })
    if (!item) throw unknown
    return c.json(toReportJson(item, item.runId ? await runs.show(item.runId) : null))
  })
}

function waitOf(text: string | undefined): number {
  if (text === undefined || text === '') return 0
  const seconds = Number(text)
  if (!Number.isFinite(seconds) || seconds < 0) {
    throw invalid('The query cannot be read', [
      { path: 'wait', problem: `expected seconds from 0 to ${LONGEST_WAIT_S}, got "${text.slice(0, 20)}"` },
    ])
  }
  return Math.min(seconds, LONGEST_WAIT_S)
}

/** Answers when the report has come to rest or the time is over, whichever is first; at once when the caller leaves. */
async function waitFor(
  { desk }: DoorContext,
  id: ReportId,
  { seconds, closed }: { seconds: number; closed: AbortSignal },
): Promise<DeskItem | null> {
  const until = performance.now() + seconds * 1_000
  for (;;) {
    const item = await desk.item(id)
    const left = until - performance.now()
    if (!item || FINAL.has(item.status) || left <= 0 || closed.aborted) return item
    await new Promise((resolve) => setTimeout(resolve, Math.min(LOOK_AGAIN_MS, left)))
  }
}

type Named = (index: number) => string | null

/**
 * An `Idempotency-Key` answers the same request with the same answer, and refuses another body. The key is taken before
 * anything is made, and the reports are named by it: two requests side by side, or one after a crash, make the same ones.
 */
async function onceByKey(
  { store }: DoorContext,
  { key, text }: { key: string | null; text: string },
  make: (nameOf: Named) => Promise<unknown>,
): Promise<unknown> {
  if (!key) return make(() => null)
  const name = `idempotency:${createHash('sha256').update(key).digest('hex')}`
  const bodyHash = createHash('sha256').update(text).digest('hex')
  const taken = await store.remember(name, bodyHash, null)
  if (taken.bodyHash !== bodyHash) {
    throw new UserError('conflict', 'This Idempotency-Key was used with another body before.')
  }
  return make((index) => `${name}:${index}`)
}
