import { sentenceOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import { Execution, type ExecutionOptions } from './execution.ts'
import { type RunEnd, RunFenced } from './record.ts'
import type { RunId } from './report/types.ts'
import { type Run, RunFailed, RunLater, RunStopped } from './step.ts'

/**
 * The runner. A run is a durable, recorded sequence of steps, and a step's result is kept by what went into it.
 * A pipeline is plain code that calls `run.step`; after a crash the same code runs again and finds its finished steps.
 * The runner knows nothing of reports.
 */

export type Pipeline<Input> = {
  name: string
  /** Parses what was stored as the run's input. */
  parse(input: unknown): Input
  run(run: Run<Input>): Promise<void>
  /** The run ended for good in an error: tell the person who must act. `reference` finds the log line. */
  failed(run: Run<Input>, error: unknown, reference: string): Promise<void>
}

export type RunnerOptions = ExecutionOptions & {
  log: Logger
  /** How often a run may start again after an error of ours before it is failed. */
  maxFailures: number
  /** Milliseconds before the first new start after an error, doubled each time. */
  retryMs: number
}

export type Runner = {
  /** Runs or resumes one run to its end; never throws for a run's own failure. */
  execute(runId: RunId, jobId: string, abort: AbortSignal): Promise<RunEnd['status'] | 'later' | 'fenced' | 'gone'>
}

export function createRunner<Input>(pipelines: Pipeline<Input>[], options: RunnerOptions): Runner {
  const byName = new Map(pipelines.map((pipeline) => [pipeline.name, pipeline]))
  return {
    async execute(runId, jobId, abort) {
      const begun = await options.store.begin(runId, jobId)
      if (!begun) return 'gone'
      const pipeline = byName.get(begun.pipeline)
      if (!pipeline) throw new Error(`No pipeline is called ${begun.pipeline}`)
      const execution = new Execution({ begun, input: pipeline.parse(begun.input), options, abort })
      return conclude({ execution, pipeline, options }, abort)
    },
  }
}

type Conclusion<Input> = { execution: Execution<Input>; pipeline: Pipeline<Input>; options: RunnerOptions }

async function conclude<Input>(conclusion: Conclusion<Input>, abort: AbortSignal) {
  const { execution, pipeline, options } = conclusion
  try {
    await pipeline.run(execution)
    await execution.stored()
    const status = execution.isPartial ? 'partial' : 'completed'
    await options.store.end(execution.fence, { status, note: null, costMicros: execution.costMicros })
    return status
  } catch (error) {
    if (error instanceof RunFenced || execution.fenced) {
      await execution.cancel(error)
      return 'fenced'
    }
    // A drain that ran out of time leaves the run as a crash would: the next start resumes it.
    if (abort.aborted) throw error
    return settle(conclusion, error).catch((second: unknown) => {
      if (second instanceof RunFenced || execution.fenced) return 'fenced' as const
      throw second
    })
  }
}

/** Ends, stops or postpones a run that threw, after everything beside it has come to rest. */
async function settle<Input>({ execution, pipeline, options }: Conclusion<Input>, error: unknown) {
  const { store, log, clock } = options
  const { fence, costMicros } = execution
  await execution.cancel(error)
  // A record that could not be written is trouble enough to end the run for; it must not hide why it ends.
  await execution
    .stored()
    .catch((unwritten: unknown) => log.error({ err: unwritten, run: fence.runId }, 'A step could not be recorded'))
  if (execution.fenced) return 'fenced'
  if (error instanceof RunStopped) {
    await store.end(fence, { status: 'stopped', note: error.message, costMicros })
    return 'stopped'
  }
  if (error instanceof RunLater) {
    await store.later(fence, { status: 'delayed', note: error.message, at: error.at, failed: false })
    return 'later'
  }
  const reference = fence.runId.slice(0, 8)
  log.error({ err: error, run: fence.runId, pipeline: pipeline.name, reference }, 'A run failed')
  if (!(error instanceof RunFailed) && execution.failures + 1 < options.maxFailures) {
    const at = new Date(clock.now().getTime() + options.retryMs * 2 ** execution.failures)
    await store.later(fence, { status: 'queued', note: sentenceOf(error), at, failed: true })
    return 'later'
  }
  await pipeline.failed(execution, error, reference)
  await store.end(fence, { status: 'failed', note: sentenceOf(error), costMicros })
  return 'failed'
}
