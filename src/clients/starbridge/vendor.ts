/** What a name may hold after its first capital letter: long enough for `Accelera Solutions, Inc.`, short of a sentence. */
const NAME = /^[\p{Lu}\d][\p{L}\p{N}&.,'’\- ]{1,79}$/u
const COMPANY =
  /\b(?:inc|incorporated|llc|l\.l\.c|ltd|limited|corp|corporation|co|company|companies|lp|llp|plc|gmbh|group|technologies|systems|solutions)\.?$/i
/** Words after `from` that are money, time or places and not a seller. */
const NO_SELLER =
  /\b(?:fund|funds|budget|account|reserve|reserves|grant|grants|fy ?\d*|january|february|march|april|may|june|july|august|september|october|november|december|\d{4})\b/i

/**
 * The seller in the title of a purchase, where only one reading is possible; null otherwise. Forms, as captured:
 * `Order to X by Y for Z`, `X at Y` (only when Y is the buyer and X is named as a company) and `… from X`.
 */
export function vendorOf(title: string | null, buyerName: string | null): string | null {
  if (title === null) return null
  return byOrder(title, buyerName) ?? byPlace(title, buyerName) ?? byOrigin(title)
}

function byOrder(title: string, buyerName: string | null): string | null {
  const rest = /^(?:purchase )?order to (.+)$/is.exec(title)?.[1]
  if (!rest) return null
  const places = [...rest.matchAll(/ by /gi)].map(({ index }) => index)
  const readings = places.filter((place) => {
    const after = rest.slice(place + 4)
    return buyerName === null || startsWithName(after, buyerName)
  })
  const only = readings.length === 1 ? readings[0] : undefined
  return only === undefined ? null : named(rest.slice(0, only))
}

function byPlace(title: string, buyerName: string | null): string | null {
  const parts = title.split(/ at /i)
  const [vendor, place] = parts
  if (buyerName === null || parts.length !== 2 || !vendor || !place || !isSame(place, buyerName)) return null
  return COMPANY.test(vendor.trim()) && !/ (?:from|by|for|to) /i.test(vendor) ? named(vendor) : null
}

function byOrigin(title: string): string | null {
  const parts = title.split(/ from /i)
  const vendor = parts[1]
  if (parts.length !== 2 || !vendor || / (?:to|by|for|at|through|until) /i.test(vendor)) return null
  if (/^(?:purchase )?order to /i.test(title) || NO_SELLER.test(vendor)) return null
  return vendor.trim().split(/\s+/).length <= 6 ? named(vendor) : null
}

function named(text: string): string | null {
  const name = text.trim()
  return NAME.test(name) ? name : null
}

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
const isSame = (one: string, other: string) => plain(one) === plain(other)
const startsWithName = (text: string, name: string) => `${plain(text)} `.startsWith(`${plain(name)} `)
