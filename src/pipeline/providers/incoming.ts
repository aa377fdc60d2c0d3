import { contentHash } from '../canonical.ts'
import type { Provider } from '../ports.ts'
import type { NewProviderEvent } from './event-store.ts'

/** How a delivered event is stored: bounded, without secrets, and under a key that is the same for the same event. */

const DEEPEST = 24
const KIND_MAX = 80
const SECRET_FIELDS = new Set(['secret_key', 'secretkey'])

export type Delivered = {
  body: unknown
  /** `X-Request-Id`, by which Smartlead names a delivery and its repeats. */
  requestId: string | null
}

/**
 * Two deliveries are the same event when provider, request id, kind and the reply's own id are the same, or else when
 * request id and the whole body are. A proxy that gives everything one request id costs no reply that way.
 */
export function toEvent(provider: Provider, { body, requestId }: Delivered, secrets: string[]): NewProviderEvent {
  const stored = withoutSecrets(body, secrets, DEEPEST)
  const kind = kindOf(stored)
  const news = provider.read(stored)
  const message = news.is === 'reply' ? news.reply.messageId : null
  const identity = requestId === null || message === null ? { requestId, body: stored } : { requestId, kind, message }
  return { provider: provider.name, kind, dedupeKey: contentHash([provider.name, identity]), body: stored }
}

function kindOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null
  const { event_type, eventType, event } = body as Record<string, unknown>
  const kind = [event_type, eventType, event].find((word) => typeof word === 'string' && word.trim() !== '')
  return typeof kind === 'string' ? kind.trim().slice(0, KIND_MAX).toWellFormed() : null
}

/** A copy without the fields that carry secrets, and without their values elsewhere: an event repeats its own address. */
function withoutSecrets(value: unknown, secrets: string[], depth: number): unknown {
  if (typeof value === 'string') return secrets.reduce((text, secret) => text.replaceAll(secret, '[hidden]'), value)
  if (typeof value !== 'object' || value === null) return value
  if (depth === 0) return null
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, secrets, depth - 1))
  const entries = Object.entries(value).filter(
    ([name]) => name !== '__proto__' && !SECRET_FIELDS.has(name.toLowerCase()),
  )
  return Object.fromEntries(entries.map(([name, item]) => [name, withoutSecrets(item, secrets, depth - 1)]))
}
