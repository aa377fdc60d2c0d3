import type { Budget } from '../../ports.ts'
import type { Step } from '../../step.ts'
import { type BudgetDecision, decideBudget } from '../budget.ts'
import type { ReportId, RunId } from '../types.ts'

/** Decides once a run who writes: later starts and replays of it find the same decision. */
export function checkBudgetStep(budget: Budget): Step<{ reportId: ReportId; runId: RunId }, BudgetDecision> {
  return {
    name: 'check-budget',
    version: 1,
    work: async ({ reportId }, { now }) => decideBudget(await budget(reportId, now)),
  }
}
