import type { Account, Clock, SignalSource } from '../../ports.ts'
import type { Domain, RawSignal } from '../types.ts'

/** How long what was read of a seller serves the next reply of the same one, in milliseconds. */
const FRESH_MS = 5_000

export type SellerRead = { rows: RawSignal[]; account: Account | null }

/** What is on record of one seller, read once however many replies of it arrive together. */
export type SellerReads = (domain: Domain, wish: { limit: number; isInsisted: boolean }) => Promise<SellerRead>

/** A failure is not kept; `isInsisted` reads although something fresh is there. */
export function createSellerReads(source: SignalSource, clock: Clock): SellerReads {
  const reads = new Map<Domain, { at: number; reading: Promise<SellerRead> }>()
  const forgetOld = (now: number) => {
    for (const [domain, { at }] of reads) if (now - at >= FRESH_MS || at > now) reads.delete(domain)
  }
  return (domain, { limit, isInsisted }) => {
    const now = clock.now().getTime()
    forgetOld(now)
    const known = reads.get(domain)
    if (known && !isInsisted) return known.reading
    const reading = read(source, domain, limit)
    reads.set(domain, { at: now, reading })
    reading.catch(() => {
      if (reads.get(domain)?.reading === reading) reads.delete(domain)
    })
    return reading
  }
}

async function read(source: SignalSource, domain: Domain, limit: number): Promise<SellerRead> {
  const [rows, account] = await Promise.all([source.signalsOf(domain, limit), source.accountOf(domain)])
  return { rows, account }
}
