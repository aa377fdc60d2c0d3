/**
 * The whole app as a process of its own, configured by its environment, that can be killed in any moment or kills
 * itself at a named place: `KILL_AT=card:performed#1`. It is driven by messages (`crash/words.ts`) from its parent.
 */
import { flushCompileCache } from 'node:module'
import { startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { createLogger } from '../../src/log.ts'
import type { ReportId } from '../../src/pipeline/report/types.ts'
import { createKiller } from './crash/killer.ts'
import { tapFetch, tapStatements } from './crash/tap.ts'
import type { Said, Told } from './crash/words.ts'

const say = (said: Said) => process.send?.(said)
const startedAt = { process: 0, ready: 0 }
const firstWork: { place: string; at: number }[] = []
let isStopping = false
const killer = createKiller(watch)
killer.arm(process.env['KILL_AT'] || null)
tapStatements(killer.passed)

const WORK = /^(run:begun|dispatch:stored|edit:held|[a-z-]+:announced)$/

/** Notes when this process first does what another one had left. */
function watch(place: string): void {
  if (firstWork.length > 0 || startedAt.process === 0 || !WORK.test(place)) return
  firstWork.push({ place, at: performance.now() })
  tellResumed()
}

function tellResumed(): void {
  const [first] = firstWork
  if (!first || startedAt.ready === 0) return
  const ms = (since: number) => Math.round((first.at - since) * 10) / 10
  say({ said: 'resumed', what: first.place, afterReadyMs: ms(startedAt.ready), afterStartMs: ms(startedAt.process) })
}

async function run(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLogger(config.server.logLevel, process.stderr)
  startedAt.process = performance.now()
  const drainMs = Number(process.env['DRAIN_MS'] ?? 5_000)
  const delayMs = () => 200
  const app = await startApp(config, {
    log,
    hasCron: false,
    drainMs,
    delayMs,
    fetch: tapFetch(killer.passed),
    checkpoint: killer.passed,
  })
  startedAt.ready = performance.now()
  say({ said: 'ready', url: app.url, startedMs: Math.round(startedAt.ready - startedAt.process) })
  tellResumed()
  const { desk } = app.context
  process.on('message', (told: Told) => {
    if (told.told !== 'escalate') return
    const wish = { to: told.to, by: 'U0BDR', why: 'They ask for the price.', nonce: 'once' }
    void desk.escalate(told.id as ReportId, wish)
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      isStopping = true
      void app.stop().then(() => process.disconnect())
    })
  }
}

process.on('message', (told: Told) => {
  if (told.told === 'start') {
    if (told.at !== null) killer.arm(told.at)
    void run()
  }
  if (told.told !== 'arm') return
  killer.arm(told.at)
  say({ said: 'armed' })
})
// Nobody is left who could end it.
process.on('disconnect', () => {
  if (!isStopping) process.exit(1)
})
// It is written at a clean exit otherwise, and there may be none.
flushCompileCache()
say({ said: 'loaded' })
