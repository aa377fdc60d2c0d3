import { at, type Token } from './tokens.ts'

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const ORDINALS = 'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ')
const SCALES: ReadonlyMap<string, number> = new Map<string, number>(
  Object.entries({
    hundred: 100,
    thousand: 1e3,
    million: 1e6,
    billion: 1e9,
    trillion: 1e12,
    dozen: 12,
    k: 1e3,
    m: 1e6,
    mm: 1e6,
    mn: 1e6,
    mil: 1e6,
    b: 1e9,
    bn: 1e9,
    grand: 1e3,
  }),
)

/** The value of a group of digits; not a number when the commas or dots are not those of one number. */
function digitsValue(text: string): number {
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text)) return Number(text.replaceAll(',', ''))
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN
}

/** The number that starts at `index`, in digits or words, with its scale (`1.9 million`, `250k`, `two dozen`). */
export function readValue(tokens: readonly Token[], index: number): { value: number; next: number } | null {
  const token = at(tokens, index)
  if (token.kind === 'number') return withScale(tokens, { value: digitsValue(token.text), next: index + 1 }, true)
  if (token.kind !== 'word') return null
  if ((token.lower === 'a' || token.lower === 'half') && scaleIn(tokens, index) !== null) {
    const value = token.lower === 'half' ? 0.5 : 1
    const next = token.lower === 'half' && /^an?$/.test(at(tokens, index + 1).lower) ? index + 2 : index + 1
    return withScale(tokens, { value, next }, false)
  }
  return readWords(tokens, index)
}

function scaleIn(tokens: readonly Token[], index: number): number | null {
  const one = at(tokens, index + 1).lower
  const word = /^an?$/.test(one) && at(tokens, index).lower === 'half' ? at(tokens, index + 2).lower : one
  return word.length > 3 && SCALES.has(word) ? (SCALES.get(word) ?? null) : null
}

function readWords(tokens: readonly Token[], index: number): { value: number; next: number } | null {
  let sum: { total: number; current: number } | null = null
  let position = index
  for (;;) {
    const added = addWord(sum, at(tokens, position).lower)
    if (added === null) break
    sum = added
    position++
    const joint = at(tokens, position)
    const after = at(tokens, position + 1).lower
    const isAnd = joint.lower === 'and'
    const isJoint = isAnd || (joint.text === '-' && joint.isGlued)
    if (isJoint && continuesNumber(after, isAnd) && addWord(sum, after) !== null) position++
  }
  return sum === null ? null : { value: sum.total + sum.current, next: position }
}

/** The sum after one more number word; null when the word cannot follow (`five six` are two numbers). */
function addWord(
  sum: { total: number; current: number } | null,
  word: string,
): { total: number; current: number } | null {
  const { total, current } = sum ?? { total: 0, current: 0 }
  const isFree = sum === null || (current % 100 === 0 && (current > 0 || total > 0))
  const small = SMALL.indexOf(word)
  const followsTens = small > 0 && small < 10 && current % 10 === 0 && current % 100 >= 20
  if (small >= 0 && (isFree || followsTens)) return { total, current: current + small }
  const tens = TENS.indexOf(word)
  if (tens >= 0 && isFree) return { total, current: current + (tens + 2) * 10 }
  const scale = word.length > 3 ? SCALES.get(word) : undefined
  if (scale === undefined || sum === null) return null
  return scale <= 100 ? { total, current: current * scale } : { total: total + current * scale, current: 0 }
}

/** After `and` only the rest of a hundred follows (`two hundred and fifty`); after a hyphen ones follow tens. */
function continuesNumber(word: string, isAnd: boolean): boolean {
  return SMALL.includes(word) || (isAnd && TENS.includes(word))
}

function withScale(
  tokens: readonly Token[],
  read: { value: number; next: number },
  isDigits: boolean,
): { value: number; next: number } {
  let { value, next } = read
  for (let turn = 0; turn < 2; turn++) {
    const token = at(tokens, next)
    const isShort = token.lower.length <= 3
    if (
      token.kind !== 'word' ||
      !SCALES.has(token.lower) ||
      (isShort && !(isDigits && (token.isGlued || /^(?:M|MM|BN)$/.test(token.text))))
    )
      break
    value = Math.round(value * (SCALES.get(token.lower) ?? 1) * 1e6) / 1e6
    next++
  }
  return { value, next }
}

/** An ordinal in digits or words: `3rd`, `third`. */
export function readOrdinal(tokens: readonly Token[], index: number): { value: number; next: number } | null {
  const token = at(tokens, index)
  const after = at(tokens, index + 1)
  if (token.kind === 'number' && after.isGlued && /^(?:st|nd|rd|th)$/.test(after.lower))
    return { value: digitsValue(token.text), next: index + 2 }
  const value = ORDINALS.indexOf(token.lower)
  return value < 0 ? null : { value, next: index + 1 }
}
