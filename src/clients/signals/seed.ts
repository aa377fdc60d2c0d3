import { UserError } from '../../errors.ts'
import { rowsOfFile } from './seed-file.ts'
import { guessTable, prepareRow } from './seed-rows.ts'
import { SEED_KEYS, type SeedTable, type SignalWriter } from './writer.ts'

export { guessTable } from './seed-rows.ts'

const BATCH_ROWS = 500
const MOST_SHOWN = 50

export type SeedOptions = {
  source: SignalWriter
  path: string
  /** Found from the columns of the first row when it is not given. */
  table?: SeedTable
  now: Date
}

export type SeedResult = {
  table: SeedTable
  /** Rows of the file, the header not counted. */
  read: number
  /** Distinct rows sent to the table. */
  written: number
  /** Rows whose key came again in the same batch; the last one was written. */
  repeated: number
  /** The first 50 rows that were skipped; `skippedTotal` counts all. */
  skipped: { line: number; reason: string }[]
  skippedTotal: number
}

/**
 * Loads a CSV or JSON lines file into one of the default tables, 500 rows at a time, by key. Throws `UserError` when the
 * file cannot be used and `ExternalError` when the table cannot be written; batches before the failure stay written,
 * and the same file can be loaded again.
 */
export async function seedFile(options: SeedOptions): Promise<SeedResult> {
  let table = options.table ?? null
  let batch = new Map<string, Record<string, unknown>>()
  const result = { read: 0, written: 0, repeated: 0, skipped: [] as SeedResult['skipped'], skippedTotal: 0 }
  const skip = (line: number, reason: string): void => {
    result.skippedTotal += 1
    if (result.skipped.length < MOST_SHOWN) result.skipped.push({ line, reason })
  }
  const flush = async (into: SeedTable): Promise<void> => {
    if (batch.size === 0) return
    await options.source.upsert(into, [...batch.values()])
    result.written += batch.size
    batch = new Map()
  }
  for await (const found of rowsOfFile(options.path)) {
    result.read += 1
    if ('problem' in found) {
      skip(found.line, found.problem)
      continue
    }
    table ??= tableOf(found.row, options.path)
    const prepared = prepareRow(table, found.row, options.now)
    if (!prepared.ok) {
      skip(found.line, prepared.reason)
      continue
    }
    const key = JSON.stringify(SEED_KEYS[table].map((column) => prepared.row[column]))
    if (batch.has(key)) result.repeated += 1
    batch.set(key, prepared.row)
    if (batch.size >= BATCH_ROWS) await flush(table)
  }
  if (table === null) throw unfit(options.path, 'has no readable row')
  await flush(table)
  return { table, ...result }
}

function tableOf(row: Record<string, unknown>, path: string): SeedTable {
  const table = guessTable(Object.keys(row))
  if (table) return table
  const columns = Object.keys(row).slice(0, 12).join(', ')
  throw unfit(path, `has the columns ${columns}, which fit none of the tables`)
}

function unfit(path: string, what: string): UserError {
  return new UserError('invalid_input', `The file ${path} ${what}.`, {
    nextSteps: [
      'Name the table: --table signals, --table accounts or --table signal_allocations.',
      'Signals need at least id and domain; accounts need domain; allocations need signal_id and prospect_email.',
    ],
  })
}
