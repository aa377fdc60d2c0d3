import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { runCli } from '../../src/cli/intel.ts'
import { readConfig } from '../../src/config.ts'
import { createLogger } from '../../src/log.ts'
import type { ReportId } from '../../src/pipeline/report/types.ts'
import { openSession, type Session } from '../../src/session.ts'
import type { EmbeddedSupabase } from '../../src/store/embedded/supabase-lite.ts'
import { livingUsers } from '../../src/store/embedded/users.ts'
import { hostIdentity } from '../../src/store/host.ts'
import { toReportJson, toRunJson } from '../../src/web/report-json.ts'
import { fillDates } from '../support/fixture-dates.ts'
import { createTestDatabase, startTestSupabase, type TestDatabase } from '../support/postgres.ts'
import { testWorld } from '../unit/cli/world.ts'

const BIN = fileURLToPath(new URL('../../bin/intel.mjs', import.meta.url))
const SELLER = 'harborlight-cyber.example'
let database: TestDatabase
let supabase: EmbeddedSupabase
let env: Record<string, string>
let folder: string
let signals: string

beforeAll(async () => {
  database = await createTestDatabase()
  supabase = await startTestSupabase(database.url)
  env = { DATABASE_URL: database.url, SUPABASE_URL: supabase.url, SUPABASE_SERVICE_ROLE_KEY: supabase.serviceKey }
  folder = await mkdtemp(join(tmpdir(), 'intel-cli-'))
  if (process.getuid?.() === 0) await chmod(folder, 0o711)
  const fixture = new URL('../fixtures/sellers/set-010.jsonl', import.meta.url)
  signals = join(folder, 'signals.jsonl')
  await writeFile(signals, fillDates(await readFile(fixture, 'utf8'), new Date()))
  expect((await cli(['seed', signals])).exit).toBe(0)
})
afterEach(() => database.pool.query('delete from intel.processes'))
afterAll(async () => {
  await supabase.stop()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

type Given = NonNullable<Parameters<typeof testWorld>[0]>

async function cli(args: string[], given: Given = {}) {
  const world = testWorld({ ...given, env: { ...env, ...given.env } })
  const exit = await runCli(args, world)
  return { exit, out: world.out(), err: world.err() }
}

function start(args: string[], variables: Record<string, string>) {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** A command in a process of its own, which must end by itself. */
async function run(args: string[], variables: Record<string, string>) {
  const child = start(args, variables)
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (child.exitCode === null) await once(child, 'exit')
  return { exit: child.exitCode, out, err }
}

/** A process that takes work, as the app does. */
async function worker(): Promise<Session> {
  const session = await openSession(readConfig(env), { log: createLogger('silent') })
  onTestFinished(() => session.close(5_000))
  await session.context.work()
  return session
}

const processes = async () => (await database.pool.query('select id from intel.processes')).rows.map((row) => row.id)
const runRow = async (id: string) =>
  (await database.pool.query('select status, process_id from intel.runs where subject_id = $1', [id])).rows[0]

test('on an empty folder: seed, report by rules, runs; every process ends by itself and stops its database', async () => {
  const own = { DATA_DIR: join(folder, 'data') }
  const seeded = await run(['seed', signals], own)
  expect(seeded).toEqual({ exit: 0, out: '10 rows read, 10 written to signals, 0 repeated, 0 skipped.\n', err: '' })
  const made = await run(['report', SELLER], own)
  expect(made.exit).toBe(0)
  expect(made.out).toContain('Intelligence Report')
  expect(made.out).toContain('Managed Security Services')
  expect(made.out).toMatch(/Page to send: {6}http:\/\/127\.0\.0\.1:3000\/r\/\S+\nPage for the team: http:\/\/127/)
  expect(made.out).toContain('The pages open while the app runs')
  const listed = await run(['runs', 'list'], own)
  expect(listed).toMatchObject({ exit: 0, err: '' })
  expect(listed.out).toMatch(new RegExp(`${SELLER} +completed`))
  const runId = /run (\S+)\n$/.exec(made.out)?.[1] ?? ''
  const shown = await run(['runs', 'show', runId], own)
  expect(shown).toMatchObject({ exit: 0, err: '' })
  expect(shown.out).toMatch(/read-signals +ok/)
  expect(shown.out).toMatch(/rank-and-write +skipped .*No model is configured/)
  expect(await livingUsers(join(own.DATA_DIR, 'postgres', 'users'))).toEqual([])
  await expect(readFile(join(own.DATA_DIR, 'postgres', 'cluster', 'data', 'postmaster.pid'))).rejects.toThrow('ENOENT')
}, 240_000)

describe('without anybody else', () => {
  test('--json prints the document of the HTTP API, and leaves no process behind', async () => {
    const { exit, out, err } = await cli(['report', SELLER, '--tier', '2', '--json'])
    expect([exit, err]).toEqual([0, ''])
    const document = JSON.parse(out)
    expect(document).toMatchObject({ status: 'delivered', domain: SELLER, ranking: 'rules', version: 1, error: null })
    const session = await openSession(readConfig(env), { log: createLogger('silent') })
    onTestFinished(() => session.close(0))
    const item = await session.context.desk.item(document.id as ReportId)
    const view = await session.context.runs.show(document.run_id)
    if (!item || !view) throw new Error('the report is not stored')
    expect(document).toEqual(JSON.parse(JSON.stringify(toReportJson(item, view))))
    const shown = await cli(['runs', 'show', document.id, '--json'])
    expect(JSON.parse(shown.out)).toEqual(JSON.parse(JSON.stringify(toRunJson(view))))
    expect(await processes()).toEqual([])
  })

  test('runs list pages by cursor and filters', async () => {
    for (const domain of ['one.example', 'two.example']) await cli(['report', domain])
    const first = JSON.parse((await cli(['runs', 'list', '--json', '--limit', '1'])).out)
    expect(first.runs).toHaveLength(1)
    const second = JSON.parse((await cli(['runs', 'list', '--json', '--limit', '1', '--cursor', first.next])).out)
    expect(second.runs[0].id).not.toBe(first.runs[0].id)
    const only = JSON.parse((await cli(['runs', 'list', '--json', '--domain', 'ONE.example'])).out)
    expect(only.runs.map((one: { domain: string }) => one.domain)).toEqual(['one.example'])
    expect((await cli(['runs', 'list', '--status', 'cancelled'])).out).toBe('No runs.\n')
  })

  test('a domain without signals is an honest answer', async () => {
    const { exit, out } = await cli(['report', 'nothing-here.example'])
    expect(exit).toBe(0)
    expect(out).toContain('No signals are stored for nothing-here.example.')
  })

  test('an id that nobody knows is told on stderr', async () => {
    const { exit, out, err } = await cli(['runs', 'show', 'nobody'])
    expect([exit, out]).toEqual([1, ''])
    expect(err).toContain('There is no run or report with the id “nobody”.')
  })

  test('--wait 0 stores the request and works on nothing; the next command does it', async () => {
    const asked = await cli(['report', SELLER, '--wait', '0', '--json'])
    expect(asked.exit).toBe(0)
    const { id, status } = JSON.parse(asked.out)
    expect(status).toBe('queued')
    expect(await runRow(id)).toEqual({ status: 'queued', process_id: null })
    await cli(['report', 'nothing-here.example'])
    await expect.poll(() => runRow(id)).toMatchObject({ status: 'completed' })
  })

  test('a person who watches sees each step once, a script none', async () => {
    const watched = await cli(['report', SELLER, '--fresh'], { isTTY: true })
    expect(watched.err.match(/read-signals: ok/g)).toHaveLength(1)
    expect(watched.err).toContain('publish-page: ok')
    expect(watched.err).toContain(`${SELLER}: delivered`)
  })

  test('texts of a file cannot steer the terminal', async () => {
    const row = { id: 'x-1', domain: 'esc.example', signal_type: 'rfp_posted', buyer_name: 'A\u001b[2J town' }
    const path = join(folder, 'hostile.jsonl')
    await writeFile(
      path,
      JSON.stringify({ ...row, title: 'Tender \u001b]0;owned\u0007', summary: 'Bids\u009b2J asked' }),
    )
    await cli(['seed', path])
    const { exit, out } = await cli(['report', 'esc.example'])
    expect([exit, out.includes('town')]).toEqual([0, true])
    expect(out).not.toMatch(/[^\P{Cc}\n\t]/u)
  })

  test('a signals project that is away leaves the report delayed, and says what happens next', async () => {
    const away = { SIGNALS_SUPABASE_URL: 'http://127.0.0.1:9', SIGNALS_SUPABASE_KEY: 'sb_secret_x' }
    const { exit, out, err } = await cli(['report', SELLER, '--fresh', '--wait', '3'], { env: away })
    expect([exit, out]).toEqual([1, ''])
    expect(err).toContain('The report is delayed. Signals cannot be read now')
    expect(err).toContain('intel runs show')
  })

  test('Ctrl-C ends the waiting with 130, cleanly, and the report goes on later', async () => {
    const slow = await hangingSignals()
    const hanging = { SIGNALS_SUPABASE_URL: slow.url, SIGNALS_SUPABASE_KEY: 'sb_secret_x' }
    const child = start(['report', SELLER, '--fresh'], { ...env, ...hanging })
    await slow.asked
    child.kill('SIGINT')
    child.kill('SIGINT')
    const [code] = await once(child, 'exit')
    expect(code).toBe(130)
    expect(await processes()).toEqual([])
    const left = await database.pool.query(
      `select subject_id from intel.runs where status in ('queued', 'running') order by queued_at desc limit 1`,
    )
    expect(left.rows).toHaveLength(1)
    await cli(['report', SELLER, '--fresh'])
    await expect.poll(() => runRow(left.rows[0].subject_id), { timeout: 60_000 }).toMatchObject({ status: 'completed' })
  })
})

describe('beside others', () => {
  test('a process that takes work does it, and the command only waits', async () => {
    await worker()
    const [running] = await processes()
    const { exit, out } = await cli(['report', SELLER, '--json'])
    expect(exit).toBe(0)
    expect(await runRow(JSON.parse(out).id)).toEqual({ status: 'completed', process_id: running })
  })

  test('two commands side by side both get their report', async () => {
    const made = await Promise.all([cli(['report', SELLER, '--json']), cli(['report', SELLER, '--fresh', '--json'])])
    expect(made.map(({ exit }) => exit)).toEqual([0, 0])
    expect(made.map(({ out }) => JSON.parse(out).status)).toEqual(['delivered', 'delivered'])
  })

  test('a living process elsewhere is waited for, as long as the person said', async () => {
    await database.pool.query(`insert into intel.processes (id, host, pid, pid_started) values ('far', 'far', 1, '1')`)
    const { exit, out, err } = await cli(['report', SELLER, '--wait', '0.5'])
    expect([exit, out]).toEqual([1, ''])
    expect(err).toContain('The report is not ready yet.')
  })

  test('a process that is gone is not waited for, and its work is taken over', async () => {
    const slow = await hangingSignals()
    const hanging = { SIGNALS_SUPABASE_URL: slow.url, SIGNALS_SUPABASE_KEY: 'sb_secret_x' }
    const child = start(['report', SELLER, '--fresh'], { ...env, ...hanging })
    await slow.asked
    child.kill('SIGKILL')
    await once(child, 'exit')
    const { rows } = await database.pool.query('select host, pid from intel.processes')
    expect(rows).toEqual([{ host: hostIdentity(), pid: child.pid }])
    // It may have taken up a run that another test left waiting, too; the newest is the one it was asked for.
    const left = await database.pool.query(
      `select r.subject_id from intel.runs r join intel.processes p on p.id = r.process_id
       where r.status = 'running' and p.pid = $1 order by r.queued_at desc limit 1`,
      [child.pid],
    )
    expect(left.rows).toHaveLength(1)
    const { exit } = await cli(['report', SELLER, '--fresh'])
    expect(exit).toBe(0)
    await expect.poll(() => runRow(left.rows[0].subject_id), { timeout: 60_000 }).toMatchObject({ status: 'completed' })
  })
})

describe('reply', () => {
  const message = (id: string, words: string) =>
    JSON.stringify({ domain: SELLER, prospect_name: 'Ann Lee', reply_text: words, message_id: id })

  test('a reply from stdin becomes a report; the same message again runs nothing', async () => {
    const stdin = message('m-1', 'Sounds great, send me more please.')
    const first = await cli(['reply', '-', '--json'], { stdin })
    const answer = JSON.parse(first.out)
    expect([first.exit, answer.status, answer.duplicate]).toEqual([0, 'delivered', false])
    expect(answer.status_url).toBe(`http://127.0.0.1:3000/v1/reports/${answer.id}`)
    const again = JSON.parse((await cli(['reply', '-', '--json'], { stdin })).out)
    expect([again.id, again.run_id, again.duplicate]).toEqual([answer.id, answer.run_id, true])
  })

  test('a reply from a file that asks for nothing is stored and not run', async () => {
    const path = join(folder, 'away.json')
    await writeFile(path, message('m-2', 'I am out of the office until Monday.'))
    const { exit, out } = await cli(['reply', path])
    expect(exit).toBe(0)
    expect(out).toContain('Stored and not run. An out-of-office answer; not run.')
  })
})

describe('seed', () => {
  test('says what it skipped and why', async () => {
    const path = join(folder, 'accounts.csv')
    await writeFile(path, 'domain,account_name,tier\nfernmill.example,Fernmill,T1\n,Nobody,T2\n')
    expect(await cli(['seed', path])).toEqual({
      exit: 0,
      err: '',
      out: '2 rows read, 1 written to accounts, 0 repeated, 1 skipped.\n  line 3  no domain\n',
    })
    const json = JSON.parse((await cli(['seed', path, '--table', 'accounts', '--json'])).out)
    expect(json).toEqual({
      table: 'accounts',
      read: 2,
      written: 1,
      repeated: 0,
      skipped_total: 1,
      skipped: [{ line: 3, reason: 'no domain' }],
    })
  })

  test.each([
    ['nowhere.csv', null, 'cannot be read (ENOENT)'],
    ['empty.csv', '', 'is empty'],
    ['other.csv', 'colour,size\nred,3\n', 'fit none of the tables'],
  ])('%s cannot be used, and says why', async (name, content, sentence) => {
    const path = join(folder, name)
    if (content !== null) await writeFile(path, content)
    const { exit, out, err } = await cli(['seed', path])
    expect([exit, out]).toEqual([1, ''])
    expect(err).toContain(sentence)
  })

  test('a signals project that refuses is told in a sentence', async () => {
    const other = { SIGNALS_SUPABASE_URL: supabase.url, SIGNALS_SUPABASE_KEY: 'sb_secret_of_somebody_else' }
    const { exit, err } = await cli(['seed', signals], { env: other })
    expect(exit).toBe(1)
    expect(err).toContain('signals (upsert signals) answered 401')
    expect(err).toContain('intel doctor')
    expect(err).not.toContain('sb_secret_of_somebody_else')
  })
})

test('a database that is away is told in a sentence, not as a stack', async () => {
  const { exit, out, err } = await cli(['runs', 'list'], {
    env: { DATABASE_URL: 'postgresql://a:hidden@127.0.0.1:9/x' },
  })
  expect([exit, out]).toEqual([1, ''])
  expect(err).toBe(
    'The database cannot be used (ECONNREFUSED).\n  Check DATABASE_URL, and see what answers: intel doctor\n',
  )
})

/** A signals project that takes every question and answers none. */
async function hangingSignals(): Promise<{ url: string; asked: Promise<unknown> }> {
  const server = createServer(() => undefined)
  const asked = once(server, 'request')
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}
