import {
  calendar,
  type DateRead,
  isGluedSign,
  isSmall,
  monthOf,
  type When,
  weekdayOf,
  yearOf,
  yearTail,
} from './calendar.ts'
import { type DateRole, roleAround } from './date-roles.ts'
import { readClock, readPeriod, readYear } from './periods.ts'
import { readRelative } from './relative-dates.ts'
import { at, type Token, textOf } from './tokens.ts'

export type DateMention = {
  found: string
  first: number
  last: number
  when: When
  role: DateRole | null
  /** The sentence says that it has happened. */
  isDone: boolean
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
    const { role, isDone } = roleAround(tokens, span)
    for (const when of read.whens)
      mentions.push({ ...span, found, when, role, isDone, isRelative: read.isRelative ?? false })
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
