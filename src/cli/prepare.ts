import { createInterface } from 'node:readline/promises'
import type { Readable } from 'node:stream'
import type { PreparationPlan } from '../pipeline/report/fresh/preparations.ts'
import type { Session } from '../session.ts'
import { type Call, EXIT, UsageError } from './command.ts'
import { readDomains } from './domain-list.ts'
import { inSession } from './in-session.ts'
import { print, printJson, tell } from './output.ts'
import { planText, preparationsText, preparationText, toPlanJson, toPreparationJson } from './prepare-text.ts'

type Terms = { budgetMicros: number | null; perHour: number | null }

/** `intel prepare`: plans a batch and starts it, shows how batches stand, or cancels one. */
export async function prepare(call: Call): Promise<number> {
  const cancelled = call.text('cancel')
  if (cancelled !== undefined) return cancel(call, cancelled)
  if (call.flag('status')) return status(call)
  const terms = termsOf(call)
  const tiers = tiersOf(call.text('tier'))
  if (call.operands.length === 0 && tiers.length === 0) throw unclear('expected domains, a file of them, or --tier')
  const given = await readDomains(call.world, call.operands)
  return inSession(call, async (session) => {
    const { preparations, settings } = session.context
    const ofTiers = tiers.length > 0 ? await preparations.domainsOf(tiers) : []
    const plan = await preparations.plan([...given, ...ofTiers])
    const perHour = terms.perHour ?? (await settings.get('pregenerate.per_hour'))
    const facts = { ...terms, perHour, paused: await preparations.whyPaused() }
    if (!call.flag('json')) print(call.world, planText(plan, facts))
    const isWanted = plan.domains.length > 0 && (call.flag('yes') || (await isConfirmed(call)))
    return isWanted ? start(call, session, { plan, terms }) : leave(call, plan, facts)
  })
}

/** Nothing is started; the plan was the answer. */
function leave(call: Call, plan: PreparationPlan, facts: Parameters<typeof planText>[1]): number {
  if (call.flag('json')) printJson(call.world, toPlanJson(plan, facts))
  else if (plan.domains.length > 0) tell(call.world, ['Nothing was started. Add --yes to start it.'])
  return EXIT.ok
}

async function start(
  call: Call,
  { context }: Session,
  { plan, terms }: { plan: PreparationPlan; terms: Terms },
): Promise<number> {
  const batch = await context.preparations.start(plan, { ...terms, by: 'cli' })
  if (call.flag('json')) printJson(call.world, toPreparationJson(batch, await context.preparations.whyPaused()))
  else print(call.world, `Started: intel prepare --status ${batch.id}`)
  if (!(await context.hasCompany())) tell(call.world, ['No app is running now; it begins when one is: npm start'])
  return EXIT.ok
}

function status(call: Call): Promise<number> {
  const [id, ...others] = call.operands
  if (others.length > 0) throw unclear('--status takes one id')
  return inSession(call, async ({ context }) => {
    const { preparations, settings, clock } = context
    const paused = await preparations.whyPaused()
    const facts = { pace: await settings.get('pregenerate.per_hour'), now: clock.now(), paused }
    if (id !== undefined) {
      const batch = await preparations.get(id)
      if (call.flag('json')) printJson(call.world, toPreparationJson(batch, paused))
      else print(call.world, preparationText(batch, facts))
      return EXIT.ok
    }
    const batches = await preparations.list()
    if (call.flag('json'))
      printJson(call.world, { preparations: batches.map((batch) => toPreparationJson(batch, paused)) })
    else print(call.world, preparationsText(batches, paused))
    return EXIT.ok
  })
}

function cancel(call: Call, id: string): Promise<number> {
  return inSession(call, async ({ context }) => {
    const batch = await context.preparations.cancel(id)
    if (call.flag('json')) printJson(call.world, toPreparationJson(batch, null))
    else
      print(
        call.world,
        `Cancelled. ${batch.counts.running} on their way are finished, ${batch.counts.waiting} are not made.`,
      )
    return EXIT.ok
  })
}

/** Asks a person at a terminal; anybody else has to say --yes. */
async function isConfirmed(call: Call): Promise<boolean> {
  const { world } = call
  if (call.flag('json') || !world.stdin.isTTY) return false
  world.stderr.write('Start it? [y/N] ')
  const lines = createInterface({ input: world.stdin as Readable })
  try {
    for await (const line of lines) return /^y(?:es)?$/i.test(line.trim())
    return false
  } finally {
    lines.close()
  }
}

function termsOf(call: Call): Terms {
  const budget = call.text('budget')
  const perHour = call.text('per-hour')
  const usd = budget === undefined ? null : Number(/^\$?(\d{1,6}(?:\.\d{1,6})?)$/.exec(budget)?.[1] ?? Number.NaN)
  const pace = perHour === undefined ? null : Number(/^\d{1,4}$/.exec(perHour)?.[0] ?? Number.NaN)
  if (Number.isNaN(usd)) throw unclear(`--budget: expected US dollars such as 5 or 2.50, got “${budget?.slice(0, 20)}”`)
  if (pace !== null && !(pace >= 1 && pace <= 3_600))
    throw unclear(`--per-hour: expected a whole number from 1 to 3600, got “${perHour?.slice(0, 20)}”`)
  return { budgetMicros: usd === null ? null : Math.round(usd * 1_000_000), perHour: pace }
}

function tiersOf(text: string | undefined): string[] {
  if (text === undefined) return []
  const tiers = text.split(',').map((tier) => tier.trim().toUpperCase())
  const wrong = tiers.find((tier) => !/^T[0-3]$/.test(tier))
  if (wrong !== undefined) throw unclear(`--tier: expected some of T0, T1, T2, T3, got “${wrong.slice(0, 20)}”`)
  return tiers
}

const unclear = (what: string) => new UsageError(`intel prepare: ${what}.`, ['See what it takes: intel help prepare'])
