import { domainToUnicode } from 'node:url'

/** A link that may be shown: `href` is normalised ASCII, `host` is what the label must name. */
export type SafeLink = { href: string; host: string }

/** White space, controls, and everything invisible or directional that could make an address read as another. */
const DECEPTIVE = /[\s\p{Cc}\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\\]/u
const SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u]

/**
 * The address of a source as a link, or null when it must stay text: only http and https, no user or password, no
 * invisible or directional characters, no label of the host that mixes look-alike scripts, at most 2,048 characters.
 */
export function toSafeLink(address: string | null): SafeLink | null {
  if (address === null || address.length > 2_048) return null
  const trimmed = address.trim()
  if (DECEPTIVE.test(trimmed) || !/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return null
  const url = new URL(trimmed)
  if (url.username !== '' || url.password !== '' || url.hostname === '') return null
  if (mixesScripts(url.hostname) || url.href.length > 4_096) return null
  return { href: url.href, host: url.host.replace(/^www\./, '') }
}

function mixesScripts(hostname: string): boolean {
  if (!hostname.includes('xn--')) return false
  const labels = domainToUnicode(hostname).split('.')
  return labels.some((label) => SCRIPTS.filter((script) => script.test(label)).length > 1)
}
