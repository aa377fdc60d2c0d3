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
}

export type Lookup<T> = {
  service: string
  /** What is asked and the version of the answer's shape, without secrets: it is stored. */
  key: string
  /** How old this answer may be, in milliseconds. */
  freshMs: (value: T) => number
  /** The request, conditional where `etag` is given. It serves all who wait, so nobody's abort ends it. */
  ask: (asked: Asked) => Promise<Answered<T>>
  /** Asks although something fresh is kept. */
  isInsisted: boolean
  /** Ends this caller's waiting. */
  abort: AbortSignal
}

/** `isAsked` is false when the answer was kept. */
export type LookedUp<T> = { value: T; fetchedAt: Date; isAsked: boolean }

/** Longer than any client waits for one look-up: its holder died, and another may ask. */
const HOLD_MS = 45_000
const LOOK_AGAIN_MS = 40

type World = { store: LookupStore; clock: Clock }

export function createLookups(world: World): Lookups {
  const inFlight = new Map<string, Promise<LookedUp<unknown>>>()
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
  const first = await world.store.kept(lookup.key)
  if (first && !lookup.isInsisted && isFresh(world, lookup, first)) return toLookedUp(first)
  let kept = first
  for (;;) {
    if (await world.store.hold(lookup.key, HOLD_MS)) return fetchAndKeep(world, lookup, kept)
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    kept = await world.store.kept(lookup.key)
    // Another process has just asked: its answer is ours.
    if (kept && kept.fetchedAt.getTime() !== first?.fetchedAt.getTime()) return toLookedUp(kept)
  }
}

/** The key carries the version of the shape: what stands under it is what was put there. */
function toLookedUp<T>({ value, fetchedAt }: KeptLookup): LookedUp<T> {
  return { value: value as T, fetchedAt, isAsked: false }
}

function isFresh<T>({ clock }: World, lookup: Lookup<T>, { value, fetchedAt }: KeptLookup): boolean {
  return clock.now().getTime() - fetchedAt.getTime() < lookup.freshMs(value as T)
}

async function fetchAndKeep<T>(
  { store, clock }: World,
  lookup: Lookup<T>,
  kept: KeptLookup | null,
): Promise<LookedUp<T>> {
  const { service, key } = lookup
  try {
    const answered = await lookup.ask({ etag: kept?.etag ?? null })
    const fetchedAt = clock.now()
    if (answered !== 'unchanged') {
      await store.keep(key, { service, ...answered, fetchedAt })
      return { value: answered.value, fetchedAt, isAsked: true }
    }
    if (!kept) throw new Error(`The answer to ${key} is said to be unchanged, and none is kept`)
    await store.keep(key, { service, ...kept, fetchedAt })
    return { value: kept.value as T, fetchedAt, isAsked: true }
  } catch (error) {
    await store.release(key)
    throw error
  }
}
