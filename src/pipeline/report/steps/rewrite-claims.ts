import { textHash } from '../../canonical.ts'
import { fellBack, type Step, skipped } from '../../step.ts'
import { parseRewriteAnswer, REWRITE_PROMPT, REWRITE_SCHEMA, type Rewrite } from '../rank/rewrite.ts'
import type { Writer } from '../writer.ts'

const REWRITE_LIMITS = { schema: REWRITE_SCHEMA, maxTokens: 800, timeoutMs: 20_000 }

/** One rewrite of the refused sentences, and of nothing else; without it they are dropped. */
export function rewriteStep({ role, modelId }: Writer): Step<string, readonly Rewrite[]> {
  return {
    name: 'rewrite-claims',
    version: 1,
    keyOf: (turn) => [modelId, textHash(REWRITE_PROMPT.system), textHash(turn)],
    async work(turn, { model }) {
      if (!model || !role) return skipped([], 'No model writes this report')
      const messages = [{ role: 'user' as const, content: turn }]
      const { text } = await model({ role, prompt: REWRITE_PROMPT, messages, ...REWRITE_LIMITS })
      const parsed = parseRewriteAnswer(text)
      return parsed.ok ? parsed.answer.rewrites : fellBack([], `The rewrite could not be used: ${parsed.problem}`)
    },
    fallback: () => [],
  }
}
