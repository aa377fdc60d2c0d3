import { createHmac } from 'node:crypto'
import type { Hono, Context as HonoContext } from 'hono'
import type { DoorContext } from '../context.ts'
import { UserError } from '../errors.ts'
import type { ProviderName } from '../pipeline/ports.ts'
import { isSame } from './auth.ts'
import { parseJson, readBytes } from './body.ts'

/** A category event repeats the whole conversation as HTML, and a refused one is never sent again. */
const MAX_EVENT_BYTES = 4 * 1024 * 1024

/**
 * Events of Smartlead and HeyReach: stored and queued before the answer, understood after it. Smartlead never repeats
 * what it got a 4xx for, so only a wrong address, a wrong signature and what is no JSON of a bearable size get one.
 */
export function addWebhookRoutes(web: Hono, context: DoorContext): void {
  const { config, log } = context
  web.post('/v1/webhooks/smartlead/:token', (c) =>
    receive(c, context, {
      provider: 'smartlead',
      check(bytes, body) {
        try {
          checkSignature({ c, bytes, body }, config.webhooks.smartleadSecret)
        } catch (error) {
          log.warn({ provider: 'smartlead' }, 'An event without a right signature was refused')
          throw error
        }
      },
    }),
  )
  web.post('/v1/webhooks/heyreach/:token', (c) => receive(c, context, { provider: 'heyreach', check: () => undefined }))
}

type Receiving = { provider: ProviderName; check: (bytes: Buffer, body: unknown) => void }

async function receive(c: HonoContext, { config, providerIntake }: DoorContext, { provider, check }: Receiving) {
  requirePathToken(c.req.param('token') ?? '', config.webhooks.token)
  const bytes = await readBytes(c, MAX_EVENT_BYTES)
  const body = parseJson(bytes.toString('utf8'))
  check(bytes, body)
  const requestId = provider === 'smartlead' ? (c.req.header('x-request-id')?.trim().slice(0, 200) ?? null) : null
  const { id, isDuplicate } = await providerIntake.receive(provider, { body, requestId: requestId || null })
  return c.json({ id, duplicate: isDuplicate })
}

/** A wrong token gets what any wrong address gets, so that nobody learns that there is a door. */
function requirePathToken(given: string, expected: string | null): void {
  if (expected === null) throw new UserError('not_configured', 'This door is closed until WEBHOOK_TOKEN is set.')
  if (!isSame(given, expected)) throw new UserError('not_found', 'There is nothing at this address.')
}

type Signed = { c: HonoContext; bytes: Buffer; body: unknown }

/**
 * With a secret configured an event must prove it, by the header (`sha256=` and the HMAC of the raw body, in hex) or else
 * by `secret_key` in the body. The header decides where both are there.
 */
function checkSignature({ c, bytes, body }: Signed, secret: string | null): void {
  if (secret === null) return
  const header = c.req.header('x-smartlead-signature')
  const key = typeof body === 'object' && body !== null && 'secret_key' in body ? body.secret_key : undefined
  const isRight =
    header !== undefined
      ? isSame(header.trim().toLowerCase(), `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`)
      : typeof key === 'string' && isSame(key, secret)
  if (isRight) return
  const expected = 'a right X-Smartlead-Signature header or secret_key, because SMARTLEAD_WEBHOOK_SECRET is set'
  throw new UserError('unauthorized', `Expected ${expected}.`)
}
