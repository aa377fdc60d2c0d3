import type { Tier } from './types.ts'

export type TierFacts = {
  accountTier: string | null
  requested: Tier | null
  hasVerifiedDm: boolean
  openSignals: number
}

const OPEN_FOR_TIER_3 = 3

/**
 * Which tier the data carries, and why, in words fit to show. Tier 3 needs a T0 or T1 account (or was asked for), a
 * verified decision maker and three open signals; tier 2 needs the decision maker; nothing is promised beyond the data.
 */
export function decideTier({ accountTier, requested, hasVerifiedDm, openSignals }: TierFacts): {
  tier: Tier
  reason: string
} {
  const isTop = accountTier === 'T0' || accountTier === 'T1'
  const wantsThree = requested === 3 || (requested === null && isTop)
  const why = requested === 3 ? 'tier 3 was asked for' : `the account is ${accountTier}`
  if (!hasVerifiedDm) {
    const wish = requested !== null && requested > 1 ? ` (tier ${requested} was asked for)` : ''
    return { tier: 1, reason: `No verified decision maker is known${wish}` }
  }
  if (wantsThree && openSignals >= OPEN_FOR_TIER_3) {
    return { tier: 3, reason: `${capital(why)}, a decision maker is verified and ${openSignals} signals are open` }
  }
  if (requested === 1) return { tier: 1, reason: 'Tier 1 was asked for' }
  if (wantsThree) return { tier: 2, reason: `${capital(why)}, but only ${openSignals} signals are open` }
  return { tier: 2, reason: 'A decision maker is verified' }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
