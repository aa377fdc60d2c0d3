import { plain } from './html.ts'

/** Tells whether the picture's font can draw a character, from the ranges its own package declares (`U+0100-02BA,…`). */
export function coverageOf(ranges: string): (codePoint: number) => boolean {
  const spans = ranges.split(',').map((range) => {
    const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-')
    return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) }
  })
  return (codePoint) => spans.some(({ from, to }) => codePoint >= from && codePoint <= to)
}

/**
 * Text that the picture's font can draw. A letter it lacks is taken apart to its base letter where that helps; emoji
 * and symbols are left out; a run of other letters becomes one ellipsis. `''` when hardly anything readable is left,
 * so that the caller can take another name.
 */
export function drawable(text: string, has: (codePoint: number) => boolean, limit: number): string {
  const source = plain(text, limit * 2).normalize('NFC')
  let drawn = ''
  let lost = 0
  for (const letter of source) {
    const drawnLetter = covered(letter, has) ? letter : baseOf(letter, has)
    if (drawnLetter !== '') drawn += drawnLetter
    else if (/[\p{L}\p{N}]/u.test(letter)) {
      lost += 1
      if (!drawn.endsWith('…')) drawn += '…'
    }
  }
  const kept = drawn.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  return kept <= lost && lost > 0 ? '' : plain(drawn, limit)
}

function baseOf(letter: string, has: (codePoint: number) => boolean): string {
  const base = letter.normalize('NFKD').replace(/\p{M}/gu, '')
  return base !== '' && covered(base, has) ? base : ''
}

function covered(text: string, has: (codePoint: number) => boolean): boolean {
  for (const letter of text) if (!has(letter.codePointAt(0) ?? 0)) return false
  return true
}
