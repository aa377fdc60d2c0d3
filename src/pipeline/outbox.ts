import { ExternalError, sentenceOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { Clock } from './ports.ts'
import type { ReportId } from './report/types.ts'

/**
 * Effects: what reaches the outside. An effect is stored in the transaction that decides it, marked with an intent
 * before its call, and looked for before any second call, so that a crash at any line sends nothing twice.
 * A lane (a Slack channel, Clay's webhook) has one holder over all processes, who keeps its order and its rate.
 */

export type NewEffect = {
  /** Deterministic: storing it twice is storing it once. */
  id: string
  kind: string
  /** Null for what concerns no single report, such as an alert. */
  reportId: ReportId | null
  lane: string
  /** Lower goes first: message 1 never waits behind cards. */
  priority: number
  payload: Record<string, unknown>
  /** The effect that must be finished before this one may start. */
  afterId: string | null
  /** How long it waits for that one at most; for ever when absent. */
  waitMs?: number
  /** Another one that it would rather follow: it waits for it so long at most, and not for a try that comes later. */
  hopesFor?: { id: string; waitMs: number }
}

export type Effect = {
  id: string
  kind: string
  reportId: ReportId | null
  lane: string
  payload: Record<string, unknown>
  tries: number
  /** When an earlier try announced itself without recording an end: it may have been heard. */
  priorIntentAt: Date | null
  firstTriedAt: Date
}

/** The report of an effect that always has one. */
export function reportOf({ id, reportId }: Pick<Effect, 'id' | 'reportId'>): ReportId {
  if (reportId === null) throw new Error(`The effect ${id} names no report`)
  return reportId
}

/** What an effect did: the outside's own id of it, and what of it is worth keeping. */
export type Done = { externalId: string | null; result: Record<string, unknown> }

export type CheckFresh = () => Promise<void>

export type EffectHandler = {
  /** Finds what an earlier try already did; null when it did nothing. */
  reconcile(effect: Effect): Promise<Done | null>
  /** `checkFresh` rejects when the lane may have another holder by now: await it right before sending. */
  perform(effect: Effect, checkFresh: CheckFresh): Promise<Done | 'skipped'>
  /** It has failed for good: tell the person who must act. What is cleared away is asked for as in `perform`. */
  gaveUp(effect: Effect, error: unknown, checkFresh: CheckFresh): Promise<void>
}

export type LanePlan = {
  /** Calls at once; 1 keeps the order. */
  width: number
  /** Calls a second, after a short burst. */
  perSecond: number
  burst: number
  /** True for a channel: what is refused to one message is refused to all. */
  isOneDestination: boolean
  /** How long a failing effect is tried again. */
  keepTryingMs: number
}

export type OutboxStore = {
  /** Lanes with something due. */
  dueLanes(): Promise<string[]>
  /** Holds the lane and announces its next effect; null when nothing is due or another process holds the lane. */
  next(lane: string, options: { holdMs: number; inHand: string[] }): Promise<Effect | null>
  /** Holds the lane for longer; false when this announcement of the effect is no longer the last one. */
  renew(effect: Effect, holdMs: number): Promise<boolean>
  release(lane: string): Promise<void>
  /** This and what follows change nothing when another holder has announced the effect since. */
  done(effect: Effect, done: Done): Promise<void>
  skip(effect: Effect): Promise<void>
  /** `isHeard` false: the outside surely did nothing, so the next try need not look. An ordered lane waits with it. */
  retry(effect: Effect, again: { at: Date; error: string; isHeard: boolean; blocksLane: boolean }): Promise<void>
  fail(effect: Effect, error: string): Promise<void>
}

export type OutboxOptions = {
  store: OutboxStore
  handlers: ReadonlyMap<string, EffectHandler>
  planOf: (lane: string) => LanePlan
  clock: Clock
  log: Logger
  /** Where a test ends the process; does nothing otherwise. */
  checkpoint?: (name: string) => void
}

export type Outbox = {
  start(): void
  /** Something was stored for this lane just now. */
  wake(lane: string): void
  /** Ends after the effects in hand. */
  stop(): Promise<void>
}

/**
 * A lane whose holder died is free after this and a sweep. It outlasts `FRESH_MS` and the longest call that follows it
 * (8 s), so that a holder that is only slow has ended before another one begins.
 */
const HOLD_MS = 10_500
/** A holder that took longer than this between intent and call asks whether the lane is still its own. */
const FRESH_MS = 2_000
const SWEEP_MS = 1_000
const FIRST_RETRY_MS = 1_000
const BLOCKING_TRIES = 5
const LONGEST_RETRY_MS = 5 * 60_000
/** A failure of our own, such as a database that is away, counts only after so many tries over so long a time. */
const OWN_TRIES = 5

class NotFresh extends Error {
  override name = 'NotFresh'
}

export function createOutbox(options: OutboxOptions): Outbox {
  const lanes = new Map<string, Lane>()
  let timer: NodeJS.Timeout | null = null
  let isStopping = false

  const laneOf = (name: string): Lane => {
    const known = lanes.get(name)
    if (known) return known
    const lane = new Lane(name, options)
    lanes.set(name, lane)
    return lane
  }
  async function sweep(): Promise<void> {
    try {
      for (const lane of await options.store.dueLanes()) laneOf(lane).wake()
    } catch (error) {
      options.log.warn({ err: error }, 'The outbox could not look for due effects')
    }
    if (!isStopping) timer = setTimeout(() => void sweep(), SWEEP_MS)
  }
  return {
    start: () => void sweep(),
    wake: (lane) => laneOf(lane).wake(),
    async stop() {
      isStopping = true
      if (timer) clearTimeout(timer)
      await Promise.all([...lanes.values()].map((lane) => lane.stop()))
    },
  }
}

/** An effect in hand, and when it was asked for (milliseconds of `performance.now`). */
type Claimed = { effect: Effect; askedAt: number }

/** An effect that did not succeed, while the lane may still be ours. */
type Failed = { effect: Effect; checkFresh: CheckFresh }

/** One lane in this process: takes effects while it holds the lane, at the lane's rate. */
class Lane {
  readonly #name: string
  readonly #options: OutboxOptions
  readonly #plan: LanePlan
  readonly #inHand = new Set<string>()
  #loops = 0
  #isWoken = false
  #isStopping = false
  #tokens: number
  #filledAt = performance.now()
  #idle: (() => void)[] = []
  #claiming: Promise<unknown> = Promise.resolve()
  #hurry: (() => void) | null = null
  #blockedUntil = 0

  constructor(name: string, options: OutboxOptions) {
    this.#name = name
    this.#options = options
    this.#plan = options.planOf(name)
    this.#tokens = this.#plan.burst
  }

  wake(): void {
    // Blocked until then for everybody: its timer wakes it.
    if (performance.now() < this.#blockedUntil) return
    this.#isWoken = true
    while (this.#loops < this.#plan.width && !this.#isStopping) {
      this.#loops += 1
      void this.#loop()
      if (this.#plan.width > 1 && this.#loops > this.#inHand.size + 1) break
    }
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    // Nobody waits for a turn that will not be used.
    this.#hurry?.()
    if (this.#loops > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  async #loop(): Promise<void> {
    const { store, log } = this.#options
    try {
      while (!this.#isStopping) {
        this.#isWoken = false
        await this.#takeToken()
        if (this.#isStopping) break
        const claimed = await this.#claim()
        if (claimed) {
          if (this.#plan.width > 1) this.wake()
          await this.#handle(claimed)
        } else {
          this.#tokens += 1
          if (!this.#isWoken) break
        }
      }
      if (this.#loops === 1) await store.release(this.#name)
    } catch (error) {
      log.warn({ err: error, lane: this.#name }, 'A lane stopped and starts again with the next sweep')
    }
    this.#loops -= 1
    // Woken while the lane was let go: nobody else looks.
    if (this.#isWoken) this.wake()
    if (this.#loops === 0) for (const resolve of this.#idle.splice(0)) resolve()
  }

  /** One claim at a time: a second one must know what the first has in hand, or it would take it for abandoned. */
  async #claim(): Promise<Claimed | null> {
    const turn = this.#claiming.then(async () => {
      // The hold began after this moment, so that what is counted from here ends before it.
      const askedAt = performance.now()
      const effect = await this.#options.store.next(this.#name, { holdMs: HOLD_MS, inHand: [...this.#inHand] })
      if (effect) this.#inHand.add(effect.id)
      return effect && { effect, askedAt }
    })
    this.#claiming = turn.catch(() => undefined)
    return turn
  }

  async #handle(claimed: Claimed): Promise<void> {
    try {
      await this.#perform(claimed)
    } finally {
      this.#inHand.delete(claimed.effect.id)
    }
  }

  async #perform({ effect, askedAt }: Claimed): Promise<void> {
    const checkFresh = () => this.#checkFresh(effect, askedAt)
    const { store, handlers, log, checkpoint } = this.#options
    checkpoint?.(`${effect.kind}:announced`)
    const handler = handlers.get(effect.kind)
    try {
      if (!handler) throw new Error(`Nothing handles effects of kind ${effect.kind}`)
      const earlier = effect.priorIntentAt ? await handler.reconcile(effect) : null
      checkpoint?.(`${effect.kind}:reconciled`)
      const done = earlier ?? (await handler.perform(effect, checkFresh))
      checkpoint?.(`${effect.kind}:performed`)
      if (done === 'skipped') await store.skip(effect)
      else await store.done(effect, done)
      checkpoint?.(`${effect.kind}:recorded`)
    } catch (error) {
      log.warn({ err: error, effect: effect.id, kind: effect.kind, tries: effect.tries }, 'An effect did not succeed')
      await this.#afterError({ effect, checkFresh }, error, handler)
    }
  }

  async #afterError({ effect, checkFresh }: Failed, error: unknown, handler: EffectHandler | undefined): Promise<void> {
    const { store, clock, checkpoint } = this.#options
    const now = clock.now().getTime()
    if (this.#isWorthRetry(effect, error, now)) {
      const again = toRetry(effect, error)
      // Trouble of our own with one effect says nothing about the next one, nor does a service that answered it often.
      const blocksLane = this.#plan.width === 1 && again.isOutside && isEverybodys(this.#plan, effect, error)
      const { waitMs, isHeard } = again
      await store.retry(effect, { at: new Date(now + waitMs), error: sentenceOf(error), isHeard, blocksLane })
      checkpoint?.(`${effect.kind}:postponed`)
      if (blocksLane) this.#blockedUntil = performance.now() + waitMs
      return this.#wakeIn(waitMs)
    }
    await handler?.gaveUp(effect, error, checkFresh)
    checkpoint?.(`${effect.kind}:given-up`)
    await store.fail(effect, sentenceOf(error))
  }

  #isWorthRetry(effect: Effect, error: unknown, now: number): boolean {
    const ageMs = now - effect.firstTriedAt.getTime()
    if (error instanceof NotFresh) return true
    if (error instanceof ExternalError) return error.retryable && ageMs < this.#plan.keepTryingMs
    return effect.tries < OWN_TRIES || ageMs < this.#plan.keepTryingMs
  }

  /** Rejects when another process may hold the lane by now. */
  async #checkFresh(effect: Effect, askedAt: number): Promise<void> {
    if (performance.now() - askedAt < FRESH_MS) return
    const isOurs = await this.#options.store.renew(effect, HOLD_MS)
    if (!isOurs) throw new NotFresh('Another process took over between intent and call')
  }

  /** Does not wait for the sweep; the timer alone keeps no process alive. */
  #wakeIn(ms: number): void {
    setTimeout(() => this.wake(), ms + 5).unref()
  }

  /** A token bucket: `burst` at once, then `perSecond`. */
  async #takeToken(): Promise<void> {
    const now = performance.now()
    this.#tokens = Math.min(this.#plan.burst, this.#tokens + ((now - this.#filledAt) / 1_000) * this.#plan.perSecond)
    this.#filledAt = now
    this.#tokens -= 1
    if (this.#tokens >= 0) return
    const waitMs = (-this.#tokens / this.#plan.perSecond) * 1_000
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs)
      this.#hurry = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

/**
 * Whether what stopped this effect would stop the next one too: then the lane waits, and keeps its order. One message that
 * a service keeps answering badly must not hold up a channel for a day.
 */
function isEverybodys(plan: LanePlan, effect: Effect, error: unknown): boolean {
  if (!(error instanceof ExternalError)) return true
  if (error.status === 429 || error.code === 'unreachable') return true
  if (!plan.isOneDestination) return false
  const isRefusal = error.status === 200 && error.code !== 'internal_error' && error.code !== 'fatal_error'
  return isRefusal || effect.tries < BLOCKING_TRIES
}

/** When a failed effect is tried again, and what the failure tells. */
function toRetry(effect: Effect, error: unknown): { waitMs: number; isHeard: boolean; isOutside: boolean } {
  if (error instanceof NotFresh) return { waitMs: 0, isHeard: false, isOutside: true }
  const backoff = Math.min(FIRST_RETRY_MS * 2 ** (effect.tries - 1), LONGEST_RETRY_MS)
  if (!(error instanceof ExternalError)) return { waitMs: backoff, isHeard: true, isOutside: false }
  // A refusal by rate limit was surely not carried out; silence and server errors may have been.
  return { waitMs: error.retryAfterMs ?? backoff, isHeard: error.status !== 429, isOutside: true }
}
