import { randomUUID } from 'node:crypto'
import type { NewEffect } from '../pipeline/outbox.ts'
import type { ProviderEvent, ProviderName } from '../pipeline/ports.ts'
import type { EventEnd, NewProviderEvent, ProviderEventStore } from '../pipeline/providers/event-store.ts'
import type { ReportId } from '../pipeline/report/types.ts'
import { createBatcher } from './batcher.ts'
import type { Db, Queryable } from './db.ts'
import { toJsonb } from './jsonb.ts'
import { insertEffects } from './outbox-store.ts'
import type { JobInsert, Queue } from './queue.ts'

type Deps = { db: Db; queue: Queue }
type Adding = NewProviderEvent & { id: string; delayMs: number }
type Added = { id: string; isDuplicate: boolean }

const INSERT = `
insert into intel.provider_events (id, provider, dedupe_key, kind, body)
select e.id, e.provider, e.dedupe_key, e.kind, coalesce(e.body, 'null')
from jsonb_to_recordset($1::jsonb) as e(id text, provider text, dedupe_key text, kind text, body jsonb)
on conflict (dedupe_key) do nothing returning id`

const BEGIN = `
update intel.provider_events set tries = tries + 1 where id = $1 and status = 'received'
returning id, provider, kind, body, tries, received_at`

/** A gap is a reply that a listed event made: the reply itself says so, also after a crash between the two. */
const END = `
update intel.provider_events set status = $2, why = $3, reply_id = $4, handled_at = now(),
  gap = case when kind = 'listed' and exists (
    select from intel.replies r where r.id = $4 and r.extra ->> 'provider_event' = $1) then 'found' end
where id = $1 and status = 'received'`

/** Events of senders carry the mailbox they sent from. */
const OWN_MAILBOX = `
select exists (select from intel.provider_events where provider = $1 and kind in ('EMAIL_SENT', 'FIRST_EMAIL_SENT')
  and md5(lower(body ->> 'from_email')) = md5(lower($2))) as found`

const REPLY_OF = `
select r.id from intel.replies r where r.prospect_email = lower($1) and r.received_at >= $2 and r.origin = 'reply'
order by r.received_at desc limit 1`

const GAPS = `
update intel.provider_events e set gap = 'told' from intel.replies r
where e.provider = $1 and e.gap = 'found' and r.id = e.reply_id
returning e.id, coalesce(r.input ->> 'campaignName', r.input ->> 'campaignId') as campaign`

const LOOKED = `
insert into intel.provider_looks as l (provider, failed_in_a_row) values ($1, case when $2::boolean then 1 else 0 end)
on conflict (provider) do update set looked_at = now(),
  failed_in_a_row = case when $2::boolean then l.failed_in_a_row + 1 else 0 end
returning failed_in_a_row`

/** Events of providers in Postgres. Those that arrive together share a commit. */
export function createProviderEvents(deps: Deps): ProviderEventStore {
  const { pool } = deps.db
  const adding = createBatcher<Adding, Added>((events) => addAll(deps, events), { max: 20, lanes: 2 })
  return {
    add: (event, delayMs = 0) => adding.add({ ...event, id: randomUUID(), delayMs }),
    async begin(id) {
      const { rows } = await pool.query<EventRow>(BEGIN, [id])
      return rows[0] ? toEvent(rows[0]) : null
    },
    end: (id, end) => endEvent(deps, id, end),
    later: (id, until) => leave(deps, id, until),
    async isOwnMailbox(provider, address) {
      const { rows } = await pool.query<{ found: boolean }>(OWN_MAILBOX, [provider, address])
      return rows[0]?.found ?? false
    },
    async replyOf(prospectEmail, since) {
      const { rows } = await pool.query<{ id: ReportId }>(REPLY_OF, [prospectEmail, since])
      return rows[0]?.id ?? null
    },
    ...createComparing(deps),
  }
}

type EventRow = {
  id: string
  provider: ProviderName
  kind: string | null
  body: unknown
  tries: number
  received_at: Date
}

function toEvent({ received_at: receivedAt, ...event }: EventRow): ProviderEvent {
  return { ...event, receivedAt }
}

async function addAll({ db, queue }: Deps, events: Adding[]): Promise<Added[]> {
  const given = events.map(({ id, provider, dedupeKey, kind, body }) => {
    return { id, provider, dedupe_key: dedupeKey, kind, body }
  })
  return db.transaction(async (tx) => {
    const { rows } = await tx.query<{ id: string }>(INSERT, [toJsonb(given)])
    const stored = new Set(rows.map(({ id }) => id))
    const fresh = events.filter(({ id }) => stored.has(id))
    if (fresh.length > 0) await queue.insert(tx, 'provider-event', fresh.map(jobOf))
    if (fresh.length === events.length) return events.map(({ id }) => ({ id, isDuplicate: false }))
    const keys = events.map(({ dedupeKey }) => dedupeKey)
    const known = await tx.query<{ id: string; dedupe_key: string }>(
      `select id, dedupe_key from intel.provider_events where dedupe_key = any($1)`,
      [keys],
    )
    const firstIds = new Map(known.rows.map((row) => [row.dedupe_key, row.id]))
    return events.map(({ id, dedupeKey }) => ({ id: firstIds.get(dedupeKey) ?? id, isDuplicate: !stored.has(id) }))
  })
}

function jobOf({ id, delayMs }: Pick<Adding, 'id' | 'delayMs'>): JobInsert {
  return { data: { eventId: id }, ...(delayMs > 0 ? { startAfter: new Date(Date.now() + delayMs) } : {}) }
}

async function endEvent({ db }: Deps, id: string, end: EventEnd): Promise<void> {
  await db.transaction(async (tx) => {
    const values = [id, end.status, end.why, end.status === 'taken' ? end.replyId : null]
    const { rowCount } = await tx.query(END, values)
    if (rowCount === 1 && end.status === 'failed') await insertEffects(tx, end.effects)
  })
}

async function leave(
  { db, queue }: Deps,
  id: string,
  { at, why, effects }: { at: Date; why: string; effects: NewEffect[] },
): Promise<void> {
  await db.transaction(async (tx: Queryable) => {
    const { rowCount } = await tx.query(
      `update intel.provider_events set tries = greatest(0, tries - 1), why = $2 where id = $1 and status = 'received'`,
      [id, why],
    )
    if (rowCount !== 1) return
    await insertEffects(tx, effects)
    await queue.insert(tx, 'provider-event', [{ data: { eventId: id }, startAfter: at }])
  })
}

type Comparing = Pick<ProviderEventStore, 'cursors' | 'compared' | 'looked' | 'tellGaps'>

function createComparing({ db }: Deps): Comparing {
  return {
    async cursors(provider) {
      const { rows } = await db.pool.query<{ part: string; compared_until: Date; visited_at: Date }>(
        `select part, compared_until, visited_at from intel.provider_cursors where provider = $1`,
        [provider],
      )
      return new Map(rows.map((row) => [row.part, { until: row.compared_until, visitedAt: row.visited_at }]))
    },
    async compared(provider, part, until) {
      await db.pool.query(
        `insert into intel.provider_cursors as c (provider, part, compared_until) values ($1, $2, $3)
         on conflict (provider, part) do update
         set compared_until = greatest(c.compared_until, excluded.compared_until), visited_at = now()`,
        [provider, part, until],
      )
    },
    looked: (provider, hasFailed, tell) =>
      db.transaction(async (tx) => {
        const { rows } = await tx.query<{ failed_in_a_row: number }>(LOOKED, [provider, hasFailed])
        const failedInARow = rows[0]?.failed_in_a_row ?? 0
        await insertEffects(tx, tell(failedInARow))
        return failedInARow
      }),
    tellGaps: (provider, tell) =>
      db.transaction(async (tx) => {
        const { rows } = await tx.query<{ id: string; campaign: string | null }>(GAPS, [provider])
        const campaigns = [...new Set(rows.flatMap(({ campaign }) => campaign ?? []))].sort()
        const gaps = { count: rows.length, campaigns, eventIds: rows.map(({ id }) => id).sort() }
        if (rows.length > 0) await insertEffects(tx, tell(gaps))
        return rows.length
      }),
  }
}
