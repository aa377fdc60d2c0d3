import Anthropic, { APIConnectionTimeoutError, APIError } from '@anthropic-ai/sdk'
import { ExternalError } from '../../errors.ts'
import type { ModelAnswer, ModelClient, ModelRequest } from '../../pipeline/ports.ts'

export type ClaudeOptions = {
  apiKey: string
  baseUrl: string | null
  fetch?: typeof fetch
  /** The longest that a request may take, whatever it asks for itself. */
  mostTimeoutMs?: number
}

/**
 * Claude through its SDK, one request a call: retries belong to the runner, which records every attempt. The answer is
 * parsed by the caller, because the SDK's own parsing throws away text and usage of a bad one.
 */
export function createClaude(options: ClaudeOptions): ModelClient {
  const client = createSdk(options)
  return {
    async complete(request, abort) {
      const started = performance.now()
      const timeoutMs = Math.min(request.timeoutMs, options.mostTimeoutMs ?? Number.POSITIVE_INFINITY)
      // The SDK's own limit ends with the headers; this one holds to the last byte.
      const limit = AbortSignal.timeout(timeoutMs)
      try {
        const message = await client.messages.create(
          {
            model: request.model,
            max_tokens: request.maxTokens,
            system: request.system,
            messages: request.messages,
            output_config: { format: { type: 'json_schema', schema: request.schema } },
          },
          { signal: AbortSignal.any([abort, limit]), timeout: timeoutMs },
        )
        return toAnswer(message, request, Math.round(performance.now() - started))
      } catch (error) {
        if (abort.aborted) throw abort.reason
        throw limit.aborted ? tooSlow(error) : toExternal(error)
      }
    },
  }
}

/** What doctor asks: one look at one model, which costs nothing. Returns the model's own name. */
export async function checkClaude(options: ClaudeOptions, model: string): Promise<string> {
  try {
    const info = await createSdk(options).models.retrieve(model, {}, { timeout: 10_000 })
    return info.display_name ?? info.id
  } catch (error) {
    throw toExternal(error)
  }
}

function createSdk({ apiKey, baseUrl, fetch }: ClaudeOptions): Anthropic {
  return new Anthropic({
    apiKey,
    authToken: null,
    ...(baseUrl ? { baseURL: baseUrl } : {}),
    ...(fetch ? { fetch } : {}),
    maxRetries: 0,
    logLevel: 'off',
    // A trace header of ours is nobody's business but ours.
    openTelemetry: false,
  })
}

function toAnswer(message: Anthropic.Message, request: ModelRequest, durationMs: number): ModelAnswer {
  // A gateway that answers 200 with something else must not end in a type error somewhere inside.
  const { content, usage } = message as Partial<Anthropic.Message>
  if (!Array.isArray(content) || !usage) {
    const facts = { service: 'claude', operation: 'messages', status: 200, code: 'not_a_message', retryable: true }
    throw new ExternalError('Claude answered 200 with something that is no message', facts)
  }
  const text = content.map((block) => (block.type === 'text' ? block.text : '')).join('')
  return {
    text,
    stopReason: message.stop_reason ?? 'unknown',
    model: message.model ?? request.model,
    requestId: message.id ?? null,
    usage: {
      inputTokens: usage.input_tokens ?? 0,
      outputTokens: usage.output_tokens ?? 0,
      cacheReadTokens: usage.cache_read_input_tokens ?? 0,
      cacheWriteTokens: usage.cache_creation_input_tokens ?? 0,
    },
    durationMs,
  }
}

const PASSING = new Set([408, 409, 429])

/** Waiting as long once more would keep a person waiting twice; the rules answer at once. */
function tooSlow(cause: unknown): ExternalError {
  const facts = { service: 'claude', operation: 'messages', status: null, code: 'timeout', retryable: false, cause }
  return new ExternalError('Claude did not answer in time', facts)
}

function toExternal(error: unknown): ExternalError {
  if (error instanceof ExternalError) return error
  const about = { service: 'claude', operation: 'messages', cause: error }
  if (error instanceof APIConnectionTimeoutError) return tooSlow(error)
  if (!(error instanceof APIError) || error.status === undefined) {
    return new ExternalError('Claude could not be reached', {
      ...about,
      status: null,
      code: 'unreachable',
      retryable: true,
    })
  }
  const status = error.status as number
  const said = error.apiMessage ?? error.type ?? 'no reason given'
  const retryable = PASSING.has(status) || status >= 500
  const wait = Number(error.headers?.get('retry-after') ?? Number.NaN)
  const facts = { ...about, status, code: error.errorCode ?? error.type ?? String(status), retryable }
  return new ExternalError(`Claude answered ${status}: ${said.slice(0, 200)}`, {
    ...facts,
    ...(Number.isFinite(wait) ? { retryAfterMs: Math.min(Math.max(wait, 0) * 1_000, 60_000) } : {}),
  })
}
