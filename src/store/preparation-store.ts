import type { Claimed, Preparation, PreparationStore, Terms } from '../pipeline/clock-store.ts'
import type { Domain, ReportId } from '../pipeline/report/types.ts'
import type { Db, Queryable } from './db.ts'
import { toJsonb } from './jsonb.ts'
import { CLAIM, LOCK_PREPARATION, MEAN_COST, PREPARATIONS, PREPARED_SINCE, STANDING } from './preparation-sql.ts'
import { PRICES, type Price, priceFor } from './run-sql.ts'

/** Prepared batches in Postgres. `hasModel`: what rules wrote for want of a model then serves no reply. */
export function createPreparationStore(db: Db, { hasModel }: { hasModel: boolean }): PreparationStore {
  const list = async (id: string | null, limit: number) => {
    const { rows } = await db.pool.query(PREPARATIONS, [id, limit])
    return rows.map(toPreparation)
  }
  return {
    create: (preparation) => db.transaction((tx) => create(tx, preparation)),
    get: async (id) => (await list(id, 1))[0] ?? null,
    list: (limit) => list(null, limit),
    async preparedSince(domains, since) {
      const { rows } = await db.pool.query<{ domain: Domain }>(PREPARED_SINCE, [domains, since, !hasModel])
      return new Set(rows.map((row) => row.domain))
    },
    async active() {
      const sql = `select id from intel.preparations where ended_at is null order by created_at, id`
      return (await db.pool.query<{ id: string }>(sql)).rows.map((row) => row.id)
    },
    claim: (id, wish) => db.transaction((tx) => claim(tx, id, wish)),
    async requested(messageKey) {
      const sql = `select id from intel.replies where message_key = $1`
      return (await db.pool.query<{ id: ReportId }>(sql, [messageKey])).rows[0]?.id ?? null
    },
    async settle(id, position, result) {
      const [reportId, skipped] = 'reportId' in result ? [result.reportId, null] : [null, result.skipped]
      await db.pool.query(
        `update intel.preparation_items set report_id = $3, skipped = $4 where preparation_id = $1 and position = $2`,
        [id, position, reportId, skipped],
      )
    },
    async end(id, { at, ended }) {
      const { rowCount } = await db.pool.query(
        `update intel.preparations set ended_at = $2, ended = $3 where id = $1 and ended_at is null`,
        [id, at, ended],
      )
      return rowCount === 1
    },
    async meanCost(model, since) {
      const { rows } = await db.pool.query<{ micros: number | null; runs: number }>(MEAN_COST, [model, since])
      const [row] = rows
      return row && row.micros !== null ? { micros: row.micros, runs: row.runs } : null
    },
    async priceOf(model, usage) {
      const { rows } = await db.pool.query<Price>(PRICES)
      return priceFor(rows, model, { usage, on: new Date() })
    },
  }
}

async function create(tx: Queryable, preparation: Parameters<PreparationStore['create']>[0]): Promise<void> {
  const { id, createdAt, createdBy, perHour, budgetMicros, expectedMicros, expectedFrom, domains } = preparation
  await tx.query(
    `insert into intel.preparations
       (id, created_at, created_by, per_hour, budget_micros, expected_micros, expected_from)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, createdAt, createdBy, perHour, budgetMicros, expectedMicros, expectedFrom],
  )
  await tx.query(
    `insert into intel.preparation_items (preparation_id, position, domain)
     select $1, d.place, d.domain from jsonb_array_elements_text($2::jsonb) with ordinality as d(domain, place)`,
    [id, toJsonb(domains)],
  )
}

/** A batch that has ended meanwhile gives nothing out. */
const NOTHING: Claimed = { items: [], isWaiting: false, isOutOfBudget: false, isDone: false }

type Wish = Parameters<PreparationStore['claim']>[1]

async function claim(tx: Queryable, id: string, { now, perHour, allow }: Wish): Promise<Claimed> {
  const [batch] = (await tx.query(LOCK_PREPARATION, [id])).rows
  if (!batch) return NOTHING
  const [row] = (await tx.query(STANDING, [id, now])).rows
  const { waiting, running, ended, claimed } = row
  const standing = {
    waiting,
    running,
    ended,
    claimed,
    claimedLately: row.claimed_lately,
    endedMicros: row.ended_micros,
  }
  const terms: Terms = {
    budgetMicros: batch.budget_micros,
    expectedMicros: batch.expected_micros,
    perHour: batch.per_hour ?? perHour,
    ageMs: now.getTime() - batch.created_at.getTime(),
  }
  const { take, isOutOfBudget } = allow(standing, terms)
  const { rows: items } = await tx.query<Claimed['items'][number]>(CLAIM, [id, now, take])
  return { items, isWaiting: waiting > 0, isOutOfBudget, isDone: waiting === 0 && running === 0 }
}

function toPreparation(row: Record<string, unknown>): Preparation {
  const instant = (value: unknown) => (value as Date | null)?.toISOString() ?? null
  const count = (name: string) => row[name] as number
  return {
    id: row['id'] as string,
    createdAt: (row['created_at'] as Date).toISOString(),
    createdBy: row['created_by'] as string,
    perHour: row['per_hour'] as number | null,
    budgetMicros: row['budget_micros'] as number | null,
    expectedMicros: count('expected_micros'),
    expectedFrom: row['expected_from'] as Preparation['expectedFrom'],
    endedAt: instant(row['ended_at']),
    ended: row['ended'] as Preparation['ended'],
    counts: {
      total: count('total'),
      waiting: count('waiting'),
      running: count('running'),
      delivered: count('delivered'),
      noSignals: count('no_signals'),
      failed: count('failed'),
      skipped: count('skipped'),
    },
    spentMicros: count('spent_micros'),
  }
}
