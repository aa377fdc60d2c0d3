import type { LanePlan } from '../outbox.ts'
import { CLAY_LANE, DM_LANE } from './effects.ts'
import { NOTION_LANE } from './notion/effect.ts'

const DAY_MS = 24 * 3_600_000
/** By then the card has long gone out with our own page, and somebody should know. */
const NOTION_MS = 30 * 60_000

/**
 * How each lane may be used. Slack takes about one post a second and channel with short bursts, of which one is kept
 * free: a first post that arrives late would else push a later one over the limit. Clay's workspace takes ten records a
 * second with bursts of twenty. Notion takes three requests a second, which its client counts: a page is several.
 */
export function lanePlanOf(postsPerSecond: number, notionMs = NOTION_MS): (lane: string) => LanePlan {
  return (lane) => {
    if (lane === CLAY_LANE) return { width: 5, perSecond: 10, burst: 20, isOneDestination: true, keepTryingMs: DAY_MS }
    if (lane === DM_LANE) return { width: 1, perSecond: 1, burst: 5, isOneDestination: false, keepTryingMs: DAY_MS }
    if (lane === NOTION_LANE)
      return { width: 1, perSecond: 3, burst: 3, isOneDestination: false, keepTryingMs: notionMs }
    const burst = Math.max(2, postsPerSecond - 1)
    return { width: 1, perSecond: postsPerSecond, burst, isOneDestination: true, keepTryingMs: DAY_MS }
  }
}
