import type { Preparation } from '../pipeline/clock-store.ts'
import type { PreparationPlan } from '../pipeline/report/fresh/preparations.ts'
import { outlookOf } from '../pipeline/report/fresh/prepare.ts'
import { table } from './output.ts'

/** How plans and batches read on the command line, and their JSON. */

/** `paused`: what keeps batches waiting now, as a clause. */
export type PlanFacts = { budgetMicros: number | null; perHour: number; paused: string | null }

/** What a batch would make and cost, before it is started. */
export function planText(plan: PreparationPlan, { budgetMicros, perHour, paused }: PlanFacts): string {
  const count = plan.domains.length
  const fresh = plan.fresh > 0 ? `; ${plan.fresh} more were made ahead already` : ''
  if (count === 0) return `Nothing to prepare${fresh}.`
  const total = count * plan.expectedMicros
  const covered = budgetMicros === null ? count : Math.floor(budgetMicros / Math.max(1, plan.expectedMicros))
  const lines = [
    ['Reports', `${count} to make${fresh}`],
    ['Cost', `about ${dollars(total)}: ${dollars(plan.expectedMicros)} each, ${basisOf(plan)}`],
    ['Budget', budgetText(budgetMicros, { covered, count })],
    ['Pace', `${perHour} an hour, so about ${duration(count / perHour)}`],
    ...(paused === null ? [] : [['Paused', paused]]),
  ]
  return table(lines)
}

function basisOf({ expectedFrom, runs }: PreparationPlan): string {
  if (expectedFrom === 'rules') return 'because no model is configured and rules write'
  if (expectedFrom === 'estimate')
    return 'estimated from the price of the model that writes, as no run of it is on record'
  return `the mean of ${runs === 1 ? 'the one recorded run' : `${runs} recorded runs`} of the last 30 days`
}

function budgetText(budgetMicros: number | null, { covered, count }: { covered: number; count: number }): string {
  if (budgetMicros === null) return 'none of its own; budget.day_usd counts'
  const enough = covered >= count ? 'enough for all' : `enough for about ${covered} of ${count}`
  return `${dollars(budgetMicros)}, ${enough}`
}

/** One batch in full. */
export function preparationText(batch: Preparation, facts: { pace: number; now: Date; paused: string | null }): string {
  const { counts } = batch
  const paused = pauseOf(batch, facts.paused)
  const { restMicros, readyAt } = outlookOf(batch, facts)
  const limit = batch.budgetMicros === null ? 'no budget of its own' : `of a budget of ${dollars(batch.budgetMicros)}`
  return table([
    ['Batch', batch.id],
    ['Started', minute(batch.createdAt)],
    ['State', stateOf(batch)],
    ...(paused === null ? [] : [['Paused', paused]]),
    ['Made', `${counts.delivered} of ${counts.total}`],
    ['Without signals', String(counts.noSignals)],
    ['Failed', String(counts.failed)],
    ['Made ahead already', String(counts.skipped)],
    ['On the way', String(counts.running)],
    ['Waiting', String(counts.waiting)],
    ['Spent', `${dollars(batch.spentMicros)}, ${limit}`],
    ...(restMicros > 0 ? [['Still expected', `about ${dollars(restMicros)}`]] : []),
    ...(readyAt && paused === null ? [['Ready', `about ${minute(readyAt.toISOString())}`]] : []),
  ])
}

/** Batches, one line each. */
export function preparationsText(batches: Preparation[], paused: string | null): string {
  if (batches.length === 0) return 'No batch was prepared. Start one: intel prepare <file>'
  const head = ['started', 'state', 'made', 'waiting', 'spent', 'batch']
  const rows = batches.map((batch) => {
    const { delivered, total, waiting } = batch.counts
    return [
      minute(batch.createdAt),
      stateOf(batch),
      `${delivered} of ${total}`,
      String(waiting),
      dollars(batch.spentMicros),
      batch.id,
    ]
  })
  const why = batches.map((batch) => pauseOf(batch, paused)).find((one) => one !== null)
  return why ? `${table([head, ...rows])}\nPaused: ${why}` : table([head, ...rows])
}

/** Only what still has something to start is kept waiting. */
const pauseOf = ({ ended, counts }: Preparation, paused: string | null) =>
  ended === null && counts.waiting > 0 ? paused : null

const STATES = { done: 'done', budget: 'stopped at its budget', cancelled: 'cancelled' }
const stateOf = ({ ended }: Preparation) => (ended === null ? 'going on' : STATES[ended])

const dollars = (micros: number) => `$${(micros / 1_000_000).toFixed(micros < 1_000_000 ? 3 : 2)}`
const minute = (at: string) => `${at.slice(0, 16).replace('T', ' ')} UTC`

function duration(hours: number): string {
  if (hours < 1) return `${Math.max(1, Math.round(hours * 60))} minutes`
  return hours < 48 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`
}

const usd = (micros: number) => micros / 1_000_000

/** Money in US dollars, as everywhere in JSON. */
export function toPlanJson(plan: PreparationPlan, { budgetMicros, perHour }: PlanFacts): Record<string, unknown> {
  const { domains, fresh, expectedMicros, expectedFrom, runs } = plan
  return {
    started: false,
    domains,
    fresh,
    expected_usd: usd(domains.length * expectedMicros),
    expected_usd_each: usd(expectedMicros),
    expected_from: expectedFrom,
    recorded_runs: runs,
    budget_usd: budgetMicros === null ? null : usd(budgetMicros),
    per_hour: perHour,
  }
}

export function toPreparationJson(batch: Preparation, paused: string | null): Record<string, unknown> {
  const { id, createdAt, createdBy, perHour, budgetMicros, expectedMicros, expectedFrom, endedAt, ended } = batch
  const { noSignals, ...counts } = batch.counts
  return {
    started: true,
    id,
    created_at: createdAt,
    created_by: createdBy,
    per_hour: perHour,
    budget_usd: budgetMicros === null ? null : usd(budgetMicros),
    expected_usd_each: usd(expectedMicros),
    expected_from: expectedFrom,
    spent_usd: usd(batch.spentMicros),
    ended_at: endedAt,
    ended,
    paused: pauseOf(batch, paused),
    counts: { ...counts, no_signals: noSignals },
  }
}
