import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyGone } from '../../src/pipeline/report/notion/effect.ts'
import type { ReportId } from '../../src/pipeline/report/types.ts'
import { insertEffects } from '../../src/store/outbox-store.ts'
import { auditReplies, untilQuiet } from '../support/crash/audit.ts'
import { type CrashWorld, createCrashWorld, seedSignals, signalsOf } from '../support/crash/crash-world.ts'
import { createFakeNotion, type FakeNotion } from '../support/fake-notion.ts'
import { createTestDatabase, startTestSupabase, type TestDatabase } from '../support/postgres.ts'

/** An app that dies by SIGKILL between any two things it does with Notion leaves one page, and the next one finishes it. */

const SELLER = 'mosswater.example'

let notion: FakeNotion
let database: TestDatabase
let world: CrashWorld
let close: () => Promise<void>

beforeAll(async () => {
  notion = await createFakeNotion()
  database = await createTestDatabase()
  const supabase = await startTestSupabase(database.url)
  const places = { databaseUrl: database.url, supabase: { url: supabase.url, key: supabase.serviceKey } }
  const env = {
    REPORT_PUBLISHER: 'notion',
    NOTION_TOKEN: notion.token,
    NOTION_PARENT_PAGE_ID: notion.parentPageId,
    NOTION_BASE_URL: notion.url,
  }
  world = await createCrashWorld({ places, env })
  await seedSignals(database.pool, signalsOf(SELLER))
  close = async () => {
    await world.close()
    await supabase.stop()
    await database.drop()
    await notion.close()
  }
})
afterAll(() => close?.())

let count = 0

/** Brings one reply, lets one app die at each place in this order, and answers the pages made since. */
async function pagesAfter(places: string[]) {
  const before = new Set(notion.pages().map(({ id }) => id))
  await world.dieAt(places)
  const { id } = await world.bring({
    domain: SELLER,
    prospect_name: 'Ana Ruiz',
    prospect_email: `ana@${SELLER}`,
    company_name: 'Mosswater',
    reply_text: 'Yes, please send me the page.',
    message_id: `notion-crash-${++count}`,
  })
  await world.survivor()
  await untilQuiet(database.pool)
  const [audit] = await auditReplies(world, database.pool, [id])
  expect(audit).toMatchObject({ status: 'delivered', messages1: 1, messages2: 1, versions: 1 })
  expect(audit?.effects.filter(({ status }) => status !== 'done')).toEqual([])
  return notion.pages().filter((page) => !before.has(page.id))
}

test('killed between the trash and its record, the next one records it and touches the page no more', async () => {
  const [page] = await pagesAfter([])
  const { rows } = await database.pool.query<{ id: string }>(
    `update intel.reports set status = 'dismissed' where id = (
       select report_id from intel.notion_pages where page_id = $1) returning id`,
    [page?.id],
  )
  const id = rows[0]?.id ?? ''
  await world.dieAt(['notion:trashed'])
  await insertEffects(database.pool, [copyGone(id as ReportId, '1')])
  await world.survivor()
  await untilQuiet(database.pool)
  const copy = await database.pool.query(`select state, version from intel.notion_pages where report_id = $1`, [id])
  expect(copy.rows).toEqual([{ state: 'gone', version: 0 }])
  const effect = await database.pool.query(`select status, tries from intel.effects where id = $1`, [
    `notion-gone:${id}:1`,
  ])
  expect(effect.rows).toEqual([{ status: 'done', tries: 2 }])
  expect(notion.page(page?.id ?? '').isInTrash).toBe(true)
  expect(notion.problems).toEqual([])
})

test.each([
  // Created, and the answer not yet read.
  [['notion:page-post']],
  // Known, and nothing on it recorded.
  [['notion:blocks-patch']],
  // Each app one step further than the one before.
  [['notion:created', 'notion:placed', 'notion:performed']],
])('killed at %s', async (places) => {
  const [page, ...more] = await pagesAfter(places)
  expect(more).toEqual([])
  expect(page?.isInTrash).toBe(false)
  expect(page?.text.match(/Version 1/g)).toHaveLength(1)
  expect(notion.problems).toEqual([])
})
