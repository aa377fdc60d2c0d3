import { type Logger, pino, stdTimeFunctions } from 'pino'

export type { Logger }

const SECRET_KEYS = [
  'token',
  'authorization',
  'apiKey',
  'api_key',
  'password',
  'secret',
  'cookie',
  'response_url',
  'responseUrl',
  'url_private',
]

/**
 * JSON lines on stdout. Messages are static, facts go in fields. Known secret fields are replaced at depth 0 to 2,
 * and an error is reduced to its name, message and stack so that a client's request object never reaches the log.
 */
export function createLogger(level: string, destination?: { write(line: string): void }): Logger {
  const paths = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`])
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths, censor: '[hidden]' },
    serializers: { err: toLoggable },
  }
  return destination ? pino(options, destination) : pino(options)
}

function toLoggable(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const facts: Record<string, unknown> = { name: error.name, message: error.message, stack: error.stack }
  for (const key of ['service', 'operation', 'status', 'code'] as const)
    if (key in error) facts[key] = (error as Error & Record<string, unknown>)[key]
  if (error.cause instanceof Error) facts['cause'] = `${error.cause.name}: ${error.cause.message}`
  return facts
}
