import { leadWithBest } from './rank/compose.ts'
import { MAX_TOP } from './rank/prompt.ts'
import type { Written } from './report-signal.ts'
import { reportBullet } from './signals/bullets.ts'
import type { Signal, Tier } from './types.ts'

/**
 * Puts the featured buyer's signals where its report needs them: at least its best one is shown, and where the report is
 * about the buyer (tiers 2 and 3) they come first. What was sent or is closed still never leads.
 */
export function includeFeatured(
  chosen: readonly Written[],
  ids: readonly string[],
  { all, tier, now }: { all: readonly Signal[]; tier: Tier; now: Date },
): Written[] {
  const isFeatured = ({ signal }: Written) => ids.includes(signal.id)
  const complete = chosen.some(isFeatured) ? [...chosen] : withBest(chosen, bestOf(ids, all), now)
  if (tier === 1) return complete
  return leadWithBest([...complete.filter(isFeatured), ...complete.filter((written) => !isFeatured(written))])
}

function bestOf(ids: readonly string[], all: readonly Signal[]): Signal | undefined {
  const own = all.filter(({ id }) => ids.includes(id))
  return own.find(({ state }) => state !== 'closed') ?? own[0]
}

function withBest(chosen: readonly Written[], best: Signal | undefined, now: Date): Written[] {
  if (!best) return [...chosen]
  return [...chosen.slice(0, MAX_TOP - 1), { signal: best, bullet: reportBullet(best, now), whyItMatters: null }]
}
