import type { Config } from './config.ts'
import { type Context, createContext, type Overrides } from './context.ts'
import type { Logger } from './log.ts'
import type { ReportId } from './pipeline/report/types.ts'
import { preparePlaces } from './store/places.ts'
import { unsentEffects } from './store/unsent-effects.ts'

/** The world for one errand, such as a command: opened, used, closed. Nothing is worked on until it says `work()`. */
export type Session = {
  context: Context
  /** How much of what a report decided has not reached the outside yet. */
  unsentOf(id: ReportId): Promise<number>
  /** Finishes what is in hand until the deadline. An embedded database is stopped when nobody else uses it. */
  close(deadlineMs: number): Promise<void>
}

/** What the configuration names, and what must be started in its place. */
export function placesOf({ database, signals, server }: Config, log: Logger) {
  const { url, key } = signals
  return {
    databaseUrl: database.mode === 'given' ? database.url : null,
    signals: url && key ? { url, key } : null,
    dataDir: server.dataDir,
    log,
  }
}

/**
 * Opens databases and context, beside a running app on the same data or without one.
 * @throws UserError `not_configured` when an embedded part cannot run here; the database's own error when it is away.
 */
export async function openSession(config: Config, options: { log: Logger } & Overrides): Promise<Session> {
  const places = await preparePlaces(placesOf(config, options.log))
  try {
    const context = await createContext(config, places, options)
    return {
      context,
      unsentOf: (id) => unsentEffects(context.db.pool, id),
      async close(deadlineMs) {
        await context.stop(deadlineMs)
        await places.stop()
      },
    }
  } catch (error) {
    await places.stop()
    throw error
  }
}
