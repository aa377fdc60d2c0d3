import { LogLevel, type Logger as SlackLogger } from '@slack/web-api'
import type { Logger } from '../log.ts'

const SECRETS = [
  { find: /\bx(?:ox[a-z]|app)-[\w-]+/g, put: '[token]' },
  { find: /\b(?:https?|wss?):\/\/[^\s"')]+/g, put: '[url]' },
]

const LONGEST = 300

/**
 * Slack's SDK as a voice in our log. Its debug lines hold whole payloads and its info lines say nothing, so only
 * warnings and errors come through, as one line without tokens and addresses (a response_url is a bearer secret).
 */
export function createBoltLog(log: Logger): SlackLogger {
  const silent = () => undefined
  return {
    debug: silent,
    info: silent,
    warn: (...said) => log.warn({ detail: detailOf(said) }, 'The Slack SDK warns'),
    error: (...said) => log.error({ detail: detailOf(said) }, 'The Slack SDK reports an error'),
    setLevel: silent,
    getLevel: () => LogLevel.WARN,
    setName: silent,
  }
}

/** The words of what was said; of an error its name and message, of other objects nothing. */
function detailOf(said: unknown[]): string {
  const words = said.flatMap((one) => {
    if (one instanceof Error) return [`${one.name}: ${one.message}`]
    return typeof one === 'string' || typeof one === 'number' ? [String(one)] : []
  })
  const text = words.join(' ').slice(0, 2_000)
  return SECRETS.reduce((line, { find, put }) => line.replace(find, put), text).slice(0, LONGEST)
}
