import { createServer, type RequestListener, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createSlackDoor, type SlackDoor } from './commands/slack-door.ts'
import { type Config, ConfigError, readConfig, readEnvironment } from './config.ts'
import { type Context, createContext, type Overrides } from './context.ts'
import { UserError } from './errors.ts'
import { createLogger, type Logger } from './log.ts'
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

export async function startApp(config: Config, options: { log: Logger; drainMs?: number } & Overrides): Promise<App> {
  const door: Door = { handle: starting }
  const server = createServer((request, response) => {
    door.handle(request, response)
  })
  // The port is taken before anything is started: a second app on it must not touch the first one's work.
  const port = await listen(server, config)
  const url = `http://${config.server.host}:${port}`
  const known = config.server.publicUrlIsDefault ? { ...config, server: { ...config.server, publicUrl: url } } : config
  try {
    const places = await preparePlaces(placesOf(known, options.log))
    try {
      return await open({ config: known, places, options, door, server, url })
    } catch (error) {
      await places.stop()
      throw error
    }
  } catch (error) {
    server.closeAllConnections()
    server.close()
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
  options: { log: Logger; drainMs?: number } & Overrides
  door: Door
  server: Server
  url: string
}

async function open({ config, places, options, door, server, url }: Opening): Promise<App> {
  const { log } = options
  const context = await createContext(config, places, options)
  const state = { isReady: false }
  const slack = config.slack ? await createSlackDoor(context, config.slack) : null
  const web = createWeb(context, { isReady: () => state.isReady })
  await context.work()
  await slack?.start()
  door.handle = route(slack, getRequestListener(web.fetch))
  state.isReady = true
  log.info({ url, slack: config.slack?.mode ?? 'off' }, 'Starbridge Intel is open')
  if (!config.slack) log.info('SLACK_BOT_TOKEN is not set: nothing is posted, reports are read by API and command line')
  if (!config.claude.apiKey) log.info('ANTHROPIC_API_KEY is not set: replies are read and signals are ranked by rules')
  let stopping: Promise<void> | null = null
  const stop = async () => {
    state.isReady = false
    const drainMs = options.drainMs ?? DRAIN_MS
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeIdleConnections()
    await slack?.stop(drainMs)
    await context.stop(drainMs)
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

/** Slack's requests keep their raw body for the signature; everything else goes to the web. */
function route(slack: SlackDoor | null, web: ReturnType<typeof getRequestListener>): RequestListener {
  return (request, response) => {
    const path = request.url?.split('?', 1)[0]
    if (slack?.listener && path === '/slack/events' && request.method === 'POST') slack.listener(request, response)
    else void web(request, response)
  }
}

function listen(server: Server, { server: { host, port } }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      const next = { nextSteps: ['Set PORT to a free one, or stop the other app.'] }
      reject(taken ? new UserError('unavailable', `Port ${port} on ${host} is taken by another program`, next) : error)
    })
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

/** Runs the app from the environment and `.env` until a signal ends it. Returns the exit code. */
export async function main(): Promise<number> {
  try {
    const config = readConfig(readEnvironment())
    const app = await startApp(config, { log: createLogger(config.server.logLevel) })
    await untilSignal()
    await app.stop()
    return 0
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof UserError)) throw error
    const steps = error instanceof UserError ? error.nextSteps : []
    process.stderr.write(`${[error.message, ...steps].join('\n')}\n`)
    return 1
  }
}

/** A second signal while draining changes nothing: the terminal and npm often send it twice. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve())
  })
}
