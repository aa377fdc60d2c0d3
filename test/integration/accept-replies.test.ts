import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { replyKeys } from '../../src/pipeline/report/content-key.ts'
import type { NewReply } from '../../src/pipeline/report/desk-store.ts'
import { messageKey, parseReply } from '../../src/pipeline/report/intake.ts'
import type { ReportId } from '../../src/pipeline/report/types.ts'
import { acceptAll } from '../../src/store/accept-replies.ts'
import { type Db, openDb } from '../../src/store/db.ts'
import { createDeskStore } from '../../src/store/desk-store.ts'
import { quoteWords } from '../../src/store/desk-words.ts'
import { createQueue, type Queue } from '../../src/store/queue.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

/** Which replies are one, over doors and processes, and what a copy adds. */

const log = createLogger('silent')
let database: TestDatabase
/** Two processes on one database. */
let worlds: { db: Db; queue: Queue }[]

beforeAll(async () => {
  database = await createTestDatabase()
  const open = async () => {
    const queue = createQueue(database.url, { log })
    await queue.start()
    return { db: openDb(database.url, { log }), queue }
  }
  worlds = [await open(), await open()]
})
afterAll(async () => {
  await Promise.all(worlds.map(({ queue }) => queue.stop(1_000)))
  await Promise.all(worlds.map(({ db }) => db.close()))
  await database.drop()
})

const world = () => worlds[0] ?? Promise.reject(new Error('no world'))

function reply(broughtBy: string, fields: Record<string, unknown>, receivedAt = new Date()): NewReply {
  const parsed = parseReply({ reply_text: 'Yes, send it over please', ...fields })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const { input, extra } = parsed
  return {
    id: randomUUID() as string as ReportId,
    messageKey: messageKey(input),
    keys: replyKeys(input, extra),
    origin: 'reply',
    input,
    extra,
    broughtBy,
    postsToSlack: false,
    receivedAt,
    run: null,
  }
}

let people = 0
const somebody = () => `dana${++people}@fernmill-${people}.com`
const accept = async (...replies: NewReply[]) => acceptAll(await world(), replies)
const inputOf = async (id: string) =>
  (await database.pool.query('select input, brought_by from intel.replies where id = $1', [id])).rows[0]

describe('a copy whose words differ from those of the message it belongs to', () => {
  const text = 'On Tuesday Dana wrote that yes, she wants it'

  it('is known again by its words under another id, by address', async () => {
    const [email, message_id] = [somebody(), `heyreach:7:${people}`]
    const domain = email.split('@')[1]
    const [first] = await accept(reply('heyreach', { domain, message_id, prospect_name: 'Dana Q' }))
    await accept(reply('intake', { domain, message_id, prospect_email: email, reply_text: text }))
    const again = reply('intake', { domain, message_id: `row-${people}`, prospect_email: email, reply_text: text })
    expect(await accept(again)).toEqual([{ id: first?.id, isDuplicate: true }])
  })

  it('is known again by its words under another id, by name', async () => {
    const [prospect_email, message_id] = [somebody(), `<m${people}@fernmill.com>`]
    const base = { domain: prospect_email.split('@')[1], prospect_email }
    const [first] = await accept(reply('smartlead', { ...base, message_id }))
    const named = { ...base, prospect_name: 'Dana R', reply_text: text }
    await accept(reply('intake', { ...named, message_id }))
    const again = reply('intake', { ...named, message_id: `row-${people}` })
    expect(await accept(again)).toEqual([{ id: first?.id, isDuplicate: true }])
  })
})

describe('the same words of the same person', () => {
  const cases: [string, { by: string; id?: string }, { by: string; id?: string }, boolean][] = [
    ['Clay without an id, then Smartlead', { by: 'intake' }, { by: 'smartlead', id: '<a@b.com>' }, true],
    ['Smartlead, then Clay with a row id', { by: 'smartlead', id: '<a@b.com>' }, { by: 'intake', id: 'row-1' }, true],
    ['HeyReach, then Clay', { by: 'heyreach', id: 'heyreach:1:2' }, { by: 'intake', id: 'row-1' }, true],
    ['Smartlead with and without an id', { by: 'smartlead', id: '<a@b.com>' }, { by: 'smartlead' }, true],
    ['two ids of Smartlead', { by: 'smartlead', id: '<a@b.com>' }, { by: 'smartlead', id: '<c@b.com>' }, false],
    ['two mail ids over two doors', { by: 'smartlead', id: '<a@b.com>' }, { by: 'intake', id: '<c@b.com>' }, false],
    ['Clay twice with two ids', { by: 'intake', id: 'row-1' }, { by: 'intake', id: 'row-2' }, false],
    ['Clay twice, once without an id', { by: 'intake', id: 'row-1' }, { by: 'intake' }, false],
  ]
  const made = (email: string, { by, id }: { by: string; id?: string }) =>
    // A person of each case has mails of their own.
    reply(by, { prospect_email: email, message_id: id && `${id.slice(0, 2)}${email.split('@')[0]}-${id.slice(2)}` })

  it.each(cases)('%s', async (_, first, second, isOne) => {
    const [email, other] = [somebody(), somebody()]
    const [one] = await accept(made(email, first))
    const [two] = await accept(made(email, second))
    expect(two?.isDuplicate).toBe(isOne)
    expect(two?.id === one?.id).toBe(isOne)
    // In one batch too, and in the other order.
    const together = await accept(made(other, second), made(other, first))
    expect(together.map(({ isDuplicate }) => isDuplicate)).toEqual([false, isOne])
  })

  it('are two replies when a week lies between them', async () => {
    const email = somebody()
    const eightDaysAgo = new Date(Date.now() - 8 * 24 * 3_600_000)
    await accept(reply('intake', { prospect_email: email, message_id: 'row-old' }, eightDaysAgo))
    const [later] = await accept(reply('smartlead', { prospect_email: email, message_id: '<later@b.com>' }))
    expect(later?.isDuplicate).toBe(false)
  })

  it.each([
    ['smartlead', 'intake'],
    ['intake', 'smartlead'],
  ])('wait for each other in two processes: %s is being stored when %s comes', async (first, second) => {
    const email = somebody()
    const made = (by: string) => reply(by, { prospect_email: email, message_id: `of-${by}-${people}` })
    const [one, two] = worlds
    if (!one || !two) throw new Error('no worlds')
    const [reached, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    // The first transaction stands still right before its end.
    const insert: Queue['insert'] = async (...given) => {
      reached.resolve()
      await opened.promise
      return one.queue.insert(...given)
    }
    const storing = acceptAll({ db: one.db, queue: { ...one.queue, insert } }, [made(first)])
    await reached.promise
    let isDone = false
    const coming = acceptAll(two, [made(second)]).finally(() => {
      isDone = true
    })
    const waits = `select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`
    await expect.poll(async () => isDone || (await database.pool.query(waits)).rows[0].n > 0).toBe(true)
    opened.resolve()
    const [[stored], [copy]] = [await storing, await coming]
    expect(copy).toEqual({ id: stored?.id, isDuplicate: true })
  })

  it('are one reply when both arrive at the same moment in two processes, and no transaction fails', async () => {
    const emails = Array.from({ length: 40 }, somebody)
    const batches = emails.map((email, n) => {
      const copies = [
        reply('intake', { prospect_email: email, message_id: `row-${email}` }),
        reply('smartlead', { prospect_email: email, message_id: `<m-${email}>` }),
      ]
      return n % 2 ? copies : copies.reverse()
    })
    const [one, two] = worlds
    if (!one || !two) throw new Error('no worlds')
    await Promise.all([
      acceptAll(
        one,
        batches.flatMap(([first]) => first ?? []),
      ),
      acceptAll(two, batches.flatMap(([, second]) => second ?? []).reverse()),
    ])
    const { rows } = await database.pool.query(
      'select prospect_email, count(*)::int as n from intel.replies where prospect_email = any($1) group by 1',
      [emails],
    )
    expect(rows.map(({ n }) => n)).toEqual(emails.map(() => 1))
  })
})

describe('without words or address in common', () => {
  const wordless = { reply_text: '' }
  const hours = (n: number) => new Date(Date.now() - n * 3_600_000)
  const clayRow = (email: string) => ({ ...wordless, prospect_email: email, campaign_id: 41, sequence_step: 2 })
  const event = (email: string, fields: object = {}) => ({
    prospect_email: email,
    campaign_id: '41',
    message_id: `<m-${email}>`,
    ...fields,
  })
  /** Both orders, one after the other and in one batch. */
  async function areOne(first: () => NewReply, second: () => NewReply) {
    const [one] = await accept(first())
    const [two] = await accept(second())
    return one?.id === two?.id && two?.isDuplicate === true
  }

  it.each<[string, object, object, boolean]>([
    ['Clay without words', wordless, {}, true],
    ['the tool without words', {}, wordless, true],
    ['both without words', wordless, wordless, true],
    ['an emoji for words', { reply_text: '👍' }, {}, true],
    ['no campaign at Clay', { ...wordless, campaign_id: '' }, {}, true],
    ['another campaign', { ...wordless, campaign_id: 42 }, {}, false],
    ['other words', { reply_text: 'Another question, please' }, {}, false],
    ['two mail ids', { ...wordless, message_id: 'another' }, {}, false],
    [
      'the moments they say hours apart',
      { ...wordless, replied_at: hours(5).toISOString() },
      { replied_at: hours(1).toISOString() },
      false,
    ],
  ])('the same person within two hours: %s', async (_, clay, tool, isOne) => {
    const [a, b, c] = [somebody(), somebody(), somebody()]
    const idOf = (email: string) => ('message_id' in clay ? { message_id: `<other-${email}>` } : {})
    const byClay = (email: string) => () => reply('intake', { ...clayRow(email), ...clay, ...idOf(email) })
    const byTool = (email: string) => () => reply('smartlead', event(email, tool))
    expect(await areOne(byClay(a), byTool(a))).toBe(isOne)
    expect(await areOne(byTool(b), byClay(b))).toBe(isOne)
    const together = await accept(byTool(c)(), byClay(c)())
    expect(together.map(({ isDuplicate }) => isDuplicate)).toEqual([false, isOne])
  })

  it('are two replies when more than two hours lie between them, and a listed one counts from when it was written', async () => {
    const [late, listed, old] = [somebody(), somebody(), somebody()]
    const byClay = (email: string, at: Date) => () => reply('intake', clayRow(email), at)
    const reconciled = { provider: 'smartlead' }
    expect(await areOne(byClay(late, hours(3)), () => reply('smartlead', event(late)))).toBe(false)
    const of3 = (email: string) => ({ reconciled, replied_at: hours(3).toISOString(), ...event(email) })
    expect(await areOne(byClay(listed, hours(3)), () => reply('smartlead', of3(listed)))).toBe(true)
    expect(await areOne(byClay(old, new Date()), () => reply('smartlead', of3(old)))).toBe(false)
  })

  it('follow the contract alone when Clay brings both', async () => {
    const email = somebody()
    const other = () => reply('intake', { ...clayRow(email), reply_text: 'Yes' })
    expect(await areOne(() => reply('intake', clayRow(email)), other)).toBe(false)
    expect(await areOne(() => reply('cli', { ...clayRow(email), message_id: 'a' }), other)).toBe(false)
  })

  it('takes one reply of the tool for Clay’s and no second one', async () => {
    const email = somebody()
    const of = (n: number) =>
      reply('smartlead', event(email, { message_id: `<${n}-${email}>`, reply_text: `Words ${n}` }))
    const [clay] = await accept(reply('intake', clayRow(email)))
    const [first] = await accept(of(1))
    expect(first).toEqual({ id: clay?.id, isDuplicate: true, hasNewWords: true })
    expect(await accept(of(2))).toEqual([{ id: expect.not.stringMatching(clay?.id ?? ''), isDuplicate: false }])
    expect((await inputOf(clay?.id ?? '')).input).toMatchObject({ replyText: 'Words 1' })
    // The first one again, as its list tells it: the same words now.
    expect((await accept(of(1)))[0]?.id).toBe(clay?.id)
  })

  it('a copy is known again after the two hours', async () => {
    const email = somebody()
    const [tool] = await accept(reply('smartlead', event(email), hours(30)))
    await accept(reply('intake', clayRow(email), hours(30)))
    expect(await accept(reply('intake', clayRow(email)))).toEqual([{ id: tool?.id, isDuplicate: true }])
  })

  it.each<[string, object, object, boolean]>([
    ['a profile, spelt in two ways', { linkedin_url: 'linkedin.com/in/Dana-?x=1' }, {}, true],
    ['a profile under another name', { 'Prospect LinkedIn': 'https://uk.linkedin.com/in/dana-' }, {}, true],
    ['a profile, and Clay has no words', { profile_url: 'http://linkedin.com/in/dana-', reply_text: '' }, {}, true],
    ['a profile, and other words', { profile_url: 'http://linkedin.com/in/dana-', reply_text: 'Stop' }, {}, false],
    ['another profile of the same name', { linkedin_url: 'linkedin.com/in/dana-two' }, {}, false],
    ['our own profile only', { sender_linkedin_url: 'linkedin.com/in/dana-', prospect_name: 'Sam Ito' }, {}, false],
    ['company, name and words', {}, {}, true],
    ['company and name, and Clay has no words', { reply_text: '' }, {}, false],
    ['another company', { domain: 'elsewhere-mill.com' }, {}, false],
    ['another name', { prospect_name: 'Ann Whitfield' }, {}, false],
  ])('HeyReach without an address is known by %s', async (_, clay, tool, isOne) => {
    const made = (by: string, fields: object) => () => {
      const n = `${people}`
      const own = Object.entries(fields).map(([k, v]) => [
        k,
        typeof v === 'string' ? v.replace(/([Dd]ana-)/, `$1${n}`) : v,
      ])
      return reply(by, { domain: `fernmill-${n}.com`, prospect_name: 'Dana Whitfield', ...Object.fromEntries(own) })
    }
    const byClay = () =>
      made('intake', { prospect_email: `dana@fernmill-${people}.com`, message_id: `row-${people}`, ...clay })()
    const byTool = () =>
      made('heyreach', {
        linkedin_url: 'https://www.linkedin.com/in/dana-/',
        prospect_name: 'DANA  Whitfield',
        message_id: `heyreach:${people}`,
        ...tool,
      })()
    somebody()
    expect(await areOne(byClay, byTool)).toBe(isOne)
    somebody()
    expect(await areOne(byTool, byClay)).toBe(isOne)
    somebody()
    expect((await accept(byClay(), byTool())).map(({ isDuplicate }) => isDuplicate)).toEqual([false, isOne])
  })

  it('gives the address to a reply that had none', async () => {
    const email = somebody()
    const common = { domain: email.split('@')[1], prospect_name: 'Dana Whitfield' }
    const [first] = await accept(reply('heyreach', { ...common, message_id: `heyreach:${email}` }))
    await accept(reply('intake', { ...common, prospect_email: email, message_id: `row-${email}` }))
    expect((await inputOf(first?.id ?? '')).input).toMatchObject({ prospectEmail: email })
  })

  it('are one reply when both arrive at the same moment in two processes', async () => {
    const emails = Array.from({ length: 40 }, somebody)
    const [one, two] = worlds
    if (!one || !two) throw new Error('no worlds')
    const sides = emails.map((email, n) => {
      const both = [reply('intake', clayRow(email)), reply('smartlead', event(email))]
      return n % 2 ? both : both.reverse()
    })
    await Promise.all([
      acceptAll(
        one,
        sides.flatMap(([first]) => first ?? []),
      ),
      acceptAll(two, sides.flatMap(([, second]) => second ?? []).reverse()),
    ])
    const { rows } = await database.pool.query(
      `select prospect_email, count(*)::int as n, max(input ->> 'replyText') as words from intel.replies
       where prospect_email = any($1) group by 1`,
      [emails],
    )
    expect(rows.map(({ n, words }) => [n, words])).toEqual(emails.map(() => [1, 'Yes, send it over please']))
  })
})

describe('a copy from another door', () => {
  it('is known when it is repeated, though its own id is nowhere stored', async () => {
    const email = somebody()
    const copy = () => reply('intake', { prospect_email: email, message_id: `row-${email}` })
    const [first] = await accept(reply('smartlead', { prospect_email: email, message_id: `<m-${email}>` }))
    for (let n = 0; n < 3; n += 1) expect(await accept(copy())).toEqual([{ id: first?.id, isDuplicate: true }])
  })

  it('fills in what the first one lacks, never what it has', async () => {
    const email = somebody()
    const [first] = await accept(reply('smartlead', { prospect_email: email, campaign_name: 'Spring' }))
    const more = { prospect_name: 'Dana Whitfield', product: 'bus routing', campaign_name: 'Autumn', requested_tier: 3 }
    await accept(reply('intake', { prospect_email: email, message_id: 'row', ...more }))
    expect(await inputOf(first?.id ?? '')).toMatchObject({
      brought_by: 'smartlead',
      input: { prospectName: 'Dana Whitfield', product: 'bus routing', campaignName: 'Spring', requestedTier: 3 },
    })
  })

  it('changes a run that waits, and leaves one that has begun alone', async () => {
    const [waits, begun] = [somebody(), somebody()]
    for (const [email, status, attempt] of [
      [waits, 'queued', 0],
      [begun, 'running', 1],
    ] as const) {
      const [first] = await accept(reply('smartlead', { prospect_email: email }))
      await database.pool.query(
        `insert into intel.runs (id, pipeline, subject_id, domain, status, attempt, input, now_at)
         select 'run-' || id, 'report', id, domain, $2, $3, jsonb_build_object('reply', input), now()
         from intel.replies where id = $1`,
        [first?.id, status, attempt],
      )
      await accept(reply('intake', { prospect_email: email, message_id: `row-${email}`, product: 'bus routing' }))
    }
    const sql = `select r.prospect_email, r.input ->> 'product' as stored, u.input -> 'reply' ->> 'product' as running
      from intel.replies r join intel.runs u on u.subject_id = r.id where r.prospect_email = any($1)`
    const { rows } = await database.pool.query(sql, [[waits, begun]])
    expect(rows).toEqual(
      expect.arrayContaining([
        { prospect_email: waits, stored: 'bus routing', running: 'bus routing' },
        { prospect_email: begun, stored: null, running: null },
      ]),
    )
  })
})

describe('two different messages', () => {
  const tool = (email: string) =>
    reply('smartlead', { prospect_email: email, reply_text: '', message_id: `<${email}>` })
  const clay = (email: string, n: number, text: string) =>
    reply('intake', { prospect_email: email, reply_text: text, message_id: `row-${n}-${email}` })
  const textsOf = async (email: string) =>
    (
      await database.pool.query(
        `select input ->> 'replyText' as text from intel.replies where prospect_email = $1 order by 1`,
        [email],
      )
    ).rows.map(({ text }) => text)

  it.each(['before them', 'with them'])('of Clay stay two when a wordless one of Smartlead came %s', async (when) => {
    const email = somebody()
    const [yes, no] = [clay(email, 2, 'Yes please'), clay(email, 3, 'Please remove me')]
    if (when === 'before them') await accept(tool(email))
    const answers = await accept(...(when === 'with them' ? [tool(email)] : []), yes, no)
    expect(await textsOf(email)).toEqual(['Please remove me', 'Yes please'])
    expect(answers.slice(-2)).toEqual([
      expect.objectContaining({ isDuplicate: true, hasNewWords: true }),
      { id: no.id, isDuplicate: false },
    ])
    // Neither is swallowed when it is repeated.
    expect((await accept(no, yes)).map(({ id }) => id)).toEqual([no.id, answers.at(-2)?.id])
  })

  it('stay two when one process gives words while another one looks', async () => {
    const email = somebody()
    await accept(tool(email))
    const [one, two] = worlds
    if (!one || !two) throw new Error('no worlds')
    const tx = await database.pool.connect()
    await tx.query('begin')
    await tx.query('select from intel.replies where prospect_email = $1 for update', [email])
    const both = Promise.all([
      acceptAll(one, [clay(email, 2, 'Yes please')]),
      acceptAll(two, [clay(email, 3, 'Please remove me')]),
    ])
    const waits = `select count(*)::int as n from pg_stat_activity where datname = current_database()
      and wait_event_type = 'Lock'`
    await expect.poll(async () => (await database.pool.query(waits)).rows[0].n).toBe(2)
    await tx.query('commit')
    tx.release()
    await both
    expect(await textsOf(email)).toEqual(['Please remove me', 'Yes please'])
  })

  it('keep the words where the first copy was an emoji', async () => {
    const email = somebody()
    await accept(tool(email))
    await accept(clay(email, 1, '👍'), clay(email, 2, 'Please remove me'), clay(email, 3, 'Yes please'))
    expect(await textsOf(email)).toEqual(['Please remove me', 'Yes please'])
  })

  it('are never lost, whatever comes together', async () => {
    const texts = ['', '👍', 'Yes please', 'Please remove me', 'Who sells this?']
    const doors = ['intake', 'intake', 'cli', 'smartlead', 'heyreach']
    for (let seed = 1; seed <= 60; seed += 1) {
      const pick = picksOf(seed)
      const emails = [somebody(), somebody()]
      const message = (n: number) => {
        const email = pick(emails)
        const ids = [undefined, `row-${seed}-${n}`, `<${seed}-${n}@b.com>`]
        const fields = {
          message_id: pick(ids),
          reply_text: pick(texts),
          linkedin_url: pick([undefined, `linkedin.com/in/${email.split('@')[0]}`]),
          prospect_name: pick([undefined, 'Dana Whitfield']),
          domain: email.split('@')[1],
          prospect_email: pick([email, email, undefined]),
        }
        return reply(pick(doors), fields)
      }
      const sent = Array.from({ length: 9 }, (_, n) => message(n))
      const answers = [...(await accept(...sent.slice(0, 2))), ...(await accept(...sent.slice(2)))]
      for (const [n, { keys, input, broughtBy }] of sent.entries()) {
        if (keys.text === null) continue
        const stored = (await inputOf(answers[n]?.id ?? '')).input
        expect(replyKeys(stored, {}).text, `seed ${seed}, ${broughtBy}: ${input.replyText}`).toBe(keys.text)
      }
    }
  })
})

/** The same choices for the same seed (mulberry32). */
function picksOf(seed: number): <Value>(values: Value[]) => Value {
  let state = seed
  return <Value>(values: Value[]) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return values[((mixed ^ (mixed >>> 14)) >>> 0) % values.length] as Value
  }
}

describe('words that come late', () => {
  const reading = { kind: 'positive', keySentences: ['Yes please'], notes: [], referral: null, by: 'rules' } as const
  const words = {
    reading: { ...reading, keySentences: [...reading.keySentences], notes: [] },
    strippedText: 'Yes please',
  }
  async function waitingRun() {
    const [first] = await accept(reply('smartlead', { prospect_email: somebody(), reply_text: '' }))
    if (!first) throw new Error('no reply')
    await database.pool.query(`update intel.reports set dispatched_at = now(), reading = $2 where id = $1`, [
      first.id,
      JSON.stringify({ ...reading, keySentences: [] }),
    ])
    await database.pool.query(
      `insert into intel.runs (id, pipeline, subject_id, domain, status, attempt, input, now_at)
       select 'run-' || id, 'report', id, domain, 'queued', 0, '{"strippedText": null}', now()
       from intel.replies where id = $1`,
      [first.id],
    )
    return first.id
  }
  const stateOf = async (id: ReportId) =>
    (
      await database.pool.query(
        `select p.status, p.status_note, p.reading -> 'keySentences' as said, u.status as run,
           u.input ->> 'strippedText' as text, u.attempt
         from intel.reports p join intel.runs u on u.subject_id = p.id where p.id = $1`,
        [id],
      )
    ).rows[0]

  it('are read by a run that waits', async () => {
    const id = await waitingRun()
    await quoteWords((await world()).db, id, { ...words, hold: null })
    expect(await stateOf(id)).toMatchObject({
      status: 'queued',
      said: ['Yes please'],
      run: 'queued',
      text: 'Yes please',
    })
  })

  const site = {
    publicUrl: 'http://127.0.0.1',
    isReachable: false,
    publishing: 'page' as const,
    now: () => new Date(),
  }

  it('leave a reply to be read again that was being read when they came', async () => {
    const { db, queue } = await world()
    const store = createDeskStore({ db, queue, hasModel: false, ...site })
    const email = somebody()
    const [first] = await accept(reply('smartlead', { prospect_email: email, reply_text: '' }))
    if (!first) throw new Error('no reply')
    await accept(reply('intake', { prospect_email: email, message_id: `row-${email}`, reply_text: 'Please remove me' }))
    const read = { id: first.id, status: 'held', note: null, reading: words.reading, assignedTo: null } as const
    const rest = { run: null, effects: [] }
    expect(await store.dispatch([{ ...read, ...rest, replyText: null }])).toEqual([])
    expect((await store.undispatched([first.id]))[0]?.input.replyText).toBe('Please remove me')
    expect(await store.dispatch([{ ...read, ...rest, replyText: 'Please remove me' }])).toEqual([first.id])
  })

  it('are seen by a dispatch that waited while they were stored', async () => {
    const { db, queue } = await world()
    const store = createDeskStore({ db, queue, hasModel: false, ...site })
    const [first] = await accept(reply('smartlead', { prospect_email: somebody(), reply_text: '' }))
    if (!first) throw new Error('no reply')
    const storing = await database.pool.connect()
    try {
      await storing.query('begin')
      const give = `update intel.replies set input = input || '{"replyText": "Unsubscribe me"}' where id = $1`
      await storing.query(give, [first.id])
      await storing.query('update intel.reports set revision = revision + 1 where id = $1', [first.id])
      const read = { id: first.id, status: 'queued', note: null, reading: words.reading, assignedTo: null } as const
      const dispatching = store.dispatch([{ ...read, run: null, effects: [], replyText: null }])
      const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      await expect.poll(async () => (await database.pool.query(waiting)).rowCount).toBe(1)
      await storing.query('commit')
      expect(await dispatching).toEqual([])
    } finally {
      storing.release()
    }
  })

  it('end the run when they want no report, and leave what a person dismissed as it is', async () => {
    const [id, dismissed] = [await waitingRun(), await waitingRun()]
    await database.pool.query(`update intel.reports set status = 'dismissed' where id = $1`, [dismissed])
    const hold = { note: 'Not interested; not run.', effects: [] }
    for (const one of [id, dismissed]) await quoteWords((await world()).db, one, { ...words, hold })
    expect(await stateOf(id)).toMatchObject({ status: 'held', status_note: hold.note, run: 'cancelled', attempt: 1 })
    expect(await stateOf(dismissed)).toMatchObject({ status: 'dismissed', said: ['Yes please'] })
  })
})
