import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { deliverHeyreach, heyreachEvent } from '../support/fake-heyreach.ts'
import { deliverSmartlead, replyEvent } from '../support/fake-smartlead.ts'
import { checked } from '../support/openapi-check.ts'
import { withApp } from './support/lifecycle.ts'
import { heyreachReply, smartleadReply, TOKEN } from './support/provider-replies.ts'

/** Who may bring events: the path token always, and Smartlead's proof where a secret is set. */

const SECRET = 'secret-of-smartlead'
const bare = { noSlack: true, noModel: true, noClay: true }

describe('with a secret', () => {
  let test: TestApp
  beforeAll(async () => {
    test = await startTestApp({ ...bare, env: { WEBHOOK_TOKEN: TOKEN, SMARTLEAD_WEBHOOK_SECRET: SECRET } })
  })
  afterAll(() => test?.stop())

  const bring = (more: { secretKey?: string }, delivery: Parameters<typeof deliverSmartlead>[3] = {}) =>
    deliverSmartlead(test.url, TOKEN, replyEvent(smartleadReply(), more), delivery)

  it.each([
    ['a right signature', {}, { secret: SECRET }],
    ['a right secret_key in the body', { secretKey: SECRET }, {}],
    ['a right signature, whatever the secret_key', { secretKey: 'of another hook' }, { secret: SECRET }],
  ])('%s opens the door', async (_, more, delivery) => {
    expect((await bring(more, delivery)).status).toBe(200)
  })

  it.each([
    ['no proof at all', {}, {}],
    ['a signature by another secret', {}, { secret: 'another' }],
    ['a signature that is none', {}, { signature: 'sha256=' }],
    ['a wrong signature beside a right secret_key', { secretKey: SECRET }, { signature: 'sha256=00' }],
    ['a wrong secret_key', { secretKey: 'another' }, {}],
  ])('%s is refused and nothing is stored', async (_, more, delivery) => {
    const before = (await test.database.pool.query('select from intel.provider_events')).rowCount
    const answer = await bring(more, delivery)
    expect([answer.status, answer.json.error?.code]).toEqual([401, 'unauthorized'])
    expect((await test.database.pool.query('select from intel.provider_events')).rowCount).toBe(before)
    expect(test.log).toContainEqual(expect.objectContaining({ msg: 'An event without a right signature was refused' }))
  })

  it('a changed body no longer fits its signature', async () => {
    const event = JSON.stringify(replyEvent(smartleadReply()))
    const taken = await deliverSmartlead(test.url, TOKEN, event, { secret: SECRET })
    expect(taken.status).toBe(200)
    const hmac = 'sha256=7e0f7f5b9f1f0c9a2f6d1f7f5b9f1f0c9a2f6d1f7f5b9f1f0c9a2f6d1f7f5b9f'
    expect((await deliverSmartlead(test.url, TOKEN, `${event} `, { signature: hmac })).status).toBe(401)
  })

  it('is nothing that HeyReach must know', async () => {
    expect((await deliverHeyreach(test.url, TOKEN, heyreachEvent(heyreachReply()))).status).toBe(200)
  })

  it('neither secret nor token reaches the log', () => {
    for (const secret of [SECRET, TOKEN]) expect(JSON.stringify(test.log)).not.toContain(secret)
  })
})

it('without WEBHOOK_TOKEN both doors stay closed, and no list is compared', async () => {
  await withApp({ ...bare, env: { SMARTLEAD_API_KEY: 'x', HEYREACH_API_KEY: 'x' } }, async (test) => {
    for (const provider of ['smartlead', 'heyreach']) {
      const answer = await checked(test.api(null))('POST', `/v1/webhooks/${provider}/anything`, {})
      expect([answer.status, answer.json['error']?.['code']]).toEqual([503, 'not_configured'])
      expect(answer.text).toContain('WEBHOOK_TOKEN')
    }
    expect(test.app.context.reconciliation).toBeNull()
  })
})

it('what cannot be stored is answered 503, so that it comes again', async () => {
  await withApp({ ...bare, env: { WEBHOOK_TOKEN: TOKEN } }, async (test) => {
    const event = replyEvent(smartleadReply())
    test.databaseGate.shut()
    expect((await deliverSmartlead(test.url, TOKEN, event, { requestId: 'r1' })).status).toBe(503)
    test.databaseGate.open()
    await test.until(async () => (await deliverSmartlead(test.url, TOKEN, event, { requestId: 'r1' })).status === 200)
    const { rows } = await test.database.pool.query('select count(*)::int as n from intel.provider_events')
    expect(rows).toEqual([{ n: 1 }])
  })
})
