import { randomUUID } from 'node:crypto'
import { UserError } from '../../../errors.ts'
import type { Preparation, PreparationStore } from '../../clock-store.ts'
import type { AccountList, Clock, ModelUsage } from '../../ports.ts'
import { parseDomain } from '../domain-name.ts'
import type { Domain } from '../types.ts'
import { freshSince } from './prepare.ts'
import type { WhyPaused } from './why-paused.ts'

/** What a door may ask of prepared batches: what one would cost, start it, see it, cancel it. */

/** What a batch would be. Nothing is stored yet. Money in micro-dollars. */
export type PreparationPlan = {
  /** Sellers to make a report for, in the order given, each once. */
  domains: Domain[]
  /** How many have one that was made ahead lately, and need none. */
  fresh: number
  /** What one report is expected to cost. */
  expectedMicros: number
  expectedFrom: Preparation['expectedFrom']
  /** How many recorded runs that is the mean of; 0 where it is not. */
  runs: number
}

export type Preparations = {
  plan(domains: Domain[]): Promise<PreparationPlan>
  /** Domains of the accounts of these tiers. Throws UserError `not_found` when there are none. */
  domainsOf(tiers: string[]): Promise<Domain[]>
  start(
    plan: PreparationPlan,
    wish: { budgetMicros: number | null; perHour: number | null; by: string },
  ): Promise<Preparation>
  list(): Promise<Preparation[]>
  /** What keeps batches waiting now, as a clause; null when nothing does. */
  whyPaused(): Promise<string | null>
  /** Throws UserError `not_found`. */
  get(id: string): Promise<Preparation>
  /** What is being made is finished; nothing further is started. Throws UserError `not_found` or `conflict`. */
  cancel(id: string): Promise<Preparation>
}

export type PreparationsDeps = {
  store: PreparationStore
  accounts: AccountList
  clock: Clock
  /** The model that writes; null when none is configured and rules write. */
  writer: string | null
  freshHours: number
  whyPaused: WhyPaused
}

const MONTH_MS = 30 * 86_400_000
const LISTED = 20

/**
 * What one report is taken to cost before any was recorded: one ranking of 40 signals, with the claims that are written
 * once more, at the price of the model that writes.
 */
const TYPICAL: ModelUsage = { inputTokens: 12_000, outputTokens: 3_000, cacheReadTokens: 0, cacheWriteTokens: 0 }
/** The same for a model whose price nobody recorded. */
const TYPICAL_MICROS = 60_000

export function createPreparations(deps: PreparationsDeps): Preparations {
  const { store, clock, accounts } = deps
  const get = async (id: string) => {
    const found = await store.get(id)
    if (found) return found
    throw new UserError('not_found', `There is no prepared batch with the id “${id.slice(0, 80)}”.`, {
      nextSteps: ['See all of them: intel prepare --status'],
    })
  }
  return {
    get,
    list: () => store.list(LISTED),
    whyPaused: () => deps.whyPaused(clock.now()),
    async plan(domains) {
      const distinct = [...new Set(domains)]
      const since = freshSince(clock.now(), deps.freshHours)
      const known = await store.preparedSince(distinct, since)
      const wanted = distinct.filter((domain) => !known.has(domain))
      return { domains: wanted, fresh: distinct.length - wanted.length, ...(await costOf(deps)) }
    },
    async domainsOf(tiers) {
      const found = await accounts.ofTiers(tiers)
      const domains = found.flatMap((text) => {
        const parsed = parseDomain(text)
        return parsed.ok ? [parsed.domain] : []
      })
      if (domains.length > 0) return domains
      throw new UserError('not_found', `No account of tier ${tiers.join(', ')} is stored.`, {
        nextSteps: ['Load some: intel seed <file> --table accounts'],
      })
    },
    async start({ domains, expectedMicros, expectedFrom }, { budgetMicros, perHour, by }) {
      const id = randomUUID()
      const cost = { budgetMicros, expectedMicros, expectedFrom }
      await store.create({ id, createdAt: clock.now(), createdBy: by, perHour, ...cost, domains })
      return get(id)
    },
    async cancel(id) {
      const { ended } = await get(id)
      if (!(await store.end(id, { at: clock.now(), ended: 'cancelled' })))
        throw new UserError('conflict', `The batch ${id} has ended already (${ended ?? 'just now'}).`)
      return get(id)
    },
  }
}

/** The mean of what the model that writes now has cost in the last 30 days, else what its price says of a typical one. */
async function costOf({ store, writer, clock }: PreparationsDeps) {
  if (writer === null) return { expectedMicros: 0, expectedFrom: 'rules' as const, runs: 0 }
  const mean = await store.meanCost(writer, new Date(clock.now().getTime() - MONTH_MS))
  if (mean) return { expectedMicros: mean.micros, expectedFrom: 'runs' as const, runs: mean.runs }
  const micros = await store.priceOf(writer, TYPICAL)
  return { expectedMicros: micros || TYPICAL_MICROS, expectedFrom: 'estimate' as const, runs: 0 }
}
