import type { Logger } from '../log.ts'
import { startEmbeddedPostgres } from './embedded/postgres.ts'
import { startEmbeddedSupabase } from './embedded/supabase-lite.ts'
import { migrate } from './migrate.ts'

/** Where state and signals live, once the embedded parts are up or were not needed. */
export type Places = { databaseUrl: string; signals: { url: string; key: string } }

export type ReadyPlaces = Places & {
  /** Ends our use of what was started; the last living user of an embedded server stops it. */
  stop(): Promise<void>
}

export type PlacesWanted = {
  /** Null starts the embedded Postgres below `dataDir`. */
  databaseUrl: string | null
  /** Null starts the embedded Supabase in front of that database. */
  signals: { url: string; key: string } | null
  dataDir: string
  log: Logger
  /** Ends the start; what was started is stopped, and the signal's reason thrown. */
  signal?: AbortSignal
}

/**
 * Finds or starts the databases: what is configured is used, what is not is started embedded and said in one line. Our
 * own schema is brought up to date before anything asks for it.
 */
export async function preparePlaces(wanted: PlacesWanted): Promise<ReadyPlaces> {
  const { databaseUrl, signals, log, signal } = wanted
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const end of stops.splice(0).toReversed()) await end()
  }
  try {
    const url = databaseUrl ?? (await embeddedPostgres(wanted, stops))
    await migrate(url, { log, ...(signal && { signal }) })
    const found = signals ?? (await embeddedSupabase(url, { log, stops }))
    signal?.throwIfAborted()
    return { databaseUrl: url, signals: found, stop }
  } catch (error) {
    await stop()
    signal?.throwIfAborted()
    throw error
  }
}

type Starting = { log: Logger; stops: (() => Promise<void>)[] }

async function embeddedPostgres({ dataDir, log, signal }: PlacesWanted, stops: Starting['stops']): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir, log, ...(signal && { signal }) })
  stops.push(postgres.stop)
  log.info('DATABASE_URL is not set: state is kept in the embedded Postgres')
  return postgres.url
}

async function embeddedSupabase(databaseUrl: string, { log, stops }: Starting): Promise<Places['signals']> {
  const supabase = await startEmbeddedSupabase({ databaseUrl, log })
  stops.push(supabase.stop)
  log.info('SUPABASE_URL is not set: signals are read from the embedded Supabase')
  return { url: supabase.url, key: supabase.serviceKey }
}
