import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * When a process began, as a token that differs for a later process with the same pid. Null when the process is gone
 * or is only a zombie (in a container nobody may ever reap it).
 */
export async function startOf(pid: number): Promise<string | null> {
  const stat = await readProc(pid, 'stat')
  if (stat !== undefined) {
    if (stat === null) return null
    // The name in parentheses may contain spaces and parentheses, so the fields count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null)
  }
  const line = await ps(pid, 'stat=,lstart=')
  return line === null || line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '').replace(/\s+/g, '-')
}

/** The arguments of a running process, or null when it is gone, is a zombie, or hides them. */
export async function commandOf(pid: number): Promise<string | null> {
  const line = await readProc(pid, 'cmdline')
  if (line === undefined) return ps(pid, 'command=')
  return line === null || line === '' ? null : line.replaceAll('\0', ' ').trim()
}

/** A file of `/proc/<pid>`; null when there is no such process, undefined when the system has no `/proc`. */
async function readProc(pid: number, file: 'stat' | 'cmdline'): Promise<string | null | undefined> {
  if (process.platform !== 'linux') return undefined
  try {
    return await readFile(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return null
  }
}

async function ps(pid: number, columns: string): Promise<string | null> {
  try {
    const { stdout } = await run('/bin/ps', ['-o', columns, '-p', String(pid)], { env: { LC_ALL: 'C' } })
    return stdout.trim() || null
  } catch {
    return null
  }
}
