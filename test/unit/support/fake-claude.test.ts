import { describe, expect, it, onTestFinished } from 'vitest'
import { createClaude } from '../../../src/clients/claude/client.ts'
import type { ExternalError } from '../../../src/errors.ts'
import type { ModelRequest } from '../../../src/pipeline/ports.ts'
import { claimContext, gateClaims } from '../../../src/pipeline/report/claims/gate.ts'
import { claimsOf } from '../../../src/pipeline/report/rank/claims-of.ts'
import {
  acceptRankAnswer,
  parseRankAnswer,
  RANK_PROMPT,
  RANK_SCHEMA,
  rankUserTurn,
} from '../../../src/pipeline/report/rank/prompt.ts'
import {
  parseRewriteAnswer,
  REWRITE_PROMPT,
  REWRITE_SCHEMA,
  rewriteUserTurn,
} from '../../../src/pipeline/report/rank/rewrite.ts'
import {
  READ_ANSWER_SCHEMA,
  READ_PROMPT,
  ReadAnswer,
  readingFromAnswer,
  readUserTurn,
} from '../../../src/pipeline/report/reply/read-prompt.ts'
import { requestProblem, schemaProblem } from '../../support/claude/request-check.ts'
import { LIES } from '../../support/claude/twists.ts'
import { type ClaudeMode, createFakeClaude, type FakeClaude } from '../../support/fake-claude.ts'
import { judge, NOW, twentyShapes } from '../signals/build.ts'

const REPLY = 'Thanks for writing. Could you show us a demo on Thursday? We sell to districts in Arizona.'
const { signals } = judge(twentyShapes())
const never = new AbortController().signal

async function open(): Promise<FakeClaude> {
  const claude = await createFakeClaude()
  onTestFinished(() => claude.close())
  return claude
}

const ask = (claude: FakeClaude, request: Partial<ModelRequest> = {}, abort: AbortSignal = never) =>
  createClaude({ apiKey: claude.key, baseUrl: claude.url }).complete({ ...READ, ...request }, abort)

const common = { maxTokens: 400, timeoutMs: 60_000 }
const READ: ModelRequest = {
  ...common,
  model: 'claude-haiku-5-5',
  system: READ_PROMPT.system,
  messages: [{ role: 'user', content: readUserTurn(REPLY) }],
  schema: READ_ANSWER_SCHEMA,
}
const facts = { replyText: REPLY, product: 'student advising software', campaign: null, sequenceStep: 2 }
const RANK: ModelRequest = {
  ...common,
  model: 'claude-sonnet-5-5',
  system: RANK_PROMPT.system,
  messages: [{ role: 'user', content: rankUserTurn({ ...facts, angle: null, tier: null, signals, now: NOW }) }],
  schema: RANK_SCHEMA,
}

async function errorOf(call: Promise<unknown>): Promise<ExternalError> {
  return call.then(
    () => expect.fail('the call succeeded'),
    (error: unknown) => error as ExternalError,
  )
}

describe('good answers', () => {
  it('reads a reply by the numbers of its own sentences', async () => {
    const claude = await open()
    const answer = await ask(claude)
    const reading = readingFromAnswer(ReadAnswer.parse(JSON.parse(answer.text)), REPLY)
    expect(reading).toMatchObject({ kind: 'positive', keySentences: ['Could you show us a demo on Thursday?'] })
    expect(claude.problems).toEqual([])
    expect(claude.paid()).toBe(1)
  })

  it('ranks with sentences that all pass the claim gate', async () => {
    const claude = await open()
    const parsed = parseRankAnswer((await ask(claude, RANK)).text)
    if (!parsed.ok) throw new Error(parsed.problem)
    const accepted = acceptRankAnswer(parsed.answer, signals)
    if (!accepted.ok) throw new Error(accepted.problem)
    const claims = claimsOf(accepted.answer)
    const { refused } = gateClaims(claims, claimContext(signals, { now: NOW, allowedNames: [] }))
    expect(refused).toEqual([])
    expect(claims.length).toBeGreaterThan(5)
    expect(accepted.answer.whyTheyCare?.evidence).toHaveLength(1)
    expect(accepted.answer.ranked[0]?.signal.state).toBe('open')
  })

  it('rewrites refused sentences so that they pass', async () => {
    const claude = await open()
    claude.respond(({ prompt }) => (prompt === 'rank-and-write' ? 'lie' : 'good'))
    const parsed = parseRankAnswer((await ask(claude, RANK)).text)
    const accepted = parsed.ok ? acceptRankAnswer(parsed.answer, signals) : parsed
    if (!accepted.ok) throw new Error(accepted.problem)
    const context = claimContext(signals, { now: NOW, allowedNames: [] })
    const { refused } = gateClaims(claimsOf(accepted.answer), context)
    expect(refused.length).toBe(claimsOf(accepted.answer).length)
    const turn = { role: 'user' as const, content: rewriteUserTurn(refused, context) }
    const again = await ask(claude, { system: REWRITE_PROMPT.system, messages: [turn], schema: REWRITE_SCHEMA })
    const rewritten = parseRewriteAnswer(again.text)
    if (!rewritten.ok) throw new Error(rewritten.problem)
    const texts = new Map(rewritten.answer.rewrites.map(({ claim_id, text }) => [claim_id, text]))
    const mended = refused
      .map(({ claim }) => ({ ...claim, text: texts.get(claim.key) ?? '' }))
      .filter(({ text }) => text !== '')
    expect(mended.length).toBeGreaterThan(3)
    expect(gateClaims(mended, context).refused).toEqual([])
  })
})

describe('bad answers', () => {
  it('lies in every text, and cites what does not exist', async () => {
    const claude = await open()
    claude.respond('lie')
    expect(LIES.some((lie) => lie.includes('123,456,789'))).toBe(true)
    expect((await ask(claude, RANK)).text).toContain('123,456,789')
    claude.respond('wrong-ids')
    const parsed = parseRankAnswer((await ask(claude, RANK)).text)
    expect(parsed.ok && acceptRankAnswer(parsed.answer, signals).ok).toBe(false)
  })

  it.each([
    ['bad-json', 'end_turn', /\[oops/],
    ['truncated', 'max_tokens', /^\{"kind"/],
    ['refusal', 'refusal', /^$/],
    ['empty', 'end_turn', /^$/],
  ] as const)('%s is paid for and useless', async (mode, stopReason, text) => {
    const claude = await open()
    claude.respond(mode)
    const answer = await ask(claude)
    expect(answer.stopReason).toBe(stopReason)
    expect(answer.text).toMatch(text)
    expect(() => JSON.parse(answer.text)).toThrow(SyntaxError)
    expect(claude.paid()).toBe(1)
  })

  it.each([
    ['400', false],
    ['401', false],
    ['402', false],
    ['403', false],
    ['404', false],
    ['429', true],
    ['500', true],
    ['529', true],
  ] as const)('%s reaches the client with its status and costs nothing', async (mode, retryable) => {
    const claude = await open()
    claude.respond(mode satisfies ClaudeMode)
    const error = await errorOf(ask(claude))
    expect(error).toMatchObject({ service: 'claude', status: Number(mode), retryable })
    expect(claude.paid()).toBe(0)
  })

  it('names the seconds to wait', async () => {
    const claude = await open()
    claude.respond({ retryAfterSeconds: 7 })
    expect(await errorOf(ask(claude))).toMatchObject({ status: 429, retryAfterMs: 7_000 })
  })

  it.each(['html-200', 'reset'] as const)('%s is an error that may pass', async (mode) => {
    const claude = await open()
    claude.respond(mode)
    expect(await errorOf(ask(claude))).toMatchObject({ service: 'claude', retryable: true })
  })

  it('hangs until the caller leaves, and notes that they left', async () => {
    const claude = await open()
    claude.respond('hang')
    const leaving = new AbortController()
    const call = ask(claude, {}, leaving.signal)
    await claude.waitFor(() => claude.calls.length === 1)
    leaving.abort(new Error('the test leaves'))
    await expect(call).rejects.toThrow('the test leaves')
    await claude.waitFor(() => claude.calls[0]?.isAborted)
    expect(claude.paid()).toBe(0)
  })

  it('answers late, and counts the calls of each prompt', async () => {
    const claude = await open()
    const nths: number[] = []
    claude.respond((_, nth) => {
      nths.push(nth)
      return nth === 1 ? { slowMs: 30 } : { answer: { own: true } }
    })
    expect((await ask(claude)).durationMs).toBeGreaterThanOrEqual(29)
    expect((await ask(claude)).text).toBe('{"own":true}')
    expect(nths).toEqual([1, 2])
    expect(claude.callsOf('read-reply')).toHaveLength(2)
  })
})

describe('strictness', () => {
  it('refuses a wrong key without counting a problem', async () => {
    const claude = await open()
    const stranger = createClaude({ apiKey: 'sk-ant-wrong', baseUrl: claude.url })
    expect(await errorOf(stranger.complete(READ, never))).toMatchObject({ status: 401 })
    expect(claude.calls).toEqual([])
  })

  it('refuses a request that the API would refuse, and writes it down', async () => {
    const claude = await open()
    const bounded = { type: 'object', properties: { n: { type: 'integer', minimum: 1 } }, additionalProperties: false }
    expect(await errorOf(ask(claude, { schema: bounded }))).toMatchObject({ status: 400, retryable: false })
    expect(claude.problems).toEqual([expect.stringContaining("'minimum' is not supported")])
  })

  const good = {
    model: 'claude-haiku-5-5',
    max_tokens: 10,
    messages: [{ role: 'user', content: 'hello' }],
    output_config: { format: { type: 'json_schema', schema: READ_ANSWER_SCHEMA } },
  }
  it('takes a good body', () => expect(requestProblem(good)).toBeNull())
  it.each([
    [{ temperature: 0 }, /temperature: Extra inputs/],
    [{ top_p: 1 }, /top_p: Extra inputs/],
    [{ stream: true }, /stream: Extra inputs/],
    [{ model: 'gpt-9' }, /^model:/],
    [{ max_tokens: 0 }, /^max_tokens:/],
    [{ max_tokens: '10' }, /^max_tokens:/],
    [{ messages: [] }, /at least one message/],
    [{ messages: [{ role: 'assistant', content: 'hi' }] }, /alternate/],
    [{ messages: [{ role: 'user', content: ' ' }] }, /non-empty/],
    [{ messages: [...good.messages, { role: 'assistant', content: 'hi' }] }, /last message/],
    [{ system: '' }, /^system:/],
    [{ output_config: undefined }, /^output_config: Field required/],
    [{ output_config: { format: { type: 'text' } } }, /json_schema/],
    [{ output_config: { format: { type: 'json_schema' } } }, /schema: Field required/],
  ])('refuses %j', (change, problem) => expect(requestProblem({ ...good, ...change })).toMatch(problem))

  it.each([
    [{ type: 'object', properties: { a: { type: 'string' } } }, /additionalProperties/],
    [{ type: 'object', properties: {}, additionalProperties: false }, /must not be empty/],
    [{ type: 'string', maxLength: 3 }, /'maxLength' is not supported/],
    [{ type: 'string', format: 'regex' }, /format 'regex'/],
    [{ type: 'array', items: { type: 'string' }, minItems: 3 }, /minItems/],
    [{ type: 'array', items: { type: 'string', pattern: 'a' } }, /'pattern'/],
    [{ type: ['string', 'nil'] }, /type nil/],
    [{ anyOf: [{ type: 'null' }, { type: 'integer', maximum: 3 }] }, /'maximum'/],
  ])('refuses the schema %j', (schema, problem) => expect(schemaProblem(schema)).toMatch(problem))

  it.each([
    ['read', READ_ANSWER_SCHEMA],
    ['rank', RANK_SCHEMA],
    ['rewrite', REWRITE_SCHEMA],
  ])('takes our own %s schema', (_, schema) => expect(schemaProblem(schema)).toBeNull())
})
