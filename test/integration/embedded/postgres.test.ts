import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createLogger } from '../../../src/log.ts'
import { copyBinaries } from '../../../src/store/embedded/binaries.ts'
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../../../src/store/embedded/postgres.ts'
import { livingPostmaster } from '../../../src/store/embedded/postmaster.ts'
import { type EmbeddedChild, spawnEmbedded } from '../../support/embedded-child.ts'

const log = createLogger('silent')
const isRoot = process.getuid?.() === 0
const NOBODY = 65_534
const root = fileURLToPath(new URL('../../..', import.meta.url))
/** A checkout below a 0700 folder is closed to everybody but its owner. */
const nobodyCanReach = () =>
  spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', root], { uid: NOBODY, cwd: '/' }).status === 0
const hasUserNamespaces = () => spawnSync('/bin/sh', ['-c', `unshare --user --map-user=${NOBODY} -- true`]).status === 0

let dataDir: string
let children: EmbeddedChild[]
let handles: EmbeddedPostgres[]
const dataFolder = () => join(dataDir, 'postgres', 'cluster', 'data')
const start = async (options: Partial<EmbeddedPostgresOptions> = {}) => {
  const handle = await startEmbeddedPostgres({ dataDir, log, ...options })
  handles.push(handle)
  return handle
}
const spawnApp = (options: { uid?: number } = {}) => {
  const child = spawnEmbedded(dataDir, options)
  children.push(child)
  return child
}

async function query<T>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** SIGKILL to the server itself. Resolves when it is gone. */
async function killPostgres(): Promise<void> {
  const running = await livingPostmaster(dataFolder())
  if (running === null) throw new Error('no server to kill')
  process.kill(running.pid, 'SIGKILL')
  await vi.waitFor(async () => expect(await livingPostmaster(dataFolder())).toBeNull(), 60_000)
}

/** A finished cluster for the tests that are not about making one, which takes most of a second. */
let prepared: string

beforeAll(async () => {
  prepared = await mkdtemp(join(tmpdir(), 'embedded-'))
  await chmod(prepared, 0o755)
  await (await startEmbeddedPostgres({ dataDir: prepared, log })).stop()
})

afterAll(() => rm(prepared, { recursive: true }))

async function usePrepared(): Promise<void> {
  await rm(dataDir, { recursive: true })
  dataDir = prepared
}

beforeEach(async () => {
  children = []
  handles = []
  dataDir = await mkdtemp(join(tmpdir(), 'embedded-'))
  await chmod(dataDir, 0o755)
})

afterEach(async () => {
  for (const child of children) if (child.process.exitCode === null) await child.kill()
  for (const handle of handles) await handle.stop()
  // What only killed children used: we become its last user.
  if ((await livingPostmaster(dataFolder())) !== null) await (await start()).stop()
  expect(await livingPostmaster(dataFolder())).toBeNull()
  if (dataDir !== prepared) await rm(dataDir, { recursive: true })
})

describe('one process', () => {
  test('starts from an empty folder, stops without a trace, and finds its data again', async () => {
    const first = await start()
    expect(first.adopted).toBe(false)
    await query(first.url, `create table kept as select 'Ärger' as word`)
    await first.stop()
    await first.stop()
    expect(await livingPostmaster(dataFolder())).toBeNull()
    expect(await readdir(join(dataDir, 'postgres', 'users'))).toEqual([])

    const second = await start()
    expect(second.adopted).toBe(false)
    expect(await query(second.url, 'select lower(word) as word from kept')).toEqual([{ word: 'ärger' }])
    await second.stop()
  })

  test('listens on loopback only, asks for the password, keeps it to itself, commits safely, in UTC', async () => {
    const { url, stop } = await start()
    const wrong = new URL(url)
    wrong.password = 'wrong'
    await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/)
    const settings = await query(
      url,
      `select current_setting('listen_addresses') as address, current_setting('unix_socket_directories') as sockets,
              current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('timezone') as zone`,
    )
    expect(settings).toEqual([{ address: '127.0.0.1', sockets: '', fsync: 'on', commit: 'on', zone: 'UTC' }])
    expect((await stat(join(dataDir, 'postgres', 'cluster', 'password'))).mode & 0o077).toBe(0)
    expect((await stat(dataFolder())).mode & 0o077).toBe(0)
    await stop()
  })

  test('runs without the app’s own environment, which holds secrets', async () => {
    await usePrepared()
    const { stop } = await start()
    const running = await livingPostmaster(dataFolder())
    if (process.platform === 'linux')
      expect((await readFile(`/proc/${running?.pid}/environ`, 'utf8')).split('\0').sort()).toEqual([
        '',
        'LC_ALL=C',
        expect.stringMatching(/^PATH=/),
      ])
    await stop()
  })

  test('takes server settings for a test', async () => {
    await usePrepared()
    const { url, stop } = await start({ settings: { fsync: 'off' } })
    expect(await query(url, 'show fsync')).toEqual([{ fsync: 'off' }])
    await stop()
  })

  test('says what its log says when the server refuses to start, and leaves no user behind', async () => {
    await usePrepared()
    await expect(start({ settings: { shared_buffers: 'plenty' } })).rejects.toThrow(
      /invalid value for parameter "shared_buffers"/,
    )
    expect(await readdir(join(dataDir, 'postgres', 'users'))).toEqual([])
  })

  test('gives up at once when aborted', async () => {
    await expect(start({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
    expect(await readdir(join(dataDir, 'postgres', 'users'))).toEqual([])
  })

  test('names DATA_DIR when the folder cannot be made', async () => {
    await writeFile(join(dataDir, 'postgres'), 'a file where a folder should be')
    await expect(start()).rejects.toThrow(/cannot keep its data in .*postgres/)
    await rm(join(dataDir, 'postgres'))
  })
})

describe('several processes', () => {
  test('two that start at once share one server, and the last living one stops it', async () => {
    const [a, b] = [spawnApp(), spawnApp()]
    const [first, second] = await Promise.all([a.ready, b.ready])
    expect(first.url).toBe(second.url)
    expect(first.adopted).toBe(!second.adopted)

    expect(await a.stop()).toBe(0)
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(await b.stop()).toBe(0)
    expect(await livingPostmaster(dataFolder())).toBeNull()
  })

  test('a killed user does not keep the server alive for ever', async () => {
    await usePrepared()
    const [killed, polite] = [spawnApp(), spawnApp()]
    await Promise.all([killed.ready, polite.ready])
    await killed.kill()
    expect(await polite.stop()).toBe(0)
    expect(await livingPostmaster(dataFolder())).toBeNull()
  })
})

test('Ctrl-C reaches the app and not its server, so that the app can finish what it does', async () => {
  await usePrepared()
  const app = spawnApp()
  const { url } = await app.ready
  process.kill(-(app.process.pid ?? 0), 'SIGINT')
  await once(app.process, 'exit')
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
})

describe('after kill -9', () => {
  test('of the app, the next start adopts the server with its data, and stops it at its end', async () => {
    await usePrepared()
    const app = spawnApp()
    const { url, port } = await app.ready
    await query(url, 'drop table if exists kept; create table kept as select 42 as answer')
    await app.kill()
    expect(await query(url, 'select answer from kept')).toEqual([{ answer: 42 }])

    const next = await start()
    expect(next).toMatchObject({ adopted: true, port, url })
    await next.stop()
    expect(await livingPostmaster(dataFolder())).toBeNull()
  })

  test('of the app and the server, what was committed is there', async () => {
    await usePrepared()
    const app = spawnApp()
    const { url } = await app.ready
    await query(url, 'drop table if exists kept; create table kept as select generate_series(1, 1000) as n')
    await killPostgres()
    await app.kill()

    const next = await start()
    expect(next.adopted).toBe(false)
    expect(await query(next.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 1000 }])
    await next.stop()
  })

  test('in the middle of making the cluster, the next start makes it anew', async () => {
    const home = join(dataDir, 'postgres')
    const has = async (name: RegExp) => (await readdir(home).catch(() => [])).some((entry) => name.test(entry))
    // The cluster is made within half a second: on a busy machine the kill may come too late, and is tried again.
    for (let left = 10; left > 0; left--) {
      const app = spawnApp()
      await vi.waitFor(async () => expect(await has(/^cluster/)).toBe(true), { timeout: 60_000, interval: 2 })
      await app.kill()
      if (!(await has(/^cluster$/))) break
      if (await livingPostmaster(dataFolder())) await killPostgres()
      await rm(home, { recursive: true, force: true })
    }
    expect(await readdir(home)).not.toContain('cluster')

    const next = await start()
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect((await readdir(home)).filter((name) => name.includes('unfinished'))).toEqual([])
    await next.stop()
  })

  test('and a pid file that now names a foreign process does not stop the start', async () => {
    await usePrepared()
    const app = spawnApp()
    await app.ready
    await killPostgres()
    await app.kill()
    const foreign = spawn('sleep', ['60'])
    try {
      const pidFile = join(dataFolder(), 'postmaster.pid')
      const lines = (await readFile(pidFile, 'utf8')).split('\n')
      await writeFile(pidFile, [String(foreign.pid), ...lines.slice(1)].join('\n'))
      const next = await start()
      expect(next.adopted).toBe(false)
      expect(foreign.exitCode).toBeNull()
      await next.stop()
    } finally {
      foreign.kill()
      await once(foreign, 'exit')
    }
  })
})

describe('users and places', () => {
  test.runIf(isRoot)('as root the server runs as nobody where nobody can reach it', async (context) => {
    await usePrepared()
    if (!nobodyCanReach()) context.skip('the checkout is closed to other users')
    const { url, stop } = await start()
    expect((await stat(dataFolder())).uid).toBe(NOBODY)
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
    await stop()
  })

  test.runIf(isRoot)(
    'as root below a closed folder it runs in a user namespace, with the same data',
    async (context) => {
      await usePrepared()
      if (!hasUserNamespaces()) context.skip('this machine has no user namespaces')
      const open = await start()
      await query(open.url, 'drop table if exists kept; create table kept as select 42 as answer')
      await open.stop()
      await chmod(dataDir, 0o700)
      const closed = await start()
      expect((await stat(dataFolder())).uid).toBe(0)
      expect(await query(closed.url, 'select answer from kept')).toEqual([{ answer: 42 }])
      await closed.stop()
      await chmod(dataDir, 0o755)
      const again = await start()
      expect(await query(again.url, 'select answer from kept')).toEqual([{ answer: 42 }])
      await again.stop()
    },
  )

  test.runIf(isRoot)('another user runs it as itself', async (context) => {
    if (!nobodyCanReach()) context.skip('the checkout is closed to other users')
    await chown(dataDir, NOBODY, NOBODY)
    const app = spawnApp({ uid: NOBODY })
    const { url } = await app.ready
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect((await stat(join(dataDir, 'postgres', 'cluster', 'password'))).uid).toBe(NOBODY)
    expect(await app.stop()).toBe(0)
    expect(await livingPostmaster(dataFolder())).toBeNull()
  })

  test('works from a copy of the programs, for a package folder that cannot be written', async () => {
    const home = join(dataDir, 'copy')
    await mkdir(home)
    const { postgres } = await copyBinaries(home)
    expect(postgres.startsWith(home)).toBe(true)
    const { stdout } = spawnSync(postgres, ['--version'], { encoding: 'utf8', env: {} })
    expect(stdout).toMatch(/^postgres \(PostgreSQL\) 17\./)
    expect((await copyBinaries(home)).postgres).toBe(postgres)
  })
})
