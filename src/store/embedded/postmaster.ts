import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import type { Logger } from '../../log.ts'
import { commandOf, startOf } from './process-identity.ts'

const POLL_MS = 20
const FAST_STOP_MS = 30_000
const IMMEDIATE_STOP_MS = 10_000

/** A running Postgres server, as its `postmaster.pid` describes it. */
export type Postmaster = { pid: number; port: number }

/** The living server of a data folder, or null: no pid file, a dead process, or a pid that now belongs to another program. */
export async function livingPostmaster(dataFolder: string): Promise<Postmaster | null> {
  const lines = await readPidFile(dataFolder)
  const pid = Number(lines?.[0])
  const port = Number(lines?.[3])
  if (!Number.isInteger(pid) || pid <= 0) return null
  const command = await commandOf(pid)
  if (command === null || !command.includes(` -D ${dataFolder} `)) return null
  return { pid, port: Number.isInteger(port) ? port : 0 }
}

/**
 * Makes a pid file that names a foreign process harmless. Postgres refuses to start beside a living pid, but ignores
 * that of its own parent: so ours goes in. The file itself stays, because it also holds the shared memory key by
 * which Postgres notices children of the dead server that still work on these files.
 */
export async function disarmPidFile(dataFolder: string): Promise<void> {
  const lines = await readPidFile(dataFolder)
  if (lines === null) return
  const pid = Number(lines[0])
  if (Number.isInteger(pid) && pid > 0 && (await startOf(pid)) === null) return
  await writeFile(join(dataFolder, 'postmaster.pid'), [String(process.pid), ...lines.slice(1)].join('\n'))
}

/**
 * Whether the server answers: `ready`, or `not yet` while it starts, recovers or stops.
 * @throws Error when it answers and refuses our password.
 */
export async function probe(url: string): Promise<'ready' | 'not yet'> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return 'ready'
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (code.startsWith('28'))
      throw new Error('The embedded Postgres refuses the password kept beside its data', { cause: error })
    const TOO_MANY_CONNECTIONS = '53300'
    return code === TOO_MANY_CONNECTIONS ? 'ready' : 'not yet'
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Stops a server within a bounded time: open transactions are rolled back, at worst the next start recovers. */
export async function stopPostmaster(dataFolder: string, log: Logger): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', IMMEDIATE_STOP_MS],
  ] as const) {
    const running = await livingPostmaster(dataFolder)
    if (running === null) return
    try {
      process.kill(running.pid, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return
      throw error
    }
    if (await isGone(running.pid, waitMs)) return
    log.warn({ pid: running.pid, signal, waitMs }, 'the embedded Postgres did not stop in time')
  }
}

async function isGone(pid: number, waitMs: number): Promise<boolean> {
  const deadline = Date.now() + waitMs
  while (Date.now() < deadline) {
    if ((await startOf(pid)) === null) return true
    await delay(POLL_MS)
  }
  return false
}

async function readPidFile(dataFolder: string): Promise<string[] | null> {
  try {
    return (await readFile(join(dataFolder, 'postmaster.pid'), 'utf8')).split('\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
