import { ExternalError, sentenceOf } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import { contentHash } from '../canonical.ts'
import type { NewEffect } from '../outbox.ts'
import type { Provider, ProviderInbox, ProviderName } from '../ports.ts'
import type { AlertFacts } from '../report/effects.ts'
import { gapAlert, listAlert } from './alerts.ts'
import type { ProviderEventStore } from './event-store.ts'
import { LISTED } from './reply-body.ts'
import type { ProviderIntake } from './take-event.ts'

/**
 * Compares a provider's own list of replies with ours. What is listed goes the way of an event, once for each message,
 * so that nothing doubles; what turns out to be new is a gap, told to the operators.
 */

export type ReconciliationDeps = {
  providers: Provider[]
  store: ProviderEventStore
  intake: Pick<ProviderIntake, 'handle'>
  log: Logger
  alert: (key: string, facts: AlertFacts & { cause: string }) => NewEffect[]
  wakeAlerts: () => void
}

/** `seen`: listed replies of the time looked at. `filled`: gaps told now. `problems`: sentences, nothing personal in them. */
export type Reconciled = { provider: ProviderName; seen: number; filled: number; problems: string[] }

export type Reconciliation = {
  /** One look at every provider that has look-ups; never throws for what one of them does. */
  run(now: Date, abort?: AbortSignal): Promise<Reconciled[]>
}

/** Lists lag behind by hours at times. The first look reaches back as far. */
const OVERLAP_MS = 6 * 3_600_000
/** An event on its way is no gap yet. */
const GRACE_MS = 2 * 60_000
const ripeAt = (now: Date) => new Date(now.getTime() - GRACE_MS)
/** Until when every part was known: a part that comes new is looked at from there on. */
const ALL_PARTS = ''
/** Parts (campaigns) at one look: those that were not looked at for longest. */
const MOST_PARTS = 20
const MOST_PROBLEMS = 3
/** A look that fails now and then is made good by the next one. */
const TOLD_AFTER = 3
/** The job of a listed reply waits for whoever works on it right here. */
const JOB_DELAY_MS = 60_000

export function createReconciliation(deps: ReconciliationDeps): Reconciliation {
  return {
    async run(now, abort) {
      const results: Reconciled[] = []
      for (const { name, lookups } of deps.providers)
        if (lookups)
          results.push(await compare(deps, { name, inbox: lookups.inbox }, { now, ...(abort ? { abort } : {}) }))
      return results
    },
  }
}

type Look = { now: Date; abort?: AbortSignal }
type Listing = { name: ProviderName; inbox: ProviderInbox }

async function compare(deps: ReconciliationDeps, { name, inbox }: Listing, look: Look): Promise<Reconciled> {
  const result: Reconciled = { provider: name, seen: 0, filled: 0, problems: [] }
  let failure: ExternalError | null = null
  try {
    const cursors = await deps.store.cursors(name)
    const parts = await inbox.parts(look.abort)
    const unseenSince = (part: { id: string }) => cursors.get(part.id)?.visitedAt.getTime() ?? 0
    const due = [...parts].sort((a, b) => unseenSince(a) - unseenSince(b)).slice(0, MOST_PARTS)
    for (const part of due) {
      const until = (cursors.get(part.id) ?? cursors.get(ALL_PARTS))?.until ?? look.now
      const failed = await comparePart(deps, { name, inbox, part, until, result }, look)
      failure = failed ?? failure
      if (failed && (isHopeless(failed) || result.problems.length >= MOST_PROBLEMS)) break
    }
    const isKnown = ({ id }: { id: string }) => cursors.has(id) || due.some((part) => part.id === id)
    if (parts.every(isKnown)) await deps.store.compared(name, ALL_PARTS, ripeAt(look.now))
  } catch (error) {
    if (!(error instanceof ExternalError) || look.abort?.aborted) throw error
    failure = error
    result.problems.push(sentenceOf(error))
  }
  await tellFailure(deps, { name, failure }, look)
  result.filled = await deps.store.tellGaps(name, (gaps) => deps.alert(...gapAlert(name, gaps)))
  if (result.filled > 0) deps.wakeAlerts()
  if (result.problems.length > 0) deps.log.warn(result, 'A list of replies could not be compared with ours')
  else deps.log.info(result, 'Compared a list of replies with ours')
  return result
}

/** What fails look after look is told once a day: until it is mended, a reply whose event is lost stays lost. */
async function tellFailure(
  { store, alert, wakeAlerts }: ReconciliationDeps,
  { name, failure }: { name: ProviderName; failure: ExternalError | null },
  { now }: Look,
): Promise<void> {
  const inARow = await store.looked(name, failure !== null, (failedInARow) =>
    failure && failedInARow >= TOLD_AFTER
      ? alert(...listAlert(name, { why: sentenceOf(failure), failedInARow, now }))
      : [],
  )
  if (inARow >= TOLD_AFTER) wakeAlerts()
}

/** A fault of ours with one reply is left to its job, which tries again and tells of it; the others go on. */
async function handle(
  { intake, log }: ReconciliationDeps,
  { id, result }: { id: string; result: Reconciled },
  abort?: AbortSignal,
): Promise<void> {
  try {
    await intake.handle(id, abort)
  } catch (error) {
    if (abort?.aborted) throw error
    log.error({ err: error, event: id }, 'A listed reply is left to its job')
    result.problems.push('A reply could not be worked on at once; it is tried again.')
  }
}

type ComparedPart = Listing & { part: { id: string; name: string | null }; until: Date; result: Reconciled }

/** One part from where it was compared until. A part that fails is looked at again when the others have been. */
async function comparePart(
  deps: ReconciliationDeps,
  { name, inbox, part, until, result }: ComparedPart,
  { now, abort }: Look,
): Promise<ExternalError | null> {
  const ripe = ripeAt(now)
  try {
    const { replies, isWhole } = await inbox.since(part.id, new Date(until.getTime() - OVERLAP_MS), abort)
    for (const listed of replies) {
      if (listed.at > ripe.toISOString()) continue
      result.seen += 1
      const body = { ...listed.reply, campaignName: listed.reply.campaignName ?? part.name }
      const dedupeKey = contentHash([name, LISTED, listed.key])
      const { id, isDuplicate } = await deps.store.add({ provider: name, kind: LISTED, dedupeKey, body }, JOB_DELAY_MS)
      if (!isDuplicate) await handle(deps, { id, result }, abort)
    }
    await deps.store.compared(name, part.id, isWhole ? ripe : until)
    if (!isWhole) result.problems.push(`A list of ${name} was longer than one look takes; the next look goes on.`)
    return null
  } catch (error) {
    if (!(error instanceof ExternalError) || abort?.aborted) throw error
    await deps.store.compared(name, part.id, until)
    result.problems.push(sentenceOf(error))
    return error
  }
}

/** What refuses one part refuses all. */
function isHopeless({ status, code }: ExternalError): boolean {
  return status === 401 || status === 403 || status === 429 || code === 'paced'
}
