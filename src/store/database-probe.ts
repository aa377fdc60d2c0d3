import { readdir } from 'node:fs/promises'
import { Client } from 'pg'
import { MIGRATIONS_FOLDER } from './migrate.ts'

export type DatabaseState = { version: string; migrations: number; applied: number }

/**
 * Asks a Postgres who it is and which of our migrations it has; changes nothing. `limitMs` bounds each of the two
 * questions and the connection. @throws the driver's own error when it cannot be reached or refuses.
 */
export async function readDatabaseState(url: string, limitMs: number): Promise<DatabaseState> {
  const files = await readdir(MIGRATIONS_FOLDER)
  const ours = files.flatMap((name) => /^(\d+)_\w.*\.sql$/.exec(name)?.[1] ?? [])
  const client = new Client({ connectionString: url, connectionTimeoutMillis: limitMs, query_timeout: limitMs })
  // A connection that is cut while nothing is asked must not end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const asked = await client.query<{ version: string; history: string | null }>(
      `select current_setting('server_version') as version,
        to_regclass('supabase_migrations.schema_migrations')::text as history`,
    )
    const { version = '', history = null } = asked.rows[0] ?? {}
    const known = history === null ? 0 : await countOf(client, ours)
    return { version: version.split(' ')[0] ?? '', migrations: ours.length, applied: known }
  } finally {
    await client.end()
  }
}

async function countOf(client: Client, versions: string[]): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'select count(*)::int as n from supabase_migrations.schema_migrations where version = any($1)',
    [versions],
  )
  return rows[0]?.n ?? 0
}
