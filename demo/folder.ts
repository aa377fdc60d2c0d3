import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import { readConfig } from '../src/config.ts'
import { UserError } from '../src/errors.ts'
import type { Logger } from '../src/log.ts'
import { withFileLock } from '../src/store/embedded/lock.ts'
import { startEmbeddedPostgres } from '../src/store/embedded/postgres.ts'

/** Says that a folder was made by the demo, and is locked while a demo runs on it. */
const MARK = 'demo.lock'
/** A demo that was just told to stop needs this long at most. */
const LOCK_WAIT_MS = 10_000

/**
 * Runs `work` with a data folder that is the demo's alone: `wanted`, or `demo` inside it when `wanted` holds anybody
 * else's data or is where the app itself keeps its own.
 * @throws UserError when another demo uses the folder, or when both places are taken by other data.
 */
export async function withDemoFolder<T>(
  wanted: string,
  work: (dataDir: string) => Promise<T>,
  waitMs = LOCK_WAIT_MS,
): Promise<T> {
  const dataDir = await ownFolder(wanted)
  const mark = join(dataDir, MARK)
  await mkdir(dataDir, { recursive: true })
  await writeFile(mark, '', { flag: 'a' })
  let isMine = false
  try {
    return await withFileLock(mark, waitMs, () => {
      isMine = true
      return work(dataDir)
    })
  } catch (cause) {
    if (isMine) throw cause
    const steps = ['Stop it with Ctrl-C.', 'Or give this one a folder of its own: DATA_DIR=.data/demo-2 npm run demo']
    const error = new UserError('unavailable', `Another demo is running on ${dataDir}.`, { nextSteps: steps })
    error.cause = cause
    throw error
  }
}

/** Where the demo keeps its data when `wanted` is asked for. @throws UserError when that is taken too. */
export async function ownFolder(wanted: string): Promise<string> {
  const isOfTheApp = resolve(wanted) === resolve(readConfig({}).server.dataDir)
  if (!isOfTheApp && (await isOurs(wanted))) return wanted
  const inside = join(wanted, 'demo')
  if (await isOurs(inside)) return inside
  throw new UserError('not_configured', `${inside} holds data that the demo did not make, so it is left alone.`, {
    nextSteps: ['Set DATA_DIR to a new folder: DATA_DIR=.data/demo-2 npm run demo'],
  })
}

/** New, empty, or marked by an earlier demo. */
async function isOurs(folder: string): Promise<boolean> {
  try {
    const names = await readdir(folder)
    return names.length === 0 || names.includes(MARK)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true
    throw error
  }
}

/**
 * Starts the embedded Postgres of the demo's folder with an empty database in it: the stand-in workspace forgets its
 * messages when it stops, so nothing may remember them. The server that a killed demo left behind is taken over.
 */
export async function startFreshPostgres(options: { dataDir: string; log: Logger; signal: AbortSignal }) {
  const postgres = await startEmbeddedPostgres(options)
  try {
    await emptyDatabase(postgres.url)
  } catch (error) {
    await postgres.stop()
    throw error
  }
  return postgres
}

async function emptyDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1)
  const elsewhere = new URL(url)
  elsewhere.pathname = '/template1'
  const client = new Client({ connectionString: elsewhere.href })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`)
    await client.query(`create database ${client.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}
