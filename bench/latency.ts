import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWorkspace } from '../test/support/workspace/workspace.ts'
import { startAppProcess } from './support/app-process.ts'
import { percentile, startOutside } from './support/measure.ts'

/**
 * How long after intake message 1 and message 2 stand in the channel, one reply at a time, with signals that take 50 ms
 * and a model that takes 5 s, and without a model. Usage: node bench/latency.ts [replies=5].
 */
const replies = Number(process.argv[2] ?? 5)

async function measure(label: string, withModel: boolean): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-'))
  const outside = await startOutside({ signalsMs: 50, claudeMs: 5_000 })
  const workspace = await createWorkspace()
  const app = await startAppProcess({
    DATA_DIR: dataDir,
    SIGNALS_SUPABASE_URL: outside.url,
    SIGNALS_SUPABASE_KEY: 'bench',
    SLACK_BOT_TOKEN: workspace.token,
    SLACK_SIGNING_SECRET: 'bench',
    SLACK_API_URL: workspace.apiUrl,
    INTENT_REPORTS_CHANNEL: 'C0INTENT',
    DEFAULT_OWNER: 'U0BDR',
    ...(withModel ? { ANTHROPIC_API_KEY: 'bench', ANTHROPIC_BASE_URL: outside.url } : {}),
  })
  const first: number[] = []
  const second: number[] = []
  for (let n = 0; n < replies; n++) {
    const email = `ana${n}@fernmill.example`
    const body = {
      domain: 'fernmill.example',
      prospect_email: email,
      reply_text: 'Yes, please send more about fleet software.',
    }
    const headers = { 'content-type': 'application/json', authorization: 'Bearer bench' }
    const started = performance.now()
    await fetch(`${app.url}/v1/replies`, { method: 'POST', headers, body: JSON.stringify(body) })
    const posts = () => workspace.posts('C0INTENT').filter((message) => message.text?.includes(email))
    await workspace.waitFor(() => posts().length === 1, { timeoutMs: 20_000, what: 'message 1' })
    first.push(performance.now() - started)
    await workspace.waitFor(() => posts().length === 2, { timeoutMs: 20_000, what: 'message 2' })
    second.push(performance.now() - started)
    // The channel takes one post a second: the next reply finds it rested, as one on its own would.
    await new Promise((resolve) => setTimeout(resolve, 3_000))
  }
  const seconds = (times: number[]) => {
    const sorted = times.toSorted((a, b) => a - b)
    return `median ${(percentile(sorted, 0.5) / 1_000).toFixed(2)} s, worst ${((sorted.at(-1) ?? 0) / 1_000).toFixed(2)} s`
  }
  console.log(`${label}: message 1 ${seconds(first)}; message 2 ${seconds(second)}`)
  await app.stop()
  await workspace.close()
  outside.stop()
  await rm(dataDir, { recursive: true, force: true })
}

await measure('signals 50 ms, model 5 s', true)
await measure('signals 50 ms, no model', false)
