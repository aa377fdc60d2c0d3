import type { Logger } from '../log.ts'
import type { Answered, Asked, Clock, KeptLookup, LookupStore } from './ports.ts'

/**
 * Look-ups at outside services: kept for a stated time, asked again with a condition where the service names its answers,
 * and asked once however many want the same thing at the same moment, in this process or another.
 */
export type Lookups = {
  /**
   * Answers from what is kept while it is fresh, else asks. A failure is never kept: it is thrown to everybody who waits
   * for this very request. One that is on its way serves whoever insists, too.
   */
  get<T>(lookup: Lookup<T>): Promise<LookedUp<T>>
  /** Ends the requests that are on their way; nobody is left to hear of them. */
  stop(): Promise<void>
}

export type Lookup<T> = {
  service: string
  /** What is asked, of whom, and the version of the answer's shape; without secrets: it is stored. */
  key: string
  /** How old this answer may be, in milliseconds. */
  freshMs: (value: T) => number
  /** The request, conditional where `etag` is given. It serves all who wait, so only its own deadline ends it. */
  ask: (asked: Asked) => Promise<Answered<T>>
  /** Asks although something fresh is kept. */
  isInsisted: boolean
  /** Ends this caller's waiting. */
  abort: AbortSignal
}

/** `isAsked` is false when the answer was kept. */
export type LookedUp<T> = { value: T; fetchedAt: Date; isAsked: boolean }

/** How long a right to ask outlives its holder, and how often a living one keeps it. */
const HOLD_MS = 12_000
const RENEW_MS = 4_000
/** The longest that one look-up takes, with all its pages and polls. */
const DEADLINE_MS = 60_000
const LOOK_AGAIN_MS = { first: 40, longest: 500 }

type World = { store: LookupStore; clock: Clock; log: Logger; stopping: AbortSignal }

export function createLookups(given: Omit<World, 'stopping'>): Lookups {
  const inFlight = new Map<string, Promise<LookedUp<unknown>>>()
  const stop = new AbortController()
  const world = { ...given, stopping: stop.signal }
  return {
    get<T>(lookup: Lookup<T>): Promise<LookedUp<T>> {
      const running = inFlight.get(lookup.key) as Promise<LookedUp<T>> | undefined
      if (running) return unlessAborted(running, lookup.abort)
      const asking = answer(world, lookup).finally(() => inFlight.delete(lookup.key))
      inFlight.set(lookup.key, asking)
      // Whoever waits hears of a failure; nobody waiting is no crash.
      asking.catch(() => undefined)
      return unlessAborted(asking, lookup.abort)
    },
    async stop() {
      stop.abort(new Error('The app is stopping'))
      await Promise.allSettled(inFlight.values())
    },
  }
}

function unlessAborted<T>(asking: Promise<T>, abort: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(abort.reason)
    if (abort.aborted) return leave()
    abort.addEventListener('abort', leave, { once: true })
    asking.then(resolve, reject).finally(() => abort.removeEventListener('abort', leave))
  })
}

async function answer<T>(world: World, lookup: Lookup<T>): Promise<LookedUp<T>> {
  const { store, stopping } = world
  const first = await store.kept(lookup.key)
  if (first && !lookup.isInsisted && isFresh(world, lookup, first)) return toLookedUp(first)
  const isNewer = (at: Date | null) => at !== null && at.getTime() !== first?.fetchedAt.getTime()
  for (let waitMs = LOOK_AGAIN_MS.first; ; waitMs = Math.min(waitMs * 2, LOOK_AGAIN_MS.longest)) {
    const isHeld = await store.hold(lookup.key, HOLD_MS)
    // Another process may have asked in the meantime: its answer is ours.
    if (isNewer(await store.fetchedAt(lookup.key))) {
      if (isHeld) await store.release(lookup.key)
      const kept = await store.kept(lookup.key)
      if (kept) return toLookedUp(kept)
    }
    if (isHeld) return fetchAndKeep(world, lookup, first)
    stopping.throwIfAborted()
    await new Promise((resolve) => setTimeout(resolve, waitMs))
  }
}

/** The key carries the version of the shape: what stands under it is what was put there. */
function toLookedUp<T>({ value, fetchedAt }: KeptLookup): LookedUp<T> {
  return { value: value as T, fetchedAt, isAsked: false }
}

function isFresh<T>({ clock }: World, lookup: Lookup<T>, { value, fetchedAt }: KeptLookup): boolean {
  return clock.now().getTime() - fetchedAt.getTime() < lookup.freshMs(value as T)
}

async function fetchAndKeep<T>(world: World, lookup: Lookup<T>, kept: KeptLookup | null): Promise<LookedUp<T>> {
  const { store, clock, log } = world
  const { service, key } = lookup
  const fetchedAt = clock.now()
  let found: { value: T; etag: string | null }
  try {
    found = await ask(world, lookup, kept)
  } catch (error) {
    // A right that could not be given back lapses by itself; the failure is what matters.
    await store.release(key).catch(() => undefined)
    throw error
  }
  await store.keep(key, { service, ...found, fetchedAt }).catch((error: unknown) => {
    log.warn({ err: error, service }, 'An answer could not be kept and is used once')
  })
  return { value: found.value, fetchedAt, isAsked: true }
}

async function ask<T>(
  { store, stopping }: World,
  lookup: Lookup<T>,
  kept: KeptLookup | null,
): Promise<{ value: T; etag: string | null }> {
  const renewing = setInterval(() => {
    store.renew(lookup.key, HOLD_MS).catch(() => undefined)
  }, RENEW_MS)
  try {
    const abort = AbortSignal.any([stopping, AbortSignal.timeout(DEADLINE_MS)])
    const answered = await lookup.ask({ etag: kept?.etag ?? null, abort })
    if (answered !== 'unchanged') return answered
    if (!kept) throw new Error(`The answer to ${lookup.key} is said to be unchanged, and none is kept`)
    return { value: kept.value as T, etag: kept.etag }
  } finally {
    clearInterval(renewing)
  }
}
