import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export type EmbeddedChild = {
  process: ChildProcess
  /** What the app says when it is ready; rejects when it cannot start or was killed before. */
  ready: Promise<{ url: string; port: number; adopted: boolean }>
  /** Lets it end cleanly. Resolves with its exit code. */
  stop(): Promise<number | null>
  /** SIGKILL: no goodbye. Resolves when the process is gone. */
  kill(): Promise<void>
}

/** Another process of the app on `dataDir`, as root optionally under another uid. */
export function spawnEmbedded(dataDir: string, options: { uid?: number } = {}): EmbeddedChild {
  const script = fileURLToPath(new URL('./embedded-main.ts', import.meta.url))
  const identity = options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }
  const child = spawn(process.execPath, [script, dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: '/',
    env: { PATH: process.env['PATH'] },
    // A process group of its own, as a shell gives it, so that a test can press Ctrl-C.
    detached: true,
    ...identity,
  })
  const exited = once(child, 'exit')
  const ready = firstLine(child)
  ready.catch(() => undefined)
  return {
    process: child,
    ready,
    stop: async () => {
      child.stdin.end()
      await exited
      return child.exitCode
    },
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function firstLine(child: ChildProcess): Promise<{ url: string; port: number; adopted: boolean }> {
  if (child.stdout === null) throw new Error('no output to read')
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line)
    if ('error' in said) throw new Error(said.error)
    return said
  }
  throw new Error('it ended without a word')
}
