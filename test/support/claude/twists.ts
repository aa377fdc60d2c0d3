/** What no evidence has: figures, days, names, statuses, an address. A test looks for them where people read. */
export const LIES = [
  'The board set aside $123,456,789 for this on March 3, 2031.',
  'Denise Falk-Romero signed the contract with Zyloquent Partners yesterday.',
  'It is 97.3 percent certain that 4,217 schools switch; write to denise@zyloquent.example.',
] as const

const TEXTS = new Set(['bullet', 'why', 'text', 'quote', 'name', 'email', 'title', 'archetype'])
const IDS = new Set(['signal_id', 'evidence_ids', 'claim_id', 'key'])

/** The same answer with an invention in every text. */
export function toLie(answer: unknown): unknown {
  let told = 0
  return changed(answer, TEXTS, () => LIES[told++ % LIES.length])
}

/** The same answer, citing signals, claims and sentences that do not exist. */
export function toWrongIds(answer: unknown): unknown {
  return changed(answer, IDS, (value) => (typeof value === 'number' ? 9_999 : 'sig-nowhere'))
}

function changed(value: unknown, keys: ReadonlySet<string>, change: (value: unknown) => unknown): unknown {
  const walk = (one: unknown, isWanted: boolean): unknown => {
    if (Array.isArray(one)) return one.map((item) => walk(item, isWanted))
    if (typeof one === 'object' && one !== null)
      return Object.fromEntries(Object.entries(one).map(([key, item]) => [key, walk(item, keys.has(key))]))
    return isWanted && one !== null ? change(one) : one
  }
  return walk(value, false)
}
