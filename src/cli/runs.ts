import { UserError } from '../errors.ts'
import type { ReportId } from '../pipeline/report/types.ts'
import type { RunQuery, RunView } from '../pipeline/run-views.ts'
import type { Session } from '../session.ts'
import { toRunJson } from '../web/report-json.ts'
import { fromCursor, RunListQuery, toCursor } from '../web/runs.ts'
import { type Call, EXIT, UsageError } from './command.ts'
import { inSession } from './in-session.ts'
import { print, printJson, table } from './output.ts'
import { renderRun, summaryRow } from './run-text.ts'

const FILTERS = ['pipeline', 'domain', 'status', 'since', 'limit', 'cursor'] as const

/** `intel runs list`: newest first. */
export async function listRuns(call: Call): Promise<number> {
  const query = queryOf(call)
  return inSession(call, async ({ context }) => {
    const page = await context.runs.list(query)
    const next = page.next ? toCursor(page.next) : null
    if (call.flag('json')) printJson(call.world, { runs: page.runs.map(toRunJson), next })
    else print(call.world, listText(page.runs, next))
    return EXIT.ok
  })
}

/** `intel runs show <id>`: one run, or the newest of a report. */
export async function showRun(call: Call): Promise<number> {
  const [id = ''] = call.operands
  return inSession(call, async ({ context }) => {
    const run = (await context.runs.show(id)) ?? (await newestOf(context, id))
    if (!run)
      throw new UserError('not_found', `There is no run or report with the id “${id.slice(0, 80)}”.`, {
        nextSteps: ['See what ran: intel runs list'],
      })
    if (call.flag('json')) printJson(call.world, toRunJson(run))
    else print(call.world, renderRun(run))
    return EXIT.ok
  })
}

async function newestOf({ desk, runs }: Session['context'], id: string): Promise<RunView | null> {
  const runId = (await desk.item(id as ReportId))?.runId
  return runId ? runs.show(runId) : null
}

function queryOf(call: Call): RunQuery {
  const given = FILTERS.flatMap((name) => {
    const text = call.text(name)
    return text === undefined || text === '' ? [] : [[name, text] as const]
  })
  const parsed = RunListQuery.safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    const first = parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}.`)
    throw new UsageError(first.join(' '), ['See what it takes: intel help runs list'])
  }
  const { pipeline, domain, status, since, limit, cursor } = parsed.data
  return {
    pipeline: pipeline ?? null,
    domain: domain?.toLowerCase() ?? null,
    status: status ?? null,
    since: since ? new Date(since) : null,
    cursor: cursor ? readCursor(cursor) : null,
    limit,
  }
}

function readCursor(text: string): RunQuery['cursor'] {
  const place = fromCursor(text)
  if (place) return place
  throw new UsageError('--cursor: expected the "next" of an earlier answer.', [
    'See what it takes: intel help runs list',
  ])
}

function listText(runs: readonly RunView[], next: string | null): string {
  if (runs.length === 0) return 'No runs.'
  const head = ['queued', 'domain', 'status', 'took', 'cost', 'run']
  const text = table([head, ...runs.map(summaryRow)])
  return next ? `${text}\n\nMore: --cursor ${next}` : text
}
