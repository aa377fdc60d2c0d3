import { getDomain } from 'tldts'
import type { BuyerLogos } from '../../pipeline/ports.ts'
import { boundedFetch } from '../http.ts'

const TIMEOUT_MS = 3_000
/** As base64 it stays below what a page shows (60,000 characters). */
const MOST_BYTES = 44_000

/** What a picture begins with; what a server calls it proves nothing. */
const KINDS: [type: string, isKind: (bytes: Buffer) => boolean][] = [
  ['png', (bytes) => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))],
  ['jpeg', (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))],
  ['webp', (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'],
]

/**
 * Fetches logos, from the source's own hosts alone: an address in a record must not make this app ask any other server.
 * Small PNG, JPEG and WebP pictures only. Never throws: a report without a logo is a report.
 */
export function createLogos({ bases, fetch: inner = fetch }: { bases: string[]; fetch?: typeof fetch }): BuyerLogos {
  const bounded = boundedFetch(inner, { timeoutMs: TIMEOUT_MS, maxBytes: MOST_BYTES })
  const allowed = new Set(bases.flatMap((base) => siteOf(base) ?? []))
  return async (url) => {
    const site = siteOf(url)
    if (site === null || !allowed.has(site)) return null
    try {
      const answer = await bounded(url, { redirect: 'error', headers: { accept: 'image/png,image/jpeg,image/webp' } })
      if (!answer.ok) return null
      const bytes = Buffer.from(await answer.arrayBuffer())
      const kind = KINDS.find(([, isKind]) => isKind(bytes))
      return kind ? `data:image/${kind[0]};base64,${bytes.toString('base64')}` : null
    } catch {
      return null
    }
  }
}

/** The registrable domain over https; host and port where there is none, which only a service on this machine has. */
function siteOf(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, hostname, host } = new URL(url)
  const domain = getDomain(hostname)
  if (domain === null) return protocol === 'http:' || protocol === 'https:' ? host : null
  return protocol === 'https:' ? domain : null
}
