import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { examine, type Finding } from '../../src/doctor/examine.ts'
import { createLogger } from '../../src/log.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded/postgres.ts'
import type { EmbeddedSupabase } from '../../src/store/embedded/supabase-lite.ts'
import { createFakeHttp } from '../support/fake-http.ts'
import { createTestDatabase, startTestSupabase, type TestDatabase } from '../support/postgres.ts'

const log = createLogger('silent')
let database: TestDatabase
let supabase: EmbeddedSupabase

beforeAll(async () => {
  database = await createTestDatabase()
  supabase = await startTestSupabase(database.url)
})
afterAll(async () => {
  await supabase.stop()
  await database.drop()
})

async function examined(env: Record<string, string> = {}, limitMs = 60_000): Promise<Record<string, Finding>> {
  const own = { DATABASE_URL: database.url, SUPABASE_URL: supabase.url, SUPABASE_SERVICE_ROLE_KEY: supabase.serviceKey }
  const found = await examine(readConfig({ ...own, ...env }), { log, limitMs })
  return Object.fromEntries(found.map((finding) => [finding.part, finding]))
}

test('a database and a table that are as they should be are ok', async () => {
  const { Database, Signals } = await examined()
  expect(Database).toMatchObject({ state: 'ok', message: expect.stringMatching(/^Postgres 17.* all \d+ migrations/) })
  expect(Signals).toMatchObject({ state: 'ok', message: expect.stringContaining('“signals”') })
})

describe('the signals table', () => {
  test('a table that does not exist is wrong and names the setting', async () => {
    const { Signals, Database } = await examined({ SIGNALS_TABLE: 'sled_signals' })
    expect(Signals).toMatchObject({ state: 'wrong', message: expect.stringContaining('no table “sled_signals”') })
    expect(Signals?.message).toContain('SIGNALS_TABLE')
    expect(Database?.state).toBe('ok')
  })

  test('columns that do not exist are all named', async () => {
    const columns = { title: 'headline', summary: 'body', deadline: 'deadline' }
    const { Signals } = await examined({ SIGNALS_COLUMNS: JSON.stringify(columns) })
    expect(Signals).toMatchObject({ state: 'wrong' })
    expect(Signals?.message).toContain('“headline” (our title)')
    expect(Signals?.message).toContain('“body” (our summary)')
    expect(Signals?.message).not.toContain('deadline')
    expect(Signals?.message).toContain('SIGNALS_COLUMNS')
  })

  test('a refused key names the setting, never the key', async () => {
    const { Signals } = await examined({ SUPABASE_SERVICE_ROLE_KEY: 'sb_secret_of_somebody_else' })
    expect(Signals).toMatchObject({ state: 'wrong', message: expect.stringContaining('SUPABASE_SERVICE_ROLE_KEY') })
    expect(JSON.stringify(Signals)).not.toContain('sb_secret_of_somebody_else')
  })

  test.each([
    ['an HTML page', { act: 'html' }, 'not JSON'],
    ['a cut connection', { act: 'cut' }, 'could not be reached'],
    ['silence', { act: 'hang' }, 'no answer within 0.3 s'],
  ])('%s is wrong', async (_, { act }, message) => {
    const fake = await createFakeHttp()
    onTestFinished(() => fake.done())
    const plan = fake.expect('GET', /^\/rest\/v1\/signals/)
    if (act === 'html') plan.reply(200, '<!doctype html><p>Sign in', { 'content-type': 'text/html' })
    else if (act === 'cut') plan.disconnect()
    else plan.hang()
    const env = { SIGNALS_SUPABASE_URL: fake.url, SIGNALS_SUPABASE_KEY: 'sb_secret_x' }
    const { Signals } = await examined(env, act === 'hang' ? 300 : 60_000)
    expect(Signals).toMatchObject({ state: 'wrong', message: expect.stringContaining(message) })
  })
})

describe('the database', () => {
  test('one that is away, or refuses us, is wrong and never shows the password', async () => {
    const away = await examined({ DATABASE_URL: 'postgresql://postgres:hidden-word@127.0.0.1:9/postgres' })
    expect(away['Database']).toMatchObject({ state: 'wrong', next: 'Check DATABASE_URL.' })
    expect(away['Database']?.message).toContain('ECONNREFUSED')
    const url = new URL(database.url)
    url.password = 'hidden-word'
    const refused = await examined({ DATABASE_URL: url.href })
    expect(refused['Database']).toMatchObject({ state: 'wrong' })
    expect(JSON.stringify([away, refused])).not.toContain('hidden-word')
  })

  test('one without our migrations is reached and said to lack them, and stays untouched', async () => {
    const name = `intel_bare_${crypto.randomUUID().replaceAll('-', '')}`
    await database.pool.query(`create database ${name} template template0`)
    onTestFinished(async () => void (await database.pool.query(`drop database ${name} with (force)`)))
    const url = new URL(database.url)
    url.pathname = `/${name}`
    const { Database } = await examined({ DATABASE_URL: url.href })
    expect(Database).toMatchObject({ state: 'ok', message: expect.stringMatching(/0 of \d+ migrations are applied/) })
    const client = new Client({ connectionString: url.href })
    await client.connect()
    const { rows } = await client.query(`select to_regnamespace('supabase_migrations') as left_behind`)
    await client.end()
    expect(rows).toEqual([{ left_behind: null }])
  })
})

test('the embedded database is started for the check, or adopted where it runs, and left as it was found', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'doctor-'))
  if (process.getuid?.() === 0) await chmod(dataDir, 0o711)
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const own = { DATABASE_URL: '', SUPABASE_URL: '', SUPABASE_SERVICE_ROLE_KEY: '', DATA_DIR: dataDir }
  const first = await examined(own)
  expect(first['Database']).toMatchObject({ state: 'ok', message: expect.stringContaining('started for this check') })
  expect(first['Signals']).toMatchObject({ state: 'ok', message: expect.stringContaining('the embedded database') })
  const running = await startEmbeddedPostgres({ dataDir, log })
  onTestFinished(running.stop)
  expect(running.adopted).toBe(false)
  const second = await examined(own)
  expect(second['Database']).toMatchObject({ state: 'ok', message: expect.stringContaining('already running') })
  const client = new Client({ connectionString: running.url })
  await client.connect()
  await client.end()
})
