import type { NewWords } from '../pipeline/report/desk-store.ts'
import type { ReportId, ReportStatus } from '../pipeline/report/types.ts'
import type { Db } from './db.ts'
import { cancelRuns, LOCK_RUNS } from './desk-actions.ts'
import { GIVE_WORDS, HOLD, QUOTE } from './desk-sql.ts'
import { toJsonb } from './jsonb.ts'
import { insertEffects } from './outbox-store.ts'

type State = { status: ReportStatus; is_dispatched: boolean }

/** What becomes of a report whose reply gets its words late, in one transaction. */
export async function quoteWords(db: Db, id: ReportId, { reading, strippedText, hold }: NewWords): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(LOCK_RUNS, [id])
    const { rows } = await tx.query<State>(
      'select status, dispatched_at is not null as is_dispatched from intel.reports where id = $1 for update',
      [id],
    )
    // Dispatch reads the words itself when it is still to come.
    if (!rows[0]?.is_dispatched) return
    await tx.query(GIVE_WORDS, [id, strippedText])
    if (!hold || rows[0].status === 'dismissed') {
      await tx.query(QUOTE, [id, toJsonb(reading)])
      return
    }
    await tx.query(HOLD, [id, toJsonb(reading), hold.note])
    await cancelRuns(tx, id, hold.note)
    await insertEffects(tx, hold.effects)
  })
}
