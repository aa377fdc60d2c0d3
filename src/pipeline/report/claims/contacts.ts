import type { ClaimProblem } from './problems.ts'

/** A place in the normalised text that reads as an address or a number to call, in one canonical spelling. */
export type Contact = { kind: 'email' | 'phone' | 'url'; found: string; value: string; start: number; end: number }

// Every repeat is bounded, so that no input can make these slow.
const EMAIL = /[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}/g
const URL_LIKE = /(?:https?:\/\/|www\.)[^\s"'<>]{1,300}/gi
const HOST_LIKE = /(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}(?![\w-])(?:\/[^\s"'<>]{0,200})?/gi
const PHONE_LIKE = /(?<![\w$.,/-])\+?\(?\d[\d().\- ]{5,22}\d(?![\w%])/g
const ENDINGS = /[.,;:!?)\]]+$/

/** E-mail addresses, links, bare host names and telephone numbers of a normalised text, none overlapping. */
export function readContacts(text: string): Contact[] {
  const found: Contact[] = []
  const add = (kind: Contact['kind'], raw: string, start: number): void => {
    const end = start + raw.length
    if (found.some((other) => start < other.end && end > other.start)) return
    found.push({ kind, found: raw, value: canonical(kind, raw), start, end })
  }
  for (const match of text.matchAll(EMAIL)) add('email', match[0].replace(ENDINGS, ''), match.index)
  for (const match of text.matchAll(URL_LIKE)) add('url', match[0].replace(ENDINGS, ''), match.index)
  for (const match of text.matchAll(HOST_LIKE))
    if (isHost(match[0])) add('url', match[0].replace(ENDINGS, ''), match.index)
  for (const match of text.matchAll(PHONE_LIKE)) if (isPhone(match[0])) add('phone', match[0], match.index)
  return found
}

/** A missing space after a full stop (`ended.The`) is no host: a host is written in one case, with a known ending. */
function isHost(raw: string): boolean {
  const host = raw.split('/')[0] ?? ''
  const ending = host.slice(host.lastIndexOf('.') + 1)
  return (
    /^(?:[a-z]{2}|com|org|net|gov|edu|mil|info|biz|app|dev|example|cloud|site|online|tech|software|test)$/i.test(
      ending,
    ) && !/^(?:[a-z]\.)+[a-z]+$/i.test(host)
  )
}

/** Seven digits or more in the groups of a telephone number; dates and ranges of years are not. */
function isPhone(raw: string): boolean {
  const digits = raw.replace(/\D/g, '')
  if (digits.length < 7 || digits.length > 15) return false
  if (/^\d{4}-\d{1,2}-\d{1,2}|^\d{1,2}[-.]\d{1,2}[-.]\d{4}$|^(?:19|20)\d\d ?- ?(?:19|20)\d\d/.test(raw)) return false
  if (raw.startsWith('+') || raw.startsWith('(')) return true
  return /^(?:1[ .-]?)?\(?\d{3}\)?[ .-]?(?:\d{3}[ .-]?)?\d{4}$/.test(raw)
}

function canonical(kind: Contact['kind'], raw: string): string {
  const value = raw.replace(ENDINGS, '').toLowerCase()
  if (kind === 'phone') return value.replace(/\D/g, '').slice(-10)
  return kind === 'url'
    ? value
        .replace(/^https?:\/\//, '')
        .replace(/^www\./, '')
        .replace(/\/+$/, '')
    : value
}

/**
 * Every address in the claim must be in the evidence as it is; a host name alone may also be the host of a link there,
 * or one of the allowed names (the seller's own).
 */
export function checkContacts(
  claim: readonly Contact[],
  proof: readonly Contact[],
  allowed: readonly string[],
): ClaimProblem[] {
  const problems: ClaimProblem[] = []
  for (const contact of claim) {
    const same = proof.some(
      (other) =>
        other.kind === contact.kind &&
        (other.value === contact.value || (contact.kind === 'url' && hostOf(other.value) === contact.value)),
    )
    const own = contact.kind === 'url' && allowed.some((name) => name.trim().toLowerCase() === contact.value)
    if (!same && !own) problems.push({ kind: contact.kind, found: contact.found, expected: null })
  }
  return problems
}

function hostOf(url: string): string {
  return url.split('/')[0] ?? ''
}
