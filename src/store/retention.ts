import type { Logger } from '../log.ts'
import type { Db } from './db.ts'

/** What is only needed for a while goes again, in small bites, on whichever process comes by. */
const RULES = [
  // A signed request is refused as stale after five minutes anyway.
  `delete from intel.once where key in (select key from intel.once
     where key like 'slack-signature:%' and seen_at < now() - interval '15 minutes' limit 5000)`,
  `delete from intel.once where key in (select key from intel.once where seen_at < now() - interval '30 days' limit 5000)`,
]

const EVERY_MS = 5 * 60_000

export type Retention = { start(): void; stop(): Promise<void> }

export function createRetention(db: Db, log: Logger): Retention {
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> = Promise.resolve()
  const tidy = async () => {
    try {
      for (const rule of RULES) await db.pool.query(rule)
    } catch (error) {
      log.warn({ err: error }, 'What is old could not be deleted; the next round tries again')
    }
  }
  return {
    start() {
      timer = setInterval(() => {
        running = tidy()
      }, EVERY_MS)
      timer.unref()
    },
    async stop() {
      if (timer) clearInterval(timer)
      await running
    },
  }
}
