/**
 * Uses the embedded database and the embedded Supabase in the folder of its first argument, with every way out of
 * the process watched from before they are loaded. Prints what was looked up and connected to, as one line of JSON.
 */
import { Socket as DatagramSocket } from 'node:dgram'
import dns from 'node:dns'
import { Socket } from 'node:net'

const seen: string[] = []

/** Replaces a method of a class or a module by one that first writes down where it goes. */
function watch(owner: object, method: string, place: (args: unknown[]) => string): void {
  const original: unknown = Reflect.get(owner, method)
  Reflect.set(owner, method, function (this: unknown, ...args: unknown[]): unknown {
    seen.push(place(args))
    return Reflect.apply(original as (...rest: unknown[]) => unknown, this, args)
  })
}

watch(Socket.prototype, 'connect', (args) => {
  // Node passes its already normalised arguments as one array.
  const [first, second] = (Array.isArray(args[0]) ? args[0] : args) as [unknown, unknown]
  const target = typeof first === 'object' && first !== null ? (first as { host?: string; path?: string }) : null
  return `connect ${target?.path ?? target?.host ?? (typeof second === 'string' ? second : 'localhost')}`
})
watch(DatagramSocket.prototype, 'send', (args) => `datagram ${args.filter((arg) => typeof arg === 'string').join(' ')}`)
for (const method of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveAny', 'resolveTxt'])
  watch(dns, method, (args) => `lookup ${String(args[0])}`)

const { createLogger } = await import('../../src/log.ts')
const { startEmbeddedPostgres } = await import('../../src/store/embedded/postgres.ts')
const { startEmbeddedSupabase } = await import('../../src/store/embedded/supabase-lite.ts')
const { migrate } = await import('../../src/store/migrate.ts')
const { createClient } = await import('@supabase/supabase-js')

const log = createLogger('silent')
const postgres = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', log })
try {
  await migrate(postgres.url, { log })
  const supabase = await startEmbeddedSupabase({ databaseUrl: postgres.url, log })
  const client = createClient(supabase.url, supabase.serviceKey)
  const results = [
    await client.from('accounts').upsert({ domain: 'seller.example' }),
    await client.from('accounts').select('*'),
    await client.from('no_such_table').select('*'),
    await client.rpc('no_such_function'),
  ]
  await supabase.stop()
  process.stdout.write(`${JSON.stringify({ seen, statuses: results.map(({ status }) => status) })}\n`)
} finally {
  await postgres.stop()
}
