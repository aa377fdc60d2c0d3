import { empty, type Step, skipped } from '../../step.ts'
import type { Buyers } from '../buyers/cached-buyers.ts'

/** How long a report waits for it, in milliseconds; a logo that comes later is kept for the next version. */
const PATIENCE_MS = 300

/** The buyer's logo as part of the document, so that a page contacts nobody else's server; null without one. */
export function readLogoStep(buyers: Buyers): Step<{ url: string | null }, string | null> {
  return {
    name: 'read-logo',
    version: 1,
    async work({ url }, { abort }) {
      if (url === null) return skipped(null, 'No logo is on record')
      const late = AbortSignal.timeout(PATIENCE_MS)
      try {
        const { value } = await buyers.logo(url, { abort: AbortSignal.any([abort, late]), isInsisted: false })
        return value ?? empty(null)
      } catch (error) {
        if (!late.aborted || abort.aborted) throw error
        return skipped(null, 'Not there yet; it is kept for the next version')
      }
    },
    fallback: () => null,
  }
}
