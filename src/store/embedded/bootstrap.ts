import { readFile } from 'node:fs/promises'
import type { ClientBase } from 'pg'

const HAS_ALL = `
  select (select count(*) = 3 from pg_roles where rolname in ('anon', 'authenticated', 'service_role'))
     and to_regnamespace('extensions') is not null
     and to_regprocedure('auth.uid()') is not null
     and to_regprocedure('auth.role()') is not null
     and to_regprocedure('auth.jwt()') is not null as complete`

/**
 * Gives a plain Postgres what a hosted Supabase project has: roles, the schemas `extensions` (with pgcrypto) and
 * `auth`, default grants. Does nothing where all of it exists, so a hosted project is never touched.
 * @returns whether something was done.
 * @throws Error saying what to run as superuser, when the present user may not do it.
 */
export async function bootstrapDatabase(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ complete: boolean }>(HAS_ALL)
  if (rows[0]?.complete) return false
  const file = new URL('./bootstrap.sql', import.meta.url)
  try {
    await client.query('begin')
    await client.query(await readFile(file, 'utf8'))
    await client.query('commit')
    return true
  } catch (error) {
    await client.query('rollback')
    const INSUFFICIENT_PRIVILEGE = '42501'
    if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE) throw error
    throw new Error(
      "This Postgres lacks Supabase's roles, and the user of DATABASE_URL may not create them: " +
        'run src/store/embedded/bootstrap.sql as a superuser once',
      { cause: error },
    )
  }
}
