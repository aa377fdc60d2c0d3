import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { openDb } from '../../src/store/db.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { createTcpGate, type TcpGate } from '../support/tcp-gate.ts'

let database: TestDatabase
let gate: TcpGate

beforeAll(async () => {
  database = await createTestDatabase()
  const { hostname: host, port } = new URL(database.url)
  gate = await createTcpGate({ host, port: Number(port) })
})
afterAll(async () => {
  await gate.close()
  await database.drop()
})

test('a connection lost between two statements of a transaction fails that transaction and nothing else', async () => {
  const url = new URL(database.url)
  url.host = `127.0.0.1:${gate.port}`
  const db = openDb(url.href, { log: createLogger('silent') })
  onTestFinished(() => db.close())
  const uncaught: unknown[] = []
  const note = (error: unknown) => void uncaught.push(error)
  process.on('uncaughtExceptionMonitor', note)
  onTestFinished(() => void process.off('uncaughtExceptionMonitor', note))
  const broken = db.transaction(async (tx) => {
    const lost = new Promise((resolve) => tx.once('end', resolve))
    gate.shut()
    await lost
    gate.open()
    await tx.query('select 1')
  })
  await expect(broken).rejects.toThrow(/not queryable|terminated/)
  expect(uncaught).toEqual([])
  expect(await db.transaction(async (tx) => (await tx.query('select 2 as n')).rows)).toEqual([{ n: 2 }])
})
