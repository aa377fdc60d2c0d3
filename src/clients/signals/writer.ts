import { createSupabase, explained, isMissingTable, onceMore, type SupabaseOptions } from './supabase.ts'

/** The default tables that `seed` fills. */
export type SeedTable = 'signals' | 'accounts' | 'signal_allocations'

/** The columns that make a row the same row. */
export const SEED_KEYS: Record<SeedTable, readonly string[]> = {
  signals: ['id', 'domain'],
  accounts: ['domain'],
  signal_allocations: ['signal_id', 'prospect_email', 'campaign_id', 'sequence_position'],
}

/** Writes rows under our column names. Throws `ExternalError` (service `signals`). */
export type SignalWriter = {
  /** Inserts or replaces by the table's key; every row has the same columns and no key twice. */
  upsert(table: SeedTable, rows: readonly Record<string, unknown>[]): Promise<void>
}

/** Writes into our own tables of a Supabase project; one repeat after a retryable failure, as an upsert allows. */
export function createSignalWriter(options: SupabaseOptions): SignalWriter {
  const supabase = createSupabase(options)
  return {
    async upsert(table, rows) {
      const write = () =>
        supabase
          .from(table)
          .upsert([...rows], { onConflict: SEED_KEYS[table].join(',') })
          .throwOnError()
      try {
        await onceMore(write, { retryDelayMs: options.retryDelayMs })
      } catch (error) {
        if (!isMissingTable(error)) throw error
        throw explained(error, `The signals project has no table “${table}”: apply our migrations first.`)
      }
    },
  }
}
