import type { Settings } from '../live-settings.ts'
import type { BudgetLimits, BudgetState, ModelRole } from '../ports.ts'
import type { Writer } from './writer.ts'

/** The limits as an operator set them. */
export async function budgetLimits(settings: Pick<Settings, 'all'>): Promise<BudgetLimits> {
  const values = await settings.all()
  const micros = (dollars: number | null) => (dollars === null ? null : Math.round(dollars * 1_000_000))
  return {
    dayMicros: micros(values['budget.day_usd']),
    reportMicros: micros(values['budget.report_usd']),
    nearPercent: values['budget.near_percent'],
  }
}

export type BudgetLevel = 'full' | 'smaller' | 'rules'

/** `of` says which limit decided; `note` is fit to show, null where nothing is near. */
export type BudgetDecision = {
  level: BudgetLevel
  of: 'day' | 'report' | null
  note: string | null
  /** What this run may pay, in micro-dollars; null is no limit. */
  leftMicros: number | null
}

/**
 * The stricter of the two limits decides, and the run may pay no more than is left of either. What other runs have in hand
 * is not counted: the day's limit may be passed by that much.
 */
export function decideBudget(state: BudgetState): BudgetDecision {
  const { nearPercent } = state
  const day = levelOf(state.spentTodayMicros, state.dayMicros, nearPercent)
  const report = levelOf(state.spentOnReportMicros, state.reportMicros, nearPercent)
  const [level, of] = STRICT.indexOf(report) > STRICT.indexOf(day) ? [report, 'report' as const] : [day, 'day' as const]
  const leftMicros = leftOf(state)
  if (level === 'full') return { level, of: null, note: null, leftMicros }
  const limit = of === 'day' ? state.dayMicros : state.reportMicros
  return { level, of, note: noteOf(level, of, limit ?? 0), leftMicros }
}

function leftOf(state: BudgetState): number | null {
  const day = state.dayMicros === null ? null : state.dayMicros - state.spentTodayMicros
  const report = state.reportMicros === null ? null : state.reportMicros - state.spentOnReportMicros
  const limits = [day, report].filter((limit) => limit !== null)
  return limits.length === 0 ? null : Math.max(0, Math.min(...limits))
}

const STRICT: BudgetLevel[] = ['full', 'smaller', 'rules']

/**
 * What ranking by the default fast model costs at its most (10,000 tokens in, 1,600 out). Less is as good as nothing: a
 * call that could pass the limit is not made, so spending ends a little below it.
 */
const LEAST_USEFUL_MICROS = 2_000

function levelOf(spent: number, limit: number | null, nearPercent: number): BudgetLevel {
  if (limit === null) return 'full'
  if (limit - spent < LEAST_USEFUL_MICROS) return 'rules'
  return spent >= (limit * nearPercent) / 100 ? 'smaller' : 'full'
}

function noteOf(level: BudgetLevel, of: 'day' | 'report', limitMicros: number): string {
  const budget = `${of === 'day' ? 'Today’s' : 'This report’s'} budget of $${(limitMicros / 1_000_000).toFixed(2)}`
  return level === 'rules'
    ? `${budget} is used up: rules ranked and wrote.`
    : `${budget} is nearly used up: the smaller model wrote.`
}

/** Who writes at this level of the budget. */
export function writerAt(decision: BudgetDecision, models: Record<ModelRole, string>): Writer {
  if (decision.level === 'rules')
    return { role: null, modelId: null, whyRules: decision.note ?? 'The budget is used up.' }
  const role = decision.level === 'smaller' ? 'read' : 'write'
  return { role, modelId: models[role], whyRules: null }
}

/** What is said when a limit came in sight only while the report was being written. */
export const OVER_BUDGET_NOTE = 'A model was not asked, because that could pass the budget: rules wrote instead.'
