import type { Hono } from 'hono'
import type { DoorContext } from '../context.ts'
import { UserError } from '../errors.ts'
import { parseReply } from '../pipeline/report/intake.ts'
import { requireToken } from './auth.ts'
import { readJson } from './body.ts'

/** Intake from Clay: stored and queued before the answer, everything else after it. */
export function addReplyRoutes(web: Hono, { desk, config }: DoorContext): void {
  const { intakeToken, apiToken, publicUrl } = config.server
  web.post('/v1/replies', async (c) => {
    requireToken(c, { intake: intakeToken, api: apiToken }, ['intake'])
    const parsed = parseReply((await readJson(c)).body)
    if (!parsed.ok) throw invalid('This is not a reply we can take', parsed.problems)
    const { id, isDuplicate } = await desk.acceptReply({
      input: parsed.input,
      extra: parsed.extra,
      broughtBy: 'intake',
    })
    const status = isDuplicate ? ((await desk.item(id))?.status ?? 'queued') : 'queued'
    const body = { id, status, status_url: `${publicUrl}/v1/reports/${id}`, duplicate: isDuplicate }
    return c.json(body, isDuplicate ? 200 : 202)
  })
}

/** The problems of an input as one error: the first two in the sentence, all in `details`. */
export function invalid(what: string, problems: { path: string; problem: string }[]): UserError {
  const first = problems.slice(0, 2).map(({ path, problem }) => (path ? `${path}: ${problem}` : problem))
  return new UserError('invalid_input', `${what}: ${first.join('; ')}`, { details: problems })
}
