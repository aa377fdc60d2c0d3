import { chmod, mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { UserError } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import { readyBinaries } from './binaries.ts'
import { readCluster, readyCluster } from './cluster.ts'
import { withFileLock } from './lock.ts'
import { disarmPidFile, livingPostmaster, probe, stopPostmaster } from './postmaster.ts'
import { findRunner } from './runner.ts'
import { isPassing, type Launched, launchServer, urlOf } from './server.ts'
import { addUser, livingUsers, removeUser } from './users.ts'

const LOCK_WAIT_MS = 330_000
/** For a server found stopping or starting, and for reasons that pass by themselves. */
const SETTLE_WAIT_MS = 60_000
const POLL_MS = 20

export type EmbeddedPostgresOptions = {
  /** The folder of all local data; ours is `postgres` inside. */
  dataDir: string
  log: Logger
  signal?: AbortSignal
  /** Server settings beside the usual ones, by name. Only for a server that this call starts. */
  settings?: Record<string, string>
}

export type EmbeddedPostgres = {
  /** Connection of the superuser, with its password. */
  url: string
  port: number
  /** True when the server was already running, started by another process or by one that died. */
  adopted: boolean
  /** Ends our use. The last living user stops the server. May be called twice. */
  stop: () => Promise<void>
}

/**
 * A real Postgres below `dataDir`, on a free loopback port. Several processes on one `dataDir` share one server: the
 * first starts it, later ones adopt it, and the last living one stops it. A server that outlived its killed app is
 * adopted too.
 * @throws UserError `not_configured` naming DATABASE_URL when this machine cannot run it; Error when it does not come up.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = await readyHome(options.dataDir)
  const lockFile = join(home, 'lock')
  const users = join(home, 'users')
  const { signal } = options
  const started = await withFileLock(lockFile, { waitMs: LOCK_WAIT_MS, signal }, async () => {
    const user = await addUser(users)
    try {
      return { user, ...(await startOrAdopt(home, options)) }
    } catch (error) {
      await leave({ home, users, user, log: options.log })
      throw error
    }
  })
  options.log.info({ port: started.port, adopted: started.adopted }, 'embedded Postgres is ready')
  let stopping: Promise<void> | null = null
  const stop = () => {
    stopping ??= withFileLock(lockFile, LOCK_WAIT_MS, () =>
      leave({ home, users, user: started.user, log: options.log }),
    )
    return stopping
  }
  return { url: started.url, port: started.port, adopted: started.adopted, stop }
}

async function leave(use: { home: string; users: string; user: string; log: Logger }): Promise<void> {
  await removeUser(use.users, use.user)
  if ((await livingUsers(use.users)).length === 0) await stopPostmaster(join(use.home, 'cluster', 'data'), use.log)
}

type Ready = { url: string; port: number; adopted: boolean }

async function startOrAdopt(home: string, options: EmbeddedPostgresOptions): Promise<Ready> {
  const { signal } = options
  const deadline = Date.now() + SETTLE_WAIT_MS
  for (;;) {
    signal?.throwIfAborted()
    const existing = await readCluster(home)
    const running = existing === null ? null : await livingPostmaster(existing.dataFolder)
    let failure = 'a running server of these data does not answer'
    if (existing !== null && running !== null) {
      const url = urlOf(existing, running.port)
      if (running.port > 0 && (await probe(url)) === 'ready') return { url, port: running.port, adopted: true }
    } else {
      const launched = await launch(home, options)
      if (launched.outcome === 'ready') return { url: launched.url, port: launched.port, adopted: false }
      failure = launched.reason
    }
    if (Date.now() > deadline || (running === null && !isPassing(failure)))
      throw new Error(`The embedded Postgres does not start: ${failure} (its log: ${join(home, 'postgres.log')})`)
    await delay(POLL_MS)
  }
}

async function launch(home: string, options: EmbeddedPostgresOptions): Promise<Launched> {
  const { signal, settings = {} } = options
  const runner = await findRunner(await readyBinaries(home), home)
  const cluster = await readyCluster(home, runner, signal)
  await disarmPidFile(cluster.dataFolder)
  return launchServer({ home, cluster, runner, settings, ...(signal && { signal }) })
}

/** Our folder below `dataDir`, as an absolute path without links: Postgres's own command line is compared with it. */
async function readyHome(dataDir: string): Promise<string> {
  const home = join(dataDir, 'postgres')
  try {
    await mkdir(home, { recursive: true })
    const real = await realpath(home)
    // Nobody else may hold our lock; as root the server runs as nobody and has to pass through.
    await chmod(real, process.getuid?.() === 0 ? 0o711 : 0o700)
    return real
  } catch (cause) {
    const error = new UserError('not_configured', `The embedded Postgres cannot keep its data in ${home}`, {
      nextSteps: ['Point DATA_DIR to a folder that this user can write', 'Or set DATABASE_URL'],
    })
    error.cause = cause
    throw error
  }
}
