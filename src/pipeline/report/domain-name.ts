import { domainToASCII, domainToUnicode } from 'node:url'
import ipaddr from 'ipaddr.js'
import { parse } from 'tldts'
import { FREE_MAIL_BRANDS, FREE_MAIL_HOSTS, GENERIC_TWO_LETTER_ENDINGS } from './free-mail-hosts.ts'
import { lookAlikeWarning } from './look-alike.ts'
import type { Domain } from './types.ts'

/** A company's domain, with one sentence on letters that may deceive; or one sentence on why it is none. */
export type DomainResult = { ok: true; domain: Domain; warning: string | null } | { ok: false; problem: string }

/** Longer than any URL a person pastes; a longer text is refused before anything looks at it. */
const MAX_INPUT = 2048
const MAX_HOST = 253
/** Kept out of the real name space for documentation and tests (RFC 2606), so that a sample never names a company. */
const SAMPLE_ENDINGS = new Set(['example', 'test'])
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const CONTROL = /\p{Cc}/u
/** Letters that take no room on the screen: zero-width, soft hyphen, direction marks. */
const INVISIBLE = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu

/**
 * The registrable domain of whatever a person or Clay gives as "domain": a bare name, a URL with scheme, user, port,
 * path or query, an e-mail address, `mailto:`, `<…>`, with capitals, `www.` or trailing dots.
 *
 * Registrable by the public suffix list (publicsuffix.org), private section included: `acme.myshopify.com` is one
 * shop and never all of them. A host that is itself such a private suffix (`us.com`) counts as a company. School and
 * government endings are in the list's own section: `mesa.k12.az.us`, `leeds.ac.uk`, `kent.gov.uk`.
 * `.example` and `.test` are accepted (RFC 2606). Refused: free-mail hosts, IP addresses in any notation, single
 * labels, endings that do not exist (so also `.local`, `.internal`, `.localhost`, `.invalid`), bare suffixes.
 */
export function parseDomain(input: string): DomainResult {
  if (typeof input !== 'string' || input.trim() === '')
    return refuse('Expected a domain such as fernmill.com, got nothing.')
  if (input.length > MAX_INPUT) return refuse(`Expected a domain, got ${input.length} characters of text.`)
  if (CONTROL.test(input.trim())) return refuse('Expected a domain, got text with control characters in it.')
  const host = hostOf(input)
  if (host === null) return refuse(`Expected one domain such as fernmill.com, got ${quote(input)}.`)
  return registrable(host)
}

/** The domain behind an e-mail address; refused when its host is a free-mail one, because that names no company. */
export function domainOfEmail(email: string): DomainResult {
  const at = typeof email === 'string' ? email.lastIndexOf('@') : -1
  if (at < 1) return refuse('Expected an e-mail address such as dana@fernmill.com.')
  return parseDomain(email)
}

/** True for a host on which anybody can have a mailbox: `gmail.com`, `yahoo.co.uk`, `mail.gmail.com`. */
export function isFreeMailHost(host: string): boolean {
  const name = host.trim().toLowerCase().replace(/\.$/, '')
  if (name.length === 0 || name.length > MAX_HOST) return false
  if (FREE_MAIL_HOSTS.has(name)) return true
  const { domain, domainWithoutSuffix, publicSuffix } = parse(name, { allowPrivateDomains: false })
  if (domain === null || publicSuffix === null) return false
  if (FREE_MAIL_HOSTS.has(domain)) return true
  if (!FREE_MAIL_BRANDS.has(domainWithoutSuffix ?? '')) return false
  const ending = publicSuffix.split('.').at(-1) ?? ''
  return (
    publicSuffix === 'com' ||
    publicSuffix === 'net' ||
    (ending.length === 2 && !GENERIC_TWO_LETTER_ENDINGS.has(publicSuffix))
  )
}

function registrable(host: string): DomainResult {
  const address = host.replace(/^\[|\]$/g, '')
  if (isAddress(address)) return refuse(`Expected a company's domain, got the IP address ${quote(address)}.`)
  const visible = host.replace(INVISIBLE, '')
  const ascii = domainToASCII(visible).toLowerCase().replace(/\.+$/, '')
  if (isAddress(ascii)) return refuse(`Expected a company's domain, got the IP address ${quote(host)}.`)
  if (!isHostname(ascii)) return refuse(`Expected a domain such as fernmill.com, got ${quote(host)}.`)
  const domain = registrableOf(ascii)
  if (typeof domain !== 'string') return domain
  if (isFreeMailHost(domain) || isFreeMailHost(ascii))
    return refuse(
      `${domain} is a free-mail host, where anybody can have an address: the company's own domain is needed.`,
    )
  const hidden =
    visible === host
      ? null
      : 'The domain came with invisible characters, which were removed; check it before writing back.'
  return { ok: true, domain: domain as Domain, warning: lookAlikeWarning(visible, ascii) ?? hidden }
}

function registrableOf(ascii: string): string | { ok: false; problem: string } {
  if (!ascii.includes('.'))
    return refuse(`Expected a domain with an ending such as .com, got the single word ${quote(ascii)}.`)
  const found = parse(ascii, { allowPrivateDomains: true })
  const suffix = found.publicSuffix ?? ''
  if (!found.isIcann && !found.isPrivate && !SAMPLE_ENDINGS.has(suffix))
    return refuse(`Expected a public domain, got ${quote(ascii)}: there is no ending .${quoteless(suffix)}.`)
  const domain = found.domain ?? parse(ascii, { allowPrivateDomains: false }).domain
  return domain ?? refuse(`Expected a company's domain, got ${quote(ascii)}, an ending that many share.`)
}

/** The host inside a URL, an address or a bare name; null when there is more than one thing in the text. */
function hostOf(input: string): string | null {
  let text = input.trim()
  const open = text.lastIndexOf('<')
  if (open >= 0 && text.endsWith('>')) text = text.slice(open + 1, -1).trim()
  text = text.replace(/^(?:mailto|e-?mail|acct):/i, '').replace(/^(?:[a-z][a-z0-9+.-]{0,30}:)?[/\\]{1,3}/i, '')
  const end = text.search(/[/\\?#]/)
  if (end >= 0) text = text.slice(0, end)
  text = text.slice(text.lastIndexOf('@') + 1).trim()
  text = text.replace(/^["'(]{1,5}/, '').replace(/[)"',;]{1,5}$/, '')
  if (!text.startsWith('[') && text.split(':').length === 2) text = text.replace(/:\d{0,5}$/, '')
  if (text.startsWith('[')) text = text.replace(/\]:\d{0,5}$/, ']')
  return text === '' || /[\s,;|]/u.test(text) ? null : text
}

/** Only this can be an address; asking the library about a name costs it a thrown error. */
const ADDRESS_SIGNS = /^[\da-fx.:%]{1,64}$/i

/** Dotted, decimal, octal and hexadecimal IPv4 as browsers read them, and IPv6. */
function isAddress(text: string): boolean {
  return ADDRESS_SIGNS.test(text) && ipaddr.isValid(text)
}

function isHostname(ascii: string): boolean {
  if (ascii.length === 0 || ascii.length > MAX_HOST) return false
  return ascii.split('.').every((label) => LABEL.test(label) && isDecodable(label))
}

/** False for a label that claims to be punycode and is not. */
function isDecodable(label: string): boolean {
  return !label.startsWith('xn--') || domainToUnicode(label) !== label
}

function refuse(problem: string): { ok: false; problem: string } {
  return { ok: false, problem }
}

function quoteless(text: string): string {
  return text.replace(INVISIBLE, '').replace(/\s+/gu, ' ').slice(0, 60).toWellFormed()
}

function quote(text: string): string {
  return `"${quoteless(text.trim())}"`
}
