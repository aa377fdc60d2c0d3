import { parseDomain } from '../pipeline/report/domain-name.ts'
import type { Domain, Tier } from '../pipeline/report/types.ts'

/** What somebody typed after `/intel`. */
export type IntelCommand =
  | { kind: 'menu' }
  | { kind: 'status' }
  /** `unknown` is what was not understood, null when help was asked for. */
  | { kind: 'help'; unknown: string | null }
  | { kind: 'refused'; problem: string }
  | ({ kind: 'domain' | 'signals' } & Seller)
  | ({ kind: 'report' } & ReportWish)

/** Whom it is about. `warning` is one sentence about letters in the domain that may deceive. */
export type Seller = { domain: Domain; warning: string | null }
export type ReportWish = Seller & { tier: Tier | null; product: string | null }

const LONGEST_TEXT = 1_000
const LONGEST_PRODUCT = 200
const CONTROLS = /\p{Cc}/gu
/** Something that was meant as a domain, a URL or an address; anything else is a word we do not know. */
const DOMAIN_LIKE = /[.@/]/
/** How Slack writes a link when it escapes the text of a command: `<http://fernmill.com|fernmill.com>`. */
const SLACK_LINK = /^<([^<>|]{1,1000})(?:\|[^<>|]{0,1000})?>$/

/** Reads the text of the command. Never throws; what cannot stand comes back as one sentence or as help. */
export function parseIntel(text: string): IntelCommand {
  if (text.length > LONGEST_TEXT)
    return refused(`Expected a domain or a short command, got ${text.length} characters of text.`)
  const typed = text.toWellFormed().replace(CONTROLS, ' ').trim()
  const words = typed === '' ? [] : typed.split(/\s+/)
  const [first = '', ...rest] = words
  switch (first.toLowerCase()) {
    case '':
      return { kind: 'menu' }
    case 'help':
    case '?':
      return { kind: 'help', unknown: null }
    case 'status':
      return { kind: 'status' }
    case 'domain':
    case 'signals':
      return readDomain(first.toLowerCase() as 'domain' | 'signals', rest)
    case 'report':
      return readReport(rest)
    default:
      if (!DOMAIN_LIKE.test(first)) return { kind: 'help', unknown: typed }
      return rest.length === 0 ? readDomain('domain', words) : readReport(words)
  }
}

function refused(problem: string): IntelCommand {
  return { kind: 'refused', problem }
}

function domainOf(words: string[]) {
  const text = words.join(' ')
  return parseDomain(SLACK_LINK.exec(text)?.[1] ?? text)
}

function readDomain(kind: 'domain' | 'signals', words: string[]): IntelCommand {
  const found = domainOf(words)
  return found.ok ? { kind, domain: found.domain, warning: found.warning } : refused(found.problem)
}

/** `fernmill.com [tier 3] [for fleet software]`, the two in any order. */
function readReport([name = '', ...options]: string[]): IntelCommand {
  const found = domainOf([name])
  if (!found.ok) return refused(found.problem)
  const wish = readWish(options)
  return typeof wish === 'string'
    ? refused(wish)
    : { kind: 'report', domain: found.domain, warning: found.warning, ...wish }
}

type Wish = { tier: Tier | null; product: string | null }

/** What is wished of a report, or one sentence on why it cannot be read. */
function readWish(words: string[]): Wish | string {
  const lower = words.map((word) => word.toLowerCase())
  if (lower[0] === 'tier') {
    const tier = tierOf(words[1])
    if (tier === null) return `Expected tier 1, 2 or 3, got ${quote(words[1])}.`
    const more = readWish(words.slice(2))
    if (typeof more === 'string') return more
    return more.tier === null ? { ...more, tier } : 'Expected one tier, got two.'
  }
  if (lower[0] === 'for') {
    const tier = lower.at(-2) === 'tier' ? tierOf(words.at(-1)) : null
    const product = words.slice(1, tier === null ? undefined : -2).join(' ')
    if (product === '') return 'Expected a product after "for", got nothing.'
    if (product.length > LONGEST_PRODUCT)
      return `Expected a product of at most ${LONGEST_PRODUCT} characters, got ${product.length}.`
    return { tier, product }
  }
  return words.length === 0
    ? { tier: null, product: null }
    : `Expected "tier 1, 2 or 3" or "for" and a product after the domain, got ${quote(words.join(' '))}.`
}

function tierOf(text: string | undefined): Tier | null {
  return text === '1' || text === '2' || text === '3' ? (Number(text) as Tier) : null
}

function quote(text: string | undefined): string {
  return text === undefined ? 'nothing' : `"${text.slice(0, 60).toWellFormed()}"`
}
