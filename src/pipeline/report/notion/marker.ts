import { createHash } from 'node:crypto'
import type { ReportId } from '../types.ts'

/**
 * A short word at the end of a page's title that belongs to one report: 40 bits of its hash, letters and digits that
 * read well. Two reports of one database share one about never.
 */
export function markerOf(id: ReportId): string {
  const bytes = createHash('sha256').update(`notion:${id}`).digest().subarray(0, 8)
  return `r${[...bytes].map((byte) => LETTERS[byte % 32]).join('')}`
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz123456789'

/** The title of the report's page. */
export function titleWith(marker: string, title: string): string {
  return `${title}${endingOf(marker)}`
}

/** What a title ends with, wherever it was shown. */
export function endingOf(marker: string): string {
  return ` · ${marker}`
}
