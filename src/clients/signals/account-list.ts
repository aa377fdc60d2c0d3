import { z } from 'zod'
import { ExternalError } from '../../errors.ts'
import type { AccountList } from '../../pipeline/ports.ts'
import { toAccountTier } from './schema.ts'
import { createSupabase, isMissingTable, onceMore, type SupabaseOptions } from './supabase.ts'

const PAGE_ROWS = 500
const MOST_ACCOUNTS = 50_000

const AccountRows = z.array(z.object({ domain: z.string(), tier: z.unknown() }).catch({ domain: '', tier: null }))

/** How an account table may write a tier: `T1`, `t1`, `1`, `Tier 1`. */
const spellings = (tier: string) => {
  const digit = tier.slice(1)
  return [
    `T${digit}`,
    `t${digit}`,
    digit,
    ...['Tier', 'tier', 'TIER'].flatMap((word) => [`${word} ${digit}`, `${word}${digit}`]),
  ]
}

/** The accounts of another team by tier, read through supabase-js in pages. */
export function createAccountList(options: SupabaseOptions): AccountList {
  const supabase = createSupabase(options)
  return {
    async ofTiers(tiers, abort) {
      const wanted = new Set(tiers.map(toAccountTier).filter((tier) => tier !== null))
      const page = (from: number) => {
        const query = supabase
          .from('accounts')
          .select('domain, tier')
          .in('tier', [...wanted].flatMap(spellings))
        const paged = query.order('domain').range(from, from + PAGE_ROWS - 1)
        return (abort ? paged.abortSignal(abort) : paged).throwOnError()
      }
      const domains: string[] = []
      try {
        while (domains.length < MOST_ACCOUNTS) {
          const { data } = await onceMore(() => page(domains.length), { retryDelayMs: options.retryDelayMs, abort })
          const rows = AccountRows.parse(data)
          domains.push(...rows.map(({ domain }) => domain))
          if (rows.length === 0) break
        }
      } catch (error) {
        // Behind the end of the table PostgREST may refuse the range; without the table nobody is of any tier.
        if (!isMissingTable(error) && !(error instanceof ExternalError && error.status === 416)) throw error
      }
      return domains.filter((domain) => domain !== '')
    },
  }
}
