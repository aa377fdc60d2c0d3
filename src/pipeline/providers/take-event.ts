import { randomUUID } from 'node:crypto'
import { ExternalError, sentenceOf } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import type { NewEffect } from '../outbox.ts'
import type { Clock, Provider, ProviderEvent, ProviderName, ProviderNews, ProviderReply } from '../ports.ts'
import type { Desk } from '../report/desk.ts'
import type { AlertFacts } from '../report/effects.ts'
import { failedAlert, waitingAlert } from './alerts.ts'
import type { EventEnd, ProviderEventStore } from './event-store.ts'
import { type Delivered, toEvent } from './incoming.ts'
import { LISTED, parseProviderReply, wantsOf } from './reply-body.ts'

/**
 * Providers' events: stored before they are answered, then read, completed by look-ups where something is missing, and
 * handed to the desk. Doing any of it twice is doing it once.
 */

export type ProviderIntakeDeps = {
  store: ProviderEventStore
  providers: Record<ProviderName, Provider>
  desk: Pick<Desk, 'acceptReply'>
  clock: Clock
  log: Logger
  /** What must never be stored: the path token, the signing secret. */
  secrets: string[]
  /** The alert as an effect, under a key that tells it once; empty without Slack. */
  alert: (key: string, facts: AlertFacts & { cause: string }) => NewEffect[]
  /** Alerts were stored: send them now. */
  wakeAlerts: () => void
  /** How long a reply waits for a service that it cannot do without. */
  keepTryingMs: number
  /** How long a look-up that is only nice to have may keep message 1 waiting, in milliseconds. */
  niceToHaveMs: number
  /** Milliseconds until that service is asked again, by how long the reply has waited. */
  delayMs: (ageMs: number) => number
}

export type ProviderIntake = {
  /** Stores an event and queues it; the same one again answers its first id. */
  receive(provider: ProviderName, delivered: Delivered): Promise<{ id: string; isDuplicate: boolean }>
  /** Works on a stored event until it has ended or is left for later. Throws what is our own fault, to be tried again. */
  handle(eventId: string, abort?: AbortSignal): Promise<void>
}

/** A beginning that ends in a fault of ours is repeated, so often. */
const MOST_TRIES = 5
/** What was begun so often and never ended takes the process with it. */
const MOST_BEGINNINGS = 10
const NEVER_ENDED = 'The app ended each time it began with this event.'
const KNOWN_FOR_MS = 7 * 24 * 3_600_000

export function createProviderIntake(deps: ProviderIntakeDeps): ProviderIntake {
  const { store, providers } = deps
  return {
    receive: (name, delivered) => store.add(toEvent(providers[name], delivered, deps.secrets)),
    async handle(eventId, abort) {
      const event = await store.begin(eventId)
      if (!event) return
      if (event.tries > MOST_BEGINNINGS) return fail(deps, event, { why: NEVER_ENDED, reply: null })
      try {
        await work(deps, event, abort)
      } catch (error) {
        if (abort?.aborted || event.tries < MOST_TRIES) throw error
        const reference = randomUUID().slice(0, 8)
        deps.log.error({ err: error, reference, event: event.id }, 'An event of a provider is given up')
        await fail(deps, event, { why: `Something of ours broke (reference ${reference}).`, reply: null })
      }
    },
  }
}

async function work(deps: ProviderIntakeDeps, event: ProviderEvent, abort?: AbortSignal): Promise<void> {
  // What a list showed was parsed before it was stored.
  const news: ProviderNews =
    event.kind === LISTED
      ? { is: 'reply', reply: event.body as ProviderReply }
      : deps.providers[event.provider].read(event.body)
  if (news.is === 'ignored') return end(deps, event, { status: 'ignored', why: news.why })
  if (news.is === 'unreadable') return fail(deps, event, { why: news.why, reply: null })
  const reply = await withoutOwnMailbox(deps, event, news.reply)
  const completed = await complete(deps, { event, reply }, abort)
  if (completed === 'later') return
  if (completed.is === 'reply') return accept(deps, event, completed.reply)
  if (completed.is === 'ignored') return end(deps, event, { status: 'ignored', why: completed.why })
  return fail(deps, event, { why: completed.why, reply })
}

async function withoutOwnMailbox({ store }: ProviderIntakeDeps, { provider }: ProviderEvent, reply: ProviderReply) {
  const { emailToCheck } = reply
  if (emailToCheck === null || !(await store.isOwnMailbox(provider, emailToCheck))) return reply
  return { ...reply, emailToCheck: null }
}

type Completing = { event: ProviderEvent; reply: ProviderReply }

/** Look-ups: what the reply cannot do without is waited for, the rest is asked once and briefly. */
async function complete(
  deps: ProviderIntakeDeps,
  { event, reply }: Completing,
  abort?: AbortSignal,
): Promise<ProviderNews | 'later'> {
  const { lookups } = deps.providers[event.provider]
  const isListed = event.kind === LISTED
  const wants = wantsOf(reply, isListed)
  // Without look-ups an address that may be the prospect's is the best there is.
  const bare: ProviderNews = {
    is: 'reply',
    reply: { ...reply, prospectEmail: reply.prospectEmail ?? reply.emailToCheck },
  }
  if (!lookups || !Object.values(wants).includes(true)) return bare
  const isNeeded = isListed || wants.email || wants.website
  const briefly = isNeeded ? [] : [AbortSignal.timeout(deps.niceToHaveMs)]
  const signal = AbortSignal.any([...(abort ? [abort] : []), ...briefly])
  try {
    return await lookups.complete(reply, { wants, isListed, abort: signal })
  } catch (error) {
    if (abort?.aborted) throw error
    const isOutside = error instanceof ExternalError || signal.aborted
    if (!isOutside) throw error
    if (isNeeded && (await leave(deps, event, error))) return 'later'
    deps.log.warn({ event: event.id, provider: event.provider, reason: sentenceOf(error) }, 'A look-up is left out')
    return isListed ? { is: 'unreadable', why: sentenceOf(error) } : bare
  }
}

/** False when the service has been waited for long enough. */
async function leave(deps: ProviderIntakeDeps, event: ProviderEvent, error: unknown): Promise<boolean> {
  const age = Date.now() - event.receivedAt.getTime()
  const asked = error instanceof ExternalError ? (error.retryAfterMs ?? 0) : 0
  const delay = Math.max(deps.delayMs(age), asked)
  if (age + delay > deps.keepTryingMs) return false
  const why = sentenceOf(error)
  const effects = deps.alert(...waitingAlert(event, why, deps.clock.now()))
  await deps.store.later(event.id, { at: new Date(Date.now() + delay), why, effects })
  deps.wakeAlerts()
  deps.log.warn({ event: event.id, provider: event.provider, reason: why }, 'A reply waits for a look-up')
  return true
}

async function accept(deps: ProviderIntakeDeps, event: ProviderEvent, reply: ProviderReply): Promise<void> {
  const { store, desk, clock } = deps
  const known = await knownWithoutText(deps, reply)
  if (known) return end(deps, event, { status: 'taken', why: KNOWN, replyId: known })
  const parsed = parseProviderReply(reply, event, clock.now())
  if (!parsed.ok) return fail(deps, event, { why: NO_DOMAIN, reply })
  const taken = { input: parsed.input, extra: parsed.extra, broughtBy: event.provider }
  const { id, isDuplicate } = await desk.acceptReply(taken)
  await store.end(event.id, { status: 'taken', why: isDuplicate ? KNOWN : null, replyId: id })
  deps.log.info({ event: event.id, provider: event.provider, report: id, isDuplicate }, 'A provider brought a reply')
}

const KNOWN = 'The reply was known already.'
const NO_DOMAIN = 'No company domain was found: the lead has no website and no address at a company’s own host.'

/** A category that was set to a reply nobody quotes is about the one we have. */
async function knownWithoutText({ store }: ProviderIntakeDeps, { prospectEmail, replyText, messageId }: ProviderReply) {
  if (prospectEmail === null || replyText !== null || messageId !== null) return null
  return store.replyOf(prospectEmail, new Date(Date.now() - KNOWN_FOR_MS))
}

async function end(deps: ProviderIntakeDeps, event: ProviderEvent, how: EventEnd): Promise<void> {
  await deps.store.end(event.id, how)
  deps.log.debug({ event: event.id, provider: event.provider, status: how.status }, 'An event of a provider has ended')
}

/** A reply that cannot be taken is told to a person in the transaction that gives it up. */
async function fail(
  deps: ProviderIntakeDeps,
  event: ProviderEvent,
  { why, reply }: { why: string; reply: ProviderReply | null },
): Promise<void> {
  const effects = deps.alert(...failedAlert(event, why, reply))
  await deps.store.end(event.id, { status: 'failed', why, effects })
  deps.wakeAlerts()
  deps.log.error({ event: event.id, provider: event.provider, reason: why }, 'A reply of a provider could not be taken')
}
