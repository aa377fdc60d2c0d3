import type { TestApp } from '../../support/app.ts'
import { settled } from './desk.ts'

/** A clock that a test moves by hand. */
export function handClock(start: string) {
  let now = new Date(start)
  return {
    now: () => now,
    set: (at: Date) => {
      now = at
    },
    /** Milliseconds. */
    advance: (ms: number) => {
      now = new Date(now.getTime() + ms)
    },
  }
}

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Slots in hand: queued or worked on, not those that wait for the next tick. */
const IN_HAND = `select count(*)::int as n from intel.ticks where done_at is null and not has_more`

/** Ticks once at the app's own time, and waits until what fired is worked off and nothing moves. */
export async function tick(test: TestApp): Promise<void> {
  const { clockwork, clock } = test.app.context
  await clockwork.tick(clock.now())
  await test.until(async () => (await test.database.pool.query<{ n: number }>(IN_HAND)).rows[0]?.n === 0, {
    what: 'every fired slot to be worked on',
  })
  await settled(test)
}

/** Ticks until no slot has left work for a later one, a minute of `advance` between. */
export async function tickThrough(test: TestApp, advance: (ms: number) => void): Promise<number> {
  for (let ticks = 1; ; ticks += 1) {
    await tick(test)
    const { rows } = await test.database.pool.query<{ n: number }>(
      `select count(*)::int as n from intel.ticks where has_more`,
    )
    if (rows[0]?.n === 0) return ticks
    advance(MINUTE_MS)
  }
}

/** What the record says of a schedule's slots, oldest first. */
export async function slotsOf(
  test: TestApp,
  name: string,
): Promise<{ slot: Date; parts: number; note: string | null }[]> {
  const sql = `select slot, parts, note from intel.ticks where name = $1 order by slot`
  return (await test.database.pool.query(sql, [name])).rows
}
