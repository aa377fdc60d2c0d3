import type { RunStatus, StepOutcome } from './record.ts'

/** The record of a run as doors show it. */
export type RunView = {
  id: string
  pipeline: string
  status: RunStatus
  /** The report it belongs to. */
  subjectId: string
  domain: string
  queuedAt: Date
  startedAt: Date | null
  endedAt: Date | null
  costMicros: number
  parentRunId: string | null
  note: string | null
  /** How often it was started. */
  attempt: number
  /** In order of their start; empty in a list. */
  steps: StepView[]
}

export type StepView = {
  name: string
  version: number
  key: string
  outcome: StepOutcome
  note: string | null
  reusedFrom: string | null
  startedAt: Date
  durationMs: number
  costMicros: number
  attempts: {
    runAttempt: number
    n: number
    outcome: string
    error: string | null
    startedAt: Date
    durationMs: number
  }[]
  modelCalls: {
    role: string
    model: string
    prompt: string
    inputTokens: number
    outputTokens: number
    cacheReadTokens: number
    cacheWriteTokens: number
    costMicros: number
    stopReason: string | null
    error: string | null
    durationMs: number
  }[]
}

export type RunQuery = {
  pipeline: string | null
  domain: string | null
  status: RunStatus | null
  since: Date | null
  /** The last run of the page before. */
  cursor: { queuedAt: Date; id: string } | null
  limit: number
}

export type RunList = { runs: RunView[]; next: { queuedAt: Date; id: string } | null }

export type RunReader = {
  /** Newest first. */
  list(query: RunQuery): Promise<RunList>
  show(id: string): Promise<RunView | null>
}
