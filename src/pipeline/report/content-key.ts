import { createHash } from 'node:crypto'
import { stripByRules } from './reply/strip-reply.ts'
import type { ReplyInput } from './types.ts'

const LETTERS = 120
/** What a person writes first is never further in; a longer text is not worth the time of everybody at the door. */
const LOOKED_AT = 16 * 1024

/**
 * What tells that two replies are the same when their ids cannot match: sha256 in hex of the prospect's address and the
 * beginning of what they wrote. Null when either is unknown.
 */
export function contentKey({ prospectEmail, replyText }: ReplyInput): string | null {
  const beginning = beginningOf(replyText)
  if (prospectEmail === null || beginning === '') return null
  const parts = [prospectEmail.toLowerCase(), beginning]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/**
 * The first 120 letters and digits of what a person wrote, in lower case: mark-up, quoted history, signature, spaces
 * and punctuation differ with the tool that passes a reply on.
 */
export function beginningOf(text: string | null): string {
  if (text === null) return ''
  const own = stripByRules(text, LOOKED_AT).normalize('NFKC').toLowerCase()
  return own
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, LETTERS)
    .toWellFormed()
}
