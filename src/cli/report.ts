import { UserError } from '../errors.ts'
import { parseReply, parseReportRequest } from '../pipeline/report/intake.ts'
import type { ReportId } from '../pipeline/report/types.ts'
import { openSession, type Session } from '../session.ts'
import { toReportJson } from '../web/report-json.ts'
import { type Call, EXIT, UsageError } from './command.ts'
import { readDocument } from './document.ts'
import { renderOutcome } from './outcome.ts'
import { print, printJson, progress, tell } from './output.ts'
import { progressOf } from './progress.ts'
import { type Settled, settle } from './settle.ts'

const WAIT_S = { usual: 120, most: 3_600 }
const CLOSE_MS = 10_000
const ENDED_CLOSE_MS = 1_000

/** `intel report <domain>`: asks for a report, waits for it and prints it. */
export async function report(call: Call): Promise<number> {
  const waitMs = waitOf(call)
  const [domain] = call.operands
  const parsed = parseReportRequest({
    domain,
    product: call.text('product') ?? null,
    tier: call.text('tier') ?? null,
    fresh: call.flag('fresh'),
    post: call.flag('post'),
  })
  const request = parsed.ok ? parsed.requests[0] : undefined
  if (!parsed.ok || !request) throw unreadable('report', parsed.ok ? [] : parsed.problems)
  const config = call.config()
  if (request.post && !config.slack)
    throw new UserError('not_configured', 'There is no Slack to post to: SLACK_BOT_TOKEN is not set.', {
      nextSteps: ['Set SLACK_BOT_TOKEN, or leave --post out.'],
    })
  return inSession(call, async (session) => {
    const from = { origin: 'cli' as const, broughtBy: 'cli', requestKey: null }
    const { id } = await session.context.desk.requestReport(request, from)
    const settled = await watch(call, session, { id, waitMs })
    if (call.flag('json')) printJson(call.world, toReportJson(settled.item, settled.run))
    return conclude(call, settled)
  })
}

/** `intel reply <file>`: takes in one reply and waits for its report. */
export async function reply(call: Call): Promise<number> {
  const waitMs = waitOf(call)
  const parsed = parseReply(await readDocument(call.world, call.operands[0] ?? ''))
  if (!parsed.ok) throw new UserError('invalid_input', 'This is not a reply we can take.', { details: parsed.problems })
  const config = call.config()
  return inSession(call, async (session) => {
    const { input, extra } = parsed
    const { id, isDuplicate } = await session.context.desk.acceptReply({ input, extra, broughtBy: 'cli' })
    if (isDuplicate) progress(call.world, 'This reply is known; nothing runs twice.')
    const settled = await watch(call, session, { id, waitMs })
    if (call.flag('json')) {
      const answer = { status_url: `${config.server.publicUrl}/v1/reports/${id}`, duplicate: isDuplicate }
      printJson(call.world, { ...toReportJson(settled.item, settled.run), ...answer })
    }
    return conclude(call, settled)
  })
}

async function inSession(call: Call, work: (session: Session) => Promise<number>): Promise<number> {
  const config = call.config()
  progress(call.world, 'Opening the database …')
  const session = await openSession(config, { log: call.log, ...call.world.overrides })
  try {
    call.world.abort.throwIfAborted()
    return await work(session)
  } finally {
    // Who ended the waiting is not kept for the work in hand: the next start resumes it.
    await session.close(call.world.abort.aborted ? ENDED_CLOSE_MS : CLOSE_MS)
  }
}

function watch(call: Call, session: Session, { id, waitMs }: { id: ReportId; waitMs: number }): Promise<Settled> {
  const onChange = progressOf((line) => progress(call.world, line))
  return settle(session, { id, waitMs, abort: call.world.abort, onChange })
}

/** Says in words what became of it (unless JSON was asked for) and turns it into an exit code. */
function conclude(call: Call, settled: Settled): number {
  const { world } = call
  const isLeft = !settled.isRested && waitOf(call) === 0
  const outcome = renderOutcome(settled, { isLeft, dmInSharedPage: call.config().pages.dmInSharedPage })
  if (outcome.text !== null && !call.flag('json')) print(world, outcome.text)
  if (outcome.trouble.length > 0) tell(world, outcome.trouble)
  if (world.abort.aborted && !settled.isRested) return EXIT.ended
  return outcome.isSuccess ? EXIT.ok : EXIT.failed
}

function waitOf(call: Call): number {
  const text = call.text('wait')
  if (text === undefined) return WAIT_S.usual * 1_000
  const seconds = /^\d{1,6}(?:\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN
  if (seconds >= 0 && seconds <= WAIT_S.most) return seconds * 1_000
  throw unreadable('report', [
    { path: 'wait', problem: `expected seconds from 0 to ${WAIT_S.most}, got “${text.slice(0, 20)}”` },
  ])
}

function unreadable(command: string, problems: readonly { path: string; problem: string }[]): UsageError {
  const first = problems.map(({ path, problem }) =>
    path === 'domain' || path === '' ? problem : `--${path}: ${problem}`,
  )
  return new UsageError(first.join(' '), [`See what it takes: intel help ${command}`])
}
