import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { UserError } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import { WIRE_TYPES } from './wire-types.ts'

/** Only signals are read through it, so few connections do. */
const CONNECTIONS = 5
const CLOSE_MS = 2_000
/** As in a hosted project: whoever needs more rows must page. */
const MAX_ROWS = 1000

export type EmbeddedSupabase = {
  /** For supabase-js, as SUPABASE_URL would be. */
  url: string
  /** Sees everything, as SUPABASE_SERVICE_ROLE_KEY would. */
  serviceKey: string
  /** What a browser would hold: sees only what row level security allows. */
  publishableKey: string
  /** May be called twice. Does not wait for requests that still run. */
  stop: () => Promise<void>
}

/**
 * Supabase's REST interface on a free loopback port in front of a Postgres of ours, with keys made for this process.
 * Call it after the migrations: it reads the schema, and whether there is row level security, only once.
 * @throws UserError `not_configured` naming SUPABASE_URL when the optional packages are not installed.
 */
export async function startEmbeddedSupabase(options: { databaseUrl: string; log: Logger }): Promise<EmbeddedSupabase> {
  const { App, createPostgresConnection } = await loadLite()
  const serviceKey = `sb_secret_${randomBytes(16).toString('base64url')}`
  const publishableKey = `sb_publishable_${randomBytes(16).toString('base64url')}`
  const connection = createPostgresConnection({
    url: options.databaseUrl,
    postgresOptions: { max: CONNECTIONS, types: WIRE_TYPES, onnotice: () => undefined },
  })
  const app = new App({
    connection,
    api: { schemas: ['public'], max_rows: MAX_ROWS },
    auth: {
      enable_signup: false,
      publishable_key: publishableKey,
      secret_key: serviceKey,
      jwt_secret: randomBytes(32).toString('base64url'),
    },
    options: { server: { disableStudio: true, disableFallback: true } },
  })
  const listener = getRequestListener((request, { incoming }) => {
    // Its other routes answer without a key, and `/_system/info` tells the database's password.
    if (!isRestPath(incoming.url)) return Response.json({ message: 'not found' }, { status: 404 })
    return app.fetch(request, { peerAddress: incoming.socket.remoteAddress ?? null })
  })
  const server = createServer((request, response) => void listener(request, response))
  try {
    await app.init()
    await settleRoles(app, serviceKey)
    const port = await listen(server)
    options.log.info({ port }, 'embedded Supabase is ready')
    let stopping: Promise<void> | null = null
    const stop = () => {
      stopping ??= closeAll(server, connection)
      return stopping
    }
    return { url: `http://127.0.0.1:${port}`, serviceKey, publishableKey, stop }
  } catch (error) {
    await connection.close()
    throw error
  }
}

type Lite = { fetch(request: Request): Response | Promise<Response> }

/** Its first request gives the roles their grants, and two first ones at once collide: this one comes alone. */
async function settleRoles(app: Lite, serviceKey: string): Promise<void> {
  const headers = { apikey: serviceKey, authorization: `Bearer ${serviceKey}` }
  const answer = await app.fetch(new Request('http://127.0.0.1/rest/v1/signals?select=id&limit=1', { headers }))
  await answer.arrayBuffer()
}

/** Only plain table and function names below `/rest/v1/`: nothing that a router could read as another path. */
function isRestPath(target: string | undefined): boolean {
  return target !== undefined && /^\/rest\/v1\/(?:rpc\/)?[\w-]+(?:\?|$)/.test(target)
}

/** The library only, never its command line, which reports every command to its makers. */
async function loadLite() {
  try {
    const [{ App }, { createPostgresConnection }] = await Promise.all([
      import('@supabase/lite'),
      import('@supabase/lite/postgres'),
    ])
    return { App, createPostgresConnection }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause
    const error = new UserError(
      'not_configured',
      'SUPABASE_URL is not set, and the embedded Supabase (@supabase/lite, postgres) is not installed',
      {
        nextSteps: [
          'Run npm ci without --omit=optional',
          'Or set SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY and DATABASE_URL',
        ],
      },
    )
    error.cause = cause
    throw error
  }
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the system gave no port')
  return address.port
}

async function closeAll(server: Server, connection: { close(): Promise<void> }): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
  // It waits for a request that was cut off, and sometimes for ever; the server ends those connections with itself.
  await Promise.race([connection.close(), delay(CLOSE_MS, undefined, { ref: false })])
}
