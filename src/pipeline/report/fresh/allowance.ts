import type { Allow, Standing, Terms } from '../../clock-store.ts'

/** How many reports of a batch may be started now: what pace and budget both allow. */
export const allowance: Allow = (standing, terms) => {
  const affordable = budgetAllows(standing, terms)
  const take = Math.min(standing.waiting, paceAllows(standing, terms), affordable)
  return { take, isOutOfBudget: standing.waiting > 0 && standing.running === 0 && affordable === 0 }
}

/**
 * What the pace allows: evenly over the hours since the start, and never more than an hour's worth within one hour, so
 * that a pause is not made up for in a burst.
 */
function paceAllows({ claimed, claimedLately }: Standing, { perHour, ageMs }: Terms): number {
  const byNow = 1 + Math.floor((perHour * Math.max(0, ageMs)) / 3_600_000)
  return Math.max(0, Math.min(byNow - claimed, perHour - claimedLately))
}

/**
 * What the budget allows: no report is started once what was spent and what is expected would exceed it. The expectation
 * is the plan's, or the mean of this batch where that is dearer.
 */
function budgetAllows(standing: Standing, { budgetMicros, expectedMicros }: Terms): number {
  if (budgetMicros === null) return Number.POSITIVE_INFINITY
  const { ended, endedMicros, running } = standing
  const each = Math.max(expectedMicros, ended > 0 ? Math.ceil(endedMicros / ended) : 0)
  const left = budgetMicros - endedMicros - running * each
  if (each === 0) return left >= 0 ? Number.POSITIVE_INFINITY : 0
  return Math.max(0, Math.floor(left / each))
}
