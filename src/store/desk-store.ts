import type { Fence } from '../pipeline/record.ts'
import { RunFenced } from '../pipeline/record.ts'
import type { Accepted, DeskStore, Dispatched, NewReply, Outcome, Undispatched } from '../pipeline/report/desk-store.ts'
import type { DeskItem, Domain, ReportId } from '../pipeline/report/types.ts'
import { acceptAll } from './accept-replies.ts'
import { createBatcher } from './batcher.ts'
import type { Db } from './db.ts'
import { createActions } from './desk-actions.ts'
import { createLookups } from './desk-lookups.ts'
import { type ItemRow, type Site, toItem } from './desk-rows.ts'
import {
  DISPATCH,
  ITEMS,
  LOCK_REPLIES,
  NEWEST_DELIVERED,
  NEWEST_PENDING,
  OUTCOME,
  UNDISPATCHED,
  UNREAD_WORDS,
} from './desk-sql.ts'
import { quoteWords } from './desk-words.ts'
import { toJsonb } from './jsonb.ts'
import { effectJson, insertEffects } from './outbox-store.ts'
import type { Queue } from './queue.ts'
import { insertRuns } from './run-rows.ts'

/** `hasModel`: a model is configured to write reports. */
export type DeskStoreOptions = { db: Db; queue: Queue; hasModel: boolean } & Site

const MAX_BATCH = 100

/** Replies and reports in Postgres. Intake and outcomes of many callers share commits. */
export function createDeskStore(options: DeskStoreOptions): DeskStore {
  const { db } = options
  const { publicUrl, isReachable, publishing, now } = options
  const site: Site = { publicUrl, isReachable, publishing, now }
  const accepts = createBatcher<NewReply, Accepted>((replies) => acceptAll(options, replies), {
    max: MAX_BATCH,
    lanes: 2,
  })
  const outcomes = createBatcher<Fence & { outcome: Outcome }, boolean>((entries) => recordAll(db, entries), {
    max: MAX_BATCH,
  })
  const one = async (text: string, value: string) => {
    const { rows } = await db.pool.query<ItemRow>(text, [value])
    return rows[0] ? toItem(rows[0], site) : null
  }
  const items = createBatcher<ReportId, DeskItem | null>((ids) => readItems(db, ids, site), {
    max: MAX_BATCH,
    lanes: 2,
  })
  const item = (id: ReportId) => items.add(id)
  return {
    ...createActions({ ...options, item }),
    accept: (reply) => accepts.add(reply),
    async undispatched(ids) {
      const { rows } = await db.pool.query(UNDISPATCHED, [ids === 'all' ? null : ids])
      return rows.map(
        (row): Undispatched => ({
          id: row.id,
          input: row.input,
          subject: row.subject,
          receivedAt: row.received_at,
          postsToSlack: row.posts_to_slack,
        }),
      )
    },
    dispatch: (rows) => dispatchAll(options, rows),
    async unreadWords() {
      const { rows } = await db.pool.query<{ id: ReportId }>(UNREAD_WORDS)
      return rows.map((row) => row.id)
    },
    quote: (id, words) => quoteWords(db, id, words),
    async record(fence, outcome) {
      if (!(await outcomes.add({ ...fence, outcome }))) throw new RunFenced('Another start of this run is current')
    },
    item,
    async newestOf(domain: Domain) {
      const [delivered, pending] = await Promise.all([one(NEWEST_DELIVERED, domain), one(NEWEST_PENDING, domain)])
      return { delivered, pending }
    },
    ...createLookups(options, item),
  }
}

async function readItems(db: Db, ids: ReportId[], site: Site): Promise<(DeskItem | null)[]> {
  const { rows } = await db.pool.query<ItemRow>({ name: 'items', text: ITEMS, values: [ids] })
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => {
    const row = byId.get(id)
    return row ? toItem(row, site) : null
  })
}

async function dispatchAll({ db, queue }: DeskStoreOptions, rows: Dispatched[]): Promise<ReportId[]> {
  if (rows.length === 0) return []
  const json = rows.map(({ id, replyText, status, note, reading, assignedTo, run }) => ({
    id,
    reply_text: replyText,
    status,
    note,
    reading,
    assigned_to: assignedTo,
    run_id: run?.id ?? null,
  }))
  return db.transaction(async (tx) => {
    // What is being written to a reply is awaited here: `DISPATCH` alone would compare with what was there before.
    await tx.query(LOCK_REPLIES, [rows.map(({ id }) => id)])
    const done = await tx.query<{ id: ReportId }>(DISPATCH, [toJsonb(json)])
    const ids = new Set(done.rows.map((row) => row.id))
    const taken = rows.filter((row) => ids.has(row.id))
    await insertEffects(
      tx,
      taken.flatMap((row) => row.effects),
    )
    await insertRuns(
      queue,
      tx,
      taken.flatMap((row) => (row.run ? [row.run] : [])),
    )
    return [...ids]
  })
}

async function recordAll(db: Db, entries: (Fence & { outcome: Outcome })[]): Promise<boolean[]> {
  const given = entries.map(({ runId, attempt, outcome }) => ({
    run_id: runId,
    attempt,
    report_id: outcome.reportId,
    status: outcome.status,
    note: outcome.note,
    error_code: outcome.errorCode,
    reading: outcome.reading,
    document: outcome.version?.document ?? null,
    change: outcome.version?.change ?? null,
  }))
  const tag = <Row extends object>(rowsOf: (outcome: Outcome) => Row[]) =>
    entries.flatMap(({ runId, outcome }) => rowsOf(outcome).map((row) => ({ ...row, run_id: runId })))
  const links = tag((outcome) => outcome.links.map((link) => ({ ...link, report_id: outcome.reportId })))
  const effects = tag((outcome) => outcome.effects.map(effectJson))
  const claims = tag((outcome) =>
    outcome.claims.map(({ claim, verdict, problems }, n) => ({
      n,
      text: claim.text,
      evidence: [...new Set(claim.evidence)],
      verdict,
      problems,
    })),
  )
  const values = [given, links, effects, claims].map((rows) => toJsonb(rows))
  const { rows } = await db.pool.query<{ run_id: string; attempt: number }>({ name: 'outcome', text: OUTCOME, values })
  const live = new Set(rows.map((row) => `${row.run_id}/${row.attempt}`))
  return entries.map(({ runId, attempt }) => live.has(`${runId}/${attempt}`))
}
