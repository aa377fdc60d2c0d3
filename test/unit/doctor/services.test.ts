import { describe, expect, onTestFinished, test } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { examineClaude } from '../../../src/doctor/claude.ts'
import { type Ask, within } from '../../../src/doctor/finding.ts'
import { examineSlack } from '../../../src/doctor/slack.ts'
import { createFakeHttp, type FakeHttp } from '../../support/fake-http.ts'

const ask: Ask = (part, question) => within(part, { limitMs: 60_000, fetch }, question)
const soon: Ask = (part, question) => within(part, { limitMs: 100, fetch }, question)
const HTML = '<!doctype html><html><body>Sign in to the network</body></html>'

async function fake(): Promise<FakeHttp> {
  const server = await createFakeHttp()
  onTestFinished(() => server.done())
  return server
}

describe('Slack', () => {
  const slackOf = (server: FakeHttp, env: Record<string, string> = {}) =>
    readConfig({
      SLACK_BOT_TOKEN: 'xoxb-bot',
      SLACK_SIGNING_SECRET: 'secret',
      SLACK_API_URL: `${server.url}/api`,
      INTENT_REPORTS_CHANNEL: 'C0REPORTS',
      ...env,
    })
  const bot = (server: FakeHttp) =>
    server.expect('POST', '/api/auth.test').reply(200, { ok: true, team: 'Fernmill', user: 'intel' })
  const channel = (server: FakeHttp, isMember: boolean) =>
    server
      .expect('POST', '/api/conversations.info')
      .reply(200, { ok: true, channel: { id: 'C0REPORTS', name: 'intent-reports', is_member: isMember } })

  test('not configured is missing, and names what to set', async () => {
    expect(await examineSlack(readConfig({}), ask)).toMatchObject([{ part: 'Slack', state: 'missing' }])
  })

  test('a bot in its channel is ok, by HTTP with a signing secret', async () => {
    const server = await fake()
    bot(server)
    channel(server, true)
    expect(await examineSlack(slackOf(server), ask)).toMatchObject([
      { part: 'Slack', state: 'ok', message: 'intel of Fernmill may post to #intent-reports.' },
      { part: 'Slack requests', state: 'ok', message: expect.stringContaining('the signing secret is set') },
    ])
  })

  test('Socket Mode asks with the app token, and says when Slack refuses it', async () => {
    const server = await fake()
    bot(server)
    channel(server, true)
    server.expect('POST', '/api/apps.connections.open').reply(200, { ok: false, error: 'invalid_auth' })
    const found = await examineSlack(slackOf(server, { SLACK_APP_TOKEN: 'xapp-1' }), ask)
    expect(found[1]).toEqual({
      part: 'Slack requests',
      state: 'wrong',
      message: 'Slack refuses the token: invalid_auth.',
      next: 'Set SLACK_APP_TOKEN anew.',
    })
    const asked = server.seen.find(({ path }) => path.endsWith('apps.connections.open'))
    expect(asked?.headers.authorization).toBe('Bearer xapp-1')
  })

  test('Socket Mode that is given a connection is ok', async () => {
    const server = await fake()
    bot(server)
    channel(server, true)
    server.expect('POST', '/api/apps.connections.open').reply(200, { ok: true, url: 'wss://link.example/x' })
    const found = await examineSlack(slackOf(server, { SLACK_APP_TOKEN: 'xapp-1' }), ask)
    expect(found[1]).toMatchObject({ state: 'ok' })
  })

  test('a bot that is not in the channel is told how to invite it', async () => {
    const server = await fake()
    bot(server)
    channel(server, false)
    expect((await examineSlack(slackOf(server), ask))[0]).toMatchObject({
      state: 'wrong',
      message: 'The bot is not in #intent-reports: type /invite there.',
      next: 'Or set INTENT_REPORTS_CHANNEL.',
    })
  })

  test('an alerts channel of its own is asked for too, and named by its own setting', async () => {
    const server = await fake()
    bot(server).times(2)
    channel(server, false).times(2)
    const found = await examineSlack(slackOf(server, { ALERTS_CHANNEL: 'C0ALERTS' }), ask)
    expect(found.find(({ part }) => part === 'Slack alerts')).toMatchObject({ next: 'Or set ALERTS_CHANNEL.' })
  })

  test.each([
    ['conversations.info', 'C0REPORTS'],
    ['conversations.list', 'intent-reports'],
  ])('what fails is named: %s', async (operation, name) => {
    const server = await fake()
    bot(server)
    server.expect('POST', `/api/${operation}`).reply(500, {})
    expect((await examineSlack(slackOf(server, { INTENT_REPORTS_CHANNEL: name }), ask))[0]).toMatchObject({
      state: 'wrong',
      message: `Slack answered 500 to ${operation}.`,
    })
  })

  test('a missing scope is named', async () => {
    const server = await fake()
    bot(server)
    server
      .expect('POST', '/api/conversations.info')
      .reply(200, { ok: false, error: 'missing_scope', needed: 'channels:read,groups:read', provided: 'chat:write' })
    expect((await examineSlack(slackOf(server), ask))[0]).toMatchObject({
      state: 'wrong',
      message: 'Slack refuses with missing_scope: channels:read or groups:read is needed.',
    })
  })

  test('401, an HTML page, a cut connection and silence are wrong, and a page is never quoted', async () => {
    const refuses = await fake()
    refuses.expect('POST', '/api/auth.test').reply(401, { message: 'no' })
    expect((await examineSlack(slackOf(refuses), ask))[0]).toMatchObject({
      state: 'wrong',
      message: 'Slack answered 401 to auth.test.',
    })
    const proxy = await fake()
    proxy.expect('POST', '/api/auth.test').reply(200, HTML, { 'content-type': 'text/html' })
    expect((await examineSlack(slackOf(proxy), ask))[0]).toMatchObject({
      state: 'wrong',
      message: 'It answered with something that is not JSON.',
      next: 'Check SLACK_API_URL.',
    })
    const gone = await fake()
    gone.expect('POST', '/api/auth.test').disconnect()
    expect((await examineSlack(slackOf(gone), ask))[0]).toMatchObject({ state: 'wrong', next: 'Check SLACK_API_URL.' })
    const silent = await fake()
    silent.expect('POST', '/api/auth.test').hang()
    expect((await examineSlack(slackOf(silent), soon))[0]).toMatchObject({
      state: 'wrong',
      message: 'It gave no answer within 0.1 s.',
    })
  })
})

describe('Claude', () => {
  const claudeOf = (server: FakeHttp, env: Record<string, string> = {}) =>
    readConfig({ ANTHROPIC_API_KEY: 'sk-test', ANTHROPIC_BASE_URL: server.url, ...env })
  const same = { MODEL_READ: 'claude-one', MODEL_WRITE: 'claude-one' }
  const model = (server: FakeHttp, id: string) => server.expect('GET', `/v1/models/${id}`)
  const shown = (id: string) => ({ id, type: 'model', display_name: `The ${id}`, created_at: '2026-10-01T00:00:00Z' })

  test('without a key it is missing', async () => {
    expect(await examineClaude(readConfig({}), ask)).toMatchObject([
      { state: 'missing', next: 'Set ANTHROPIC_API_KEY.' },
    ])
  })

  test('each model is asked once, and its roles are named', async () => {
    const server = await fake()
    model(server, 'claude-one').reply(200, shown('claude-one'))
    model(server, 'claude-two').reply(200, shown('claude-two'))
    const env = { MODEL_READ: 'claude-one', MODEL_WRITE: 'claude-two', MODEL_PLAN: 'claude-nobody-asks' }
    expect(await examineClaude(claudeOf(server, env), ask)).toMatchObject([
      { state: 'ok', message: 'The claude-one (claude-one) answers, for reading.' },
      { state: 'ok', message: 'The claude-two (claude-two) answers, for writing.' },
    ])
  })

  test('a refused key is told once, not per model', async () => {
    const server = await fake()
    const body = { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } }
    server
      .expect('GET', /^\/v1\/models\//)
      .reply(401, body)
      .times(2)
    expect(await examineClaude(claudeOf(server), ask)).toEqual([
      {
        part: 'Claude',
        state: 'wrong',
        message: expect.stringContaining('invalid x-api-key'),
        next: 'Set ANTHROPIC_API_KEY anew.',
      },
    ])
  })

  test('an unknown model names the setting of its role', async () => {
    const server = await fake()
    const body = { type: 'error', error: { type: 'not_found_error', message: 'model: claude-old' } }
    model(server, 'claude-old').reply(404, body)
    model(server, 'claude-one').reply(200, shown('claude-one'))
    const found = await examineClaude(claudeOf(server, { ...same, MODEL_WRITE: 'claude-old' }), ask)
    expect(found.find(({ state }) => state === 'wrong')).toMatchObject({ next: 'Set MODEL_WRITE.' })
  })

  test('an HTML page with status 200 is no model', async () => {
    const server = await fake()
    model(server, 'claude-one').reply(200, HTML, { 'content-type': 'text/html' })
    expect(await examineClaude(claudeOf(server, same), ask)).toMatchObject([
      { state: 'wrong', message: 'It answered with something that is no model.', next: 'Check ANTHROPIC_BASE_URL.' },
    ])
  })

  test('silence is wrong after the limit', async () => {
    const server = await fake()
    model(server, 'claude-one').hang()
    expect(await examineClaude(claudeOf(server, same), soon)).toMatchObject([
      { state: 'wrong', message: 'It gave no answer within 0.1 s.' },
    ])
  })
})

test('a question that is not answered in time has its request ended', async () => {
  const server = await fake()
  server.expect('GET', '/slow').hang()
  let ended: unknown = null
  await within('Slow', { limitMs: 50, fetch }, async ({ fetch: asking }) => {
    await asking(`${server.url}/slow`).catch((error: unknown) => {
      ended = error
    })
    return []
  })
  expect(ended).toEqual(new Error('The time is over'))
})
