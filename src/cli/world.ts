import { readEnvironment } from '../config.ts'
import type { Overrides } from '../context.ts'

/** What a command touches of the process it runs in; tests hand in their own. */
export type CliWorld = {
  /** Read once, when a command needs its settings. */
  env: () => Record<string, string | undefined>
  stdin: AsyncIterable<Uint8Array | string> & { isTTY?: boolean }
  stdout: { write(text: string): unknown }
  stderr: { write(text: string): unknown; isTTY?: boolean }
  /** Ends the waiting: Ctrl-C. */
  abort: AbortSignal
  overrides?: Overrides
}

/** The world of this process. `release` gives its signals back. */
export function processWorld(): CliWorld & { release(): void } {
  const { stdin, stdout, stderr } = process
  const ending = new AbortController()
  // A second signal changes nothing: the terminal and npm often send it twice.
  const end = () => ending.abort(new Error('Ended from outside'))
  // A reader that leaves early, such as `head`, is no error of ours.
  const leave = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end)
  stdout.on('error', leave)
  const release = () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, end)
  }
  return { env: readEnvironment, stdin, stdout, stderr, abort: ending.signal, release }
}
