import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Cluster } from './cluster.ts'
import { probe } from './postmaster.ts'
import { type Runner, spawnDetached } from './runner.ts'

const POLL_MS = 20
/** A crash with many changes behind it is recovered within this time, also on a slow disk. */
const READY_WAIT_MS = 300_000
const LOG_LIMIT_BYTES = 10_000_000

const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  // The path of a socket may have 107 letters only, and nobody needs one.
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '100',
  shared_buffers: '128MB',
  wal_compression: 'on',
  max_wal_size: '1GB',
  // Short queries only: compiling them costs more than it saves.
  jit: 'off',
}

export type Launch = {
  home: string
  cluster: Cluster
  runner: Runner
  settings: Record<string, string>
  signal?: AbortSignal
}

/** What became of one start: it answers, or it ended with a reason from its log. */
export type Launched = { outcome: 'ready'; url: string; port: number } | { outcome: 'ended'; reason: string }

export function urlOf(cluster: Cluster, port: number): string {
  return `postgresql://postgres:${cluster.password}@127.0.0.1:${port}/postgres`
}

/**
 * Starts the server of a cluster on a free port and waits until it answers or ends. The server lives on when this
 * process dies; when this call throws (aborted, not ready in time) it is gone.
 */
export async function launchServer(launch: Launch): Promise<Launched> {
  const port = await freePort()
  const url = urlOf(launch.cluster, port)
  const log = await openLog(join(launch.home, 'postgres.log'))
  const { size } = await log.stat()
  const settings = Object.entries({ ...SETTINGS, port: String(port), ...launch.settings })
  const options = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const command = [launch.runner.binaries.postgres, '-D', launch.cluster.dataFolder, ...options]
  try {
    const child = spawnDetached(launch.runner, command, log.fd)
    const end = watchEnd(child)
    try {
      await waitUntilReady({ url, end, ...(launch.signal && { signal: launch.signal }) })
    } catch (error) {
      await killChild(child, end)
      throw error
    }
    if (end.reason === null) {
      child.unref()
      return { outcome: 'ready', url, port }
    }
    return { outcome: 'ended', reason: (await textSince(log, size)) || end.reason }
  } finally {
    await log.close()
  }
}

/** Reasons that pass by themselves: somebody took the port, or children of a killed server are still ending. */
export function isPassing(reason: string): boolean {
  return /address already in use|shared memory block|lock file "postmaster.pid" already exists/i.test(reason)
}

type End = { reason: string | null }

function watchEnd(child: ChildProcess): End {
  const end: End = { reason: null }
  child.once('error', (error) => {
    end.reason ??= error.message
  })
  child.once('exit', (code, signal) => {
    end.reason ??= `it ended with ${signal ?? `code ${code}`}`
  })
  return end
}

async function waitUntilReady(wait: { url: string; end: End; signal?: AbortSignal }): Promise<void> {
  const deadline = Date.now() + READY_WAIT_MS
  while (wait.end.reason === null) {
    wait.signal?.throwIfAborted()
    if ((await probe(wait.url)) === 'ready') return
    if (Date.now() > deadline) throw new Error('The embedded Postgres did not answer in time')
    await delay(POLL_MS)
  }
}

async function killChild(child: ChildProcess, end: End): Promise<void> {
  if (end.reason !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGINT')
  const timer = setTimeout(() => child.kill('SIGQUIT'), 10_000)
  await ended
  clearTimeout(timer)
}

async function openLog(path: string): Promise<FileHandle> {
  const log = await open(path, 'a+', 0o600)
  if ((await log.stat()).size < LOG_LIMIT_BYTES) return log
  await log.close()
  await rename(path, `${path}.1`)
  return open(path, 'a+', 0o600)
}

/** What the server wrote to its log since `start`, without times, at most 1,000 characters. */
async function textSince(log: FileHandle, start: number): Promise<string> {
  const buffer = Buffer.alloc(16_384)
  const { bytesRead } = await log.read(buffer, 0, buffer.length, start)
  const lines = buffer.subarray(0, bytesRead).toString('utf8').split('\n')
  const telling = lines.filter((line) => /FATAL|PANIC|ERROR|HINT|DETAIL|error while loading/.test(line))
  return telling
    .map((line) => line.replace(/^[\d-]+ [\d:.]+ UTC \[\d+\] /, ''))
    .join(' ')
    .slice(0, 1000)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('the system gave no port')
  return address.port
}
