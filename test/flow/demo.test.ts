import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownFolder, withDemoFolder } from '../../demo/folder.ts'
import { UserError } from '../../src/errors.ts'
import { createLogger } from '../../src/log.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded/postgres.ts'
import { livingPostmaster } from '../../src/store/embedded/postmaster.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

type Running = {
  child: ChildProcess
  /** Resolves with the first match in what was printed; rejects when the demo ends without it. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  printed(): string
  ended: Promise<{ code: number | null; signal: string | null }>
}

const running = new Set<ChildProcess>()
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'starbridge-demo-test-'))
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

/** As `npm run demo` does it, with nothing in the environment but where the data goes. */
function demo(env: Record<string, string>): Running {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, ['demo/demo.mjs'], { cwd: ROOT, env: { PATH, HOME, ...env } })
  running.add(child)
  let text = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      for (const listener of listeners) listener()
    })
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('close', (code, signal) => {
      running.delete(child)
      resolve({ code, signal })
    })
  })
  const says = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(text)
        if (!found) return
        listeners.delete(look)
        resolve(found)
      }
      listeners.add(look)
      void ended.then(() => reject(new Error(`The demo ended without saying ${pattern}:\n${text}`)))
      look()
    })
  return { child, says, printed: () => text, ended }
}

async function messagesOf(workspace: string): Promise<{ text: string }[]> {
  const state = (await (await fetch(`${workspace}/page/state`)).json()) as {
    messages: Record<string, { text: string }[]>
  }
  return state.messages['C0INTENT'] ?? []
}

describe('npm run demo', { timeout: 240_000 }, () => {
  it('shows the real thing, survives kill -9, starts anew, and leaves nothing when it is told twice to end', async () => {
    const dataDir = join(folder, 'own')
    const first = demo({ DATA_DIR: dataDir })
    const [, workspace = ''] = await first.says(/as Slack would show it +(http\S+)/)
    const [, docs = ''] = await first.says(/HTTP interface +(http\S+)/)
    const [, team = ''] = await first.says(/page for the team +(http\S+)/)
    const [, prospects = ''] = await first.says(/page for the prospect +(http\S+)/)
    await first.says(/Ctrl-C ends it/)
    for (const url of [workspace, docs, team, prospects]) expect((await fetch(url)).status, url).toBe(200)
    const before = await messagesOf(workspace)
    expect(before.filter(({ text }) => text.includes('intel is ready')).length).toBeGreaterThan(0)
    first.child.kill('SIGKILL')
    expect(await first.ended).toEqual({ code: null, signal: 'SIGKILL' })
    expect(await livingPostmaster(dataOf(dataDir))).not.toBeNull()

    const second = demo({ DATA_DIR: dataDir })
    const [, anew = ''] = await second.says(/as Slack would show it +(http\S+)/)
    await second.says(/First card after [\d.]+ s/)
    const headlines = (await messagesOf(anew)).filter(({ text }) => text.includes('Grace Obi'))
    expect(headlines).toHaveLength(2)
    second.child.kill('SIGINT')
    second.child.kill('SIGINT')
    expect(await second.ended).toEqual({ code: 0, signal: null })
    expect(second.printed()).toContain('Stopped. Nothing is left running.')
    expect(second.printed()).not.toMatch(/Error|"level":[56]0/)
    expect(await livingPostmaster(dataOf(dataDir))).toBeNull()
    await expect(fetch(anew)).rejects.toThrow()
  })

  it('ends at once, and cleanly, when it is told to while it starts', async () => {
    const dataDir = join(folder, 'early')
    const run = demo({ DATA_DIR: dataDir })
    await run.says(/Starting/)
    run.child.kill('SIGINT')
    expect(await run.ended).toEqual({ code: 0, signal: null })
    expect(run.printed()).not.toContain('http://')
    expect(await livingPostmaster(dataOf(dataDir))).toBeNull()
  })

  it('says in words that its port is taken, and stops what it had started', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const dataDir = join(folder, 'port')
    const run = demo({ DATA_DIR: dataDir, PORT: String(port) })
    expect(await run.ended).toEqual({ code: 1, signal: null })
    server.close()
    expect(run.printed()).toContain(`Port ${port} on 127.0.0.1 is taken by another program`)
    expect(await livingPostmaster(dataOf(dataDir))).toBeNull()
  })
})

describe('the folder of the demo', () => {
  const usedFor = (wanted: string) => withDemoFolder(wanted, (dataDir) => Promise.resolve(dataDir), 0)

  it('is the one that was named when it is new, empty or its own', async () => {
    const named = join(folder, 'named')
    expect(await usedFor(named)).toBe(named)
    expect(await usedFor(named)).toBe(named)
    const empty = join(folder, 'empty')
    await mkdir(empty)
    expect(await usedFor(empty)).toBe(empty)
  })

  it('is a place of its own inside when there is other data, and never the one the app uses', async () => {
    const others = join(folder, 'others')
    await mkdir(join(others, 'postgres'), { recursive: true })
    expect(await usedFor(others)).toBe(join(others, 'demo'))
    expect(await readdir(join(others, 'postgres'))).toEqual([])
    expect(await ownFolder('.data')).toBe(join('.data', 'demo'))

    await mkdir(join(folder, 'full', 'demo'), { recursive: true })
    await writeFile(join(folder, 'full', 'notes.txt'), 'mine')
    await writeFile(join(folder, 'full', 'demo', 'notes.txt'), 'mine')
    await expect(usedFor(join(folder, 'full'))).rejects.toThrow(UserError)
  })

  it('belongs to one demo at a time', async () => {
    const shared = join(folder, 'shared')
    await withDemoFolder(shared, async () => {
      await expect(usedFor(shared)).rejects.toThrow(/Another demo is running/)
    })
    expect(await usedFor(shared)).toBe(shared)
  })

  it('lets the error of what it runs through as it is', async () => {
    const broken = new Error('broken')
    await expect(withDemoFolder(join(folder, 'broken'), () => Promise.reject(broken))).rejects.toBe(broken)
  })
})
