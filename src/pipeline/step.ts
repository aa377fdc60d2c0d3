import type { ModelQuestion, ModelReply } from './model-call.ts'
import type { Fence, StepOutcome } from './record.ts'
import type { RunId } from './report/types.ts'

/** What a step is told and may ask for while it works. */
export type StepTools = {
  /** The run's recorded now. */
  now: Date
  abort: AbortSignal
  /** Asks a model, paid for once per content; null when no model is configured. */
  model: ((question: ModelQuestion) => Promise<ModelReply>) | null
}

/** A step's answer when plain `ok` does not say enough. Made by `empty` and `skipped`. */
export class StepAnswer<Output> {
  readonly outcome: StepOutcome
  readonly output: Output
  readonly note: string | null
  constructor(outcome: StepOutcome, output: Output, note: string | null) {
    this.outcome = outcome
    this.output = output
    this.note = note
  }
}

/** It worked, and there is nothing. */
export const empty = <Output>(output: Output, note: string | null = null) => new StepAnswer('empty', output, note)
/** It was not needed or not possible, by decision. */
export const skipped = <Output>(output: Output, note: string) => new StepAnswer('skipped', output, note)
/** It worked by its weaker way, and says why. */
export const fellBack = <Output>(output: Output, note: string) => new StepAnswer('fallback', output, note)

export type Step<Input, Output> = {
  name: string
  /** Raised when the same input would now give another output. */
  version: number
  /** Tries in all for an outside failure that may pass; 1 when absent. */
  tries?: number
  /** Milliseconds between tries, doubled each time; an outside `retry-after` wins. */
  waitMs?: number
  /** What the key is made of, where the input alone does not say it all (a prompt's hash, a model's name). */
  keyOf?: (input: Input) => unknown
  work: (input: Input, tools: StepTools) => Promise<Output | StepAnswer<Output>> | Output | StepAnswer<Output>
  /** Makes the step optional: what goes on in its place when `work` has failed. */
  fallback?: (input: Input, error: unknown) => Output
}

export type Run<Input> = {
  id: RunId
  /** What every write of this start must name. */
  fence: Fence
  subjectId: string
  input: Input
  attempt: number
  /** How many starts of this run ended in an error. */
  failures: number
  now: Date
  queuedAt: Date
  abort: AbortSignal
  /** Runs a step, or returns what an earlier start or the parent run kept of it. */
  step<StepInput, Output>(step: Step<StepInput, Output>, input: StepInput): Promise<Output>
  /** From now on no model call begins that could take what this run pays beyond so many micro-dollars; null is no limit. */
  limitCost(micros: number | null): void
  /** True when a model call was left out because of that limit. */
  readonly isOverBudget: boolean
  /** Resolves when all that was recorded so far is stored. Called before anything leaves the house. */
  stored(): Promise<void>
}

/** A model call was not made: at its most it would have cost more than the run may. Nothing was paid. */
export class OverBudget extends Error {
  override name = 'OverBudget'
}

/** Thrown by a pipeline: not now, again at `at`. */
export class RunLater extends Error {
  override name = 'RunLater'
  readonly at: Date
  constructor(note: string, at: Date) {
    super(note)
    this.at = at
  }
}

/** Thrown by a pipeline: it has failed, and starting again would not help. */
export class RunFailed extends Error {
  override name = 'RunFailed'
}

/** Thrown by a pipeline: there is nothing more to do, by decision. */
export class RunStopped extends Error {
  override name = 'RunStopped'
}
