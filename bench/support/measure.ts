import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Starts the stubs of `outside.ts` and answers their address. */
export async function startOutside(delays: { signalsMs?: number; claudeMs?: number } = {}) {
  const script = fileURLToPath(new URL('outside.ts', import.meta.url))
  const args = [script, String(delays.signalsMs ?? 0), String(delays.claudeMs ?? 0)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, url: `http://127.0.0.1:${port.toString().trim()}`, stop: () => child.kill() }
}

export const percentile = (sorted: number[], p: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0

const TICK_MS = 10

/** Milliseconds of CPU that a process and its children have used, from the kernel. */
function cpuOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    return ((fields[11] ?? 0) + (fields[12] ?? 0)) * TICK_MS
  } catch {
    return 0
  }
}

function pidsOf(name: string): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === name
      } catch {
        return false
      }
    })
}

/** CPU by process since the start of the measure: what limits is what is busy. */
export function watchCpu(parts: { app: number; outside?: ChildProcess }) {
  const read = () => ({
    app: cpuOf(parts.app),
    postgres: pidsOf('postgres').reduce((sum, pid) => sum + cpuOf(pid), 0),
    outside: parts.outside?.pid ? cpuOf(parts.outside.pid) : 0,
    load: parts.app === process.pid ? 0 : cpuOf(process.pid),
  })
  const before = read()
  const started = performance.now()
  return () => {
    const after = read()
    const ms = performance.now() - started
    const share = (key: keyof typeof before) => Math.round(((after[key] - before[key]) / ms) * 100)
    return {
      ms,
      appCpuMs: after.app - before.app,
      words: `busy (% of one core): app ${share('app')}, Postgres ${share('postgres')}, stubs ${share('outside')}, load ${share('load')}`,
    }
  }
}

export function rssOf(pid: number): number {
  const line = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(line ?? 0) / 1024)
}
