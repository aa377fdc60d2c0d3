import type { RunView, StepView } from '../pipeline/run-views.ts'
import { table } from './output.ts'

/** One run as a row of the list: queued, domain, status, took, cost, id. */
export function summaryRow(run: RunView): string[] {
  return [minute(run.queuedAt), run.domain, run.status, tookOf(run), dollars(run.costMicros), run.id]
}

/** A run with its steps; failed attempts and model calls stand below their step. */
export function renderRun(run: RunView): string {
  const facts = [
    ['Run', run.id],
    ['Report', run.subjectId],
    ['Domain', run.domain],
    ['Status', [run.status, run.note].filter(Boolean).join(': ')],
    ['Queued', second(run.queuedAt)],
    ['Took', [tookOf(run), run.attempt > 1 ? `${run.attempt} starts` : null].filter(Boolean).join(', ')],
    ['Cost', dollars(run.costMicros)],
    ...(run.parentRunId ? [['After run', run.parentRunId]] : []),
  ]
  const steps = run.steps.flatMap(stepRows)
  return [table(facts), steps.length > 0 ? table(steps) : 'No step has ended yet.'].join('\n\n')
}

function stepRows(step: StepView): string[][] {
  const reused = step.reusedFrom ? `reused from ${step.reusedFrom}` : null
  const head = [step.name, step.outcome, ms(step.durationMs), [step.note, reused].filter(Boolean).join('; ')]
  const attempts = step.attempts
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ n, error, durationMs }) => [`  try ${n}`, 'failed', ms(durationMs), error ?? ''])
  const calls = step.modelCalls.map((call) => {
    const tokens = `${call.inputTokens} tokens in, ${call.outputTokens} out`
    const facts = [call.model, call.prompt, tokens, dollars(call.costMicros), call.error]
    return ['  model call', call.stopReason ?? '', ms(call.durationMs), facts.filter(Boolean).join(', ')]
  })
  return [head, ...attempts, ...calls]
}

function tookOf({ startedAt, endedAt }: RunView): string {
  if (!startedAt) return 'not started'
  return endedAt ? ms(endedAt.getTime() - startedAt.getTime()) : 'not ended'
}

const ms = (value: number) => (value < 1_000 ? `${value} ms` : `${(value / 1_000).toFixed(1)} s`)
const dollars = (micros: number) => `$${(micros / 1_000_000).toFixed(4)}`
const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
const second = (at: Date) => `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`
