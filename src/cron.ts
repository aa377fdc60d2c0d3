import { schedule } from 'node-cron'
import type { Logger } from './log.ts'

/** Ticks every process once a minute; what is due and not yet fired elsewhere is queued by the tick. */
export type Cron = {
  /** Ends after the tick in hand. */
  stop(): Promise<void>
}

export function startCron({ tick, log }: { tick: () => Promise<unknown>; log: Logger }): Cron {
  let ticking: Promise<unknown> = Promise.resolve()
  const task = schedule(
    '* * * * *',
    () => {
      ticking = tick().catch((error: unknown) =>
        log.warn({ err: error }, 'The clock could not tick; the next minute makes up for it'),
      )
      return ticking
    },
    // A process that was too busy for a minute misses nothing: the next tick fires what is due.
    { timezone: 'UTC', noOverlap: true, suppressMissedWarning: true, logger: toCronLog(log) },
  )
  return {
    async stop() {
      await task.destroy()
      await ticking
    },
  }
}

/** What the library says of itself is for whoever debugs. */
function toCronLog(log: Logger) {
  const say = (message: string | Error) => log.debug({ cron: String(message) }, 'The scheduler says')
  return { info: say, warn: say, error: say, debug: say }
}
