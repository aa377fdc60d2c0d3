import type { Command } from './command.ts'
import { table } from './output.ts'

/** All commands, one line each. */
export function renderHelp(commands: readonly Command[]): string {
  const rows = commands.map((command) => [`  ${usageOf(command)}`, command.summary])
  const own = [
    ['  help [command]', 'Say what a command takes'],
    ['  --version', 'Print the version'],
  ]
  return `The intel desk on the command line.

Usage: intel <command> [options]

${table([...rows, ...own])}

From a checkout: npm run --silent intel -- <command> [options]
Settings come from the environment and .env. Every command takes --help.`
}

/** One command with its options. */
export function renderCommandHelp(command: Command): string {
  const options = Object.entries(command.options).map(([name, { value, help }]) => [
    `  --${name}${value ? ` ${value}` : ''}`,
    help,
  ])
  const parts = [
    `Usage: intel ${usageOf(command)}${options.length > 0 ? ' [options]' : ''}`,
    `${command.summary}.`,
    command.notes?.join('\n'),
    options.length > 0 ? table(options) : null,
  ]
  return parts.filter(Boolean).join('\n\n')
}

const usageOf = ({ name, operands }: Command) => [name, ...operands].join(' ')
