import { readdir, readFile } from 'node:fs/promises'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, type ClientBase, type Pool } from 'pg'
import type { Logger } from '../log.ts'
import { bootstrapDatabase } from './embedded/bootstrap.ts'

/** The folder of our own migrations, in the Supabase CLI's layout. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../supabase/migrations', import.meta.url))

/** One number for all versions of this app: whoever migrates this database waits for it. */
const LOCK_KEY = 7_261_120_001n
/** A process that waits for another's migrations gives up after this time. */
const LOCK_WAIT = '10min'
/** A migration that waits for a table lock holds up everybody behind it, so it soon gives way and fails. */
const TABLE_LOCK_WAIT = '30s'

const HISTORY = `
  create schema if not exists supabase_migrations;
  create table if not exists supabase_migrations.schema_migrations (version text not null primary key);
  alter table supabase_migrations.schema_migrations add column if not exists statements text[];
  alter table supabase_migrations.schema_migrations add column if not exists name text`

type Migration = { file: string; version: string; name: string }

/**
 * Applies the migrations that this database has not seen, by file name, each in a transaction of its own, and records
 * them where the Supabase CLI does (so `supabase db push` and this agree). Several processes may call it at once: one
 * works, the others wait. A plain Postgres is first given what a hosted project has. Needs no superuser on a hosted one.
 * @returns the file names applied now.
 * @throws Error naming file, line and statement of a failed migration; those before it stay applied.
 */
export async function migrate(
  database: Pool | string,
  options: { folder?: string; log: Logger; signal?: AbortSignal },
): Promise<{ applied: string[] }> {
  const migrations = await listMigrations(options.folder ?? MIGRATIONS_FOLDER)
  return withConnection({ database, signal: options.signal }, async (client) => {
    // Results for the lifetime of this connection only; it is closed afterwards and so gives the lock back.
    await client.query(`set statement_timeout = 0; set lock_timeout = '${LOCK_WAIT}'`)
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY])
    await client.query(`set lock_timeout = '${TABLE_LOCK_WAIT}'`)
    if (await bootstrapDatabase(client)) options.log.info('prepared a plain Postgres with what a Supabase project has')
    await client.query(HISTORY)
    const { rows } = await client.query<{ version: string }>(
      'select version from supabase_migrations.schema_migrations',
    )
    const seen = new Set(rows.map((row) => row.version))
    const applied: string[] = []
    for (const migration of migrations.filter(({ version }) => !seen.has(version))) {
      await apply(client, migration)
      options.log.info({ migration: migration.name }, 'applied a migration')
      applied.push(migration.name)
    }
    return { applied }
  })
}

async function listMigrations(folder: string): Promise<Migration[]> {
  const migrations: Migration[] = []
  for (const name of (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()) {
    const version = /^(\d+)_\w/.exec(name)?.[1]
    if (version === undefined) throw new Error(`The migration ${name} must be named <digits>_<words>.sql`)
    const twin = migrations.find((other) => other.version === version)
    if (twin) throw new Error(`The migrations ${twin.name} and ${name} have the same version`)
    migrations.push({ file: join(folder, name), version, name })
  }
  return migrations
}

async function apply(client: ClientBase, migration: Migration): Promise<void> {
  const sql = await readFile(migration.file, 'utf8')
  try {
    await client.query('begin')
    await client.query(sql)
    await client.query(
      'insert into supabase_migrations.schema_migrations (version, statements, name) values ($1, $2, $3)',
      [migration.version, [sql], migration.name.slice(migration.version.length + 1, -'.sql'.length)],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw new Error(`The migration ${migration.name} failed${placeOf(error, sql)}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

/** Where in the file Postgres stopped, when it says so: line and the first words of that line. */
function placeOf(error: unknown, sql: string): string {
  const position = Number((error as { position?: string }).position)
  if (!Number.isInteger(position) || position < 1) return ''
  // Postgres counts characters, JavaScript counts UTF-16 units.
  const before = Array.from(sql)
    .slice(0, position - 1)
    .join('')
  const line = before.split('\n').length
  const text = sql.split('\n')[line - 1]?.trim() ?? ''
  return ` at line ${line} (${text.slice(0, 100)})`
}

type Connecting = { database: Pool | string; signal: AbortSignal | undefined }

async function withConnection<T>(
  { database, signal }: Connecting,
  work: (client: ClientBase) => Promise<T>,
): Promise<T> {
  if (typeof database !== 'string') {
    const client = await database.connect()
    client.on('error', () => undefined)
    try {
      return await work(client)
    } finally {
      // Not back into the pool: it carries our session's settings and lock.
      client.release(true)
    }
  }
  // A server that does not answer, or another process's migrations, may take long: the signal cuts the connection.
  const stream = () => new Socket(signal ? { signal } : {})
  const client = new Client({ connectionString: database, stream })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
