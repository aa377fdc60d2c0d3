import { randomUUID } from 'node:crypto'
import { ExternalError, sentenceOf } from '../errors.ts'
import { contentHash } from './canonical.ts'
import type { ModelAnswer, ModelClient, ModelRequest, ModelRole, ModelUsage } from './ports.ts'
import type { ModelCallRow, PromptFacts } from './record.ts'

/** A prompt as data: `version` is raised by hand when its meaning changes; the hash tells what was really sent. */
export type Prompt = { name: string; version: number; system: string }

export type ModelQuestion = {
  role: ModelRole
  prompt: Prompt
  messages: { role: 'user' | 'assistant'; content: string }[]
  /** JSON schema of the answer. */
  schema: Record<string, unknown>
  maxTokens: number
  timeoutMs: number
}

export type ModelReply = { text: string; stopReason: string; isReused: boolean }

type Surroundings = {
  client: ModelClient
  modelId: string
  stepKey: string
  abort: AbortSignal
  recorded: (callKey: string) => ModelCallRow | null
  price: (model: string, usage: ModelUsage) => number
  record: (call: ModelCallRow, prompt: PromptFacts) => Promise<void>
  /** Keeps what the call may cost at its most, and is told what it did cost. Throws `OverBudget` before anything is paid. */
  reserve: (atMost: ModelUsage) => (micros: number) => void
}

/**
 * Asks a model once per content: a call that an earlier start of the run (or its parent) paid for is answered from the
 * record. Usage is recorded before the answer is used, also when the answer turns out to be unusable.
 * Throws `ExternalError` (service `claude`), and the failed call is on record too; throws `OverBudget` before it is made.
 */
export async function callModel(question: ModelQuestion, around: Surroundings): Promise<ModelReply> {
  const prompt: PromptFacts = { ...question.prompt, hash: contentHash(question.prompt.system) }
  const { messages, schema, maxTokens } = question
  const callKey = contentHash({ model: around.modelId, prompt: prompt.hash, messages, schema, maxTokens })
  const known = around.recorded(callKey)
  if (known?.answer !== null && known?.answer !== undefined) {
    return { text: known.answer, stopReason: known.stopReason ?? 'end_turn', isReused: true }
  }
  const startedAt = new Date()
  const started = performance.now()
  const row = (facts: Partial<ModelCallRow>): ModelCallRow => ({
    id: randomUUID(),
    stepKey: around.stepKey,
    callKey,
    role: question.role,
    model: around.modelId,
    promptHash: prompt.hash,
    messages,
    answer: null,
    stopReason: null,
    error: null,
    requestId: null,
    inputTokens: 0,
    outputTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    costMicros: 0,
    startedAt,
    durationMs: Math.round(performance.now() - started),
    ...facts,
  })
  const request = {
    model: around.modelId,
    system: prompt.system,
    messages,
    schema,
    maxTokens,
    timeoutMs: question.timeoutMs,
  }
  const paid = around.reserve(atMostOf(request))
  let answer: ModelAnswer
  try {
    answer = await around.client.complete(request, around.abort)
  } catch (error) {
    paid(0)
    if (error instanceof ExternalError) await around.record(row({ error: sentenceOf(error) }), prompt)
    throw error
  }
  const costMicros = around.price(answer.model, answer.usage)
  paid(costMicros)
  const { text, stopReason, requestId, usage, model } = answer
  await around.record(row({ answer: text, stopReason, requestId, ...usage, model, costMicros }), prompt)
  return { text, stopReason, isReused: false }
}

/** A token has three characters or more in the texts that we send. */
const CHARACTERS_A_TOKEN = 3

/** The most tokens that a request can be billed for. */
function atMostOf({ system, messages, schema, maxTokens }: ModelRequest): ModelUsage {
  const characters = [system, JSON.stringify(messages), JSON.stringify(schema)].reduce(
    (sum, { length }) => sum + length,
    0,
  )
  const inputTokens = Math.ceil(characters / CHARACTERS_A_TOKEN)
  return { inputTokens, outputTokens: maxTokens, cacheReadTokens: 0, cacheWriteTokens: 0 }
}
