import { Readable } from 'node:stream'
import type { CliWorld } from '../../../src/cli/world.ts'

export type TestWorld = CliWorld & { out(): string; err(): string; end(): void }

/** A terminal that remembers: what a command wrote, and a way to press Ctrl-C. */
export function testWorld(
  given: { env?: Record<string, string>; stdin?: string; isTTY?: boolean } & Pick<CliWorld, 'overrides'> = {},
): TestWorld {
  const out: string[] = []
  const err: string[] = []
  const ending = new AbortController()
  return {
    env: () => given.env ?? {},
    stdin: Readable.from([given.stdin ?? '']),
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text), isTTY: given.isTTY ?? false },
    abort: ending.signal,
    ...(given.overrides ? { overrides: given.overrides } : {}),
    out: () => out.join(''),
    err: () => err.join(''),
    end: () => ending.abort(new Error('Ended from outside')),
  }
}
