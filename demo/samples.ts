import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SignalRow } from '../test/support/app.ts'
import { fillDates } from '../test/support/fixture-dates.ts'

const read = async (name: string, now: Date) => fillDates(await readFile(new URL(name, import.meta.url), 'utf8'), now)

/** The sample replies as the intake endpoint takes them, as if they had just arrived. */
export async function sampleReplies(now: Date): Promise<Record<string, unknown>[]> {
  return JSON.parse(await read('sample-replies.json', now)) as Record<string, unknown>[]
}

/** The sample signals as rows, with their dates counted from `now`. */
export async function sampleRows(now: Date): Promise<SignalRow[]> {
  const lines = (await read('sample-signals.jsonl', now)).split('\n')
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as SignalRow)
}

/** Gives `use` the path of the sample signals with their dates counted from `now`, as a file that `intel seed` takes. */
export async function withSampleSignals<T>(now: Date, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'starbridge-demo-'))
  try {
    const path = join(folder, 'sample-signals.jsonl')
    await writeFile(path, await read('sample-signals.jsonl', now))
    return await use(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
