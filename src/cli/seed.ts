import { SEED_TABLES, type SeedResult, type SeedTable, seedSignals } from '../seeding.ts'
import { type Call, EXIT, UsageError } from './command.ts'
import { print, printJson, progress, table } from './output.ts'

/** `intel seed <file>`: loads a file by key and says what it skipped and why. */
export async function seed(call: Call): Promise<number> {
  const wanted = tableOf(call.text('table'))
  const config = call.config()
  progress(call.world, 'Opening the signals …')
  const result = await seedSignals(config, { path: call.operands[0] ?? '', table: wanted, log: call.log })
  if (call.flag('json')) printJson(call.world, toJson(result))
  else print(call.world, toText(result))
  return EXIT.ok
}

function tableOf(text: string | undefined): SeedTable | null {
  if (text === undefined) return null
  const found = SEED_TABLES.find((name) => name === text)
  if (found) return found
  const expected = `${SEED_TABLES.slice(0, -1).join(', ')} or ${SEED_TABLES.at(-1)}`
  throw new UsageError(`--table: expected ${expected}, got “${text.slice(0, 40)}”.`, [
    'See what it takes: intel help seed',
  ])
}

function toJson({ table, read, written, repeated, skipped, skippedTotal }: SeedResult) {
  return { table, read, written, repeated, skipped_total: skippedTotal, skipped }
}

function toText({ table: name, read, written, repeated, skipped, skippedTotal }: SeedResult): string {
  const head = `${rows(read)} read, ${written} written to ${name}, ${repeated} repeated, ${skippedTotal} skipped.`
  if (skippedTotal === 0) return head
  const more = skippedTotal - skipped.length
  const lines = table(skipped.map(({ line, reason }) => [`  line ${line}`, reason]))
  return [head, lines, more > 0 ? `  and ${more} more` : null].filter(Boolean).join('\n')
}

const rows = (count: number) => (count === 1 ? '1 row' : `${count} rows`)
