import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * Kills the embedded Postgres of a data folder with SIGKILL, as a power cut would: the server first, so that it starts
 * no recovery, then its workers. Resolves when none of them lives.
 */
export async function killServer(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postgres', 'cluster', 'data', 'postmaster.pid')
  const server = Number((await readFile(pidFile, 'utf8')).split('\n')[0])
  const workers = await childrenOf(server)
  for (const pid of [server, ...workers]) kill(pid)
  while ((await livingProcessesOf(dataDir)).length > 0) await delay(25)
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Processes that live and whose command line names this folder. */
export async function livingProcessesOf(folder: string): Promise<number[]> {
  const pids = await allPids()
  const found = await Promise.all(pids.map(async (pid) => ((await read(pid, 'cmdline')).includes(folder) ? [pid] : [])))
  return found.flat()
}

async function childrenOf(parent: number): Promise<number[]> {
  const found = await Promise.all(
    (await allPids()).map(async (pid) => {
      // The name in parentheses may hold spaces; the parent is the second field after it.
      const stat = await read(pid, 'stat')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return Number(fields[1]) === parent ? [pid] : []
    }),
  )
  return found.flat()
}

const allPids = async () => (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)

/** Empty when the process is gone or a zombie. */
const read = (pid: number, file: 'stat' | 'cmdline') => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')
