import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { InputProblem } from '../../errors.ts'
import { type DomainResult, domainOfEmail, parseDomain } from './domain-name.ts'
import { boundedExtra, kindOf, toFlag, toInstant, toLine, toTier, toWholeNumber } from './intake-values.ts'
import type { Domain, ReplyInput, Tier } from './types.ts'

export type ReplyResult =
  | { ok: true; input: ReplyInput; extra: Record<string, unknown> }
  | { ok: false; problems: InputProblem[] }

export type ReportRequest = {
  domain: Domain
  warning: string | null
  product: string | null
  tier: Tier | null
  fresh: boolean
  post: boolean
}

export type ReportRequestResult =
  | { ok: true; requests: ReportRequest[]; many: boolean }
  | { ok: false; problems: InputProblem[] }

const NAME_MAX = 200
const ID_MAX = 1000
const EMAIL_MAX = 254
const DOMAINS_MAX = 500
const EMAIL = /^[^\s@<>()[\]",;:\\]{1,64}@[^\s@<>()[\]",;:\\]{1,190}\.[^\s@<>()[\]",;:\\.]{2,63}$/u

/** Absent in Clay's eyes: no value, null, or nothing but spaces. */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

/** A field that may be absent. `read` gives its value, or undefined when it is not what `expected` says. */
function field<Value>(expected: string, read: (value: unknown) => Value | undefined) {
  return z.unknown().transform((value, context): Value | null => {
    if (isAbsent(value)) return null
    const found = read(value)
    if (found !== undefined) return found
    context.issues.push({ code: 'custom', input: value, message: `Expected ${expected}, got ${kindOf(value)}.` })
    return z.NEVER
  })
}

/** The first `max` characters, whole letters only; null when nothing is left. */
function cut(line: string, max: number): string | null {
  return line.slice(0, max).toWellFormed().trim() || null
}

const text = (max: number) =>
  field('text', (value) => (typeof value === 'string' ? cut(toLine(value), max) : undefined))
const textOrNumber = (max: number) =>
  field('text or a number', (value) =>
    typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))
      ? cut(toLine(String(value)), max)
      : undefined,
  )
const id = field(`an id of at most ${ID_MAX} characters`, (value) => {
  if (typeof value !== 'string' && !(typeof value === 'number' && Number.isFinite(value))) return undefined
  const line = toLine(String(value))
  return line.length > ID_MAX ? undefined : line || null
})
const longText = field('text', (value) =>
  typeof value === 'string' ? toLine(value, { keepNewlines: true }) || null : undefined,
)
const email = field('an e-mail address such as dana@fernmill.com', (value) => {
  if (typeof value !== 'string' || value.length > 2 * EMAIL_MAX) return undefined
  const bracketed = /<([^<>]{3,254})>\s*$/.exec(value)?.[1] ?? value
  const address = toLine(bracketed)
    .replace(/^mailto:/i, '')
    .toLowerCase()
  return address.length <= EMAIL_MAX && EMAIL.test(address) ? address : undefined
})
const lenient = <Value>(read: (value: unknown) => Value | null) =>
  z.unknown().transform((value): Value | null => read(value))
const accountTier = (value: unknown) => {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  const tier = /^(?:tier\s{0,3}|t)?([0-3])$/i.exec(text)?.[1]
  return tier === undefined ? null : `T${tier}`
}

const ReplyBody = z.object({
  domain: field('a domain such as fernmill.com', (value) => (typeof value === 'string' ? value : undefined)),
  prospect_email: email,
  prospect_name: text(NAME_MAX),
  first_name: lenient((value) => (typeof value === 'string' ? cut(toLine(value), NAME_MAX) : null)),
  last_name: lenient((value) => (typeof value === 'string' ? cut(toLine(value), NAME_MAX) : null)),
  prospect_title: text(NAME_MAX),
  company_name: textOrNumber(NAME_MAX),
  reply_text: longText,
  product: textOrNumber(2000),
  campaign_id: id,
  campaign_name: textOrNumber(NAME_MAX),
  sequence_step: field('a step number from 0 to 1000', (value) => toWholeNumber(value, 1000)),
  message_id: id,
  thread_id: id,
  replied_at: lenient(toInstant),
  account_tier: lenient(accountTier),
  requested_tier: field('tier 1, 2 or 3', toTier),
})
const KNOWN = new Set(Object.keys(ReplyBody.shape))

/**
 * One reply as Clay or a provider gives it (contract.md, POST /v1/replies). All problems are reported at once.
 * `""`, spaces and null are absent; ids and numbers come as either. A `replied_at` or `account_tier` that cannot be
 * read never costs the reply: it becomes null and its raw value goes to `extra`, where unknown fields are kept too
 * (at most 50 keys and 20 kB of JSON).
 */
export function parseReply(body: unknown): ReplyResult {
  const fields = asObject(body)
  if (fields === null)
    return { ok: false, problems: [{ path: '', problem: `Expected a JSON object, got ${kindOf(body)}.` }] }
  const parsed = ReplyBody.safeParse(only(ReplyBody, fields))
  const problems = parsed.success ? [] : problemsOf(parsed.error)
  const found = domainOfReply(fields)
  if (!found.ok) problems.push({ path: 'domain', problem: found.problem })
  if (!parsed.success || !found.ok || problems.length > 0) return { ok: false, problems: uniqueByPath(problems) }
  const unread = unreadFields(fields, parsed.data)
  return { ok: true, input: toInput(parsed.data, found), extra: boundedExtra(unread) }
}

function toInput(body: z.infer<typeof ReplyBody>, found: DomainResult & { ok: true }): ReplyInput {
  const parts = [body.first_name, body.last_name].filter((part) => part !== null)
  return {
    domain: found.domain,
    domainWarning: found.warning,
    prospectName: body.prospect_name ?? (parts.length > 0 ? parts.join(' ').slice(0, NAME_MAX) : null),
    prospectEmail: body.prospect_email,
    prospectTitle: body.prospect_title,
    companyName: body.company_name,
    replyText: body.reply_text,
    product: body.product,
    campaignId: body.campaign_id,
    campaignName: body.campaign_name,
    sequenceStep: body.sequence_step,
    messageId: body.message_id,
    threadId: body.thread_id,
    repliedAt: body.replied_at,
    accountTier: body.account_tier,
    requestedTier: body.requested_tier,
  }
}

/** A given domain decides, also when it is wrong: a wrong one hides a mapping mistake that guessing would bury. */
function domainOfReply(fields: Record<string, unknown>): DomainResult {
  const given = fields['domain']
  if (!isAbsent(given)) return parseDomain(typeof given === 'string' ? given : '')
  const address = email.safeParse(fields['prospect_email'])
  if (!address.success)
    return { ok: false, problem: 'Expected a domain, because prospect_email cannot be read; got nothing.' }
  if (address.data !== null) return explainEmail(domainOfEmail(address.data))
  return { ok: false, problem: "Expected a domain, or a prospect_email on the company's own host; got neither." }
}

function explainEmail(found: DomainResult): DomainResult {
  return found.ok
    ? found
    : { ok: false, problem: `Expected a domain, because prospect_email gives none: ${found.problem}` }
}

/**
 * One key per message, sha256 in hex. The same `message_id` is the same message; without one, the same domain, e-mail,
 * campaign, step and text (spaces and the e-mail's capitals aside). A leading word keeps the two kinds apart.
 */
export function messageKey(input: ReplyInput): string {
  const parts =
    input.messageId === null
      ? [
          'content',
          input.domain,
          (input.prospectEmail ?? '').toLowerCase(),
          input.campaignId,
          input.sequenceStep,
          oneSpaced(input.replyText),
        ]
      : ['message-id', input.messageId.trim().replace(/^<(.*)>$/, '$1')]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** The key of a request for a report, made of what its door calls it. */
export function requestMessageKey(requestKey: string): string {
  return `request:${requestKey}`
}

function oneSpaced(value: string | null): string {
  return (value ?? '').replace(/\s+/gu, ' ').trim()
}

const RequestBody = z.object({
  product: textOrNumber(2000),
  tier: field('tier 1, 2 or 3', toTier),
  fresh: field('true or false', toFlag),
  post: field('true or false', toFlag),
})

/** A report asked for by API: one `domain`, or `domains` with 1 to 500 of them; problems carry paths like `domains.3`. */
export function parseReportRequest(body: unknown): ReportRequestResult {
  const fields = asObject(body)
  if (fields === null)
    return { ok: false, problems: [{ path: '', problem: `Expected a JSON object, got ${kindOf(body)}.` }] }
  const parsed = RequestBody.safeParse(only(RequestBody, fields))
  const problems = parsed.success ? [] : problemsOf(parsed.error)
  const { many, list } = listOfDomains(fields, problems)
  const found = list.map((value, index) => domainAt(value, many ? `domains.${index}` : 'domain', problems))
  if (!parsed.success || problems.length > 0) return { ok: false, problems }
  const { product, tier, fresh, post } = parsed.data
  const requests = found
    .filter((result) => result !== null)
    .map(({ domain, warning }) => ({ domain, warning, product, tier, fresh: fresh ?? false, post: post ?? false }))
  return { ok: true, requests, many }
}

function listOfDomains(fields: Record<string, unknown>, problems: InputProblem[]): { many: boolean; list: unknown[] } {
  const { domain, domains } = fields
  const add = (path: string, problem: string) => problems.push({ path, problem })
  if (isAbsent(domains)) {
    if (isAbsent(domain))
      add('domain', 'Expected a domain such as fernmill.com, or a list of them as domains; got neither.')
    return { many: false, list: isAbsent(domain) ? [] : [domain] }
  }
  if (!isAbsent(domain)) add('domain', 'Expected either domain or domains, got both.')
  if (!Array.isArray(domains)) add('domains', `Expected a list of domains, got ${kindOf(domains)}.`)
  else if (domains.length === 0 || domains.length > DOMAINS_MAX)
    add('domains', `Expected 1 to ${DOMAINS_MAX} domains, got ${domains.length}.`)
  else return { many: true, list: domains }
  return { many: true, list: [] }
}

function domainAt(value: unknown, path: string, problems: InputProblem[]): (DomainResult & { ok: true }) | null {
  const found = typeof value === 'string' ? parseDomain(value) : null
  if (found?.ok) return found
  problems.push({ path, problem: found?.problem ?? `Expected a domain such as fernmill.com, got ${kindOf(value)}.` })
  return null
}

/** Every field of a shape, null where the body has none, so that each field's own reader decides. */
function only(schema: z.ZodObject, fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.keys(schema.shape).map((key) => [key, fields[key] ?? null]))
}

/** A copy of the body's own fields, so that nothing is ever read from a prototype. */
function asObject(body: unknown): Record<string, unknown> | null {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : null
}

function problemsOf(error: z.ZodError): InputProblem[] {
  return error.issues.map((issue) => ({ path: issue.path.join('.'), problem: issue.message }))
}

function uniqueByPath(problems: InputProblem[]): InputProblem[] {
  return problems.filter((problem, index) => problems.findIndex((other) => other.path === problem.path) === index)
}

/** Unknown fields, and known ones whose value could not be read and is worth keeping as it came. */
function unreadFields(fields: Record<string, unknown>, read: z.infer<typeof ReplyBody>): [string, unknown][] {
  const lost = (key: string) => (key === 'replied_at' || key === 'account_tier') && read[key] === null
  return Object.entries(fields).filter(([key, value]) => !isAbsent(value) && (!KNOWN.has(key) || lost(key)))
}
