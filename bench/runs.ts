import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../src/config.ts'
import { createContext } from '../src/context.ts'
import { createLogger } from '../src/log.ts'
import { parseReply } from '../src/pipeline/report/intake.ts'
import { preparePlaces } from '../src/store/places.ts'
import { rssOf, startOutside, watchCpu } from './support/measure.ts'

/**
 * Whole report runs a second, from an accepted reply to the queued message 2 and callback, with stubs that answer at
 * once, 20 runs in flight. Usage: node bench/runs.ts [runs=2000]. Once by rules, once with a model.
 */
const runs = Number(process.argv[2] ?? 2_000)
const IN_FLIGHT = 20

async function measure(label: string, withModel: boolean): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-'))
  const outside = await startOutside()
  const log = createLogger('error')
  const config = readConfig({
    DATA_DIR: dataDir,
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: 'bench',
    // Nobody listens here: the posts stay queued, which is where this measure ends.
    SLACK_API_URL: 'http://127.0.0.1:9/api/',
    CLAY_CALLBACK_URL: 'http://127.0.0.1:9/hook',
    ...(withModel ? { ANTHROPIC_API_KEY: 'bench', ANTHROPIC_BASE_URL: outside.url } : {}),
  })
  const signals = { url: outside.url, key: 'bench' }
  const places = await preparePlaces({ databaseUrl: null, signals, dataDir, log })
  const context = await createContext(config, places, { log, runSlots: IN_FLIGHT })
  await context.work()
  const ended = async () => {
    const { rows } = await context.db.pool.query<{ n: number; failed: number }>(
      `select count(*) filter (where ended_at is not null)::int as n, count(*) filter (where status = 'failed')::int as failed
       from intel.runs`,
    )
    return rows[0] ?? { n: 0, failed: 0 }
  }
  const go = async (from: number, count: number) => {
    let next = from
    const worker = async () => {
      while (next < from + count) {
        const parsed = parseReply({
          domain: 'fernmill.example',
          prospect_name: 'Ana Ruiz',
          prospect_email: 'ana@fernmill.example',
          reply_text: 'Yes, please send more about fleet software. Could we do Tuesday at 2pm ET?',
          message_id: `bench-${next++}`,
        })
        if (parsed.ok) await context.desk.acceptReply({ ...parsed, broughtBy: 'intake' })
      }
    }
    await Promise.all(Array.from({ length: IN_FLIGHT }, worker))
    for (let state = await ended(); state.n < from + count; state = await ended()) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  await go(0, 200)
  const stop = watchCpu({ app: process.pid, outside: outside.child })
  await go(200, runs)
  const { ms, appCpuMs, words } = stop()
  const { failed } = await ended()
  const perRun = (appCpuMs / runs).toFixed(1)
  console.log(
    `${label}: ${Math.round((runs / ms) * 1_000)} runs/s, own CPU ${perRun} ms a run, ${failed} failed, RSS ${rssOf(process.pid)} MB`,
  )
  console.log(`  ${words}`)
  await context.stop(2_000)
  await places.stop()
  outside.stop()
  await rm(dataDir, { recursive: true, force: true })
}

await measure('report run by rules', false)
await measure('report run with a model', true)
