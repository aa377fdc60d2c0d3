import { createHmac } from 'node:crypto'
import http from 'node:http'
import { noAnswer, type SocketMode } from './socket-mode.ts'
import type { Answer, Delivery, DeliveryKind, Json } from './types.ts'
import type { World } from './world.ts'

export type Connection = { signingSecret: string; appUrl: string }

/** What a raw request may get wrong on purpose. `at` is the stamp in seconds. */
export type RawRequest = {
  body: string
  contentType: string
  at?: number
  signingSecret?: string
  signature?: string
  headers?: Record<string, string>
}

export type Courier = {
  /** From now on payloads go by signed HTTP to `<appUrl>/slack/events`. */
  connect(connection: Connection): void
  mode(): 'http' | 'socket' | 'none'
  /** Sends one payload; events are repeated as Slack repeats them. */
  deliver(kind: DeliveryKind, payload: Json): Promise<Answer>
  /** Sends bytes as they are: for wrong signatures, old stamps and broken bodies. HTTP mode only. */
  raw(request: RawRequest): Promise<Answer>
  /** Sends a recorded HTTP delivery again, same bytes, same signature. */
  replay(delivery: Delivery): Promise<Answer>
  /** Stops repeats and cuts what is under way. */
  close(): void
}

/** `v0=` and the HMAC-SHA256 of `v0:stamp:body` (https://docs.slack.dev/authentication/verifying-requests-from-slack). */
function signatureOf(signingSecret: string, stamp: string, body: string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${stamp}:${body}`).digest('hex')}`
}

type Sent = { kind: DeliveryKind; payload: Json; retry: { num: number; reason: string } | null }

export function createCourier(world: World, socketMode: SocketMode): Courier {
  let connection: Connection | null = null
  const timers = new Set<NodeJS.Timeout>()
  const underWay = new Set<AbortController>()

  const post = async (url: string, body: string, headers: Record<string, string>): Promise<Answer> => {
    const abort = new AbortController()
    underWay.add(abort)
    const answer = await postOnce({ url, body, headers, withinMs: world.settings.answerWithinMs, signal: abort.signal })
    underWay.delete(abort)
    return answer
  }

  const target = (): string => {
    if (!connection) throw new Error('The app is not connected: call workspace.connect first')
    return `${connection.appUrl.replace(/\/$/, '')}/slack/events`
  }

  const sendOnce = async ({ kind, payload, retry }: Sent): Promise<Answer> => {
    const signed = connection ? signedRequest(connection, { kind, payload, retry }, world.now()) : null
    const delivery: Delivery = {
      kind,
      by: signed ? 'http' : 'socket',
      payload,
      body: signed?.body ?? null,
      headers: signed?.headers ?? {},
      at: world.now(),
      retry: retry?.num ?? 0,
      answer: null,
    }
    world.deliveries.push(delivery)
    world.changes.changed()
    delivery.answer = signed
      ? await post(target(), signed.body, signed.headers)
      : socketMode.isConnected()
        ? await socketMode.send(kind, payload, retry)
        : noAnswer(0, 'no app is connected')
    world.changes.changed()
    return delivery.answer
  }

  const repeatLater = (payload: Json, answer: Answer, num: number): void => {
    const delay = world.settings.eventRetryDelaysMs[num - 1]
    if (delay === undefined || !isFailure(answer) || answer.error === 'no retry asked') return
    const timer = setTimeout(() => {
      timers.delete(timer)
      const retry = { num, reason: reasonOf(answer) }
      void sendOnce({ kind: 'event', payload, retry }).then((next) => repeatLater(payload, next, num + 1))
    }, delay)
    timers.add(timer)
  }

  return {
    connect(given) {
      connection = given
      world.changes.changed()
    },
    mode: () => (connection ? 'http' : socketMode.isConnected() ? 'socket' : 'none'),
    async deliver(kind, payload) {
      const answer = await sendOnce({ kind, payload, retry: null })
      if (kind === 'event') repeatLater(payload, answer, 1)
      return answer
    },
    raw(request) {
      const stamp = String(request.at ?? Math.floor(world.now() / 1000))
      const secret = request.signingSecret ?? connection?.signingSecret ?? ''
      return post(target(), request.body, {
        'content-type': request.contentType,
        'x-slack-request-timestamp': stamp,
        'x-slack-signature': request.signature ?? signatureOf(secret, stamp, request.body),
        ...request.headers,
      })
    },
    replay(delivery) {
      if (delivery.body === null) throw new Error('Only a delivery by HTTP can be replayed')
      return post(target(), delivery.body, delivery.headers)
    },
    close() {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      for (const abort of underWay) abort.abort()
    },
  }
}

/** Events are JSON, commands are a form, everything else is a form with one field `payload`. */
function signedRequest(connection: Connection, { kind, payload, retry }: Sent, now: number) {
  const body =
    kind === 'event'
      ? JSON.stringify(payload)
      : new URLSearchParams(
          kind === 'command' ? (payload as Record<string, string>) : { payload: JSON.stringify(payload) },
        ).toString()
  const stamp = String(Math.floor(now / 1000))
  const headers: Record<string, string> = {
    'content-type': kind === 'event' ? 'application/json' : 'application/x-www-form-urlencoded',
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': stamp,
    'x-slack-signature': signatureOf(connection.signingSecret, stamp, body),
    ...(retry ? { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason } : {}),
  }
  return { body, headers }
}

function isFailure(answer: Answer): boolean {
  return answer.status === null || answer.status < 200 || answer.status > 299
}

function reasonOf(answer: Answer): string {
  if (answer.error === 'timeout') return 'http_timeout'
  return answer.status === null ? 'connection_failed' : 'http_error'
}

type Post = { url: string; body: string; headers: Record<string, string>; withinMs: number; signal: AbortSignal }

/** One POST on its own connection. Never throws: what went wrong is in `error`. */
function postOnce({ url, body, headers, withinMs, signal }: Post): Promise<Answer> {
  const startedAt = performance.now()
  const ms = () => Math.round(performance.now() - startedAt)
  return new Promise((resolve) => {
    const request = http.request(
      url,
      { method: 'POST', agent: false, signal, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', (error) => done(noAnswer(ms(), error.message)))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          const isGood = response.statusCode !== undefined && response.statusCode < 300
          const refusesRetry = !isGood && response.headers['x-slack-no-retry'] === '1'
          done({
            status: response.statusCode ?? null,
            ms: ms(),
            text,
            json: jsonOf(text),
            error: refusesRetry ? 'no retry asked' : null,
          })
        })
      },
    )
    const timer = setTimeout(() => {
      done(noAnswer(ms(), 'timeout'))
      request.destroy()
    }, withinMs)
    const done = (answer: Answer) => {
      clearTimeout(timer)
      resolve(answer)
    }
    request.on('error', (error) => done(noAnswer(ms(), error.message)))
    request.end(body)
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
