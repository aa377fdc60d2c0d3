import { expect, onTestFinished, test } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { openDb } from '../../src/store/db.ts'
import { createRetention } from '../../src/store/retention.ts'
import { createTestDatabase } from '../support/postgres.ts'

const log = createLogger('silent')

test('a report made ahead keeps its newest run while it may serve a reply, however short runs are kept', async () => {
  const database = await createTestDatabase()
  const db = openDb(database.url, { log })
  onTestFinished(async () => {
    await db.close()
    await database.drop()
  })
  const runs = [
    ['prepared', 'former', 1, 10],
    ['prepared', 'newest', 2, 9],
    ['reply', 'of-a-reply', 1, 9],
    ['prepared', 'too-old', 1, 15],
  ] as const
  for (const [origin, run, version, days] of runs) {
    const report = run === 'newest' ? 'former' : run
    await db.pool.query(
      `insert into intel.replies (id, message_key, origin, domain, input, extra, brought_by, received_at)
       values ($1, $1, $2, 'a.example', '{}', '{}', 'clock', now()) on conflict do nothing`,
      [report, origin],
    )
    await db.pool.query(
      `insert into intel.reports (id, status, posts_to_slack, version) values ($1, 'delivered', false, $2)
       on conflict (id) do update set version = excluded.version`,
      [report, version],
    )
    await db.pool.query(
      `insert into intel.report_versions (report_id, version, run_id, document, made_at)
       values ($1, $2, $3, '{}', now() - $4 * interval '1 day')`,
      [report, version, run, days],
    )
    await db.pool.query(
      `insert into intel.runs (id, pipeline, subject_id, domain, status, input, now_at, queued_at)
       values ($1, 'report', $2, 'a.example', 'completed', '{}', now(), now() - $3 * interval '1 day')`,
      [run, report, days],
    )
    await db.pool.query(
      `insert into intel.run_steps (run_id, key, name, version, position, outcome, started_at, duration_ms)
       values ($1, 'k', 'seal-words', 1, 0, 'ok', now(), 1)`,
      [run],
    )
  }
  await createRetention(db, { log, days: 7, servesMs: 14 * 86_400_000 }).tidy()
  const left = async (sql: string) => (await db.pool.query<{ id: string }>(sql)).rows.map((row) => row.id)
  expect(await left('select id from intel.runs')).toEqual(['newest'])
  expect(await left('select run_id as id from intel.run_steps')).toEqual(['newest'])
})
