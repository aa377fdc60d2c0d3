import { createHash } from 'node:crypto'
import { stripByRules } from './reply/strip-reply.ts'
import type { ReplyInput } from './types.ts'

const LETTERS = 120
/** What a person writes first is never further in; a longer text is not worth the time of everybody at the door. */
const LOOKED_AT = 16 * 1024

/** What tells that two doors bring the same reply when their ids cannot match; each is sha256 in hex, or null. */
export type ReplyKeys = {
  /** The prospect's address and the beginning of what they wrote. */
  content: string | null
  /** That beginning alone; null where nothing was written, or nobody passed it on. */
  text: string | null
  /** The person's LinkedIn profile, where the tool that sent the reply named it. */
  profile: string | null
  /** Company domain, the person's name and the beginning of what they wrote. */
  name: string | null
}

/** The keys of a reply. `extra` holds the fields nobody asked for: a profile is looked for there by its usual names. */
export function replyKeys({ domain, prospectEmail, prospectName, replyText }: ReplyInput, extra: object): ReplyKeys {
  const beginning = beginningOf(replyText)
  const email = prospectEmail?.toLowerCase() ?? null
  const name = lettersOf(prospectName ?? '')
  const profile = profileOf(extra)
  const withText = (...parts: (string | null)[]) =>
    beginning === '' || parts.includes(null) ? null : hashOf([...parts, beginning])
  return {
    content: withText(email),
    text: withText(),
    profile: profile && hashOf([profile]),
    name: withText('name', domain, name || null),
  }
}

const hashOf = (parts: unknown[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex')

/**
 * The first 120 letters and digits of what a person wrote, in lower case: mark-up, quoted history, signature, spaces
 * and punctuation differ with the tool that passes a reply on.
 */
export function beginningOf(text: string | null): string {
  if (text === null) return ''
  return lettersOf(stripByRules(text, LOOKED_AT)).slice(0, LETTERS).toWellFormed()
}

/** Letters and digits in lower case, without accents' and spaces' many spellings. */
function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** Names of a field that holds the prospect's own profile: a `sender_linkedin_url` is ours, a company's is nobody's. */
const PROFILE_FIELD = /^(?:prospect|person|lead|contact)?(?:linkedin(?:profile)?|profile)(?:url|link)?$/
const PROFILE = /^(?:https?:\/\/)?(?:[a-z\d-]+\.)?linkedin\.com\/in\/([^/?#\s]{1,200})/i

/** `in/<slug>` in lower case, from any spelling of a profile's address; null without one, such as a Sales Navigator link. */
function profileOf(extra: object): string | null {
  for (const [field, value] of Object.entries(extra)) {
    const isProfile = typeof value === 'string' && PROFILE_FIELD.test(field.toLowerCase().replace(/[^a-z]/g, ''))
    const slug = isProfile ? PROFILE.exec(value.trim())?.[1] : undefined
    if (slug !== undefined) return `in/${decoded(slug).normalize('NFKC').toLowerCase()}`
  }
  return null
}

function decoded(slug: string): string {
  try {
    return decodeURIComponent(slug)
  } catch {
    return slug
  }
}
