import { calendar, type DateRead, monthOf, type When, weekdayOf, yearOf } from './calendar.ts'
import { type DateRole, roleAround } from './date-roles.ts'
import { readRelative } from './relative-dates.ts'
import { at, type Token, textOf } from './tokens.ts'

export type DateMention = {
  found: string
  first: number
  last: number
  when: When
  role: DateRole | null
  /** Depends on the day it is read: no proof in evidence, which was written earlier. */
  isRelative: boolean
}

const BEFORE_MONTH =
  /^(?:in|by|on|before|until|till|early|late|mid|since|through|of|next|last|this|during|from|to|and|or|a|an|the|after|between|-|\/)$/

/** Every date, quarter, fiscal year, season and time of day of a text that nobody has taken; `now` resolves relative ones. */
export function readDates(
  source: { text: string; tokens: readonly Token[]; taken: readonly boolean[] },
  now: Date,
): DateMention[] {
  const { text, tokens, taken } = source
  const mentions: DateMention[] = []
  for (let index = 0; index < tokens.length; index++) {
    if (taken[index] === true) continue
    const read = readOne(tokens, index, now)
    if (read === null) continue
    const span = { first: index, last: read.next - 1 }
    const found = textOf(text, tokens, span)
    const role = roleAround(tokens, span)
    for (const when of read.whens) mentions.push({ ...span, found, when, role, isRelative: read.isRelative ?? false })
    index = read.next - 1
  }
  return mentions
}

function readOne(tokens: readonly Token[], index: number, now: Date): DateRead | null {
  return (
    readClock(tokens, index) ??
    readDigits(tokens, index) ??
    readWeekday(tokens, index) ??
    readPart(tokens, index) ??
    readMonthFirst(tokens, index) ??
    readDayFirst(tokens, index) ??
    readPeriod(tokens, index) ??
    readRelative(tokens, index, now) ??
    readYear(tokens, index)
  )
}

function isSmall(token: Token, max: number): boolean {
  return token.kind === 'number' && /^\d{1,2}$/.test(token.text) && Number(token.text) >= 1 && Number(token.text) <= max
}

function isGluedSign(token: Token, signs: string): boolean {
  return token.kind === 'sign' && token.isGlued && signs.includes(token.text)
}

/** `2026-03-27`, `2026-03`, `2026-27`, `3/27`, `3/27/2026`, `03-27`, `27.03.2026`. */
function readDigits(tokens: readonly Token[], index: number): DateRead | null {
  const [one, sign, two] = [at(tokens, index), at(tokens, index + 1), at(tokens, index + 2)]
  if (one.kind !== 'number') return null
  const dotted = /^(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)$/.exec(one.text)
  if (dotted !== null)
    return dayRead(index + 1, { year: Number(dotted[3]), month: Number(dotted[2]), day: Number(dotted[1]) })
  if (!isGluedSign(sign, '-/') || !two.isGlued || two.kind !== 'number') return null
  const year = yearOf(one)
  if (year !== null) return readYearFirst(tokens, index, year)
  return isSmall(one, 31) && isSmall(two, 31) ? readMonthDay(tokens, index) : null
}

/** The third number of a date whose two signs are the same. */
function thirdNumber(tokens: readonly Token[], index: number): Token | null {
  const [sign, three] = [at(tokens, index + 3), at(tokens, index + 4)]
  const isSame = sign.text === at(tokens, index + 1).text && isGluedSign(sign, '-/')
  return isSame && three.isGlued && three.kind === 'number' ? three : null
}

function readYearFirst(tokens: readonly Token[], index: number, year: number): DateRead | null {
  const two = at(tokens, index + 2)
  const three = thirdNumber(tokens, index)
  if (three !== null) return dayRead(index + 5, { year, month: Number(two.text), day: Number(three.text) })
  if (two.text.length !== 2) return null
  if (Number(two.text) === (year + 1) % 100)
    return { whens: [{ kind: 'label', label: `${year}-${two.text}` }], next: index + 3 }
  return isSmall(two, 12) ? { whens: [calendar({ year, month: Number(two.text) })], next: index + 3 } : null
}

function readMonthDay(tokens: readonly Token[], index: number): DateRead | null {
  const [one, two] = [at(tokens, index).text, at(tokens, index + 2).text]
  const three = thirdNumber(tokens, index)
  if (three === null) {
    // `10-12 schools` is a range; `03-27` with its zero is a date.
    const isDate = at(tokens, index + 1).text === '/' || (one.length === 2 && two.length === 2 && one.startsWith('0'))
    return isDate ? dayRead(index + 3, { year: null, month: Number(one), day: Number(two) }) : null
  }
  if (!/^(?:\d\d|(?:19|20)\d\d)$/.test(three.text)) return null
  const year = three.text.length === 2 ? 2000 + Number(three.text) : Number(three.text)
  const isDayFirst = Number(one) > 12
  return dayRead(index + 5, { year, month: Number(isDayFirst ? two : one), day: Number(isDayFirst ? one : two) })
}

function dayRead(next: number, parts: { year: number | null; month: number; day: number }): DateRead | null {
  if (parts.month < 1 || parts.month > 12 || parts.day < 1 || parts.day > 31) return null
  return { whens: [calendar(parts)], next }
}

/** `Friday, March 27` and `Fri 3/27`: the weekday must then be true too. */
function readWeekday(tokens: readonly Token[], index: number): DateRead | null {
  const weekday = weekdayOf(at(tokens, index).lower, true)
  if (weekday === null || !/^\p{Lu}/u.test(at(tokens, index).text)) return null
  let next = index + 1
  while (/^[.,]$/.test(at(tokens, next).text)) next++
  if (/^(?:the|on)$/.test(at(tokens, next).lower)) next++
  const read = readDigits(tokens, next) ?? readMonthFirst(tokens, next) ?? readDayFirst(tokens, next)
  if (read === null) return null
  const [when] = read.whens
  if (when?.kind !== 'calendar' || when.day === null) return null
  return { whens: [{ ...when, weekday }, ...read.whens.slice(1)], next: read.next }
}

/** `early March`, `mid-March 2026`, `end of March`. */
function readPart(tokens: readonly Token[], index: number): DateRead | null {
  const word = at(tokens, index).lower
  const part = /^(?:early|start|beginning)$/.test(word)
    ? 'early'
    : word === 'mid'
      ? 'mid'
      : /^(?:late|end)$/.test(word)
        ? 'late'
        : null
  if (part === null) return null
  let next = index + 1
  while (/^(?:of|in|-)$/.test(at(tokens, next).lower)) next++
  const read = monthOf(at(tokens, next).lower) === null ? null : readMonthFirst(tokens, next)
  const [when] = read?.whens ?? []
  if (read === null || when?.kind !== 'calendar' || when.day !== null) return null
  return { whens: [{ ...when, part }], next: read.next }
}

/** `March 27`, `Mar. 27th, 2026`, `April 21-23`, `April 21 to 23, 2026`, `March 2026`, `in March`. */
function readMonthFirst(tokens: readonly Token[], index: number): DateRead | null {
  const word = at(tokens, index)
  const month = monthOf(word.lower)
  if (month === null) return null
  let next = index + 1
  if (at(tokens, next).text === '.' && at(tokens, next).isGlued && word.text.length <= 4) next++
  const day = at(tokens, next)
  if (!isSmall(day, 31)) return monthAlone(tokens, index, { month, next })
  next = afterSuffix(tokens, next + 1)
  const days = [Number(day.text)]
  const joint = at(tokens, next)
  const isJoint = isGluedSign(joint, '-/') || /^(?:to|through)$/.test(joint.lower) || joint.text === '-'
  if (isJoint && isSmall(at(tokens, next + 1), 31) && !at(tokens, next + 2).text.startsWith('%')) {
    days.push(Number(at(tokens, next + 1).text))
    next = afterSuffix(tokens, next + 2)
  }
  const tail = yearTail(tokens, next)
  return { whens: days.map((each) => calendar({ year: tail.year, month, day: each })), next: tail.next }
}

function afterSuffix(tokens: readonly Token[], index: number): number {
  const token = at(tokens, index)
  return token.isGlued && /^(?:st|nd|rd|th)$/.test(token.lower) ? index + 1 : index
}

function yearTail(tokens: readonly Token[], index: number): { year: number | null; next: number } {
  const start = /^(?:,|of)$/.test(at(tokens, index).lower) ? index + 1 : index
  const year = yearOf(at(tokens, start))
  return year === null ? { year: null, next: index } : { year, next: start + 1 }
}

function monthAlone(tokens: readonly Token[], index: number, read: { month: number; next: number }): DateRead | null {
  const word = at(tokens, index)
  const tail = yearTail(tokens, read.next)
  const found = { whens: [calendar({ year: tail.year, month: read.month })], next: tail.next }
  if (tail.year !== null) return found
  const isNamed = /^\p{Lu}/u.test(word.text)
  if (!isNamed) return null
  if (BEFORE_MONTH.test(at(tokens, index - 1).lower)) return found
  // `May`, `March` and the short forms are also verbs and given names.
  const isSure = word.lower.length > 3 && word.lower !== 'march' && !/^\p{Lu}\p{Ll}/u.test(at(tokens, read.next).text)
  return isSure ? found : null
}

/** `27 March 2026`, `27th of March`, `21-23 April`. */
function readDayFirst(tokens: readonly Token[], index: number): DateRead | null {
  const first = at(tokens, index)
  if (!isSmall(first, 31)) return null
  const days = [Number(first.text)]
  let next = afterSuffix(tokens, index + 1)
  if ((isGluedSign(at(tokens, next), '-/') || at(tokens, next).lower === 'to') && isSmall(at(tokens, next + 1), 31)) {
    days.push(Number(at(tokens, next + 1).text))
    next = afterSuffix(tokens, next + 2)
  }
  if (at(tokens, next).lower === 'of') next++
  const word = at(tokens, next)
  const month = monthOf(word.lower)
  if (month === null || !/^\p{Lu}/u.test(word.text)) return null
  if (at(tokens, next + 1).text === '.' && at(tokens, next + 1).isGlued && yearOf(at(tokens, next + 2)) !== null) next++
  const tail = yearTail(tokens, next + 1)
  return { whens: days.map((day) => calendar({ year: tail.year, month, day })), next: tail.next }
}

const QUARTERS = ['first', 'second', 'third', 'fourth']

/** `FY27`, `FY 2026-27`, `fiscal year 2027`, `Q2 2026`, `Q2 FY27`, `second quarter of 2026`, `summer 2026`. */
function readPeriod(tokens: readonly Token[], index: number): DateRead | null {
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
function readClock(tokens: readonly Token[], index: number): DateRead | null {
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
function readYear(tokens: readonly Token[], index: number): DateRead | null {
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
