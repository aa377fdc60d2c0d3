import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { guessTable, type SeedResult, seedFile } from '../../../src/clients/signals/seed.ts'
import { delimiterOf } from '../../../src/clients/signals/seed-file.ts'
import { createSignalWriter, type SeedTable } from '../../../src/clients/signals/writer.ts'
import { createFakeHttp, type FakeHttp } from '../../support/fake-http.ts'

type Row = Record<string, unknown>
const NOW = new Date('2026-03-02T15:00:00Z')

let folder: string
let fake: FakeHttp
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seed-'))
  fake = await createFakeHttp()
})
afterEach(async () => {
  await fake.close()
  await rm(folder, { recursive: true })
})

async function seed(name: string, content: string | Buffer, table?: SeedTable): Promise<SeedResult> {
  const path = join(folder, name)
  await writeFile(path, content)
  const source = createSignalWriter({ url: fake.url, key: 'sb_secret_x', retryDelayMs: 0 })
  return seedFile({ source, path, now: NOW, ...(table ? { table } : {}) })
}

const written = () => fake.seen.flatMap(({ json }) => json as Row[])

describe('signals from a file', () => {
  it('reads CSV with quotes, line breaks in cells, a byte order mark and headers in any case', async () => {
    fake.expect('POST', '/rest/v1/signals').reply(201)
    const csv =
      '\uFEFFID,Domain,Signal Type,Title,Summary,Amount_USD,Deadline,Is_Amendment,Deep Link\r\n' +
      's1,https://www.Fernmill.com/x,RFP,"Fleet, ""new""","two\nlines","$250,000",3/27/26,no,abc\r\n' +
      '\r\ns2,fernmill.com,,,,lots,soon,,\r\n'
    expect(await seed('signals.csv', csv)).toMatchObject({ table: 'signals', read: 2, written: 2, skippedTotal: 0 })
    expect(fake.seen[0]?.query.get('on_conflict')).toBe('id,domain')
    expect(fake.seen[0]?.headers['prefer']).toContain('resolution=merge-duplicates')
    expect(written()).toMatchObject([
      {
        id: 's1',
        domain: 'fernmill.com',
        signal_type: 'rfp_posted',
        title: 'Fleet, "new"',
        summary: 'two\nlines',
        amount_usd: 250_000,
        deadline: '2026-03-27',
        is_amendment: false,
        detected_at: NOW.toISOString(),
        vendor: null,
        raw: { deep_link: 'abc' },
      },
      { id: 's2', title: null, amount_usd: null, raw: { amount_usd: 'lots', deadline: 'soon' } },
    ])
    await fake.done()
  })

  it.each([
    [';', 'id;domain;title\n1;a.example;"x;y"'],
    ['\t', 'id\tdomain\ttitle\n1\ta.example\tx;y'],
    ['|', 'id|domain|title\n1|a.example|x;y'],
  ])('finds the delimiter %j', async (_, csv) => {
    fake.expect('POST', '/rest/v1/signals').reply(201)
    await seed('signals.txt', csv)
    expect(written()).toMatchObject([{ id: '1', domain: 'a.example', title: 'x;y' }])
    await fake.done()
  })

  it('reads the Unicode text of a spreadsheet', async () => {
    fake.expect('POST', '/rest/v1/signals').reply(201)
    const text = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from('id\tdomain\ttitle\n1\ta.example\tÉcole', 'utf16le'),
    ])
    await seed('signals.txt', text)
    expect(written()).toMatchObject([{ id: '1', title: 'École' }])
    await fake.done()
  })

  it('reads JSON lines and keeps what it does not know in raw', async () => {
    fake.expect('POST', '/rest/v1/signals').reply(201)
    const lines = [
      JSON.stringify({
        id: 1,
        domain: 'a.example',
        title: 'T',
        extra: { deep: [1] },
        flag: true,
        raw: { was: 'here' },
      }),
      '',
      JSON.stringify({ id: '2', domain: 'a.example', title: 'nul\u0000', bad: { x: '\u0000' } }),
    ]
    await seed('rows.jsonl', lines.join('\n'))
    expect(written()).toMatchObject([
      { id: '1', raw: { was: 'here', extra: { deep: [1] }, flag: true } },
      { id: '2', title: 'nul', raw: null },
    ])
    await fake.done()
  })

  it('says which lines were skipped and why', async () => {
    fake.expect('POST', '/rest/v1/signals').reply(201)
    const lines = [
      '{"id":"1","domain":"a.example","title":"T"}',
      'not json',
      '[1]',
      '{"domain":"a.example"}',
      '{"id":"2"}',
      '{"id":"3","domain":"nowhere"}',
    ]
    expect(await seed('rows.jsonl', lines.join('\n'))).toMatchObject({
      read: 6,
      written: 1,
      skippedTotal: 5,
      skipped: [
        { line: 2, reason: 'unparseable: not JSON' },
        { line: 3, reason: 'unparseable: not an object' },
        { line: 4, reason: 'no id' },
        { line: 5, reason: 'no domain' },
        { line: 6, reason: '“nowhere” is not a domain' },
      ],
    })
    await fake.done()
  })

  it('writes 500 rows at a time, the last of a repeated key, and shows 50 skipped rows', async () => {
    fake.expect('POST', '/rest/v1/signals').reply(201).times(3)
    const rows = Array.from({ length: 1100 }, (_, at) => `s${at},a.example,T${at}`)
    const csv = [
      'id,domain,title',
      ...rows,
      's1099,A.example,again',
      ...Array.from({ length: 60 }, () => ',a.example,x'),
    ].join('\n')
    const result = await seed('signals.csv', csv)
    expect(result).toMatchObject({ read: 1161, written: 1100, repeated: 1, skippedTotal: 60 })
    expect(result.skipped).toHaveLength(50)
    expect(fake.seen.map(({ json }) => (json as Row[]).length)).toEqual([500, 500, 100])
    expect(written().at(-1)).toMatchObject({ id: 's1099', title: 'again' })
    await fake.done()
  })

  it('survives a quote that never ends and a line that never ends', async () => {
    fake.expect('POST', '/rest/v1/signals').reply(201).times(2)
    const broken = await seed('a.csv', `id,domain,title\n1,a.example,ok\n2,a.example,"open ${'x'.repeat(2000)}`)
    expect(broken).toMatchObject({ written: 1, skippedTotal: 1 })
    const endless = await seed(
      'b.jsonl',
      `{"id":"1","domain":"a.example","title":"T"}\n{"id":"${'x'.repeat(3_000_000)}"}`,
    )
    expect(endless).toMatchObject({
      written: 1,
      skipped: [{ line: 2, reason: 'unparseable: the line is longer than 1 MB' }],
    })
    await fake.done()
  })
})

describe('the other tables', () => {
  it('fills accounts, with tiers the table takes', async () => {
    fake.expect('POST', '/rest/v1/accounts').reply(201)
    await seed('accounts.csv', 'Domain,Account Name,Tier\nfernmill.com,Fernmill,tier 1\nb.example,B,gold')
    expect(fake.seen[0]?.query.get('on_conflict')).toBe('domain')
    expect(written()).toEqual([
      { domain: 'fernmill.com', account_name: 'Fernmill', tier: 'T1', product: null, territory: null },
      { domain: 'b.example', account_name: 'B', tier: null, product: null, territory: null },
    ])
    await fake.done()
  })

  it('fills allocations, whose key is never null', async () => {
    fake.expect('POST', '/rest/v1/signal_allocations').reply(201)
    const lines = [
      '{"signal_id":"s1","prospect_email":"Ann@B.example","sent":"true","sequence_position":"2"}',
      '{"signal_id":"s1","prospect_email":"x"}',
    ]
    expect(await seed('sent.jsonl', lines.join('\n'))).toMatchObject({
      skipped: [{ line: 2, reason: 'no prospect_email' }],
    })
    expect(fake.seen[0]?.query.get('on_conflict')).toBe('signal_id,prospect_email,campaign_id,sequence_position')
    expect(written()).toEqual([
      { signal_id: 's1', prospect_email: 'ann@b.example', campaign_id: '', sequence_position: 2, sent: true },
    ])
    await fake.done()
  })

  it('guesses the table from the columns', () => {
    expect(guessTable(['ID', 'Domain', 'Title'])).toBe('signals')
    expect(guessTable(['domain', 'tier'])).toBe('accounts')
    expect(guessTable(['signal_id', 'prospect_email'])).toBe('signal_allocations')
    expect(guessTable(['name', 'email'])).toBeNull()
    expect(guessTable(['id', 'domain'])).toBeNull()
  })
})

describe('files that cannot be used', () => {
  it.each([
    ['empty.csv', ' \n', /is empty/],
    ['array.json', '[{"id":1}]', /JSON array/],
    ['people.csv', 'name,email\nAnn,a@b.example', /has the columns name, email/],
    ['header.csv', 'id,domain,title\n', /has no readable row/],
  ])('says what is wrong with %s', async (name, content, message) => {
    await expect(seed(name, content)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(message) as string,
    })
    expect(fake.seen).toEqual([])
  })

  it('says that there is no such file', async () => {
    const source = createSignalWriter({ url: fake.url, key: 'sb_secret_x' })
    await expect(seedFile({ source, path: join(folder, 'none.csv'), now: NOW })).rejects.toThrow(
      /cannot be read \(ENOENT\)/,
    )
  })

  it('says that the table is missing, and repeats a busy write once', async () => {
    const csv = 'domain,tier\na.example,T1'
    fake.expect('POST', '/rest/v1/accounts').reply(404, { code: 'PGRST205', message: 'no table' })
    await expect(seed('a.csv', csv)).rejects.toThrow(/apply our migrations/)
    fake.expect('POST', '/rest/v1/accounts').reply(503, { message: 'busy' })
    fake.expect('POST', '/rest/v1/accounts').reply(201)
    expect(await seed('a.csv', csv)).toMatchObject({ written: 1 })
    await fake.done()
  })

  it('counts delimiters outside quotes of the first record only', () => {
    expect(delimiterOf('"a,b,c";d\n1,2,3,4')).toBe(';')
    expect(delimiterOf('one')).toBe(',')
  })
})
