import { createHeyreach } from './clients/heyreach/client.ts'
import { readHeyreachEvent } from './clients/heyreach/events.ts'
import { createSmartlead } from './clients/smartlead/client.ts'
import { readSmartleadEvent } from './clients/smartlead/events.ts'
import type { Config } from './config.ts'
import type { Logger } from './log.ts'
import type { NewEffect } from './pipeline/outbox.ts'
import type { Clock, Provider, ProviderName } from './pipeline/ports.ts'
import { createReconciliation, type Reconciliation } from './pipeline/providers/reconciliation.ts'
import { createProviderIntake, type ProviderIntake } from './pipeline/providers/take-event.ts'
import type { Desk } from './pipeline/report/desk.ts'
import { type AlertFacts, alertEffect, slackLane } from './pipeline/report/effects.ts'
import type { Reconcile } from './pipeline/report/fresh/schedules.ts'
import type { Db } from './store/db.ts'
import { createProviderEvents } from './store/provider-events.ts'
import type { Queue } from './store/queue.ts'
import { createServicePace } from './store/service-pace.ts'

/** What takes in replies from the tools that send campaigns. `reconciliation` is null where no list can be asked. */
export type ProviderParts = { providerIntake: ProviderIntake; reconciliation: Reconciliation | null }

export type ProviderBuilding = {
  config: Config
  db: Db
  queue: Queue
  clock: Clock
  given: {
    log: Logger
    fetch?: typeof fetch
    /** How long a reply waits for a look-up it cannot do without, in milliseconds. */
    keepTryingMs?: number
    niceToHaveMs?: number
    delayMs?: (attempt: number) => number
  }
  desk: Desk
  wake: (lane: string) => void
}

/** A shorter secret would be found in ordinary words. */
const SHORTEST_SECRET = 6
/** Requests that may go at once after a rest; Smartlead allows ten in a second at least. */
const BURST = { smartlead: 5, heyreach: 10 } as const

export function createProviderParts(building: ProviderBuilding): ProviderParts {
  const { config, db, queue, clock, given, desk } = building
  const { log } = given
  const store = createProviderEvents({ db, queue })
  const providers = createProviders(building)
  const channel = config.slack?.alertsChannel ?? null
  const alert = (key: string, facts: AlertFacts & { cause: string }): NewEffect[] =>
    channel === null ? [] : [alertEffect(channel, key, facts)]
  const wakeAlerts = () => {
    if (channel !== null) building.wake(slackLane(channel))
  }
  const { token, smartleadSecret } = config.webhooks
  const secrets = [token, smartleadSecret].flatMap((secret) =>
    secret !== null && secret.length >= SHORTEST_SECRET ? [secret] : [],
  )
  const { delayMs } = given
  const telling = { store, log, alert, wakeAlerts }
  const providerIntake = createProviderIntake({
    ...telling,
    providers,
    desk,
    clock,
    secrets,
    keepTryingMs: given.keepTryingMs ?? DAY_MS,
    niceToHaveMs: given.niceToHaveMs ?? NICE_TO_HAVE_MS,
    delayMs: delayMs ? () => delayMs(1) : laterMs,
  })
  // Without the webhooks' token nobody has said that this desk takes a provider's replies.
  const listed = token === null ? [] : Object.values(providers).filter(({ lookups }) => lookups !== null)
  const reconciliation = createReconciliation({ ...telling, providers: listed, intake: providerIntake })
  return { providerIntake, reconciliation: listed.length > 0 ? reconciliation : null }
}

/** The same as work of the clock; null where there is nothing to compare. */
export function reconcileOf({ reconciliation }: Pick<ProviderParts, 'reconciliation'>): Reconcile | null {
  return reconciliation && (async (now, abort) => void (await reconciliation.run(now, abort)))
}

const DAY_MS = 24 * 3_600_000
const NICE_TO_HAVE_MS = 4_000
/** Half a minute, then half as long again as it has waited, at most half an hour. */
const laterMs = (ageMs: number) => Math.min(Math.max(ageMs / 2, 30_000), 30 * 60_000)

function createProviders({ config, db, given: { fetch } }: ProviderBuilding): Record<ProviderName, Provider> {
  const optionsOf = (service: ProviderName) => {
    const { apiKey, baseUrl } = config.data[service]
    if (apiKey === null) return null
    const pace = createServicePace(db, { service, perMinute: config.perMinute[service], burst: BURST[service] })
    return { apiKey, baseUrl, pace, ...(fetch ? { fetch } : {}) }
  }
  const smartlead = optionsOf('smartlead')
  const heyreach = optionsOf('heyreach')
  return {
    smartlead: { name: 'smartlead', read: readSmartleadEvent, lookups: smartlead && createSmartlead(smartlead) },
    heyreach: { name: 'heyreach', read: readHeyreachEvent, lookups: heyreach && createHeyreach(heyreach) },
  }
}

/** What a job of the provider queue names. */
export function eventOfJob(data: object): string {
  return (data as { eventId: string }).eventId
}
