import type { SupabaseClient } from '@supabase/supabase-js'
import { ExternalError } from '../../errors.ts'
import type { SignalSource } from '../../pipeline/ports.ts'
import type { RawSignal } from '../../pipeline/report/types.ts'
import { type ColumnMap, quotedColumn, selectedColumns, selectOf } from './columns.ts'
import { parseAccountRow, parseAllocationRows, parseSignalRows } from './schema.ts'
import {
  createSupabase,
  explained,
  isMissingColumn,
  isMissingTable,
  onceMore,
  type SupabaseOptions,
} from './supabase.ts'

const PAGE_ROWS = 500
const MOST_ALLOCATIONS = 5000

export type SignalSourceOptions = SupabaseOptions & {
  table: string
  /** Our column name → theirs; empty when the table has our names. */
  columns: ColumnMap
}

type Pairs = { ours: string; theirs: string }[]

/**
 * The signals of another team, read through supabase-js. Every read is repeated once after a retryable failure and then
 * throws `ExternalError` (service `signals`). A missing table or column says which setting to put right.
 */
export function createSignalSource(options: SignalSourceOptions): SignalSource {
  const supabase = createSupabase(options)
  const pairs = selectedColumns(options.columns)
  return {
    async signalsOf(domain, limit, abort) {
      const columns = {
        domain: theirsOf(pairs, 'domain'),
        date: theirsOf(pairs, 'event_date'),
        id: theirsOf(pairs, 'id'),
      }
      const page = (from: number, to: number) => {
        const query = supabase.from(options.table).select(selectOf(pairs), { count: 'exact' })
        const filtered = query.eq(columns.domain ?? 'domain', domain.toLowerCase())
        const dated = columns.date ? filtered.order(columns.date, { ascending: false, nullsFirst: false }) : filtered
        const paged = dated.order(columns.id ?? 'id', { ascending: true }).range(from, to)
        return (abort ? paged.abortSignal(abort) : paged).throwOnError()
      }
      try {
        return uniqueById(parseSignalRows(await everyPage(page, limit, { ...options, abort })))
      } catch (error) {
        throw withSetting(error, options, pairs)
      }
    },

    async allocationsOf(prospectEmail, abort) {
      const page = (from: number, to: number) => {
        const query = supabase
          .from('signal_allocations')
          .select('signal_id, campaign_id, sequence_position, sent', { count: 'exact' })
        const mine = query.eq('prospect_email', prospectEmail.trim().toLowerCase())
        const paged = mine.order('signal_id').order('campaign_id').order('sequence_position').range(from, to)
        return (abort ? paged.abortSignal(abort) : paged).throwOnError()
      }
      return orWhenNoTable([], async () =>
        parseAllocationRows(await everyPage(page, MOST_ALLOCATIONS, { ...options, abort })),
      )
    },

    async accountOf(domain, abort) {
      const read = () => {
        const query = supabase.from('accounts').select('*').eq('domain', domain.toLowerCase()).limit(1)
        return (abort ? query.abortSignal(abort) : query).throwOnError()
      }
      return orWhenNoTable(null, async () => {
        const { data } = await onceMore(read, { retryDelayMs: options.retryDelayMs, abort })
        return parseAccountRow(data[0], domain)
      })
    },
  }
}

/**
 * One harmless request that reads at most one row: whether the table can be reached, roughly how many rows it has, and
 * which mapped columns are missing (PostgREST names one at a time, so each missing one costs a further request).
 */
export async function checkSignalTable(
  options: SignalSourceOptions,
): Promise<{ ok: true; rows: number | null } | { ok: false; problem: string }> {
  const supabase = createSupabase(options)
  const all = selectedColumns(options.columns)
  let pairs = all
  try {
    while (true) {
      const found = await probe(supabase, options.table, pairs)
      if (!('error' in found)) {
        const missing = all.filter((pair) => !pairs.includes(pair))
        return missing.length === 0
          ? { ok: true, rows: found.rows }
          : { ok: false, problem: missingText(options, missing) }
      }
      const rest = pairs.filter((pair) => !namedIn(found.error.message, pair.theirs))
      if (rest.length === pairs.length || rest.length === 0) throw found.error
      pairs = rest
    }
  } catch (error) {
    const clear = withSetting(error, options, all)
    return { ok: false, problem: clear instanceof Error ? clear.message : String(clear) }
  }
}

async function probe(
  supabase: SupabaseClient,
  table: string,
  pairs: Pairs,
): Promise<{ rows: number | null } | { error: ExternalError }> {
  try {
    const query = supabase.from(table).select(selectOf(pairs), { count: 'estimated' })
    const { count } = await query.limit(1).throwOnError()
    return { rows: count }
  } catch (error) {
    if (isMissingColumn(error)) return { error }
    throw error
  }
}

type Page = { data: unknown; count: number | null }

/** Pages of 500 until `limit`, the table's end, or the first page that brings nothing. */
async function everyPage(
  page: (from: number, to: number) => PromiseLike<Page>,
  limit: number,
  options: { retryDelayMs?: number | undefined; abort?: AbortSignal | undefined },
): Promise<unknown[]> {
  const rows: unknown[] = []
  while (rows.length < limit) {
    const from = rows.length
    const to = Math.min(from + PAGE_ROWS, limit) - 1
    const answer = await onceMore(() => page(from, to), options).catch(endOfTable)
    const got = Array.isArray(answer.data) ? (answer.data as unknown[]) : []
    rows.push(...got)
    // A server may cap a page below 500, so a short page ends the table only when no total was given.
    if (got.length === 0 || rows.length >= (answer.count ?? (got.length <= to - from ? 0 : limit))) break
  }
  return rows.slice(0, limit)
}

/** Rows that went away between two pages leave an offset behind the end, which PostgREST refuses with 416. */
function endOfTable(error: unknown): Page {
  if (error instanceof ExternalError && (error.status === 416 || error.code === 'PGRST103'))
    return { data: [], count: 0 }
  throw error
}

/** A row that moved while pages were read arrives twice. */
function uniqueById(signals: RawSignal[]): RawSignal[] {
  return [...new Map(signals.map((signal) => [signal.id, signal])).values()]
}

async function orWhenNoTable<Result>(instead: Result, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read()
  } catch (error) {
    if (isMissingTable(error)) return instead
    throw isRefusedKey(error) ? explained(error, KEY_TEXT) : error
  }
}

const KEY_TEXT =
  'The signals project refuses the key: check SIGNALS_SUPABASE_KEY, or SUPABASE_SERVICE_ROLE_KEY when signals live in the same project.'

function isRefusedKey(error: unknown): boolean {
  return error instanceof ExternalError && (error.status === 401 || error.status === 403)
}

function withSetting(error: unknown, options: SignalSourceOptions, pairs: Pairs): unknown {
  if (isMissingTable(error))
    return explained(
      error,
      `The signals project has no table “${options.table}”: set SIGNALS_TABLE, or apply our migration.`,
    )
  if (isMissingColumn(error)) {
    const missing = pairs.filter((pair) => namedIn(error.message, pair.theirs))
    return explained(error, missingText(options, missing, error.message))
  }
  return isRefusedKey(error) ? explained(error, KEY_TEXT) : error
}

function missingText(options: SignalSourceOptions, missing: Pairs, otherwise = ''): string {
  const names = missing
    .map(({ ours, theirs }) => (ours === theirs ? `“${ours}”` : `“${theirs}” (our ${ours})`))
    .join(', ')
  const plural = missing.length > 1 ? 'columns' : 'column'
  return `The table “${options.table}” has no ${plural} ${names || otherwise}: correct SIGNALS_COLUMNS.`
}

/** True when this column is the one that an answer says is missing, in the words of Postgres or of PostgREST. */
function namedIn(message: string, theirs: string): boolean {
  const found = /column (.{1,140}) does not exist/.exec(message) ?? /the '(.{1,80})' column/.exec(message)
  const named = found?.[1]?.replaceAll('"', '')
  return named !== undefined && named.slice(named.lastIndexOf('.') + 1) === theirs
}

function theirsOf(pairs: Pairs, ours: string): string | null {
  const pair = pairs.find((pair) => pair.ours === ours)
  return pair ? quotedColumn(pair.theirs) : null
}
