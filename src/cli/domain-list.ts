import { stat } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { type InputProblem, UserError } from '../errors.ts'
import { parseDomain } from '../pipeline/report/domain-name.ts'
import type { Domain } from '../pipeline/report/types.ts'
import { readText } from './document.ts'
import type { CliWorld } from './world.ts'

const MOST_DOMAINS = 5_000
const MOST_PROBLEMS = 20

/**
 * The domains of a command line: each operand is a domain, a file of them, or `-` for stdin.
 * @throws UserError `invalid_input` that names every line that is no domain, or a file that cannot be read.
 */
export async function readDomains(world: CliWorld, operands: readonly string[]): Promise<Domain[]> {
  const domains: Domain[] = []
  const problems: InputProblem[] = []
  for (const operand of operands)
    for (const { place, text } of await textsOf(world, operand)) {
      const parsed = parseDomain(text)
      if (parsed.ok) domains.push(parsed.domain)
      else problems.push({ path: place, problem: parsed.problem })
    }
  if (problems.length > 0) {
    const more = problems.length > MOST_PROBLEMS ? `, and ${problems.length - MOST_PROBLEMS} more` : ''
    const details = problems.slice(0, MOST_PROBLEMS)
    throw new UserError('invalid_input', `Expected domains; ${problems.length} cannot be read${more}.`, { details })
  }
  if (domains.length > MOST_DOMAINS)
    throw new UserError('too_large', `Expected at most ${MOST_DOMAINS} domains, got ${domains.length}.`)
  return domains
}

type Text = { place: string; text: string }

async function textsOf(world: CliWorld, operand: string): Promise<Text[]> {
  if (operand === '-') return linesOf('stdin', await readText(world, operand))
  const isFile = await stat(operand).then(
    (found) => found.isFile(),
    () => /[/\\]|\.(?:csv|txt|tsv)$/i.test(operand),
  )
  return isFile ? linesOf(operand, await readText(world, operand)) : [{ place: operand, text: operand }]
}

/** One domain a line, or the column called domain; blank lines and those that begin with # are left out. */
function linesOf(name: string, text: string): Text[] {
  const rows = rowsOf(name, text)
  const column = rows[0]?.cells.findIndex((cell) => cell.trim().toLowerCase() === 'domain') ?? -1
  const body = column >= 0 ? rows.slice(1) : rows
  return body.flatMap(({ line, cells }) => {
    const cell = cells[Math.max(0, column)]?.trim() ?? ''
    return cell === '' || cell.startsWith('#') ? [] : [{ place: `${name} line ${line}`, text: cell }]
  })
}

function rowsOf(name: string, text: string): { line: number; cells: string[] }[] {
  const found: { line: number; cells: string[] }[] = []
  const keep = (cells: string[], { lines }: { lines: number }) => {
    found.push({ line: lines, cells })
    return null
  }
  try {
    parse(text, { relaxColumnCount: true, skipEmptyLines: true, bom: true, onRecord: keep })
    return found
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 120) : ''
    throw new UserError('invalid_input', `${name} cannot be read as a list of domains: ${why}`)
  }
}
