import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Readable } from 'node:stream'
import { type Info, parse } from 'csv-parse'
import { UserError } from '../../errors.ts'
import { columnKey, type SeedRow } from './seed-rows.ts'

/** One line of a file as a row, or why it is none. `line` counts from 1, the header included. */
export type FileRow = { line: number; row: SeedRow } | { line: number; problem: string }

const DELIMITERS = [',', ';', '\t', '|'] as const
const MOST_LINE_CHARACTERS = 1024 * 1024
const HEAD_BYTES = 64 * 1024

/**
 * The rows of a CSV file (delimiter found, quotes, line breaks in cells, byte order mark) or of JSON lines, told apart
 * by content, then by extension. One row at a time, so memory stays flat. Throws `UserError` for a file that cannot be
 * read or is neither.
 */
export async function* rowsOfFile(path: string): AsyncGenerator<FileRow> {
  const { text, encoding } = await headOf(path)
  const start = text.trimStart()[0]
  if (start === undefined) throw new UserError('invalid_input', `The file ${path} is empty.`)
  if (start === '[')
    throw new UserError('invalid_input', `The file ${path} holds a JSON array; one object per line is expected.`, {
      nextSteps: [`Write one object per line: jq -c '.[]' ${path} > rows.jsonl`],
    })
  const stream = createReadStream(path, { encoding })
  const isLines = start === '{' || /^\.(?:jsonl|ndjson|json)$/i.test(extname(path))
  yield* isLines ? jsonRows(stream) : csvRows(stream, text)
}

/** The delimiter that occurs most in the first record, outside quotes; a comma when none does. */
export function delimiterOf(head: string): string {
  const counts = new Map<string, number>(DELIMITERS.map((delimiter) => [delimiter, 0]))
  let isQuoted = false
  for (const letter of head) {
    if (letter === '"') isQuoted = !isQuoted
    else if (letter === '\n' && !isQuoted) break
    else if (!isQuoted && counts.has(letter)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0]
}

async function headOf(path: string): Promise<{ text: string; encoding: 'utf8' | 'utf16le' }> {
  try {
    await using file = await open(path)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    // Spreadsheets save "Unicode text" as UTF-16 with this mark.
    const encoding = buffer[0] === 0xff && buffer[1] === 0xfe ? 'utf16le' : 'utf8'
    return { text: buffer.toString(encoding, 0, bytesRead).replace(/^\uFEFF/, ''), encoding }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new UserError('invalid_input', `The file ${path} cannot be read (${code}).`)
  }
}

async function* jsonRows(stream: Readable): AsyncGenerator<FileRow> {
  let line = 0
  for await (const text of linesOf(stream)) {
    line += 1
    const plain = text?.replace(/^\uFEFF/, '').trim()
    if (plain === '') continue
    yield { line, ...rowOfJson(plain) }
  }
}

function rowOfJson(text: string | undefined): { row: SeedRow } | { problem: string } {
  if (text === undefined) return { problem: 'unparseable: the line is longer than 1 MB' }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { problem: 'unparseable: not an object' }
    return { row: Object.fromEntries(Object.entries(value).map(([key, cell]) => [columnKey(key), cell])) }
  } catch {
    return { problem: 'unparseable: not JSON' }
  }
}

/** Lines without their ends; one longer than 1 MB comes as undefined, so that a file without breaks stays bounded. */
async function* linesOf(stream: Readable): AsyncGenerator<string | undefined> {
  let rest = ''
  let isTooLong = false
  for await (const chunk of stream as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      yield isTooLong || line.length > MOST_LINE_CHARACTERS ? undefined : line
      isTooLong = false
    }
    if (rest.length > MOST_LINE_CHARACTERS) {
      isTooLong = true
      rest = ''
    }
  }
  if (isTooLong) yield undefined
  else if (rest !== '') yield rest
}

type CsvRecord = { record: Record<string, string>; info: Info }

async function* csvRows(stream: Readable, head: string): AsyncGenerator<FileRow> {
  const broken: FileRow[] = []
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(head),
    columns: (header: string[]) => uniqueKeys(header),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: MOST_LINE_CHARACTERS,
    trim: true,
    on_skip: (error) => {
      const line = error && 'lines' in error && typeof error.lines === 'number' ? error.lines : 0
      broken.push({ line, problem: `unparseable: ${error?.code ?? 'bad record'}` })
      return undefined
    },
  })
  stream.on('error', (error) => parser.destroy(error)).pipe(parser)
  for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
    yield* broken.splice(0)
    yield { line: info.lines, row: record }
  }
  yield* broken
}

/** The first of two columns with one name wins; a column without name is dropped. */
function uniqueKeys(header: string[]): (string | false)[] {
  const seen = new Set<string>()
  return header.map((name) => {
    const key = columnKey(name)
    if (key === '' || seen.has(key)) return false
    seen.add(key)
    return key
  })
}
