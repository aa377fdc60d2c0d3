import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeskItem } from '../../src/pipeline/report/types.ts'
import { API_TOKEN, startTestApp, type TestApp } from '../support/app.ts'
import {
  asFirstPosted,
  buttonsOf,
  CHANNEL,
  cardOf,
  click,
  deliver,
  messageOne,
  noticesOf,
  outputsOf,
  postsOf,
  prospectWith,
  replyOf,
  reportOf,
  settled,
  threadOf,
  wordsOf,
} from './support/desk.ts'
import { keepsTheRules } from './support/lifecycle.ts'

/** From a positive reply by HTTP to the two messages, the page, the API and the callback. */

let test: TestApp
let plain: TestApp

beforeAll(async () => {
  test = await startTestApp()
  plain = await startTestApp({ noModel: true })
})
afterAll(() => Promise.all([test?.stop(), plain?.stop()]))
keepsTheRules(
  () => test,
  () => plain,
)

const countOf = async ({ database }: TestApp, sql: string, values: unknown[]) =>
  Number((await database.pool.query(`select count(*) as n from ${sql}`, values)).rows[0]?.n)

describe.each([
  ['with a model', () => test, 'claude'],
  ['without a model', () => plain, 'rules'],
] as const)('a positive reply, %s', (_, app, ranking) => {
  it('becomes message 1, the card, a page in two views, an API document and a callback', async () => {
    const test = app()
    const prospect = await prospectWith(test, 'set-012')
    const item = await deliver(test, replyOf(prospect))
    const { id } = item

    const first = asFirstPosted(test, `dispatch:${id}`)
    for (const words of [first.text, wordsOf(first)]) {
      expect(words).toContain(prospect.name)
      expect(words).toContain(prospect.company)
      expect(words).toContain(prospect.email)
      expect(words).toContain('U0BDR')
      expect(words).toContain('Can you send me the report this week?')
      expect(words).toContain('Intel is coming')
    }

    const card = cardOf(test, id)
    expect(card).toMatchObject({ thread_ts: messageOne(test, id).ts, subtype: 'thread_broadcast' })
    const { report, internal } = item.links ?? { report: '', internal: '' }
    for (const words of [card.text, wordsOf(card)]) {
      for (const part of [prospect.name, prospect.company, prospect.email, 'U0BDR']) expect(words).toContain(part)
      expect(words).toContain('12 signals')
      expect(words).toContain(report)
      expect(words).toContain(internal)
    }
    expect(buttonsOf(card)).toEqual(['Take it', 'Open report', 'Regenerate', 'Escalate', 'Dismiss'])

    const api = await reportOf(test, id)
    expect(api).toMatchObject({
      id,
      status: 'delivered',
      version: 1,
      ranking,
      signal_count: 12,
      report_url: report,
      internal_url: internal,
      error: null,
    })
    expect(api['content']?.['signals']).toHaveLength(api['top_signals_used'] as unknown as number)

    for (const url of [report, internal]) {
      const page = await fetch(url)
      expect(page.status).toBe(200)
      const html = await page.text()
      for (const signal of item.document?.signals ?? []) expect(html).toContain(signal.buyerName?.split("'")[0])
    }
    expect(report).not.toBe(internal)

    expect(test.clay.taken().filter((payload) => payload['id'] === id)).toMatchObject([
      { status: 'delivered', version: 1, report_url: report, prospect_email: prospect.email },
    ])
  })

  it('has one broadcast, and message 1 ends as one line of state', async () => {
    const test = app()
    const item = await deliver(test, replyOf(await prospectWith(test, 'set-004')))
    expect(threadOf(test, item.id).filter((message) => message.subtype === 'thread_broadcast')).toHaveLength(1)
    const one = messageOne(test, item.id)
    expect(one.blocks).toHaveLength(1)
    expect(buttonsOf(one)).toEqual([])
    expect(one.text).toContain('Intel is below in the thread, version 1.')
    expect(wordsOf(one)).toContain('has not taken it yet')
    await click(test, 'U0BDR', cardOf(test, item.id), 'Take it')
    await test.workspace.waitFor(() => wordsOf(messageOne(test, item.id)).includes('after the reply.'))
    expect(messageOne(test, item.id).text).toContain('Taken by <@U0BDR>')
  })
})

it('says on the card that rules ranked, and why', async () => {
  const item = await deliver(plain, replyOf(await prospectWith(plain, 'set-004')))
  expect(item.document).toMatchObject({ ranking: 'rules', whyTheyCare: null, droppedClaims: 0 })
  expect(wordsOf(cardOf(plain, item.id))).toMatch(/Ranked by rules.*No model is configured/)
  expect(plain.claude.calls).toEqual([])
})

describe('a reply that is not positive', () => {
  it.each([
    ['out of office', 'I am out of the office until Monday and will answer when I am back.', 'Out of office'],
    ['unsubscribe', 'Please remove me from your mailing list.', 'Asked to unsubscribe'],
    ['not interested', 'Not interested, thank you.', 'Not interested'],
  ])('is one quiet line: %s', async (_, text, words) => {
    const prospect = await prospectWith(plain, 'set-003')
    const id = await plain.reply(replyOf(prospect, { reply_text: text }))
    await plain.waitForStatus(id, 'held')
    await plain.waitForQuiet()
    const line = messageOne(plain, id)
    expect(threadOf(plain, id)).toEqual([line])
    expect(line.text).toContain(words)
    expect(wordsOf(line)).toContain(words)
    for (const said of [line.text, wordsOf(line)]) {
      expect(said).toContain(prospect.name)
      expect(said).toContain(prospect.email)
      expect(said).not.toContain('U0BDR')
    }
    expect(buttonsOf(line)).toEqual(['Run anyway'])
    expect(await countOf(plain, 'intel.runs where subject_id = $1', [id])).toBe(0)
    expect(plain.clay.posts.filter(({ payload }) => payload['id'] === id)).toEqual([])
  })

  it('is run when a person says so, and the line then shows what happened', async () => {
    const prospect = await prospectWith(test, 'set-004')
    const text = 'I am out of the office until Monday and will answer when I am back.'
    const id = await test.reply(replyOf(prospect, { reply_text: text }))
    await test.waitForStatus(id, 'held')
    const line = await test.workspace.waitFor(() => postsOf(test, `dispatch:${id}`)[0])
    // The model says the same: a person who insists is not stopped by it.
    test.claude.respond(({ prompt }) =>
      prompt === 'read-reply' ? { answer: { kind: 'out_of_office', key: [1], notes: [], referral: null } } : 'good',
    )
    await click(test, 'U0OPER', line, 'Run anyway')
    await test.waitForStatus(id, 'delivered')
    await settled(test)
    expect(cardOf(test, id).thread_ts).toBe(line.ts)
    expect(messageOne(test, id).text).toContain('Intel is below in the thread, version 1.')
    expect(buttonsOf(messageOne(test, id))).toEqual([])
  })

  it('stops the run when only the model sees it; message 1 and the thread say so; Run anyway works', async () => {
    const prospect = await prospectWith(test, 'set-004')
    test.claude.respond(({ prompt }) =>
      prompt === 'read-reply'
        ? { answer: { kind: 'not_interested', key: [1], notes: [], referral: null } }
        : { slowMs: 400 },
    )
    const text = 'Interesting, send it to somebody who has never seen a signal before.'
    const id = await test.reply(replyOf(prospect, { reply_text: text }))
    const held = await test.waitForStatus(id, 'held')
    expect(held.statusNote).toContain('A closer reading found a refusal')
    await test.waitForQuiet()
    const [notice, ...more] = noticesOf(test, id, 'stopped')
    expect(more).toEqual([])
    expect(notice?.thread_ts).toBe(messageOne(test, id).ts)
    expect(notice?.subtype).toBeUndefined()
    expect(notice?.text).toContain('Run stopped.')
    expect(buttonsOf(notice)).toEqual(['Run anyway'])
    await test.workspace.waitFor(() => messageOne(test, id).text.includes('The run is stopped.'))
    expect(buttonsOf(messageOne(test, id))).toEqual(['Run anyway'])
    expect(postsOf(test, `card:${id}`)).toEqual([])

    await click(test, 'U0BDR', messageOne(test, id), 'Run anyway')
    await test.waitForStatus(id, 'delivered')
    await settled(test)
    expect(cardOf(test, id).text).toContain(prospect.name)
    expect(noticesOf(test, id, 'stopped')).toHaveLength(1)
  })
})

describe('the reading of a reply', () => {
  it('names the person a referral points to, and runs', async () => {
    const text = 'I have moved on. Please talk to Priya Nair, our Director of Sales, at priya.nair@millpond-sales.com.'
    const item = await deliver(plain, replyOf(await prospectWith(plain, 'set-003'), { reply_text: text }))
    const first = asFirstPosted(plain, `dispatch:${item.id}`)
    for (const words of [first.text, wordsOf(first)]) {
      expect(words).toContain('Refers you to: ')
      expect(words).toContain('Priya Nair')
      expect(words).toContain('priya.nair@millpond-sales.com')
    }
  })

  it('by the model edits message 1 while the report is being made', async () => {
    const text = 'Thanks for this. We sell in Ohio only. My colleague wants a demo on Thursday at 3pm.'
    test.claude.respond(({ prompt }) =>
      prompt === 'read-reply'
        ? {
            answer: {
              kind: 'positive',
              key: [3],
              notes: [{ kind: 'territory', quote: 'We sell in Ohio only' }],
              referral: null,
            },
          }
        : { slowMs: 1_500 },
    )
    const id = await test.reply(replyOf(await prospectWith(test, 'set-003'), { reply_text: text }))
    const said = (message: { blocks?: unknown[] }) => JSON.stringify(message.blocks ?? [])
    const quoteOf = (words: string) => /"rich_text_quote".{0,200}/.exec(words)?.[0] ?? ''
    await test.workspace.waitFor(
      () =>
        /My colleague wants a demo/.test(quoteOf(said(messageOne(test, id)))) &&
        !said(messageOne(test, id)).includes('is below'),
      { what: 'message 1 with the key sentence the model chose' },
    )
    expect(wordsOf(messageOne(test, id))).toContain('We sell in Ohio only')
    await test.waitForStatus(id, 'delivered')
    expect((await reportOf(test, id))['content']?.['notes']).toContainEqual({
      kind: 'territory',
      text: 'We sell in Ohio only',
    })
    await settled(test)
  })
})

describe('the same prospect again', () => {
  it('with the same message changes nothing', async () => {
    const body = replyOf(await prospectWith(plain, 'set-003'))
    const { id } = await deliver(plain, body)
    const before = threadOf(plain, id)
    const answer = await plain.api('intake-token')('POST', '/v1/replies', body)
    expect([answer.status, answer.json]).toEqual([
      200,
      { id, status: 'delivered', status_url: `${plain.url}/v1/reports/${id}`, duplicate: true },
    ])
    await plain.waitForQuiet()
    expect(threadOf(plain, id)).toEqual(before)
    expect(await countOf(plain, 'intel.runs where subject_id = $1', [id])).toBe(1)
  })

  it('with another message is a report of its own', async () => {
    const prospect = await prospectWith(plain, 'set-003')
    const first = await deliver(plain, replyOf(prospect))
    const second = await deliver(plain, replyOf(prospect, { reply_text: 'And what does it cost?' }))
    expect(second.id).not.toBe(first.id)
    expect(second.links).not.toEqual(first.links)
    expect(cardOf(plain, second.id).thread_ts).toBe(messageOne(plain, second.id).ts)
    expect(messageOne(plain, second.id).ts).not.toBe(messageOne(plain, first.id).ts)
  })
})

describe('a report asked for by API', () => {
  const ask = async (body: Record<string, unknown>): Promise<DeskItem> => {
    const answer = await plain.api(API_TOKEN)('POST', '/v1/reports', body)
    expect(answer.status).toBe(202)
    const item = await plain.waitForStatus(answer.json['id'] as unknown as string, 'delivered')
    await plain.waitForQuiet()
    return item
  }

  it('posts nothing by default', async () => {
    const { domain } = await prospectWith(plain, 'set-004')
    const posts = plain.workspace.posts(CHANNEL).length
    const item = await ask({ domain, post: false })
    expect(plain.workspace.posts(CHANNEL)).toHaveLength(posts)
    expect(item.processingSeconds).toBeGreaterThan(0)
    expect(await reportOf(plain, item.id)).toMatchObject({ signal_count: 4, version: 1, domain })
  })

  it('posts message 1 and the card when it is asked to', async () => {
    const { domain } = await prospectWith(plain, 'set-004')
    const item = await ask({ domain, post: true })
    expect(messageOne(plain, item.id).thread_ts).toBeUndefined()
    expect(cardOf(plain, item.id)).toMatchObject({
      thread_ts: messageOne(plain, item.id).ts,
      subtype: 'thread_broadcast',
    })
    expect(cardOf(plain, item.id).text).toContain(domain)
  })

  it('carries product and tier into the report', async () => {
    const { domain } = await prospectWith(plain, 'set-012')
    const item = await ask({ domain, product: 'school bus tracking', tier: 3 })
    expect(item.document).toMatchObject({ product: 'school bus tracking', tier: 1 })
    expect(item.document?.tierReason).toContain('tier 3 was asked for')
  })
})

it('carries text and picture on the card itself when the links lead to this machine only', async () => {
  const first = await startTestApp({ noModel: true })
  let second: TestApp | null = null
  try {
    // The same stand-in under an address that does not look local, as Slack's own does not.
    const elsewhere = 'http://slack.stand-in.example/api/'
    const home = first.workspace.apiUrl
    const through: typeof fetch = (input, init) =>
      fetch(typeof input === 'string' ? input.replace(elsewhere, home) : input, init)
    await first.app.stop()
    const env = { SLACK_API_URL: elsewhere }
    second = await startTestApp({ beside: first, noModel: true, fetch: through, env })
    const item = await deliver(second, replyOf(await prospectWith(second, 'set-012')))
    const card = cardOf(second, item.id)
    const words = wordsOf(card)
    for (const signal of item.document?.signals ?? []) expect(words).toContain(signal.bullet.slice(0, 60))
    expect(words).toContain('The links open only on the machine that runs this service')
    expect(card.text).not.toContain('Mail the link')
    const image = card.blocks?.find((block) => block.type === 'image')
    expect(image).toMatchObject({ slack_file: { id: second.workspace.files()[0]?.id } })
    expect(second.workspace.files()[0]?.bytes?.subarray(1, 4).toString()).toBe('PNG')
    expect(second.workspace.problems).toEqual([])
  } finally {
    await second?.stop()
    await first.stop()
  }
})

it('keeps what a person is not to see out of what is mailed', async () => {
  const item = await deliver(
    plain,
    replyOf(await prospectWith(plain, 'set-012'), { reply_text: 'Yes. My secret code word is Zanzibarium.' }),
  )
  const outputs = await outputsOf(plain, item)
  expect(outputs['report_url']).not.toContain('Zanzibarium')
  expect(outputs['report_url']).not.toContain(item.links?.internal.split('/r/')[1])
})
