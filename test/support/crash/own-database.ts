import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'pg'
import { createLogger } from '../../../src/log.ts'
import { startEmbeddedPostgres } from '../../../src/store/embedded/postgres.ts'
import { startEmbeddedSupabase } from '../../../src/store/embedded/supabase-lite.ts'
import { migrate } from '../../../src/store/migrate.ts'
import type { CrashPlaces } from './crash-world.ts'

/** A database outside the test suite, which outlives every app: started here, gone after `stop`. */
export async function startOwnDatabase(): Promise<{ places: CrashPlaces; pool: Pool; stop(): Promise<void> }> {
  const log = createLogger('silent')
  const dataDir = await mkdtemp(join(tmpdir(), 'starbridge-crash-db-'))
  await chmod(dataDir, 0o711)
  const postgres = await startEmbeddedPostgres({ dataDir, log })
  await migrate(postgres.url, { log })
  const supabase = await startEmbeddedSupabase({ databaseUrl: postgres.url, log })
  const pool = new Pool({ connectionString: postgres.url, max: 4 })
  pool.on('error', () => undefined)
  return {
    places: { databaseUrl: postgres.url, supabase: { url: supabase.url, key: supabase.serviceKey } },
    pool,
    async stop() {
      await pool.end()
      await supabase.stop()
      await postgres.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
