import { type SeedResult, seedFile } from './clients/signals/seed.ts'
import { createSignalWriter, SEED_KEYS, type SeedTable } from './clients/signals/writer.ts'
import type { Config } from './config.ts'
import type { Logger } from './log.ts'
import { placesOf } from './session.ts'
import { preparePlaces, type ReadyPlaces } from './store/places.ts'

export type { SeedResult, SeedTable }

export const SEED_TABLES = Object.keys(SEED_KEYS) as SeedTable[]

/**
 * Streams a file into the signals project of the configuration; embedded, into our own database.
 * @throws UserError when the file cannot be used, ExternalError (service `signals`) when the table cannot be written.
 */
export async function seedSignals(
  config: Config,
  { path, table, log }: { path: string; table: SeedTable | null; log: Logger },
): Promise<SeedResult> {
  const places = await signalPlace(config, log)
  try {
    const source = createSignalWriter(places.signals)
    return await seedFile({ source, path, now: new Date(), ...(table ? { table } : {}) })
  } finally {
    await places.stop()
  }
}

/** Another team's project needs no database of ours: none is started for it. */
async function signalPlace(config: Config, log: Logger): Promise<Pick<ReadyPlaces, 'signals' | 'stop'>> {
  const wanted = placesOf(config, log)
  if (wanted.signals && wanted.databaseUrl === null) return { signals: wanted.signals, stop: () => Promise.resolve() }
  return preparePlaces(wanted)
}
