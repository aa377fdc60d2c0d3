import { checkSignalTable } from '../clients/signals/client.ts'
import type { Config } from '../config.ts'
import type { Logger } from '../log.ts'
import { type DatabaseState, readDatabaseState } from '../store/database-probe.ts'
import { startEmbeddedPostgres } from '../store/embedded/postgres.ts'
import { preparePlaces } from '../store/places.ts'
import { type Ask, type Asking, type Finding, failed, ok, wrong } from './finding.ts'

type Examining = { config: Config; log: Logger; ask: Ask }

/** State and signals. A given database is only asked; an embedded one is started or adopted first, as a start would. */
export async function examineDatabases(examining: Examining): Promise<Finding[]> {
  const { database, signals } = examining.config
  if (database.mode === 'embedded') return examineEmbedded(examining)
  const { url } = database
  const found = await Promise.all([
    examining.ask('Database', (asking) => examineGiven(url, asking)),
    askSignals(examining, { url: signals.url ?? '', key: signals.key ?? '' }),
  ])
  return found.flat()
}

async function examineGiven(url: string, { limitMs }: Asking): Promise<Finding[]> {
  try {
    const state = await readDatabaseState(url, limitMs)
    return [ok('Database', `Postgres ${state.version} at ${new URL(url).host}: ${migrationsOf(state)}.`)]
  } catch (error) {
    return [failed('Database', error, 'Check DATABASE_URL.')]
  }
}

function migrationsOf({ migrations, applied }: DatabaseState): string {
  if (applied === migrations) return `all ${migrations} migrations are applied`
  return `${applied} of ${migrations} migrations are applied, the next start applies the rest`
}

async function examineEmbedded({ config, log, ask }: Examining): Promise<Finding[]> {
  const { signals, server } = config
  const given = signals.url && signals.key ? { url: signals.url, key: signals.key } : null
  const ready = await startEmbedded({ dataDir: server.dataDir, signals: given, log })
  if (!ready.ok)
    return [failed('Database', ready.error), ...(given ? await askSignals({ config, log, ask }, given) : [])]
  const { postgres, places } = ready
  try {
    const how = postgres.adopted ? 'already running' : 'started for this check'
    const found = await Promise.all([
      ask('Database', async ({ limitMs }) => {
        const state = await readDatabaseState(postgres.url, limitMs)
        const text = `The embedded Postgres ${state.version} in ${server.dataDir}, ${how}: ${migrationsOf(state)}.`
        return [ok('Database', text)]
      }),
      askSignals({ config, log, ask }, places.signals),
    ])
    return found.flat()
  } finally {
    await places.stop()
    await postgres.stop()
  }
}

type Started = Awaited<ReturnType<typeof startBoth>>

async function startEmbedded(
  options: Parameters<typeof startBoth>[0],
): Promise<({ ok: true } & Started) | { ok: false; error: unknown }> {
  try {
    return { ok: true, ...(await startBoth(options)) }
  } catch (error) {
    return { ok: false, error }
  }
}

async function startBoth(options: { dataDir: string; signals: { url: string; key: string } | null; log: Logger }) {
  const { dataDir, signals, log } = options
  const postgres = await startEmbeddedPostgres({ dataDir, log })
  try {
    return { postgres, places: await preparePlaces({ databaseUrl: postgres.url, signals, dataDir, log }) }
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

function askSignals({ config, ask }: Examining, place: { url: string; key: string }): Promise<Finding[]> {
  const { url, table, columns } = config.signals
  return ask('Signals', async ({ fetch, limitMs }) => {
    const found = await checkSignalTable({ ...place, table, columns, fetch, timeoutMs: limitMs })
    if (!found.ok) return [wrong('Signals', found.problem, settingFor(found.problem, config))]
    const where = url === null ? 'the embedded database' : new URL(url).host
    // The embedded server only guesses at the size of a small table.
    const rows = url === null || found.rows === null ? '' : `, and about ${found.rows.toLocaleString('en-GB')} rows`
    return [ok('Signals', `The table “${table}” in ${where} has every column${rows}.`)]
  })
}

/** A problem that names no setting is one of the address. */
function settingFor(problem: string, { signals, supabase }: Config): string | null {
  if (signals.url === null || /[A-Z]{3,}_[A-Z]/.test(problem)) return null
  const isOwn = supabase.mode === 'given' && supabase.url === signals.url
  return `Check ${isOwn ? 'SUPABASE_URL' : 'SIGNALS_SUPABASE_URL'}.`
}
