import { type CustomTypesConfig, Pool, type PoolClient, types as pgTypes } from 'pg'
import type { Logger } from '../log.ts'

/** What a query needs: a pool, or the one connection of a transaction. */
export type Queryable = Pick<Pool | PoolClient, 'query'>

export type Db = {
  pool: Pool
  /** One transaction: committed when `work` resolves, rolled back when it throws. */
  transaction<Result>(work: (tx: PoolClient) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

// bigint columns hold micro-dollars and counters, all far below 2^53.
const INT8 = 20

/** A database that is silent must not keep everybody waiting: whoever asks is told, and asks again. */
const PATIENCE = {
  keepAlive: true,
  connectionTimeoutMillis: 5_000,
  query_timeout: 30_000,
  idle_in_transaction_session_timeout: 60_000,
}

/** Opens a pool on a direct or session-mode Postgres URL. Nothing is asked of the server yet. */
export function openDb(url: string, options: { log: Logger; max?: number }): Db {
  const getTypeParser = ((oid: number, format?: 'text') =>
    oid === INT8 ? Number : pgTypes.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser']
  const pool = new Pool({ ...PATIENCE, connectionString: url, max: options.max ?? 10, types: { getTypeParser } })
  let isClosing = false
  // Without a listener a connection that Postgres closes ends the process. While we close ourselves it is no news.
  pool.on('error', (error) => {
    if (!isClosing) options.log.warn({ err: error }, 'An idle database connection was lost')
  })
  // The same for one that is lost between two statements of a transaction: the next statement tells.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return {
    pool,
    async transaction(work) {
      const tx = await pool.connect()
      try {
        await tx.query('begin')
        const result = await work(tx)
        await tx.query('commit')
        tx.release()
        return result
      } catch (error) {
        await tx.query('rollback').then(
          () => tx.release(),
          (broken: Error) => tx.release(broken),
        )
        throw error
      }
    },
    async close() {
      isClosing = true
      await pool.end()
    },
  }
}
