import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded/postgres.ts'
import { livingPostmaster } from '../../src/store/embedded/postmaster.ts'

/** `npm start` as a process of its own: what it says when it cannot start, and what it leaves when it is ended. */

const BIN = fileURLToPath(new URL('../../bin/start.mjs', import.meta.url))
const running = new Set<ChildProcess>()
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intel-start-'))
  // As root the database runs as nobody, who must be able to reach its data.
  await chmod(folder, 0o711)
})
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  for (const name of await readdir(folder))
    if ((await livingPostmaster(dataOf(join(folder, name)))) !== null)
      await (await startEmbeddedPostgres({ dataDir: join(folder, name), log: createLogger('silent') })).stop()
  await rm(folder, { recursive: true, force: true })
})

const dataOf = (dataDir: string) => join(dataDir, 'postgres', 'cluster', 'data')

type Started = {
  child: ChildProcess
  /** Resolves when it has printed `words`; rejects when it ends without them. */
  says(words: string): Promise<void>
  ended: Promise<{ code: number | null; signal: string | null }>
  errors(): string
  hasEnded(): boolean
}

function start(env: Record<string, string>): Started {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [BIN], { cwd: folder, env: { PATH, HOME, PORT: '0', ...env } })
  running.add(child)
  const printed = { out: '', err: '' }
  const listeners = new Set<() => void>()
  child.stdout.on('data', (chunk: Buffer) => {
    printed.out += chunk.toString()
    for (const listener of listeners) listener()
  })
  child.stderr.on('data', (chunk: Buffer) => (printed.err += chunk.toString()))
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child)
    return { code: code as number | null, signal: signal as string | null }
  })
  const says = (words: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => printed.out.includes(words) && resolve()
      listeners.add(look)
      void ended.then(() => reject(new Error(`It ended without saying ${words}:\n${printed.out}\n${printed.err}`)))
      look()
    })
  return { child, says, ended, errors: () => printed.err, hasEnded: () => !running.has(child) }
}

/** A server that takes connections and says nothing. */
async function silentServer(): Promise<{ server: Server; port: number }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => void sockets.add(socket.on('error', () => undefined)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { server, port: (server.address() as AddressInfo).port }
}

const given = (databaseUrl: string) => ({
  DATABASE_URL: databaseUrl,
  SUPABASE_URL: 'http://127.0.0.1:9',
  SUPABASE_SERVICE_ROLE_KEY: 'sb_secret_x',
})

describe('ended from outside while it starts', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('by %s, it stops the database that it started', async (signal) => {
    const dataDir = join(folder, signal)
    const app = start({ DATA_DIR: dataDir })
    await app.says('embedded Postgres is ready')
    app.child.kill(signal)
    app.child.kill(signal)
    expect(await app.ended).toEqual({ code: 0, signal: null })
    expect(app.errors()).toBe('')
    expect(await livingPostmaster(dataOf(dataDir))).toBeNull()
  })

  it('while its database is made, it leaves none running', async () => {
    const dataDir = join(folder, 'making')
    const app = start({ DATA_DIR: dataDir })
    const isMaking = async () => {
      const names = await readdir(join(dataDir, 'postgres')).catch(() => [])
      return names.some((name) => name.startsWith('cluster'))
    }
    while (!(await isMaking()) && !app.hasEnded()) await new Promise((resolve) => setImmediate(resolve))
    app.child.kill('SIGTERM')
    expect(await app.ended).toEqual({ code: 0, signal: null })
    expect(app.errors()).toBe('')
    expect(await livingPostmaster(dataOf(dataDir))).toBeNull()
  })

  it('waits for no database that does not answer', async () => {
    const { server, port } = await silentServer()
    const connected = once(server, 'connection')
    const app = start(given(`postgresql://me:word@127.0.0.1:${port}/intel`))
    await connected
    app.child.kill('SIGTERM')
    expect(await app.ended).toEqual({ code: 0, signal: null })
    expect(app.errors()).toBe('')
  })
})

describe('what a person must put right is told in words, not as a stack', () => {
  it('a database that is away', async () => {
    const app = start(given('postgresql://me:hidden-word@127.0.0.1:9/intel'))
    expect(await app.ended).toEqual({ code: 1, signal: null })
    expect(app.errors()).toBe(
      'The database cannot be used (ECONNREFUSED).\n  Check DATABASE_URL, and see what answers: npm run doctor\n',
    )
  })

  it('an address that is not of this machine', async () => {
    const app = start({ HOST: '192.0.2.1', PORT: '3000', DATA_DIR: join(folder, 'elsewhere') })
    expect(await app.ended).toEqual({ code: 1, signal: null })
    expect(app.errors()).toBe(
      'The app cannot listen on port 3000 of 192.0.2.1 (EADDRNOTAVAIL)\n  Check HOST and PORT.\n',
    )
  })

  it('settings, all at once', async () => {
    const app = start({ PORT: 'x', REPORT_PUBLISHER: 'notion' })
    expect(await app.ended).toEqual({ code: 1, signal: null })
    expect(app.errors()).toMatch(
      /^The settings need 3 changes:\n {2}PORT: .*\n {2}NOTION_TOKEN: is needed.*\n {2}NOTION_PARENT_PAGE_ID: is needed.*\n$/,
    )
  })
})
