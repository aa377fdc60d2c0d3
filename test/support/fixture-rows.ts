import { readFileSync } from 'node:fs'
import { fillDates } from './fixture-dates.ts'

export type FixtureRow = { id: string; domain: string } & Record<string, unknown>

/** The distinct rows of a seller's fixture, dates counted from `now`. Two rows of one id are one row in the table. */
export function fixtureRows(set: string, now: Date): FixtureRow[] {
  const file = new URL(`../fixtures/sellers/${set}.jsonl`, import.meta.url)
  const lines = fillDates(readFileSync(file, 'utf8'), now).split('\n')
  const rows = lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as FixtureRow)
  return [...new Map(rows.map((row) => [row.id ?? JSON.stringify(row), row])).values()]
}
