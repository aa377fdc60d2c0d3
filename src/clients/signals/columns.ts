import type { InputProblem } from '../../errors.ts'

/** The columns of our own `signals` table that a report reads (`raw` is written by `seed` and read by nobody). */
export const SIGNAL_COLUMNS = [
  'id',
  'domain',
  'signal_type',
  'title',
  'summary',
  'buyer_id',
  'buyer_name',
  'buyer_type',
  'buyer_state',
  'event_date',
  'deadline',
  'detected_at',
  'status',
  'amount_usd',
  'vendor',
  'is_amendment',
  'source_title',
  'source_url',
  'source_ref',
  'relevance_score',
] as const

/** Our column name → theirs. Empty: the table has our names. */
export type ColumnMap = Record<string, string>

const OURS = new Set<string>([...SIGNAL_COLUMNS, 'raw'])

/**
 * `SIGNALS_COLUMNS` as JSON, such as `{"id":"signal_id","title":"headline"}`. Nothing is an empty map. Every problem is
 * reported at once: a name of ours that does not exist, a column that is no name, one column used twice, neither
 * title nor summary.
 */
export function parseColumns(
  json: string | null | undefined,
): { ok: true; columns: ColumnMap } | { ok: false; problems: InputProblem[] } {
  if (!json?.trim()) return { ok: true, columns: {} }
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    value = null
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, problems: [{ path: '', problem: 'must be a JSON object, our column name to theirs' }] }
  const problems = Object.entries(value).flatMap(([ours, theirs]) => problemOf(ours, theirs))
  const columns = value as ColumnMap
  const used = Object.values(columns)
  for (const [ours, theirs] of Object.entries(columns))
    if (used.indexOf(theirs) !== used.lastIndexOf(theirs))
      problems.push({ path: ours, problem: `column ${JSON.stringify(theirs)} is mapped more than once` })
  if (used.length > 0 && !columns['title'] && !columns['summary'])
    problems.push({ path: '', problem: 'maps neither title nor summary, so every signal would be empty' })
  return problems.length > 0 ? { ok: false, problems } : { ok: true, columns }
}

function problemOf(ours: string, theirs: unknown): InputProblem[] {
  const path = ours.slice(0, 60)
  if (!OURS.has(ours)) return [{ path, problem: `is none of our columns: ${[...OURS].join(', ')}` }]
  if (typeof theirs !== 'string' || !/^[\p{L}_][\p{L}\p{N}_$ -]{0,62}$/u.test(theirs))
    return [{ path, problem: 'must be the name of a column of theirs' }]
  return []
}

/** The pairs to select: every column of ours without a map, else those listed, and always `id` and `domain`. */
export function selectedColumns(columns: ColumnMap): { ours: string; theirs: string }[] {
  const isMapped = Object.keys(columns).length > 0
  return SIGNAL_COLUMNS.flatMap((ours) => {
    const theirs = columns[ours] ?? (!isMapped || ours === 'id' || ours === 'domain' ? ours : null)
    return theirs === null ? [] : [{ ours, theirs }]
  })
}

/** A column's name as PostgREST wants it in `select`, filters and `order`: quoted when it is not a plain word. */
export function quotedColumn(theirs: string): string {
  return /^[a-z_][a-z0-9_]*$/i.test(theirs) ? theirs : `"${theirs.replaceAll('"', '')}"`
}

/** `select` of PostgREST with aliases, so that every row arrives under our names. */
export function selectOf(pairs: readonly { ours: string; theirs: string }[]): string {
  return pairs.map(({ ours, theirs }) => (ours === theirs ? ours : `${ours}:${quotedColumn(theirs)}`)).join(',')
}
