import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { createLogger } from '../../src/log.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded/postgres.ts'
import { livingUsers } from '../../src/store/embedded/users.ts'
import { migrate } from '../../src/store/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where test databases are made, and from which template. */
    testServer: { url: string; template: string; keepsFailed: boolean }
  }
}

type Server = { url: string; template: string; keepsFailed: boolean; stop(): Promise<void> }

const PREFIX = 'starbridge-test-'
/** A folder this young may belong to a test run that has not written itself down yet. */
const YOUNG_MS = 60_000
const log = createLogger('silent')

/** Several projects of one run share one server: the first starts it, the last stops it. */
const SHARED = Symbol.for('starbridge-intel.test-server')
const shared = globalThis as { [SHARED]?: { server: Promise<Server>; users: number } }

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const use = (shared[SHARED] ??= { server: startServer(), users: 0 })
  use.users += 1
  const { url, template, keepsFailed } = await use.server
  project.provide('testServer', { url, template, keepsFailed })
  return async () => {
    use.users -= 1
    if (use.users > 0) return
    delete shared[SHARED]
    await (await use.server).stop()
  }
}

/** `TEST_DATABASE_URL` names a server where the user may create databases; without it an embedded one is started. */
async function startServer(): Promise<Server> {
  const given = process.env['TEST_DATABASE_URL']
  const template = `intel_template_${process.pid}`
  if (given) {
    await makeTemplate(given, template)
    return { url: given, template, keepsFailed: true, stop: () => dropTemplate(given, template) }
  }
  await sweepLeftovers()
  const dataDir = await mkdtemp(join(tmpdir(), PREFIX))
  // As root the server runs as nobody, who must be able to reach its data.
  if (process.getuid?.() === 0) await chmod(dataDir, 0o711)
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }
  const server = await startEmbeddedPostgres({ dataDir, log, settings })
  const stop = async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await makeTemplate(server.url, template)
  } catch (error) {
    await stop()
    throw error
  }
  return { url: server.url, template, keepsFailed: false, stop }
}

async function makeTemplate(url: string, template: string): Promise<void> {
  await run(url, `create database ${template}`)
  const templateUrl = new URL(url)
  templateUrl.pathname = `/${template}`
  await migrate(templateUrl.href, { log })
  // No connection may disturb CREATE DATABASE … TEMPLATE, not even autovacuum's.
  await run(url, `alter database ${template} with allow_connections false`)
}

async function dropTemplate(url: string, template: string): Promise<void> {
  await run(url, `drop database if exists ${template}`)
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** Stops and removes what a killed test run of this user left behind. */
async function sweepLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue
    const dataDir = join(tmpdir(), name)
    const { uid, mtimeMs } = await stat(dataDir).catch(() => ({ uid: -1, mtimeMs: Date.now() }))
    if (uid !== process.getuid?.() || Date.now() - mtimeMs < YOUNG_MS) continue
    if ((await livingUsers(join(dataDir, 'postgres', 'users'))).length > 0) continue
    const server = await startEmbeddedPostgres({ dataDir, log }).catch(() => null)
    await server?.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
