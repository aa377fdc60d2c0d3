import type { NewEffect } from '../pipeline/outbox.ts'
import type { ActionRefusal, ActionResult, DeskStore } from '../pipeline/report/desk-store.ts'
import type { DeskItem, ReportId, ReportStatus } from '../pipeline/report/types.ts'
import type { Db, Queryable } from './db.ts'
import { toJsonb } from './jsonb.ts'
import { NEVER_WAS } from './notion-copies.ts'
import { insertEffects } from './outbox-store.ts'
import type { Queue } from './queue.ts'
import { insertRuns } from './run-rows.ts'

type Actions = Pick<DeskStore, 'take' | 'dismiss' | 'escalate' | 'startRun' | 'once' | 'remember'>
type Options = { db: Db; queue: Queue; item: (id: ReportId) => Promise<DeskItem | null> }
/** Runs before reports, as a run's outcome locks them. */
export const LOCK_RUNS = `select id from intel.runs where subject_id = $1 and status in ('queued', 'running', 'delayed')
  order by id for update`

type State = { status: ReportStatus; owner_id: string | null; version: number }

/** What people do by hand: each a compare-and-set on the locked row, so that races have one winner. */
export function createActions({ db, queue, item }: Options): Actions {
  /** Runs `decide` on the locked row; a refusal changes nothing. */
  async function act(id: ReportId, decide: (tx: Queryable, state: State) => Promise<ActionRefusal | null>) {
    const refusal = await db.transaction(async (tx) => {
      // Runs before reports, as a run's outcome locks them: the other order can end in a deadlock.
      await tx.query(LOCK_RUNS, [id])
      const { rows } = await tx.query<State>(
        `select status, owner_id, version from intel.reports where id = $1 for update`,
        [id],
      )
      return rows[0] ? decide(tx, rows[0]) : 'unknown'
    })
    const now = await item(id)
    const result: ActionResult =
      refusal || !now ? { ok: false, why: refusal ?? 'unknown', item: now } : { ok: true, item: now }
    return result
  }
  return {
    take: (id, by) =>
      act(id, async (tx, state) => {
        if (state.owner_id === by) return 'already_done'
        if (state.owner_id) return 'taken'
        if (state.status === 'dismissed') return 'dismissed'
        await tx.query(
          `update intel.reports set owner_id = $2, owned_at = now(), revision = revision + 1, updated_at = now()
           where id = $1`,
          [id, by],
        )
        await note(tx, { id, action: 'take', by, facts: null })
        return null
      }),
    dismiss: (id, by, goneOf) =>
      act(id, async (tx, state) => {
        if (state.status === 'dismissed') return 'already_done'
        await setAside(tx, { id, by, goneOf })
        return null
      }),
    escalate: (id, escalation, effects) =>
      act(id, async (tx, state) => {
        if (state.status === 'dismissed') return 'dismissed'
        const { onceKey, ...kept } = escalation
        if (!(await isFirst(tx, onceKey))) return 'already_done'
        await tx.query(
          `update intel.reports set escalation = $2, revision = revision + 1, updated_at = now() where id = $1`,
          [id, toJsonb(kept)],
        )
        await insertEffects(tx, effects)
        await note(tx, { id, action: 'escalate', by: escalation.by, facts: { to: escalation.to, why: escalation.why } })
        return null
      }),
    startRun: (id, start, effects) =>
      act(id, async (tx, state) => whyNotStart(state, start.from) ?? startRun({ tx, queue, id }, start, effects)),
    ...createMemory(db),
  }
}

type Dismissal = { id: ReportId; by: string; goneOf: (key: string) => NewEffect }

/** A copy is there, or one may come of what is under way. */
const HAS_COPY = `exists (select from intel.effects e where e.report_id = $1 and e.kind = 'notion'
  and (e.status in ('pending', 'started')
    or not exists (select from intel.notion_pages n where n.report_id = $1 and ${NEVER_WAS})))`

/** Dismisses a report: what is being made of it ends, and its copy in Notion goes, also one that is just being made. */
async function setAside(tx: Queryable, { id, by, goneOf }: Dismissal): Promise<void> {
  const { rows } = await tx.query<{ revision: number; has_copy: boolean }>(
    `update intel.reports set status = 'dismissed', status_note = null, dismissed_by = $2, revision = revision + 1,
       updated_at = now() where id = $1
     returning revision, ${HAS_COPY} as has_copy`,
    [id, by],
  )
  await cancelRuns(tx, id, 'Dismissed by a person')
  if (rows[0]?.has_copy) await insertEffects(tx, [goneOf(String(rows[0].revision))])
  await note(tx, { id, action: 'dismiss', by, facts: null })
}

type Start = Parameters<DeskStore['startRun']>[1]

async function startRun(
  { tx, queue, id }: { tx: Queryable; queue: Queue; id: ReportId },
  { run, by, action, onceKey }: Start,
  effects: NewEffect[],
): Promise<ActionRefusal | null> {
  const busy = await tx.query(
    `select from intel.runs where subject_id = $1 and status in ('queued', 'running', 'delayed') limit 1`,
    [id],
  )
  if (busy.rowCount) return 'running'
  if (onceKey && !(await isFirst(tx, onceKey))) return 'already_done'
  // A report that was delivered stays so while its next version is made.
  await tx.query(
    `update intel.reports set status = case when version > 0 then 'delivered' else 'queued' end, status_note = null,
       dismissed_by = null, error_code = null, run_id = $2, revision = revision + 1, updated_at = now() where id = $1`,
    [id, run.id],
  )
  // Nobody waits for what the clock starts.
  await insertRuns(queue, tx, [run.input.cause ? { ...run, priority: 0 } : run])
  await insertEffects(tx, effects)
  // A card that was left out because a person had dismissed the reply is wanted after all.
  await tx.query(
    `update intel.effects set status = 'pending', next_at = now(), intent_at = null where id = $1 and status = 'skipped'`,
    [`card:${id}`],
  )
  await note(tx, { id, action, by, facts: { angle: run.input.angle, tier: run.input.tier, runId: run.id } })
  return null
}

function whyNotStart(state: State, from: ReportStatus[]): ActionRefusal | null {
  if (from.includes(state.status)) return null
  if (state.status === 'dismissed') return 'dismissed'
  if (state.status === 'queued' || state.status === 'running' || state.status === 'delayed') return 'running'
  return 'not_ready'
}

/** Ends runs of a report from outside: the raised attempt fences whoever works on them. */
export async function cancelRuns(tx: Queryable, id: ReportId, why: string): Promise<void> {
  await tx.query(
    `update intel.runs set status = 'cancelled', attempt = attempt + 1, ended_at = now(), note = $2,
       cost_micros = (select coalesce(sum(c.cost_micros), 0) from intel.model_calls c where c.run_id = runs.id)
     where subject_id = $1 and status in ('queued', 'running', 'delayed')`,
    [id, why],
  )
}

type Note = { id: ReportId; action: string; by: string; facts: object | null }

/** Remembers the key within the caller's transaction; false when it was there already. */
async function isFirst(tx: Queryable, key: string): Promise<boolean> {
  const { rowCount } = await tx.query(`insert into intel.once (key) values ($1) on conflict do nothing`, [key])
  return rowCount === 1
}

async function note(tx: Queryable, { id, action, by, facts }: Note): Promise<void> {
  await tx.query(`insert into intel.actions (report_id, action, by_user, facts) values ($1, $2, $3, $4)`, [
    id,
    action,
    by,
    facts ? toJsonb(facts) : null,
  ])
}

function createMemory(db: Db): Pick<DeskStore, 'once' | 'remember'> {
  return {
    once: (key) => isFirst(db.pool, key),
    async remember(key, bodyHash, result) {
      await db.pool.query(
        `insert into intel.once (key, body_hash, result) values ($1, $2, $3) on conflict do nothing`,
        [key, bodyHash, toJsonb(result)],
      )
      return (await recall(db, key)) ?? { bodyHash, result }
    },
  }
}

async function recall(db: Db, key: string): Promise<{ bodyHash: string | null; result: unknown } | null> {
  const { rows } = await db.pool.query(`select body_hash, result from intel.once where key = $1`, [key])
  return rows[0] ? { bodyHash: rows[0].body_hash, result: rows[0].result } : null
}
