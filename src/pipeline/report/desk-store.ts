import type { NewEffect } from '../outbox.ts'
import type { SlackMessage, SlackPlace } from '../ports.ts'
import type { Fence } from '../record.ts'
import type { ReplyKeys } from './content-key.ts'
import type { AlertFacts } from './effects.ts'
import type { WordsSeal } from './prepared.ts'
import type {
  BuyerSnapshot,
  Claim,
  DeskItem,
  Domain,
  Instant,
  ReplyInput,
  ReplyReading,
  ReportDocument,
  ReportId,
  ReportOrigin,
  ReportStatus,
  RunId,
  SlackUserId,
  Tier,
  VersionChange,
} from './types.ts'

/** What the report pipeline keeps, as an interface: the store implements it in SQL. */

/** What a report run is started with. */
export type ReportRunInput = {
  reportId: ReportId
  reply: ReplyInput
  /** The reply without quotes and signature; null when there was no text. */
  strippedText: string | null
  angle: string | null
  tier: Tier | null
  /** Differs for every run that must read its data again; null lets a parent run's data serve. */
  freshness: string | null
  /** True when a person said "run anyway": the model's reading of the kind no longer stops it. */
  isInsisted: boolean
  /** Set when the clock started it and nobody waits: it is silent unless it brings something new. */
  cause?: ClockCause
}

/** Why the clock starts a run. */
export type ClockCause =
  | {
      kind: 'refresh'
      /** Distinct signals that the report did not know. */
      newSignalIds: string[]
      /** Signals that the report shows and that say something else now. */
      changedSignalIds: string[]
      /** When the version was made that they are new against. */
      since: Instant
    }
  | { kind: 'recheck' }

export type NewReply = {
  id: ReportId
  messageKey: string
  /** For replies whose ids cannot match. */
  keys: ReplyKeys
  origin: ReportOrigin
  input: ReplyInput
  extra: Record<string, unknown>
  broughtBy: string
  postsToSlack: boolean
  receivedAt: Date
  /** Started at once, without dispatch: a report asked for by API. */
  run: NewRun | null
}

export type NewRun = { id: RunId; input: ReportRunInput; now: Date; parentRunId: RunId | null }

/** `hasNewWords`: a copy brought the words of a reply that was known without any. */
export type Accepted = { id: ReportId; isDuplicate: boolean; hasNewWords?: true }

export type Dispatched = {
  id: ReportId
  /** The text that was read; a reply that has got other words since is left to be read again. */
  replyText: string | null
  status: ReportStatus
  note: string | null
  reading: ReplyReading
  assignedTo: SlackUserId | null
  run: NewRun | null
  effects: NewEffect[]
}

/** Words that came after message 1. `hold` is what becomes of the report when they say that none is wanted. */
export type NewWords = {
  reading: ReplyReading
  strippedText: string | null
  hold: { note: string; effects: NewEffect[] } | null
}

export type CheckedClaim = { claim: Claim; verdict: 'kept' | 'rewritten' | 'dropped'; problems: string | null }

/** What a run changes of its report, stored under the run's fence, once however often it is asked. */
export type Outcome = {
  reportId: ReportId
  status: ReportStatus | null
  note: string | null
  errorCode: string | null
  reading: ReplyReading | null
  version: { document: ReportDocument; change: VersionChange | null } | null
  links: { slug: string; view: 'internal' | 'shareable' }[]
  effects: NewEffect[]
  claims: CheckedClaim[]
}

/** What a person changes by hand. */
export type ActionResult = { ok: true; item: DeskItem } | { ok: false; why: ActionRefusal; item: DeskItem | null }
export type ActionRefusal = 'unknown' | 'taken' | 'dismissed' | 'already_done' | 'running' | 'not_ready'

/** Rows waiting for dispatch, with what dispatch needs. */
export type Undispatched = {
  id: ReportId
  input: ReplyInput
  /** The reply's subject line, where the sender's tool gave one. */
  subject: string | null
  receivedAt: Date
  postsToSlack: boolean
}

export type PreparedReport = {
  reportId: ReportId
  runId: RunId
  document: ReportDocument
  madeAt: Date
  /** Null for a report of before seals were kept, or of before they told whose each claim is. */
  seal: WordsSeal | null
  /** Its sentences with what the gate said of them. */
  claims: CheckedClaim[]
}

export type DeskStore = {
  accept(reply: NewReply): Promise<Accepted>
  undispatched(ids: ReportId[] | 'all'): Promise<Undispatched[]>
  /** Answers what is dispatched now. */
  dispatch(rows: Dispatched[]): Promise<ReportId[]>
  /** Replies whose words came after message 1 and were not read: who stored them died before. */
  unreadWords(): Promise<ReportId[]>
  /**
   * Message 1 shows words that came after it, and a run that waits reads them; nothing changes where some are shown, or
   * where message 1 is still to come. A hold ends the runs of the report, unless a person has dismissed it.
   */
  quote(id: ReportId, words: NewWords): Promise<void>
  record(fence: Fence, outcome: Outcome): Promise<void>
  item(id: ReportId): Promise<DeskItem | null>
  /** The newest report of this domain that has a version, and the newest that is on its way. */
  newestOf(domain: Domain): Promise<{ delivered: DeskItem | null; pending: DeskItem | null }>
  /** The report and the view a page link leads to; `document` is the newest version. */
  page(slug: string): Promise<{ item: DeskItem; view: 'internal' | 'shareable'; isExpired: boolean } | null>
  /** The newest version of this domain that was made ahead since then, with what its words were checked against. */
  preparedFor(domain: Domain, since: Date): Promise<PreparedReport | null>
  /** One version's document, for a callback that was delayed until a newer one existed. */
  version(runId: RunId): Promise<{ version: number; document: ReportDocument } | null>
  broughtBy(id: ReportId): Promise<string | null>
  /** The picture of the newest version as Slack keeps it. */
  slackFile(id: ReportId): Promise<string | null>
  keepSlackFile(id: ReportId, version: number, fileId: string): Promise<void>
  /** Where the message of a finished effect stands. */
  placeOf(effectId: string): Promise<SlackPlace | null>

  take(id: ReportId, by: SlackUserId): Promise<ActionResult>
  /** `goneOf` is what takes its copy away, stored where one was decided on; the key is another one each time. */
  dismiss(id: ReportId, by: SlackUserId, goneOf: (key: string) => NewEffect): Promise<ActionResult>
  escalate(
    id: ReportId,
    escalation: { to: SlackUserId; by: SlackUserId; why: string; at: Date; onceKey: string },
    effects: NewEffect[],
  ): Promise<ActionResult>
  /** Starts another run of a report unless one is on its way; the same `onceKey` starts one run only. */
  startRun(
    id: ReportId,
    start: { run: NewRun; by: string; action: string; from: ReportStatus[]; onceKey: string | null },
    effects: NewEffect[],
  ): Promise<ActionResult>

  /** True the first time only. `bodyHash` and `result` serve Idempotency-Keys. */
  once(key: string): Promise<boolean>
  remember(key: string, bodyHash: string, result: unknown): Promise<{ bodyHash: string | null; result: unknown }>
}

/** A message that shows present state, as the store keeps it. */
export type ShownMessage = {
  effectId: string
  reportId: ReportId
  role: string
  channel: string
  ts: string
  shownHash: string | null
}

export type ShownStore = {
  /** Messages whose report changed after they were last edited; of one report, or of all. */
  stale(reportId: ReportId | null): Promise<ReportId[]>
  /** Holds one stale message of a report against other editors; empty when none is stale or all are held. */
  hold(reportId: ReportId): Promise<{ message: ShownMessage; revision: number }[]>
  shown(effectId: string, shown: { revision: number; hash: string | null }): Promise<void>
  release(effectId: string): Promise<void>
}

/** Block Kit for every message of a report, as pure functions of the item. `context.ts` hands in the views. */
export type MessageViews = {
  dispatch(item: DeskItem): SlackMessage
  card(item: DeskItem, picture: { fileId: string } | null): SlackMessage
  pageFailed(item: DeskItem, textTwin: string): SlackMessage
  /** `triedDays`: said once, when nothing more is tried. */
  noSignals(
    item: DeskItem,
    facts: { willRecheckUntil: string | null; triedDays?: number; buyer?: BuyerSnapshot | null },
  ): SlackMessage
  failure(item: DeskItem, facts: Trouble & { mention: SlackUserId | null }): SlackMessage
  delayed(item: DeskItem, facts: { mention: SlackUserId | null; what: string; retryUntil: string | null }): SlackMessage
  stopped(item: DeskItem): SlackMessage
  callbackFailed(item: DeskItem, facts: Trouble & { mention: SlackUserId | null }): SlackMessage
  notionFailed(item: DeskItem, facts: Trouble & { mention: SlackUserId | null }): SlackMessage
  notionStays(item: DeskItem, facts: Trouble & { mention: SlackUserId | null }): SlackMessage
  /** `news`: why it was made by itself. */
  newVersion(item: DeskItem, news?: News | null): SlackMessage
  escalationThread(item: DeskItem): SlackMessage
  escalationDm(item: DeskItem, permalink: string | null): SlackMessage
  alert(facts: AlertFacts & { mention: SlackUserId | null }): SlackMessage
}

/** What happened since an earlier version: how many signals are new, and how many of those it shows have changed. */
export type News = { count: number; changed: number; since: Instant }

/** What went wrong, what to do next, and where our log tells more. */
export type Trouble = { what: string; next: string; reference: string | null }

/** Publishes a report and says where; the page is one publisher, others may follow. Throws when it cannot. */
export type Publisher = {
  publish(report: {
    reportId: ReportId
    document: ReportDocument
  }): Promise<{ slug: string; view: 'internal' | 'shareable' }[]>
  /** The whole report as plain text, for when there is no page. States are judged at `now`. */
  text(document: ReportDocument, now: Instant): string
  /** The picture of the report's head, PNG, as it is on the day of `now`. */
  picture(document: ReportDocument, now: Instant): Promise<Uint8Array>
}
