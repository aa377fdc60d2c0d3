import { randomUUID } from 'node:crypto'
import type { Clock } from '../ports.ts'
import type { Crowd, Turns } from '../turns.ts'
import { type ReplyKeys, replyKeys } from './content-key.ts'
import type { Accepted, ActionResult, ClockCause, DeskStore, NewReply, NewRun, ReportRunInput } from './desk-store.ts'
import { DM_LANE, dispatchEffect, dmEffect, noticeEffect, slackLane } from './effects.ts'
import type { ReportRequest } from './intake.ts'
import { messageKey, requestMessageKey } from './intake.ts'
import { copyGone } from './notion/effect.ts'
import type {
  DeskItem,
  Domain,
  ReplyInput,
  ReplyReading,
  ReportDocument,
  ReportId,
  ReportOrigin,
  RunId,
  SlackUserId,
  Tier,
} from './types.ts'

/**
 * The desk: what every door (HTTP, Slack, command line) can ask for. A door parses, calls one of these, and renders.
 */

export type DeskOptions = {
  store: DeskStore
  clock: Clock
  /** The channel of the messages, by id; null when Slack is not configured. */
  channel: string | null
  defaultOwner: SlackUserId | null
  /** How old the data of a report may be to serve another one. */
  freshHours: number
  stripper: { strip(raw: string): Promise<string> }
  readByRules: (stripped: string | null, subject: string | null) => ReplyReading
  turns: Turns
  /** Who is being taken in: runs make room for a crowd. */
  crowd: Crowd
  /** Effects were stored for this lane: send them now. */
  wake: (lane: string) => void
  /** The report changed: edit its messages now. */
  refresh: (id: ReportId) => Promise<void>
}

export type NewIntake = {
  input: ReplyInput
  extra: Record<string, unknown>
  /** Which door brought it: `intake`, `api`, `cli`, a provider's name or a Slack user id. */
  broughtBy: string
}

export type RequestOrigin = {
  origin: ReportOrigin
  broughtBy: string
  /** Makes repeated requests one; null makes every request its own. */
  requestKey: string | null
}

export type Desk = {
  /** Stores a reply and queues its dispatch; resolves after the commit. */
  acceptReply(intake: NewIntake): Promise<Accepted>
  /** Stores a report request and queues its run. */
  requestReport(request: ReportRequest, from: RequestOrigin): Promise<Accepted>
  /** Reads replies by rules, posts message 1 and queues the runs. Doing it twice is doing it once. */
  dispatch(ids: ReportId[] | 'all'): Promise<void>
  /** Reads words that a dead process stored and did not read. */
  readLateWords(): Promise<void>
  item(id: ReportId): Promise<DeskItem | null>
  newestOf(domain: Domain): Promise<{ delivered: DeskItem | null; pending: DeskItem | null }>
  take(id: ReportId, by: SlackUserId): Promise<ActionResult>
  dismiss(id: ReportId, by: SlackUserId): Promise<ActionResult>
  runAnyway(id: ReportId, by: SlackUserId): Promise<ActionResult>
  regenerate(
    id: ReportId,
    wish: { angle: string | null; tier: Tier | null; fresh: boolean; by: string; nonce: string },
  ): Promise<ActionResult>
  escalate(id: ReportId, wish: { to: SlackUserId; why: string; by: SlackUserId; nonce: string }): Promise<ActionResult>
  /** Another run that nobody asked for, once for each `onceKey`; a person's run goes before it. */
  startByClock(
    id: ReportId,
    wish: { cause: ClockCause; angle: string | null; tier: Tier | null; onceKey: string },
  ): Promise<ActionResult>
}

/** Statuses that "run anyway" may start from. */
const RUNNABLE = ['held', 'failed', 'cancelled', 'dismissed', 'no_signals'] as const
/** What the clock may start from, by why it does. */
const CLOCKED = { refresh: ['delivered'], recheck: ['no_signals'] } as const
/** Statuses that have something to make a next version of. */
const REGENERABLE = ['delivered', 'no_signals', 'failed'] as const

export function createDesk(options: DeskOptions): Desk {
  const { store } = options
  const act = async (id: ReportId, result: Promise<ActionResult>) => {
    const done = await result
    if (done.ok) void options.refresh(id)
    return done
  }
  return {
    async acceptReply(intake) {
      options.crowd.enter()
      try {
        const accepted = await store.accept(newReply(options, intake))
        if (accepted.hasNewWords) await quoteWords(options, accepted.id)
        return accepted
      } finally {
        options.crowd.leave()
      }
    },
    async requestReport(request, from) {
      const known = request.fresh ? null : (await store.newestOf(request.domain)).delivered
      const parentRunId = isFresh(options, known) ? known.runId : null
      return store.accept(newRequest(options, { request, parentRunId }, from))
    },
    dispatch: (ids) => dispatch(options, ids),
    async readLateWords() {
      for (const id of await store.unreadWords()) await quoteWords(options, id)
    },
    item: (id) => store.item(id),
    newestOf: (domain) => store.newestOf(domain),
    take: (id, by) => act(id, store.take(id, by)),
    dismiss: (id, by) =>
      act(
        id,
        store.dismiss(id, by, (key) => copyGone(id, key)),
      ),
    ...createVersions(options, act),
    async escalate(id, { to, why, by, nonce }) {
      const { channel, clock } = options
      const key = nonce
      const effects = channel
        ? [noticeEffect(id, channel, { kind: 'escalated', key }), dmEffect(id, to, { channel, nonce })]
        : []
      const escalation = { to, by, why, at: clock.now(), onceKey: `escalate:${nonce}` }
      const result = await act(id, store.escalate(id, escalation, effects))
      if (channel) options.wake(slackLane(channel))
      options.wake(DM_LANE)
      return result
    },
  }
}

type Act = (id: ReportId, result: Promise<ActionResult>) => Promise<ActionResult>

/** Whatever makes another version of a report, by a person or by the clock. */
function createVersions(options: DeskOptions, act: Act): Pick<Desk, 'runAnyway' | 'regenerate' | 'startByClock'> {
  const { store } = options
  return {
    async runAnyway(id, by) {
      const item = await store.item(id)
      if (!item) return { ok: false, why: 'unknown', item: null }
      const run = await nextRun(options, item, { angle: null, tier: null, freshness: randomUUID(), isInsisted: true })
      return act(id, store.startRun(id, { run, by, action: 'run-anyway', from: [...RUNNABLE], onceKey: null }, []))
    },
    async regenerate(id, wish) {
      const item = await store.item(id)
      if (!item) return { ok: false, why: 'unknown', item: null }
      const freshness = wish.fresh || !isFresh(options, item) ? wish.nonce : null
      const run = await nextRun(options, item, { angle: wish.angle, tier: wish.tier, freshness, isInsisted: true })
      // One modal is one run, however often its submission arrives.
      const start = {
        run,
        by: wish.by,
        action: 'regenerate',
        from: [...REGENERABLE],
        onceKey: `regenerate:${wish.nonce}`,
      }
      return act(id, store.startRun(id, start, []))
    },
    async startByClock(id, { cause, angle, tier, onceKey }) {
      const item = await store.item(id)
      if (!item) return { ok: false, why: 'unknown', item: null }
      const wish = { angle, tier: tier ?? item.reply.requestedTier, freshness: onceKey, isInsisted: true, cause }
      const run = await nextRun(options, item, wish)
      const start = { run, by: 'clock', action: cause.kind, from: [...CLOCKED[cause.kind]], onceKey }
      return act(id, store.startRun(id, start, []))
    },
  }
}

/** Data of a version that is young enough serves the next one too; what found nothing is always asked again. */
function isFresh(
  { clock, freshHours }: DeskOptions,
  item: DeskItem | null,
): item is DeskItem & { document: ReportDocument } {
  if (!item?.document || item.version === 0) return false
  return clock.now().getTime() - Date.parse(item.document.madeAt) < freshHours * 3_600_000
}

function newReply(options: DeskOptions, { input, extra, broughtBy }: NewIntake): NewReply {
  return {
    id: randomUUID() as string as ReportId,
    messageKey: messageKey(input),
    keys: replyKeys(input, extra),
    origin: 'reply',
    input,
    extra,
    broughtBy,
    postsToSlack: options.channel !== null,
    receivedAt: options.clock.now(),
    run: null,
  }
}

function newRequest(
  options: DeskOptions,
  { request, parentRunId }: { request: ReportRequest; parentRunId: RunId | null },
  { requestKey, ...from }: RequestOrigin,
): NewReply {
  const id = randomUUID() as string as ReportId
  const input = bareReply(request)
  const now = options.clock.now()
  const isPosted = request.post && options.channel !== null
  const freshness = request.fresh ? id : null
  const runInput = {
    reportId: id,
    reply: input,
    strippedText: null,
    angle: null,
    tier: request.tier,
    freshness,
    isInsisted: true,
  }
  return {
    id,
    messageKey: requestMessageKey(requestKey ?? id),
    keys: NO_KEYS,
    ...from,
    input,
    extra: {},
    postsToSlack: isPosted,
    receivedAt: now,
    // A posted report goes through dispatch: message 2 needs message 1's thread.
    run: isPosted ? null : { id: newRunId(), input: runInput, now, parentRunId },
  }
}

const newRunId = () => randomUUID() as string as RunId

/** A request for a report is no reply, so nobody brings a copy of it. */
const NO_KEYS: ReplyKeys = { content: null, text: null, profile: null, name: null }

/** A report that somebody asked for by domain, in the shape of a reply that says nothing. */
function bareReply(request: ReportRequest): ReplyInput {
  return {
    domain: request.domain,
    domainWarning: request.warning,
    prospectName: null,
    prospectEmail: null,
    prospectTitle: null,
    companyName: null,
    replyText: null,
    product: request.product,
    campaignId: null,
    campaignName: null,
    sequenceStep: null,
    messageId: null,
    threadId: null,
    repliedAt: null,
    accountTier: null,
    requestedTier: request.tier,
  }
}

async function strippedOf(options: DeskOptions, input: ReplyInput): Promise<string | null> {
  return input.replyText === null ? null : options.stripper.strip(input.replyText)
}

/** A next run of the same report: it may reuse what the former one found. */
async function nextRun(
  options: DeskOptions,
  item: DeskItem,
  wish: Pick<ReportRunInput, 'angle' | 'tier' | 'freshness' | 'isInsisted' | 'cause'>,
): Promise<NewRun> {
  const strippedText = await strippedOf(options, item.reply)
  const input = { reportId: item.id, reply: item.reply, strippedText, ...wish }
  return { id: newRunId(), input, now: options.clock.now(), parentRunId: item.runId }
}

/**
 * The reply was known without words and another door brought them: whoever answers it must see them, and words that want
 * no report stop it. A card that is out already is told of afterwards, as by a closer reading.
 */
async function quoteWords(options: DeskOptions, id: ReportId): Promise<void> {
  const { store, channel } = options
  const item = await store.item(id)
  if (!item) return
  const strippedText = await strippedOf(options, item.reply)
  const reading = options.readByRules(strippedText, null)
  if (reading.keySentences.length === 0) return
  const why = HELD_FOR[reading.kind]
  const note = `${why}; ${item.version > 0 ? 'the words came after the report was made' : 'not run'}.`
  const effects = channel && item.postsToSlack ? [noticeEffect(id, channel, { kind: 'stopped', key: 'new-words' })] : []
  await store.quote(id, { reading, strippedText, hold: why ? { note, effects } : null })
  if (why && channel) options.wake(slackLane(channel))
  void options.refresh(id)
}

const HELD_FOR: Record<string, string> = {
  out_of_office: 'An out-of-office answer',
  unsubscribe: 'Asks not to be mailed again',
  not_interested: 'Not interested',
}

async function dispatch(options: DeskOptions, ids: ReportId[] | 'all'): Promise<void> {
  const { store, channel } = options
  const waiting = await store.undispatched(ids)
  const rows = await Promise.all(
    waiting.map(async ({ id, input, subject, postsToSlack }) => {
      await options.turns.next()
      const strippedText = await strippedOf(options, input)
      const reading = options.readByRules(strippedText, subject)
      // Without a text there is nothing to doubt: the tool that sent it called it positive.
      const why = strippedText === null ? undefined : HELD_FOR[reading.kind]
      const note = why ? `${why}; not run.` : null
      const posts = postsToSlack && channel !== null
      const kind = note ? 'quiet-line' : 'dispatch'
      const { requestedTier: tier } = input
      const runInput = {
        reportId: id,
        reply: input,
        strippedText,
        angle: null,
        tier,
        freshness: null,
        isInsisted: false,
      }
      return {
        id,
        replyText: input.replyText,
        status: note ? ('held' as const) : ('queued' as const),
        note,
        reading,
        assignedTo: options.defaultOwner,
        run: note ? null : { id: newRunId(), input: runInput, now: options.clock.now(), parentRunId: null },
        effects: posts ? [dispatchEffect(id, channel, kind)] : [],
      }
    }),
  )
  const done = new Set(await store.dispatch(rows))
  if (channel) options.wake(slackLane(channel))
  // What has got its words meanwhile is read again; what somebody else dispatched is no longer waiting.
  const left = waiting.filter(({ id }) => !done.has(id))
  if (left.length > 0)
    await dispatch(
      options,
      left.map(({ id }) => id),
    )
}
