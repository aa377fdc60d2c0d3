import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'

const RETRY_MS = 15

type Wait = { waitMs: number; signal?: AbortSignal | undefined }

/**
 * Runs `work` while no other process on this machine holds the same lock file. The lock is the operating system's
 * own (an SQLite exclusive transaction, which writes nothing), so it is free again the moment its holder dies, also
 * by SIGKILL: there is no stale lock to judge.
 * @throws Error when the lock cannot be had within `waitMs`, or its file cannot be opened; the reason of `signal` when
 * that ends the waiting.
 */
export async function withFileLock<T>(path: string, wait: number | Wait, work: () => Promise<T>): Promise<T> {
  const { waitMs, signal }: Wait = typeof wait === 'number' ? { waitMs: wait } : wait
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    const deadline = Date.now() + waitMs
    while (!tryLock(database)) {
      signal?.throwIfAborted()
      if (Date.now() > deadline) throw new Error(`another process has held ${path} for ${Math.round(waitMs / 1000)} s`)
      await delay(RETRY_MS)
    }
    return await work()
  } finally {
    database.close()
  }
}

function tryLock(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    const SQLITE_BUSY = 5
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return false
    throw error
  }
}
