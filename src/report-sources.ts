import { createClaude } from './clients/claude/client.ts'
import { createLogos } from './clients/logo/client.ts'
import { createSignalSource } from './clients/signals/client.ts'
import { createBuyerSource } from './clients/starbridge/client.ts'
import type { Config } from './config.ts'
import type { Logger } from './log.ts'
import { contentHash } from './pipeline/canonical.ts'
import { createLookups } from './pipeline/lookups.ts'
import type { Clock, LookupStore, ModelClient, SignalSource } from './pipeline/ports.ts'
import { type Buyers, createCachedBuyers } from './pipeline/report/buyers/cached-buyers.ts'
import { createSellerReads, type SellerReads } from './pipeline/report/signals/shared-reads.ts'
import type { Places } from './store/places.ts'

/** What reports are made from: signals, buyers, a model. Buyers and model are null where they are not configured. */
export type ReportSources = {
  signals: SignalSource
  reads: SellerReads
  buyers: Buyers | null
  model: ModelClient | null
  /** Ends look-ups that are on their way. */
  stop(): Promise<void>
}

export type SourceOptions = {
  config: Config
  places: Pick<Places, 'signals'>
  clock: Clock
  log: Logger
  lookups: LookupStore
  fetch?: typeof fetch | undefined
  modelTimeoutMs?: number | undefined
}

export function createReportSources({ config, places, clock, log, lookups, ...given }: SourceOptions): ReportSources {
  const { claude, data } = config
  const { table, columns } = config.signals
  const { apiKey, baseUrl } = claude
  const through = given.fetch ? { fetch: given.fetch } : {}
  const within = given.modelTimeoutMs === undefined ? {} : { mostTimeoutMs: given.modelTimeoutMs }
  const signals = createSignalSource({ ...places.signals, table, columns, ...through })
  const { starbridge, datagen, starbridgeTools: ids } = data
  const source = createBuyerSource({
    api: starbridge.apiKey === null ? null : { apiKey: starbridge.apiKey, baseUrl: starbridge.baseUrl },
    tools: datagen.apiKey === null ? null : { apiKey: datagen.apiKey, baseUrl: datagen.baseUrl, ids },
    filesAt: starbridge.baseUrl,
    clock,
    log,
    ...through,
  })
  const asking = createLookups({ store: lookups, clock, log })
  return {
    signals,
    reads: createSellerReads(signals, clock),
    buyers: source && createCachedBuyers({ source, logos: logosOf(data, through), origin: originOf(data) }, asking),
    stop: () => asking.stop(),
    model: apiKey ? createClaude({ apiKey, baseUrl, ...through, ...within }) : null,
  }
}

/** Logos are kept by Starbridge itself, where a stand-in says that it lives, or where the settings say. */
function logosOf(
  { starbridge, datagen, starbridgeLogoHosts: hosts }: Config['data'],
  through: { fetch?: typeof fetch },
) {
  const given = [starbridge.baseUrl, datagen.baseUrl].filter((base) => base !== null)
  return createLogos({ bases: ['https://dashboard.starbridge.ai', ...given], hosts, ...through })
}

/** Which source answers, without its keys. */
function originOf({ starbridge, datagen, starbridgeTools }: Config['data']): string {
  const api = starbridge.apiKey === null ? null : (starbridge.baseUrl ?? 'own')
  const tools = datagen.apiKey === null ? null : [datagen.baseUrl ?? 'own', starbridgeTools]
  return contentHash([api, tools]).slice(0, 8)
}
