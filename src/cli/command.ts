import type { Config } from '../config.ts'
import type { Logger } from '../log.ts'
import type { CliWorld } from './world.ts'

/** Exit codes: `ok` only on success, `usage` when the command line itself cannot be understood. */
export const EXIT = { ok: 0, failed: 1, usage: 2, ended: 130 } as const

export type OptionSpec = {
  type: 'string' | 'boolean'
  /** How help shows the value, such as `<seconds>`. */
  value?: string
  help: string
}

/** One command of the table: what it takes, how help tells of it, what it does. */
export type Command = {
  /** `report`, or `runs list`. */
  name: string
  /** Operands as help shows them; one word each. */
  operands: readonly string[]
  summary: string
  /** Sentences that help adds. */
  notes?: readonly string[]
  options: Readonly<Record<string, OptionSpec>>
  run(call: Call): Promise<number>
}

/** A command line, understood. Options that were not given are absent. */
export type Call = {
  operands: readonly string[]
  text(option: string): string | undefined
  flag(option: string): boolean
  world: CliWorld
  /** The settings; all their problems are thrown at once as a ConfigError. */
  config(): Config
  /** Lines on stderr, from level warn on unless LOG_LEVEL says otherwise. */
  log: Logger
}

/** The command line cannot be understood: exit code 2. `message` is a sentence, `nextSteps` say what to type. */
export class UsageError extends Error {
  override name = 'UsageError'
  readonly nextSteps: readonly string[]

  constructor(message: string, nextSteps: readonly string[]) {
    super(message)
    this.nextSteps = nextSteps
  }
}
