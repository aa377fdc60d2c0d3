import { SIGNAL_COLUMNS } from './columns.ts'
import { signalType, toAccountTier } from './schema.ts'
import { toDay, toDollars, toDomainKey, toFlag, toInstant, toNumber, toText, toWebAddress } from './values.ts'
import type { SeedTable } from './writer.ts'

/** One line of a file: column name in lower case → value. */
export type SeedRow = Record<string, unknown>
export type Prepared = { ok: true; row: Record<string, unknown> } | { ok: false; reason: string }

const ACCOUNT_COLUMNS = ['domain', 'account_name', 'tier', 'product', 'territory'] as const
const ALLOCATION_COLUMNS = ['signal_id', 'prospect_email', 'campaign_id', 'sequence_position', 'sent'] as const
const MOST_RAW_CHARACTERS = 8000

/** `Buyer Name` and `buyer-name` are `buyer_name`. */
export function columnKey(header: string): string {
  return header
    .replace(/^\uFEFF/, '')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
    .slice(0, 100)
}

/** Which table a file is for, by its columns; null when they fit none. */
export function guessTable(keys: readonly string[]): SeedTable | null {
  const has = new Set(keys.map(columnKey))
  if (has.has('signal_id') && has.has('prospect_email')) return 'signal_allocations'
  if (!has.has('domain')) return null
  if (has.has('id') && ['signal_type', 'title', 'summary', 'buyer_name'].some((key) => has.has(key))) return 'signals'
  return ['account_name', 'tier', 'product', 'territory'].some((key) => has.has(key)) && !has.has('id')
    ? 'accounts'
    : null
}

/** A row as the table takes it, every column present, or why it cannot be one. */
export function prepareRow(table: SeedTable, row: SeedRow, now: Date): Prepared {
  if (table === 'signals') return signalRow(row, now)
  return table === 'accounts' ? accountRow(row) : allocationRow(row)
}

function signalRow(row: SeedRow, now: Date): Prepared {
  const id = toText(row['id'], 200)
  if (id === null) return { ok: false, reason: 'no id' }
  const domain = toDomainKey(row['domain'])
  if (domain === null) return { ok: false, reason: domainReason(row['domain']) }
  const values: Record<string, unknown> = {
    id,
    domain,
    signal_type: signalType(row['signal_type']),
    title: toText(row['title'], 500),
    summary: toText(row['summary'], 8000),
    event_date: toDay(row['event_date']),
    deadline: toDay(row['deadline']),
    detected_at: toInstant(row['detected_at']) ?? now.toISOString(),
    amount_usd: toDollars(row['amount_usd']),
    is_amendment: toFlag(row['is_amendment']),
    source_url: toWebAddress(row['source_url']),
    relevance_score: toNumber(row['relevance_score']),
  }
  for (const column of SIGNAL_COLUMNS) if (!(column in values)) values[column] = toText(row[column], 300)
  return { ok: true, row: { ...values, raw: rawOf(row, values) } }
}

/** Unknown columns, and known ones whose text could not be read, so that nothing of the file is lost in silence. */
function rawOf(row: SeedRow, values: Record<string, unknown>): Record<string, unknown> | null {
  const raw: Record<string, unknown> = asObject(row['raw'])
  for (const [key, value] of Object.entries(row)) {
    const kept = key === 'raw' ? null : limited(value)
    if (kept !== null && (!(key in values) || values[key] === null)) raw[key] = kept
  }
  return Object.keys(raw).length > 0 ? raw : null
}

function asObject(value: unknown): Record<string, unknown> {
  let parsed = value
  if (typeof value === 'string')
    try {
      parsed = JSON.parse(value)
    } catch {
      parsed = toText(value, MOST_RAW_CHARACTERS)
    }
  const kept = limited(parsed)
  if (kept === null) return {}
  return typeof kept === 'object' && !Array.isArray(kept) ? { ...kept } : { raw: kept }
}

/** A value that jsonb takes and that stays small; null when there is nothing to keep. Postgres refuses NUL in jsonb. */
function limited(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value !== 'object' || value === null) return toText(value, MOST_RAW_CHARACTERS)
  const text = JSON.stringify(value)
  return text.includes('\\u0000') || text.length > MOST_RAW_CHARACTERS ? null : value
}

function accountRow(row: SeedRow): Prepared {
  const domain = toDomainKey(row['domain'])
  if (domain === null) return { ok: false, reason: domainReason(row['domain']) }
  const [, name, , product, territory] = ACCOUNT_COLUMNS.map((column) => toText(row[column], 2000))
  return { ok: true, row: { domain, account_name: name, tier: toAccountTier(row['tier']), product, territory } }
}

function allocationRow(row: SeedRow): Prepared {
  const [signalId, email, campaign] = ALLOCATION_COLUMNS.map((column) => toText(row[column], 320))
  if (!signalId) return { ok: false, reason: 'no signal_id' }
  if (!email?.includes('@')) return { ok: false, reason: 'no prospect_email' }
  const position = toNumber(row['sequence_position'])
  const isPosition = position !== null && Number.isInteger(position) && Math.abs(position) < 2 ** 31
  return {
    ok: true,
    row: {
      signal_id: signalId,
      prospect_email: email.toLowerCase(),
      // Part of the key, so never null: a null would make every seeding a new row.
      campaign_id: campaign ?? '',
      sequence_position: isPosition ? position : 0,
      sent: toFlag(row['sent']),
    },
  }
}

function domainReason(value: unknown): string {
  const text = toText(value, 60)
  return text === null ? 'no domain' : `“${text}” is not a domain`
}
