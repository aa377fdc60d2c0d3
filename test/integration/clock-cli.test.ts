import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { runCli } from '../../src/cli/intel.ts'
import { readConfig } from '../../src/config.ts'
import { createLogger } from '../../src/log.ts'
import { SETTING_KEYS } from '../../src/pipeline/settings.ts'
import { openSession } from '../../src/session.ts'
import type { EmbeddedSupabase } from '../../src/store/embedded/supabase-lite.ts'
import { createTestDatabase, startTestSupabase, type TestDatabase } from '../support/postgres.ts'
import { testWorld } from '../unit/cli/world.ts'

/** `intel settings` and `intel prepare`, beside other processes on one database. */

let database: TestDatabase
let supabase: EmbeddedSupabase
let env: Record<string, string>
let folder: string

beforeAll(async () => {
  database = await createTestDatabase()
  supabase = await startTestSupabase(database.url)
  env = { DATABASE_URL: database.url, SUPABASE_URL: supabase.url, SUPABASE_SERVICE_ROLE_KEY: supabase.serviceKey }
  folder = await mkdtemp(join(tmpdir(), 'intel-clock-'))
})
afterEach(() => database.pool.query('delete from intel.settings; delete from intel.preparations'))
afterAll(async () => {
  await supabase.stop()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

async function cli(args: string[], given: { stdin?: string; isTTY?: boolean } = {}) {
  const world = testWorld({ env, ...(given.isTTY ? { isTTY: true } : {}) })
  const stdin = Object.assign(Readable.from([given.stdin ?? '']), { isTTY: given.isTTY ?? false })
  const exit = await runCli(args, { ...world, stdin })
  return { exit, out: world.out(), err: world.err() }
}

async function fileOf(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

const batches = async () => (await database.pool.query('select id from intel.preparations')).rows.map((row) => row.id)

describe('intel settings', () => {
  test('shows every setting with its value, its default and what it does', async () => {
    const { exit, out, err } = await cli(['settings'])
    expect([exit, err]).toEqual([0, ''])
    expect(out.trimEnd().split('\n')).toHaveLength(SETTING_KEYS.length + 1)
    expect(out).toMatch(/refresh\.every_minutes +360 minutes +360 +How often a delivered report/)
    const json = JSON.parse((await cli(['settings', '--json'])).out)
    expect(json.settings.map(({ key }: { key: string }) => key)).toEqual(SETTING_KEYS)
    expect(json.settings[0]).toEqual({
      key: 'refresh.on',
      value: true,
      default: true,
      unit: null,
      what: expect.any(String),
      changed_at: null,
      changed_by: null,
    })
  })

  test('a change is seen by a running process within seconds, and a reset too', async () => {
    const running = await openSession(readConfig(env), { log: createLogger('silent') })
    onTestFinished(() => running.close(0))
    const { settings } = running.context
    expect(await settings.get('refresh.days')).toBe(14)
    expect(await cli(['settings', 'set', 'refresh.days', '30'])).toEqual({
      exit: 0,
      out: 'refresh.days is 30 days.\n',
      err: '',
    })
    await expect.poll(() => settings.get('refresh.days')).toBe(30)
    expect((await cli(['settings'])).out).toMatch(/refresh\.days +30 days +14 +\S+ \S+ by cli/)
    expect((await cli(['settings', 'reset', 'refresh.days'])).out).toBe('refresh.days is 14 days.\n')
    await expect.poll(() => settings.get('refresh.days')).toBe(14)
    expect(JSON.parse((await cli(['settings', 'set', 'budget.day_usd', 'none', '--json'])).out)).toMatchObject({
      key: 'budget.day_usd',
      value: null,
      changed_by: 'cli',
    })
  })

  test.each([
    [['settings', 'set', 'refresh.dais', '3'], 'Expected refresh.on, refresh.every_minutes or refresh.days.'],
    [
      ['settings', 'set', 'refresh.days', 'many'],
      'refresh.days: expected a whole number of days from 1 to 365, got “many”.',
    ],
    [['settings', 'reset', 'nothing'], 'There is no setting “nothing”'],
    [['settings', 'set', 'refresh.days'], 'intel settings set needs <value>.'],
  ])('%j cannot be understood, and says what was expected', async (args, sentence) => {
    const { exit, out, err } = await cli(args)
    expect([exit, out]).toEqual([2, ''])
    expect(err).toContain(sentence)
    expect((await database.pool.query('select from intel.settings')).rowCount).toBe(0)
  })
})

describe('intel prepare', () => {
  test('without --yes it shows count, cost and pace, and starts nothing', async () => {
    const path = await fileOf(
      'launch.csv',
      '\uFEFFName,Domain\nMill,https://www.millpond.com/\nAlder,alder.com\n\nx,alder.com\n',
    )
    const { exit, out, err } = await cli(['prepare', path, 'birch.com', '--budget', '1'])
    expect(exit).toBe(0)
    expect(out).toContain('3 to make')
    expect(out).toContain('because no model is configured and rules write')
    expect(out).toContain('$1.00, enough for all')
    expect(out).toContain('60 an hour, so about 3 minutes')
    expect(err).toBe('Nothing was started. Add --yes to start it.\n')
    expect(await batches()).toEqual([])
  })

  test('--yes stores the batch; --status shows it, --cancel ends it', async () => {
    const path = await fileOf('launch.txt', '# a list\nmillpond.com\n\nalder.com\n')
    const started = await cli(['prepare', path, '--per-hour', '10', '--yes', '--json'])
    expect(started.exit).toBe(0)
    expect(started.err).toContain('No app is running now')
    const batch = JSON.parse(started.out)
    expect(batch).toMatchObject({
      started: true,
      per_hour: 10,
      ended: null,
      counts: { total: 2, waiting: 2, delivered: 0 },
    })
    const shown = await cli(['prepare', '--status', batch.id])
    expect(shown.out).toMatch(/State +going on\nMade +0 of 2\n/)
    expect((await cli(['prepare', '--status'])).out).toContain(batch.id)
    await cli(['settings', 'set', 'pregenerate.on', 'off'])
    const paused = 'pregenerate.on is off: it waits until that is on'
    expect((await cli(['prepare', '--status', batch.id])).out).toMatch(new RegExp(`Paused +${paused}\n`))
    expect((await cli(['prepare', '--status'])).out).toContain(`Paused: ${paused}`)
    const json = JSON.parse((await cli(['prepare', '--status', '--json'])).out)
    expect(json.preparations).toMatchObject([{ id: batch.id, paused }])
    const cancelled = await cli(['prepare', '--cancel', batch.id])
    expect(cancelled).toMatchObject({ exit: 0, out: 'Cancelled. 0 on their way are finished, 2 are not made.\n' })
    const again = await cli(['prepare', '--cancel', batch.id])
    expect(again).toMatchObject({ exit: 1, err: expect.stringContaining('has ended already (cancelled)') })
  })

  test.each([
    ['y\n', 1],
    ['no\n', 0],
    ['', 0],
  ])('a person at a terminal is asked, and %j is an answer', async (stdin, count) => {
    const { exit, err } = await cli(['prepare', 'millpond.com'], { stdin, isTTY: true })
    expect(exit).toBe(0)
    expect(err).toContain('Start it? [y/N]')
    expect(await batches()).toHaveLength(count)
  })

  test('takes a list from stdin', async () => {
    const { exit, out } = await cli(['prepare', '-', '--json'], { stdin: 'millpond.com\nalder.com\n' })
    expect(exit).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      started: false,
      domains: ['millpond.com', 'alder.com'],
      expected_from: 'rules',
    })
  })

  test('names every line that is no domain, and stores nothing', async () => {
    const path = await fileOf('bad.txt', 'millpond.com\nnot a domain\nalder.com\n10.0.0.1\n')
    const { exit, err } = await cli(['prepare', path, '--yes'])
    expect(exit).toBe(1)
    expect(err).toContain('2 cannot be read')
    expect(err).toContain('bad.txt line 2:')
    expect(err).toContain('bad.txt line 4:')
    expect(await batches()).toEqual([])
  })

  test.each([
    [['prepare'], 2, 'expected domains, a file of them, or --tier'],
    [['prepare', 'a.com', '--budget', 'much'], 2, '--budget: expected US dollars'],
    [['prepare', 'a.com', '--per-hour', '0'], 2, '--per-hour: expected a whole number from 1 to 3600'],
    [['prepare', '--tier', 'T0,T9'], 2, '--tier: expected some of T0, T1, T2, T3, got “T9”'],
    [['prepare', '--tier', 'T0'], 1, 'No account of tier T0 is stored.'],
    [['prepare', 'missing.csv'], 1, 'The file missing.csv cannot be read (ENOENT).'],
    [['prepare', '--status', 'x'], 1, 'There is no prepared batch with the id “x”.'],
    [['prepare', '--cancel', 'x'], 1, 'There is no prepared batch with the id “x”.'],
  ])('%j ends with a sentence', async (args, code, sentence) => {
    const { exit, out, err } = await cli(args)
    expect([exit, out]).toEqual([code, ''])
    expect(err).toContain(sentence)
  })
})
