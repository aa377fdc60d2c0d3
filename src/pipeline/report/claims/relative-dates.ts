import type { Day } from '../types.ts'
import { calendar, type DateRead, dayOf, monthOf, type When, weekdayOf } from './calendar.ts'
import { readValue } from './number-words.ts'
import { at, type Token } from './tokens.ts'

const DAY_MS = 86_400_000

function shifted(now: Date, days: number): Day {
  return dayOf(new Date(now.getTime() + days * DAY_MS))
}

function oneDay(day: Day): When {
  return calendar({ year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) })
}

function oneMonth(now: Date, months: number): When {
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1))
  return calendar({ year: first.getUTCFullYear(), month: first.getUTCMonth() + 1 })
}

/** Monday to Saturday, the days that belong to a week wherever it is said to begin. */
function oneWeek(now: Date, weeks: number): When {
  const monday = weeks * 7 - ((now.getUTCDay() + 6) % 7)
  return { kind: 'span', from: shifted(now, monday), to: shifted(now, monday + 5) }
}

const UNCLEAR: When = { kind: 'unclear' }
const LEADS: ReadonlyMap<string, number> = new Map([
  ['this', 0],
  ['current', 0],
  ['next', 1],
  ['coming', 1],
  ['upcoming', 1],
  ['last', -1],
  ['past', -1],
  ['previous', -1],
])

/**
 * Time told from today: `tomorrow`, `this Friday`, `next month`, `3 weeks ago`, `the end of the year`. Resolved against
 * `now` where that can be done without guessing, otherwise `unclear`.
 */
export function readRelative(tokens: readonly Token[], index: number, now: Date): DateRead | null {
  const word = at(tokens, index).lower
  const plain = new Map([
    ['today', 0],
    ['tonight', 0],
    ['tomorrow', 1],
    ['yesterday', -1],
  ]).get(word)
  if (plain !== undefined) return { whens: [oneDay(shifted(now, plain))], next: index + 1, isRelative: true }
  return (
    readLead(tokens, index, now) ??
    readAgo(tokens, index, now) ??
    readEnd(tokens, index) ??
    readBareWeekday(tokens, index, now)
  )
}

function readLead(tokens: readonly Token[], index: number, now: Date): DateRead | null {
  const lead = LEADS.get(at(tokens, index).lower)
  if (lead === undefined) return null
  const isFiscal = /^(?:fiscal|school|academic|budget|calendar)$/.test(at(tokens, index + 1).lower)
  const noun = at(tokens, index + (isFiscal ? 2 : 1))
  // `this may help`: a month is written with a capital.
  const unit = monthOf(noun.lower) !== null && !/^\p{Lu}/u.test(noun.text) ? '' : noun.lower
  const next = index + (isFiscal ? 3 : 2)
  const when = isFiscal
    ? /^(?:year|quarter|term|semester|cycle)$/.test(unit)
      ? UNCLEAR
      : null
    : leadWhen(unit, lead, now)
  return when === null ? null : { whens: [when], next, isRelative: true }
}

function leadWhen(unit: string, lead: number, now: Date): When | null {
  if (unit === 'week') return oneWeek(now, lead)
  if (unit === 'month') return oneMonth(now, lead)
  if (unit === 'year') return calendar({ year: now.getUTCFullYear() + lead })
  if (
    /^(?:days|weeks|months|quarter|quarters|years|weekend|season|spring|summer|autumn|fall|winter|term|semester|morning|afternoon|evening|few|several|couple)$/.test(
      unit,
    )
  )
    return UNCLEAR
  const weekday = weekdayOf(unit)
  // "Next Friday" is read in two ways; "this Friday" is the coming one.
  if (weekday !== null) return lead === 0 ? oneDay(shifted(now, (weekday - now.getUTCDay() + 7) % 7)) : UNCLEAR
  const month = monthOf(unit)
  if (month === null || unit.length < 3) return null
  const gap = month - 1 - now.getUTCMonth()
  if (lead === 0) return oneMonth(now, gap)
  return lead > 0 ? oneMonth(now, gap > 0 ? gap : gap + 12) : oneMonth(now, gap < 0 ? gap : gap - 12)
}

/** `3 days ago`, `a week ago`, `two months earlier`. */
function readAgo(tokens: readonly Token[], index: number, now: Date): DateRead | null {
  const isOne = /^an?$/.test(at(tokens, index).lower)
  const read = isOne ? { value: 1, next: index + 1 } : readValue(tokens, index)
  if (read === null || Number.isNaN(read.value)) return null
  const unit = at(tokens, read.next).lower
  if (!/^(?:ago|earlier)$/.test(at(tokens, read.next + 1).lower)) return null
  const count = Math.min(read.value, 10_000)
  const when = /^days?$/.test(unit)
    ? oneDay(shifted(now, -count))
    : /^weeks?$/.test(unit)
      ? oneDay(shifted(now, -7 * count))
      : /^months?$/.test(unit)
        ? oneMonth(now, -count)
        : /^years?$/.test(unit)
          ? calendar({ year: now.getUTCFullYear() - count })
          : UNCLEAR
  return { whens: [when], next: read.next + 2, isRelative: true }
}

/** `end of the year`, `year-end`, `recent weeks`, `the days ahead`. */
function readEnd(tokens: readonly Token[], index: number): DateRead | null {
  const word = at(tokens, index).lower
  if (/^(?:end|start|beginning|close|middle)$/.test(word) && at(tokens, index + 1).lower === 'of') {
    let next = index + 2
    while (/^(?:the|this|next|last|fiscal|school|calendar|budget|academic)$/.test(at(tokens, next).lower)) next++
    if (/^(?:day|week|month|quarter|year|summer|spring|winter|fall|term|semester)$/.test(at(tokens, next).lower))
      return { whens: [UNCLEAR], next: next + 1, isRelative: true }
  }
  if (/^(?:year|month|quarter|week)$/.test(word)) {
    const end = at(tokens, index + 1).text === '-' ? index + 2 : index + 1
    if (at(tokens, end).lower === 'end') return { whens: [UNCLEAR], next: end + 1, isRelative: true }
  }
  const isVague = word === 'recent' && /^(?:days|weeks|months|years)$/.test(at(tokens, index + 1).lower)
  return isVague ? { whens: [UNCLEAR], next: index + 2, isRelative: true } : null
}

/** A weekday alone is the coming one. `Mondays` and `every Monday` are no dates. */
function readBareWeekday(tokens: readonly Token[], index: number, now: Date): DateRead | null {
  const token = at(tokens, index)
  const weekday = weekdayOf(token.lower)
  if (weekday === null || !/^\p{Lu}/u.test(token.text) || /^(?:every|each)$/.test(at(tokens, index - 1).lower))
    return null
  return { whens: [oneDay(shifted(now, (weekday - now.getUTCDay() + 7) % 7))], next: index + 1, isRelative: true }
}
