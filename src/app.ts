import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createSlackDoor, type SlackDoor } from './commands/slack-door.ts'
import { EVENTS_PATH } from './commands/surface.ts'
import { complaintOf } from './complaint.ts'
import { type Config, describeConfig, readConfig, readEnvironment } from './config.ts'
import { type Context, createContext, type Overrides } from './context.ts'
import { startCron } from './cron.ts'
import { notUsedYet } from './doctor/not-used-yet.ts'
import { sentenceOf, UserError } from './errors.ts'
import { createLogger, type Logger } from './log.ts'
import { urlOf } from './own-address.ts'
import { placesOf } from './session.ts'
import { preparePlaces, type ReadyPlaces } from './store/places.ts'
import { createWeb } from './web/web.ts'

/** Composition root: config → places → context → doors open → drain and stop on SIGTERM. */

export type App = {
  /** Where the doors are, such as `http://127.0.0.1:3000`. */
  url: string
  context: Context
  /** Closes the doors, drains what is in hand until the deadline, and stops what it started. */
  stop(): Promise<void>
}

const DRAIN_MS = 10_000

type Options = {
  log: Logger
  drainMs?: number
  signal?: AbortSignal
  /** False leaves ticking to the caller. */
  hasCron?: boolean
} & Overrides

/**
 * Starts everything and opens the doors. When that fails, or `signal` ends it, what was started is stopped.
 * @throws the reason of `signal`; UserError for what a person must put right; the database's own error when it is away.
 */
export async function startApp(config: Config, options: Options): Promise<App> {
  const { log, signal } = options
  const door: Door = { handle: starting }
  const server = createServer((request, response) => {
    door.handle(request, response)
  })
  // The port is taken before anything is started: a second app on it must not touch the first one's work.
  const port = await listen(server, config)
  const url = urlOf({ host: config.server.host, port })
  const known = config.server.publicUrlIsDefault ? { ...config, server: { ...config.server, publicUrl: url } } : config
  try {
    const places = await preparePlaces({ ...placesOf(known, log), ...(signal && { signal }) })
    try {
      return await open({ config: known, places, options, door, server, url })
    } catch (error) {
      await places.stop()
      throw error
    }
  } catch (error) {
    server.closeAllConnections()
    server.close()
    if (signal?.aborted) log.info({ reason: sentenceOf(error) }, 'Ended while starting')
    signal?.throwIfAborted()
    throw error
  }
}

type Door = { handle: RequestListener }

/** Until the app is ready, whoever calls is asked to come back. */
const starting: RequestListener = (_request, response) => {
  response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' })
  response.end('{"error":{"code":"unavailable","message":"The app is starting. Try again in a second."}}')
}

type Opening = {
  config: Config
  places: ReadyPlaces
  options: Options
  door: Door
  server: Server
  url: string
}

async function open({ config, places, options, door, server, url }: Opening): Promise<App> {
  const { log, signal } = options
  const context = await createContext(config, places, options)
  const state = { isReady: false, slack: null as SlackDoor | null }
  const leave = async (drainMs: number) => {
    await state.slack?.stop(drainMs)
    await context.stop(drainMs)
  }
  try {
    signal?.throwIfAborted()
    state.slack = config.slack ? await createSlackDoor(context, config.slack) : null
    const web = createWeb(context, { isReady: () => state.isReady })
    await context.work()
    await state.slack?.start()
    signal?.throwIfAborted()
    door.handle = route(state.slack, getRequestListener(web.fetch))
  } catch (error) {
    await leave(0)
    throw error
  }
  state.isReady = true
  const { clock, clockwork } = context
  const cron = options.hasCron === false ? null : startCron({ tick: () => clockwork.tick(clock.now()), log })
  log.info({ settings: describeConfig(config) }, 'What is configured')
  log.info({ url, slack: config.slack?.mode ?? 'off' }, 'Starbridge Intel is open')
  tellSettings(config, log)
  let stopping: Promise<void> | null = null
  const stop = async () => {
    state.isReady = false
    await cron?.stop()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeIdleConnections()
    await leave(options.drainMs ?? DRAIN_MS)
    server.closeAllConnections()
    await closed
    await places.stop()
    log.info('Starbridge Intel has stopped')
  }
  return {
    url,
    context,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

/** What is off, and what is set for nothing, a line each. */
function tellSettings(config: Config, log: Logger): void {
  const { slack, claude, people } = config
  if (!slack) log.info('SLACK_BOT_TOKEN is not set: nothing is posted, reports are read by API and command line')
  if (slack && !people.defaultOwner) log.warn('DEFAULT_OWNER is not set: nobody is mentioned when a reply arrives')
  if (!claude.apiKey) log.info('ANTHROPIC_API_KEY is not set: replies are read and signals are ranked by rules')
  for (const { variable, what } of notUsedYet(config)) log.info({ variable, what }, 'A setting is not used yet')
}

/** Slack's requests keep their raw body for the signature; everything else goes to the web. */
function route(slack: SlackDoor | null, web: ReturnType<typeof getRequestListener>): RequestListener {
  return (request, response) => {
    const path = request.url?.split('?', 1)[0]
    if (!slack?.listener || path !== EVENTS_PATH) void web(request, response)
    else if (request.method === 'POST') slack.listener(request, response)
    else refuseMethod(request, response)
  }
}

function refuseMethod({ method }: IncomingMessage, response: ServerResponse): void {
  const error = { code: 'method_not_allowed', message: `${EVENTS_PATH} takes POST, not ${method}.` }
  response.writeHead(405, { 'content-type': 'application/json', allow: 'POST' })
  response.end(JSON.stringify({ error }))
}

function listen(server: Server, { server: { host, port } }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      const taken = `Port ${port} on ${host} is taken by another program`
      const next = code === 'EADDRINUSE' ? 'Set PORT to a free one, or stop the other app.' : 'Check HOST and PORT.'
      const why =
        code === 'EADDRINUSE' ? taken : `The app cannot listen on port ${port} of ${host} (${code ?? message})`
      reject(new UserError('unavailable', why, { nextSteps: [next] }))
    })
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

/** Runs the app from the environment and `.env` until a signal ends it, also while it starts. Returns the exit code. */
export async function main(): Promise<number> {
  const ending = untilSignal()
  let log = createLogger('info')
  try {
    const config = readConfig(readEnvironment())
    log = createLogger(config.server.logLevel)
    const app = await startApp(config, { log, signal: ending.signal })
    await ending.told
    await app.stop()
    return 0
  } catch (error) {
    if (ending.signal.aborted && error === ending.signal.reason) return 0
    process.stderr.write(`${complaintOf(error, { log, doctor: 'npm run doctor' }).join('\n')}\n`)
    return 1
  }
}

type Ending = { signal: AbortSignal; told: Promise<void> }

/** A second signal while starting or draining changes nothing: the terminal and npm often send it twice. */
function untilSignal(): Ending {
  const controller = new AbortController()
  const told = new Promise<void>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const)
      process.on(name, () => {
        controller.abort(new Error('Ended from outside'))
        resolve()
      })
  })
  return { signal: controller.signal, told }
}
