import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context as HonoContext } from 'hono'
import { UserError } from '../errors.ts'

/** Which token a caller holds. */
export type Caller = 'intake' | 'api'

export type Tokens = { intake: string | null; api: string | null }

/** Compared by digest in constant time, so that neither content nor length shows in the time taken. */
export function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/**
 * Finds which of the allowed tokens the request carries.
 * @throws UserError `not_configured` when none of them is set, `unauthorized` when it carries none of them.
 */
export function requireToken(c: HonoContext, tokens: Tokens, allowed: Caller[]): Caller {
  const configured = allowed.filter((caller) => tokens[caller] !== null)
  if (configured.length === 0) {
    const names = allowed.map((caller) => (caller === 'intake' ? 'INTAKE_TOKEN' : 'API_TOKEN')).join(' or ')
    throw new UserError('not_configured', `This door is closed until ${names} is set.`)
  }
  const header = c.req.header('authorization') ?? ''
  const given = /^Bearer ([^\s]+)$/i.exec(header)?.[1]
  if (given === undefined) {
    throw new UserError('unauthorized', 'Expected the header "Authorization: Bearer <token>".')
  }
  // Every candidate is compared, so that the time does not tell which one came close.
  const matches = configured.filter((caller) => isSame(given, tokens[caller] ?? ''))
  if (!matches[0]) throw new UserError('unauthorized', 'The token is not one of ours.')
  return matches[0]
}

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** Open on loopback, else `API_TOKEN`. */
export function requireTokenUnlessLocal(c: HonoContext, tokens: Tokens): void {
  const incoming = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming
  const address = incoming?.socket?.remoteAddress ?? ''
  // A proxy on this machine connects from loopback too, and says whom it speaks for.
  const isForwarded = c.req.header('x-forwarded-for') !== undefined || c.req.header('forwarded') !== undefined
  if (LOOPBACK.has(address) && !isForwarded) return
  requireToken(c, tokens, ['api'])
}
