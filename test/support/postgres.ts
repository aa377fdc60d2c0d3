import { randomUUID } from 'node:crypto'
import { Pool } from 'pg'
import { afterEach, inject } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { type EmbeddedSupabase, startEmbeddedSupabase } from '../../src/store/embedded/supabase-lite.ts'

/** A database of one test file: our schema, nothing in it, nobody else's. */
export type TestDatabase = {
  url: string
  pool: Pool
  /** Ends the pool and drops the database. On a given server the database of a failed file is kept and named. */
  drop(): Promise<void>
}

let hasFailed = false
afterEach(({ task }) => {
  hasFailed ||= task.result?.state === 'fail'
})

/** Clones the migrated template: about 30 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url: serverUrl, template, keepsFailed } = inject('testServer')
  const name = `intel_test_${randomUUID().replaceAll('-', '')}`
  await onServer(serverUrl, `create database ${name} template ${template}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const pool = createTestPool(url.href)
  const drop = async () => {
    await pool.end()
    if (hasFailed && keepsFailed) console.error(`Kept the database of a failed test: ${name}`)
    else await onServer(serverUrl, `drop database if exists ${name} with (force)`)
  }
  return { url: url.href, pool, drop }
}

/** A pool whose connections may be cut: `pool.end()` resolves before they are closed, and a forced drop meets them. */
export function createTestPool(url: string): Pool {
  const pool = new Pool({ connectionString: url, max: 20 })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

async function onServer(url: string, sql: string): Promise<void> {
  const pool = new Pool({ connectionString: url, max: 1 })
  try {
    await pool.query(sql)
  } finally {
    await pool.end()
  }
}

/** Supabase's REST interface in front of one test database. Start it when the schema is complete; stop it before the drop. */
export function startTestSupabase(url: string): Promise<EmbeddedSupabase> {
  return startEmbeddedSupabase({ databaseUrl: url, log: createLogger('silent') })
}
