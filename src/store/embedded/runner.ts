import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import { UserError } from '../../errors.ts'
import { type Binaries, copyBinaries } from './binaries.ts'

const execute = promisify(execFile)

/** The user `nobody` on Linux: exists everywhere, owns nothing. Postgres refuses to run as root. */
const NOBODY = 65_534

/** Only what the programs need: the app's own environment holds secrets. */
const ENVIRONMENT = { LC_ALL: 'C', PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }

/**
 * How Postgres programs are started on this machine.
 * `owner` is the uid that must own the data folder, null when it is the present user's already.
 */
export type Runner = {
  binaries: Binaries
  prefix: string[]
  identity: { uid?: number; gid?: number }
  owner: number | null
}

/**
 * Finds a way to run the binaries on files below `folder`. Not root: directly. Root: as `nobody` where that user can
 * reach both, else (a checkout in a 0700 folder) inside a user namespace in which root looks like `nobody`.
 * @throws UserError `not_configured` naming DATABASE_URL when no way works.
 */
export async function findRunner(binaries: Binaries, folder: string): Promise<Runner> {
  const isRoot = process.getuid?.() === 0
  if (!isRoot) {
    const problem = await tryRun({ binaries, prefix: [], identity: {}, owner: null }, folder)
    if (problem === null) return { binaries, prefix: [], identity: {}, owner: null }
    throw cannotRun(problem)
  }
  const asNobody = (used: Binaries): Runner => ({
    binaries: used,
    prefix: [],
    identity: { uid: NOBODY, gid: NOBODY },
    owner: NOBODY,
  })
  if ((await tryRun(asNobody(binaries), folder)) === null) return asNobody(binaries)
  const map = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--']
  const mapped: Runner = { binaries, prefix: map, identity: {}, owner: 0 }
  const problem = await tryRun(mapped, folder)
  if (problem === null) return mapped
  // No user namespaces here: a copy beside the data helps when only the package folder is out of reach.
  const copied = asNobody(await copyBinaries(folder))
  if ((await tryRun(copied, folder)) === null) return copied
  throw cannotRun(`Postgres refuses to run as root, and neither nobody nor a user namespace works: ${problem}`)
}

/** Starts a program in its own session, so that the terminal's Ctrl-C does not reach it. Output goes to `log`. */
export function spawnDetached(runner: Runner, command: string[], log: number): ChildProcess {
  const [file, ...rest] = [...runner.prefix, ...command]
  const options = { cwd: '/', env: ENVIRONMENT, ...runner.identity, detached: true }
  return spawn(file as string, rest, { ...options, stdio: ['ignore', log, log] })
}

/** Runs a program to its end. @throws Error with its last words when it fails. */
export async function runToEnd(runner: Runner, command: string[], signal?: AbortSignal): Promise<void> {
  const [file, ...rest] = [...runner.prefix, ...command]
  const options = { cwd: '/', env: ENVIRONMENT, ...runner.identity, ...(signal && { signal }) }
  try {
    await execute(file as string, rest, options)
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string }
    throw new Error(`${command[0]} failed: ${(stderr?.trim() || message).slice(-800)}`, { cause: error })
  }
}

/** Null when the binaries run and `folder` can be entered, else what went wrong. */
async function tryRun(runner: Runner, folder: string): Promise<string | null> {
  const script = ['/bin/sh', '-c', 'cd -- "$1" && exec "$2" --version', 'sh', folder, runner.binaries.postgres]
  return runToEnd(runner, script).then(
    () => null,
    (error: Error) => error.message,
  )
}

function cannotRun(problem: string): UserError {
  return new UserError('not_configured', `The embedded Postgres cannot run here: ${problem}`, {
    nextSteps: ['Run as another user', 'Or set DATABASE_URL, SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY'],
  })
}
