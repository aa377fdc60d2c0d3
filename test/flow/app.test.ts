import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { startTestApp, textAt } from '../support/app.ts'

/** The app as a whole: in both ways of being connected to Slack, twice beside itself, and stopped. */

/** Not every machine has IPv6. */
const HOSTS = ['127.0.0.1', '::1'].filter((host) =>
  Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === host)),
)

describe('the app', () => {
  it.each([false, true])('takes a reply and a command (Socket Mode: %s)', async (isSocketMode) => {
    const test = await startTestApp({ isSocketMode })
    try {
      const id = await test.reply({ domain: 'fernmill.com', prospect_email: 'dana@fernmill.com', reply_text: 'Yes' })
      await test.waitForStatus(id, 'no_signals')
      await test.waitForQuiet()
      const [first] = test.workspace.messages('C0INTENT')
      expect(first?.text).toContain('dana@fernmill.com')
      const answer = await test.workspace.person('U0BDR').command('intent-reports', '/intel', 'help')
      expect(answer).toMatchObject({ status: 200, error: null })
      expect(test.workspace.deliveries.map(({ by }) => by)).toEqual([isSocketMode ? 'socket' : 'http'])
      expect(test.workspace.problems).toEqual([])
      expect((await test.api()('GET', '/slack/events')).status).toBe(isSocketMode ? 404 : 405)
    } finally {
      await test.stop()
    }
  })

  it('says at the start who is responsible for nothing, and what is set and not used', async () => {
    const env = { DEFAULT_OWNER: '', HUNTER_API_KEY: 'x' }
    const test = await startTestApp({ noModel: true, noClay: true, env })
    try {
      const told = test.log.filter(({ msg }) => /DEFAULT_OWNER|not used yet/.test(String(msg)))
      expect(told).toMatchObject([
        { level: 40, msg: 'DEFAULT_OWNER is not set: nobody is mentioned when a reply arrives' },
        { variable: 'ADMINS' },
        { variable: 'HUNTER_API_KEY' },
      ])
    } finally {
      await test.stop()
    }
  })

  it('is no company to others when one of its doors cannot be opened', async () => {
    const one = await startTestApp({ noSlack: true, noModel: true, noClay: true })
    try {
      const failing = startTestApp({ beside: one, isSocketMode: true, env: { SLACK_APP_TOKEN: 'xapp-of-nobody' } })
      await expect(failing).rejects.toThrow('Slack refused SLACK_APP_TOKEN')
      const { rows } = await one.database.pool.query('select count(*)::int as n from intel.processes')
      expect(rows).toEqual([{ n: 1 }])
      expect(await one.app.context.hasCompany()).toBe(false)
    } finally {
      await one.stop()
    }
  })

  it('shares one database with another one, and goes on with what that one left', async () => {
    const one = await startTestApp({ noSlack: true, noModel: true, noClay: true })
    const two = await startTestApp({ beside: one, noSlack: true, noModel: true, noClay: true })
    try {
      expect(await one.app.context.hasCompany()).toBe(true)
      const ids = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? one : two).reply({ domain: `shared-${index}.com`, reply_text: 'Yes' }),
        ),
      )
      await two.stop()
      for (const id of ids) await one.waitForStatus(id, 'no_signals')
      const { rows } = await one.database.pool.query('select count(*)::int as n from intel.runs')
      expect(rows).toEqual([{ n: 20 }])
      expect(await one.app.context.hasCompany()).toBe(false)
    } finally {
      await two.stop()
      await one.stop()
    }
  })

  it('leaves nothing behind when it stops', async () => {
    const test = await startTestApp()
    await test.api()('GET', '/readyz')
    await Promise.all([test.stop(), test.stop()])
    await expect(fetch(`${test.url}/healthz`)).rejects.toThrow('fetch failed')
    const port = Number(new URL(test.url).port)
    const taken = createServer()
    await new Promise<void>((resolve, reject) => {
      taken.once('error', reject)
      taken.listen(port, '127.0.0.1', resolve)
    })
    await new Promise((resolve) => taken.close(resolve))
    await expect(test.database.pool.query('select 1')).rejects.toThrow(/pool/)
  })

  it.each(HOSTS)('links to where it listens: %s', async (host) => {
    const test = await startTestApp({ noSlack: true, noModel: true, noClay: true, env: { HOST: host } })
    try {
      const { json } = await test.api('intake-token')('POST', '/v1/replies', { domain: 'fernmill.com' })
      const url = textAt(json, 'status_url')
      expect(url.startsWith(`${test.url}/v1/reports/`)).toBe(true)
      expect((await test.api()('GET', url)).status).toBe(200)
    } finally {
      await test.stop()
    }
  })
})
