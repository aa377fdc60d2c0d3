import { expect, onTestFinished, test } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { openDb } from '../../src/store/db.ts'
import { createFreshStore } from '../../src/store/fresh-store.ts'
import { createTestDatabase } from '../support/postgres.ts'

test('pages expire and open again in bites, so that a changed setting locks no table for long', async () => {
  const database = await createTestDatabase()
  const db = openDb(database.url, { log: createLogger('silent') })
  onTestFinished(async () => {
    await db.close()
    await database.drop()
  })
  const now = new Date('2026-11-20T12:00:00Z')
  for (const id of ['a', 'b', 'c']) {
    await db.pool.query(
      `insert into intel.replies (id, message_key, origin, domain, input, brought_by)
       values ($1, $1, 'reply', 'a.example', '{}', 'intake')`,
      [id],
    )
    await db.pool.query(
      `insert into intel.reports (id, status, posts_to_slack, version) values ($1, 'delivered', false, 1)`,
      [id],
    )
    await db.pool.query(
      `insert into intel.report_versions (report_id, version, run_id, document, made_at)
       values ($1, 1, $1, '{}', '2026-11-01T12:00:00Z')`,
      [id],
    )
    await db.pool.query(`insert into intel.report_links (slug, report_id, view) values ($1, $1, 'internal')`, [id])
  }
  const store = createFreshStore(db)
  const bites = async (days: number) => {
    const first = await store.expirePages({ now, days, limit: 2 })
    return [first, await store.expirePages({ now, days, limit: 2 })]
  }
  expect(await bites(10)).toEqual([
    { expired: 2, reopened: 0 },
    { expired: 1, reopened: 0 },
  ])
  expect(await bites(0)).toEqual([
    { expired: 0, reopened: 2 },
    { expired: 0, reopened: 1 },
  ])
})
