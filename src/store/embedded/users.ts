import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startOf } from './process-identity.ts'

/**
 * Who uses the embedded Postgres of a data folder: one empty file each, named by pid, start of the process and a
 * random part (one process may use it twice). All three functions are called under the folder's lock.
 */
export async function addUser(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const name = `${process.pid}.${await startOf(process.pid)}.${randomUUID()}`
  await writeFile(join(folder, name), '')
  return name
}

export async function removeUser(folder: string, name: string): Promise<void> {
  await rm(join(folder, name), { force: true })
}

/** Users that are still alive. Entries of processes that died without saying goodbye are removed. */
export async function livingUsers(folder: string): Promise<string[]> {
  const living: string[] = []
  for (const name of await readdir(folder).catch(() => [])) {
    const [pid, start] = name.split('.')
    if ((await startOf(Number(pid))) === start) living.push(name)
    else await removeUser(folder, name)
  }
  return living
}
