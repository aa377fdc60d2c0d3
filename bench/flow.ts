import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'undici'
import { createHttp } from '../src/clients/http.ts'
import { createLogger } from '../src/log.ts'
import type { RunId } from '../src/pipeline/report/types.ts'
import { createRunner, type Pipeline } from '../src/pipeline/run.ts'
import type { Step } from '../src/pipeline/step.ts'
import { createTurns } from '../src/pipeline/turns.ts'
import { createBatcher } from '../src/store/batcher.ts'
import { openDb } from '../src/store/db.ts'
import { preparePlaces } from '../src/store/places.ts'
import { createQueue } from '../src/store/queue.ts'
import { insertRunRows } from '../src/store/run-rows.ts'
import { createRunStore } from '../src/store/run-store.ts'
import { percentile, rssOf, startOutside, watchCpu } from './support/measure.ts'

/**
 * The runner alone, as other engines are measured: a request comes in, is stored and queued, two look-ups are made as
 * recorded steps, and the request is answered; 20 in flight. Usage: node bench/flow.ts [requests=4000].
 */
const requests = Number(process.argv[2] ?? 4_000)
const IN_FLIGHT = 20
const log = createLogger('error')
const dataDir = await mkdtemp(join(tmpdir(), 'bench-'))
const outside = await startOutside()
const places = await preparePlaces({ databaseUrl: null, signals: { url: outside.url, key: 'bench' }, dataDir, log })
const db = openDb(places.databaseUrl, { log, max: 12 })
const queue = createQueue(places.databaseUrl, { log })
await queue.start()
const store = await createRunStore({ db, queue, processId: 'bench' })

const http = createHttp({ service: 'lookup', timeoutMs: 5_000 })
const lookUp = (name: string): Step<number, string> => ({
  name,
  version: 1,
  work: async (n) => (await http.request({ operation: name, url: `${outside.url}/${name}/${n}` })).text,
})
const [first, second] = [lookUp('first-look-up'), lookUp('second-look-up')]
const waiting = new Map<string, (answer: string) => void>()
const pipeline: Pipeline<{ n: number }> = {
  name: 'flow',
  parse: (input) => input as { n: number },
  async run(run) {
    const a = await run.step(first, run.input.n)
    const b = await run.step(second, run.input.n)
    await run.stored()
    waiting.get(run.id)?.(a + b)
  },
  failed: async () => undefined,
}
const models = { read: '', write: '', plan: '' }
const runner = createRunner([pipeline], {
  store,
  model: null,
  models,
  clock: { now: () => new Date() },
  turns: createTurns(),
  log,
  maxFailures: 1,
  retryMs: 1,
})
await queue.work('run', { slots: IN_FLIGHT / 4, batch: 4 }, async (jobs) => {
  await Promise.all(jobs.map((job) => runner.execute((job.data as { runId: RunId }).runId, job.id, job.abort)))
  return new Set<string>()
})

const accepts = createBatcher<{ id: string; n: number }, void>(
  async (items) =>
    db.transaction(async (tx) => {
      const facts = {
        pipeline: 'flow',
        subject_id: 'bench',
        domain: 'fernmill.example',
        now_at: new Date(),
        parent_run_id: null,
      }
      await insertRunRows(
        queue,
        tx,
        items.map(({ id, n }) => ({ id, input: { n }, ...facts })),
      )
      return items.map(() => undefined)
    }),
  { max: 100 },
)
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.resume()
  const id = randomUUID()
  const answered = new Promise<string>((resolve) => waiting.set(id, resolve))
  await accepts.add({ id, n: waiting.size })
  response.end(await answered)
  waiting.delete(id)
}
const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))
const address = server.address()
const client = new Pool(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, {
  connections: IN_FLIGHT,
})

async function go(count: number): Promise<number[]> {
  const times: number[] = []
  let left = count
  const worker = async () => {
    while (left-- > 0) {
      const started = performance.now()
      const { body } = await client.request({ path: '/', method: 'POST', body: '{}' })
      await body.dump()
      times.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker))
  return times.sort((a, b) => a - b)
}

await go(400)
const stop = watchCpu({ app: process.pid, outside: outside.child })
const times = await go(requests)
const { ms, appCpuMs, words } = stop()
const ms1 = (value: number) => value.toFixed(1)
console.log(
  `flow of intake, two look-ups and answer: ${Math.round((requests / ms) * 1_000)}/s, p50 ${ms1(percentile(times, 0.5))} ms, ` +
    `p99 ${ms1(percentile(times, 0.99))} ms, own CPU ${ms1(appCpuMs / requests)} ms a run, RSS ${rssOf(process.pid)} MB`,
)
console.log(`  ${words} (load and app share one process)`)
await client.close()
server.close()
await queue.stop(1_000)
await db.close()
await places.stop()
outside.stop()
await rm(dataDir, { recursive: true, force: true })
