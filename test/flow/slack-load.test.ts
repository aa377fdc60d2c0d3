import { expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { cardOf, messageOne, prospectWith, replyOf, settled, threadOf } from './support/desk.ts'
import { withApp } from './support/lifecycle.ts'

/** Many replies and more than one process: everything is posted once, and no faster than Slack allows. */

it('two apps on one database post one message 1 and one card for each reply', async () => {
  await withApp({ noModel: true }, async (first) => {
    const second = await startTestApp({ beside: first, noModel: true })
    try {
      const bodies = await Promise.all(
        Array.from({ length: 5 }, async () => replyOf(await prospectWith(first, 'set-001'))),
      )
      const send = (app: TestApp, body: object) => app.api('intake-token')('POST', '/v1/replies', body)
      const answers = await Promise.all(bodies.flatMap((body) => [send(first, body), send(second, body)]))
      const ids = [...new Set(answers.map(({ json }) => json['id'] as unknown as string))]
      expect(ids).toHaveLength(5)
      for (const id of ids) await first.waitForStatus(id, 'delivered')
      await settled(first)
      for (const id of ids) {
        expect(threadOf(first, id)).toHaveLength(2)
        expect(cardOf(first, id).thread_ts).toBe(messageOne(first, id).ts)
        expect(first.clay.posts.filter(({ payload }) => payload['id'] === id)).toHaveLength(1)
      }
    } finally {
      await second.stop()
    }
  })
})

it('twenty replies at once keep below the rate that Slack allows', async () => {
  const rate = 4
  const options = {
    noModel: true,
    noClay: true,
    workspace: { postsPerSecond: rate, postBurst: rate, tierLimits: true },
    env: { SLACK_POSTS_PER_SECOND: String(rate) },
  }
  await withApp(options, async (test) => {
    const prospects = await Promise.all(Array.from({ length: 20 }, () => prospectWith(test, 'set-001')))
    const ids = await Promise.all(prospects.map((prospect) => test.reply(replyOf(prospect))))
    for (const id of ids) await test.waitForStatus(id, 'delivered', { timeoutMs: 60_000 })
    for (const id of ids) expect(threadOf(test, id)).toHaveLength(2)
    expect(test.workspace.calls.filter(({ status }) => status === 429).map(({ method }) => method)).toEqual([])
  })
})
