import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { MIGRATIONS_FOLDER, migrate } from '../../src/store/migrate.ts'
import { createTestDatabase, createTestPool, type TestDatabase } from '../support/postgres.ts'

const log = createLogger('silent')

/** A database without our schema and without what Supabase has, except the roles, which belong to the whole server. */
async function createPlainDatabase(): Promise<{ url: string; pool: Pool }> {
  const server = new Pool({ connectionString: inject('testServer').url, max: 1 })
  const name = `intel_plain_${crypto.randomUUID().replaceAll('-', '')}`
  await server.query(`create database ${name} template template0`)
  const url = new URL(inject('testServer').url)
  url.pathname = `/${name}`
  const pool = createTestPool(url.href)
  onTestFinished(async () => {
    await pool.end()
    await server.query(`drop database ${name} with (force)`)
    await server.end()
  })
  return { url: url.href, pool }
}

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, sql] of Object.entries(files)) await writeFile(join(folder, name), sql)
  return folder
}

describe('migrate', () => {
  test('applies the real migrations once, though four processes start at once', async () => {
    const { url, pool } = await createPlainDatabase()
    const results = await Promise.all([1, 2, 3, 4].map(() => migrate(url, { log })))
    const files = (await readdir(MIGRATIONS_FOLDER)).filter((name) => name.endsWith('.sql')).sort()
    expect(results.flatMap((result) => result.applied)).toEqual(files)
    const { rows } = await pool.query('select version, name from supabase_migrations.schema_migrations order by 1')
    expect(rows.map((row) => `${row.version}_${row.name}.sql`)).toEqual(files)
  })

  test('prepares a plain Postgres: roles, pgcrypto in extensions, the functions of auth', async () => {
    const { url, pool } = await createPlainDatabase()
    await migrate(url, { log, folder: await folderWith({}) })
    const client = await pool.connect()
    onTestFinished(() => client.release())
    await client.query(`set request.jwt.claims = '{"sub":"4a0ecb46-6a43-4a2d-9a6f-0f6a5f9d7b0e","role":"anon"}'`)
    const { rows } = await client.query(
      `select auth.uid()::text as uid, auth.role() as role, auth.jwt() ->> 'sub' as sub,
              encode(extensions.digest('x', 'sha1'), 'hex') as sha1,
              (select rolbypassrls from pg_roles where rolname = 'service_role') as bypasses`,
    )
    expect(rows[0]).toEqual({
      uid: '4a0ecb46-6a43-4a2d-9a6f-0f6a5f9d7b0e',
      role: 'anon',
      sub: '4a0ecb46-6a43-4a2d-9a6f-0f6a5f9d7b0e',
      sha1: '11f6ad8ec52a2984abaafd7c3b516503785c2072',
      bypasses: true,
    })
  })

  test('applies only what is new, in the order of the names, also a file that was merged late', async () => {
    const { url, pool } = await createPlainDatabase()
    const folder = await folderWith({ '01_a.sql': 'create table a ()', '03_c.sql': 'create table c ()' })
    expect((await migrate(url, { log, folder })).applied).toEqual(['01_a.sql', '03_c.sql'])
    await writeFile(join(folder, '02_b.sql'), 'create table b ()')
    await writeFile(join(folder, '04_d.sql'), 'create table d (id int); insert into d values (1)')
    expect((await migrate(pool, { log, folder })).applied).toEqual(['02_b.sql', '04_d.sql'])
    expect((await migrate(pool, { log, folder })).applied).toEqual([])
    const { rows } = await pool.query(
      `select statements from supabase_migrations.schema_migrations where version = '04'`,
    )
    expect(rows).toEqual([{ statements: ['create table d (id int); insert into d values (1)'] }])
  })

  test('names file, line and statement of a failure, keeps what came before and nothing of the failed file', async () => {
    const { url, pool } = await createPlainDatabase()
    const folder = await folderWith({
      '01_good.sql': 'create table good ()',
      '02_bad.sql': '-- ✂ an emoji 🎉 before\ncreate table half ();\nselect * from nowhere;\n',
    })
    await expect(migrate(url, { log, folder })).rejects.toThrow(
      'The migration 02_bad.sql failed at line 3 (select * from nowhere;): relation "nowhere" does not exist',
    )
    const { rows } = await pool.query(`select to_regclass('good') as good, to_regclass('half') as half`)
    expect(rows[0]).toEqual({ good: 'good', half: null })
    await writeFile(join(folder, '02_bad.sql'), 'create table half ()')
    expect((await migrate(url, { log, folder })).applied).toEqual(['02_bad.sql'])
  })

  test('refuses file names that the Supabase CLI would not read the same way', async () => {
    const { url } = await createPlainDatabase()
    await expect(migrate(url, { log, folder: await folderWith({ 'a.sql': '' }) })).rejects.toThrow(
      '<digits>_<words>.sql',
    )
    const twins = await folderWith({ '01_a.sql': '', '01_b.sql': '' })
    await expect(migrate(url, { log, folder: twins })).rejects.toThrow('01_a.sql and 01_b.sql have the same version')
  })

  test('leaves a pool without its lock and its settings', async () => {
    const { pool } = await createPlainDatabase()
    await migrate(pool, { log, folder: await folderWith({}) })
    const left = async () => {
      const { rows } = await pool.query(
        `select current_setting('lock_timeout') as lock_timeout, (select count(*)::int from pg_locks where locktype = 'advisory') as locks`,
      )
      return rows[0]
    }
    // The server ends a closed connection, and its lock with it, a moment after the client has.
    await expect.poll(left).toEqual({ lock_timeout: '0', locks: 0 })
  })

  test('tells a user without rights what a superuser has to run', async () => {
    const { url, pool } = await createPlainDatabase()
    const role = `weak_${crypto.randomUUID().slice(0, 8)}`
    await pool.query(`create role ${role} login password 'weak'`)
    onTestFinished(async () => void (await pool.query(`drop role ${role}`)))
    const weak = new URL(url)
    weak.username = role
    weak.password = 'weak'
    await expect(migrate(weak.href, { log, folder: await folderWith({}) })).rejects.toThrow(
      /bootstrap\.sql as a superuser/,
    )
  })
})

describe('createTestDatabase', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())
  beforeEach(() => database.pool.query('truncate accounts'))

  test('has our schema, with nothing left to migrate', async () => {
    expect((await migrate(database.pool, { log })).applied).toEqual([])
    expect((await database.pool.query('select * from accounts')).rows).toEqual([])
  })

  test('is nobody else’s', async () => {
    const other = await createTestDatabase()
    await other.pool.query(`insert into accounts (domain) values ('other.example')`)
    expect((await database.pool.query('select * from accounts')).rows).toEqual([])
    await other.drop()
    await expect(new Pool({ connectionString: other.url }).query('select 1')).rejects.toThrow(/does not exist/)
  })
})
