import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ExternalError } from '../../src/errors.ts'
import { createLogger } from '../../src/log.ts'
import type { ModelClient } from '../../src/pipeline/ports.ts'
import type { RunStore } from '../../src/pipeline/record.ts'
import type { RunId } from '../../src/pipeline/report/types.ts'
import { createRunner, type Pipeline, type RunnerOptions } from '../../src/pipeline/run.ts'
import { empty, type Run, RunLater, RunStopped, type Step, skipped } from '../../src/pipeline/step.ts'
import { createTurns } from '../../src/pipeline/turns.ts'
import { type Db, openDb } from '../../src/store/db.ts'
import { createQueue, type Queue } from '../../src/store/queue.ts'
import { createRunReader } from '../../src/store/run-reader.ts'
import { createRunStore } from '../../src/store/run-store.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

const log = createLogger('silent')
const never = new AbortController().signal
let database: TestDatabase
let db: Db
let queue: Queue
let store: RunStore

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url, { log })
  queue = createQueue(database.url, { log })
  await queue.start()
  store = await createRunStore({ db, queue, processId: 'test' })
})

afterAll(async () => {
  await queue.stop(1_000)
  await db.close()
  await database.drop()
})

type Input = { word: string }

async function newRun(input: Input = { word: 'a' }, parentRunId: string | null = null): Promise<RunId> {
  const id = randomUUID()
  await db.pool.query(
    `insert into intel.runs (id, pipeline, subject_id, domain, input, now_at, parent_run_id)
     values ($1, 'toy', 'subject', 'fernmill.example', $2, '2026-03-02T12:00:00Z', $3)`,
    [id, JSON.stringify(input), parentRunId],
  )
  return id as RunId
}

function runnerOf(
  run: (run: Run<Input>) => Promise<void>,
  options: Partial<RunnerOptions> & { failed?: Pipeline<Input>['failed'] } = {},
) {
  const toy: Pipeline<Input> = {
    name: 'toy',
    parse: (input) => input as Input,
    run,
    failed: options.failed ?? (async () => undefined),
  }
  return createRunner([toy], {
    store,
    model: null,
    models: { read: 'claude-haiku-5-5', write: 'claude-sonnet-5-5', plan: 'claude-opus-5-5' },
    clock: { now: () => new Date() },
    turns: createTurns(),
    log,
    maxFailures: 1,
    retryMs: 10,
    ...options,
  })
}

const show = async (id: string) => {
  const run = await createRunReader(db).show(id)
  if (!run) throw new Error('no run')
  return run
}

/** A step that counts how often it really works. */
function counted<In, Out>(name: string, work: Step<In, Out>['work'], more: Partial<Step<In, Out>> = {}) {
  const step = { name, version: 1, work, ...more }
  const calls: In[] = []
  const counting: Step<In, Out> = {
    ...step,
    work: (input, tools) => {
      calls.push(input)
      return work(input, tools)
    },
  }
  return { step: counting, calls }
}

describe('a run', () => {
  test('records its steps, outcomes and end', async () => {
    const double = counted('double', (word: string) => word + word)
    const nothing = counted('look', () => empty([] as string[], 'nothing there'))
    const left = counted('leave', () => skipped(null, 'not needed'))
    const seen: unknown[] = []
    const id = await newRun({ word: 'ab' })
    const end = await runnerOf(async (run) => {
      seen.push(
        await run.step(double.step, run.input.word),
        await run.step(nothing.step, 1),
        await run.step(left.step, 2),
      )
      expect(run.now.toISOString()).toBe('2026-03-02T12:00:00.000Z')
    }).execute(id, 'job', never)
    expect(end).toBe('completed')
    expect(seen).toEqual(['abab', [], null])
    const run = await show(id)
    expect(run.status).toBe('completed')
    expect(run.steps.map((step) => [step.name, step.outcome, step.note])).toEqual([
      ['double', 'ok', null],
      ['look', 'empty', 'nothing there'],
      ['leave', 'skipped', 'not needed'],
    ])
  })

  test('resumes after an error and does not repeat a finished step', async () => {
    const first = counted('first', (word: string) => `${word}!`)
    let isBroken = true
    const second = counted('second', (word: string) => {
      if (isBroken) throw new Error('a bug of ours')
      return word.length
    })
    const results: number[] = []
    const runner = runnerOf(
      async (run) => {
        results.push(await run.step(second.step, await run.step(first.step, run.input.word)))
      },
      { maxFailures: 3 },
    )
    const id = await newRun()
    expect(await runner.execute(id, 'job', never)).toBe('later')
    expect((await show(id)).steps.map((step) => [step.name, step.outcome])).toEqual([
      ['first', 'ok'],
      ['second', 'failed'],
    ])
    isBroken = false
    expect(await runner.execute(id, 'job', never)).toBe('completed')
    expect(first.calls).toEqual(['a'])
    expect(results).toEqual([2])
  })

  test('tells its pipeline when it has failed for good', async () => {
    const told: string[] = []
    const id = await newRun()
    const runner = runnerOf(() => Promise.reject(new Error('no way')), {
      failed: async (_run, error, reference) => {
        told.push(`${(error as Error).message} ${reference}`)
      },
    })
    expect(await runner.execute(id, 'job', never)).toBe('failed')
    expect(told).toEqual([`no way ${id.slice(0, 8)}`])
    expect(await runner.execute(id, 'job', never)).toBe('gone')
    expect((await show(id)).note).toBe('no way')
  })

  test('falls back where the step says how, and is partial then', async () => {
    const weak = counted(
      'weak',
      (): string => {
        throw new Error('down')
      },
      { fallback: () => 'by rules' },
    )
    const got: string[] = []
    const id = await newRun()
    const end = await runnerOf(async (run) => {
      got.push(await run.step(weak.step, null))
    }).execute(id, 'job', never)
    expect([end, got]).toEqual(['partial', ['by rules']])
    expect((await show(id)).steps[0]).toMatchObject({ outcome: 'fallback', note: 'down' })
  })

  test('tries a passing outside failure as often as the step says and records every attempt', async () => {
    let n = 0
    const shaky = counted(
      'shaky',
      () => {
        n += 1
        if (n < 3) throw new ExternalError('busy', { service: 'x', operation: 'y', status: 503, retryable: true })
        return 'there'
      },
      { tries: 3, waitMs: 1 },
    )
    const id = await newRun()
    expect(await runnerOf(async (run) => void (await run.step(shaky.step, 1))).execute(id, 'job', never)).toBe(
      'completed',
    )
    const attempts = (await show(id)).steps[0]?.attempts.map(({ outcome, error }) => [outcome, error])
    expect(attempts).toEqual([
      ['failed', 'busy'],
      ['failed', 'busy'],
      ['ok', null],
    ])
  })

  test('runs independent steps side by side and equal ones once', async () => {
    const order: string[] = []
    let release = (): void => undefined
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow = counted('slow', async () => {
      order.push('slow starts')
      await gate
      return 1
    })
    const quick = counted('quick', () => {
      order.push('quick')
      release()
      return 2
    })
    const id = await newRun()
    await runnerOf(async (run) => {
      await Promise.all([run.step(slow.step, 0), run.step(slow.step, 0), run.step(quick.step, 0)])
    }).execute(id, 'job', never)
    expect(order).toEqual(['slow starts', 'quick'])
    expect((await show(id)).steps).toHaveLength(2)
  })

  test('keeps by content: another input or version is another step', async () => {
    const a = counted('same', (word: string) => word)
    const b = { ...a.step, version: 2 }
    const id = await newRun()
    await runnerOf(async (run) => {
      await run.step(a.step, 'x')
      await run.step(a.step, 'x')
      await run.step(a.step, 'y')
      await run.step(b, 'x')
    }).execute(id, 'job', never)
    expect(a.calls).toEqual(['x', 'y', 'x'])
  })

  test('reuses good steps of its parent run and says so, but not its fallbacks', async () => {
    const good = counted('good', (word: string) => word.toUpperCase())
    const weak = counted(
      'weak',
      (): string => {
        throw new Error('down')
      },
      { fallback: () => 'by rules' },
    )
    const runner = runnerOf(async (run) => {
      await run.step(good.step, run.input.word)
      await run.step(weak.step, 1)
    })
    const parent = await newRun()
    await runner.execute(parent, 'job', never)
    const child = await newRun({ word: 'a' }, parent)
    await runner.execute(child, 'job', never)
    expect(good.calls).toHaveLength(1)
    expect(weak.calls).toHaveLength(2)
    expect((await show(child)).steps.map((step) => [step.name, step.reusedFrom])).toEqual([
      ['good', parent],
      ['weak', null],
    ])
  })

  test('stops and waits when its pipeline says so', async () => {
    const stopped = await newRun()
    const end = await runnerOf(() => Promise.reject(new RunStopped('nothing to do'))).execute(stopped, 'job', never)
    expect([end, (await show(stopped)).status]).toEqual(['stopped', 'stopped'])
    const delayed = await newRun()
    const at = new Date(Date.now() + 3_600_000)
    expect(await runnerOf(() => Promise.reject(new RunLater('not now', at))).execute(delayed, 'job', never)).toBe(
      'later',
    )
    expect((await show(delayed)).status).toBe('delayed')
    const { rows } = await db.pool.query(
      `select start_after from pgboss.job where name = 'run' and data ->> 'runId' = $1`,
      [delayed],
    )
    expect(rows[0].start_after.getTime()).toBe(at.getTime())
  })
})

describe('a fence', () => {
  test('keeps a start that was overtaken from writing another word', async () => {
    const id = await newRun()
    let go = (): void => undefined
    const gate = new Promise<void>((resolve) => {
      go = resolve
    })
    const slow = counted('slow', async () => {
      await gate
      return 'late'
    })
    const quick = counted('quick', () => 'in time')
    const old = runnerOf(async (run) => {
      await run.step(slow.step, 1)
      await run.stored()
      await run.step(quick.step, 1)
    }).execute(id, 'job-1', never)
    await expect.poll(() => slow.calls.length).toBe(1)
    const taken = await runnerOf(async (run) => void (await run.step(quick.step, 2))).execute(id, 'job-2', never)
    go()
    expect([taken, await old]).toEqual(['completed', 'fenced'])
    expect((await show(id)).steps.map((step) => step.name)).toEqual(['quick'])
  })

  test('ends a cancelled run without a further step', async () => {
    const id = await newRun()
    const after = counted('after', () => 1)
    const end = await runnerOf(async (run) => {
      await db.pool.query(`update intel.runs set status = 'cancelled', attempt = attempt + 1 where id = $1`, [id])
      await run.step(counted('during', () => 1).step, 1)
      await run.stored()
      await run.step(after.step, 1)
    }).execute(id, 'job', never)
    expect([end, after.calls.length]).toEqual(['fenced', 0])
    expect((await show(id)).status).toBe('cancelled')
  })

  test('lets a drain leave the run as a crash would: running, to be resumed', async () => {
    const id = await newRun()
    const drain = new AbortController()
    const slow = counted('slow', async (_input: number, { abort }) => {
      await new Promise((_resolve, reject) => {
        abort.addEventListener('abort', () => reject(abort.reason as Error))
      })
    })
    const running = runnerOf(async (run) => run.step(slow.step, 1)).execute(id, 'job', drain.signal)
    await expect.poll(() => slow.calls.length).toBe(1)
    drain.abort(new Error('stopping'))
    await expect(running).rejects.toThrow('stopping')
    const run = await show(id)
    expect([run.status, run.steps.length]).toEqual(['running', 0])
  })
})

describe('a model call', () => {
  const answer = { text: '{"a":1}', stopReason: 'end_turn', model: 'claude-haiku-5-5', requestId: 'r1', durationMs: 5 }
  const usage = { inputTokens: 1_000_000, outputTokens: 100_000, cacheReadTokens: 0, cacheWriteTokens: 0 }
  const question = {
    role: 'read' as const,
    prompt: { name: 'toy', version: 1, system: 'Be a toy.' },
    messages: [{ role: 'user' as const, content: 'hello' }],
    schema: { type: 'object' },
    maxTokens: 10,
    timeoutMs: 60_000,
  }

  test('is recorded with its price before its answer is used, and not paid for again', async () => {
    let paid = 0
    const model: ModelClient = {
      complete: async () => {
        paid += 1
        return { ...answer, usage }
      },
    }
    let isBroken = true
    const asking: Step<number, string> = {
      name: 'ask',
      version: 1,
      async work(_input, tools) {
        const reply = await tools.model?.(question)
        if (isBroken) throw new Error('fell over after paying')
        return reply?.text ?? ''
      },
    }
    const runner = runnerOf(async (run) => void (await run.step(asking, 1)), { model, maxFailures: 5 })
    const id = await newRun()
    expect(await runner.execute(id, 'job', never)).toBe('later')
    isBroken = false
    expect(await runner.execute(id, 'job', never)).toBe('completed')
    expect(paid).toBe(1)
    const { rows } = await db.pool.query(`select cost_micros, answer, role from intel.model_calls where run_id = $1`, [
      id,
    ])
    // 1 M tokens in at 0.50 (over 100,000 the whole request is in the upper band), 0.1 M out at 2.50.
    expect(rows).toEqual([{ cost_micros: 750_000, answer: '{"a":1}', role: 'read' }])
  })

  test('that failed is on record too', async () => {
    const failing: ModelClient = {
      complete: () =>
        Promise.reject(
          new ExternalError('overloaded', { service: 'claude', operation: 'messages', status: 529, retryable: true }),
        ),
    }
    const asking: Step<number, string | null> = {
      name: 'ask',
      version: 1,
      work: async (_input, tools) => (await tools.model?.(question))?.text ?? null,
      fallback: () => null,
    }
    const id = await newRun()
    const end = await runnerOf(async (run) => void (await run.step(asking, 1)), { model: failing }).execute(
      id,
      'job',
      never,
    )
    expect(end).toBe('partial')
    const { rows } = await db.pool.query(`select error, answer from intel.model_calls where run_id = $1`, [id])
    expect(rows).toEqual([{ error: 'overloaded', answer: null }])
  })
})
