import type { Done, Effect, NewEffect, OutboxStore } from '../pipeline/outbox.ts'
import type { ReportId } from '../pipeline/report/types.ts'
import type { Db, Queryable } from './db.ts'
import { toJsonb } from './jsonb.ts'

/** Stores effects inside the caller's transaction; an id stored before stays as it is. */
export const INSERT_EFFECTS = `
insert into intel.effects (id, kind, report_id, lane, priority, payload, after_id, waits_until, hopes_for_id, hopes_until)
select e.id, e.kind, e.report_id, e.lane, e.priority, e.payload, e.after_id, now() + e.wait_ms * interval '1 millisecond',
  e.hopes_for_id, now() + e.hope_ms * interval '1 millisecond'
from jsonb_to_recordset($1::jsonb) as e(id text, kind text, report_id text, lane text, priority int, payload jsonb,
  after_id text, wait_ms bigint, hopes_for_id text, hope_ms bigint)
on conflict (id) do nothing`

export function effectJson(effect: NewEffect): object {
  const { id, kind, reportId, lane, priority, payload, afterId, waitMs, hopesFor } = effect
  const hope = { hopes_for_id: hopesFor?.id ?? null, hope_ms: hopesFor?.waitMs ?? null }
  return { id, kind, report_id: reportId, lane, priority, payload, after_id: afterId, wait_ms: waitMs ?? null, ...hope }
}

export async function insertEffects(tx: Queryable, effects: NewEffect[]): Promise<void> {
  if (effects.length > 0) await tx.query(INSERT_EFFECTS, [toJsonb(effects.map(effectJson))])
}

const DUE_LANES = `
select distinct e.lane from intel.effects e left join intel.lanes l on l.lane = e.lane
where e.status in ('pending', 'started') and e.next_at <= now() and (l.next_at is null or l.next_at <= now())
  and e.kind = any($1)`

/** Takes or keeps the lane and announces its first due effect, in one commit: the intent before the call. */
const NEXT = `
with held as (
  insert into intel.lanes as l (lane, holder, held_until) values ($1, $2, now() + $3 * interval '1 millisecond')
  on conflict (lane) do update set holder = $2, held_until = excluded.held_until
  where l.holder = $2 or l.held_until < now() or l.holder is null
  returning next_at),
pick as (
  select e.id, e.intent_at from intel.effects e, held
  where e.lane = $1 and e.status in ('pending', 'started') and e.next_at <= now() and held.next_at <= now()
    and e.id <> all($4) and e.kind = any($5)
    and (e.after_id is null or e.waits_until <= now() or not exists (
      select from intel.effects d where d.id = e.after_id and d.status in ('pending', 'started')))
    and (e.hopes_for_id is null or e.hopes_until <= now() or not exists (
      select from intel.effects h where h.id = e.hopes_for_id and h.status in ('pending', 'started')
        and h.next_at < e.hopes_until))
  order by e.priority, e.seq limit 1 for update of e skip locked)
update intel.effects e set status = 'started', tries = e.tries + 1, intent_at = now(),
  first_tried_at = coalesce(e.first_tried_at, now())
from pick where e.id = pick.id
returning e.id, e.kind, e.report_id, e.lane, e.payload, e.tries, pick.intent_at as prior_intent_at, e.first_tried_at`

/**
 * Every announcement has its own number, and only the last one may write: a holder that was frozen until another one
 * took over changes nothing, whatever it believes.
 */
const CURRENT = `id = $1 and tries = $2 and status = 'started'`

const RETRY = `
update intel.effects set status = 'pending', next_at = $3, error = $4,
  intent_at = case when $5 then intent_at else $6::timestamptz end
where ${CURRENT}`

const RENEW = `
with current as (select lane from intel.effects where ${CURRENT})
update intel.lanes l set held_until = now() + $4 * interval '1 millisecond'
from current where l.lane = current.lane and l.holder = $3`

type Row = {
  id: string
  kind: string
  report_id: ReportId | null
  lane: string
  payload: Record<string, unknown>
  tries: number
  prior_intent_at: Date | null
  first_tried_at: Date
}

/** What the store does in the transaction that ends an effect, by kind: the card's end makes a report delivered. */
export type AfterDone = (tx: Queryable, effect: Effect, done: Done | null) => Promise<void>

/** `ended` hears of every end once it is stored. */
type OutboxStoreDeps = {
  db: Db
  holder: string
  /** What this process can send: effects of other kinds are left to one that has the settings for them. */
  kinds: string[]
  afterDone: AfterDone
  ended?: (effect: Effect) => void
}

export function createOutboxStore(deps: OutboxStoreDeps): OutboxStore {
  const { db, holder, kinds } = deps
  const end = async (effect: Effect, status: string, facts: { done: Done | null; error: string | null }) => {
    await db.transaction(async (tx) => {
      const { done, error } = facts
      const { rowCount } = await tx.query(
        `update intel.effects set status = $3, external_id = $4, result = $5, error = $6, done_at = now() where ${CURRENT}`,
        [effect.id, effect.tries, status, done?.externalId ?? null, done ? toJsonb(done.result) : null, error],
      )
      if (rowCount === 1) await deps.afterDone(tx, effect, done)
    })
    deps.ended?.(effect)
  }
  return {
    async dueLanes() {
      const { rows } = await db.pool.query<{ lane: string }>(DUE_LANES, [kinds])
      return rows.map((row) => row.lane)
    },
    async next(lane, { holdMs, inHand }) {
      const { rows } = await db.pool.query<Row>({
        name: 'next',
        text: NEXT,
        values: [lane, holder, holdMs, inHand, kinds],
      })
      return rows[0] ? toEffect(rows[0]) : null
    },
    async renew(effect, holdMs) {
      const { rowCount } = await db.pool.query(RENEW, [effect.id, effect.tries, holder, holdMs])
      return rowCount === 1
    },
    async release(lane) {
      await db.pool.query(`update intel.lanes set holder = null where lane = $1 and holder = $2`, [lane, holder])
    },
    done: (effect, done) => end(effect, 'done', { done, error: null }),
    skip: (effect) => end(effect, 'skipped', { done: null, error: null }),
    fail: (effect, error) => end(effect, 'failed', { done: null, error }),
    async retry(effect, { at, error, isHeard, blocksLane }) {
      await db.transaction(async (tx) => {
        const values = [effect.id, effect.tries, at, error, isHeard, effect.priorIntentAt]
        const { rowCount } = await tx.query(RETRY, values)
        if (blocksLane && rowCount === 1)
          await tx.query(`update intel.lanes set next_at = $2 where lane = $1`, [effect.lane, at])
      })
    },
  }
}

function toEffect(row: Row): Effect {
  const { id, kind, lane, payload, tries } = row
  const times = { priorIntentAt: row.prior_intent_at, firstTriedAt: row.first_tried_at }
  return { id, kind, reportId: row.report_id, lane, payload, tries, ...times }
}
