import manifest from '../../package.json' with { type: 'json' }
import { complaintOf } from '../complaint.ts'
import { readConfig } from '../config.ts'
import { createLogger, type Logger } from '../log.ts'
import { findCommand, readArguments } from './arguments.ts'
import { type Call, type Command, EXIT, UsageError } from './command.ts'
import { COMMANDS } from './commands.ts'
import { renderCommandHelp, renderHelp } from './help.ts'
import { print, tell } from './output.ts'
import { type CliWorld, processWorld } from './world.ts'

/**
 * The `intel` command: finds the command in the table, runs it, and turns whatever it throws into a sentence on stderr.
 * Returns the exit code: 0 only on success, 2 when the command line cannot be understood, 130 when ended from outside.
 */
export async function runCli(args: string[], given?: CliWorld): Promise<number> {
  if (given) return answer(args, given)
  const world = processWorld()
  try {
    return await answer(args, world)
  } finally {
    world.release()
  }
}

async function answer(args: string[], world: CliWorld): Promise<number> {
  const log = lazyLog(world)
  try {
    return await dispatch(args, { world, log })
  } catch (error) {
    if (world.abort.aborted && error === world.abort.reason) return EXIT.ended
    if (error instanceof UsageError) {
      tell(world, [error.message, ...error.nextSteps.map((step) => `  ${step}`)])
      return EXIT.usage
    }
    tell(world, complaintOf(error, { log: log(), doctor: 'intel doctor' }))
    return EXIT.failed
  }
}

type Running = { world: CliWorld; log: () => Logger }

async function dispatch(args: string[], { world, log }: Running): Promise<number> {
  const [first] = args
  if (first === undefined) {
    tell(world, [renderHelp(COMMANDS)])
    return EXIT.usage
  }
  if (first === '--version' || first === '-v') {
    print(world, manifest.version)
    return EXIT.ok
  }
  if (first === 'help' || first === '--help' || first === '-h') return help(args.slice(1), world)
  const found = findCommand(COMMANDS, args)
  if (!found) throw unknown(args)
  const { operands, values, isHelp } = readArguments(found.command, found.rest)
  if (isHelp) return help(found.command.name.split(' '), world)
  const call: Call = {
    operands,
    text: (option) => (typeof values[option] === 'string' ? values[option] : undefined),
    flag: (option) => values[option] === true,
    world,
    config: () => readConfig(world.env()),
    log: log(),
  }
  return found.command.run(call)
}

function help(words: string[], world: CliWorld): number {
  if (words.length === 0) {
    print(world, renderHelp(COMMANDS))
    return EXIT.ok
  }
  const named = COMMANDS.filter(({ name }) => name === words.join(' ') || name.startsWith(`${words.join(' ')} `))
  if (named.length === 0) throw unknown(words)
  print(world, named.map(renderCommandHelp).join('\n\n\n'))
  return EXIT.ok
}

function unknown(args: readonly string[]): UsageError {
  const word = args[0] ?? ''
  const group = COMMANDS.filter(({ name }) => name.startsWith(`${word} `))
  if (group.length > 0)
    return new UsageError(`intel ${word} needs one of: ${group.map(lastWord).join(', ')}.`, [
      `See what each takes: intel help ${word}`,
    ])
  return new UsageError(`There is no command “${word.slice(0, 80)}”.`, ['See all of them: intel help'])
}

const lastWord = ({ name }: Command) => name.slice(name.indexOf(' ') + 1)

/** Made when first needed: help must not stumble over settings. A LOG_LEVEL that cannot be read is told by the settings. */
function lazyLog(world: CliWorld): () => Logger {
  let log: Logger | null = null
  return () => (log ??= createLogger(levelOf(world), { write: (line) => void world.stderr.write(line) }))
}

function levelOf(world: CliWorld): string {
  const level = world.env()['LOG_LEVEL']?.trim().toLowerCase() ?? ''
  return ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'].includes(level) ? level : 'warn'
}
