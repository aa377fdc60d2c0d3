import { WebAPIPlatformError, WebClient } from '@slack/web-api'
import { slackClientOptions } from './client.ts'
import { toExternal } from './errors.ts'

/**
 * Asks Slack for a Socket Mode address, as the app does at its start, and lets it expire unused (it lives 30 s).
 * @throws ExternalError (service `slack`) when the app token is refused.
 */
export async function openSocketMode(options: {
  appToken: string
  apiUrl: string
  fetch?: typeof fetch
}): Promise<void> {
  try {
    const answer = await new WebClient(options.appToken, slackClientOptions(options)).apps.connections.open()
    if (!answer.url) throw new Error('no url')
  } catch (error) {
    throw toExternal('apps.connections.open', error)
  }
}

/** The scope that Slack says a refused call needs; null when it names none. */
export function neededScope(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : null
  if (!(cause instanceof WebAPIPlatformError)) return null
  const needed: unknown = 'needed' in cause.data ? cause.data.needed : null
  return typeof needed === 'string' && /^[a-z:,._]{1,200}$/.test(needed) ? needed.replaceAll(',', ' or ') : null
}
