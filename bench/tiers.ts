import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withDemoFolder } from '../demo/folder.ts'
import { type App, startApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { createLogger } from '../src/log.ts'
import { parseReportRequest } from '../src/pipeline/report/intake.ts'
import { createFakeStarbridge } from '../test/support/fake-starbridge.ts'
import type { FixtureRow } from '../test/support/fixture-rows.ts'
import { buyerWorldOf } from '../test/support/sellers/buyer-world.ts'
import { createWorkspace, type Workspace } from '../test/support/workspace/workspace.ts'
import { percentile, startOutside } from './support/measure.ts'
import { type TimedStep, timelineOf } from './support/timeline.ts'

/**
 * How long after intake the card stands in the channel, by tier, with signals that take 50 ms, a buyer's record 200 ms,
 * its contacts 400 ms and a model 5 s; and served from a report that was made ahead. Every reply is of a seller of its
 * own, so that nothing is kept from the one before. Usage: node bench/tiers.ts [replies=3] [picture.svg].
 */
const replies = Number(process.argv[2] ?? 3)
const picture = process.argv[3]
const TIERS = [1, 2, 3]
const BUYERS = [
  { buyer_name: 'Oakton County', buyer_type: 'County', buyer_state: 'OH' },
  { buyer_name: 'Birch City', buyer_type: 'City', buyer_state: 'WA' },
]

const sellers = [...TIERS.map((tier) => `tier${tier}`), 'tier-ahead'].flatMap((name) =>
  Array.from({ length: replies }, (_, n) => `${name}-${n}.example`),
)

function rowsOf(domain: string): FixtureRow[] {
  return BUYERS.map((buyer) => {
    const id = `byr-${buyer.buyer_name.toLowerCase().replaceAll(' ', '-')}-${domain.split('.')[0]}`
    return { id, domain, buyer_id: id, ...buyer }
  })
}

async function post(app: App, domain: string, fields: Record<string, unknown>): Promise<{ id: string; email: string }> {
  const email = `ana@${domain}`
  const body = {
    domain,
    prospect_email: email,
    product: 'fleet software',
    reply_text: 'Yes, please send more.',
    ...fields,
  }
  const headers = { 'content-type': 'application/json', authorization: 'Bearer bench' }
  const answer = await fetch(`${app.url}/v1/replies`, { method: 'POST', headers, body: JSON.stringify(body) })
  return { id: ((await answer.json()) as { id: string }).id, email }
}

type World = { app: App; workspace: Workspace }

/** Seconds from intake to the card. */
async function timeOne({ app, workspace }: World, domain: string, fields: Record<string, unknown>) {
  const started = performance.now()
  const { id, email } = await post(app, domain, fields)
  const posts = () => workspace.posts('C0INTENT').filter((message) => message.text?.includes(email))
  await workspace.waitFor(() => posts().length === 2, { timeoutMs: 60_000, what: 'message 2' })
  const seconds = (performance.now() - started) / 1_000
  // The channel takes one post a second: the next reply finds it rested, as one on its own would.
  await new Promise((resolve) => setTimeout(resolve, 3_000))
  return { id, seconds }
}

/** The bounds of the goal: one model call and 0.7 s, and 1.5 s where no model is waited for. */
const GOAL_S = { model: 5.7, ahead: 1.5 }

function say(label: string, times: number[], goal: number): void {
  const sorted = times.toSorted((a, b) => a - b)
  const worst = sorted.at(-1) ?? 0
  console.log(`${label}: median ${percentile(sorted, 0.5).toFixed(2)} s, worst ${worst.toFixed(2)} s, goal ${goal} s`)
  if (worst > goal) process.exitCode = 1
}

async function measureTiers(world: World): Promise<void> {
  for (const tier of TIERS) {
    const times: number[] = []
    let last = ''
    for (let n = 0; n < replies; n++) {
      const { id, seconds } = await timeOne(world, `tier${tier}-${n}.example`, { requested_tier: tier })
      times.push(seconds)
      last = id
    }
    const report = await world.app.context.desk.item(last as never)
    say(`tier ${tier} (got ${report?.document?.tier ?? 'none'})`, times, GOAL_S.model)
    if (tier === 3 && picture && report?.runId) await draw(world.app, report.runId)
  }
}

async function draw(app: App, runId: string): Promise<void> {
  const answer = await fetch(`${app.url}/v1/runs/${runId}`, { headers: { authorization: 'Bearer bench' } })
  const { steps } = (await answer.json()) as { steps: TimedStep[] }
  await writeFile(picture ?? '', timelineOf(steps))
  console.log(`Drawn from the record: ${picture}`)
}

async function measureAhead(world: World): Promise<void> {
  const times: number[] = []
  for (let n = 0; n < replies; n++) {
    const domain = `tier-ahead-${n}.example`
    // As a launch is prepared: the product is the account's, which the reply must agree with.
    const parsed = parseReportRequest({ domain })
    const request = parsed.ok ? parsed.requests[0] : undefined
    if (!request) throw new Error('The domain was not taken')
    const from = { origin: 'prepared' as const, broughtBy: 'cli', requestKey: null }
    const { id } = await world.app.context.desk.requestReport(request, from)
    while ((await world.app.context.desk.item(id))?.status !== 'delivered')
      await new Promise((done) => setTimeout(done, 100))
    times.push((await timeOne(world, domain, { product: null })).seconds)
  }
  say('served from a report made ahead', times, GOAL_S.ahead)
}

async function run(dataDir: string): Promise<void> {
  const outside = await startOutside({ signalsMs: 50, claudeMs: 5_000 })
  const latency = { search: 200, attributes: 200, buyer_contacts: 400, opportunity_search: 400 }
  const data = buyerWorldOf(sellers.flatMap(rowsOf), () => 'Director of Fleet Services')
  const starbridge = await createFakeStarbridge({ data, latency })
  const workspace = await createWorkspace()
  const config = readConfig({
    DATA_DIR: dataDir,
    PORT: '0',
    INTAKE_TOKEN: 'bench',
    API_TOKEN: 'bench',
    SIGNALS_SUPABASE_URL: outside.url,
    SIGNALS_SUPABASE_KEY: 'bench',
    SLACK_BOT_TOKEN: workspace.token,
    SLACK_SIGNING_SECRET: 'bench',
    SLACK_API_URL: workspace.apiUrl,
    INTENT_REPORTS_CHANNEL: 'C0INTENT',
    DEFAULT_OWNER: 'U0BDR',
    ANTHROPIC_API_KEY: 'bench',
    ANTHROPIC_BASE_URL: outside.url,
    ...starbridge.env,
  })
  const app = await startApp(config, { log: createLogger('error', process.stderr), drainMs: 2_000 })
  try {
    await timeOne({ app, workspace }, 'warm-up.example', {})
    await measureTiers({ app, workspace })
    await measureAhead({ app, workspace })
  } finally {
    await app.stop()
    await workspace.close()
    await starbridge.close()
    outside.stop()
  }
}

const dataDir = await mkdtemp(join(tmpdir(), 'bench-'))
try {
  await withDemoFolder(dataDir, run)
} finally {
  await rm(dataDir, { recursive: true, force: true })
}
