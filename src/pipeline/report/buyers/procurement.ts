import type { BuyerRecord } from '../../ports.ts'
import type { SourceLink } from '../types.ts'
import { guideSentences } from './guide-sentences.ts'
import { recordSource } from './snapshot.ts'

const MOST_LINES = 6

/** What a rep must know to sell here, most wanted first; the first sentence of each is taken before any second one. */
const SUBJECTS: readonly RegExp[] = [
  /\b(?:sole[- ]sourc\w*|single[- ]sourc\w*|non-?competitive)\b/i,
  /(?:\$ ?\d|\bthresholds?\b|\b(?:informal|formal|written|verbal) (?:quotes?|bids?)\b|\b(?:three|two|3|2) (?:\w+ )?(?:quotes|bids)\b|\bcompetitive (?:bid|quote|proposal)\w*)/i,
  /\b(?:approv\w+|sign(?:s|ed)? off|board (?:vote|action|agenda|meeting)|decision|decides?|evaluat\w+|recommend\w*|committee|authori[sz]\w+)\b/i,
  /\b(?:co-?ops?|cooperatives?|co-operatives?|piggy-?back\w*|consorti\w+|interlocal|sourcewell|naspo|omnia|buyboard|e&i|tips(?:-usa)?|choice partners|hgac|equalis|1gpa|gsa|state contracts?|master contracts?)\b/i,
  /\b(?:resellers?|distributors?|carahsoft|cdw(?:-?g)?|shi|insight public|prime vendor|value-added)\b/i,
  /\b(?:rfps?|rfqs?|requests? for proposals?|bids?|quotes?|purchase orders?|vendor (?:registration|portal)|registers?|portal)\b/i,
]

export type ProcurementPath = {
  /** The buyer's own sentences, in the order of its guide. */
  lines: { text: string; source: SourceLink | null }[]
  /** Why there are none, fit to show; null when there are. */
  note: string | null
}

/**
 * How this buyer buys, in the words of its own procurement guide: at most six sentences of at most 300 characters on
 * sole source, thresholds, approval, co-ops, resellers and the way of bids. Nothing is written, only picked.
 */
export function procurementPath(record: Pick<BuyerRecord, 'name' | 'procurement' | 'recordUrl'>): ProcurementPath {
  const sentences = guideSentences(record.procurement.guide)
  if (sentences.length === 0) return { lines: [], note: `No procurement guide is on record for ${record.name}.` }
  const picked = new Set<number>()
  for (let round = 0; round < MOST_LINES && picked.size < MOST_LINES; round++)
    for (const subject of SUBJECTS) {
      const next = sentences.findIndex((text, index) => !picked.has(index) && subject.test(text))
      if (next >= 0 && picked.size < MOST_LINES) picked.add(next)
    }
  if (picked.size === 0)
    return {
      lines: [],
      note: `The procurement guide of ${record.name} names no threshold, approval, co-op or reseller.`,
    }
  const source = recordSource(record)
  const lines = sentences.filter((_, index) => picked.has(index)).map((text) => ({ text, source }))
  return { lines, note: null }
}
