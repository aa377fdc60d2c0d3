import type { LanePlan } from '../outbox.ts'
import { CLAY_LANE, DM_LANE } from './effects.ts'

const DAY_MS = 24 * 3_600_000

/**
 * How each lane may be used. Slack takes about one post a second and channel with short bursts, of which one is kept
 * free: a first post that arrives late would else push a later one over the limit. Clay's workspace takes ten records a
 * second with bursts of twenty.
 */
export function lanePlanOf(postsPerSecond: number): (lane: string) => LanePlan {
  return (lane) => {
    if (lane === CLAY_LANE) return { width: 5, perSecond: 10, burst: 20, isOneDestination: true, keepTryingMs: DAY_MS }
    if (lane === DM_LANE) return { width: 1, perSecond: 1, burst: 5, isOneDestination: false, keepTryingMs: DAY_MS }
    const burst = Math.max(2, postsPerSecond - 1)
    return { width: 1, perSecond: postsPerSecond, burst, isOneDestination: true, keepTryingMs: DAY_MS }
  }
}
