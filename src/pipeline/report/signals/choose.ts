import type { Signal } from '../types.ts'

/** A buyer's second signal counts 0.85 of its score, its third 0.72, and so on: ten signals of one buyer are one lead. */
const REPEATED_BUYER = 0.85
/** A report shows at least this many while there are any, with sent and closed ones if it must. */
const FEWEST = 5

/** The signals a model may see: at most `max`, spread over buyers; open and unknown first, then sent, then closed. */
export function chooseForModel(signals: readonly Signal[], max = 40): Signal[] {
  return groupsOf(signals)
    .flatMap((group) => spread(group))
    .slice(0, max)
}

/**
 * The signals of a report: all of them when there are one to three, else at most `max`, spread over buyers. Unseen open
 * and unknown ones first. Those the prospect was sent, and then closed ones, only fill up to five. A closed one never
 * leads while another exists.
 */
export function chooseForReport(signals: readonly Signal[], max = 10): Signal[] {
  const groups = groupsOf(signals)
  if (signals.length <= 3) return groups.flatMap((group) => spread(group)).slice(0, max)
  const [unseen = [], ...rest] = groups
  const chosen = spread(unseen).slice(0, max)
  for (const group of rest) chosen.push(...spread(group).slice(0, Math.max(Math.min(FEWEST, max) - chosen.length, 0)))
  return chosen
}

/** Unseen, sent, closed, closed and sent. */
function groupsOf(signals: readonly Signal[]): Signal[][] {
  const groups: Signal[][] = [[], [], [], []]
  for (const signal of signals) groups[(signal.state === 'closed' ? 2 : 0) + (signal.alreadySent ? 1 : 0)]?.push(signal)
  return groups
}

/** Best first, each signal's score discounted by how many better ones of its buyer there are. Stable among equals. */
function spread(signals: readonly Signal[]): Signal[] {
  const taken = new Map<string, number>()
  const worths = [...signals]
    .sort((a, b) => b.score - a.score)
    .map((signal) => {
      const buyer = (signal.buyerId ?? signal.buyerName ?? '').trim().toLowerCase()
      const before = taken.get(buyer) ?? 0
      taken.set(buyer, before + 1)
      return { signal, worth: signal.score * REPEATED_BUYER ** before }
    })
  return worths.sort((a, b) => b.worth - a.worth).map(({ signal }) => signal)
}
