/**
 * An app that only uses the embedded Postgres of the folder in its first argument. Tells one line of JSON when it is
 * ready (or why not), stops cleanly when its input ends, and can be killed in any moment before.
 */
import { createLogger } from '../../src/log.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded/postgres.ts'

try {
  const postgres = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', log: createLogger('silent') })
  const { url, port, adopted } = postgres
  process.stdout.write(`${JSON.stringify({ url, port, adopted })}\n`)
  process.stdin.resume().once('end', () => void postgres.stop())
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`)
}
