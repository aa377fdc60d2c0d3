import { request } from 'node:http'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EmbeddedSupabase } from '../../../src/store/embedded/supabase-lite.ts'
import { createTestDatabase, startTestSupabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let supabase: EmbeddedSupabase
const clientWith = (key: string): SupabaseClient => createClient(supabase.url, key, { auth: { persistSession: false } })

beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(
    `create table public.wire (id int primary key, amount numeric, at timestamptz, local timestamp, huge bigint)`,
  )
  await database.pool.query(`alter table public.wire enable row level security`)
  supabase = await startTestSupabase(database.url)
})
afterAll(async () => {
  await supabase.stop()
  await database.drop()
})

describe('row level security', () => {
  test('the service key reads and writes, the publishable key sees nothing and changes nothing', async () => {
    const service = clientWith(supabase.serviceKey)
    const visitor = clientWith(supabase.publishableKey)
    const account = { domain: 'seller.example', account_name: 'Seller', tier: 'T1' }
    expect((await service.from('accounts').upsert(account)).error).toBeNull()
    const all = await service.from('accounts').select('*').eq('domain', 'seller.example')
    expect(all.data).toEqual([{ ...account, product: null, territory: null }])

    expect((await visitor.from('accounts').select('*')).data ?? []).toEqual([])
    expect((await visitor.from('accounts').insert({ domain: 'intruder.example' })).error).not.toBeNull()
    await visitor.from('accounts').update({ tier: 'T3' }).eq('domain', 'seller.example')
    await visitor.from('accounts').delete().eq('domain', 'seller.example')
    expect((await service.from('accounts').select('domain,tier').eq('domain', 'seller.example')).data).toEqual([
      { domain: 'seller.example', tier: 'T1' },
    ])
  })

  test('a wrong key and no key are refused', async () => {
    expect((await clientWith('sb_secret_wrong').from('accounts').select('*')).status).toBe(401)
    expect((await fetch(`${supabase.url}/rest/v1/accounts`)).status).toBe(401)
  })

  test('tables outside the public schema are not reachable, even with the service key', async () => {
    const { error } = await clientWith(supabase.serviceKey)
      .schema('supabase_migrations')
      .from('schema_migrations')
      .select('*')
    expect(error).not.toBeNull()
  })
})

test('numbers and times arrive as a hosted project sends them', async () => {
  const service = clientWith(supabase.serviceKey)
  const row = {
    id: 1,
    amount: 99.5,
    at: '2026-11-20T11:41:15.41+02:00',
    local: '2026-11-20T11:41:15',
    huge: 9_007_199_254_740_991,
  }
  expect((await service.from('wire').insert(row)).error).toBeNull()
  expect((await service.from('wire').select('*').single()).data).toEqual({
    ...row,
    at: '2026-11-20T09:41:15.41+00:00',
  })
})

test('at most 1,000 rows come at once, as from a hosted project, and paging gets the rest', async () => {
  await database.pool.query(
    `insert into accounts (domain) select 'n' || n || '.example' from generate_series(1, 1500) n`,
  )
  const service = clientWith(supabase.serviceKey)
  expect((await service.from('accounts').select('domain')).data).toHaveLength(1000)
  const rest = await service.from('accounts').select('domain').like('domain', 'n%').order('domain').range(1000, 1999)
  expect(rest.data).toHaveLength(500)
})

/** Sends the path as it is: fetch would tidy it up first. */
function statusOf(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(supabase.url)
    const headers = { apikey: supabase.publishableKey }
    const sent = request({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sent.once('error', reject).end()
  })
}

test.each([
  '/_system/info',
  '/_system/introspect',
  '/',
  '/auth/v1/signup',
  '/rest/v1/../../_system/info',
  '/rest/v1/%2e%2e/%2e%2e/_system/info',
  '//_system/info',
  '/rest/v1//_system/info',
  '/rest/v1/\\..\\..\\_system\\info',
  'http://localhost/_system/info',
])('%s is closed: it would tell the password of the database, or is of no use here', async (path) => {
  expect([400, 404]).toContain(await statusOf(path))
})

test('listens on loopback only, and stops though a client keeps its connection', async () => {
  const own = await startTestSupabase(database.url)
  expect(new URL(own.url).hostname).toBe('127.0.0.1')
  await fetch(`${own.url}/rest/v1/accounts?select=domain&limit=1`, { headers: { apikey: own.serviceKey } }).then((r) =>
    r.text(),
  )
  await own.stop()
  await own.stop()
  await expect(fetch(own.url)).rejects.toThrow()
  const { rows } = await database.pool.query(
    `select count(*)::int as count from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query like '%limit%'`,
  )
  expect(rows[0].count).toBe(0)
})
