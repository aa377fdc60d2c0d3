import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EmbeddedSupabase } from '../../src/store/embedded/supabase-lite.ts'
import { auditReplies } from '../support/crash/audit.ts'
import { type CrashWorld, createCrashWorld } from '../support/crash/crash-world.ts'
import { deliverSmartlead, replyEvent, type SmartleadReply } from '../support/fake-smartlead.ts'
import { createTestDatabase, startTestSupabase, type TestDatabase } from '../support/postgres.ts'
import { smartleadReply, TOKEN } from './support/provider-replies.ts'

/** An event that was answered is never lost and makes one reply, in whatever moment the app dies by SIGKILL. */

let database: TestDatabase
let supabase: EmbeddedSupabase
let world: CrashWorld

beforeAll(async () => {
  database = await createTestDatabase()
  supabase = await startTestSupabase(database.url)
  const places = { databaseUrl: database.url, supabase: { url: supabase.url, key: supabase.serviceKey } }
  world = await createCrashWorld({ places, env: { WEBHOOK_TOKEN: TOKEN } })
})
afterAll(async () => {
  await world?.close()
  await supabase?.stop()
  await database?.drop()
})

/** As Smartlead does: the same delivery again after no answer or a 5xx, never after another one. */
async function bring(reply: SmartleadReply): Promise<void> {
  await expect
    .poll(async () => {
      const { url } = await world.app()
      const delivery = { requestId: `request-${reply.messageId}` }
      const answer = await deliverSmartlead(url, TOKEN, replyEvent(reply), delivery).catch(() => null)
      return answer?.status ?? 0
    })
    .toBe(200)
}

describe('an app that dies', () => {
  it.each([
    ['after storing an event and before answering', ['event:stored']],
    ['after answering, with the reply accepted and the event not ended', ['reply:stored']],
    ['after ending the event', ['event-end:stored']],
    ['at each of these places in turn', ['event:stored', 'reply:stored', 'event-end:stored']],
  ])('%s', async (_, places) => {
    const reply = smartleadReply()
    await world.dieAt(places)
    await bring(reply)
    await world.survivor()
    const repliesOf = async () => {
      const sql = `select r.id from intel.replies r join intel.provider_events e on e.reply_id = r.id
        where r.prospect_email = $1 and e.status = 'taken'`
      return (await database.pool.query(sql, [reply.email])).rows
    }
    await expect.poll(async () => (await repliesOf()).length).toBe(1)
    const { rows } = await database.pool.query('select id from intel.replies where prospect_email = $1', [reply.email])
    expect(rows).toEqual(await repliesOf())
    const id = rows[0]?.id
    const audit = async () => (await auditReplies(world, database.pool, [id]))[0]
    await expect.poll(async () => (await audit())?.messages1).toBe(1)
  })
})
