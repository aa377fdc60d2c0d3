import { randomBytes } from 'node:crypto'
import { chmod, lchown, lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Runner, runToEnd } from './runner.ts'

/** A database cluster: its data folder and the password of its superuser `postgres`. */
export type Cluster = { dataFolder: string; password: string }

const UNFINISHED = 'cluster.unfinished-'

/** The cluster below `home`, or null when none was completed yet. */
export async function readCluster(home: string): Promise<Cluster | null> {
  try {
    const password = (await readFile(join(home, 'cluster', 'password'), 'utf8')).trim()
    return { dataFolder: join(home, 'cluster', 'data'), password }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/**
 * The cluster below `home`, made when there is none, and owned by whom the runner needs. It is made aside and renamed
 * when complete, so a crash in the middle leaves only a folder that the next start removes. Called under the folder's
 * lock while no server runs.
 */
export async function readyCluster(home: string, runner: Runner, signal?: AbortSignal): Promise<Cluster> {
  const existing = await readCluster(home)
  if (existing === null) await makeCluster(home, runner, signal)
  const cluster = existing ?? (await readCluster(home))
  if (cluster === null) throw new Error(`The embedded Postgres has no complete data folder in ${home}`)
  await giveTo(runner.owner, cluster.dataFolder)
  return cluster
}

async function makeCluster(home: string, runner: Runner, signal?: AbortSignal): Promise<void> {
  for (const name of await readdir(home))
    if (name.startsWith(UNFINISHED)) await rm(join(home, name), { recursive: true, force: true })
  const folder = join(home, `${UNFINISHED}${process.pid}`)
  const dataFolder = join(folder, 'data')
  const initialPassword = join(dataFolder, '..', 'initial-password')
  await mkdir(dataFolder, { recursive: true })
  await chmod(folder, 0o711)
  const password = randomBytes(24).toString('base64url')
  await writeFile(join(folder, 'password'), `${password}\n`, { mode: 0o600 })
  // initdb reads its own copy, because it may run as another user.
  await writeFile(initialPassword, `${password}\n`, { mode: 0o600 })
  await giveTo(runner.owner, dataFolder)
  await giveTo(runner.owner, initialPassword)
  await runToEnd(runner, [runner.binaries.initdb, ...initdbOptions(dataFolder, initialPassword)], signal)
  await rm(initialPassword)
  await rename(folder, join(home, 'cluster'))
}

/** Sorting and case as in a hosted project (Unicode), from Postgres itself: the machine may lack every locale. */
function initdbOptions(dataFolder: string, passwordFile: string): string[] {
  return [
    `--pgdata=${dataFolder}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
  ]
}

/** Gives a folder and all in it to `owner`, when it is not theirs yet. Null leaves everything as it is. */
async function giveTo(owner: number | null, path: string): Promise<void> {
  if (owner === null || (await lstat(path)).uid === owner) return
  const inside = await readdir(path, { recursive: true }).catch(() => [])
  for (const name of inside) await lchown(join(path, name), owner, owner)
  // Last, so that a crash in the middle is noticed by the next start.
  await lchown(path, owner, owner)
}
