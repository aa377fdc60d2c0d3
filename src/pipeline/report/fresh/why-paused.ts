import type { Settings } from '../../live-settings.ts'
import type { Budget } from '../../ports.ts'
import { decideBudget } from '../budget.ts'

/** What keeps prepared batches waiting at `now`, as a clause; null when nothing does. */
export type WhyPaused = (now: Date) => Promise<string | null>

export type PauseDeps = {
  settings: Pick<Settings, 'get'>
  budget: Budget
  /** False where no model is configured: rules cost nothing, and nothing is waited for. */
  hasModel: boolean
}

/** A report that rules wrote because the day's budget is used up would serve no reply: its seller waits for the next day. */
export function createWhyPaused({ settings, budget, hasModel }: PauseDeps): WhyPaused {
  return async (now) => {
    if (!(await settings.get('pregenerate.on'))) return 'pregenerate.on is off: it waits until that is on'
    if (!hasModel) return null
    const { level } = decideBudget({ ...(await budget(null, now)), reportMicros: null })
    return level === 'rules' ? 'budget.day_usd is used up: it goes on after midnight UTC, or when that is raised' : null
  }
}
