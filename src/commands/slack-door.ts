import type { IncomingMessage, RequestListener } from 'node:http'
import {
  App,
  HTTPReceiver,
  type Receiver,
  type RespondFn,
  SocketModeReceiver,
  type ViewResponseAction,
} from '@slack/bolt'
import { WebClient, type WebClientOptions } from '@slack/web-api'
import type { Config } from '../config.ts'
import type { Logger } from '../log.ts'
import type { SlackMessage } from '../views/message.ts'
import { createBoltLog } from './bolt-log.ts'
import { planClick } from './clicks.ts'
import type { DoorParts, Pace, SlackDoorContext } from './door-context.ts'
import { planForm, reportOf } from './forms.ts'
import { handle } from './handle.ts'
import { createInFlight, type InFlight } from './in-flight.ts'
import { createInstallation, type Installation } from './installation.ts'
import { planCommand } from './intel-answers.ts'
import { readClick, readCommand, readForm } from './payloads.ts'
import { createRequestGuard, type RequestGuard } from './request-guard.ts'
import { createSocketLink, type SocketLink } from './socket-link.ts'
import { COMMAND, EVENTS_PATH } from './surface.ts'
import { tellAfterForm, tellThere } from './tell.ts'

export type SlackDoor = {
  /** For `POST /slack/events`; null in Socket Mode. */
  listener: RequestListener | null
  /** Connects in Socket Mode; nothing is waited for in HTTP mode. */
  start(): Promise<void>
  /** Takes nothing more over the socket, and waits for what is in hand, at most `drainMs`. */
  stop(drainMs: number): Promise<void>
}

type SlackConfig = NonNullable<Config['slack']>

const PACE: Pace = { followMs: 60_000, lookAgainMs: 500 }
const TIMEOUT_MS = 8_000

/** The Slack door: what people type and click, by signed HTTP or by Socket Mode. Asks Slack nothing while it is made. */
export async function createSlackDoor(
  context: SlackDoorContext,
  slack: SlackConfig,
  pace: Pace = PACE,
): Promise<SlackDoor> {
  const { log } = context
  const closing = new AbortController()
  const inFlight = createInFlight()
  const options = webOptions(context, slack)
  const web = new WebClient(slack.botToken, options)
  const installation = createInstallation(web, log)
  const way = slack.mode === 'http' ? byHttp(context, slack, inFlight) : bySocket(context, slack, options)
  const app = new App({
    receiver: way.receiver,
    // An answer of our own instead of the SDK's question at Slack, which would come before the first request.
    authorize: async () => ({ botToken: slack.botToken }),
    convoStore: false,
    ignoreSelf: false,
    clientOptions: options,
    logger: createBoltLog(log),
  })
  listen(app, {
    parts: { ...context, web, pace, closing: closing.signal },
    whyNot: installation.whyNot,
    isFirst: way.isFirst,
    inFlight,
  })
  return {
    listener: way.listener,
    async start() {
      void installation.home()
      await way.link?.start()
    },
    async stop(drainMs) {
      closing.abort()
      await way.link?.stop()
      if (!(await inFlight.idle(drainMs))) log.warn('The Slack door closed with work in hand')
    },
  }
}

/** The settings of our Slack client: nothing is repeated, nothing waits for long, no method name can be an address. */
function webOptions({ log }: SlackDoorContext, { apiUrl }: SlackConfig): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    allowAbsoluteUrls: false,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT_MS,
    logger: createBoltLog(log),
    // The SDK's own answers to a response_url know no end.
    fetch: (url, init) => fetch(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(TIMEOUT_MS) }),
  }
}

type Way = {
  receiver: Receiver
  listener: RequestListener | null
  link: SocketLink | null
  /** Whether this request of Slack's is seen for the first time, by what the receiver keeps of it. */
  isFirst: (context: object) => Promise<boolean>
}

type HttpConfig = SlackConfig & { mode: 'http' }

function byHttp({ log, store }: SlackDoorContext, { signingSecret }: HttpConfig, inFlight: InFlight): Way {
  const guard = createRequestGuard({ signingSecret, once: (key) => store.once(key), log })
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: EVENTS_PATH,
    logger: createBoltLog(log),
    // What no listener takes is answered 404 while Slack still listens.
    unhandledRequestTimeoutMillis: 2_500,
    customPropertiesExtractor: (request: IncomingMessage) => ({ [FIRST]: guard.isFirst(request) }),
  })
  return {
    receiver,
    listener: guarded({ guard, inFlight, log }, receiver.requestListener),
    link: null,
    isFirst: (context) => (context as { [FIRST]?: Promise<boolean> })[FIRST] ?? Promise.resolve(false),
  }
}

const FIRST = 'isFirstOfItsKind'

type Guarding = { guard: RequestGuard; inFlight: InFlight; log: Logger }

function guarded({ guard, inFlight, log }: Guarding, next: RequestListener): RequestListener {
  const serve = async (...[request, response]: Parameters<RequestListener>) => {
    if (await guard.admit(request, response)) next(request, response)
  }
  return (request, response) => {
    response.once('close', inFlight.enter())
    serve(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'A request to the Slack door failed')
      response.destroy()
    })
  }
}

type SocketConfig = SlackConfig & { mode: 'socket' }

function bySocket({ log }: SlackDoorContext, { appToken }: SocketConfig, clientOptions: WebClientOptions): Way {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: createBoltLog(log),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions },
  })
  // The socket is Slack's own and asks for no signature: nothing on it can be replayed by others.
  return { receiver, listener: null, link: createSocketLink(receiver, log), isFirst: () => Promise.resolve(true) }
}

type Listening = {
  parts: DoorParts
  whyNot: Installation['whyNot']
  isFirst: Way['isFirst']
  inFlight: InFlight
}

/** One listener for each kind of request; which command, button or form it is, is decided by its exact name inside. */
function listen(app: App, { parts, whyNot, isFirst, inFlight }: Listening): void {
  const handling = { log: parts.log, whyNot }
  app.use(async ({ next }) => {
    const leave = inFlight.enter()
    await next().finally(leave)
  })
  app.command(COMMAND.name, async ({ body, ack, respond, context }) => {
    const command = readCommand(body)
    if (!command) return unreadable(parts, ack)
    const { who, triggerId, channelId } = command
    const tell = (message: SlackMessage) =>
      tellThere(parts, { respond, channelId, threadTs: null, userId: who.userId }, message)
    const answer = (message?: SlackMessage) => ack(message && { response_type: 'ephemeral' as const, ...message })
    const exchange = { who, isFirst: isFirst(context), ack: answer, tell }
    return handle(handling, exchange, () => planCommand(parts, command.text, { userId: who.userId, triggerId, tell }))
  })
  app.action({ type: 'block_actions' }, async ({ body, ack, respond, context }) => {
    const click = readClick(body)
    if (!click) return unreadable(parts, ack)
    const { who, channelId, threadTs } = click
    const tell = (message: SlackMessage) =>
      tellThere(parts, { respond, channelId, threadTs, userId: who.userId }, message)
    const exchange = { who, isFirst: isFirst(context), ack: () => ack(), tell }
    return handle(handling, exchange, () => planClick(parts, { ...click, publish: publisher(respond) }))
  })
  app.view({ type: 'view_submission' }, async ({ body, ack, context }) => {
    const form = readForm(body)
    if (!form) return unreadable(parts, ack)
    const { who } = form
    const to = { userId: who.userId, reportId: reportOf(form) }
    const tell = (message: SlackMessage) => tellAfterForm(parts, to, message)
    const answer = (response?: ViewResponseAction) => ack(response)
    return handle(handling, { who, isFirst: isFirst(context), ack: answer, tell }, () => planForm(parts, form))
  })
}

/** Signed by Slack and yet not as Slack documents it: acknowledged, logged, and nothing is done. */
async function unreadable({ log }: DoorParts, ack: () => Promise<void>): Promise<void> {
  log.warn('Slack sent a payload that cannot be read')
  await ack()
}

/** Posts for everybody where the click was made, also in places the bot was not invited to. */
function publisher(respond: RespondFn): (message: SlackMessage) => Promise<void> {
  return async (message) => {
    const plain = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false } as const
    await respond({ ...message, ...plain, response_type: 'in_channel', replace_original: false })
  }
}
