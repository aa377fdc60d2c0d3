import type { ClayCallbacks } from '../../pipeline/ports.ts'
import { createHttp } from '../http.ts'

export type ClayOptions = {
  callbackUrl: string
  callbackToken: string | null
  fetch?: typeof fetch
  timeoutMs?: number
}

/**
 * Posts one flat object to Clay's webhook source. A 2xx means received; 429 and 5xx may pass; anything else is final.
 * Source of the header: Clay's webhook source with authentication on.
 */
export function createClayCallbacks(options: ClayOptions): ClayCallbacks {
  const http = createHttp({
    service: 'clay',
    timeoutMs: options.timeoutMs ?? 8_000,
    ...(options.fetch ? { fetch: options.fetch } : {}),
  })
  return {
    async send(payload) {
      const headers: Record<string, string> = options.callbackToken
        ? { 'x-clay-webhook-auth': options.callbackToken }
        : {}
      const request = {
        operation: 'callback',
        method: 'POST' as const,
        url: options.callbackUrl,
        headers,
        json: payload,
      }
      const { status } = await http.request(request)
      return { status }
    },
  }
}
