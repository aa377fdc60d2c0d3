import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { fillDates } from '../support/fixture-dates.ts'

const NOW = new Date('2026-03-02T15:00:00Z')
const at = (path: string) => new URL(`../../${path}`, import.meta.url)
const read = (path: string) => readFileSync(at(path), 'utf8')
const lines = (path: string, now = NOW): unknown[] =>
  fillDates(read(path), now)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown)

const Text = z.string().nullable()
const Day = z.iso.date().nullable()
const SignalRow = z.strictObject({
  id: z.string().min(1),
  domain: z.string().endsWith('.example'),
  signal_type: z.string().min(1),
  title: Text,
  summary: Text,
  buyer_id: Text,
  buyer_name: Text,
  buyer_type: Text,
  buyer_state: Text,
  event_date: Day,
  deadline: Day,
  detected_at: z.iso.datetime().nullable(),
  status: Text,
  amount_usd: z.number().nonnegative().nullable(),
  vendor: Text,
  is_amendment: z.boolean(),
  source_title: Text,
  source_url: Text,
  source_ref: Text,
  relevance_score: z.number().nullable(),
  raw: z.null(),
})
const Account = z.strictObject({
  domain: z.string().endsWith('.example'),
  account_name: Text,
  tier: z.enum(['T0', 'T1', 'T2', 'T3']).nullable(),
  product: Text,
  territory: Text,
})
const Allocation = z.strictObject({
  signal_id: z.string(),
  prospect_email: z.email(),
  campaign_id: z.string(),
  sequence_position: z.int().positive(),
  sent: z.boolean(),
})
const KINDS = ['positive', 'out_of_office', 'unsubscribe', 'referral', 'not_interested', 'unclear'] as const
const NOTES = ['demo_asked', 'times_offered', 'territory', 'will_forward', 'urgency', 'packaging'] as const
const Reply = z.strictObject({
  id: z.string().min(1),
  subject: Text,
  text: z.string(),
  kind: z.enum(KINDS),
  notes: z.array(z.enum(NOTES)),
  referral: z.strictObject({ name: Text, email: Text, title: Text }).nullable(),
  key: z.array(z.string().min(1)),
  never: z.array(z.string().min(1)).optional(),
})
const RankingCase = z.strictObject({
  name: z.string().min(1),
  now: z.iso.datetime(),
  seller: z.strictObject({ domain: z.string().endsWith('.example'), product: Text }),
  reply: Text,
  signals: z.array(SignalRow).min(8).max(45),
  grades: z.record(z.string(), z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)])),
})
const Intake = z.looseObject({
  domain: z.string().endsWith('.example'),
  prospect_email: z.email(),
  reply_text: z.string().min(1),
  replied_at: z.iso.datetime(),
  message_id: z.string(),
})

describe('labelled replies', () => {
  const rows = lines('test/fixtures/replies/labelled.jsonl').map((row) => Reply.parse(row))
  const plain = (text: string) => text.replaceAll('&#39;', "'").toLowerCase()

  it('are many, of every kind and with every note', () => {
    expect(rows.length).toBeGreaterThanOrEqual(120)
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
    for (const kind of KINDS) expect(rows.filter((row) => row.kind === kind).length, kind).toBeGreaterThanOrEqual(10)
    for (const note of NOTES) {
      expect(rows.filter((row) => row.notes.includes(note)).length, note).toBeGreaterThanOrEqual(12)
    }
  })

  it('quote, forbid and refer only to what their text says', () => {
    for (const row of rows) {
      for (const part of [...row.key, ...(row.never ?? [])]) expect(plain(row.text), row.id).toContain(plain(part))
      const { name, email, title } = row.referral ?? { name: null, email: null, title: null }
      for (const part of [name, email, title]) if (part) expect(plain(row.text), row.id).toContain(plain(part))
      expect(row.referral !== null, row.id).toBe(row.kind === 'referral')
      expect(new Set(row.notes).size, row.id).toBe(row.notes.length)
    }
  })
})

describe('ranking cases', () => {
  const files = readdirSync(at('test/fixtures/signals/ranking/'))
  const cases = files.map((file) => RankingCase.parse(JSON.parse(read(`test/fixtures/signals/ranking/${file}`))))

  it('are many, with something to lead with and something to keep away in each', () => {
    expect(cases.length).toBeGreaterThanOrEqual(14)
    for (const one of cases) {
      const grades = Object.values(one.grades)
      expect(Math.max(...grades), one.name).toBeGreaterThanOrEqual(2)
      expect(Math.min(...grades), one.name).toBe(0)
    }
  })

  it('grade every signal, no other, and keep to one seller', () => {
    for (const one of cases) {
      expect(new Set(one.signals.map((row) => row.id)), one.name).toEqual(new Set(Object.keys(one.grades)))
      for (const row of one.signals) expect(row.domain, row.id).toBe(one.seller.domain)
    }
  })

  it('never call a signal whose deadline has passed worth showing', () => {
    for (const one of cases) {
      const past = one.signals.filter((row) => row.deadline !== null && row.deadline < one.now.slice(0, 10))
      for (const row of past) expect(one.grades[row.id], row.id).toBe(0)
    }
  })
})

describe('sellers', () => {
  const signals = (name: string, now = NOW) =>
    lines(`test/fixtures/sellers/${name}.jsonl`, now).map((row) => SignalRow.parse(row))

  it.each([
    ['set-000', 0],
    ['set-001', 1],
    ['set-003', 3],
    ['set-004', 4],
    ['set-010', 10],
    ['set-012', 12],
    ['set-075', 75],
    ['set-120', 120],
    ['many-buyers', 40],
    ['single-buyer', 8],
  ])('%s holds %i rows of one seller', (name, count) => {
    const rows = signals(name)
    expect(rows).toHaveLength(count)
    expect(new Set(rows.map((row) => row.domain)).size).toBe(Math.min(count, 1))
  })

  it('are what their names say, whenever they are read', () => {
    for (const now of [NOW, new Date('2031-11-30T23:59:00Z')]) {
      const today = now.toISOString().slice(0, 10)
      expect(signals('all-past', now).every((row) => row.deadline !== null && row.deadline < today)).toBe(true)
      expect(new Set(signals('single-buyer', now).map((row) => row.buyer_id)).size).toBe(1)
      expect(new Set(signals('many-buyers', now).map((row) => row.buyer_id)).size).toBe(30)
      const next = signals('set-003', now)[0]
      expect(next?.deadline && next.deadline > today).toBe(true)
    }
  })

  it('has allocations for every signal that was sent, and accounts for every seller', () => {
    const sent = lines('test/fixtures/sellers/all-sent.allocations.jsonl').map((row) => Allocation.parse(row))
    expect(new Set(sent.map((row) => row.signal_id))).toEqual(new Set(signals('all-sent').map((row) => row.id)))
    const known = new Set(lines('test/fixtures/sellers/accounts.jsonl').map((row) => Account.parse(row).domain))
    const files = readdirSync(at('test/fixtures/sellers/')).filter((file) => /^[^.]+\.jsonl$/.test(file))
    for (const file of files.filter((name) => name !== 'accounts.jsonl')) {
      for (const row of signals(file.replace('.jsonl', ''))) expect(known, file).toContain(row.domain)
    }
    const planned = lines('test/fixtures/sellers/two-sellers.allocations.jsonl').map((row) => Allocation.parse(row))
    expect(planned.map((row) => row.sent)).toEqual([true, false])
  })
})

describe('demo samples', () => {
  it('hold the sellers the sample replies come from, and one without signals', () => {
    const rows = lines('demo/sample-signals.jsonl').map((row) => SignalRow.parse(row))
    const replies = z.array(Intake).parse(JSON.parse(fillDates(read('demo/sample-replies.json'), NOW)))
    const sellers = new Set(rows.map((row) => row.domain))
    expect(replies).toHaveLength(6)
    expect(new Set(replies.map((reply) => reply.message_id)).size).toBe(6)
    expect(replies.map((reply) => reply.domain).filter((domain) => !sellers.has(domain))).toEqual([
      'quietbrook-data.example',
    ])
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
    expect(rows.filter((row) => (row.summary?.length ?? 0) > 150).length).toBeGreaterThanOrEqual(20)
  })
})

describe('every fixture', () => {
  it('names only invented hosts and numbers kept for fiction', () => {
    const texts = ['test/fixtures/replies/', 'test/fixtures/signals/ranking/', 'test/fixtures/sellers/'].flatMap(
      (folder) => readdirSync(at(folder)).map((file) => read(`${folder}${file}`)),
    )
    const all = [...texts, read('demo/sample-signals.jsonl'), read('demo/sample-replies.json')].join('\n')
    const hosts = [...all.matchAll(/(?:https?:\/\/|[\w.+-]@)([\w-]+(?:\.[\w-]+)+)/g)].map((match) => match[1] ?? '')
    expect(hosts.filter((host) => !host.endsWith('.example'))).toEqual([])
    const phones = [...all.matchAll(/\b\d{3}-\d{4}\b/g)].map((match) => match[0])
    expect(phones.filter((phone) => !phone.startsWith('555-01'))).toEqual([])
  })
})
