import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeskItem, ReportId } from '../../src/pipeline/report/types.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import type { Message, View } from '../support/workspace/workspace.ts'
import {
  buttonsOf,
  CHANNEL,
  cardOf,
  click,
  deliver,
  messageOne,
  noticesOf,
  postsOf,
  prospectWith,
  replyOf,
  runOf,
  settled,
  threadOf,
  toldTo,
  unknownProspect,
  wordsOf,
} from './support/desk.ts'
import { hostileParts } from './support/hostile.ts'
import { keepsTheRules, withApp } from './support/lifecycle.ts'

/** What people do with the messages: each click has one effect or one reason, however often and after whatever. */

let test: TestApp
beforeAll(async () => {
  test = await startTestApp({ noModel: true })
})
afterAll(() => test?.stop())
keepsTheRules(() => test)

const itemOf = async (app: TestApp, id: string) => (await app.app.context.desk.item(id as ReportId)) as DeskItem
const actionsOf = async (app: TestApp, id: string, action: string) =>
  (
    await app.database.pool.query(`select by_user from intel.actions where report_id = $1 and action = $2`, [
      id,
      action,
    ])
  ).rows
/** What a person was told since `before`, when it is at least `count` messages. */
const news = (app: TestApp, user: string, before: number, count = 1) =>
  app.workspace.waitFor(() => {
    const told = toldTo(app, user).slice(before)
    return told.length >= count ? told : null
  })

describe('Take it', () => {
  it('clicked twice is taken once', async () => {
    const { id } = await deliver(test, replyOf(await prospectWith(test, 'set-001')))
    const before = toldTo(test, 'U0BDR').length
    await test.workspace.person('U0BDR').clickTwice(cardOf(test, id), 'Take it')
    expect(await news(test, 'U0BDR', before)).toEqual([expect.stringContaining('This one is already yours.')])
    expect(await actionsOf(test, id, 'take')).toEqual([{ by_user: 'U0BDR' }])
    await test.workspace.waitFor(() => cardOf(test, id).text.includes('Taken by <@U0BDR>'))
    expect(buttonsOf(cardOf(test, id))).not.toContain('Take it')
  })

  it('by two people at once has one winner, and the other is told who', async () => {
    const { id } = await deliver(test, replyOf(await prospectWith(test, 'set-001')))
    const card = cardOf(test, id)
    const before = { U0BDR: toldTo(test, 'U0BDR').length, U0LEAD: toldTo(test, 'U0LEAD').length }
    await Promise.all((['U0BDR', 'U0LEAD'] as const).map((user) => click(test, user, card, 'Take it')))
    await test.workspace.waitFor(() => cardOf(test, id).text.includes('Taken by '))
    const winner = (await itemOf(test, id)).owner?.userId as 'U0BDR' | 'U0LEAD'
    const loser = winner === 'U0BDR' ? 'U0LEAD' : 'U0BDR'
    const [told] = await news(test, loser, before[loser])
    expect(told).toContain(`Already taken by <@${winner}>`)
    expect(toldTo(test, winner)).toHaveLength(before[winner])
    expect(await actionsOf(test, id, 'take')).toEqual([{ by_user: winner }])
    await test.workspace.waitFor(() => messageOne(test, id).text.includes(`Taken by <@${winner}>`))
  })

  it('works on messages of a process that is gone', async () => {
    await withApp({ noModel: true }, async (first) => {
      const { id } = await deliver(first, replyOf(await prospectWith(first, 'set-001')))
      const card = cardOf(first, id)
      await first.app.stop()
      const second = await startTestApp({ beside: first, noModel: true })
      try {
        await click(second, 'U0BDR', card, 'Take it')
        await second.workspace.waitFor(() => cardOf(second, id).text.includes('Taken by <@U0BDR>'))
        expect(threadOf(second, id)).toHaveLength(2)
      } finally {
        await second.stop()
      }
    })
  })
})

describe('Dismiss', () => {
  it('settles message 1, happens once, and leaves nothing to take', async () => {
    const id = await test.reply(replyOf(unknownProspect()))
    await test.waitForStatus(id, 'no_signals')
    const seen = await test.workspace.waitFor(() => {
      const message = messageOne(test, id)
      return message.text.includes('No signals were found') ? message : null
    })
    expect(buttonsOf(seen)).toEqual(['Take it', 'Dismiss'])
    await click(test, 'U0OPER', seen, 'Dismiss')
    await test.workspace.waitFor(() => messageOne(test, id).text.includes('The reply was dismissed by <@U0OPER>'))
    expect(buttonsOf(messageOne(test, id))).toEqual(['Run anyway'])
    const before = toldTo(test, 'U0BDR').length
    // Both people still look at the message as it was.
    await click(test, 'U0BDR', seen, 'Take it')
    await click(test, 'U0BDR', seen, 'Dismiss')
    const told = await news(test, 'U0BDR', before, 2)
    for (const words of told) expect(words).toContain('This reply was already dismissed.')
    expect((await itemOf(test, id)).owner).toBeNull()
    expect(await actionsOf(test, id, 'dismiss')).toEqual([{ by_user: 'U0OPER' }])
  })

  it('stops what is on its way, and Run anyway brings it back', async () => {
    await withApp({ noModel: true, delayMs: () => 60_000 }, async (test) => {
      test.signals.fault('down')
      const id = await test.reply(replyOf(await prospectWith(test, 'set-001')))
      await test.waitForStatus(id, 'delayed')
      await test.workspace.waitFor(() => messageOne(test, id).text.includes('Intel is delayed'))
      await click(test, 'U0OPER', messageOne(test, id), 'Dismiss')
      await test.waitForStatus(id, 'dismissed')
      test.signals.open()
      const runs = await test.database.pool.query(`select status from intel.runs where subject_id = $1`, [id])
      expect(runs.rows).toEqual([{ status: 'cancelled' }])
      await test.workspace.waitFor(() => buttonsOf(messageOne(test, id)).includes('Run anyway'))
      expect(postsOf(test, `card:${id}`)).toEqual([])
      await click(test, 'U0OPER', messageOne(test, id), 'Run anyway')
      await test.waitForStatus(id, 'delivered')
      await test.workspace.waitFor(() => postsOf(test, `card:${id}`).length === 1)
    })
  })
})

/** Opens a form from the card and resolves when the person has it before them. */
async function openForm(app: TestApp, user: string, card: Message, button: string): Promise<View> {
  await click(app, user, card, button)
  return app.workspace.waitFor(() => app.workspace.currentView(user))
}

describe('Regenerate', () => {
  it('makes one new version of a form sent twice; card, page and thread say what changed', async () => {
    const prospect = await prospectWith(test, 'set-003')
    const first = await deliver(test, replyOf(prospect))
    const { id } = first
    await test.seedSignals([
      {
        id: 'brand-new',
        domain: prospect.domain,
        signal_type: 'rfp_posted',
        title: 'Wayfinding signs for the new campus',
        summary: 'Copperfield County asks for proposals for wayfinding signs.',
        buyer_name: 'Copperfield County',
        event_date: new Date().toISOString().slice(0, 10),
        deadline: new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10),
      },
    ])
    await openForm(test, 'U0BDR', cardOf(test, id), 'Regenerate')
    const before = toldTo(test, 'U0BDR').length
    const person = test.workspace.person('U0BDR')
    const values = { Data: ['fresh'] }
    await Promise.all([person.submit(values), person.submit(values)])
    const told = (await news(test, 'U0BDR', before, 2)).join('\n')
    expect(told).toContain('A new version is being made.')
    expect(told).toMatch(/already sent|being made right now/)
    await test.until(async () => (await itemOf(test, id)).version === 2)
    await settled(test)
    const second = await itemOf(test, id)
    expect(second).toMatchObject({
      version: 2,
      status: 'delivered',
      links: first.links,
      change: { added: 1, removed: 0 },
    })
    expect(await actionsOf(test, id, 'regenerate')).toHaveLength(1)
    expect(wordsOf(cardOf(test, id))).toContain('Version 2: 1 new')
    const [notice, ...more] = noticesOf(test, id, 'new-version')
    expect(more).toEqual([])
    expect(notice?.text).toContain('version 2 is ready: 1 new')
    expect(notice?.subtype).toBeUndefined()
    expect(await (await fetch(first.links?.report ?? '')).text()).toContain('Wayfinding signs for the new campus')
    expect(messageOne(test, id).text).toContain('version 2')
  })

  it('is refused while a version is being made', async () => {
    await withApp({ noModel: true, delayMs: () => 60_000 }, async (test) => {
      const { id } = await deliver(test, replyOf(await prospectWith(test, 'set-001')))
      const seen = cardOf(test, id)
      await openForm(test, 'U0LEAD', seen, 'Regenerate')
      test.signals.fault('down')
      await openForm(test, 'U0BDR', seen, 'Regenerate')
      await test.workspace.person('U0BDR').submit({ Data: ['fresh'] })
      await test.until(async () => (await runOf(test, await itemOf(test, id)))['status'] === ('delayed' as unknown))
      await test.workspace.person('U0LEAD').submit({})
      await openForm(test, 'U0OPER', cardOf(test, id), 'Regenerate')
      await test.workspace.person('U0OPER').submit({})
      for (const user of ['U0LEAD', 'U0OPER']) {
        const [words] = await news(test, user, 0)
        expect(words).toContain('A version is being made right now.')
      }
      // What was delivered stays so while its next version waits.
      expect(await itemOf(test, id)).toMatchObject({ version: 1, status: 'delivered' })
    })
  })
})

describe('Escalate', () => {
  it('tells the person in the thread and directly, once, and the card remembers', async () => {
    const { id } = await deliver(test, replyOf(await prospectWith(test, 'set-001')))
    await openForm(test, 'U0BDR', cardOf(test, id), 'Escalate')
    const person = test.workspace.person('U0BDR')
    const values = { 'Who should help': 'U0LEAD', Why: 'They ask for a discount & a <call>.' }
    await Promise.all([person.submit(values), person.submit(values)])
    await test.until(async () => (await itemOf(test, id)).escalation)
    await settled(test)
    const [notice, ...more] = noticesOf(test, id, 'escalated')
    expect(more).toEqual([])
    expect(notice?.text).toContain('<@U0LEAD>, <@U0BDR> escalates this reply to you.')
    expect(notice?.text).toContain('They ask for a discount &amp; a &lt;call&gt;.')
    expect(notice).toMatchObject({ thread_ts: messageOne(test, id).ts })
    expect(notice?.subtype).toBeUndefined()
    const direct = test.workspace
      .callsOf('chat.postMessage')
      .filter(({ args }) => JSON.stringify(args['metadata']).includes(`dm:${id}:`))
    expect(direct).toHaveLength(1)
    expect(direct[0]?.args['text']).toContain('<@U0BDR> asks for your help with this reply.')
    expect(direct[0]?.answer?.ok).toBe(true)
    expect((await itemOf(test, id)).escalation).toMatchObject({ to: 'U0LEAD', by: 'U0BDR' })
    expect(await actionsOf(test, id, 'escalate')).toHaveLength(1)
    expect(wordsOf(cardOf(test, id))).toContain('Escalated to U0LEAD by U0BDR')
  })

  it('asks for a reason before anything happens', async () => {
    const { id } = await deliver(test, replyOf(await prospectWith(test, 'set-001')))
    await openForm(test, 'U0LEAD', cardOf(test, id), 'Escalate')
    await test.workspace.person('U0LEAD').submit({ 'Who should help': 'U0OPER', Why: '   ' })
    expect(Object.values(test.workspace.currentView('U0LEAD')?.errors ?? {})).toEqual([expect.stringContaining('why')])
    await test.workspace.person('U0LEAD').close()
    expect((await itemOf(test, id)).escalation).toBeNull()
  })
})

describe('/intel', () => {
  const ask = (user: string, text: string) => test.workspace.person(user).command(CHANNEL, '/intel', text)

  it('shows the signals at once and the report when it is ready, to the asker alone', async () => {
    const { domain } = await prospectWith(test, 'set-012')
    const posts = test.workspace.posts(CHANNEL).length
    const before = toldTo(test, 'U0OPER').length
    await ask('U0OPER', domain)
    const [first, second] = await news(test, 'U0OPER', before, 2)
    expect(first).toContain('12 signals known right now')
    expect(first).toContain('A report is being made')
    expect(second).toContain(`Report on ${domain}, less than an hour old: 12 signals`)
    expect(second).toContain(`${test.url}/r/`)
    expect(test.workspace.posts(CHANNEL)).toHaveLength(posts)
  })

  it('answers a second time from what is there, and shares it to the channel once', async () => {
    const { domain } = await prospectWith(test, 'set-003')
    const before = toldTo(test, 'U0LEAD').length
    await ask('U0LEAD', domain)
    await news(test, 'U0LEAD', before, 2)
    await test.waitForQuiet()
    const runs = await test.database.pool.query('select count(*) from intel.runs')
    await ask('U0LEAD', `domain ${domain}`)
    const [cached] = (await news(test, 'U0LEAD', before, 3)).slice(2)
    expect(cached).toContain(`Report on ${domain}`)
    expect((await test.database.pool.query('select count(*) from intel.runs')).rows).toEqual(runs.rows)

    const answer = test.workspace.ephemerals('U0LEAD').at(-1)
    if (!answer) throw new Error('There is no answer to share')
    const posts = test.workspace.posts(CHANNEL).length
    await test.workspace.person('U0LEAD').clickTwice(answer, 'Share to channel')
    const shared = await test.workspace.waitFor(() => test.workspace.posts(CHANNEL)[posts])
    const [, , , refused] = await news(test, 'U0LEAD', before, 4)
    expect(refused).toContain('This was already shared here.')
    expect(test.workspace.posts(CHANNEL)).toHaveLength(posts + 1)
    expect(shared.text).toContain('<@U0LEAD> shares: ')
    expect(shared.text).toContain(domain)
    expect(shared.text).toContain('Link to mail: ')
    expect(shared.text).not.toContain('Team view')
    expect(buttonsOf(shared)).toEqual([])
  })

  it('says so when it knows nothing of a domain', async () => {
    const { domain } = unknownProspect()
    const before = toldTo(test, 'U0BDR').length
    await ask('U0BDR', domain)
    const [told] = await news(test, 'U0BDR', before)
    expect(told).toContain('no signals are known. There is nothing to report on.')
  })

  it.each([
    ['help', /What you can ask for/],
    ['', /Type a domain after/],
    ['status', /Now: \d+ queued/],
    ['frobnicate', /does not know "frobnicate".*What you can ask for/s],
    ['gmail.com', /free-mail/],
    ['report millpond.com tier 9', /Expected tier 1, 2 or 3/],
  ])('answers "%s" in its own words', async (text, words) => {
    const before = toldTo(test, 'U0OPER').length
    const answer = await ask('U0OPER', text)
    expect(answer.status).toBe(200)
    expect((await news(test, 'U0OPER', before))[0]).toMatch(words)
  })
})

describe('a request that is not what Slack sends', () => {
  const form = (payload: unknown) => new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  const FORM = 'application/x-www-form-urlencoded'
  /** A click of U0BDR as it was sent, changed. */
  const clickLike = async (change: (payload: Record<string, unknown>) => void) => {
    const { id } = await deliver(test, replyOf(await prospectWith(test, 'set-001')))
    await click(test, 'U0BDR', cardOf(test, id), 'Open report')
    const sent = test.workspace.deliveries.findLast(({ kind }) => kind === 'interactive')?.payload
    const payload = structuredClone(sent) as Record<string, unknown>
    const [action] = payload['actions'] as Record<string, unknown>[]
    Object.assign(action ?? {}, { action_id: 'take-it' })
    delete action?.['url']
    change(payload)
    return { id, body: form(payload) }
  }

  it.each([
    ['another secret', { signingSecret: 'another-secret' }],
    ['no signature', { signature: '' }],
    ['half a signature', { signature: 'v0=abc' }],
    ['a stamp of six minutes ago', { at: Math.floor(Date.now() / 1000) - 360 }],
    ['a stamp of six minutes ahead', { at: Math.floor(Date.now() / 1000) + 360 }],
  ])('%s is 401 and does nothing', async (_, wrong) => {
    const { id, body } = await clickLike(() => undefined)
    const answer = await test.workspace.raw({ body, contentType: FORM, ...wrong })
    expect(answer.status).toBe(401)
    expect(answer.json).toMatchObject({ error: { code: 'unauthorized' } })
    expect((await itemOf(test, id)).owner).toBeNull()
    // The same with the right signature acts, so that the refusal above was the signature's.
    expect((await test.workspace.raw({ body, contentType: FORM })).status).toBe(200)
    await test.until(async () => (await itemOf(test, id)).owner)
  })

  it('a request recorded and sent again acts once', async () => {
    const { id } = await deliver(test, replyOf(await prospectWith(test, 'set-001')))
    await click(test, 'U0BDR', cardOf(test, id), 'Take it')
    await test.until(async () => (await itemOf(test, id)).owner)
    const sent = test.workspace.deliveries.findLast(({ kind }) => kind === 'interactive')
    if (!sent) throw new Error('Nothing was sent')
    const before = toldTo(test, 'U0BDR').length
    const again = await test.workspace.replay(sent)
    expect(again.status).toBe(401)
    expect(await actionsOf(test, id, 'take')).toHaveLength(1)
    expect(toldTo(test, 'U0BDR')).toHaveLength(before)
  })

  it.each([
    ['an id that nobody knows', 'd0d0d0d0-0000-4000-8000-000000000000'],
    ['no id', 'x y <z>'],
  ])('a click on %s is told that it is gone', async (_, value) => {
    const { body } = await clickLike((payload) => {
      Object.assign((payload['actions'] as object[])[0] ?? {}, { value })
    })
    const before = toldTo(test, 'U0BDR').length
    expect((await test.workspace.raw({ body, contentType: FORM })).status).toBe(200)
    expect((await news(test, 'U0BDR', before))[0]).toContain('This reply is no longer known here.')
  })

  it('a button of another version of the app is told to be so', async () => {
    const { body } = await clickLike((payload) => {
      Object.assign((payload['actions'] as object[])[0] ?? {}, { action_id: 'launch-rocket' })
    })
    const before = toldTo(test, 'U0BDR').length
    await test.workspace.raw({ body, contentType: FORM })
    expect((await news(test, 'U0BDR', before))[0]).toContain('another version of this app')
  })
})

it('hostile text in reply, company and signals never mentions anybody and never becomes a link', async () => {
  const nasty = '<!channel> <@U0LEAD> <https://evil.example|Click> <!here|x> @everyone `*_~ <mailto:x@evil.example>'
  const prospect = await prospectWith(test, 'set-004', (rows) =>
    rows.map((row) => ({
      ...row,
      title: `${String(row['title'])} ${nasty}`,
      summary: `${String(row['summary'])} ${nasty}`,
      buyer_name: `${String(row['buyer_name'])} ${nasty}`,
      vendor: nasty,
      source_title: nasty,
      source_url: 'javascript:alert(1)//<@U0LEAD>',
    })),
  )
  const { id } = await deliver(
    test,
    replyOf(prospect, {
      prospect_name: `Eve ${nasty}`,
      prospect_title: nasty,
      company_name: nasty,
      product: nasty,
      campaign_name: nasty,
      reply_text: `Yes please, send it. ${nasty} Call me on Thursday at 3pm?`,
    }),
  )
  await openForm(test, 'U0BDR', cardOf(test, id), 'Regenerate')
  await test.workspace.person('U0BDR').submit({ Angle: nasty.slice(0, 190) })
  await test.until(async () => (await itemOf(test, id)).version === 2)
  await openForm(test, 'U0BDR', cardOf(test, id), 'Escalate')
  await test.workspace.person('U0BDR').submit({ 'Who should help': 'U0OPER', Why: nasty })
  await test.until(async () => (await itemOf(test, id)).escalation)
  await settled(test)
  const sent = test.workspace.calls.filter(({ args }) => JSON.stringify(args).includes(id))
  expect(sent.length).toBeGreaterThan(6)
  for (const { method, args } of sent) {
    const found = hostileParts(args, {
      people: ['U0BDR', 'U0OPER'],
      hosts: [new URL(test.url).host],
      own: test.workspace.url,
    })
    expect(found, method).toEqual([])
  }
})
