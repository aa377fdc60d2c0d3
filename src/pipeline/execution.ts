import { ExternalError, sentenceOf } from '../errors.ts'
import { contentHash } from './canonical.ts'
import { callModel, type ModelQuestion } from './model-call.ts'
import type { Clock, ModelClient, ModelRole } from './ports.ts'
import { type AttemptRow, type BegunRun, RunFenced, type RunStore, type StepOutcome, type StepRow } from './record.ts'
import type { RunId } from './report/types.ts'
import { OverBudget, type Run, type Step, StepAnswer, type StepTools } from './step.ts'
import type { Turns } from './turns.ts'

export type ExecutionOptions = {
  store: RunStore
  model: ModelClient | null
  models: Record<ModelRole, string>
  clock: Clock
  turns: Turns
}

/** Somebody waits for the report: a service that asks for more patience than this gets the step's fallback. */
const LONGEST_WAIT_MS = 5_000

/** One start of a run: finds what is kept, executes what is not, and records both. */
export class Execution<Input> implements Run<Input> {
  readonly id: RunId
  readonly subjectId: string
  readonly attempt: number
  readonly failures: number
  readonly now: Date
  readonly queuedAt: Date
  readonly fence: { runId: RunId; attempt: number }
  readonly abort: AbortSignal
  readonly input: Input
  fenced = false
  isPartial = false
  isOverBudget = false
  costMicros = 0
  readonly #begun: BegunRun
  readonly #options: ExecutionOptions
  readonly #lost = new AbortController()
  readonly #inFlight = new Map<string, Promise<unknown>>()
  #writes: Promise<void>[] = []
  #position = 0
  /** What was paid, and what calls under way may cost at their most. */
  #committedMicros = 0
  #limitMicros: number | null = null

  constructor({
    begun,
    input,
    options,
    abort,
  }: { begun: BegunRun; input: Input; options: ExecutionOptions; abort: AbortSignal }) {
    this.id = begun.id
    this.subjectId = begun.subjectId
    this.attempt = begun.attempt
    this.failures = begun.failures
    this.now = begun.now
    this.queuedAt = begun.queuedAt
    this.fence = { runId: begun.id, attempt: begun.attempt }
    this.input = input
    this.#begun = begun
    this.#options = options
    this.abort = AbortSignal.any([abort, this.#lost.signal])
  }

  async step<StepInput, Output>(step: Step<StepInput, Output>, input: StepInput): Promise<Output> {
    const key = stepKey([step.name, step.version, step.keyOf ? step.keyOf(input) : input])
    // The same content asked for twice side by side is one execution.
    const running = this.#inFlight.get(key)
    if (running) return (await running) as Output
    const result = this.#reuse<Output>(key) ?? this.#execute(step, input, key)
    this.#inFlight.set(key, result)
    return result
  }

  /** Stops what still runs side by side, and waits until it has stopped. */
  async cancel(reason: unknown): Promise<void> {
    this.#lost.abort(reason)
    await Promise.allSettled(this.#inFlight.values())
  }

  limitCost(micros: number | null): void {
    this.#limitMicros = micros
  }

  async stored(): Promise<void> {
    const writes = this.#writes
    this.#writes = []
    await Promise.all(writes)
  }

  #reuse<Output>(key: string): Promise<Output> | null {
    const kept = this.#begun.steps.get(key)
    if (!kept) return null
    this.#notePolicy(kept.outcome)
    if (kept.reusedFrom === null) {
      this.costMicros += kept.costMicros
      this.#committedMicros += kept.costMicros
      this.#position += 1
      return Promise.resolve(kept.output as Output)
    }
    this.#keep({
      ...kept,
      position: this.#position++,
      costMicros: 0,
      durationMs: 0,
      startedAt: this.#time(),
      attempts: [],
    })
    return Promise.resolve(kept.output as Output)
  }

  async #execute<StepInput, Output>(step: Step<StepInput, Output>, input: StepInput, key: string): Promise<Output> {
    const startedAt = this.#time()
    const started = performance.now()
    const position = this.#position++
    const spent = { micros: 0 }
    const attempts: AttemptRow[] = []
    const keep = (answer: { outcome: StepOutcome; output: unknown; note: string | null }) => {
      this.#notePolicy(answer.outcome)
      this.costMicros += spent.micros
      const durationMs = Math.round(performance.now() - started)
      const facts = { key, name: step.name, version: step.version, position, reusedFrom: null, startedAt, durationMs }
      this.#keep({ ...facts, ...answer, costMicros: spent.micros, attempts })
    }
    try {
      const answer = await this.#tryWork(step, input, { key, spent, attempts })
      const full = answer instanceof StepAnswer ? answer : new StepAnswer('ok', answer, null)
      keep(full)
      return full.output
    } catch (error) {
      if (error instanceof RunFenced) throw this.#lose(error)
      if (this.abort.aborted) throw error
      if (!step.fallback) {
        // A failed result is not kept under its content key: the next start must try again.
        this.#recordFailure({
          name: step.name,
          version: step.version,
          position,
          startedAt,
          started,
          attempts,
          error,
          key,
        })
        throw error
      }
      const output = step.fallback(input, error)
      keep({ outcome: 'fallback', output, note: sentenceOf(error) })
      return output
    }
  }

  async #tryWork<StepInput, Output>(
    step: Step<StepInput, Output>,
    input: StepInput,
    notes: { key: string; spent: { micros: number }; attempts: AttemptRow[] },
  ) {
    const tools: StepTools = { now: this.now, abort: this.abort, model: this.#modelFor(notes.key, notes.spent) }
    for (let n = 1; ; n++) {
      const startedAt = this.#time()
      const started = performance.now()
      const note = (outcome: 'ok' | 'failed', error: string | null) =>
        notes.attempts.push({ n, outcome, error, startedAt, durationMs: Math.round(performance.now() - started) })
      try {
        await this.#options.turns.next()
        this.abort.throwIfAborted()
        const answer = await step.work(input, tools)
        note('ok', null)
        return answer
      } catch (error) {
        note('failed', sentenceOf(error))
        const isPassing = error instanceof ExternalError && error.retryable
        if (!isPassing || n >= (step.tries ?? 1) || this.abort.aborted) throw error
        const waitMs = error.retryAfterMs ?? (step.waitMs ?? 200) * 2 ** (n - 1)
        if (waitMs > LONGEST_WAIT_MS) throw error
        await pause(waitMs, this.abort)
      }
    }
  }

  #modelFor(stepKey: string, spent: { micros: number }) {
    const { model, models, store } = this.#options
    if (!model) return null
    return (question: ModelQuestion) =>
      callModel(question, {
        client: model,
        modelId: models[question.role],
        stepKey,
        abort: this.abort,
        recorded: (callKey) => this.#begun.answers.get(callKey) ?? null,
        price: (id, usage) => store.priceOf(id, usage),
        record: (call, prompt) => store.recordModelCall(this.fence, call, prompt),
        reserve: (atMost) => this.#reserve(store.priceOf(models[question.role], atMost), spent),
      })
  }

  #reserve(mostMicros: number, spent: { micros: number }): (micros: number) => void {
    if (this.#limitMicros !== null && this.#committedMicros + mostMicros > this.#limitMicros) {
      this.isOverBudget = true
      throw new OverBudget('The model was not asked, because that could pass the budget')
    }
    this.#committedMicros += mostMicros
    return (micros) => {
      this.#committedMicros += micros - mostMicros
      spent.micros += micros
    }
  }

  #keep(row: StepRow): void {
    const write = this.#options.store.recordStep(this.fence, row)
    write.catch((error: unknown) => this.#lose(error))
    this.#writes.push(write)
  }

  #recordFailure(facts: {
    name: string
    version: number
    position: number
    startedAt: Date
    started: number
    attempts: AttemptRow[]
    error: unknown
    key: string
  }): void {
    const { error, started, key, ...row } = facts
    this.#keep({
      ...row,
      key: stepKey([key, 'failed', this.attempt]),
      outcome: 'failed',
      output: null,
      note: sentenceOf(error),
      reusedFrom: null,
      durationMs: Math.round(performance.now() - started),
      costMicros: 0,
    })
  }

  #lose(error: unknown): unknown {
    if (error instanceof RunFenced) this.fenced = true
    this.#lost.abort(error)
    return error
  }

  #notePolicy(outcome: StepOutcome): void {
    if (outcome === 'fallback' || outcome === 'failed') this.isPartial = true
  }

  #time(): Date {
    return this.#options.clock.now()
  }
}

/** Waits, or throws at once when aborted. */
async function pause(ms: number, abort: AbortSignal): Promise<void> {
  abort.throwIfAborted()
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(abort.reason as Error)
    }
    const timer = setTimeout(() => {
      abort.removeEventListener('abort', stop)
      resolve()
    }, ms)
    abort.addEventListener('abort', stop, { once: true })
  })
}

/** 128 bits tell any two contents apart, and half the bytes are half the index. */
function stepKey(content: unknown): string {
  return contentHash(content).slice(0, 32)
}
