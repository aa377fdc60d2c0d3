import type { z } from 'zod'
import { contentHash } from '../../canonical.ts'
import { type Step, skipped } from '../../step.ts'
import { READ_ANSWER_SCHEMA, READ_PROMPT, ReadAnswer, readingFromAnswer, readUserTurn } from '../reply/read-prompt.ts'
import type { ReplyReading } from '../types.ts'

const MAX_TOKENS = 400
const TIMEOUT_MS = 20_000

type Input = { strippedText: string | null; byRules: ReplyReading }

/** The fast model reads the reply once more; whatever goes wrong, the reading by rules stays. */
export function readReplyStep(modelId: string): Step<Input, ReplyReading> {
  return {
    name: 'read-reply',
    version: 1,
    tries: 2,
    keyOf: ({ strippedText }) => [
      strippedText,
      modelId,
      contentHash(READ_PROMPT.system),
      contentHash(READ_ANSWER_SCHEMA),
    ],
    async work({ strippedText, byRules }, { model }) {
      if (!model) return skipped(byRules, 'No model is configured')
      if (strippedText === null || strippedText.trim() === '') return skipped(byRules, 'The reply has no text')
      const messages = [{ role: 'user' as const, content: readUserTurn(strippedText) }]
      const limits = { schema: READ_ANSWER_SCHEMA, maxTokens: MAX_TOKENS, timeoutMs: TIMEOUT_MS }
      const reply = await model({ role: 'read', prompt: READ_PROMPT, messages, ...limits })
      return readingFromAnswer(parseAnswer(reply.text, reply.stopReason), strippedText)
    },
    fallback: ({ byRules }) => byRules,
  }
}

function parseAnswer(text: string, stopReason: string): z.infer<typeof ReadAnswer> {
  if (stopReason === 'refusal') throw new Error('The model refused to read the reply')
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new Error(`The model's reading is no JSON (${stopReason})`)
  }
  const answer = ReadAnswer.safeParse(parsed)
  if (!answer.success)
    throw new Error(`The model's reading has another shape: ${answer.error.issues[0]?.message ?? ''}`)
  return answer.data
}
