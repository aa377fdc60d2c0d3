import { getDomain } from 'tldts'
import { ExternalError } from '../../errors.ts'
import type { BuyerLogos } from '../../pipeline/ports.ts'
import { boundedFetch, TooLarge } from '../http.ts'

const TIMEOUT_MS = 3_000
/** As base64 it stays below what a page shows (60,000 characters). */
const MOST_BYTES = 44_000

/** What a picture begins with; what a server calls it proves nothing. */
const KINDS: [type: string, isKind: (bytes: Buffer) => boolean][] = [
  ['png', (bytes) => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))],
  ['jpeg', (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))],
  ['webp', (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'],
]

type LogoOptions = { bases: string[]; hosts?: string[]; fetch?: typeof fetch }

/**
 * Fetches logos, from the source's own sites (`bases`) and by https from the `hosts` that the settings name: an address
 * in a record must not make this app ask any other server. Small PNG, JPEG and WebP pictures only: what is none,
 * or is not there, is null. Throws `ExternalError` (service `logo`) for a host that does not answer, or with a failure of
 * its own: that says nothing about the logo.
 */
export function createLogos({ bases, hosts = [], fetch: inner = fetch }: LogoOptions): BuyerLogos {
  const bounded = boundedFetch(inner, { timeoutMs: TIMEOUT_MS, maxBytes: MOST_BYTES })
  const allowed = new Set(bases.flatMap((base) => siteOf(base) ?? []))
  return async (url) => {
    const site = siteOf(url)
    if (site === null || !(allowed.has(site) || isOn(hosts, url))) return null
    try {
      const answer = await bounded(url, { redirect: 'manual', headers: { accept: 'image/png,image/jpeg,image/webp' } })
      if (answer.ok) return pictureOf(Buffer.from(await answer.arrayBuffer()))
      await answer.body?.cancel()
      if (isNowhere(answer.status)) return null
      throw failure(answer.status)
    } catch (error) {
      if (error instanceof TooLarge) return null
      throw error instanceof ExternalError ? error : failure(null)
    }
  }
}

/** Not there, or at an address that the record does not name. */
const isNowhere = (status: number) => status === 404 || status === 410 || (status >= 300 && status < 400)

/** Without the cause: it can quote the address. */
function failure(status: number | null): ExternalError {
  const facts = { service: 'logo', operation: 'fetch a logo', status }
  if (status === null)
    return new ExternalError('The host of a logo could not be reached', { ...facts, code: 'network', retryable: true })
  const retryable = status === 408 || status === 429 || status >= 500
  return new ExternalError(`The host of a logo answered ${status}`, { ...facts, retryable })
}

function pictureOf(bytes: Buffer): string | null {
  const kind = KINDS.find(([, isKind]) => isKind(bytes))
  return kind ? `data:image/${kind[0]};base64,${bytes.toString('base64')}` : null
}

/** By https, its own port and exactly this host. */
function isOn(hosts: string[], url: string): boolean {
  const { protocol, host } = new URL(url)
  return protocol === 'https:' && hosts.includes(host)
}

/**
 * The registrable domain over https, where neighbours at one host of pages or files are strangers to each other; the whole
 * origin where there is none, as for a service on this machine.
 */
function siteOf(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, hostname, origin } = new URL(url)
  const domain = getDomain(hostname, { allowPrivateDomains: true })
  if (domain === null) return protocol === 'http:' || protocol === 'https:' ? origin : null
  return protocol === 'https:' ? domain : null
}
