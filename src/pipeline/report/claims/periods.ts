import { calendar, type DateRead, isGluedSign, yearOf, yearTail } from './calendar.ts'
import { at, type Token } from './tokens.ts'

const QUARTERS = ['first', 'second', 'third', 'fourth']

/** `FY27`, `FY 2026-27`, `fiscal year 2027`, `Q2 2026`, `Q2 FY27`, `second quarter of 2026`, `summer 2026`. */
export function readPeriod(tokens: readonly Token[], index: number): DateRead | null {
  const fiscal = readFiscal(tokens, index)
  if (fiscal !== null) return { whens: [{ kind: 'label', label: fiscal.label }], next: fiscal.next }
  const word = at(tokens, index).lower
  const byWord = QUARTERS.indexOf(word) + 1
  const isWords = byWord > 0 && at(tokens, index + 1).lower === 'quarter'
  const quarter = isWords ? byWord : /^q[1-4]$/.test(word) ? Number(word[1]) : 0
  if (quarter > 0) {
    const after = index + (isWords ? 2 : 1)
    const start = /^(?:of|,|in)$/.test(at(tokens, after).lower) ? after + 1 : after
    const span = readFiscal(tokens, start) ?? { label: String(yearOf(at(tokens, start)) ?? ''), next: start + 1 }
    const isDated = span.label !== ''
    return { whens: [{ kind: 'label', label: `q${quarter} ${span.label}`.trim() }], next: isDated ? span.next : after }
  }
  if (!/^(?:spring|summer|autumn|fall|winter)$/.test(word)) return null
  const tail = yearTail(tokens, index + 1)
  const isTimed = tail.year !== null || /^(?:in|by|during|until|before|since)$/.test(at(tokens, index - 1).lower)
  return isTimed ? { whens: [{ kind: 'label', label: `${word} ${tail.year ?? ''}`.trim() }], next: tail.next } : null
}

function readFiscal(tokens: readonly Token[], index: number): { label: string; next: number } | null {
  const token = at(tokens, index)
  const glued = /^fy(\d{2}|\d{4})$/.exec(token.lower)
  let next = index + 1
  let digits = glued?.[1] ?? ''
  if (glued === null) {
    const isFiscal = token.lower === 'fiscal'
    if (token.lower !== 'fy' && !isFiscal) return null
    if (isFiscal && at(tokens, next).lower === 'year') next++
    if (/^['-]$/.test(at(tokens, next).text)) next++
    digits = at(tokens, next).text
    if (!/^(?:\d{2}|\d{4})$/.test(digits)) return null
    next++
  }
  const end = at(tokens, next + 1)
  if (isGluedSign(at(tokens, next), '-/') && end.isGlued && /^(?:\d{2}|\d{4})$/.test(end.text))
    return { label: fiscalLabel(end.text), next: next + 2 }
  return { label: fiscalLabel(digits), next }
}

function fiscalLabel(digits: string): string {
  return `fy${digits.length === 2 ? `20${digits}` : digits}`
}

/** `5 p.m.`, `2:30 PM`, `14:00`, `noon`. */
export function readClock(tokens: readonly Token[], index: number): DateRead | null {
  const hour = at(tokens, index)
  if (/^(?:noon|midnight)$/.test(hour.lower))
    return { whens: [{ kind: 'clock', minutes: hour.lower === 'noon' ? 720 : 0 }], next: index + 1 }
  if (hour.kind !== 'number' || !/^\d{1,2}$/.test(hour.text) || Number(hour.text) > 24) return null
  const isLong = isGluedSign(at(tokens, index + 1), ':') && /^\d\d$/.test(at(tokens, index + 2).text)
  const half = readHalf(tokens, index + (isLong ? 3 : 1))
  if (half === null && !isLong) return null
  const late = half?.isLate === true && Number(hour.text) < 12 ? 12 : 0
  const early = half?.isLate === false && hour.text === '12' ? 12 : 0
  const minutes = (Number(hour.text) + late - early) * 60 + (isLong ? Number(at(tokens, index + 2).text) : 0)
  return { whens: [{ kind: 'clock', minutes }], next: half?.next ?? index + 3 }
}

/** `am`, `PM`, `p.m.` */
function readHalf(tokens: readonly Token[], index: number): { isLate: boolean; next: number } | null {
  const word = at(tokens, index).lower
  if (word === 'am' || word === 'pm') return { isLate: word === 'pm', next: index + 1 }
  const isDotted =
    (word === 'a' || word === 'p') && at(tokens, index + 1).text === '.' && at(tokens, index + 2).lower === 'm'
  if (!isDotted) return null
  return { isLate: word === 'p', next: index + (at(tokens, index + 3).text === '.' ? 4 : 3) }
}

/** A bare year, unless it counts something (`2000 students`) or is money. */
export function readYear(tokens: readonly Token[], index: number): DateRead | null {
  const year = yearOf(at(tokens, index))
  if (year === null || /^[$€£#]$/.test(at(tokens, index - 1).text)) return null
  const after = at(tokens, index + 1)
  const isCount =
    after.kind === 'word' &&
    !after.isGlued &&
    /^(?:students|pupils|devices|seats|users|employees|staff|people|residents|licen[cs]es|units|buses|vehicles|dollars|percent|hours|households|laptops|tablets|miles|acres)$/.test(
      after.lower,
    )
  if (isCount || /^[%]$/.test(after.text)) return null
  return { whens: [calendar({ year })], next: index + 1 }
}
