import { parseArgs } from 'node:util'
import { type Command, UsageError } from './command.ts'

export type Arguments = {
  operands: readonly string[]
  values: Readonly<Record<string, string | boolean | undefined>>
  isHelp: boolean
}

/** The command that the first words name, and the words behind it. Null when they name none. */
export function findCommand(
  commands: readonly Command[],
  args: readonly string[],
): { command: Command; rest: readonly string[] } | null {
  for (const command of commands) {
    const words = command.name.split(' ')
    if (words.every((word, place) => args[place] === word)) return { command, rest: args.slice(words.length) }
  }
  return null
}

/** @throws UsageError for an unknown option, a missing value, or operands too few or too many. */
export function readArguments(command: Command, args: readonly string[]): Arguments {
  const steps = [`See what it takes: intel help ${command.name}`]
  const { positionals, values } = parsed(command, { args, steps })
  const isHelp = values['help'] === true
  const { operands } = command
  const missing = operands[positionals.length]
  // An operand in brackets may be left out; one with dots may be repeated.
  if (missing && !missing.startsWith('[') && !isHelp)
    throw new UsageError(`intel ${command.name} needs ${missing}.`, steps)
  const extra = operands.at(-1)?.includes('…') ? undefined : positionals[operands.length]
  if (extra !== undefined && !isHelp)
    throw new UsageError(`intel ${command.name} does not know what to do with “${extra.slice(0, 80)}”.`, steps)
  return { operands: positionals, values, isHelp }
}

function parsed(command: Command, { args, steps }: { args: readonly string[]; steps: string[] }) {
  const given = Object.entries(command.options).map(([name, { type }]) => [name, { type }] as const)
  const options = { ...Object.fromEntries(given), help: { type: 'boolean', short: 'h' } } as const
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    // The first sentence says which option and why; the rest is advice for another kind of program.
    const sentence = error.message.split(/\. |\n/, 1)[0] ?? ''
    throw new UsageError(`intel ${command.name}: ${sentence.replace(/\.$/, '').slice(0, 200)}.`, steps)
  }
}
