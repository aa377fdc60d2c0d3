import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { type Db, openDb } from '../../src/store/db.ts'
import { startOf } from '../../src/store/embedded/process-identity.ts'
import { hostIdentity } from '../../src/store/host.ts'
import { createLookupStore } from '../../src/store/lookup-store.ts'
import { createProcessRow, hasLivingOthers, releaseDead } from '../../src/store/processes.ts'
import { createQueue, type Queue } from '../../src/store/queue.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

const log = createLogger('silent')
let database: TestDatabase
let db: Db
let queue: Queue

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url, { log })
  queue = createQueue(database.url, { log })
  await queue.start()
})
afterEach(() => database.pool.query('delete from intel.processes'))
afterAll(async () => {
  await queue.stop(1_000)
  await db.close()
  await database.drop()
})

const rows = async () => (await database.pool.query('select id from intel.processes order by id')).rows.map((r) => r.id)
const leftBy = (id: string, facts: { host?: string; pid?: number; started?: string; seen?: string }) =>
  database.pool.query(
    `insert into intel.processes (id, host, pid, pid_started, seen_at) values ($1, $2, $3, $4, now() - $5::interval)`,
    [id, facts.host ?? hostIdentity(), facts.pid ?? process.pid, facts.started ?? 'then', facts.seen ?? '0 s'],
  )

test('a process counts from the moment it takes work until it leaves, and never for itself', async () => {
  const me = await createProcessRow(db)
  const other = await createProcessRow(db)
  expect(await hasLivingOthers(db, me)).toBe(false)
  await other.join()
  await other.join()
  expect(await hasLivingOthers(db, me)).toBe(true)
  expect(await hasLivingOthers(db, other)).toBe(false)
  await other.leave()
  expect(await hasLivingOthers(db, me)).toBe(false)
  expect(await rows()).toEqual([])
})

test('a killed process of this host does not count, also when its pid belongs to another one now', async () => {
  const me = await createProcessRow(db)
  const child = spawn(process.execPath, ['-e', ''])
  const pid = child.pid ?? 0
  await once(child, 'exit')
  await leftBy('killed', { pid })
  await leftBy('reused', { pid: process.pid, started: 'earlier' })
  expect(await hasLivingOthers(db, me)).toBe(false)
  await leftBy('alive', { pid: process.pid, started: (await startOf(process.pid)) ?? '' })
  expect(await hasLivingOthers(db, me)).toBe(true)
  await releaseDead(db, queue, me)
  expect(await rows()).toEqual(['alive'])
})

test.runIf(process.platform === 'linux')('a killed process that nobody reaps is gone', async () => {
  const me = await createProcessRow(db)
  // The shell becomes a program that never asks for its child's end.
  const parent = spawn('/bin/sh', ['-c', 'sleep 100 & echo $!; exec sleep 100'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void parent.kill('SIGKILL'))
  const [line] = await once(createInterface({ input: parent.stdout }), 'line')
  const pid = Number(line)
  await leftBy('zombie', { pid, started: (await startOf(pid)) ?? '' })
  expect(await hasLivingOthers(db, me)).toBe(true)
  process.kill(pid, 'SIGKILL')
  await expect.poll(async () => (await readFile(`/proc/${pid}/stat`, 'utf8')).includes(') Z ')).toBe(true)
  expect(await hasLivingOthers(db, me)).toBe(false)
})

test('a process of another host counts while its heartbeat is fresh, and its row goes when it is forgotten', async () => {
  const me = await createProcessRow(db)
  await leftBy('silent', { host: 'elsewhere', seen: '1 minute' })
  await leftBy('forgotten', { host: 'elsewhere', seen: '1 hour' })
  expect(await hasLivingOthers(db, me)).toBe(false)
  await releaseDead(db, queue, me)
  expect(await rows()).toEqual(['silent'])
  await leftBy('fresh', { host: 'elsewhere', seen: '20 s' })
  expect(await hasLivingOthers(db, me)).toBe(true)
})

test('a look-up of a killed process may be asked at once by the next', async () => {
  const me = await createProcessRow(db)
  await leftBy('killed', {})
  expect(await createLookupStore(db, 'killed').hold('starbridge:record', 60_000)).toBe(true)
  expect(await createLookupStore(db, me.id).hold('starbridge:record', 1_000)).toBe(false)
  await releaseDead(db, queue, me)
  expect(await createLookupStore(db, me.id).hold('starbridge:record', 1_000)).toBe(true)
})

test('lanes of a killed process are free at once', async () => {
  const me = await createProcessRow(db)
  await leftBy('killed', {})
  await database.pool.query(
    `insert into intel.lanes (lane, holder, held_until) values ('slack:one', 'killed', now() + interval '1 hour'),
       ('slack:two', 'somebody', now() + interval '1 hour')`,
  )
  await releaseDead(db, queue, me)
  const { rows: lanes } = await database.pool.query('select lane, holder from intel.lanes order by lane')
  expect(lanes).toEqual([
    { lane: 'slack:one', holder: null },
    { lane: 'slack:two', holder: 'somebody' },
  ])
})
