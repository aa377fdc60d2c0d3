import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readByRules } from '../src/pipeline/report/reply/read-rules.ts'
import { createReplyStripper } from '../src/pipeline/report/reply/strip-reply.ts'
import type { NoteKind, Referral, ReplyKind, ReplyReading } from '../src/pipeline/report/types.ts'

/**
 * The labelled replies in two halves: rules are tuned by looking at `dev`, and the figures anybody quotes come from
 * `held`, whose replies and misses are never looked at. With `node bench/reading-quality.ts --half held` only figures
 * are printed.
 */
export type Half = 'dev' | 'held'

/** The half of a reply, from its id alone: the first byte of its SHA-256, even for `dev`, odd for `held`. */
export function halfOf(id: string): Half {
  const [first = 0] = createHash('sha256').update(id, 'utf8').digest()
  return first % 2 === 0 ? 'dev' : 'held'
}

/** One labelled reply; shape of a line of `test/fixtures/replies/labelled.jsonl`. */
export type LabelledReply = {
  id: string
  subject: string | null
  text: string
  kind: ReplyKind
  notes: NoteKind[]
  referral: Referral | null
  /** Substrings that the key sentences, taken together, must contain. */
  key: string[]
  /** Substrings that no key sentence may contain: quotes, signatures, disclaimers, markup. */
  never?: string[]
}

/** `support` is how often the label occurs; precision and recall are null when nothing was found or nothing is there. */
export type LabelMeasure = { label: string; support: number; precision: number | null; recall: number | null }

export type ReadingMeasure = {
  rows: number
  /** Share of replies whose kind is right. */
  accuracy: number
  kinds: LabelMeasure[]
  notes: LabelMeasure[]
  /** Hits of rows that have a label of the sort. */
  keySentences: { hit: number; of: number }
  /** Rows where something of a quote, signature or disclaimer is in a key sentence. */
  leaks: { hit: number; of: number }
  referralNames: { hit: number; of: number }
  referralEmails: { hit: number; of: number }
  misses: { id: string; what: string }[]
}

const KINDS: readonly ReplyKind[] = [
  'positive',
  'out_of_office',
  'unsubscribe',
  'referral',
  'not_interested',
  'unclear',
]
const NOTES: readonly NoteKind[] = ['demo_asked', 'times_offered', 'territory', 'will_forward', 'urgency', 'packaging']
const FIXTURE = new URL('../test/fixtures/replies/labelled.jsonl', import.meta.url)

const plain = (text: string): string =>
  text
    .replace(/[\s\u00a0]+/g, ' ')
    .replaceAll('’', "'")
    .toLowerCase()

type Pair = { row: LabelledReply; reading: ReplyReading }

function measureLabel(
  label: string,
  pairs: readonly Pair[],
  has: { wanted: (row: LabelledReply) => boolean; found: (reading: ReplyReading) => boolean },
): LabelMeasure {
  const wanted = pairs.filter(({ row }) => has.wanted(row))
  const found = pairs.filter(({ reading }) => has.found(reading))
  const right = wanted.filter(({ reading }) => has.found(reading)).length
  return {
    label,
    support: wanted.length,
    precision: found.length === 0 ? null : right / found.length,
    recall: wanted.length === 0 ? null : right / wanted.length,
  }
}

function missesOf({ row, reading }: Pair): string[] {
  const misses: string[] = []
  if (reading.kind !== row.kind) misses.push(`kind ${row.kind}, read as ${reading.kind}`)
  const found = new Set(reading.notes.map((note) => note.kind))
  for (const kind of NOTES) {
    if (row.notes.includes(kind) && !found.has(kind)) misses.push(`note ${kind} not found`)
    if (!row.notes.includes(kind) && found.has(kind)) misses.push(`note ${kind} found, not meant`)
  }
  const sentences = reading.keySentences.join(' | ')
  if (!hasKey({ row, reading })) misses.push(`key "${row.key.join('", "')}" not in "${sentences}"`)
  const leaked = leaksOf({ row, reading })
  if (leaked.length > 0) misses.push(`leaked "${leaked.join('", "')}" in "${sentences}"`)
  if (row.referral && !sameName({ row, reading })) {
    misses.push(`referral ${row.referral.name ?? row.referral.email}, read as ${reading.referral?.name ?? 'none'}`)
  }
  return misses
}

function hasKey({ row, reading }: Pair): boolean {
  const all = plain(reading.keySentences.join(' '))
  return row.key.every((part) => all.includes(plain(part)))
}

function leaksOf({ row, reading }: Pair): string[] {
  const all = plain(reading.keySentences.join(' '))
  return (row.never ?? []).filter((part) => all.includes(plain(part)))
}

const nameOf = (name: string | null | undefined): string =>
  plain(name ?? '').replace(/^(?:mr|mrs|ms|dr|herr|frau|mme|m|sr|sra)\.? /, '')

const sameName = ({ row, reading }: Pair): boolean => nameOf(reading.referral?.name) === nameOf(row.referral?.name)

const sameEmail = ({ row, reading }: Pair): boolean =>
  plain(reading.referral?.email ?? '') === plain(row.referral?.email ?? '')

function rate(pairs: readonly Pair[], hit: (pair: Pair) => boolean): { hit: number; of: number } {
  return { hit: pairs.filter(hit).length, of: pairs.length }
}

/**
 * Measures a reading against labels. `read` gets the reply as it came and returns what was read out of it; it is
 * called once per row, in order. Precision and recall per kind are one against the rest.
 */
export async function measureReading(
  rows: readonly LabelledReply[],
  read: (row: LabelledReply) => ReplyReading | Promise<ReplyReading>,
): Promise<ReadingMeasure> {
  const pairs: Pair[] = []
  for (const row of rows) pairs.push({ row, reading: await read(row) })
  return {
    rows: pairs.length,
    accuracy: pairs.filter(({ row, reading }) => row.kind === reading.kind).length / Math.max(pairs.length, 1),
    kinds: KINDS.map((kind) =>
      measureLabel(kind, pairs, {
        wanted: (row) => row.kind === kind,
        found: (reading) => reading.kind === kind,
      }),
    ),
    notes: NOTES.map((kind) =>
      measureLabel(kind, pairs, {
        wanted: (row) => row.notes.includes(kind),
        found: (reading) => reading.notes.some((note) => note.kind === kind),
      }),
    ),
    keySentences: rate(
      pairs.filter(({ row }) => row.key.length > 0),
      hasKey,
    ),
    leaks: rate(
      pairs.filter(({ row }) => row.never !== undefined),
      (pair) => leaksOf(pair).length > 0,
    ),
    referralNames: rate(
      pairs.filter(({ row }) => typeof row.referral?.name === 'string'),
      sameName,
    ),
    referralEmails: rate(
      pairs.filter(({ row }) => typeof row.referral?.email === 'string'),
      sameEmail,
    ),
    misses: pairs.flatMap((pair) => missesOf(pair).map((what) => ({ id: pair.row.id, what }))),
  }
}

/** The labelled replies of one half, or all of them, in the file's order. */
export function readLabelledReplies(half: Half | null = null): LabelledReply[] {
  return readFileSync(FIXTURE, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LabelledReply)
    .filter((row) => half === null || halfOf(row.id) === half)
}

export type BenchArguments = { half: Half | null; withMisses: boolean }

/**
 * What the command line asks for: `--half dev|held` (default both) and `--misses`. Throws when misses of anything but
 * the dev half are asked for: whoever has seen the held half can no longer measure by it.
 */
export function parseBenchArguments(args: string[]): BenchArguments {
  const { values } = parseArgs({ args, options: { half: { type: 'string' }, misses: { type: 'boolean' } } })
  const { half = null, misses: withMisses = false } = values
  if (half !== null && half !== 'dev' && half !== 'held') throw new Error(`--half is dev or held, not ${half}`)
  if (withMisses && half !== 'dev') throw new Error('--misses is for --half dev only: the held half is never looked at')
  return { half, withMisses }
}

const percent = (value: number | null): string => (value === null ? '-' : `${(100 * value).toFixed(1)}%`)

function printMeasure(measure: ReadingMeasure, withMisses: boolean): void {
  const line = (cells: string[]) =>
    console.log(cells.map((cell, index) => (index ? cell.padStart(11) : cell.padEnd(24))).join(''))
  const share = (name: string, { hit, of }: { hit: number; of: number }) =>
    line([name, percent(of === 0 ? null : hit / of), `${hit}/${of}`])
  for (const [title, labels] of [
    ['kind', measure.kinds],
    ['note', measure.notes],
  ] as const) {
    line([title, 'precision', 'recall', 'support'])
    for (const one of labels) line([one.label, percent(one.precision), percent(one.recall), String(one.support)])
    console.log('')
  }
  line(['kind right', percent(measure.accuracy), `of ${measure.rows}`])
  share('key sentence hit', measure.keySentences)
  share('leaks into key', measure.leaks)
  share('referral name hit', measure.referralNames)
  share('referral e-mail hit', measure.referralEmails)
  if (withMisses) {
    console.log('')
    for (const miss of measure.misses) console.log(`${miss.id}: ${miss.what}`)
  }
}

async function main({ half, withMisses }: BenchArguments): Promise<void> {
  const stripper = createReplyStripper()
  try {
    const measure = await measureReading(readLabelledReplies(half), async (row) =>
      readByRules(await stripper.strip(row.text), row.subject),
    )
    printMeasure(measure, withMisses)
  } finally {
    await stripper.stop()
  }
}

if (import.meta.main) {
  try {
    await main(parseBenchArguments(process.argv.slice(2)))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
