import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'undici'
import { startAppProcess } from './support/app-process.ts'
import { percentile, rssOf, startOutside, watchCpu } from './support/measure.ts'

/**
 * Intake over HTTP, stored first, while the runs behind it go on: p50 and p99 at 1 and at 100 in flight. The app runs
 * as a user starts it, in its own process. Usage: node bench/intake.ts [requests=3000].
 */
const requests = Number(process.argv[2] ?? 3_000)

let sent = 0
async function go(client: Pool, inFlight: number, count: number): Promise<number[]> {
  const times: number[] = []
  let left = count
  const worker = async () => {
    while (left-- > 0) {
      const body = JSON.stringify({
        domain: 'fernmill.example',
        prospect_name: 'Ana Ruiz',
        prospect_email: 'ana@fernmill.example',
        reply_text: 'Yes, please send more about fleet software.',
        message_id: `bench-${sent++}`,
      })
      const headers = { 'content-type': 'application/json', authorization: 'Bearer bench' }
      const started = performance.now()
      const answer = await client.request({ path: '/v1/replies', method: 'POST', headers, body })
      await answer.body.dump()
      if (answer.statusCode !== 202) throw new Error(`intake answered ${answer.statusCode}`)
      times.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  return times.sort((a, b) => a - b)
}

const dataDir = await mkdtemp(join(tmpdir(), 'bench-'))
const outside = await startOutside()
const app = await startAppProcess({
  DATA_DIR: dataDir,
  SIGNALS_SUPABASE_URL: outside.url,
  SIGNALS_SUPABASE_KEY: 'bench',
})
const client = new Pool(app.url, { connections: 100 })
await go(client, 20, 300)
for (const inFlight of [1, 100]) {
  const count = inFlight === 1 ? Math.min(requests, 500) : requests
  const stop = watchCpu({ app: app.child.pid ?? 0, outside: outside.child })
  const times = await go(client, inFlight, count)
  const { ms, words } = stop()
  const at = (p: number) => percentile(times, p).toFixed(1)
  console.log(
    `intake, ${inFlight} in flight: ${Math.round((count / ms) * 1_000)}/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`,
  )
  console.log(`  ${words}; app RSS ${rssOf(app.child.pid ?? 0)} MB`)
}
await client.close()
await app.stop()
outside.stop()
await rm(dataDir, { recursive: true, force: true })
