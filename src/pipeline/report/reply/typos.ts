/** Slips of the finger in the few long words that decide something. */

/** Words worth repairing: long, and not one slip away from another English word. */
const KEYWORDS =
  `unsubscribe unsubscribed interested information definitely tomorrow schedule available availability calendar opportunity
  demonstration immediately subscription presentation territory conversation responsible procurement colleague
  vacation deadline forward pricing wednesday thursday absolutely`.split(/\s+/u)
/** From how many letters on one slip, and two, are repaired. */
const ONE_SLIP = 7
const TWO_SLIPS = 11
/** A slip in these makes another word. */
const OTHER_WORDS: ReadonlySet<string> = new Set(
  'immediate removes removal forwards interests vacations deadlines schedules scheduled scheduler calendars territories colleagues vocation thursdays wednesdays'.split(
    ' ',
  ),
)
const HELD_DOWN = /(\p{L})\1{2,}/gu
const BY_START = Map.groupBy(KEYWORDS, (word) => word.slice(0, 2))

/**
 * The word that was meant, or the word itself: letters held down are let go ("pleeease"), and a key word with one slip
 * (two from eleven letters on) is itself again. The first two letters are taken as right. `word` is lower case.
 */
export function repaired(word: string): string {
  const once = word.replace(HELD_DOWN, '$1')
  const calm = once.length > 1 ? once : word
  if (calm.length < ONE_SLIP - 1 || calm.length > 16 || OTHER_WORDS.has(calm)) return calm
  const near = BY_START.get(calm.slice(0, 2))?.find((known) => {
    const allowed = known.length >= TWO_SLIPS ? 2 : known.length >= ONE_SLIP ? 1 : 0
    return Math.abs(known.length - calm.length) <= allowed && slips(known, calm) <= allowed
  })
  return near ?? calm
}

/** Optimal string alignment distance: letters left out, added, changed, or swapped with their neighbour. */
function slips(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1]
      const changed = (last[j - 1] ?? 0) + (isSame ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwap ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
      row.push(Math.min(changed, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, swapped))
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}
