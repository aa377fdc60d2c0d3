import type { CliWorld } from './world.ts'

// Terminals act on control characters, and texts of other people may hold them; a file that is read later as well.
const CONTROL = /[^\P{Cc}\n\t]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const JSON_UNSAFE = /[\u007f-\u009f\u2028\u2029]/g

/** Text that no terminal can take for a command; line breaks and tabs stay. */
export function plainText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(CONTROL, '')
}

export function print(world: CliWorld, text: string): void {
  world.stdout.write(`${plainText(text).trimEnd()}\n`)
}

export function printJson(world: CliWorld, value: unknown): void {
  const text = JSON.stringify(value, null, 2)
  world.stdout.write(
    `${text.replace(JSON_UNSAFE, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`,
  )
}

/** What goes on, for a person who watches; a script never sees it. */
export function progress(world: CliWorld, line: string): void {
  if (world.stderr.isTTY) world.stderr.write(`${plainText(line)}\n`)
}

/** Something that went wrong or is worth knowing beside the answer: a sentence and what to do. */
export function tell(world: CliWorld, lines: readonly string[]): void {
  world.stderr.write(`${plainText(lines.join('\n'))}\n`)
}

/** Columns as wide as their longest cell; the last one as it is. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => lengthOf(row[column] ?? ''))))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell + ' '.repeat(padding(cell, widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const lengthOf = (cell: string) => Array.from(cell).length
const padding = (cell: string, width: number) => Math.max(0, width - lengthOf(cell))
