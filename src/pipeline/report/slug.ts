import { randomBytes } from 'node:crypto'
import type { Day } from './types.ts'

/** What the readable part of a page's address is made of. */
export type SlugSeed = { buyerName: string | null; company: string | null; domain: string; day: Day }

/** Crockford's base 32 in lower case: no i, l, o, u, so a slug survives being read aloud and mail that folds case. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
/** 160 bits, a whole number of base-32 letters; contract.md asks for at least 128. */
const RANDOM_BYTES = 20
const RANDOM_LETTERS = 32
const READABLE_MAX = 80
const DOMAIN_MAX = 28
const SHAPE =
  /^[a-z0-9]+(?:-[a-z0-9]+)*-\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])-[0-9abcdefghjkmnpqrstvwxyz]{32}$/

/**
 * A new address of a report page: `{buyer or company}-{domain}-{day}-{160 random bits}`, ASCII, at most 112 characters.
 * The internal and the shareable page take one call each, so neither address follows from the other.
 * Throws `RangeError` when `day` is no calendar day.
 */
export function makeSlug(seed: SlugSeed): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(seed.day) || Number.isNaN(Date.parse(`${seed.day}T00:00:00Z`)))
    throw new RangeError(`A slug needs a calendar day such as 2026-11-20, not ${seed.day.slice(0, 40)}`)
  const tail = `${seed.day}-`
  const domain = words(seed.domain, DOMAIN_MAX)
  const room = READABLE_MAX - tail.length - (domain === '' ? 0 : domain.length + 1) - 1
  const name = words(seed.buyerName ?? '', room) || words(seed.company ?? '', room)
  const readable = [name, domain].filter(Boolean).join('-') || 'report'
  return `${readable}-${tail}${randomLetters()}`
}

/** True for text of the shape `makeSlug` makes; anything else needs no look into the store. */
export function isSlug(text: string): boolean {
  return text.length <= READABLE_MAX + RANDOM_LETTERS && SHAPE.test(text)
}

const FOLDED: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  '&': ' and ',
}

/** Lower-case ASCII words joined by dashes, whole words as far as they fit into `limit`. */
function words(text: string, limit: number): string {
  const ascii = text
    .slice(0, 400)
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[ßæœøłđðþı&]/g, (letter) => FOLDED[letter] ?? '')
    .replace(/[\p{M}'’]/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  if (ascii.length <= limit) return ascii
  const cut = ascii.slice(0, limit + 1)
  const dash = cut.lastIndexOf('-')
  return dash > limit / 2 ? cut.slice(0, dash) : ascii.slice(0, limit).replace(/-$/, '')
}

/** Every letter carries five of the random bits, most significant first. */
function randomLetters(): string {
  let bits = 0
  let held = 0
  let letters = ''
  for (const byte of randomBytes(RANDOM_BYTES)) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      letters += ALPHABET[(held >> bits) & 31]
      held &= (1 << bits) - 1
    }
  }
  return letters
}
